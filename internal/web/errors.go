package web

import (
	"net/http"
	"strings"

	"sejur/internal/locale"
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

// fail shows the page of an error, in the language of the path or, if it has none, of the browser. Programs get
// one line: the API's own errors are the API's.
func (s *server) fail(w http.ResponseWriter, r *http.Request, status int) {
	path := r.URL.Path
	if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/assets/") || status == http.StatusMisdirectedRequest {
		http.Error(w, http.StatusText(status), status)
		return
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	lang, ok := s.language(first)
	if !ok {
		lang = locale.Negotiate(r.Header.Get("Accept-Language"))
		w.Header().Add("Vary", "Accept-Language")
	}
	visit := s.visit(r, lang, "")
	if err := s.send(w, r, s.pages.Lost(visit, status), func() {}); err != nil {
		http.Error(w, http.StatusText(status), status)
	}
}
