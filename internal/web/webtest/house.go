package webtest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/keys"
	"sejur/internal/locale"
	"sejur/internal/mail"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/admin"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/office/issuing"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web"
	"sejur/internal/web/page"
)

// House is the public face with accounts, on a store of its own.
type House struct {
	*Site
	Store    *store.Store
	Accounts *account.Desk
	Persons  *account.Persons // nil unless the house is whole
	Admin    *admin.Desk      // nil unless the house is whole
	Issuing  *issuing.Desk    // nil unless the house is whole
	Filing   *filing.Desk     // nil unless the house is whole
	Uploads  *filing.Uploads  // nil unless the house is whole
	Config   web.Config

	keys  office.Marker
	mu    sync.Mutex
	clock time.Time
}

// OpenHouse opens a house. change may change its configuration before the handler is made, and that of its desk.
func OpenHouse(t testing.TB, change func(*web.Config, *account.Config)) *House {
	t.Helper()
	ring := storetest.Keys(t)
	h := newHouse(t, ring, storetest.Open(t, store.Config{Database: filepath.Join(t.TempDir(), "sejur.db"), Keys: ring}))
	return h.open(t, change)
}

// OpenWhole opens a house with all of its desks, on a store of the test's own: two of them on one store are two nodes. change may change
// the configuration before the handler is made, what is written to its log too.
func OpenWhole(t testing.TB, ring *keys.Ring, s *store.Store, change func(*web.Config)) *House {
	t.Helper()
	return OpenOn(t, ring, s, filingtest.Parts{}, change)
}

// OpenOn is OpenWhole whose receipt of files stands on parts of the test's own.
func OpenOn(t testing.TB, ring *keys.Ring, s *store.Store, parts filingtest.Parts, change func(*web.Config)) *House {
	t.Helper()
	h := newHouse(t, ring, s)
	if change == nil {
		change = func(*web.Config) {}
	}
	return h.open(t, func(c *web.Config, desk *account.Config) {
		change(c)
		desk.House.Log = c.Log
		h.Persons = account.NewPersons(account.PersonsConfig{
			House: desk.House, Store: store.Desk(s, func(tx *store.Tx) account.PersonsTx { return tx }), Title: func(string) bool { return true },
		})
		h.Admin = admin.New(admin.Config{
			House: desk.House, Store: store.Desk(s, func(tx *store.Tx) admin.Tx { return tx }), Law: h.Law, ParseAddress: mail.ParseAddress, FoldAddress: mail.Fold,
		})
		h.Issuing = issuingtest.Open(t, ring, s, h.Now, Origin)
		var err error
		h.Filing, err = filing.New(filing.Config{
			House: desk.House, Store: store.Desk(s, func(tx *store.Tx) filing.Tx { return tx }), Law: h.Law, Specimen: true,
			Address: mail.ParseAddress, ReadsZones: parts.Zones != nil,
		})
		if err != nil {
			t.Fatal(err)
		}
		h.Uploads = filingtest.Open(t, desk.House, s, h.Filing, parts)
		c.Persons, c.Admin, c.Issuing, c.Filing, c.Uploads = h.Persons, h.Admin, h.Issuing, h.Filing, h.Uploads
	})
}

func newHouse(t testing.TB, ring *keys.Ring, s *store.Store) *House {
	t.Helper()
	return &House{Site: Open(t), Store: s, clock: Now(), keys: ring}
}

// open opens the desks of the house and makes its handler.
func (h *House) open(t testing.TB, change func(*web.Config, *account.Config)) *House {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	desk := account.Config{
		House: office.House{Now: h.Now, Mark: h.keys, Log: log}, Store: store.Desk(h.Store, func(tx *store.Tx) account.Tx { return tx }),
		Origin: Origin, Site: "Sejur", Address: mail.ParseAddress, Fold: mail.Fold,
	}
	h.Config = web.Config{
		Law: h.Law, Catalogue: h.Catalogue, Origin: Origin, Mark: h.keys, Now: h.Now, Pseudo: true, Log: log,
	}
	if change != nil {
		change(&h.Config, &desk)
	}
	var err error
	h.Accounts, err = account.New(desk)
	if err != nil {
		t.Fatal(err)
	}
	h.Config.Accounts = h.Accounts
	handler, err := web.NewHandler(h.Config)
	if err != nil {
		t.Fatal(err)
	}
	h.Site = &Site{Handler: handler, Law: h.Law, Catalogue: h.Catalogue}
	return h
}

// Look looks into every file that was sent and waits for it.
func (h *House) Look(t testing.TB) {
	t.Helper()
	filingtest.Check(t, h.Store, office.House{Now: h.Now}, h.Uploads)
}

// Mark is a keyed hash as the house makes it.
func (h *House) Mark(kind, value string) string { return h.keys.Mark(kind, value) }

// Now is the clock of the house.
func (h *House) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.clock
}

// Pass lets time go by.
func (h *House) Pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock = h.clock.Add(d)
}

// Settle stores an account for each of the people who are somebody, under the id that they act with.
func (h *House) Settle(t testing.TB, people People) {
	t.Helper()
	for name, who := range people {
		if !who.Actor.SignedIn() {
			continue
		}
		a := access.Account{
			ID: who.Actor.ID, Kind: who.Actor.Kind, Email: name + "@example.org", Name: who.Name, Lang: locale.EN, Roles: who.Actor.Roles,
			State: access.Active, CreatedAt: h.Now(), Version: 1,
		}
		err := h.Store.Change(context.WithoutCancel(t.Context()), func(ctx context.Context, tx *store.Tx) error {
			return tx.Accounts().Add(ctx, a, a.Email, "test")
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Code is the code of the last letter to an address.
func (h *House) Code(t testing.TB, to string) string {
	t.Helper()
	code := ""
	err := h.Store.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		letters, err := tx.Outbox().List(ctx, office.LetterWaiting, "", 100)
		if err != nil {
			return err
		}
		for _, l := range letters { // the latest first
			whole, err := tx.Outbox().Find(ctx, l.ID)
			if err != nil {
				return err
			}
			if l.To == to && code == "" {
				code = whole.Args["code"]
			}
		}
		return nil
	})
	if err != nil || code == "" {
		t.Fatalf("no code for %s: %v", to, err)
	}
	return code
}

// Letters counts the letters of a template that wait.
func (h *House) Letters(t testing.TB, template string) (n int) {
	t.Helper()
	err := h.Store.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Outbox().List(ctx, office.LetterWaiting, "", 100)
		for _, l := range all {
			if l.Template == template {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Person is somebody before their browser: it keeps cookies, and goes where it is sent.
type Person struct {
	House *House
	Agent string
	// Language is what the browser asks for, "" if nothing.
	Language string
	cookies  map[string]string
}

// Person opens a browser that nobody knows.
func (h *House) Person() *Person {
	return &Person{House: h, Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", cookies: make(map[string]string)}
}

// Cookie is a cookie that the browser keeps.
func (p *Person) Cookie(name string) string { return p.cookies[name] }

// Plant puts a cookie into the browser.
func (p *Person) Plant(name, value string) { p.cookies[name] = value }

// Get opens an address.
func (p *Person) Get(t testing.TB, target string) *httptest.ResponseRecorder {
	t.Helper()
	return p.send(t, http.MethodGet, target, nil)
}

// Post sends a form.
func (p *Person) Post(t testing.TB, target string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	return p.send(t, http.MethodPost, target, form)
}

func (p *Person) send(t testing.TB, method, target string, form url.Values) *httptest.ResponseRecorder {
	return p.Send(t, method, target, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// Send sends a body of some kind.
func (p *Person) Send(t testing.TB, method, target, kind string, body io.Reader) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, body)
	r.Header.Set("User-Agent", p.Agent)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if p.Language != "" {
		r.Header.Set("Accept-Language", p.Language)
	}
	for name, value := range p.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value}) //nolint:gosec // a request's cookie has no flags
	}
	got := p.House.Do(r)
	for _, c := range got.Result().Cookies() {
		if c.MaxAge < 0 || c.Value == "" {
			delete(p.cookies, c.Name)
			continue
		}
		p.cookies[c.Name] = c.Value
	}
	return got
}

// SignIn signs in by a code.
func (p *Person) SignIn(t testing.TB, email string) {
	t.Helper()
	p.Post(t, "/en"+page.SignIn, url.Values{"email": {email}})
	got := p.Post(t, "/en"+page.SignIn+"/code", url.Values{"code": {p.House.Code(t, email)}})
	if got.Code != http.StatusSeeOther || p.Cookie("session") == "" {
		t.Fatalf("signing in: %d to %q", got.Code, got.Header().Get("Location"))
	}
}
