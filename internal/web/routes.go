package web

import (
	"context"
	"net/http"
	"slices"

	"sejur/internal/access"
	"sejur/internal/web/page"
	"sejur/internal/web/public"
	"sejur/internal/web/ui"
)

// The methods of a route.
const (
	read  = http.MethodGet  // with HEAD; changes nothing
	write = http.MethodPost // a form
)

// audience is whom a page is for. It decides the address, the frame and where to sign in.
type audience int

// The audiences.
const (
	everybody  audience = iota // under a language; computed from the law alone, nothing is looked up
	applicants                 // under a language
	staff                      // without a language: /desk, /admin, /staff
)

// route is one way to ask for one address. A row that does not say who may is refused at the start.
type route struct {
	method string
	path   string // after the language, of staff the whole path; {name} = a named part
	who    audience
	may    access.Permission
	page   page.Page
	costly bool // takes much longer than a page: has turns of its own
	stream bool // the body may be read as it comes: the page then reads it by Visit.Incoming
	file   bool // the form that is sent may hold a file: the page then reads it by Visit.Read
}

// table lists every page of the house, each beside who may open it.
func (s *server) table() []route {
	return slices.Concat(publicRoutes(s.pages), accountRoutes(s.accounts), personsRoutes(s.persons), documentRoutes(s.documents), uploadRoutes(s.sending), applicationRoutes(s.filing), verifyRoutes(s.papers), deskRoutes(s.desk), adminRoutes(s.admin), s.demoRoutes())
}

// Address is one row of the table as others see it.
type Address struct {
	Method string // GET (with HEAD) or POST
	Path   string // "/{lang}/check", "/desk"; other names in braces stand for parts
	Staff  bool   // one of the pages of staff
	May    access.Permission
}

// Addresses lists every page that a handler of this configuration has. The error is NewHandler's.
func Addresses(cfg Config) ([]Address, error) {
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	return addresses(s.table()), nil
}

func addresses(table []route) []Address {
	out := make([]Address, len(table))
	for i, row := range table {
		out[i] = Address{Method: row.method, Path: row.path, Staff: row.who == staff, May: row.may}
		if row.who != staff {
			out[i].Path = "/{lang}" + row.path
		}
	}
	return out
}

// publicRoutes are the pages that need no account.
func publicRoutes(p *public.Pages) []route {
	show := func(path string, f public.Page) route {
		return route{method: read, path: path, who: everybody, may: access.Public, page: func(_ context.Context, v *page.Visit) (page.Reply, error) { return f(p, v) }}
	}
	draw := func(path string, f public.Page) route {
		row := show(path, f)
		row.costly = true
		return row
	}
	var drawn []route
	if p.Draw != nil {
		drawn = []route{draw("/plan.pdf", public.PlanPDF), draw("/checklist.pdf", public.ChecklistPDF)}
	}
	return append(drawn,
		show("", public.Start),
		show("/check", public.Check),
		show("/plan", public.Plan),
		show("/plan.ics", public.PlanICS),
		show("/share", public.Share),
		show("/procedures", public.Procedures),
		show("/procedures/{id}", public.ProcedurePage),
		show("/changes", public.Changes),
		show("/documents", public.Documents),
		show("/documents/{id}", public.DocumentPage),
		show("/search", public.SearchPage),
		show("/open-data", public.OpenData),
		show("/offices", public.Offices),
		show("/offices/{id}", public.OfficePage),
		show("/tools", public.Tools),
		show("/tools/90-180", public.ShortStay),
		show("/tools/continuous-stay", public.ContinuousStay),
		show("/tools/deadline", public.Deadline),
		show("/privacy", public.Privacy),
		show("/about", public.About),
	)
}

// navigation is the main navigation, in order.
func navigation() []ui.NavItem {
	return []ui.NavItem{
		{Path: "/check", Key: "ui.nav_check"},
		{Path: "/procedures", Key: "ui.nav_procedures"},
		{Path: "/tools", Key: "ui.nav_tools"},
		{Path: "/offices", Key: "ui.nav_offices"},
		{Path: "/search", Key: "ui.nav_search"},
	}
}

// staffNavigation is the navigation of the pages of staff, in order, each beside who may open it.
func (s *server) staffNavigation() []staffLink {
	var links []staffLink
	if s.accounts != nil {
		links = append(links, accountNavigation()...)
	}
	if s.desk != nil {
		links = append(links, deskNavigation()...)
	}
	if s.admin != nil {
		links = append(links, adminNavigation(s.admin)...)
	}
	return links
}

// footLinks stand at the foot of every page.
func footLinks() []ui.NavItem {
	return []ui.NavItem{
		{Path: "/about", Key: "ui.foot_law"},
		{Path: "/changes", Key: "ui.foot_changes"},
		{Path: "/open-data", Key: "ui.foot_data"},
		{Path: "/privacy", Key: "ui.foot_privacy"},
	}
}
