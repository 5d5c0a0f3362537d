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

// Invitations lists the one-time links that can still be taken up.
func Invitations(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	before := v.Query.Get("before")
	list, err := p.Desk.ListInvitations(ctx, v.By(), v.Request, before)
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	s := &sheet{
		Page: v.Frame(t("admin.invitations.title"), v.Query.Encode()), Back: &anchor{Text: t("admin.staff.title"), Href: pathStaff},
		Lead: t("admin.invitations.lead"), Pager: older(pathInvitations, v.Query, before, list.Next),
	}
	if what, _ := v.Done(); what == doneRevoked {
		s.Done = &told{Title: t("admin.done.revoked")}
	}
	table := &ui.Table{Caption: t("admin.invitations.title"), Quiet: true, Head: []string{
		t("admin.staff.name"), t("admin.staff.roles"), t("admin.invitations.made"), t("admin.invitations.until"),
	}}
	for _, i := range list.Rows {
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: i.Name, Href: pathInvitations + "/" + i.Handle, Note: i.Email}, {Text: roleNames(v.P, i.Roles)}, {Text: page.Moment(v.P, i.CreatedAt)},
			{Text: page.Moment(v.P, i.ExpiresAt)},
		})
	}
	s.Sections = []section{
		{Links: []anchor{{Text: t("admin.invite.title"), Href: pathInvitations + "/new", Main: true}}},
		{Table: table, Empty: t("admin.invitations.none")},
	}
	return s.show(v), nil
}

const doneRevoked = "revoked"

// Invitation shows one invitation and asks whether its link becomes useless.
func Invitation(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	handle := v.Part("id")
	f := page.NewForm(v.P, v.Form)
	what, err := p.try(v, f, func(slip desk.Slip) error {
		_, err := p.Desk.RevokeInvitation(ctx, v.By(), desk.RevokeInvitation{Slip: slip, Handle: handle})
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathInvitations, doneRevoked), nil
	}
	i, err := p.Desk.OpenInvitation(ctx, v.By(), v.Request, handle)
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	pg := p.newForm(v, t("admin.revoke.title"), anchor{Text: t("admin.invitations.title"), Href: pathInvitations})
	if what == clash {
		pg.clashes(nil)
	}
	pg.Facts = []ui.Row{
		{Key: t("admin.staff.name"), Value: i.Name}, {Key: t("admin.staff.email"), Value: i.Email},
		{Key: t("admin.staff.roles"), Value: roleNames(v.P, i.Roles)}, {Key: t("admin.staff.office"), Value: orNone(v.P, p.officeName(v, i.Office))},
		{Key: t("admin.invitations.made"), Value: page.Moment(v.P, i.CreatedAt)}, {Key: t("admin.invitations.until"), Value: page.Moment(v.P, i.ExpiresAt)},
	}
	switch {
	case !i.UsedAt.IsZero():
		pg.Facts = append(pg.Facts, ui.Row{Key: t("admin.invitations.used"), Value: page.Moment(v.P, i.UsedAt)})
	case !i.RevokedAt.IsZero():
		pg.Facts = append(pg.Facts, ui.Row{Key: t("admin.invitations.revoked"), Value: page.Moment(v.P, i.RevokedAt)})
	}
	pg.Warning, pg.Button, pg.Danger = t("admin.revoke.warning"), t("admin.revoke.button"), true
	return pg.show(f), nil
}

// Invite asks whom to invite, and shows the one-time link once. The link stands in the answer to the form and nowhere else: it is in no
// address, and a form that is sent again does not show it again.
func Invite(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	if reply, asked := p.prove(v); asked {
		return reply, nil
	}
	f := page.NewForm(v.P, v.Form)
	in := desk.InviteStaff{
		Email: f.Text("email"), Name: f.Text("name"), Office: f.Text("office"), Roles: rolesOf(f.All("roles")), Lang: locale.Lang(f.Text("lang")),
	}
	var made desk.Invited
	what, err := p.try(v, f, func(slip desk.Slip) (err error) {
		in.Slip = slip
		made, err = p.Desk.InviteStaff(ctx, v.By(), in)
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return p.invited(v, in, made), nil
	}
	offices, err := p.officeOptions(ctx, v)
	if err != nil {
		return page.Reply{}, err
	}
	if v.Form == nil {
		begun, err := p.begun(ctx, v)
		if err != nil {
			return page.Reply{}, err
		}
		f = page.NewForm(v.P, begun)
	}
	t := v.P.T
	pg := p.newForm(v, t("admin.invite.title"), anchor{Text: t("admin.invitations.title"), Href: pathInvitations})
	pg.Lead, pg.Button = t("admin.invite.lead"), t("admin.invite.button")
	email := f.Input("email", t("admin.staff.email"), t("admin.invite.email_hint"))
	email.Type, email.Exact = "email", true
	pg.Fields = append([]templ.Component{ui.InputField(v.P, email)}, p.accountFields(v, f, offices)...)
	pg.Fields = append(pg.Fields, ui.CheckField(v.P, f.Radios("roles", t("admin.staff.roles"), "", roleOptions(v.P)), ticked(f, "roles")))
	return pg.show(f), nil
}

// begun is the form as it begins: empty, or with what is known of somebody who is invited again.
func (p *Pages) begun(ctx context.Context, v *page.Visit) (url.Values, error) {
	in := url.Values{"lang": {string(locale.RO)}}
	id := v.Query.Get("again")
	if id == "" {
		return in, nil
	}
	c, err := p.Desk.OpenStaff(ctx, v.By(), v.Request, id)
	if err != nil {
		return nil, err
	}
	in = rolesValues(c.Roles)
	for name, value := range map[string]string{"email": c.Email, "name": c.Name, "office": c.Office, "lang": string(c.Lang)} {
		in.Set(name, value)
	}
	return in, nil
}

// invitedPage shows the one-time link.
type invitedPage struct {
	ui.Page
	Name, Email, Until string
	Link               string // "" = it was shown before
	Roles              string
}

func (p *Pages) invited(v *page.Visit, in desk.InviteStaff, made desk.Invited) page.Reply {
	pg := &invitedPage{
		Page: v.Frame(v.P.T("admin.invited.title"), ""), Name: in.Name, Email: in.Email, Until: page.Moment(v.P, made.ExpiresAt),
		Roles: roleNames(v.P, in.Roles),
	}
	pg.Slim = true
	if made.Token != "" {
		pg.Link = p.Origin + page.StaffInvitation + "/" + made.Token
	}
	return page.Reply{Body: invitedTemplate(pg)}
}
