package account

import (
	"context"

	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Confirm asks whoever is signed in to prove again who they are, before something that a stranger at their screen must not do.
func Confirm(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		challenge, err := p.Desk.AskConfirmCode(ctx, v.By(), v.Request)
		if err == nil {
			reply := page.SeeOther(v.Href(base(v)+belowConfirm+"/code", onward(next(v))))
			reply.Cookies = []page.Cookie{brief(cookieChallenge, challenge)}
			return reply, nil
		}
		if err := tried(f, err); err != nil {
			return page.Reply{}, err
		}
	}
	return p.showConfirm(ctx, v, f)
}

// ConfirmPasskey takes the answer of a passkey.
func ConfirmPasskey(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	err := p.Desk.ConfirmPasskey(ctx, v.By(), v.Cookie(cookieCeremony), []byte(v.Form.Get("credential")), v.Request)
	if err == nil {
		return confirmed(v), nil
	}
	f := page.NewForm(v.P, v.Form)
	if err := tried(f, err); err != nil {
		return page.Reply{}, err
	}
	return p.showConfirm(ctx, v, f)
}

// ConfirmCode asks for the code that was sent to prove again who somebody is.
func ConfirmCode(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		err := p.Desk.ConfirmCode(ctx, v.By(), v.Cookie(cookieChallenge), f.Text(desk.FieldCode), v.Request)
		if err == nil {
			return confirmed(v), nil
		}
		if err := tried(f, err); err != nil {
			return page.Reply{}, err
		}
	}
	return p.askCode(ctx, v, f, codePage{
		title: "account.code.title", purpose: desk.ToConfirm, action: base(v) + belowConfirm + "/code", again: base(v) + belowConfirm,
		button: "ui.continue",
	})
}

// confirmed leads on to what asked for the proof.
func confirmed(v *page.Visit) page.Reply {
	to := next(v)
	if to == "" {
		to = v.Href(base(v), "")
	}
	reply := page.SeeOther(to)
	reply.Cookies = []page.Cookie{{Name: cookieChallenge}, {Name: cookieCeremony}, {Name: cookieVisitor}}
	return reply
}

// showConfirm shows the ways that the reader has.
func (p *Pages) showConfirm(ctx context.Context, v *page.Visit, f *page.Form) (page.Reply, error) {
	ways, err := p.Desk.Ways(ctx, v.By())
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	here := base(v) + belowConfirm
	s := newSheet(v, "account.confirm.title").back(v, base(v))
	s.Path = v.Href(here, "")
	if v.Staff == nil {
		s.Path = here
	}
	s.Lead = []string{t("account.confirm.lead")}
	hidden := [2]string{"next", next(v)}
	var cookies []page.Cookie
	if ways.Passkey {
		q, err := p.Desk.BeginConfirm(ctx, v.By())
		if err != nil {
			return page.Reply{}, err
		}
		cookies = append(cookies, brief(cookieCeremony, q.Ceremony))
		s.add(passkey(v.P, v.Href(here+"/passkey", ""), q.Options, false, t("account.confirm.passkey"), hidden))
	}
	if ways.Provider {
		s.add(linkButtonTemplate(link{t("account.confirm.provider"), v.Href(here+"/provider", onward(next(v)))}))
	}
	if ways.Code {
		s.add(ui.PostForm(ui.Form{Action: v.Href(here, ""), Hidden: [][2]string{hidden}, Button: t("account.confirm.code"), Plain: ways.Passkey}))
	}
	return s.wrong(f).reply(cookies...), nil
}
