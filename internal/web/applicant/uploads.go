package applicant

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Uploads has the pages of the files that are sent for a paper: one page for each paper that is asked. It works without scripts: files are
// sent with a form, and read as they come. With them a file goes in parts, goes on after the line was lost, and its progress is seen.
type Uploads struct {
	Desk   *filing.Uploads
	Tokens page.Tokens
}

// UploadsPath is below which the addresses of a draft's files lie, after the language.
const UploadsPath = ApplicationsPath + "/{application}"

// linePath is the address of the page of a paper, after the language.
func linePath(one filing.OneUpload, below ...string) string {
	return applicationPath(one.Application, append([]string{"documents", one.Document}, below...)...)
}

// uploadOf is the file that the address names; of an address of a line without its file.
func uploadOf(v *page.Visit) filing.OneUpload {
	return filing.OneUpload{
		Application: applicationOf(v), Document: v.Part("document"), Upload: application.UploadID(v.Part("upload")),
	}
}

// uploadsPage is the page of one paper.
type uploadsPage struct {
	ui.Page
	Back     string
	Here     string
	Done     string
	Errors   []ui.FieldError
	Title    string
	TitleRO  string
	Chips    []string
	Text     []string
	Warnings []string
	Asked    string // why another is asked for, "" if none is
	Note     string
	Files    []uploadCard
	Checking bool // files are looked into
	Reading  bool // a zone is read
	Removed  []uploadCard
	Send     *uploadForm // nil where nothing may be sent now
	Issued   *ui.Form
	Fresh    string
	Frozen   bool
	State    string // address that tells whether something has changed
	Sum      string // of what the page shows
}

// uploadForm is where files are chosen.
type uploadForm struct {
	Action, Token string
	Parts         string // address to which a script sends parts
	PartsToken    string
	Accept        string
	Field         ui.Field
	Limit         string
}

// uploadCard is one file.
type uploadCard struct {
	ID, Name string
	State    string
	Tone     ui.Tone
	Text     string // what it means, and what to do
	Rows     string // size and pages
	Zone     string // whether the lines of a passport were read on it
	ZoneLink string
	ZoneTo   string // address
	Pictures []uploadPicture
	Original string // address
	Remove   *ui.Form
	Up, Down *ui.Form
	Restore  *ui.Form
}

type uploadPicture struct{ Address, Text string }

// Line shows a paper with what was sent for it.
func (p *Uploads) Line(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.show(ctx, v, page.NewForm(v.P, v.Form), nil)
}

// show shows the page; f has what is wrong with what was sent, told says it of single files.
func (p *Uploads) show(ctx context.Context, v *page.Visit, f *page.Form, told []ui.FieldError) (page.Reply, error) {
	one := uploadOf(v)
	l, err := p.Desk.OpenLine(ctx, v.By(), one.Application, one.Document, v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	w := uploadWriter{v: v, l: l, tokens: p.Tokens, one: one}
	pg := &uploadsPage{
		Page: v.Frame(l.Paper.Title, ""), Back: v.Href(applicationPath(one.Application), ""), Here: v.Href(linePath(one), ""), Done: uploadDone(v), Title: l.Paper.Title,
		Frozen: !l.Changeable, State: v.Href(linePath(one, "state"), ""), Sum: sumOf(l),
	}
	if l.Paper.TitleRO != l.Paper.Title {
		pg.TitleRO = l.Paper.TitleRO
	}
	w.about(pg)
	w.files(pg)
	if l.Changeable {
		w.forms(pg, f)
	}
	pg.Errors = append(told, f.Errors()...)
	pg.Wrong = len(pg.Errors) > 0
	reply := page.Reply{Body: uploadsTemplate(pg), Status: f.Status(), Private: true, Asks: true}
	if len(told) > 0 {
		reply.Status = http.StatusUnprocessableEntity
	}
	return v.TellDone(reply), nil
}

// uploadWriter writes the page of a paper.
type uploadWriter struct {
	v      *page.Visit
	l      filing.UploadLine
	tokens page.Tokens
	one    filing.OneUpload
}

// about says what the paper is and how it is asked.
func (w uploadWriter) about(pg *uploadsPage) {
	p, d := w.v.P, w.l.Paper
	for _, word := range append(append([]string(nil), d.Forms...), d.Formalities...) {
		pg.Chips = append(pg.Chips, law.PaperWord(p, word))
	}
	seen := map[string]bool{"": true}
	for _, text := range append([]string{d.Because, d.Hint, d.Where}, d.Notes...) {
		if !seen[text] {
			seen[text] = true
			pg.Text = append(pg.Text, text)
		}
	}
	if w.l.Stale() {
		pg.Warnings = append(pg.Warnings, p.T("upload.stale", locale.Str("date", p.Date(w.l.GoodUntil)), locale.Str("visit", p.Date(w.l.Visit))))
	} else if !w.l.GoodUntil.IsZero() {
		pg.Fresh = p.T("upload.fresh_until", locale.Str("date", p.Date(w.l.GoodUntil)))
	}
	if w.l.Line.Fell(w.l.Application.SubmittedAt) && w.l.Changeable && w.l.Application.State == application.Submitted && !w.l.Line.Sent() {
		pg.Warnings = append(pg.Warnings, p.T("upload.fell"))
	}
	if w.l.Line.State == application.Replace {
		pg.Asked, pg.Note = p.T("upload.asked_again"), w.l.Line.Note
		if key := "reason." + string(w.l.Line.Reason); p.Has(key) {
			pg.Asked = p.T(key)
		}
	}
}

// files writes a card for every file.
func (w uploadWriter) files(pg *uploadsPage) {
	mine := 0
	for _, up := range w.l.Line.Uploads {
		if w.l.Mine(up) {
			mine++
		}
	}
	n := 0
	for _, up := range w.l.Line.Uploads {
		card := w.card(up)
		switch up.State {
		case application.UploadChecking, application.UploadWaiting:
			pg.Checking = true
		case application.UploadReceiving, application.UploadReady, application.UploadRefused, application.UploadRemoved:
		}
		pg.Reading = pg.Reading || readsZone(w.l, up) == filing.ZoneReading
		if w.l.Mine(up) {
			n++
			card.Remove = w.act(up, "remove", "upload.remove", nil)
			if n > 1 {
				card.Up = w.act(up, "move", "upload.up", [][2]string{{"way", "up"}})
			}
			if n < mine {
				card.Down = w.act(up, "move", "upload.down", [][2]string{{"way", "down"}})
			}
		}
		pg.Files = append(pg.Files, card)
	}
	if !w.l.Changeable {
		return
	}
	for _, up := range w.l.Removed {
		card := w.card(up)
		card.Restore = w.act(up, "restore", "upload.restore", nil)
		card.Text = w.v.P.T("upload.gone_on", locale.Str("date", w.v.P.Date(calendar.Today(up.RemovedAt.Add(filing.UndoUpload)))))
		pg.Removed = append(pg.Removed, card)
	}
}

// act is a button beside a file.
func (w uploadWriter) act(up application.Upload, do, key string, hidden [][2]string) *ui.Form {
	one := w.one
	one.Upload = up.ID
	to := linePath(one, "uploads", string(up.ID), do)
	return &ui.Form{
		Action: w.v.Href(to, ""), Token: w.tokens.Draw(w.v, to), Hidden: hidden, Plain: true,
		Button: w.v.P.T(key, locale.Str("name", up.Name)),
	}
}

// card says of a file what it is and how far it has come.
//
//locale:uses upload.state.* upload.refused.* upload.means.*
func (w uploadWriter) card(up application.Upload) uploadCard {
	p := w.v.P
	card := uploadCard{ID: "upload-" + string(up.ID), Name: up.Name, State: p.T("upload.state." + string(up.State)), Tone: uploadTone(up.State)}
	card.Rows = p.T("upload.size", locale.Str("size", sizeWords(p, up.Size)))
	switch up.State {
	case application.UploadRefused:
		card.Text = p.T(up.Refused)
	case application.UploadReceiving:
		card.Text = p.T("upload.means.receiving", locale.Str("here", sizeWords(p, up.Size)), locale.Str("all", sizeWords(p, up.Expected)))
	case application.UploadChecking, application.UploadWaiting:
		card.Text = p.T("upload.means." + string(up.State))
	case application.UploadReady:
		if up.Scanned == application.Unscanned {
			card.Text = p.T("upload.unscanned")
		}
		if up.Kind == application.PDF {
			card.Rows = p.T("upload.size_pages", locale.Str("size", sizeWords(p, up.Size)), locale.Num("n", up.Pages))
		}
		one := w.one
		one.Upload = up.ID
		card.Original = w.v.Href(applicationPath(one.Application, "uploads", string(up.ID), "original"), "")
		for n := 1; n <= w.l.Pictures[up.ID]; n++ {
			card.Pictures = append(card.Pictures, uploadPicture{
				w.v.Href(picturePath(one, n), ""), p.T("upload.picture", locale.Num("n", n), locale.Str("name", up.Name)),
			})
		}
		w.zone(&card, up)
	case application.UploadRemoved:
	}
	return card
}

// zone says whether the lines of a passport were read on a file, and where to go on.
func (w uploadWriter) zone(card *uploadCard, up application.Upload) {
	t := w.v.P.T
	to := ""
	switch readsZone(w.l, up) {
	case filing.ZoneReading:
		card.Zone = t("upload.zone.reading")
	case filing.ZoneRead:
		card.Zone, card.ZoneLink, to = t("upload.zone.read"), t("upload.zone.read_link"), applicationPath(w.one.Application, "pages", w.l.ZonePage)
	case filing.ZoneNone:
		card.Zone, card.ZoneLink, to = t("upload.zone.none"), t("upload.zone.none_link"), applicationPath(w.one.Application, "passport")
	}
	if to != "" {
		card.ZoneTo = w.v.Href(to, "")
	}
}

// readsZone is how far the zone of a file is, where it is of use: "" where no page asks what it says, or nothing can be answered any more.
func readsZone(l filing.UploadLine, up application.Upload) filing.ZoneStanding {
	if l.ZonePage == "" || l.Application.State != application.Draft {
		return ""
	}
	return l.Zones[up.ID]
}

func uploadTone(s application.UploadState) ui.Tone {
	switch s {
	case application.UploadReady:
		return ui.Green
	case application.UploadRefused:
		return ui.Red
	case application.UploadReceiving, application.UploadChecking, application.UploadWaiting:
		return ui.Amber
	case application.UploadRemoved:
	}
	return ui.Calm
}

// forms are where files and the day of issue are given.
func (w uploadWriter) forms(pg *uploadsPage, f *page.Form) {
	p := w.v.P
	if len(w.l.Line.Uploads) < application.MaxOfLine {
		to, parts := linePath(w.one), linePath(w.one, "parts")
		pg.Send = &uploadForm{
			Action: w.v.Href(to, ""), Token: w.tokens.Draw(w.v, to), Parts: w.v.Href(parts, ""), PartsToken: w.tokens.Draw(w.v, parts),
			Accept: "image/jpeg,image/png,application/pdf,image/heic", Field: f.Field("file", p.T("upload.choose"), p.T("upload.choose_hint")),
			Limit: p.T("upload.limit", locale.Num("n", application.MaxOfLine)),
		}
	}
	to := linePath(w.one, "issued")
	if w.v.Form == nil || !w.v.Form.Has("issued-day") {
		in := map[string][]string{}
		page.SetDate(in, "issued", w.l.Line.IssuedOn)
		f = page.NewForm(p, in)
	}
	pg.Issued = &ui.Form{
		Action: w.v.Href(to, ""), Token: w.tokens.Draw(w.v, to), Hidden: [][2]string{{inVersion, strconv.FormatInt(w.l.Line.Version, 10)}},
		Button: p.T("upload.issued_save"), Plain: true,
	}
	pg.Issued.Fields = append(pg.Issued.Fields, ui.DateField(p, f.Date("issued", p.T("upload.issued"), p.T("upload.issued_hint"))))
}

// uploadDone says what a form did just before.
//
//locale:uses upload.done.*
func uploadDone(v *page.Visit) string {
	what, _ := v.Done()
	what, ours := strings.CutPrefix(what, "upload-")
	if key := "upload.done." + what; ours && v.P.Has(key) {
		return v.P.T(key)
	}
	return ""
}

// say is the sentence of a fault.
func say(p *locale.Printer, told *fault.Error) string {
	copied := *told
	copied.Key = strings.ReplaceAll(told.Key, "/", ".") // as messages are called
	return p.Say(&copied)
}

// sizeWords says how large a file is, as people read it.
func sizeWords(p *locale.Printer, bytes int64) string {
	if bytes < 1<<20 {
		return p.T("upload.kb", locale.Num("n", int((bytes+1023)>>10)))
	}
	return p.T("upload.mb", locale.Num("n", int((bytes+1<<19)>>20)))
}
