package public

import (
	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// proceduresPage lists every procedure of the law on one day.
type proceduresPage struct {
	ui.Page
	Eyebrow string
	Errors  []ui.FieldError
	Day     dayForm
	Areas   []procedureArea
	Box     ui.Search
	Papers  string // address of the list of papers
	Closed  []procedureLine
}

// procedureArea is the procedures that people come for with one thing in mind.
type procedureArea struct {
	ID, Title string
	List      []procedureLine
}

// procedureLine is one procedure in the list.
type procedureLine struct {
	Title, TitleRO string
	Summary        string
	Href           string
	PageOnly       bool   // it is told of and cannot be applied for here
	Ended          string // what replaces it
}

// dayForm asks for the day whose law is shown.
type dayForm struct {
	Action  string
	Field   ui.Date
	Changed bool        // it is not today
	Hidden  [][2]string // what else the page is about
}

// Procedures lists every procedure with the day on which it is, or is not, in force.
func Procedures(p *Pages, v *page.Visit) (page.Reply, error) {
	f := newForm(v)
	on := f.onDay(v.P.T("page.plan.on_label"), v.Today)
	pg := &proceduresPage{
		Page:    v.Frame(v.P.T("page.procedures.title"), f.query()),
		Eyebrow: v.P.T("page.procedures.eyebrow", locale.Str("date", v.P.Date(on))),
		Errors:  f.errors,
		Day:     p.dayForm(v, f, v.Path, on),
		Box:     searchBox(v, on),
		Papers:  v.Href("/documents", onQuery(v, on)),
	}
	pg.Wrong = len(f.errors) > 0
	for _, list := range p.Law.ProceduresByArea(v.P.Lang(), on) {
		area := procedureArea{ID: list[0].Area, Title: list[0].AreaName}
		for _, info := range list {
			line := procedureLineOf(v, info, on)
			if info.InForce {
				area.List = append(area.List, line)
			} else {
				pg.Closed = append(pg.Closed, line)
			}
		}
		if len(area.List) > 0 {
			pg.Areas = append(pg.Areas, area)
		}
	}
	return page.Reply{Status: f.status(), Body: proceduresTemplate(pg)}, nil
}

func procedureLineOf(v *page.Visit, info law.ProcedureInfo, on calendar.Date) procedureLine {
	line := procedureLine{
		Title: info.Title, Summary: info.Summary, Ended: info.Ended, PageOnly: info.PageOnly,
		Href: v.Href("/procedures/"+info.ID, onQuery(v, on)),
	}
	if info.TitleRO != info.Title {
		line.TitleRO = info.TitleRO
	}
	return line
}

func (p *Pages) dayForm(v *page.Visit, f *form, path string, on calendar.Date) dayForm {
	field := f.dateField(queryOn, v.P.T("page.plan.on_label"), v.P.T("page.procedures.on_hint"))
	if len(f.errors) == 0 {
		field.Value = page.DateValue(on)
	}
	return dayForm{Action: v.Href(path, ""), Field: field, Changed: on != v.Today || len(f.errors) > 0}
}

// onQuery keeps the day in a link, if it is not today.
func onQuery(v *page.Visit, on calendar.Date) string {
	if on == v.Today {
		return ""
	}
	return queryOn + "=" + on.String()
}
