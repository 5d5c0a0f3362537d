package desk

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Document takes what an officer says of one paper: accept it, ask for another, or take it back.
func Document(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	in := casework.Decision{Case: caseOf(v), Document: v.Part("document"), Version: version(f, "version")}
	w := wanted{Document: in.Document}
	what, err := p.try(v, f, func(once casework.Asked) error {
		switch f.Text("say") {
		case "accept":
			w.What = v.P.T("desk.case.accept_document")
			return aboutDocuments(p.Desk.AcceptDocument(ctx, v.By(), once, in))
		case "undo":
			w.What = v.P.T("desk.case.undo")
			return p.Desk.UndoDocument(ctx, v.By(), once, in)
		}
		w.What = v.P.T("desk.case.ask")
		reason, note := f.Text("reason-"+in.Document), f.Text("note-"+in.Document)
		w.Typed = asked(v.P, reason, note)
		err := p.Desk.AskAnother(ctx, v.By(), once, casework.Asking{Decision: in, Reason: application.Reason(reason), Note: note})
		return renamed(err, func(field string) string { return field + "-" + in.Document })
	})
	on := f.Text("next")
	if f.Text("say") == "undo" || !partOfCase(on) {
		on = "doc-" + in.Document // whoever takes something back looks at it again
	}
	return p.after(ctx, v, f, what, err, &w, page.SeeOtherDone(pathOf(in.Case)+"#"+on, "document"))
}

// partOfCase tells whether a part of the page may be led on to: the box, or a paper. What a form says is not believed further than that.
func partOfCase(id string) bool {
	document, isPaper := strings.CutPrefix(id, "doc-")
	odd := func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }
	return id == "open" || isPaper && document != "" && !strings.ContainsFunc(document, odd)
}

// asked says in words what is asked again and why: the sentence of a reason, and the officer's own words.
func asked(p *locale.Printer, reason, note string) string {
	if key := "reason." + reason; reason != "" && p.Has(key) {
		return strings.TrimSpace(p.T(key) + " " + note)
	}
	return note
}

// aboutDocuments puts what is wrong with papers beside them.
func aboutDocuments(err error) error {
	return renamed(err, func(document string) string { return "doc-" + document })
}

// renamed gives faults about fields the names that their inputs have on the page.
func renamed(err error, name func(string) string) error {
	if err == nil || fault.KindOf(err) != fault.Invalid {
		return err
	}
	var out fault.List
	for _, e := range fault.All(err) {
		one := *e
		if one.Field != "" {
			one.Field = name(one.Field)
		}
		out = append(out, &one)
	}
	return out
}

// after shows the case again when a form failed, and leads on when it did not.
func (p *Pages) after(ctx context.Context, v *page.Visit, f *page.Form, what outcome, err error, w *wanted, on page.Reply) (page.Reply, error) {
	switch {
	case err != nil:
		return page.Reply{}, err
	case what == done:
		return on, nil
	case what == clash:
		return p.show(ctx, v, f, w) // what was typed stands in its inputs still, where there still are such
	}
	return p.show(ctx, v, f, nil)
}

// Ready accepts every paper that is ready, as it was seen.
func Ready(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	id := caseOf(v)
	var all []casework.Decision
	for _, line := range f.All("line") {
		document, seen, _ := strings.Cut(line, "=")
		one := page.NewForm(v.P, map[string][]string{"version": {seen}})
		all = append(all, casework.Decision{Case: id, Document: document, Version: version(one, "version")})
	}
	what, err := p.try(v, f, func(asked casework.Asked) error { return aboutDocuments(p.Desk.AcceptReady(ctx, v.By(), asked, all)) })
	return p.after(ctx, v, f, what, err, &wanted{What: v.P.T("desk.case.accept_document")}, page.SeeOtherDone(pathOf(id)+"#open", "document"))
}

// Accept takes a case on, and leads to the next one.
func Accept(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	in := casework.Seen{Case: caseOf(v), Version: version(f, "version")}
	what, err := p.try(v, f, func(asked casework.Asked) error { return aboutDocuments(p.Desk.Accept(ctx, v.By(), asked, in)) })
	return p.after(ctx, v, f, what, err, &wanted{What: v.P.T("desk.case.accept")}, page.SeeOtherDone(NextPath, "accepted"))
}

// said are the sentences that officers often write. Each is sent in the applicant's language.
func said() []string { return []string{"originals", "call", "address", "waiting"} }

// sayForm is the form of a message.
func (p *Pages) sayForm(v *page.Visit, f *page.Form, o casework.Opened) ui.Form {
	t, at := v.P.T, pathOf(o.Case.ID)+"/messages"
	var options []ui.Option
	for _, id := range said() {
		options = append(options, ui.Option{Value: id, Text: reasonText(v.P, "say."+id)})
	}
	return ui.Form{
		Action: at, Token: p.Tokens.Draw(v, at), Button: t("desk.case.say"), Plain: true,
		Hidden: [][2]string{{"lang", string(o.Application.Lang)}},
		Fields: []templ.Component{
			ui.SelectField(v.P, f.Select("sentence", t("desk.case.say_template"), t("desk.case.say_none"), options)),
			ui.TextareaField(v.P, ui.Textarea{Field: f.Field("body", t("desk.case.say_body"), t("desk.case.say_hint")), Value: f.Text("body"), Rows: 3}),
		},
	}
}

// Say writes to the applicant.
func Say(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	in := casework.Say{Case: caseOf(v), Body: f.Text("body")}
	if sentence := "reason.say." + f.Text("sentence"); f.Text("sentence") != "" && v.P.Has(sentence) {
		in.Body = strings.TrimSpace(p.of(f.Text("lang")).T(sentence) + "\n\n" + in.Body)
	}
	what, err := p.try(v, f, func(asked casework.Asked) error { return p.Desk.Say(ctx, v.By(), asked, in) })
	return p.after(ctx, v, f, what, err, &wanted{What: v.P.T("desk.case.say"), Typed: f.Text("body")}, page.SeeOtherDone(pathOf(in.Case)+"#thread", "said"))
}

// of speaks a language of applicants, Romanian when it is none.
func (p *Pages) of(lang string) *locale.Printer {
	l, known := locale.ParseLang(lang)
	if !known {
		l = locale.RO
	}
	return p.Catalogue.For(l)
}

// Picture hands over the picture of a page.
func Picture(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	n := version(page.NewForm(v.P, map[string][]string{"n": {v.Part("n")}}), "n")
	got, err := p.Desk.Picture(ctx, v.By(), fileOf(v, int(min(n, 1<<20))))
	return sendFile(got, err)
}

// Original hands over a file as it was sent, as an attachment: that is a look, and nothing that a browser does by itself.
func Original(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	if _, err := p.Tokens.Key(v, v.Path); err != nil {
		return page.SeeOther(pathOf(caseOf(v))), nil
	}
	got, err := p.Desk.Original(ctx, v.By(), fileOf(v, 0))
	return sendFile(got, err)
}

func fileOf(v *page.Visit, n int) casework.FileOf {
	return casework.FileOf{Case: casefile.ID(v.Part("id")), Upload: application.UploadID(v.Part("upload")), N: n, Request: v.Request}
}

func sendFile(f casework.File, err error) (page.Reply, error) {
	if err != nil {
		return page.Reply{}, err
	}
	return page.Reply{File: &page.File{Name: f.Name, Type: f.Type, Data: f.Data}, Private: true}, nil
}
