package account

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"sejur/internal/fault"
	"sejur/internal/locale"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// NewPasskey adds a passkey to the account.
func NewPasskey(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	here := base(v) + belowPasskeys + "/new"
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		_, err := p.Desk.AddPasskey(ctx, v.By(), desk.AddPasskey{
			Ceremony: v.Cookie(cookieCeremony), Answer: []byte(v.Form.Get("credential")), Name: f.Text("name"), Request: v.Request,
		})
		if err == nil {
			reply := page.SeeOtherDone(v.Href(base(v), ""), "passkey-added")
			reply.Cookies = append(reply.Cookies, page.Cookie{Name: cookieCeremony})
			return reply, nil
		}
		if reply, ok := toConfirm(v, err, here); ok {
			return reply, nil
		}
		if err := tried(f, taken(err)); err != nil {
			return page.Reply{}, err
		}
	}
	q, err := p.Desk.BeginPasskey(ctx, v.By())
	if reply, ok := toConfirm(v, err, here); ok {
		return reply, nil
	}
	t := v.P.T
	s := newSheet(v, "account.passkeys.add").back(v, base(v))
	if err != nil {
		if err := tried(f, taken(err)); err != nil {
			return page.Reply{}, err
		}
		return s.wrong(f).reply(), nil // there is no room for another
	}
	s.Lead = []string{t("account.passkeys.new_lead"), t("account.passkeys.new_where")}
	name := ui.InputField(v.P, f.Input("name", t("account.passkeys.name"), t("account.passkeys.name_hint")))
	s.add(passkeyWith(v.P, v.Href(here, ""), q.Options, true, t("account.passkeys.make"), name))
	return s.wrong(f).reply(brief(cookieCeremony, q.Ceremony)), nil
}

// taken turns what was there already into something that is wrong with the form.
func taken(err error) error {
	all := fault.All(err)
	if all[0].Kind != fault.Conflict {
		return err
	}
	here := *all[0]
	here.Kind = fault.Invalid
	return &here
}

// Passkey renames one passkey, or leads to its removal.
func Passkey(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	id := v.Part("id")
	key, title, err := p.passkey(ctx, v, id)
	if err != nil {
		return page.Reply{}, err
	}
	f := page.NewForm(v.P, url.Values{"name": {key.Name}})
	if v.Form != nil {
		f = page.NewForm(v.P, v.Form)
		err := p.Desk.RenamePasskey(ctx, v.By(), id, f.Text("name"), v.Request)
		if err == nil {
			return page.SeeOtherDone(v.Href(base(v), ""), "passkey-renamed"), nil
		}
		if err := tried(f, err); err != nil {
			return page.Reply{}, err
		}
	}
	return p.showPasskey(v, f, key, title), nil
}

// RemovePasskey removes one passkey.
func RemovePasskey(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	id := v.Part("id")
	key, title, err := p.passkey(ctx, v, id)
	if err != nil {
		return page.Reply{}, err
	}
	err = p.Desk.RemovePasskey(ctx, v.By(), id, v.Request)
	if err == nil {
		return page.SeeOtherDone(v.Href(base(v), ""), "passkey-removed"), nil
	}
	if reply, ok := toConfirm(v, err, base(v)+belowPasskeys+"/"+id); ok {
		return reply, nil
	}
	f := page.NewForm(v.P, url.Values{"name": {key.Name}})
	if err := tried(f, taken(err)); err != nil {
		return page.Reply{}, err
	}
	return p.showPasskey(v, f, key, title), nil
}

// passkey finds one of the reader's passkeys, and what it is called.
func (p *Pages) passkey(ctx context.Context, v *page.Visit, id string) (desk.Passkey, string, error) {
	own, err := p.Desk.Own(ctx, v.By())
	if err != nil {
		return desk.Passkey{}, "", err
	}
	for i, k := range own.Passkeys {
		if k.ID == id {
			return k, passkeyTitle(v.P, k, i), nil
		}
	}
	return desk.Passkey{}, "", fault.New(fault.NotFound, "not-found")
}

func (p *Pages) showPasskey(v *page.Visit, f *page.Form, key desk.Passkey, title string) page.Reply {
	t := v.P.T
	at := v.Href(base(v)+belowPasskeys+"/"+key.ID, "")
	s := newSheet(v, "account.passkeys.one", locale.Str("name", title)).back(v, base(v))
	s.Path = base(v) + belowPasskeys + "/" + key.ID
	s.add(
		softTemplate(t("account.passkeys.created", locale.Str("at", page.Moment(v.P, key.CreatedAt)))),
		ui.PostForm(ui.Form{
			Action: at, Button: t("account.save"),
			Fields: []templ.Component{ui.InputField(v.P, f.Input("name", t("account.passkeys.name"), t("account.passkeys.name_hint")))},
		}),
		sectionTemplate("remove", t("account.passkeys.remove"), textTemplate(t("account.passkeys.remove_text")),
			ui.PostForm(ui.Form{Action: at + "/remove", Button: t("account.passkeys.remove_go"), Danger: true})),
	)
	return s.wrong(f).reply()
}

// EndSession ends one of the reader's sessions.
func EndSession(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	err := p.Desk.EndSession(ctx, v.By(), v.Form.Get("session"), v.Request)
	if err != nil && fault.KindOf(err) != fault.NotFound { // it ended by itself meanwhile
		return page.Reply{}, err
	}
	return page.SeeOtherDone(v.Href(base(v), ""), "session-ended"), nil
}

// EndOtherSessions ends all of the reader's sessions but the one in which they ask.
func EndOtherSessions(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	_, err := p.Desk.EndOtherSessions(ctx, v.By(), v.Request)
	if err != nil {
		return page.Reply{}, err
	}
	return page.SeeOtherDone(v.Href(base(v), ""), "sessions-ended"), nil
}
