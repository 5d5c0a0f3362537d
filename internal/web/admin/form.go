package admin

import (
	"net/http"

	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// formPage is a page that asks for something.
type formPage struct {
	ui.Page
	ui.Form
	Back    anchor
	Lead    string
	Warning string // what happens, where it is hard to take back
	Errors  []ui.FieldError
	Clash   *ui.Table // what stands by now, and what was typed
	Facts   []ui.Row  // what the form is about
}

// both is a field of which two people said something else.
type both struct{ Name, Now, Typed string }

// newForm begins the page of a form that is sent to its own address.
func (p *Pages) newForm(v *page.Visit, title string, back anchor) *formPage {
	pg := &formPage{
		Page: v.Frame(title, ""), Back: back,
		Form: ui.Form{
			Action: v.Path, Token: p.Tokens.Draw(v, v.Path), Button: v.P.T("admin.save"), Cancel: v.P.T("admin.cancel"), CancelTo: back.Href,
		},
	}
	pg.Slim = true
	return pg
}

// clashes notes that somebody was faster, and what stands by now beside what was typed where the two differ.
func (pg *formPage) clashes(fields []both) {
	t := ui.Table{Caption: pg.P.T("admin.clash.caption"), Quiet: true}
	t.Head = []string{pg.P.T("admin.clash.field"), pg.P.T("admin.clash.now"), pg.P.T("admin.clash.typed")}
	for _, b := range fields {
		if b.Now != b.Typed {
			t.Rows = append(t.Rows, []ui.Cell{{Text: b.Name}, {Text: b.Now}, {Text: b.Typed}})
		}
	}
	pg.Clash = &t
}

// show answers with the form. It is asked for when all fields are made.
func (pg *formPage) show(f *page.Form) page.Reply {
	pg.Errors = f.Errors()
	pg.Wrong = len(pg.Errors) > 0
	status := f.Status()
	if pg.Clash != nil {
		status = http.StatusConflict
	}
	return page.Reply{Status: status, Body: formTemplate(pg)}
}
