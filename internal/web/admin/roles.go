package admin

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"sejur/internal/access"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Roles asks which roles a colleague has.
func Roles(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	if reply, asked := p.prove(v); asked {
		return reply, nil
	}
	id := v.Part("id")
	f := page.NewForm(v.P, v.Form)
	roles := rolesOf(f.All("roles"))
	var old []string
	what, err := p.try(v, f, func(slip desk.Slip) error {
		out, err := p.Desk.ChangeRoles(ctx, v.By(), desk.ChangeRoles{Slip: slip, ID: id, Version: version(f), Roles: roles})
		for _, r := range out.Before {
			old = append(old, string(r))
		}
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathStaff+"/"+id, append([]string{doneRoles}, old...)...), nil
	}
	c, err := p.Desk.OpenStaff(ctx, v.By(), v.Request, id)
	if err != nil {
		return page.Reply{}, err
	}
	if v.Form == nil {
		f = page.NewForm(v.P, rolesValues(c.Roles))
	}
	pg := p.colleagueForm(v, v.P.T("admin.roles.title"), c)
	pg.Lead = v.P.T("admin.roles.lead")
	if what == clash {
		pg.clashes([]both{{v.P.T("admin.staff.roles"), roleNames(v.P, c.Roles), roleNames(v.P, roles)}})
	}
	pg.Fields = []templ.Component{ui.CheckField(v.P, f.Radios("roles", v.P.T("admin.staff.roles"), "", roleOptions(v.P)), ticked(f, "roles"))}
	return pg.show(f), nil
}

// colleagueForm begins a form about a colleague, as the colleague stands now.
func (p *Pages) colleagueForm(v *page.Visit, title string, c desk.Colleague) *formPage {
	pg := p.newForm(v, title, anchor{Text: c.Name, Href: pathStaff + "/" + c.ID})
	pg.Hidden = [][2]string{{"version", versionText(c.Version)}}
	return pg
}

// rolesOf are the roles that were ticked. What is none is passed on, for the desk to refuse.
func rolesOf(values []string) []access.Role {
	out := make([]access.Role, len(values))
	for i, s := range values {
		out[i] = access.Role(s)
	}
	return out
}

func rolesValues(roles []access.Role) url.Values {
	in := url.Values{}
	for _, r := range roles {
		in.Add("roles", string(r))
	}
	return in
}

// ticked tells which boxes of a field were ticked.
func ticked(f *page.Form, name string) func(string) bool {
	return func(value string) bool { return slices.Contains(f.All(name), value) }
}
