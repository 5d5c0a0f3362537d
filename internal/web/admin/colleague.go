package admin

import (
	"context"
	"net/url"

	"sejur/internal/access"
	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Colleague shows one of the people of the office.
func Colleague(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	c, err := p.Desk.OpenStaff(ctx, v.By(), v.Request, v.Part("id"))
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	s := &sheet{Page: v.Frame(c.Name, ""), Back: &anchor{Text: t("admin.staff.title"), Href: pathStaff}, Done: p.toldOf(v, c)}
	s.Eyebrow = stateCell(v, c.Account).Text
	if c.Self {
		s.Notices = append(s.Notices, notice{Title: t("admin.colleague.self"), Text: t("admin.colleague.self_text")})
	}
	s.Sections = append(s.Sections, section{ID: "who", Rows: p.colleagueRows(v, c)})
	switch {
	case c.State == access.Ended:
		s.Sections = append(s.Sections, section{Lead: t("admin.colleague.ended"), Links: []anchor{{Text: t("admin.colleague.again"), Href: inviteAgain(c.Account)}}})
	case !c.Self:
		own := pathStaff + "/" + c.ID
		s.Sections = append(s.Sections, section{ID: "access", Title: t("admin.colleague.access"), Links: []anchor{
			{Text: t("admin.sessions.title"), Href: own + "/sessions"}, {Text: t("admin.end.title"), Href: own + "/end"},
		}})
	}
	s.Sections = append(s.Sections, section{ID: "log", Title: t("admin.audit.title"), Links: []anchor{
		{Text: t("admin.colleague.seen"), Href: pathAudit + "?" + url.Values{"subject_kind": {"account"}, "subject_id": {c.ID}}.Encode()},
		{Text: t("admin.colleague.did"), Href: pathAudit + "?" + url.Values{"actor": {c.ID}}.Encode()},
	}})
	return s.show(v), nil
}

func (p *Pages) colleagueRows(v *page.Visit, c desk.Colleague) []ui.Row {
	t, own, change := v.P.T, pathStaff+"/"+c.ID, v.P.T("ui.change")
	rows := []ui.Row{
		{Key: t("admin.staff.name"), Value: c.Name, Href: own + "/account", Action: change},
		{Key: t("admin.staff.email"), Value: c.Email},
		{Key: t("admin.staff.roles"), Value: roleNames(v.P, c.Roles), Href: own + "/roles", Action: change},
		{Key: t("admin.staff.office"), Value: orNone(v.P, p.officeName(v, c.Office)), Href: own + "/account", Action: change},
		{Key: t("admin.staff.lang"), Value: c.Lang.Name(), Href: own + "/account", Action: change},
		{Key: t("admin.absence.title"), Value: absenceText(v.P, c.Absent), Href: own + "/absence", Action: change},
		{Key: t("admin.colleague.sessions"), Value: v.P.Number(c.Sessions)},
		{Key: t("admin.colleague.since"), Value: page.Moment(v.P, c.CreatedAt)},
	}
	if c.Self {
		rows[2].Href = ""
	}
	if c.State == access.Ended {
		for i := range rows {
			rows[i].Href = ""
		}
		rows = append(rows, ui.Row{Key: t("admin.state.ended"), Value: page.Moment(v.P, c.EndedAt)})
	}
	return rows
}

// orNone shows that there is nothing.
func orNone(p *locale.Printer, text string) string {
	if text == "" {
		return p.T("admin.none")
	}
	return text
}

// inviteAgain is the form of an invitation for somebody who left. The address carries their id and nothing else of them.
func inviteAgain(a access.Account) string {
	return pathInvitations + "/new?" + url.Values{"again": {a.ID}}.Encode()
}

// What was done to a colleague.
const (
	doneRoles    = "roles"
	doneAccount  = "account"
	doneAbsence  = "absence"
	doneEnd      = "end"
	doneSessions = "sessions"
)

// toldOf says what was done to a colleague just before. Roles can be given back; who left can be invited anew.
//
//locale:uses admin.done.*
func (p *Pages) toldOf(v *page.Visit, c desk.Colleague) *told {
	what, words := v.Done()
	switch what {
	case doneRoles:
		out := &told{Title: v.P.T("admin.done.roles")}
		if len(words) == 0 || c.Self {
			return out
		}
		action := pathStaff + "/" + c.ID + "/roles"
		out.Undo = &undo{Action: action, Token: p.Tokens.Draw(v, action), Text: v.P.T("admin.done.roles_undo")}
		out.Undo.Hidden = append(out.Undo.Hidden, [2]string{"version", versionText(c.Version)})
		for _, r := range words {
			out.Undo.Hidden = append(out.Undo.Hidden, [2]string{"roles", r})
		}
		return out
	case doneEnd:
		return &told{
			Title: v.P.T("admin.done.end"), Text: v.P.T("admin.done.end_text"),
			Link: &anchor{Text: v.P.T("admin.colleague.again"), Href: inviteAgain(c.Account)},
		}
	case doneAccount, doneAbsence, doneSessions:
		return &told{Title: v.P.T("admin.done." + what)}
	}
	return nil
}
