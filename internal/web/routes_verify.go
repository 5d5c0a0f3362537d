package web

import (
	"fmt"
	"net/http"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/web/offline"
	"sejur/internal/web/page"
	"sejur/internal/web/public"
	"sejur/internal/web/ui"
	"sejur/internal/web/verify"
)

// verifyRoutes are the pages by which papers are checked; none where there is no desk for them. They look things up, so they are none of
// those for everybody.
func verifyRoutes(p *verify.Pages) []route {
	if p == nil {
		return nil
	}
	row := func(method, path string, f page.Page) route {
		return route{method: method, path: path, who: applicants, may: access.Public, page: f}
	}
	sent := row(write, verify.Path, p.Check)
	sent.file = true
	out := []route{row(read, verify.Path, p.Check), sent, row(read, verify.OfflinePath, p.Without)}
	if p.Offline.There() {
		saved := row(read, verify.SavePath, p.Saved)
		saved.costly = true // some megabytes are written and compressed
		out = append(out, saved)
	}
	return out
}

// verifyPages makes the pages of a desk.
func verifyPages(desk verify.Desk, law public.Guide, origin string, files *assets, now func() calendar.Date) (*verify.Pages, error) {
	p := verify.Pages{
		Desk: desk, Law: titles{law, now}, Origin: origin,
		Offline: verify.Offline{Camera: files.camera, Script: files.verifier, Start: files.start, Wasm: files.wasm},
	}
	if p.Offline.There() {
		style, err := ui.Sheet()
		if err != nil {
			return nil, fmt.Errorf("offline verifier: %w", err)
		}
		of := func(path string) asset { return files.files[path[len("/assets/"):]] }
		p.Offline.Save = &verify.Parts{
			Style: style, Camera: of(files.camera).plain, Script: of(files.verifier).plain, Start: of(files.start).plain, Wasm: of(files.wasm).zipped, Terms: files.terms,
		}
	}
	return verify.New(p), nil
}

// titles are how the law calls what papers are about.
type titles struct {
	law   public.Guide
	today func() calendar.Date
}

// Titles are the names of all procedures, by their ids.
func (t titles) Titles(lang locale.Lang) map[string]string {
	out := make(map[string]string)
	for _, p := range t.law.Procedures(lang, t.today()) {
		out[p.ID] = p.Title
	}
	return out
}

// Title is the name of a procedure.
func (t titles) Title(id string, lang locale.Lang) (string, bool) {
	p, ok := t.law.Procedure(id, lang, t.today())
	return p.Title, ok
}

// registerPublished gives the mux what is published for whoever checks papers, and the worker of the page without a network.
func (s *server) registerPublished(mux *http.ServeMux) error {
	if s.papers == nil {
		return nil
	}
	mux.HandleFunc(verify.CertificatesPath, s.read(s.serveCertificates))
	mux.HandleFunc(verify.RevocationsPath, s.read(s.serveRevocations))
	if !s.papers.Offline.There() {
		return nil
	}
	worker, err := offline.Worker()
	if err != nil {
		return fmt.Errorf("offline verifier: %w", err)
	}
	for _, lang := range s.languages() {
		pattern := "/" + string(lang) + verify.WorkerPath
		s.labels[pattern] = "/{lang}" + verify.WorkerPath
		mux.HandleFunc(pattern, s.read(func(w http.ResponseWriter, _ *http.Request) {
			h := w.Header()
			h.Set("Content-Type", "text/javascript; charset=utf-8")
			h.Set("Cache-Control", "no-cache")
			loosen(h, page.Reply{Wasm: true}) // it asks the house for the files of its page
			_, _ = w.Write(worker)            // the reader has gone: nobody left to tell
		}))
	}
	return nil
}

// serveCertificates sends the certificates of those who sign for the office.
func (s *server) serveCertificates(w http.ResponseWriter, r *http.Request) {
	s.publish(w, r, "application/x-pem-file", func(p verify.Published) []byte { return p.Certificates })
}

// serveRevocations sends the last list of what was revoked.
func (s *server) serveRevocations(w http.ResponseWriter, r *http.Request) {
	s.publish(w, r, "application/jose", func(p verify.Published) []byte { return []byte(p.List) })
}
