// Package web is the house's public face over HTTP: addresses, security headers, compression, assets, the log of requests,
// and the pages that say that something went wrong. What a page says is the business of package public; how it looks of package ui.
package web

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/office"
	accountdesk "sejur/internal/office/account"
	admindesk "sejur/internal/office/admin"
	"sejur/internal/office/casework"
	"sejur/internal/office/filing"
	"sejur/internal/office/issuing"
	"sejur/internal/web/account"
	"sejur/internal/web/admin"
	"sejur/internal/web/applicant"
	"sejur/internal/web/desk"
	"sejur/internal/web/page"
	"sejur/internal/web/public"
	"sejur/internal/web/ui"
	"sejur/internal/web/verify"
)

// Config is what the public face needs.
type Config struct {
	Law       public.Guide
	Catalogue *locale.Catalogue
	Origin    string                                 // scheme://host[:port], the only source of absolute links, of the allowed Host and of cookies' flags
	Proxies   []netip.Prefix                         // whose word about who asks is believed
	Accounts  *accountdesk.Desk                      // nil = nobody can sign in
	Visitors  Visitors                               // who makes a request; nil = whom Accounts knows by their session
	Persons   *accountdesk.Persons                   // nil = there are no pages of the persons whom an account keeps
	Admin     *admindesk.Desk                        // nil = there are no pages of administrators
	Issuing   *issuing.Desk                          // nil = there are no pages of documents
	Filing    *filing.Desk                           // nil = there are no pages of applications; needs Persons
	Uploads   *filing.Uploads                        // nil = nothing can be sent for an application
	Casework  *casework.Desk                         // nil = there are no pages of the first desk
	Papers    verify.Desk                            // by which papers are checked; nil = there are no pages for it
	Mark      office.Marker                          // binds a form to whom it was shown; needed where there are forms behind a door
	Ready     func(ctx context.Context) []Dependency // what the service depends on; nil = on nothing
	Metrics   prometheus.Registerer                  // nil = nothing is measured
	Draw      func(document.Sheet) ([]byte, error)   // makes a PDF of a sheet; nil = no page offers one
	Patience  time.Duration                          // how long a request may take; 0 = DefaultPatience
	Pace      Pace                                   // of whoever sends files; its zero value is UsualPace
	Now       func() time.Time                       // nil = time.Now
	Log       *slog.Logger                           // nil = slog.Default()
	API       http.Handler                           // what answers /api/; nil = not there
	Demo      bool                                   // nothing here is real, and every page says so
	Cast      Cast                                   // the people of a demo
	Pseudo    bool                                   // also serve the mirrored pseudo-language under /xx, for tests
}

// DefaultPatience is how long a request may take before whoever sent it is told to come back: less than a connection is kept for the answer.
const DefaultPatience = 20 * time.Second

// server is the state of the handler; it never changes after newHandler.
type server struct {
	pages      *public.Pages
	admin      *admin.Pages   // nil = there are none
	desk       *desk.Pages    // nil = there are none
	accounts   *account.Pages // nil = nobody can sign in
	papers     *verify.Pages  // nil = no papers are checked here
	site       *ui.Site
	catalogue  *locale.Catalogue
	origin     *url.URL
	proxies    proxies
	visitors   Visitors
	persons    *applicant.Persons
	documents  *applicant.Papers
	filing     *applicant.Applications
	sending    *applicant.Uploads
	cast       Cast
	cookies    page.Cookies
	ready      func(ctx context.Context) []Dependency
	metrics    metrics
	labels     map[string]string // of routes, for the metrics
	staffLinks []staffLink
	patience   time.Duration
	pace       Pace
	now        func() time.Time
	log        *slog.Logger
	pseudo     bool
	assets     *assets
	render     render
	turns      turns
	drawing    turns
	uploads    map[string]bool // addresses to which a file may be sent
	held       held
	streaming  []string // patterns of addresses whose bodies are read as they come
	flowing    flowing

	crossOrigin *http.CrossOriginProtection
}

// NewHandler makes the handler of every address of the public face. The error says what is wrong with the
// configuration.
func NewHandler(cfg Config) (http.Handler, error) {
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	return s.handler(s.table(), cfg.API)
}

// handler puts the table behind what stands before every address.
func (s *server) handler(table []route, api http.Handler) (http.Handler, error) {
	mux := http.NewServeMux()
	err := s.register(mux, table, api)
	if err != nil {
		return nil, err
	}
	return s.logged(s.guard(mux)), nil
}

func newServer(cfg Config) (*server, error) {
	origin, err := parseOrigin(cfg.Origin)
	if err != nil {
		return nil, err
	}
	files, err := newAssets()
	if err != nil {
		return nil, err
	}
	measured, err := newMetrics(cfg.Metrics)
	if err != nil {
		return nil, err
	}
	cookies := page.Cookies{Secure: origin.Scheme == "https"}
	if cfg.Visitors == nil && cfg.Accounts != nil {
		cfg.Visitors = account.Visitors{Desk: cfg.Accounts, Cookies: cookies}
	}
	if cfg.Pace == (Pace{}) {
		cfg.Pace = UsualPace()
	}
	s := &server{
		pace: cfg.Pace, catalogue: cfg.Catalogue, origin: origin, proxies: cfg.Proxies, visitors: cfg.Visitors, cast: cfg.Cast, ready: cfg.Ready, metrics: measured,
		labels: make(map[string]string), uploads: make(map[string]bool), patience: cmp.Or(cfg.Patience, DefaultPatience), now: cfg.Now, log: cfg.Log, pseudo: cfg.Pseudo, assets: files, turns: newTurns(), drawing: drawingTurns(),
		crossOrigin: http.NewCrossOriginProtection(), cookies: cookies,
		pages: &public.Pages{Law: cfg.Law, Origin: origin.Scheme + "://" + origin.Host, Draw: cfg.Draw},
		site: &ui.Site{
			Style: files.style, Script: files.script, Icon: files.icon, Nav: navigation(), Foot: footLinks(),
			Accounts: cfg.Visitors != nil, Demo: cfg.Demo,
		},
	}
	if cfg.Persons != nil {
		s.persons = &applicant.Persons{Desk: cfg.Persons, Tokens: page.Tokens{Mark: cfg.Mark}, Law: cfg.Law}
	}
	if cfg.Issuing != nil {
		s.documents = &applicant.Papers{Desk: cfg.Issuing}
	}
	if cfg.Uploads != nil {
		s.sending = &applicant.Uploads{Desk: cfg.Uploads, Tokens: page.Tokens{Mark: cfg.Mark}}
	}
	if cfg.Filing != nil && cfg.Persons != nil {
		s.filing = &applicant.Applications{
			Desk: cfg.Filing, Persons: cfg.Persons, Tokens: page.Tokens{Mark: cfg.Mark}, Law: cfg.Law, Words: cfg.Catalogue.For, Draw: cfg.Draw,
		}
		s.pages.Keep = page.Keep
	}
	if cfg.Accounts != nil {
		s.accounts = &account.Pages{Desk: cfg.Accounts, Tokens: page.Tokens{Mark: cfg.Mark}, Origin: s.pages.Origin, Persons: cfg.Persons != nil, Documents: cfg.Issuing != nil, Applications: s.filing != nil}
	}
	if cfg.Casework != nil {
		s.desk = &desk.Pages{Desk: cfg.Casework, Tokens: page.Tokens{Mark: cfg.Mark}, Catalogue: cfg.Catalogue, Draw: cfg.Draw}
	}
	if cfg.Admin != nil {
		s.admin = &admin.Pages{Desk: cfg.Admin, Papers: cfg.Issuing, Files: cfg.Uploads, Law: cfg.Admin.Law(), Tokens: page.Tokens{Mark: cfg.Mark}, Origin: s.pages.Origin}
	}
	s.staffLinks = s.staffNavigation()
	if s.now == nil {
		s.now = time.Now
	}
	if cfg.Papers != nil {
		s.papers, err = verifyPages(cfg.Papers, cfg.Law, s.pages.Origin, files, func() calendar.Date { return calendar.Today(s.now()) })
		if err != nil {
			return nil, err
		}
		s.pages.Papers = true
		s.site.Foot = append([]ui.NavItem{{Path: verify.Path, Key: "verify.title"}}, s.site.Foot...)
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	return s, nil
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

// visit makes the visit of a request; path is what follows the language.
func (s *server) visit(x *exchange, r *http.Request, lang locale.Lang, path string) *page.Visit {
	now := s.now()
	return &page.Visit{
		P: s.catalogue.For(lang), Site: s.site, Path: path, Query: r.URL.Query(),
		Now: now, Today: calendar.Today(now), Part: r.PathValue,
		Cookie: func(name string) string { return s.cookies.Value(r, name) },
		Viewer: x.viewer, Request: x.request, Client: x.client, Agent: r.UserAgent(),
	}
}

// staffLink is a link of the navigation of staff and who may open it.
type staffLink struct {
	ui.NavItem
	may access.Permission
}

// staffFrame is the frame of a page of staff: it links to what the viewer may open.
func (s *server) staffFrame(viewer page.Viewer) *ui.Staff {
	frame := &ui.Staff{}
	for _, link := range s.staffLinks {
		if access.May(viewer.Actor, link.may) {
			frame.Nav = append(frame.Nav, link.NavItem)
		}
	}
	if viewer.Actor.SignedIn() {
		frame.Language = page.StaffLanguage
	}
	return frame
}
