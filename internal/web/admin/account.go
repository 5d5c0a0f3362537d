package admin

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Account asks for the name, the language and the office of a colleague.
func Account(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	id := v.Part("id")
	f := page.NewForm(v.P, v.Form)
	in := desk.ChangeStaff{ID: id, Version: version(f), Name: f.Text("name"), Lang: locale.Lang(f.Text("lang")), Office: f.Text("office")}
	what, err := p.try(v, f, func(slip desk.Slip) error {
		in.Slip = slip
		_, err := p.Desk.ChangeStaff(ctx, v.By(), in)
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathStaff+"/"+id, doneAccount), nil
	}
	c, err := p.Desk.OpenStaff(ctx, v.By(), v.Request, id)
	if err != nil {
		return page.Reply{}, err
	}
	offices, err := p.officeOptions(ctx, v)
	if err != nil {
		return page.Reply{}, err
	}
	if v.Form == nil {
		f = page.NewForm(v.P, url.Values{"name": {c.Name}, "lang": {string(c.Lang)}, "office": {c.Office}})
	}
	t := v.P.T
	pg := p.colleagueForm(v, t("admin.account.title"), c)
	if what == clash {
		pg.clashes([]both{
			{t("admin.staff.name"), c.Name, in.Name}, {t("admin.staff.office"), p.officeName(v, c.Office), p.officeName(v, in.Office)},
			{t("admin.staff.lang"), c.Lang.Name(), in.Lang.Name()},
		})
	}
	pg.Fields = p.accountFields(v, f, offices)
	return pg.show(f), nil
}

// accountFields are the fields of an account that an administrator fills in.
func (p *Pages) accountFields(v *page.Visit, f *page.Form, offices []ui.Option) []templ.Component {
	t := v.P.T
	return []templ.Component{
		ui.InputField(v.P, f.Input("name", t("admin.staff.name"), t("admin.staff.name_hint"))),
		ui.SelectField(v.P, f.Select("office", t("admin.staff.office"), t("admin.none"), offices)),
		ui.RadioField(v.P, f.Radios("lang", t("admin.staff.lang"), "", langOptions())),
	}
}
