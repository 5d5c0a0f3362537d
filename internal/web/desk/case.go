package desk

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// casePage is a case.
type casePage struct {
	ui.Page
	Done     string
	Errors   []ui.FieldError
	Clash    *ui.Table // what was wanted, and what stands now
	Eyebrow  string
	Jumps    []link // to the parts of the page
	Notices  []notice
	Facts    []ui.Row
	Dates    []ui.Row
	Sections []section
	Papers   []paper
	Sticky   sticky
	Thread   story
	Say      ui.Form
	Past     story
	Whole    *ui.Form
}

// notice is a box that must not be missed.
type notice struct {
	Tone        ui.Tone
	Title, Text string
	Lines       []string
}

// section is a page of the form as it was answered.
type section struct {
	ID, Title string
	Rows      []answer
}

// answer is one field, with what else is known of it.
type answer struct {
	Label  string
	Lines  []string
	Before string // what stood there before a correction, "" = the same
	InFile string // what the register says, "" = the same
}

// sticky says what stands in the way, and takes the case on.
type sticky struct {
	Open   []link
	Ready  *ui.Form // accepts all that is ready
	Accept *ui.Form // nil while something stands in the way
	Back   string   // address of the return, "" when it cannot be returned
}

// link is a link within the page or out of it.
type link struct{ Text, Href string }

// Case shows a case, and asks why when it is not the officer's next. The answer to that question opens it.
func Case(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	return p.show(ctx, v, f, nil)
}

// wanted is what somebody wanted to do when a colleague was faster, with what they had typed for it.
type wanted struct{ What, Document, Typed string }

// show answers with the case as it stands; clash says what was wanted when somebody was faster.
func (p *Pages) show(ctx context.Context, v *page.Visit, f *page.Form, clashed *wanted) (page.Reply, error) {
	in := casework.Opening{Case: caseOf(v), Lang: v.P.Lang(), Request: v.Request}
	if v.Path == pathOf(in.Case) && v.Form != nil {
		in.Reason = casework.Reason(f.Text("reason"))
	}
	o, err := p.Desk.Open(ctx, v.By(), in)
	if err != nil && fault.KindOf(err) == fault.Invalid {
		return p.why(v), nil
	}
	if err != nil {
		return page.Reply{}, err
	}
	pg := p.casePage(v, f, o)
	if what, _ := v.Done(); what != "" {
		pg.Done = doneText(v.P, what)
	}
	status := f.Status()
	if clashed != nil {
		by, err := p.faster(ctx, v, o, clashed.Document)
		if err != nil {
			return page.Reply{}, err
		}
		pg.clashes(o, *clashed, by)
		status = http.StatusConflict
	}
	pg.Errors = f.Errors()
	return v.TellDone(page.Reply{Status: status, Body: caseTemplate(pg)}), nil
}

// whyPage asks why a case is opened.
type whyPage struct {
	ui.Page
	Form   ui.Form
	Errors []ui.FieldError
}

// why asks for the reason of a look. Nothing of the case is shown.
func (p *Pages) why(v *page.Visit) page.Reply {
	t := v.P.T
	f := page.NewForm(v.P, v.Form)
	status := http.StatusOK
	if v.Form != nil {
		f.Refuse("reason", "desk.case.why_missing")
		status = http.StatusUnprocessableEntity
	}
	var options []ui.Option
	for _, r := range casework.Reasons() {
		options = append(options, ui.Option{Value: string(r), Text: reasonText(v.P, "look."+string(r))})
	}
	pg := &whyPage{Page: v.Frame(t("desk.case.why_title"), "")}
	radios := ui.RadioField(v.P, f.Radios("reason", t("desk.case.why"), "", options))
	pg.Form = ui.Form{Action: pathOf(caseOf(v)), Button: t("desk.case.why_go"), Cancel: t("desk.cases.title"), CancelTo: Path}
	pg.Form.Fields = append(pg.Form.Fields, radios)
	pg.Slim, pg.Errors = true, f.Errors()
	pg.Wrong = len(pg.Errors) > 0
	return page.Reply{Status: status, Body: whyTemplate(pg)}
}

// casePage puts the page of a case together.
func (p *Pages) casePage(v *page.Visit, f *page.Form, o casework.Opened) *casePage {
	t := v.P.T
	pg := &casePage{
		Page: v.Frame(t("desk.case.title", locale.Str("reference", o.Case.Reference.String())), ""), Eyebrow: o.Title, Notices: notices(v, o),
		Facts: []ui.Row{
			{Key: t("desk.case.name"), Value: o.Person.Names.Surname + " " + o.Person.Names.Given},
			{Key: t("desk.case.birth"), Value: day(v.P, o.Person.BirthDate)}, {Key: t("desk.case.nationality"), Value: v.P.Country(o.Person.Nationality)},
		},
		Dates: dates(v, o), Sections: sections(v.P, o), Past: past(v, o), Thread: thread(v, o),
	}
	if pg.Eyebrow == "" {
		pg.Eyebrow = o.Case.Procedure
	}
	pg.Papers, pg.Jumps = p.papers(v, f, o), jumpsTo(v.P, o, pg)
	pg.Sticky = p.sticky(v, o)
	pg.Say = p.sayForm(v, f, o)
	if p.Draw != nil {
		pg.Whole = &ui.Form{Action: pathOf(o.Case.ID) + "/file.pdf", Token: p.Tokens.Draw(v, pathOf(o.Case.ID)+"/file.pdf"), Button: t("desk.case.whole"), Plain: true}
	}
	return pg
}

// jumpsTo are links to the parts of a case, with how much there is to do in each. The first leads to the first paper that nobody decided about.
func jumpsTo(p *locale.Printer, o casework.Opened, pg *casePage) []link {
	out := []link{{p.T("desk.case.papers"), "#papers"}}
	if left := undecided(o); len(left) > 0 {
		out[0] = link{p.T("desk.case.jump_papers", locale.Num("n", len(left))), "#doc-" + left[0]}
	}
	out = append(out, link{p.T("desk.case.about"), "#about"})
	if len(pg.Sections) > 0 {
		out = append(out, link{p.T("desk.case.answers"), "#" + pg.Sections[0].ID})
	}
	return append(out, link{p.T("desk.case.jump_thread", locale.Num("n", len(o.Thread))), "#thread"}, link{p.T("desk.case.past"), "#past"})
}

// notices are what must not be missed.
func notices(v *page.Visit, o casework.Opened) []notice {
	t := v.P.T
	var out []notice
	if o.Case.TermOver(o.Today) {
		out = append(out, notice{
			Tone: ui.Amber, Title: t("desk.case.term_over", locale.Str("date", v.P.DateWeekday(o.Case.Term))), Text: t("desk.case.term_over_text"),
		})
	}
	if !o.LookedAt.IsZero() {
		out = append(out, notice{Tone: ui.Amber, Title: t("desk.case.looked", locale.Str("at", page.Moment(v.P, o.LookedAt))), Text: t("desk.case.looked_text")})
	}
	if len(o.Flawed) > 0 {
		out = append(out, notice{Tone: ui.Amber, Title: t("desk.case.flawed"), Text: t("desk.case.flawed_text")})
	}
	if len(o.LawAsks) > 0 {
		n := notice{Title: t("desk.case.law_moved"), Text: t("desk.case.law_moved_text")}
		for _, d := range o.LawAsks {
			key := "desk.case.law_new"
			if d.Gone {
				key = "desk.case.law_gone"
			}
			n.Lines = append(n.Lines, t(key, locale.Str("title", d.Title)))
		}
		out = append(out, n)
	} else if o.LawMoved {
		out = append(out, notice{Title: t("desk.case.law_moved"), Text: t("desk.case.law_moved_text")})
	}
	if len(o.Form.Pages) == 0 {
		out = append(out, notice{Tone: ui.Amber, Title: t("desk.case.answers"), Text: t("desk.case.form_gone")})
	}
	return out
}

// dates are the days and states of a case.
func dates(v *page.Visit, o casework.Opened) []ui.Row {
	t := v.P.T
	rows := []ui.Row{
		{Key: t("desk.case.state"), Value: stateName(v.P, o.Case.State)}, {Key: t("desk.case.received"), Value: page.Moment(v.P, o.Case.ReceivedAt)},
		{Key: t("desk.case.must_by"), Value: v.P.DateWeekday(o.Case.MustBy)},
	}
	if !o.Case.Term.IsZero() {
		rows = append(rows, ui.Row{Key: t("desk.case.term"), Value: v.P.DateWeekday(o.Case.Term)})
	}
	if !o.Case.ExpiresOn.IsZero() {
		rows = append(rows, ui.Row{Key: t("desk.case.right_ends"), Value: day(v.P, o.Case.ExpiresOn)})
	}
	if !o.Passport.IsZero() {
		text := day(v.P, o.Passport)
		if o.Passport.Before(o.Case.MustBy) {
			text += ", " + t("desk.case.passport_soon")
		}
		rows = append(rows, ui.Row{Key: t("desk.case.passport"), Value: text})
	}
	rows = append(rows, ui.Row{Key: t("desk.case.law"), Value: o.Application.Law})
	receipt := ui.Row{Key: t("desk.case.receipt"), Value: t("desk.case.receipt_none")}
	if o.Receipt != "" {
		receipt.Value = string(o.Application.Reference.String())
		if access.May(v.By(), access.IssueDocuments) {
			receipt.Href, receipt.Action = "/admin/documents/"+string(o.Receipt), t("desk.case.receipt")
		}
	}
	return append(rows, receipt)
}

// sections are what was answered, field by field. Answers of a form that the law has no more stand as they were stored.
func sections(p *locale.Printer, o casework.Opened) []section {
	var out []section
	for _, page := range o.Form.Pages {
		s := section{ID: "page-" + page.ID, Title: page.Title}
		for i := range page.Fields {
			f := &page.Fields[i]
			a := answer{Label: f.Label, Lines: form.Text(p, f, o.Answers[f.ID])}
			if before, changed := o.Before[f.ID]; changed {
				a.Before = strings.Join(form.Text(p, f, before), ", ")
				if a.Before == "" {
					a.Before = p.T("desk.case.no_answer")
				}
			}
			a.InFile = strings.Join(form.Text(p, f, o.InFile[f.ID]), ", ")
			s.Rows = append(s.Rows, a)
		}
		out = append(out, s)
	}
	if len(out) > 0 {
		return out
	}
	rest := section{ID: "page-rest", Title: p.T("desk.case.answers")}
	for _, id := range slices.Sorted(maps.Keys(o.Answers)) {
		rest.Rows = append(rest.Rows, answer{Label: id, Lines: []string{string(o.Answers[id])}})
	}
	if len(rest.Rows) == 0 {
		return nil
	}
	return []section{rest}
}

// faster says when a colleague was faster, and who: what became of the case, or what was last said of its papers. "" = it cannot be told.
func (p *Pages) faster(ctx context.Context, v *page.Visit, o casework.Opened, document string) (string, error) {
	switch i := slices.IndexFunc(o.Events, func(e casefile.Event) bool { return e.Kind == casefile.WasAccepted || e.Kind == casefile.WasReturned }); {
	case o.Case.State == casefile.Received:
		at, err := p.Desk.Said(ctx, v.By(), o.Case.ID, document)
		if err != nil || at.IsZero() {
			return "", err
		}
		return page.Moment(v.P, at) + " · " + v.P.T("desk.case.of_office"), nil
	case i >= 0 && (o.Case.State == casefile.Accepted || o.Case.State == casefile.Returned):
		return page.Moment(v.P, o.Events[i].At) + " · " + sideName(v.P, o.Events[i]), nil
	}
	return "", nil
}

// clashes notes that somebody was faster: what was wanted, and what stands now.
func (pg *casePage) clashes(o casework.Opened, w wanted, by string) {
	t := pg.P.T
	now := stateName(pg.P, o.Case.State)
	title := pg.Title
	for _, l := range o.Lines {
		if l.Document == w.Document {
			title, now = l.Paper.Title, standingName(pg.P, l.Standing)
			if l.State == application.Replace {
				now += ": " + reasonText(pg.P, string(l.Reason))
			}
		}
	}
	pg.Clash = &ui.Table{
		Caption: t("desk.case.clash"), Quiet: true, Head: []string{t("desk.cases.case"), t("desk.case.clash_now"), t("desk.case.clash_asked")},
		Rows: [][]ui.Cell{{{Text: title}, {Text: now, Note: by}, {Text: w.What, Note: w.Typed}}},
	}
}
