package public

import (
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// proceduresPage lists every procedure of the law on one day.
type proceduresPage struct {
	ui.Page
	Eyebrow string
	Errors  []ui.FieldError
	Day     dayForm
	List    []procedureLine
	Closed  []procedureLine
}

// procedureLine is one procedure in the list.
type procedureLine struct {
	Title, TitleRO string
	Summary        string
	Href, CheckURL string
	Ended          string // what replaces it
}

// dayForm asks for the day whose law is shown.
type dayForm struct {
	Action  string
	Field   ui.Date
	Changed bool // it is not today
}

// Procedures lists every procedure with the day on which it is, or is not, in force.
func Procedures(p *Pages, v *Visit) (Reply, error) {
	f := newForm(v)
	on := f.onDay(v.P.T("page.plan.on_label"), v.Today)
	pg := &proceduresPage{
		Page:    p.page(v, v.P.T("page.procedures.title"), f.query()),
		Eyebrow: v.P.T("page.procedures.eyebrow", locale.Str("date", v.P.Date(on))),
		Errors:  f.errors,
		Day:     p.dayForm(v, f, v.Path, on),
	}
	pg.Wrong = len(f.errors) > 0
	for _, info := range p.Law.Procedures(v.P.Lang(), on) {
		line := procedureLine{
			Title: info.Title, Summary: info.Summary, Ended: info.Ended,
			Href: href(v, "/procedures/"+info.ID, onQuery(v, on)), CheckURL: href(v, "/check", onQuery(v, on)),
		}
		if info.TitleRO != info.Title {
			line.TitleRO = info.TitleRO
		}
		if info.InForce {
			pg.List = append(pg.List, line)
		} else {
			pg.Closed = append(pg.Closed, line)
		}
	}
	return Reply{Status: f.status(), Body: proceduresTemplate(pg)}, nil
}

func (p *Pages) dayForm(v *Visit, f *form, path string, on calendar.Date) dayForm {
	field := f.dateField(queryOn, v.P.T("page.plan.on_label"), v.P.T("page.procedures.on_hint"))
	if len(f.errors) == 0 {
		field.Value = dateValue(on)
	}
	return dayForm{Action: href(v, path, ""), Field: field, Changed: on != v.Today || len(f.errors) > 0}
}

// onQuery keeps the day in a link, if it is not today.
func onQuery(v *Visit, on calendar.Date) string {
	if on == v.Today {
		return ""
	}
	return queryOn + "=" + on.String()
}
