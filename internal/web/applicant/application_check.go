package applicant

import (
	"context"
	"strings"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// inOffice names the office that an application is sent to, where there are several.
const inOffice = "office"

// checkPage shows everything before it is sent.
type checkPage struct {
	ui.Page
	Errors   []ui.FieldError
	Back     string
	For      string
	Sections []checkSection
	Papers   []ui.Row
	Warnings []string
	Hinders  []placeLink
	Means    []string // what sending means in law
	Offices  []placeLink
	Choose   *ui.Radios // of several offices
	Send     ui.Form
	Paper    string // address of the application on paper, "" where nothing is drawn
}

// checkSection is one page of the form in words.
type checkSection struct {
	ID, Title string
	Rows      []ui.Row
}

// Check shows everything that was answered and sent, says what sending means, and sends.
func (p *Applications) Check(ctx context.Context, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		reply, err := p.submit(ctx, v, f)
		if err != nil || reply.Location != "" {
			return reply, err
		}
	}
	r, err := p.Desk.Review(ctx, v.By(), v.Request, applicationOf(v), v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	if r.Application.State != application.Draft || !r.Application.DeletedAt.IsZero() {
		return page.SeeOther(v.Href(applicationPath(r.Application.ID), "")), nil
	}
	pg := p.checkPage(v, r, f)
	reply := page.Reply{Body: checkTemplate(pg), Status: f.Status()}
	return reply, nil
}

// submit sends the application and leads to what is told then; what was refused stands in the form.
func (p *Applications) submit(ctx context.Context, v *page.Visit, f *page.Form) (page.Reply, error) {
	key, err := p.Tokens.Key(v, v.Path)
	if err == nil {
		_, err = p.Desk.Submit(ctx, v.By(), filing.Asked{Request: v.Request, Key: key}, filing.Submit{
			Application: applicationOf(v), Version: versionOf(f), Office: f.Text(inOffice), Lang: v.P.Lang(),
		})
	}
	switch {
	case err == nil:
		return page.SeeOther(v.Href(applicationPath(applicationOf(v), "sent"), "")), nil
	case fault.KindOf(err) == fault.Conflict:
		f.Take(fault.New(fault.Invalid, "filing.changed")) // or it was sent: then the page leads there
		return page.Reply{}, nil
	case f.Take(err):
		return page.Reply{}, nil
	}
	return page.Reply{}, err
}

func (p *Applications) checkPage(v *page.Visit, r filing.Reviewed, f *page.Form) *checkPage {
	t := v.P.T
	w := taskWriter{v: v, o: r.Opened}
	pg := &checkPage{
		Page: v.Frame(t("filing.check.title"), ""), Back: w.href(), For: t("filing.list.for", locale.Str("name", r.Name.String())),
		Warnings: w.warnings(), Hinders: w.hinders(), Means: meansOf(v.P, r.Opened), Offices: p.offices(v, r.Opened),
		Send: ui.Form{
			Action: v.Href(v.Path, ""), Token: p.Tokens.Draw(v, v.Path), Button: t("filing.check.send"),
			Hidden: [][2]string{{inVersion, versionText(r.Application.Version)}}, Cancel: t("filing.check.later"), CancelTo: w.href(),
		},
	}
	for _, s := range form.Show(v.P, r.Form, form.Answers(r.Answers)) {
		section := checkSection{ID: "page-" + s.ID, Title: s.Title}
		for _, row := range s.Rows {
			section.Rows = append(section.Rows, ui.Row{
				Key: row.Label, Value: answerText(v.P, row), Href: w.href("pages", s.ID) + "#" + row.Field, Action: t("ui.change"),
			})
		}
		pg.Sections = append(pg.Sections, section)
	}
	pg.Papers = w.paperRows()
	if p.Draw != nil {
		pg.Paper = w.href("application.pdf")
	}
	if len(r.Offices) > 1 {
		pg.Choose = p.officeChoice(v, r.Opened, f)
	}
	pg.Errors, pg.Wrong = f.Errors(), !f.OK()
	return pg
}

// answerText is an answer in words, line by line, or that there is none.
func answerText(p *locale.Printer, r form.Row) string {
	if len(r.Lines) == 0 {
		return p.T("filing.check.empty")
	}
	return strings.Join(r.Lines, "\n")
}

// officeChoice asks which of several offices, the nearest first.
func (p *Applications) officeChoice(v *page.Visit, o filing.Opened, f *page.Form) *ui.Radios {
	field := f.Radios(inOffice, v.P.T("filing.check.office"), v.P.T("filing.check.office_hint"), nil)
	for _, id := range o.Offices {
		if office, known := p.Law.Office(id, v.P.Lang()); known {
			field.Options = append(field.Options, ui.Option{Value: id, Text: office.Name})
		}
	}
	if field.Value == "" {
		field.Value = o.Offices[0]
	}
	return &field
}

// meansOf says what sending means in law, and by when to come in person, as the law has it for the procedure (law decision 24).
func meansOf(p *locale.Printer, o filing.Opened) []string {
	out := []string{p.T("filing.means." + o.Filing)}
	for _, w := range o.Warnings {
		if w.Kind == filing.RightEnds {
			out = append(out, p.T("filing.means.before", locale.Str("date", p.DateWeekday(w.On))))
		}
	}
	return out
}

// paperRows are the lines in a few words.
//
//locale:uses filing.means.*
func (w taskWriter) paperRows() []ui.Row {
	var out []ui.Row
	for _, l := range w.o.Lines {
		state, _ := standingWords(w.v.P, l)
		if n := len(l.Uploads); n > 0 {
			state = w.v.P.T("filing.check.files", locale.Num("n", n)) + " · " + state
		}
		out = append(out, ui.Row{Key: l.Paper.Title, Value: state, Href: w.href("documents", l.Document), Action: w.v.P.T("ui.change")})
	}
	return out
}
