package admin

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"sejur/internal/appointment"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Counter asks about a desk of an office.
func Counter(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	in := appointment.Desk{
		ID: rowID(v), Office: v.Part("id"), Name: f.Text("name"), Services: f.All("services"), Active: f.Text("active") != "", Version: version(f),
	}
	what, err := p.try(v, f, func(slip desk.Slip) error {
		_, err := p.Desk.PutDesk(ctx, v.By(), desk.PutDesk{Slip: slip, Desk: in})
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathOffices+"/"+in.Office, doneDesk), nil
	}
	o, now, err := officeRow(ctx, p, v, func(o desk.OfficeView) []appointment.Desk { return o.Desks }, func(d appointment.Desk) string { return d.ID })
	if err != nil {
		return page.Reply{}, err
	}
	if v.Form == nil {
		f = page.NewForm(v.P, counterValues(now))
	}
	t := v.P.T
	pg := p.rowForm(v, o, t("admin.desk.new"), t("admin.desk.title"), now.Version)
	if what == clash {
		pg.clashes([]both{
			{t("admin.desk.name"), now.Name, in.Name}, {t("admin.desk.services"), p.serviceNames(v, o, now.Services), p.serviceNames(v, o, in.Services)},
			{t("admin.staff.state"), inUse(v.P, now.Active).Text, inUse(v.P, in.Active).Text},
		})
	}
	name := f.Input("name", t("admin.desk.name"), t("admin.desk.name_hint"))
	name.Size = "in-6"
	pg.Fields = []templ.Component{ui.InputField(v.P, name)}
	if options := p.serviceOptions(v, o); len(options) > 0 {
		pg.Fields = append(pg.Fields, ui.CheckField(v.P, f.Radios("services", t("admin.desk.services"), "", options), ticked(f, "services")))
	}
	pg.Fields = append(pg.Fields, activeField(v, f, t("admin.desk.active"), t("admin.kept")))
	return pg.show(f), nil
}

func counterValues(d appointment.Desk) url.Values {
	if d.ID == "" {
		return url.Values{"active": {yes(true)}}
	}
	return url.Values{"name": {d.Name}, "services": d.Services, "active": {yes(d.Active)}}
}

// serviceOptions are the services in use of an office.
func (p *Pages) serviceOptions(v *page.Visit, o desk.OfficeView) []ui.Option {
	var out []ui.Option
	for _, s := range servicesOf(o) {
		out = append(out, ui.Option{Value: s.ID, Text: p.serviceName(v, s)})
	}
	return out
}

// serviceNames names services of an office by their ids.
func (p *Pages) serviceNames(v *page.Visit, o desk.OfficeView, ids []string) string {
	var names []string
	for _, s := range o.Services {
		if slices.Contains(ids, s.ID) {
			names = append(names, p.serviceName(v, s))
		}
	}
	return v.P.And(names)
}
