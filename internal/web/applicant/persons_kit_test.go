package applicant_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web"
	"sejur/internal/web/applicant"
	"sejur/internal/web/page"
	"sejur/internal/web/webtest"
)

// counter is the pages of persons on a real store, with two people signed in: "mine" and "his".
type counter struct {
	t      *testing.T
	site   *webtest.Site
	cfg    web.Config
	people webtest.People
	desk   *account.Persons
	filing *filing.Desk
	store  *store.Store
	db     string
	down   *atomic.Bool // the store does not answer
	log    *safeLog
}

// flaky is a store that a test can take away.
type flaky struct {
	office.Store[account.PersonsTx]
	down *atomic.Bool
}

func (f flaky) Read(ctx context.Context, fn func(context.Context, account.PersonsTx) error) error {
	if f.down.Load() {
		return fault.New(fault.Unavailable, "unavailable")
	}
	return f.Store.Read(ctx, fn)
}

// safeLog is a log that requests at once may write to.
type safeLog struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *safeLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *safeLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func open(t *testing.T) *counter {
	t.Helper()
	database := filepath.Join(t.TempDir(), "sejur.db")
	ring, public := storetest.Keys(t), webtest.Open(t)
	c := &counter{t: t, down: new(atomic.Bool), log: &safeLog{}, people: webtest.Everybody()}
	s := storetest.Open(t, store.Config{Database: database, Keys: ring})
	c.people["applicant"] = applicantOf(t, database)
	c.people["his"] = applicantOf(t, database)
	log := slog.New(slog.NewTextHandler(c.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c.desk = account.NewPersons(account.PersonsConfig{
		House: office.House{Now: webtest.Now, Mark: ring, Log: log}, Title: func(id string) bool { return id == "residence-permit" },
		Store: flaky{store.Desk(s, func(tx *store.Tx) account.PersonsTx { return tx }), c.down},
	})
	c.store, c.db = s, database
	var err error
	c.filing, err = filing.New(filing.Config{
		House: office.House{Now: webtest.Now, Mark: ring, Log: log}, Store: store.Desk(s, func(tx *store.Tx) filing.Tx { return tx }), Law: public.Law, Specimen: true,
		ReadsZones: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	c.cfg = web.Config{
		Law: public.Law, Catalogue: public.Catalogue, Origin: webtest.Origin, Now: webtest.Now, Visitors: c.people, Pseudo: true, Log: log,
		Persons: c.desk, Filing: c.filing, Draw: webtest.Draw, Mark: ring,
	}
	handler, err := web.NewHandler(c.cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.site = &webtest.Site{Handler: handler, Law: public.Law, Catalogue: public.Catalogue}
	return c
}

func applicantOf(t *testing.T, database string) page.Viewer {
	t.Helper()
	return page.Viewer{Actor: access.Actor{Kind: access.Applicant, ID: storetest.Account(t, database), Session: "s"}}
}

func (c *counter) mine() access.Actor { return c.people["applicant"].Actor }

// amina is somebody made up, whom the applicant keeps as themselves, with one of everything in the file.
type amina struct {
	id                          person.ID
	paper, address, stay, title string
}

const (
	aminaCNP      = "8850517120340"
	aminaPassport = "N 012-345"
	aminaPermit   = "X 7654321"
)

func (c *counter) amina() amina {
	c.t.Helper()
	today := calendar.Today(webtest.Now())
	id, err := c.desk.AddPerson(c.t.Context(), c.mine(), account.Asked{}, account.AddPerson{Relation: person.Self, Person: person.Person{
		Names: person.Names{Surname: "Al-Sayed", Given: "Amina"}, BirthDate: calendar.On(1985, time.May, 17), BirthPlace: "Aleppo",
		BirthCountry: "SY", Sex: person.Female, Nationality: "SY", CNP: aminaCNP,
	}})
	if err != nil {
		c.t.Fatal(err)
	}
	return amina{
		id: id,
		paper: put(c, c.desk.Papers, id, person.Paper{
			Kind: person.Passport, Number: aminaPassport, Issuer: "SY", Issued: today.AddYears(-6), Expires: today.AddYears(4)}),
		address: put(c, c.desk.Addresses, id, person.Address{
			Country: "RO", County: "CJ", Locality: "Cluj-Napoca", Street: "Strada Lungă", Number: "7 bis", From: today.AddDays(-90)}),
		stay:  put(c, c.desk.Stays, id, person.Stay{Entry: today.AddDays(-90)}),
		title: put(c, c.desk.Titles, id, person.Title{Kind: "residence-permit", Number: aminaPermit, From: today, Until: today.AddYears(1)}),
	}
}

// put puts something into a file.
func put[T any](c *counter, s *account.Shelf[T], id person.ID, value T) string {
	c.t.Helper()
	item, err := s.Add(c.t.Context(), c.mine(), account.Asked{}, account.AddItem[T]{Person: id, Value: value})
	if err != nil {
		c.t.Fatal(err)
	}
	return item
}

// at is the path of a page about somebody, after the language.
func at(id person.ID, below ...string) string {
	return strings.Join(append([]string{applicant.PersonsPath, string(id)}, below...), "/")
}

// forms are the pages with a form, as they are for somebody.
func (a amina) forms() []string {
	out := []string{applicant.PersonsPath + "/new", at(a.id, "remove"), at(a.id, "papers", a.paper, "replace")}
	for _, part := range []string{"names", "birth", "nationality", "cnp", "relation"} {
		out = append(out, at(a.id, "change", part))
	}
	for list, item := range map[string]string{"papers": a.paper, "addresses": a.address, "stays": a.stay, "titles": a.title} {
		out = append(out, at(a.id, list, "new"), at(a.id, list, item), at(a.id, list, item, "remove"))
	}
	return out
}

// ask sends a request as somebody's browser does, to a path after the language.
func (c *counter) ask(who, method string, lang locale.Lang, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(c.t.Context(), method, "/"+string(lang)+path, strings.NewReader(form.Encode()))
	r.Header.Set("Cookie", "session="+who)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return c.site.Do(r)
}

// get opens a page in English.
func (c *counter) get(path string) *httptest.ResponseRecorder {
	return c.ask("applicant", http.MethodGet, locale.EN, path, nil)
}

// send opens the page of a form, fills it in as told and sends it with what else stands in it.
func (c *counter) send(path string, typed url.Values) *httptest.ResponseRecorder {
	c.t.Helper()
	return c.post(path, c.filled(path, typed))
}

// filled is a form as it would be sent after somebody has typed into it.
func (c *counter) filled(path string, typed url.Values) url.Values {
	c.t.Helper()
	got := c.get(path)
	if got.Code != http.StatusOK {
		c.t.Fatalf("%s: %d", path, got.Code)
	}
	form := inputs(c.t, got.Body.String())
	for name, value := range typed {
		form[name] = value
	}
	return form
}

func (c *counter) post(path string, form url.Values) *httptest.ResponseRecorder {
	return c.ask("applicant", http.MethodPost, locale.EN, path, form)
}

// inputs are the values that a page's own form would send.
func inputs(t *testing.T, body string) url.Values {
	t.Helper()
	all, err := webtest.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	out := url.Values{}
	for _, e := range all {
		if !e.Inside("main") {
			continue
		}
		_, checked := e.Attr["checked"]
		switch {
		case e.Name == "input" && (e.Attr["type"] == "radio" || e.Attr["type"] == "checkbox") && !checked:
		case e.Name == "input":
			out.Set(e.Attr["name"], e.Attr["value"])
		case e.Name == "option" && e.Has("selected"):
			out.Set(e.Parent.Attr["name"], e.Attr["value"])
		}
	}
	return out
}

// wrong are the ids to which the summary of errors leads; one that leads nowhere is "".
func wrong(t *testing.T, body string) (ids []string) {
	t.Helper()
	all, err := webtest.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if e.Name == "li" && e.Parent != nil && e.Parent.Parent != nil && e.Parent.Parent.Attr["class"] == "errors" {
			ids = append(ids, "")
		}
		if e.Name == "a" && e.Parent != nil && e.Parent.Name == "li" && e.Inside("div") && strings.HasPrefix(e.Attr["href"], "#") && len(ids) > 0 {
			ids[len(ids)-1] = strings.TrimPrefix(e.Attr["href"], "#")
		}
	}
	return ids
}

// date is a date as it is typed.
func date(name string, d calendar.Date) url.Values {
	in := url.Values{}
	page.SetDate(in, name, d)
	return in
}

// typed joins what was typed.
func typed(parts ...url.Values) url.Values {
	out := url.Values{}
	for _, part := range parts {
		for name, value := range part {
			out[name] = value
		}
	}
	return out
}
