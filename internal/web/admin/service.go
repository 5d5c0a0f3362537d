package admin

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"sejur/internal/appointment"
	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// usualMinutes is what the form of a new service begins with.
const usualMinutes = 20

// Service asks what an office receives people for.
func Service(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	in := appointment.Service{
		ID: rowID(v), Office: v.Part("id"), Visit: appointment.Visit(f.Text("visit")), Procedures: f.All("procedures"), Minutes: number(f, "minutes"),
		Note: f.Text("note"), Active: f.Text("active") != "", Version: version(f),
	}
	what, err := p.try(v, f, func(slip desk.Slip) error {
		_, err := p.Desk.PutService(ctx, v.By(), desk.PutService{Slip: slip, Service: in})
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathOffices+"/"+in.Office, doneService), nil
	}
	o, now, err := officeRow(ctx, p, v, func(o desk.OfficeView) []appointment.Service { return o.Services }, func(s appointment.Service) string { return s.ID })
	if err != nil {
		return page.Reply{}, err
	}
	if v.Form == nil {
		f = page.NewForm(v.P, serviceValues(now))
	}
	pg := p.rowForm(v, o, v.P.T("admin.service.new"), v.P.T("admin.service.title"), now.Version)
	if what == clash {
		pg.clashes([]both{
			{v.P.T("admin.service.visit"), visitName(v.P, now.Visit), visitName(v.P, in.Visit)},
			{v.P.T("admin.service.procedures"), p.procedureNames(v, now.Procedures), p.procedureNames(v, in.Procedures)},
			{v.P.T("admin.service.minutes"), v.P.Number(now.Minutes), v.P.Number(in.Minutes)},
			{v.P.T("admin.service.note"), now.Note, in.Note}, {v.P.T("admin.staff.state"), inUse(v.P, now.Active).Text, inUse(v.P, in.Active).Text},
		})
	}
	pg.Fields = p.serviceFields(v, f)
	return pg.show(f), nil
}

func serviceValues(s appointment.Service) url.Values {
	if s.ID == "" {
		return url.Values{"minutes": {strconv.Itoa(usualMinutes)}, "active": {yes(true)}}
	}
	return url.Values{
		"visit": {string(s.Visit)}, "procedures": s.Procedures, "minutes": {strconv.Itoa(s.Minutes)}, "note": {s.Note}, "active": {yes(s.Active)},
	}
}

func (p *Pages) serviceFields(v *page.Visit, f *page.Form) []templ.Component {
	t := v.P.T
	var visits, procedures []ui.Option
	for _, visit := range appointment.Visits() {
		visits = append(visits, ui.Option{Value: string(visit), Text: visitName(v.P, visit)})
	}
	for _, info := range p.Law.Procedures(v.P.Lang(), v.Today) {
		if info.InForce && !info.PageOnly {
			procedures = append(procedures, ui.Option{Value: info.ID, Text: info.Title})
		}
	}
	minutes := f.Input("minutes", t("admin.service.minutes"), t("admin.service.minutes_hint"))
	minutes.Mode, minutes.Size = "numeric", "in-4"
	visit := ui.RadioField(v.P, f.Radios("visit", t("admin.service.visit"), "", visits))
	which := f.Radios("procedures", t("admin.service.procedures"), t("admin.service.procedures_hint"), procedures)
	list := ui.CheckField(v.P, which, ticked(f, "procedures"))
	if which.Wrong == "" {
		list = folded(t("admin.service.procedures_fold", locale.Num("n", len(f.All("procedures")))), list)
	}
	return []templ.Component{
		visit, ui.InputField(v.P, minutes), list,
		ui.TextareaField(v.P, ui.Textarea{Field: f.Field("note", t("admin.service.note"), t("admin.service.note_hint")), Value: f.Text("note"), Rows: 3}),
		activeField(v, f, t("admin.service.active"), t("admin.kept")),
	}
}
