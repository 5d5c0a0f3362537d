package web

import (
	"net/http"
	"net/netip"

	"sejur/internal/access"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Row is a row of a table that a test writes; For is "everybody", "applicants" or "staff".
type Row struct {
	Method, Path, For string
	May               access.Permission
	Page              page.Page
}

// HandlerOf is NewHandler with a table of the test's own; the navigation of staff links to /desk and, for administrators, to /admin.
func HandlerOf(cfg Config, rows []Row) (http.Handler, []Address, error) {
	s, err := newServer(cfg)
	if err != nil {
		return nil, nil, err
	}
	s.staffLinks = []staffLink{
		{ui.NavItem{Path: "/desk", Key: "ui.desk"}, access.WorkAtDesk},
		{ui.NavItem{Path: "/admin", Key: "ui.nav_offices"}, access.ManageStaff},
	}
	audiences := map[string]audience{"everybody": everybody, "applicants": applicants, "staff": staff}
	var table []route
	for _, r := range rows {
		table = append(table, route{method: r.Method, path: r.Path, who: audiences[r.For], may: r.May, page: r.Page})
	}
	h, err := s.handler(table, cfg.API)
	return h, addresses(table), err
}

// ClientOf is the network that a request comes from and its id, before a house with these proxies.
func ClientOf(trusted []netip.Prefix, r *http.Request) (client netip.Prefix, request string) {
	s := &server{proxies: trusted}
	x := s.exchange(nil, r)
	return x.client, x.request
}
