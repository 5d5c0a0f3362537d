package account

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"sejur/internal/fault"
	"sejur/internal/locale"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// tokensPart lists the tokens of programs, each with its last use.
func tokensPart(v *page.Visit, list []desk.Token) []templ.Component {
	t := v.P.T
	rows := make([]wayRow, 0, len(list))
	for _, one := range list {
		row := wayRow{
			Name: one.Name, Handle: one.ID, Since: t("account.tokens.since", locale.Str("at", page.Moment(v.P, one.CreatedAt))),
			How: t("account.tokens.until", locale.Str("at", page.Moment(v.P, one.ExpiresAt))), Seen: t("account.tokens.never"),
		}
		if !one.UsedOn.IsZero() {
			row.Seen = t("account.tokens.used", locale.Str("date", v.P.Date(one.UsedOn)))
		}
		rows = append(rows, row)
	}
	parts := []templ.Component{textTemplate(t("account.tokens.text"))}
	if len(rows) > 0 {
		parts = append(parts, waysTemplate(v.Href(pathAccount+belowTokens, ""), "program", t("account.tokens.end"), rows))
	}
	return append(parts, linkButtonTemplate(link{t("account.tokens.add"), v.Href(pathAccount+belowTokens+"/new", "")}))
}

// NewToken makes a token for a program and shows it, once. The answer to the form is the page with the token and no way on to another: an
// address would keep it.
func NewToken(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	here := pathAccount + belowTokens + "/new"
	if reply, ok := toConfirm(v, p.Desk.Fresh(v.By()), here); ok {
		return reply, nil
	}
	f := page.NewForm(v.P, url.Values{"days": {strconv.Itoa(desk.TokenDays()[0])}})
	if v.Form != nil {
		f = page.NewForm(v.P, v.Form)
		made, err := p.makeToken(ctx, v, f)
		if err == nil {
			return shownToken(v, made), nil
		}
		if err := tried(f, taken(err)); err != nil {
			return page.Reply{}, err
		}
	}
	t := v.P.T
	s := newSheet(v, "account.tokens.add").back(v, pathAccount)
	s.Lead = []string{t("account.tokens.new_lead"), t("account.tokens.new_trust")}
	var lives []ui.Option
	for _, n := range desk.TokenDays() {
		lives = append(lives, ui.Option{Value: strconv.Itoa(n), Text: t("account.tokens.days", locale.Num("n", n))})
	}
	s.add(ui.PostForm(ui.Form{
		Action: v.Href(here, ""), Token: p.Tokens.Draw(v, v.Path), Button: t("account.tokens.make"),
		Fields: []templ.Component{
			ui.InputField(v.P, f.Input("name", t("account.tokens.name"), t("account.tokens.name_hint"))),
			ui.RadioField(v.P, f.Radios("days", t("account.tokens.life"), "", lives)),
		},
		Cancel: t("account.cancel"), CancelTo: v.Href(pathAccount, ""),
	}))
	return s.wrong(f).reply(), nil
}

// makeToken reads the form and makes the token. A number of days that is none is none of those that may be chosen.
func (p *Pages) makeToken(ctx context.Context, v *page.Visit, f *page.Form) (desk.NewToken, error) {
	key, err := p.Tokens.Key(v, v.Path)
	if err != nil {
		return desk.NewToken{}, err
	}
	days, _ := strconv.Atoi(f.Text("days"))
	return p.Desk.MakeToken(ctx, v.By(), desk.MakeToken{Name: f.Text("name"), Days: days, Key: key, Request: v.Request})
}

// shownToken is the page with a token that was just made, or that says that it was shown before.
func shownToken(v *page.Visit, made desk.NewToken) page.Reply {
	t := v.P.T
	s := newSheet(v, "account.tokens.made").back(v, pathAccount)
	s.Path = pathAccount
	if made.Secret == "" {
		s.Lead = []string{t("account.tokens.again")}
		return s.reply()
	}
	s.Lead = []string{t("account.tokens.copy")}
	s.add(addressTemplate(made.Secret), textTemplate(t("account.tokens.keep")))
	return s.reply()
}

// RevokeToken ends one of the reader's tokens.
func RevokeToken(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	err := p.Desk.RevokeToken(ctx, v.By(), v.Form.Get("program"), v.Request)
	if err != nil && fault.KindOf(err) != fault.NotFound { // it ended by itself meanwhile
		return page.Reply{}, err
	}
	return page.SeeOtherDone(v.Href(pathAccount, ""), "token-ended"), nil
}
