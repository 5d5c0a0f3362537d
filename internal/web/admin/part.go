package admin

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"sejur/internal/calendar"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Part asks whether an office takes part and, of an own one, what it is called and where it is.
func Part(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	id := v.Part("id")
	f := page.NewForm(v.P, v.Form)
	in := officeInput(f)
	in.ID = id
	what, err := p.try(v, f, func(slip desk.Slip) error {
		in.Slip = slip
		_, err := p.Desk.PutOffice(ctx, v.By(), in)
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathOffices+"/"+id, doneOffice), nil
	}
	o, err := p.Desk.OpenOffice(ctx, v.By(), id, v.P.Lang(), calendar.Date{})
	if err != nil {
		return page.Reply{}, err
	}
	if v.Form == nil {
		f = page.NewForm(v.P, officeValues(o))
	}
	pg := p.newForm(v, v.P.T("admin.part.title"), anchor{Text: o.Name, Href: pathOffices + "/" + id})
	pg.Lead = v.P.T("admin.part.lead")
	if o.Own != nil {
		pg.Hidden = [][2]string{{"version", versionText(o.Own.Version)}}
	}
	if what == clash {
		now := partCell(v.P, o.OfficeRow).Text
		o.Own.Active = in.Active
		pg.clashes([]both{{v.P.T("admin.offices.part"), now, partCell(v.P, o.OfficeRow).Text}, {v.P.T("admin.offices.name"), o.Own.Name, in.Name}})
	}
	pg.Fields = []templ.Component{activeField(v, f, v.P.T("admin.part.active"), v.P.T("admin.part.active_hint"))}
	if o.Law == nil {
		pg.Fields = append(p.placeFields(v, f), pg.Fields...)
	}
	return pg.show(f), nil
}

// OwnOffice asks for an office that the law does not name.
func OwnOffice(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	in := officeInput(f)
	in.ID, in.Active, in.Version = f.Text("id"), true, 0
	what, err := p.try(v, f, func(slip desk.Slip) error {
		in.Slip = slip
		_, err := p.Desk.PutOffice(ctx, v.By(), in)
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathOffices+"/"+url.PathEscape(in.ID), doneOffice), nil
	}
	if what == clash {
		f.Refuse("id", "admin.own_office.taken")
	}
	t := v.P.T
	pg := p.newForm(v, t("admin.own_office.title"), anchor{Text: t("admin.offices.title"), Href: pathOffices})
	pg.Lead = t("admin.own_office.lead")
	word := f.Input("id", t("admin.own_office.id"), t("admin.own_office.id_hint"))
	word.Exact, word.Size = true, "in-20"
	pg.Fields = append([]templ.Component{ui.InputField(v.P, word)}, p.placeFields(v, f)...)
	return pg.show(f), nil
}

func officeInput(f *page.Form) desk.PutOffice {
	return desk.PutOffice{
		Version: version(f), Active: f.Text("active") != "", Name: f.Text("name"), City: f.Text("city"), County: f.Text("county"), Address: f.Text("address"),
	}
}

func officeValues(o desk.OfficeView) url.Values {
	in := url.Values{}
	if o.Own == nil {
		in.Set("active", "yes")
		return in
	}
	if o.Own.Active {
		in.Set("active", "yes")
	}
	for name, value := range map[string]string{"name": o.Own.Name, "city": o.Own.City, "county": o.Own.County, "address": o.Own.Address} {
		in.Set(name, value)
	}
	return in
}

// placeFields ask what an own office is called and where it is.
func (p *Pages) placeFields(v *page.Visit, f *page.Form) []templ.Component {
	t := v.P.T
	return []templ.Component{
		ui.InputField(v.P, f.Input("name", t("admin.offices.name"), t("admin.own_office.name_hint"))),
		ui.InputField(v.P, f.Input("city", t("admin.offices.city"), "")),
		ui.SelectField(v.P, f.Select("county", t("admin.offices.county"), t("ui.choose_county"), counties(v.P))),
		ui.InputField(v.P, f.Input("address", t("admin.offices.address"), "")),
	}
}

// activeField is the box that says that something is in use. What is not in use any more is kept, and can be used again.
func activeField(v *page.Visit, f *page.Form, text, hint string) templ.Component {
	return ui.CheckOne(v.P, ui.Check{Field: f.Field("active", text, hint), Value: "yes", Ticked: f.Text("active") != ""})
}
