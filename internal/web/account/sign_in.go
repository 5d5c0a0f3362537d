package account

import (
	"context"

	"github.com/a-h/templ"

	"sejur/internal/access"
	"sejur/internal/fault"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// SignIn is the way in for applicants: a code to their address, or a passkey. Who has no account yet comes in the same way.
func SignIn(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	if v.By().SignedIn() {
		return page.SeeOther(landing(v, v.By().Kind, next(v))), nil
	}
	f := page.NewForm(v.P, v.Form)
	if v.Form == nil {
		return p.showSignIn(ctx, v, f)
	}
	challenge, err := p.Desk.AskCode(ctx, desk.AskCode{
		Email: f.Text("email"), Lang: v.P.Lang(), Device: v.Cookie(cookieDevice), Client: v.From(), Request: v.Request,
	})
	if err == nil {
		reply := page.SeeOther(v.Href(pathCode, onward(next(v))))
		reply.Cookies = []page.Cookie{brief(cookieChallenge, challenge)}
		return reply, nil
	}
	if err := tried(f, err); err != nil {
		return page.Reply{}, err
	}
	return p.showSignIn(ctx, v, f)
}

// SignInPasskey takes the answer of a passkey.
func SignInPasskey(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	in, err := p.signInByPasskey(ctx, v)
	if err == nil {
		return welcome(v, in, next(v)), nil
	}
	f := page.NewForm(v.P, v.Form)
	if err := tried(f, err); err != nil {
		return page.Reply{}, err
	}
	return p.showSignIn(ctx, v, f)
}

func (p *Pages) signInByPasskey(ctx context.Context, v *page.Visit) (desk.SignedIn, error) {
	return p.Desk.PasskeySignIn(ctx, desk.PasskeySignIn{
		Ceremony: v.Cookie(cookieCeremony), Answer: []byte(v.Form.Get("credential")), Browser: browser(v), Request: v.Request,
	})
}

// showSignIn shows both ways in.
func (p *Pages) showSignIn(ctx context.Context, v *page.Visit, f *page.Form) (page.Reply, error) {
	t := v.P.T
	s := newSheet(v, "account.sign_in.title")
	s.Path = page.SignIn // also when the answer of a passkey led here
	s.Lead = []string{t("account.sign_in.lead")}
	email := ui.InputField(v.P, ui.EmailInput(f.Field("email", t("account.sign_in.email"), t("account.sign_in.email_hint")), f.Text("email")))
	s.add(sectionTemplate("by-code", t("account.sign_in.by_code"), ui.PostForm(ui.Form{
		Action: v.Href(page.SignIn, ""), Hidden: [][2]string{{"next", next(v)}}, Button: t("account.sign_in.send"),
		Fields: []templ.Component{email},
	})))
	cookies, err := p.addPasskeyWay(ctx, v, s, access.Applicant, pathSignInKey)
	if err != nil {
		return page.Reply{}, err
	}
	s.add(sectionTemplate("lost", t("account.sign_in.lost"), textTemplate(t("account.sign_in.lost_text"))))
	return s.wrong(f).reply(cookies...), nil
}

// addPasskeyWay adds the way in by passkey. A network that asked too often sees the page without it.
func (p *Pages) addPasskeyWay(ctx context.Context, v *page.Visit, s *sheet, door access.Kind, action string) ([]page.Cookie, error) {
	q, err := p.Desk.BeginSignIn(ctx, door, v.From())
	if fault.KindOf(err) == fault.Unavailable && tooMany(page.NewForm(v.P, nil), err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	t := v.P.T
	s.add(sectionTemplate("by-passkey", t("account.sign_in.by_passkey"), textTemplate(t("account.sign_in.passkey_text")),
		passkey(v.P, v.Href(action, ""), q.Options, false, t("account.sign_in.passkey_go"), [2]string{"next", next(v)})))
	return []page.Cookie{brief(cookieCeremony, q.Ceremony)}, nil
}

// SignInCode asks for the code that was sent.
func SignInCode(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	if v.By().SignedIn() {
		return page.SeeOther(landing(v, v.By().Kind, next(v))), nil
	}
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		in, err := p.Desk.ProveCode(ctx, desk.ProveCode{
			Challenge: v.Cookie(cookieChallenge), Code: f.Text(desk.FieldCode), Browser: browser(v), Request: v.Request,
		})
		if err == nil {
			return welcome(v, in, next(v)), nil
		}
		if err := tried(f, err); err != nil {
			return page.Reply{}, err
		}
	}
	return p.askCode(ctx, v, f, codePage{
		title: "account.code.title", purpose: desk.ToSignIn, action: pathCode, again: page.SignIn, button: "account.code.sign_in",
	})
}

// SignOut ends the session, and the browser forgets what it kept of the house.
func SignOut(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	to := v.Href("", "")
	if v.Staff != nil {
		to = page.StaffSignIn
	}
	err := p.Desk.SignOut(ctx, v.By(), v.Request)
	if err != nil && fault.KindOf(err) != fault.NotFound { // it ended by itself meanwhile
		return page.Reply{}, err
	}
	reply := page.SeeOther(to)
	reply.Cookies = []page.Cookie{{Name: cookieSession}}
	reply.Clear = true
	return reply, nil
}
