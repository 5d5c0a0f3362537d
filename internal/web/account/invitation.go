package account

import (
	"context"

	"github.com/a-h/templ"

	"sejur/internal/locale"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Invitation is where the one-time link of somebody of the office leads. The first administrator says who they are; a colleague's link
// says it. Then a passkey is made, or the provider asked.
func Invitation(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	i, reply, err := p.invited(ctx, v)
	if err != nil || reply != nil {
		return orNothing(reply), err
	}
	if i.Kind == desk.FirstAdministrator && v.Form == nil {
		return p.askNewcomer(v, f, i), nil
	}
	return p.askInvited(ctx, v, f, i)
}

// InvitationPasskey takes the answer of the new passkey.
func InvitationPasskey(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	in, err := p.Desk.TakeInvitation(ctx, desk.TakeInvitation{
		Invitation: v.Part("token"), Ceremony: v.Cookie(cookieCeremony), Answer: []byte(v.Form.Get("credential")), Browser: browser(v),
		Request: v.Request,
	})
	if err == nil {
		return welcome(v, in, ""), nil
	}
	if reply, ok := closedLink(v, err, true); ok {
		return reply, nil
	}
	f := page.NewForm(v.P, v.Form)
	if err := tried(f, taken(err)); err != nil {
		return page.Reply{}, err
	}
	i, reply, err := p.invited(ctx, v)
	if err != nil || reply != nil {
		return orNothing(reply), err
	}
	return p.askInvited(ctx, v, f, i)
}

// InvitationProvider leads somebody who takes up an invitation to the provider, by a link: browsers let no form lead to another host.
func InvitationProvider(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	i, reply, err := p.invited(ctx, v)
	if err != nil || reply != nil {
		return orNothing(reply), err
	}
	d, err := p.Desk.BeginProviderInvitation(ctx, v.Part("token"), newcomer(v, f))
	if err == nil {
		s := newInvitation(v, i)
		s.add(linkButtonTemplate(link{v.P.T("desk.sign_in.provider_go"), d.URL}))
		return s.reply(depart(v, d).Cookies...), nil
	}
	if reply, ok := closedLink(v, err, true); ok {
		return reply, nil
	}
	if err := tried(f, err); err != nil {
		return page.Reply{}, err
	}
	return p.askNewcomer(v, f, i), nil
}

// invited finds what the link opens, or the page to show instead.
func (p *Pages) invited(ctx context.Context, v *page.Visit) (desk.Invitation, *page.Reply, error) {
	i, err := p.Desk.Invited(ctx, v.Part("token"), v.From())
	if reply, ok := closedLink(v, err, i.Kind != desk.Recovery); ok {
		return desk.Invitation{}, &reply, nil
	}
	return i, nil, err
}

func orNothing(reply *page.Reply) page.Reply {
	if reply == nil {
		return page.Reply{}
	}
	return *reply
}

// newcomer is what the first administrator says.
func newcomer(v *page.Visit, f *page.Form) desk.Newcomer {
	return desk.Newcomer{Name: f.Text("name"), Email: f.Text("email"), Lang: v.P.Lang()}
}

// askNewcomer asks the first administrator who they are.
func (p *Pages) askNewcomer(v *page.Visit, f *page.Form, i desk.Invitation) page.Reply {
	t := v.P.T
	s := newInvitation(v, i)
	s.Lead = []string{t("desk.invitation.first"), t("desk.invitation.first_who")}
	s.add(ui.PostForm(ui.Form{
		Action: pathInvitation + "/" + v.Part("token"), Button: t("ui.continue"),
		Fields: []templ.Component{
			ui.InputField(v.P, ui.Input{
				Field: f.Field("name", t("desk.invitation.name"), t("desk.invitation.name_hint")), Value: f.Text("name"), Size: "in-20", Autocomplete: "name",
			}),
			ui.InputField(v.P, ui.EmailInput(f.Field("email", t("desk.invitation.email"), t("desk.invitation.email_hint")), f.Text("email"))),
		},
	}))
	return s.wrong(f).reply()
}

// askInvited asks for the way in of somebody who is known.
func (p *Pages) askInvited(ctx context.Context, v *page.Visit, f *page.Form, i desk.Invitation) (page.Reply, error) {
	token, who := v.Part("token"), newcomer(v, f)
	q, err := p.Desk.BeginInvitation(ctx, token, who)
	if reply, ok := closedLink(v, err, true); ok {
		return reply, nil
	}
	if err != nil {
		if err := tried(f, err); err != nil {
			return page.Reply{}, err
		}
		return p.askNewcomer(v, f, i), nil
	}
	t := v.P.T
	s := newInvitation(v, i)
	name := i.Name
	if name == "" {
		name = who.Name
	}
	s.Lead = []string{t("desk.invitation.lead", locale.Str("name", name)), t("account.passkeys.new_lead")}
	hidden := [][2]string{{"name", who.Name}, {"email", who.Email}}
	at := pathInvitation + "/" + token
	s.add(passkey(v.P, at+"/passkey", q.Options, true, t("account.passkeys.make"), hidden...))
	if p.Desk.HasProvider() {
		s.add(sectionTemplate("by-provider", t("desk.sign_in.by_provider"), ui.PostForm(ui.Form{
			Action: at + "/provider", Hidden: hidden, Button: t("desk.sign_in.provider_go"), Plain: true,
		})))
	}
	return s.wrong(f).reply(brief(cookieCeremony, q.Ceremony)), nil
}

// newInvitation begins the page of a link.
func newInvitation(v *page.Visit, i desk.Invitation) *sheet {
	title := "desk.invitation.title"
	if i.Kind == desk.FirstAdministrator {
		title = "desk.invitation.first_title"
	}
	return newSheet(v, title)
}
