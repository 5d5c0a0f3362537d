package account

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/locale"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Own is the account of whoever looks: who they are here, how they sign in, and where they are signed in.
func Own(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	own, err := p.Desk.Own(ctx, v.By())
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	s := newSheet(v, "account.own.title")
	if v.Staff == nil {
		s.back(v, page.Home)
	}
	if what, _ := v.Done(); what != "" {
		s.Done = p.doneText(v, what)
	}
	s.add(ui.SummaryListOf("own", ownRows(v, own.Account)))
	waiting, err := p.waitingEmail(ctx, v)
	if err != nil {
		return page.Reply{}, err
	}
	s.add(waiting...)
	s.add(sectionTemplate("passkeys", t("account.passkeys.title"), passkeysPart(v, own.Passkeys)...))
	s.add(sectionTemplate("sessions", t("account.sessions.title"), sessionsPart(v, own.Sessions)...))
	if v.Staff == nil {
		tokens, err := p.Desk.Tokens(ctx, v.By())
		if err != nil {
			return page.Reply{}, err
		}
		s.add(sectionTemplate("tokens", t("account.tokens.title"), tokensPart(v, tokens)...))
		s.add(sectionTemplate("end", t("account.end.title"), linkTemplate(link{t("account.end.link"), v.Href(base(v)+belowEnd, "")})))
	}
	return v.TellDone(s.reply()), nil
}

// doneText says what a form of the account just did.
//
//locale:uses account.done.*
func (p *Pages) doneText(v *page.Visit, what string) string {
	key := "account.done." + what
	if !v.P.Has(key) { // a cookie that somebody wrote
		return ""
	}
	return v.P.T(key)
}

// ownRows say who somebody is here.
//
//locale:uses desk.role.*
func ownRows(v *page.Visit, a access.Account) []ui.Row {
	t := v.P.T
	email := ui.Row{Key: t("account.own.email"), Value: a.Email}
	lang := ui.Row{Key: t("account.own.lang"), Value: a.Lang.Name()}
	if v.Staff == nil {
		email.Href, email.Action = v.Href(pathAccount+belowEmail, ""), t("ui.change")
		lang.Href, lang.Action = v.Href(pathLanguage, ""), t("ui.change")
		return []ui.Row{email, lang}
	}
	var roles []string
	for _, role := range a.Roles {
		roles = append(roles, t("desk.role."+string(role)))
	}
	return []ui.Row{{Key: t("account.own.name"), Value: a.Name}, email, {Key: t("account.own.roles"), Value: strings.Join(roles, ", ")}, lang}
}

// waitingEmail tells of a change of address that waits, and how to stop it.
func (p *Pages) waitingEmail(ctx context.Context, v *page.Visit) ([]templ.Component, error) {
	c, err := p.Desk.WaitingEmail(ctx, v.By())
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	t := v.P.T
	return []templ.Component{
		noticeTemplate(t("account.email.waiting", locale.Str("email", c.Email), locale.Str("at", page.Moment(v.P, c.DueAt))),
			ui.PostForm(ui.Form{Action: v.Href(pathAccount+belowEmail+"/stop", ""), Button: t("account.email.stop"), Plain: true})),
	}, nil
}

// passkeysPart lists the passkeys.
func passkeysPart(v *page.Visit, keys []desk.Passkey) []templ.Component {
	t := v.P.T
	var rows []ui.Row
	for i, k := range keys {
		used := t("account.passkeys.never")
		if !k.UsedAt.IsZero() {
			used = t("account.passkeys.used", locale.Str("at", page.Moment(v.P, k.UsedAt)))
		}
		rows = append(rows, ui.Row{
			Key: passkeyTitle(v.P, k, i), Value: used, Href: v.Href(base(v)+belowPasskeys+"/"+k.ID, ""), Action: t("ui.change"),
		})
	}
	parts := []templ.Component{textTemplate(t("account.passkeys.text"))}
	if len(rows) > 0 {
		parts = append(parts, ui.SummaryListOf("key", rows))
	}
	return append(parts, linkButtonTemplate(link{t("account.passkeys.add"), v.Href(base(v)+belowPasskeys+"/new", "")}))
}

// passkeyTitle is what its owner called a passkey, or its number in the list.
func passkeyTitle(p *locale.Printer, k desk.Passkey, i int) string {
	if k.Name != "" {
		return k.Name
	}
	return p.T("account.passkeys.nameless", locale.Num("n", i+1))
}

// sessionsPart lists where the account is signed in.
//
//locale:uses account.sessions.by.*
func sessionsPart(v *page.Visit, list []desk.Session) []templ.Component {
	t := v.P.T
	rows := make([]wayRow, 0, len(list))
	for _, s := range list {
		row := wayRow{
			Name: s.Agent, How: t("account.sessions.by." + string(s.Method)), Since: t("account.sessions.since", locale.Str("at", page.Moment(v.P, s.CreatedAt))),
			Seen: t("account.sessions.seen", locale.Str("at", page.Moment(v.P, s.SeenAt))), Handle: s.Handle,
		}
		if row.Name == "" {
			row.Name = t("account.sessions.unknown")
		}
		if s.Handle == v.By().Session {
			row.Here = t("account.sessions.here")
		}
		rows = append(rows, row)
	}
	parts := []templ.Component{textTemplate(t("account.sessions.text")), waysTemplate(v.Href(base(v)+belowSessions, ""), "session", t("account.sessions.end"), rows)}
	if len(list) > 1 {
		parts = append(parts, ui.PostForm(ui.Form{
			Action: v.Href(base(v)+belowSessions+"/others", ""), Button: t("account.sessions.end_others"), Plain: true,
		}))
	}
	return parts
}

// wayRow is one way into the account: a place where it is signed in, or a token of a program.
type wayRow struct {
	Name, How, Since, Seen, Handle string
	Here                           string // of the session that looks, "" for others
}
