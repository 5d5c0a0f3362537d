// Package web is the house's public face over HTTP: addresses, security headers, compression, assets, the log of requests,
// and the pages that say that something went wrong. What a page says is the business of package public; how it looks of package ui.
package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/web/public"
	"sejur/internal/web/ui"
)

// Config is what the public face needs.
type Config struct {
	Law       public.Guide
	Catalogue *locale.Catalogue
	Origin    string           // scheme://host[:port], the only source of absolute links and of the allowed Host
	Now       func() time.Time // nil = time.Now
	Log       *slog.Logger     // nil = slog.Default()
	API       http.Handler     // what answers /api/; nil = not there
	Pseudo    bool             // also serve the mirrored pseudo-language under /xx, for tests
}

// server is the state of the handler; it never changes after NewHandler.
type server struct {
	pages     *public.Pages
	catalogue *locale.Catalogue
	origin    *url.URL
	now       func() time.Time
	log       *slog.Logger
	pseudo    bool
	assets    *assets
	render    render
	turns     turns
}

// NewHandler makes the handler of every address of the public face. The error says what is wrong with the
// configuration.
func NewHandler(cfg Config) (http.Handler, error) {
	origin, err := parseOrigin(cfg.Origin)
	if err != nil {
		return nil, err
	}
	files, err := newAssets()
	if err != nil {
		return nil, err
	}
	s := &server{
		catalogue: cfg.Catalogue, origin: origin, now: cfg.Now, log: cfg.Log, pseudo: cfg.Pseudo, assets: files, turns: newTurns(),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	s.pages = &public.Pages{
		Law: cfg.Law, Origin: origin.Scheme + "://" + origin.Host,
		Site: &ui.Site{
			Style: files.style, Script: files.script, Icon: files.icon,
			Nav: navigation(), Foot: footLinks(),
		},
	}
	mux := http.NewServeMux()
	s.register(mux, cfg.API)
	return s.logged(s.guard(mux)), nil
}

func parseOrigin(origin string) (*url.URL, error) {
	u, err := url.Parse(origin)
	if err != nil {
		return nil, fmt.Errorf("origin %q: %w", origin, err)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || (u.Path != "" && u.Path != "/") || u.RawQuery != "" {
		return nil, fmt.Errorf("origin %q: want http(s)://host[:port] and nothing else", origin)
	}
	return u, nil
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

// visit makes the visit of a request; path is what follows the language.
func (s *server) visit(r *http.Request, lang locale.Lang, path string) *public.Visit {
	now := s.now()
	return &public.Visit{
		P: s.catalogue.For(lang), Path: path, Query: r.URL.Query(),
		Now: now, Today: calendar.Today(now), Part: r.PathValue,
	}
}
