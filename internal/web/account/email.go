package account

import (
	"context"

	"github.com/a-h/templ"

	"sejur/internal/fault"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Email asks for another address.
func Email(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	here := pathAccount + belowEmail
	if reply, ok := toConfirm(v, p.Desk.Fresh(v.By()), here); ok {
		return reply, nil
	}
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		challenge, err := p.Desk.AskEmailChange(ctx, v.By(), f.Text("email"), v.Request)
		if err == nil {
			reply := page.SeeOther(v.Href(here+"/code", ""))
			reply.Cookies = []page.Cookie{brief(cookieChallenge, challenge)}
			return reply, nil
		}
		if err := tried(f, err); err != nil {
			return page.Reply{}, err
		}
	}
	t := v.P.T
	s := newSheet(v, "account.email.title").back(v, pathAccount)
	s.Lead = []string{t("account.email.lead"), t("account.email.wait")}
	s.add(ui.PostForm(ui.Form{
		Action: v.Href(here, ""), Button: t("account.sign_in.send"),
		Fields: []templ.Component{ui.InputField(v.P, ui.EmailInput(f.Field("email", t("account.email.new"), ""), f.Text("email")))},
		Cancel: t("account.cancel"), CancelTo: v.Href(pathAccount, ""),
	}))
	return s.wrong(f).reply(), nil
}

// EmailCode asks for the code that went to the new address.
func EmailCode(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	here := pathAccount + belowEmail
	if reply, ok := toConfirm(v, p.Desk.Fresh(v.By()), here+"/code"); ok {
		return reply, nil
	}
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		_, err := p.Desk.ProveEmailChange(ctx, v.By(), v.Cookie(cookieChallenge), f.Text(desk.FieldCode), v.Request)
		if err == nil {
			reply := page.SeeOtherDone(v.Href(pathAccount, ""), "email-asked")
			reply.Cookies = append(reply.Cookies, page.Cookie{Name: cookieChallenge})
			return reply, nil
		}
		if err := tried(f, taken(err)); err != nil {
			return page.Reply{}, err
		}
	}
	return p.askCode(ctx, v, f, codePage{
		title: "account.code.title", purpose: desk.ToChangeAddress, action: here + "/code", again: here, button: "ui.continue",
	})
}

// StopEmail gives up a change of address that waits.
func StopEmail(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	err := p.Desk.StopEmailChange(ctx, v.By(), v.Request)
	if err != nil && fault.KindOf(err) != fault.NotFound { // stopped in another tab, or it has taken effect: the page says which
		return page.Reply{}, err
	}
	if err != nil {
		return page.SeeOther(v.Href(pathAccount, "")), nil
	}
	return page.SeeOtherDone(v.Href(pathAccount, ""), "email-stopped"), nil
}

// End ends the account for good, after a tick on purpose.
func End(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	here := pathAccount + belowEnd
	if reply, ok := toConfirm(v, p.Desk.Fresh(v.By()), here); ok {
		return reply, nil
	}
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		if f.Text("sure") != "yes" {
			f.Refuse("sure", "account.end.tick")
		}
		if f.OK() {
			return p.end(ctx, v)
		}
	}
	t := v.P.T
	s := newSheet(v, "account.end.title").back(v, pathAccount)
	s.Lead = []string{t("account.end.lead")}
	s.add(ui.Warning(v.P, t("account.end.warning")), ui.PostForm(ui.Form{
		Action: v.Href(here, ""), Button: t("account.end.go"), Danger: true,
		Fields: []templ.Component{ui.CheckOne(v.P, ui.Check{Field: f.Field("sure", t("account.end.sure"), ""), Value: "yes"})},
		Cancel: t("account.cancel"), CancelTo: v.Href(pathAccount, ""),
	}))
	return s.wrong(f).reply(), nil
}

func (p *Pages) end(ctx context.Context, v *page.Visit) (page.Reply, error) {
	err := p.Desk.EndAccount(ctx, v.By(), v.Request)
	if err != nil {
		return page.Reply{}, err
	}
	reply := page.SeeOther(v.Href(pathEnded, ""))
	reply.Cookies = []page.Cookie{{Name: cookieSession}, {Name: cookieDevice}}
	reply.Clear = true
	return reply, nil
}

// pathEnded says that an account was ended; whoever reads it is nobody by then.
const pathEnded = "/account-ended"

// Ended says that the account was ended.
func Ended(_ context.Context, _ *Pages, v *page.Visit) (page.Reply, error) {
	t := v.P.T
	s := newSheet(v, "account.end.done")
	s.Lead = []string{t("account.end.done_lead")}
	return s.add(linkTemplate(link{t("account.end.home"), v.Href("", "")})).reply(), nil
}
