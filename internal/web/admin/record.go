package admin

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/fault"
	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// recordPage is the search of the record, and what it found. The search is posted: what somebody asks about stands in no address.
type recordPage struct {
	ui.Page
	Errors []ui.FieldError
	Fields []templ.Component
	Asked  bool
	Found  *ui.Table
	Hidden [][2]string // the search, for its next page
	Next   string
}

// Audit asks what to look for in the record, and why, and shows it.
func Audit(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	in := v.Form
	if in == nil {
		in = v.Query
	}
	f := page.NewForm(v.P, in)
	pg := &recordPage{Page: v.Frame(v.P.T("admin.audit.title"), "")}
	if v.Form != nil {
		if err := pg.search(ctx, p, v, f); err != nil {
			return page.Reply{}, err
		}
	}
	pg.Fields = recordFields(v, f)
	pg.Errors = f.Errors()
	pg.Wrong = len(pg.Errors) > 0
	return page.Reply{Status: f.Status(), Body: recordTemplate(pg)}, nil
}

// search reads the record, if what was asked can be read.
func (pg *recordPage) search(ctx context.Context, p *Pages, v *page.Visit, f *page.Form) error {
	in := desk.SearchAudit{
		Request: v.Request, Reason: desk.SearchReason(f.Text("reason")), Words: f.Text("words"), SubjectKind: f.Text("subject_kind"),
		SubjectID: f.Text("subject_id"), Actor: f.Text("actor"), Action: f.Text("action"), From: f.Day("from"), Until: f.Day("until"),
		Before: f.Text("before"),
	}
	if !f.OK() {
		return nil
	}
	found, err := p.Desk.SearchAudit(ctx, v.By(), in)
	switch {
	case err != nil && fault.KindOf(err) == fault.Invalid:
		f.Take(err)
		return nil
	case err != nil:
		return err
	}
	pg.Asked, pg.Next = true, found.Next
	for _, name := range recordInputs() {
		pg.Hidden = append(pg.Hidden, [2]string{name, v.Form.Get(name)})
	}
	pg.Found = recordTable(v.P, found)
	return nil
}

// recordInputs are the inputs of the search that its next page needs.
func recordInputs() []string {
	return []string{
		"reason", "words", "subject_kind", "subject_id", "actor", "action", "from-day", "from-month", "from-year", "until-day", "until-month", "until-year",
	}
}

// subjectKinds are the kinds of things that entries are about.
func subjectKinds() []string {
	return []string{"account", "person", "document", "certificate", "invitation", "office", "service", "desk", "hours", "closure", "job", "letter", "list"}
}

//locale:uses admin.search_reason.* admin.subject.*
func recordFields(v *page.Visit, f *page.Form) []templ.Component {
	t := v.P.T
	var reasons, kinds []ui.Option
	for _, r := range desk.SearchReasons() {
		reasons = append(reasons, ui.Option{Value: string(r), Text: t("admin.search_reason." + string(r))})
	}
	for _, k := range subjectKinds() {
		kinds = append(kinds, ui.Option{Value: k, Text: t("admin.subject." + k)})
	}
	exact := func(name, text, hint string) templ.Component {
		in := f.Input(name, text, hint)
		in.Exact, in.Size = true, "in-20"
		return ui.InputField(v.P, in)
	}
	return []templ.Component{
		ui.SelectField(v.P, f.Select("reason", t("admin.audit.reason"), t("admin.choose"), reasons)),
		ui.InputField(v.P, f.Input("words", t("admin.audit.words"), t("admin.audit.words_hint"))),
		ui.SelectField(v.P, f.Select("subject_kind", t("admin.audit.subject_kind"), t("admin.any"), kinds)),
		exact("subject_id", t("admin.audit.subject_id"), t("admin.audit.subject_hint")),
		exact("actor", t("admin.audit.actor"), t("admin.audit.actor_hint")),
		exact("action", t("admin.audit.action"), t("admin.audit.action_hint")),
		ui.DateField(v.P, f.Date("from", t("admin.first_day"), "")), ui.DateField(v.P, f.Date("until", t("admin.last_day"), "")),
	}
}

// recordTable lists entries. Of what was changed it names the fields: the record has no values.
func recordTable(p *locale.Printer, found desk.Found) *ui.Table {
	t := &ui.Table{Caption: p.T("admin.audit.found"), Quiet: true, Head: []string{
		p.T("admin.audit.when"), p.T("admin.audit.who"), p.T("admin.audit.action"), p.T("admin.audit.about"), p.T("admin.audit.fields"), p.T("admin.audit.why"),
	}}
	for _, e := range found.Rows {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: page.Moment(p, e.At)}, actorCell(p, e, found.Names), {Text: e.Action}, {Text: e.Subject}, {Text: fieldNames(e)}, whyCell(p, e),
		})
	}
	return t
}

// actorCell says who acted: somebody of the office by name, others by what they are.
//
//locale:uses admin.as.*
func actorCell(p *locale.Printer, e audit.Entry, names map[string]string) ui.Cell {
	as := p.T("admin.as." + e.As)
	if name := names[e.Actor]; name != "" {
		return ui.Cell{Text: name, Note: as}
	}
	if e.As == string(access.System) {
		return ui.Cell{Text: e.Actor, Note: as}
	}
	return ui.Cell{Text: as, Note: e.Actor}
}

func fieldNames(e audit.Entry) string {
	names := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		names[i] = f.Name
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// whyCell says why it was done; a purpose that this page does not know stands as it is.
//
//locale:uses admin.purpose.*
func whyCell(p *locale.Printer, e audit.Entry) ui.Cell {
	text := e.Purpose
	if key := "admin.purpose." + e.Purpose; p.Has(key) {
		text = p.T(key)
	}
	return ui.Cell{Text: text, Note: e.Reason}
}
