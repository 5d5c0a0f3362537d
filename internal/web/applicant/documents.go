package applicant

import (
	"context"
	"strings"

	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/office/issuing"
	"sejur/internal/person"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Papers has the pages of what the office handed out to the persons of an account.
type Papers struct{ Desk *issuing.Desk }

// DocumentsPath is the address of the list, after the language.
const DocumentsPath = "/my/documents"

// documentsPage is the list of documents.
type documentsPage struct {
	ui.Page
	Errors []ui.FieldError
	Cards  []documentCard
	Pager  ui.Pager
}

// documentCard is one document in the list.
type documentCard struct {
	ID    string // of its heading
	Title string
	State string
	Tone  ui.Tone
	Rows  []ui.Row
	Fetch ui.Form
}

// List shows the documents of the persons of the account, the latest first.
func (p *Papers) List(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.list(ctx, v, nil)
}

// list shows the list; refused is why a document was not handed over.
func (p *Papers) list(ctx context.Context, v *page.Visit, refused *page.Form) (page.Reply, error) {
	before := v.Query.Get("before")
	own, err := p.Desk.Own(ctx, v.By(), document.ID(before))
	if err != nil {
		return page.Reply{}, err
	}
	pg := &documentsPage{Page: v.Frame(v.P.T("papers.title"), v.Query.Encode())}
	reply := page.Reply{Body: documentsTemplate(pg)}
	if refused != nil {
		pg.Errors, pg.Wrong, reply.Status = refused.Errors(), true, refused.Status()
	}
	for _, d := range own.Documents {
		pg.Cards = append(pg.Cards, documentCardOf(v, d))
	}
	if before != "" {
		pg.Pager.Newer = v.Href(DocumentsPath, "")
	}
	if own.Next != "" {
		pg.Pager.Older = v.Href(DocumentsPath, "before="+string(own.Next))
	}
	return reply, nil
}

// documentCardOf says of a document what its holder looks for.
//
//locale:uses papers.status.*
func documentCardOf(v *page.Visit, d issuing.Opened) documentCard {
	t := v.P.T
	who := person.Names{Surname: d.Fact(document.Surname), Given: d.Fact(document.Given)}.String()
	rows := []ui.Row{{Key: t("papers.who"), Value: who}}
	for _, f := range d.Facts {
		if f.Name == document.Procedure {
			rows = append(rows, ui.Row{Key: issuing.Label(f.Name, v.P), Value: issuing.Say(f, v.P, v.P.Lang() == d.Lang)})
		}
	}
	rows = append(rows, ui.Row{Key: t("letter.number"), Value: string(d.Number)}, ui.Row{Key: t("letter.issued"), Value: v.P.Date(d.IssuedOn)})
	if !d.ValidUntil.IsZero() {
		rows = append(rows, ui.Row{Key: t("letter.until"), Value: v.P.Date(d.ValidUntil)})
	}
	rows = append(rows, ui.Row{Key: t("papers.code"), Value: d.Code.String()})
	title := documentTitle(v.P, d.Kind)
	return documentCard{
		ID: "paper-" + string(d.ID), Title: title, State: t("papers.status." + string(d.Status)), Tone: documentTone(d.Status), Rows: rows,
		Fetch: ui.Form{
			Action: v.Href(strings.Join([]string{DocumentsPath, string(d.ID), "file"}, "/"), ""), Plain: true,
			Button: t("papers.fetch", locale.Str("name", title+" "+string(d.Number))),
		},
	}
}

// documentTitle names a kind of paper.
//
//locale:uses letter.*.title
func documentTitle(p *locale.Printer, k document.Kind) string {
	return p.T("letter." + string(k) + ".title")
}

func documentTone(s document.Status) ui.Tone {
	switch s {
	case document.IsGenuine:
		return ui.Green
	case document.IsRevoked, document.IsLost:
		return ui.Red
	case document.IsExpired:
	}
	return ui.Amber
}

// Fetch hands the file over. It is posted to from the list: that is a look, and nothing that a browser does by itself.
func (p *Papers) Fetch(ctx context.Context, v *page.Visit) (page.Reply, error) {
	file, err := p.Desk.Fetch(ctx, v.By(), v.Request, document.ID(v.Part("document")))
	if err == nil {
		return page.Reply{File: &page.File{Name: file.Name, Type: "application/pdf", Data: file.PDF}, Private: true}, nil
	}
	f := page.NewForm(v.P, v.Form)
	if !f.Take(err) {
		return page.Reply{}, err
	}
	return p.list(ctx, v, f)
}
