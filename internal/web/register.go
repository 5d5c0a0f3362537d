package web

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"sejur/internal/access"
	"sejur/internal/locale"
)

// register gives the mux every address, each page once for each language: a pattern that begins with any word would
// stand against /assets and /api. Methods are checked by the doors and not by the mux, so that the answer to a wrong
// one is a page too. The error names a row of the table that is not whole.
func (s *server) register(mux *http.ServeMux, table []route, api http.Handler) error {
	mux.HandleFunc("/", s.lost)
	mux.HandleFunc("/{$}", s.read(s.chooseLanguage))
	mux.HandleFunc("/healthz", s.read(plain("ok\n", "no-store")))
	mux.HandleFunc("/readyz", s.read(s.serveReady))
	mux.HandleFunc("/robots.txt", s.read(plain(s.robots(), "public, max-age=86400")))
	mux.HandleFunc("/assets/{name}", s.read(s.assets.serve))
	mux.HandleFunc("/favicon.ico", s.read(s.assets.serveIcon))
	if api != nil {
		mux.Handle("/api/", s.programs(api))
	}
	if err := s.registerPublished(mux); err != nil {
		return err
	}
	doors, err := byAddress(table)
	if err != nil {
		return err
	}
	for _, rows := range doors {
		if rows[0].who == staff {
			mux.Handle(rows[0].path, door{server: s, rows: rows})
			continue
		}
		for _, lang := range s.languages() {
			pattern := "/" + string(lang) + rows[0].path
			s.labels[pattern] = "/{lang}" + rows[0].path
			mux.Handle(pattern, door{server: s, rows: rows, lang: lang})
			if slices.ContainsFunc(rows, func(row route) bool { return row.stream }) {
				s.streaming = append(s.streaming, pattern)
			}
			s.uploads[pattern] = slices.ContainsFunc(rows, func(row route) bool { return row.file })
		}
	}
	for _, lang := range s.languages() {
		pattern := "/" + string(lang) + "/{$}"
		s.labels[pattern] = "/{lang}/{$}"
		mux.HandleFunc(pattern, s.read(dropSlash))
	}
	return nil
}

// byAddress puts the rows of one address together, in the order of the table. A row must be whole and the only one for its method.
func byAddress(table []route) ([][]route, error) {
	var doors [][]route
	for _, row := range table {
		if fault := row.fault(); fault != "" {
			return nil, fmt.Errorf("route %s %q: %s", row.method, row.path, fault)
		}
		i := slices.IndexFunc(doors, func(rows []route) bool {
			return rows[0].path == row.path && (rows[0].who == staff) == (row.who == staff)
		})
		if i < 0 {
			doors = append(doors, []route{row})
			continue
		}
		for _, other := range doors[i] {
			if other.method == row.method || other.who != row.who {
				return nil, fmt.Errorf("route %s %q stands there twice", row.method, row.path)
			}
		}
		doors[i] = append(doors[i], row)
	}
	return doors, nil
}

// fault says what is wrong with a row, "" if nothing is.
func (r route) fault() string {
	switch {
	case r.method != http.MethodGet && r.method != http.MethodPost:
		return "the method is neither GET nor POST"
	case !slices.Contains(access.Permissions(), r.may):
		return "it does not say who may"
	case r.page == nil:
		return "it has no page"
	case r.who == staff && !ofStaff(r.path):
		return "the path is none of staff"
	case r.file && (r.method != http.MethodPost || r.who != applicants || strings.Contains(r.path, "{")):
		return "no file can be sent there"
	case r.stream && (r.method != http.MethodPost || r.who != applicants || r.file):
		return "nothing can be streamed there"
	}
	return ""
}

// ofStaff tells whether a path is one of the pages of staff, whose addresses have no language.
func ofStaff(path string) bool {
	for _, top := range []string{"/desk", "/admin", "/staff"} {
		if path == top || strings.HasPrefix(path, top+"/") {
			return true
		}
	}
	return false
}

// plain answers every request with the same text; cache says how long it may be kept.
func plain(text, cache string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", cache)
		_, _ = io.WriteString(w, text) // the reader has gone: nobody left to tell
	}
}

// read lets only GET and HEAD through.
func (s *server) read(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			s.fail(w, r, http.StatusMethodNotAllowed)
			return
		}
		next(w, r)
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
		for _, path := range []string{"/check", "/plan", "/checklist", "/share", "/search"} {
			b.WriteString("Disallow: /" + string(lang) + path + "\n")
		}
	}
	return b.String()
}

// languages are the languages that pages are served in.
func (s *server) languages() []locale.Lang {
	if s.pseudo {
		return append(locale.All(), locale.Pseudo)
	}
	return locale.All()
}

// language finds the language of a path.
func (s *server) language(name string) (locale.Lang, bool) {
	if slices.Contains(s.languages(), locale.Lang(name)) {
		return locale.Lang(name), true
	}
	return "", false
}
