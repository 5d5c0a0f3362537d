package admin

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"sejur/internal/access"
	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Absence asks when a colleague is away.
func Absence(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	id := v.Part("id")
	f := page.NewForm(v.P, v.Form)
	in := desk.SetAbsence{ID: id, Version: version(f), From: f.Day("from"), Until: f.Day("until")}
	what, err := p.try(v, f, func(slip desk.Slip) error {
		in.Slip = slip
		_, err := p.Desk.SetAbsence(ctx, v.By(), in)
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathStaff+"/"+id, doneAbsence), nil
	}
	c, err := p.Desk.OpenStaff(ctx, v.By(), v.Request, id)
	if err != nil {
		return page.Reply{}, err
	}
	if v.Form == nil {
		stored := url.Values{}
		page.SetDate(stored, "from", c.Absent.From)
		page.SetDate(stored, "until", c.Absent.Until)
		f = page.NewForm(v.P, stored)
	}
	t := v.P.T
	pg := p.colleagueForm(v, t("admin.absence.title"), c)
	pg.Lead = t("admin.absence.lead")
	if what == clash {
		pg.clashes([]both{{t("admin.absence.title"), absenceText(v.P, c.Absent), absenceText(v.P, access.Absence{From: in.From, Until: in.Until})}})
	}
	pg.Fields = []templ.Component{
		ui.DateField(v.P, f.Date("from", t("admin.first_day"), t("ui.date.example"))), ui.DateField(v.P, f.Date("until", t("admin.last_day"), "")),
	}
	return pg.show(f), nil
}

// absenceText says when somebody is away.
func absenceText(p *locale.Printer, a access.Absence) string {
	if a.From.IsZero() {
		return p.T("admin.absence.none")
	}
	return p.T("admin.absence.span", locale.Str("from", day(p, a.From)), locale.Str("until", day(p, a.Until)))
}
