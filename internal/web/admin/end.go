package admin

import (
	"context"

	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// End asks whether a colleague's access ends.
func End(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	if reply, asked := p.prove(v); asked {
		return reply, nil
	}
	return p.confirm(ctx, v, confirmation{
		title: v.P.T("admin.end.title"), warning: v.P.T("admin.end.warning"), button: v.P.T("admin.end.button"), done: doneEnd,
		do: func(f *page.Form, slip desk.Slip, id string) error {
			_, err := p.Desk.EndAccess(ctx, v.By(), desk.EndAccess{Slip: slip, ID: id, Version: version(f)})
			return err
		},
	})
}

// Sessions asks whether a colleague is signed out everywhere.
func Sessions(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	return p.confirm(ctx, v, confirmation{
		title: v.P.T("admin.sessions.title"), warning: v.P.T("admin.sessions.warning"), button: v.P.T("admin.sessions.button"), done: doneSessions,
		do: func(_ *page.Form, slip desk.Slip, id string) error {
			_, err := p.Desk.EndSessions(ctx, v.By(), desk.EndSessions{Slip: slip, ID: id})
			return err
		},
	})
}

// confirmation is a page that asks before something is taken from a colleague.
type confirmation struct {
	title, warning, button string
	done                   string
	do                     func(f *page.Form, slip desk.Slip, id string) error
}

func (p *Pages) confirm(ctx context.Context, v *page.Visit, c confirmation) (page.Reply, error) {
	id := v.Part("id")
	f := page.NewForm(v.P, v.Form)
	what, err := p.try(v, f, func(slip desk.Slip) error { return c.do(f, slip, id) })
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathStaff+"/"+id, c.done), nil
	}
	who, err := p.Desk.OpenStaff(ctx, v.By(), v.Request, id)
	if err != nil {
		return page.Reply{}, err
	}
	pg := p.colleagueForm(v, c.title, who)
	if what == clash {
		pg.clashes(nil)
	}
	pg.Facts = []ui.Row{
		{Key: v.P.T("admin.staff.name"), Value: who.Name}, {Key: v.P.T("admin.staff.email"), Value: who.Email},
		{Key: v.P.T("admin.staff.roles"), Value: roleNames(v.P, who.Roles)}, {Key: v.P.T("admin.staff.state"), Value: stateCell(v, who.Account).Text},
		{Key: v.P.T("admin.colleague.sessions"), Value: v.P.Number(who.Sessions)},
	}
	pg.Warning, pg.Button, pg.Danger = c.warning, c.button, true
	return pg.show(f), nil
}
