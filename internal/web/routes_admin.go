package web

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/web/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// adminRoutes are the pages of the administrators; none where there is no desk for them.
func adminRoutes(p *admin.Pages) []route {
	if p == nil {
		return nil
	}
	show := func(path string, may access.Permission, f admin.Page) route {
		return route{method: read, path: path, who: staff, may: may, page: func(ctx context.Context, v *page.Visit) (page.Reply, error) { return f(ctx, p, v) }}
	}
	// form is a page that asks: the same page takes the answers.
	form := func(path string, may access.Permission, f admin.Page) []route {
		shown := show(path, may, f)
		sent := shown
		sent.method = write
		return []route{shown, sent}
	}
	out := []route{
		show("/admin", access.RunOperations, admin.Overview),
		show("/admin/staff/{id}", access.ManageStaff, admin.Colleague),
		show("/admin/invitations", access.ManageStaff, admin.Invitations),
		show("/admin/offices", access.ManageOffices, admin.Offices),
		show("/admin/offices/{id}", access.ManageOffices, admin.Office),
		show("/admin/jobs", access.RunOperations, admin.Jobs),
		show("/admin/outbox", access.RunOperations, admin.Outbox),
		show("/admin/outbox/{id}", access.RunOperations, admin.Letter),
		show("/admin/settings", access.RunOperations, admin.Settings),
		show("/admin/law", access.RunOperations, admin.Law),
	}
	if p.Files != nil {
		out = append(out, show("/admin/files", access.RunOperations, admin.Files))
	}
	if p.Papers != nil {
		out = append(out, show("/admin/documents", access.IssueDocuments, admin.Papers), show("/admin/documents/{id}", access.IssueDocuments, admin.Paper),
			show("/admin/signing", access.RunOperations, admin.Signing))
		out = slices.Concat(out, form("/admin/documents/{id}/file", access.IssueDocuments, admin.PaperFile),
			form("/admin/documents/{id}/lost", access.IssueDocuments, admin.LostPaper), form("/admin/documents/{id}/revoke", access.RevokeDocuments, admin.RevokePaper))
	}
	for _, rows := range [][]route{
		form("/admin/staff", access.ManageStaff, admin.Staff),
		form("/admin/staff/{id}/roles", access.ManageStaff, admin.Roles),
		form("/admin/staff/{id}/account", access.ManageStaff, admin.Account),
		form("/admin/staff/{id}/absence", access.ManageStaff, admin.Absence),
		form("/admin/staff/{id}/sessions", access.ManageStaff, admin.Sessions),
		form("/admin/staff/{id}/end", access.ManageStaff, admin.End),
		form("/admin/invitations/new", access.ManageStaff, admin.Invite),
		form("/admin/invitations/{id}", access.ManageStaff, admin.Invitation),
		form("/admin/offices/new", access.ManageOffices, admin.OwnOffice),
		form("/admin/offices/{id}/part", access.ManageOffices, admin.Part),
		form("/admin/offices/{id}/services/{row}", access.ManageOffices, admin.Service),
		form("/admin/offices/{id}/desks/{row}", access.ManageOffices, admin.Counter),
		form("/admin/offices/{id}/hours/{row}", access.ManageOffices, admin.Hours),
		form("/admin/offices/{id}/closures/{row}", access.ManageOffices, admin.Closure),
		form("/admin/jobs/{id}", access.RunOperations, admin.Job),
		form("/admin/outbox/test", access.RunOperations, admin.TestMail),
		form("/admin/audit", access.SearchAudit, admin.Audit),
	} {
		out = append(out, rows...)
	}
	return out
}

// adminNavigation is the part of the navigation of staff that leads to these pages.
func adminNavigation(p *admin.Pages) []staffLink {
	links := []staffLink{
		{ui.NavItem{Path: "/admin", Key: "admin.home.title"}, access.RunOperations},
		{ui.NavItem{Path: "/admin/staff", Key: "admin.staff.title"}, access.ManageStaff},
		{ui.NavItem{Path: "/admin/offices", Key: "admin.offices.title"}, access.ManageOffices},
		{ui.NavItem{Path: "/admin/jobs", Key: "admin.jobs.title"}, access.RunOperations},
		{ui.NavItem{Path: "/admin/outbox", Key: "admin.outbox.title"}, access.RunOperations},
		{ui.NavItem{Path: "/admin/audit", Key: "admin.audit.title"}, access.SearchAudit},
	}
	if p.Papers != nil {
		links = append(links, staffLink{ui.NavItem{Path: "/admin/documents", Key: "admin.papers.title"}, access.IssueDocuments})
	}
	return links
}
