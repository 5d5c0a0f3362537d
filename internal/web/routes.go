package web

import (
	"io"
	"net/http"
	"strings"

	"sejur/internal/web/public"
	"sejur/internal/web/ui"
)

// route is one address under a language and its page.
type route struct {
	path string // after the language; {name} = a named part
	page public.Page
}

// routes lists every page under /{lang}. All are read with GET or HEAD.
func routes() []route {
	return []route{
		{"", public.Start},
		{"/check", public.Check},
		{"/plan", public.Plan},
		{"/plan.ics", public.PlanICS},
		{"/share", public.Share},
		{"/procedures", public.Procedures},
		{"/procedures/{id}", public.ProcedurePage},
		{"/changes", public.Changes},
		{"/documents", public.Documents},
		{"/documents/{id}", public.DocumentPage},
		{"/search", public.SearchPage},
		{"/open-data", public.OpenData},
		{"/offices", public.Offices},
		{"/offices/{id}", public.OfficePage},
		{"/tools", public.Tools},
		{"/tools/90-180", public.ShortStay},
		{"/tools/continuous-stay", public.ContinuousStay},
		{"/tools/deadline", public.Deadline},
		{"/privacy", public.Privacy},
		{"/about", public.About},
	}
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

// footLinks stand at the foot of every page.
func footLinks() []ui.NavItem {
	return []ui.NavItem{
		{Path: "/about", Key: "ui.foot_law"},
		{Path: "/changes", Key: "ui.foot_changes"},
		{Path: "/open-data", Key: "ui.foot_data"},
		{Path: "/privacy", Key: "ui.foot_privacy"},
	}
}

// register gives the mux every address, each page once for each language: a pattern that begins with any word would
// stand against /assets and /api. Methods are checked here and not by the mux, so that the answer to a wrong
// one is a page too.
func (s *server) register(mux *http.ServeMux, api http.Handler) {
	mux.HandleFunc("/", s.lost)
	mux.HandleFunc("/{$}", s.read(s.chooseLanguage))
	mux.HandleFunc("/healthz", s.read(plain("ok\n", "no-store")))
	mux.HandleFunc("/readyz", s.read(plain("ready\n", "no-store"))) // the law is loaded before the first request
	mux.HandleFunc("/robots.txt", s.read(plain(s.robots(), "public, max-age=86400")))
	mux.HandleFunc("/assets/{name}", s.read(s.assets.serve))
	mux.HandleFunc("/favicon.ico", s.read(s.assets.serveIcon))
	if api != nil {
		mux.Handle("/api/", api)
	}
	for _, lang := range s.languages() {
		for _, r := range routes() {
			mux.HandleFunc("/"+string(lang)+r.path, s.read(s.show(lang, r.page)))
		}
		mux.HandleFunc("/"+string(lang)+"/{$}", s.read(dropSlash))
	}
}

// plain answers every request with the same text; cache says how long it may be kept.
func plain(text, cache string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", cache)
		_, _ = io.WriteString(w, text) // the reader has gone: nobody left to tell
	}
}

// isProbe tells whether a path is one by which a balancer asks after the service. It asks by the machine's address, not by
// the name that people use.
func isProbe(path string) bool { return path == "/healthz" || path == "/readyz" }

// robots asks crawlers (RFC 9309) to leave out the pages that are made of somebody's answers.
func (s *server) robots() string {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, lang := range s.languages() {
		for _, path := range []string{"/check", "/plan", "/share", "/search"} {
			b.WriteString("Disallow: /" + string(lang) + path + "\n")
		}
	}
	return b.String()
}
