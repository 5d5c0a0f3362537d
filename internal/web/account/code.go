package account

import (
	"context"

	"github.com/a-h/templ"

	"sejur/internal/fault"
	"sejur/internal/locale"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// codePage is a page that asks for a code that was sent.
type codePage struct {
	title   string // key
	purpose desk.Purpose
	action  string
	again   string // where another code is asked for
	button  string // key
}

// askCode shows the page. It says to which address the code went, and nothing of what that address opens. A browser for which no code is
// under way goes back to where one is asked for.
func (p *Pages) askCode(ctx context.Context, v *page.Visit, f *page.Form, c codePage) (page.Reply, error) {
	waiting, err := p.Desk.Waiting(ctx, v.Cookie(cookieChallenge), c.purpose)
	kind := fault.KindOf(err)
	if err != nil && kind != fault.NotFound && kind != fault.Invalid {
		return page.Reply{}, err
	}
	if err != nil && f.OK() {
		return page.SeeOther(v.Href(c.again, onward(next(v)))), nil
	}
	t := v.P.T
	s := newSheet(v, c.title).back(v, c.again)
	if waiting.Email != "" {
		s.Lead = []string{t("account.code.lead", locale.Str("email", waiting.Email)), t("account.code.where")}
	}
	s.add(ui.PostForm(ui.Form{
		Action: v.Href(c.action, ""), Hidden: [][2]string{{"next", next(v)}}, Button: t(c.button),
		Fields: []templ.Component{ui.InputField(v.P, ui.CodeInput(f.Field(desk.FieldCode, t("account.code.code"), t("account.code.hint"))))},
		Cancel: t("account.code.again"), CancelTo: v.Href(c.again, onward(next(v))),
	}))
	return s.wrong(f).reply(), nil
}
