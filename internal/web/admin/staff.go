package admin

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"sejur/internal/access"
	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Staff lists the people of the office.
//
//locale:uses admin.state.*
func Staff(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	in := v.Query
	if v.Form != nil { // words may be somebody's name
		in = v.Form
	}
	q := desk.StaffQuery{
		State: access.State(in.Get("state")), Office: in.Get("office"), Role: access.Role(in.Get("role")),
		Words: in.Get("q"), Before: v.Query.Get("before"),
	}
	if q.State != access.Ended {
		q.State = access.Active
	}
	list, err := p.Desk.ListStaff(ctx, v.By(), v.Request, q)
	if err != nil {
		return page.Reply{}, err
	}
	offices, err := p.officeOptions(ctx, v)
	if err != nil {
		return page.Reply{}, err
	}
	s := &sheet{
		Page: v.Frame(v.P.T("admin.staff.title"), v.Query.Encode()), Back: &anchor{Text: v.P.T("admin.home.title"), Href: pathHome},
		Lead: v.P.T("admin.staff.lead_"+string(q.State), locale.Str("n", count(v.P, list.All))), Filter: staffFilter(v, in, offices),
	}
	if v.Form == nil {
		s.Pager = older(pathStaff, v.Query, q.Before, list.Next)
	} else if list.Next != "" {
		s.Notices = []notice{{Title: v.P.T("admin.staff.more")}}
	}
	s.Sections = []section{
		{Links: []anchor{
			{Text: v.P.T("admin.invite.title"), Href: pathInvitations + "/new", Main: true},
			{Text: v.P.T("admin.invitations.title"), Href: pathInvitations},
		}},
		{Table: p.staffTable(v, list.Rows), Empty: v.P.T("admin.staff.nobody")},
	}
	return s.show(v), nil
}

//locale:uses admin.staff.lead_*
func staffFilter(v *page.Visit, in url.Values, offices []ui.Option) *filter {
	f := page.NewForm(v.P, in)
	states := []ui.Option{
		{Value: string(access.Active), Text: v.P.T("admin.state.active")}, {Value: string(access.Ended), Text: v.P.T("admin.state.ended")},
	}
	var roles []ui.Option
	for _, r := range access.Roles() {
		roles = append(roles, ui.Option{Value: string(r), Text: roleName(v.P, r)})
	}
	any := v.P.T("admin.any")
	out := &filter{Action: pathStaff, Post: true, Fields: []templ.Component{
		ui.InputField(v.P, f.Input("q", v.P.T("admin.staff.words"), "")),
		ui.SelectField(v.P, f.Select("role", v.P.T("admin.staff.role"), any, roles)),
		ui.SelectField(v.P, f.Select("office", v.P.T("admin.staff.office"), any, offices)),
		ui.SelectField(v.P, f.Select("state", v.P.T("admin.staff.state"), v.P.T("admin.state.active"), states[1:])),
	}}
	for _, name := range []string{"q", "role", "office", "state"} {
		if in.Get(name) != "" {
			out.Clear = pathStaff
		}
	}
	return out
}

func (p *Pages) staffTable(v *page.Visit, rows []access.Account) *ui.Table {
	t := &ui.Table{Caption: v.P.T("admin.staff.title"), Quiet: true, Head: []string{
		v.P.T("admin.staff.name"), v.P.T("admin.staff.roles"), v.P.T("admin.staff.office"), v.P.T("admin.staff.state"),
	}}
	for _, a := range rows {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: a.Name, Href: pathStaff + "/" + a.ID, Note: a.Email}, {Text: roleNames(v.P, a.Roles)}, {Text: p.officeName(v, a.Office)},
			stateCell(v, a),
		})
	}
	return t
}

// stateCell says whether somebody is here today.
func stateCell(v *page.Visit, a access.Account) ui.Cell {
	switch {
	case a.State == access.Ended:
		return ui.Cell{Text: v.P.T("admin.state.ended"), Chip: true, Tone: ui.Line, Note: page.Moment(v.P, a.EndedAt)}
	case a.Absent.On(v.Today):
		return ui.Cell{Text: v.P.T("admin.state.absent"), Chip: true, Tone: ui.Amber, Note: v.P.T("admin.until", locale.Str("date", day(v.P, a.Absent.Until)))}
	}
	return ui.Cell{Text: v.P.T("admin.state.active"), Chip: true, Tone: ui.Green}
}
