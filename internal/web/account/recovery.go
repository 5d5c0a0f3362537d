package account

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"sejur/internal/fault"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Recovery is where the link from a counter leads: the account gets another address, which a code proves.
func Recovery(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	token := v.Part("token")
	i, err := p.Desk.Invited(ctx, token, v.From())
	if reply, ok := closedLink(v, err, i.Kind == desk.Recovery); ok {
		return reply, nil
	}
	f := page.NewForm(v.P, v.Form)
	if err := tried(f, err); err != nil {
		return page.Reply{}, err
	}
	if v.Form != nil && f.OK() {
		challenge, err := p.Desk.AskRecoveryCode(ctx, desk.AskRecoveryCode{
			Invitation: token, Email: f.Text("email"), Client: v.From(), Request: v.Request,
		})
		if err == nil {
			reply := page.SeeOther(v.Href(pathRecover+"/"+token+"/code", ""))
			reply.Cookies = []page.Cookie{brief(cookieChallenge, challenge)}
			return reply, nil
		}
		if err := tried(f, err); err != nil {
			return page.Reply{}, err
		}
	}
	t := v.P.T
	s := newSheet(v, "account.recover.title")
	s.Lead = []string{t("account.recover.lead"), t("account.recover.closes")}
	s.add(ui.PostForm(ui.Form{
		Action: v.Href(pathRecover+"/"+token, ""), Button: t("account.sign_in.send"),
		Fields: []templ.Component{ui.InputField(v.P, ui.EmailInput(f.Field("email", t("account.email.new"), t("account.recover.hint")), f.Text("email")))},
	}))
	return s.wrong(f).reply(), nil
}

// RecoveryCode asks for the code that went to the new address.
func RecoveryCode(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	here := pathRecover + "/" + v.Part("token")
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		in, err := p.Desk.Recover(ctx, desk.Recover{
			Invitation: v.Part("token"), Challenge: v.Cookie(cookieChallenge), Code: f.Text(desk.FieldCode), Browser: browser(v), Request: v.Request,
		})
		if err == nil {
			return welcome(v, in, v.Href(pathAccount, "")), nil
		}
		if reply, ok := closedLink(v, err, true); ok {
			return reply, nil
		}
		if err := tried(f, taken(err)); err != nil {
			return page.Reply{}, err
		}
	}
	return p.askCode(ctx, v, f, codePage{
		title: "account.code.title", purpose: desk.ToRecover, action: here + "/code", again: here, button: "ui.continue",
	})
}

// closedLink is the page of a link that opens nothing here, whatever the reason.
func closedLink(v *page.Visit, err error, rightKind bool) (page.Reply, bool) {
	if fault.KindOf(err) != fault.NotFound && (err != nil || rightKind) {
		return page.Reply{}, false
	}
	s := newSheet(v, "account.link.title")
	s.Lead = []string{v.P.T("error.account.link-over"), v.P.T("account.link.what")}
	s.status = http.StatusGone
	return s.reply(), true
}
