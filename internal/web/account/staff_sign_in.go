package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/fault"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
)

// StaffSignIn is the way in for people of the office: a passkey, or their provider.
func StaffSignIn(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	if v.By().SignedIn() {
		return page.SeeOther(landing(v, v.By().Kind, next(v))), nil
	}
	return p.showStaffSignIn(ctx, v, page.NewForm(v.P, nil))
}

// StaffSignInPasskey takes the answer of a passkey.
func StaffSignInPasskey(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	in, err := p.signInByPasskey(ctx, v)
	if err == nil {
		return welcome(v, in, next(v)), nil
	}
	f := page.NewForm(v.P, v.Form)
	if err := tried(f, err); err != nil {
		return page.Reply{}, err
	}
	return p.showStaffSignIn(ctx, v, f)
}

// StaffSignInProvider sends somebody to the provider. It is a link and no form: browsers let no form lead to another host (form-action).
func StaffSignInProvider(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	d, err := p.Desk.BeginProvider(ctx, v.From())
	if err != nil {
		return p.notToProvider(ctx, v, err)
	}
	return depart(v, d), nil
}

// cookieNext keeps where somebody wanted while they are at the provider, which must not learn it.
const cookieNext = "next"

// depart leaves for the provider; the browser keeps by what it is known when it comes back, and where it wanted.
func depart(v *page.Visit, d desk.Departure) page.Reply {
	reply := page.SeeOther(d.URL)
	reply.Cookies = []page.Cookie{brief(cookieVisitor, d.Visitor), brief(cookieNext, next(v))}
	return reply
}

// notToProvider shows the way in again, with why it does not lead through the provider now.
func (p *Pages) notToProvider(ctx context.Context, v *page.Visit, err error) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	told := *fault.All(err)[0]
	if told.Kind == fault.Internal {
		return page.Reply{}, err
	}
	told.Kind = fault.Invalid
	f.Take(&told)
	return p.showStaffSignIn(ctx, v, f)
}

// ProviderReturn takes somebody back from the provider: to sign in, to take up an invitation, or with a fresh proof.
func ProviderReturn(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	arrival, err := p.Desk.FinishProvider(ctx, v.By(), desk.Return{
		State: v.Query.Get("state"), Code: v.Query.Get("code"), Visitor: v.Cookie(cookieVisitor), Browser: browser(v), Request: v.Request,
	})
	to, _ := page.OwnPath(v.Cookie(cookieNext))
	switch {
	case err != nil:
		return p.notToProvider(ctx, v, err)
	case arrival.Confirmed && to == "":
		to = pathStaffAccount
		fallthrough
	case arrival.Confirmed:
		reply := page.SeeOther(to)
		reply.Cookies = []page.Cookie{{Name: cookieVisitor}, {Name: cookieNext}}
		return reply, nil
	}
	reply := welcome(v, arrival.SignedIn, to)
	reply.Cookies = append(reply.Cookies, page.Cookie{Name: cookieNext})
	return reply, nil
}

// showStaffSignIn shows the ways in.
func (p *Pages) showStaffSignIn(ctx context.Context, v *page.Visit, f *page.Form) (page.Reply, error) {
	t := v.P.T
	s := newSheet(v, "desk.sign_in.title")
	s.Path, s.Query = page.StaffSignIn, ""
	s.Lead = []string{t("desk.sign_in.lead")}
	cookies, err := p.addPasskeyWay(ctx, v, s, access.Staff, pathStaffKey)
	if err != nil {
		return page.Reply{}, err
	}
	if p.Desk.HasProvider() {
		s.add(sectionTemplate("by-provider", t("desk.sign_in.by_provider"),
			linkButtonTemplate(link{t("desk.sign_in.provider_go"), v.Href(pathProvider, onward(next(v)))})))
	}
	s.add(sectionTemplate("lost", t("desk.sign_in.lost"), textTemplate(t("desk.sign_in.lost_text"))))
	s.wrong(f)
	return s.reply(cookies...), nil
}

// ConfirmProvider sends somebody to the provider to prove again who they are.
func ConfirmProvider(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	d, err := p.Desk.BeginProviderConfirm(ctx, v.By())
	if fault.KindOf(err) == fault.Unavailable {
		f := page.NewForm(v.P, v.Form)
		f.Take(&fault.Error{Kind: fault.Invalid, Key: "account.provider-down"})
		return p.showConfirm(ctx, v, f)
	}
	if err != nil {
		return page.SeeOther(pathStaffAccount + belowConfirm), nil // there is no provider: the page shows the ways there are
	}
	return depart(v, d), nil
}
