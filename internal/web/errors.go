package web

import (
	"net/http"
	"strings"

	"sejur/internal/locale"
	"sejur/internal/web/page"
)

// chooseLanguage leads from / to the start page in the language that the browser asks for.
func (s *server) chooseLanguage(w http.ResponseWriter, r *http.Request) {
	lang := locale.Negotiate(r.Header.Get("Accept-Language"))
	h := w.Header()
	h.Set("Vary", "Accept-Language")
	h.Set("Cache-Control", "no-store")
	h.Set("Location", "/"+string(lang))
	w.WriteHeader(http.StatusFound)
}

// lost answers every address that does not exist.
func (s *server) lost(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, http.StatusNotFound)
}

// fail shows the page of an error. Programs get one line: the API's own errors are the API's.
func (s *server) fail(w http.ResponseWriter, r *http.Request, status int) {
	path := r.URL.Path
	if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/assets/") || status == http.StatusMisdirectedRequest {
		http.Error(w, http.StatusText(status), status)
		return
	}
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "30")
	}
	x := exchangeOf(w)
	viewer, _ := s.visitor(x, r) // for the header of the page; an error was logged, and then it is nobody's
	lang := s.languageOf(r, viewer, w.Header())
	visit := s.visit(x, r, lang, "")
	if status == http.StatusServiceUnavailable {
		visit.Form = again(r)
	}
	reply := s.pages.Lost(visit, status)
	if reply.Posts {
		w.Header().Set("Referrer-Policy", "same-origin") // as of every page with a form that is posted
	}
	if err := s.send(w, r, reply, func() {}); err != nil {
		http.Error(w, http.StatusText(status), status)
	}
}

// languageOf is the language of the path or, if it has none, the choice of the viewer, or what the browser asks for.
func (s *server) languageOf(r *http.Request, viewer page.Viewer, h http.Header) locale.Lang {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if lang, ok := s.language(first); ok {
		return lang
	}
	if lang, ok := s.language(string(viewer.Lang)); ok {
		return lang
	}
	vary(h, "Accept-Language")
	return locale.Negotiate(r.Header.Get("Accept-Language"))
}
