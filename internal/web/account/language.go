package account

import (
	"context"
	"net/url"
	"slices"

	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"

	"github.com/a-h/templ"
)

// pathLanguage is where applicants choose the language of what is written to them. Pages have theirs in the address.
const pathLanguage = pathAccount + "/language"

// Language asks in which language the applicant is written to.
func Language(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		lang, ok := locale.ParseLang(f.Text("lang"))
		if ok {
			err := p.Desk.SetLang(ctx, v.By(), lang, v.Request)
			if err != nil {
				return page.Reply{}, err
			}
			return page.SeeOtherDone(v.Href(pathAccount, ""), "lang"), nil
		}
		f.Refuse("lang", "error.no-answer")
	} else {
		own, err := p.Desk.Own(ctx, v.By())
		if err != nil {
			return page.Reply{}, err
		}
		f = page.NewForm(v.P, url.Values{"lang": {string(own.Account.Lang)}})
	}
	t := v.P.T
	s := newSheet(v, "account.lang.title").back(v, pathAccount)
	var options []ui.Option
	for _, lang := range locale.All() {
		options = append(options, ui.Option{Value: string(lang), Text: lang.Name()})
	}
	s.add(ui.PostForm(ui.Form{
		Action: v.Href(pathLanguage, ""), Button: t("account.save"),
		Fields: []templ.Component{ui.RadioField(v.P, f.Radios("lang", t("account.lang.ask"), t("account.lang.hint"), options))},
	}))
	return s.wrong(f).reply(), nil
}

// StaffLanguage keeps the language that somebody of the office chose in the header, and goes back to the page.
func StaffLanguage(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	to := next(v)
	if to == "" {
		to = page.StaffHome
	}
	lang := locale.Lang(v.Form.Get("lang"))
	if !slices.Contains(locale.StaffLanguages(), lang) {
		return page.SeeOther(to), nil
	}
	err := p.Desk.SetLang(ctx, v.By(), lang, v.Request)
	if err != nil && fault.KindOf(err) != fault.Conflict { // two tabs chose at the same time: one of them is right
		return page.Reply{}, err
	}
	return page.SeeOther(to), nil
}
