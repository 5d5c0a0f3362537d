package verify

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"sejur/internal/locale"
	"sejur/internal/verdict"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Offline is what the page without a network is made of.
type Offline struct {
	// Paths of its files; all but the camera's are "" in a program that was built without the verifier.
	Camera, Script, Start, Wasm string
	// Save has the same as text, for the page that is one file; nil where there is no verifier.
	Save *Parts
}

// Parts are the texts of what a page is made of.
type Parts struct {
	Style, Camera, Script, Start []byte
	Wasm                         []byte // compressed by gzip
	Terms                        []byte // the licence of what is not ours
}

// There tells whether this program has the verifier.
func (o Offline) There() bool { return o.Wasm != "" }

// offlinePage checks papers on the reader's own device. All that it can answer stands in it, in templates.
type offlinePage struct {
	ui.Page
	File                      ui.Upload
	Keys, List, Words         string // JSON, JWS, JSON
	ListRow, ListNext         string // what is said of the list; "" = there is none
	Wasm, Worker, Save        string // addresses; "" in the page that is one file
	Online                    string
	Answers                   []*answer
	Notes                     []noteView
	Style, Start, Cam, Script string // texts, of the page that is one file
	Program                   string // base64
	Terms                     string
}

type noteView struct {
	Name verdict.Note
	Text string
}

// Without is the page without a network.
func (p *Pages) Without(ctx context.Context, v *page.Visit) (page.Reply, error) {
	pg, err := p.offline(ctx, v)
	if err != nil {
		return page.Reply{}, err
	}
	pg.Wasm, pg.Worker, pg.Save = p.Offline.Wasm, v.Href(WorkerPath, ""), v.Href(SavePath, "")
	if p.Offline.There() {
		pg.Scripts = []string{p.Offline.Camera, p.Offline.Start, p.Offline.Script}
	}
	return page.Reply{Body: offlineTemplate(pg), Camera: true, Wasm: true}, nil
}

// Saved is the same as one file, to be taken along.
func (p *Pages) Saved(ctx context.Context, v *page.Visit) (page.Reply, error) {
	pg, err := p.offline(ctx, v)
	if err != nil {
		return page.Reply{}, err
	}
	parts := p.Offline.Save
	pg.Style, pg.Start, pg.Cam, pg.Script = string(parts.Style), string(parts.Start), string(parts.Camera), string(parts.Script)
	pg.Terms = string(parts.Terms)
	pg.Program = base64.StdEncoding.EncodeToString(parts.Wasm)
	var b bytes.Buffer
	if err := savedTemplate(pg).Render(ctx, &b); err != nil {
		return page.Reply{}, fmt.Errorf("draw the offline verifier: %w", err)
	}
	return page.Reply{File: &page.File{
		Name: "sejur-verify-" + string(v.P.Lang()) + ".html", Type: "text/html; charset=utf-8", Data: b.Bytes(),
	}}, nil
}

// offline is what both have.
func (p *Pages) offline(ctx context.Context, v *page.Visit) (*offlinePage, error) {
	known, err := p.Desk.Published(ctx)
	if err != nil {
		return nil, err
	}
	judge, err := known.Judge(v.Today)
	if err != nil {
		return nil, err
	}
	keys, err := json.Marshal(append(verdict.Keyring{}, known.Keys...))
	if err != nil {
		return nil, fmt.Errorf("write the published keys: %w", err)
	}
	vocabulary, err := p.vocabulary(v.P)
	if err != nil {
		return nil, err
	}
	t := v.P.T
	pg := &offlinePage{
		Page: v.Frame(t("verify.offline.title"), ""), Keys: string(keys), List: known.List, Words: vocabulary, Online: p.Origin + v.Href(Path, ""),
		File: ui.Upload{
			Field: ui.Field{Name: fieldFile, Text: t("verify.by_file"), Hint: t("verify.offline.file_hint")}, Accept: "image/*", Waiting: true,
		},
		Answers: answers(v.P),
	}
	pg.Slim = true
	for _, n := range verdict.Notes() {
		pg.Notes = append(pg.Notes, noteView{n, note(v.P, n)})
	}
	if judge.List.Number > 0 {
		say := func(instant string) string {
			day, _, _ := strings.Cut(instant, "T")
			return sayer{v.P, p.Law}.value("", day)
		}
		pg.ListRow = t("verify.offline.list_row", locale.Str("number", v.P.Number(int(judge.List.Number))), locale.Str("date", say(judge.List.Issued)))
		pg.ListNext = t("verify.offline.list_next", locale.Str("date", say(judge.List.Next)))
	}
	return pg, nil
}

// answers are all that can be said without a network, without what belongs to one paper.
func answers(p *locale.Printer) []*answer {
	var out []*answer
	add := func(key string, status verdict.Status) {
		a := words(p, key, status)
		a.Blank = true
		out = append(out, &a)
	}
	for _, s := range verdict.Statuses() {
		switch s {
		case verdict.Genuine, verdict.Revoked, verdict.Lost, verdict.Expired:
			add(string(s), s)
		case verdict.Altered, verdict.Unknown: // said with their reasons
		}
	}
	add(specimen, verdict.Genuine)
	for _, w := range verdict.Reasons() {
		switch w {
		case verdict.Forged, verdict.KeyNotInUse:
			add(string(w), verdict.Altered)
		case verdict.UnknownSigner, verdict.UnknownCurve, verdict.NoSeal, verdict.Unreadable:
			add(string(w), verdict.Unknown)
		case verdict.FileChanged, verdict.OtherFacts, verdict.UnknownCode: // of files and codes: not without the house
		}
	}
	return out
}

// vocabulary is how a script says the facts of a paper: their names, and the values that are words.
func (p *Pages) vocabulary(pr *locale.Printer) (string, error) {
	out := struct {
		Fact  map[string]string `json:"fact"`
		Value map[string]string `json:"value"`
	}{make(map[string]string), make(map[string]string)}
	for _, key := range pr.Keys() {
		name, of, _ := cutKey(key)
		switch name {
		case "fact":
			out.Fact[of] = pr.T(key)
		case "document", "outcome":
			out.Value[name+":"+of] = pr.T(key)
		}
	}
	for id, title := range p.Law.Titles(pr.Lang()) {
		out.Value["kind:"+id] = title
	}
	text, err := json.Marshal(out)
	if err != nil {
		return "", fmt.Errorf("write the words of facts: %w", err)
	}
	return string(text), nil
}

// cutKey takes a key of these pages apart: verify.fact.code is the fact code.
func cutKey(key string) (name, of string, ok bool) {
	rest, ours := strings.CutPrefix(key, "verify.")
	if !ours {
		return "", "", false
	}
	return strings.Cut(rest, ".")
}
