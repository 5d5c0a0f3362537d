package webtest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/bench/faults"
	"sejur/internal/access"
	"sejur/internal/office/admin"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

// settled is a house in which an applicant, who keeps somebody, and an administrator are signed in.
type settled struct {
	*webtest.House
	applicant, boss *webtest.Person
	person          string // the address of whom the applicant keeps
}

func settle(t *testing.T, h *webtest.House) settled {
	t.Helper()
	s := settled{House: h, applicant: h.Person(), boss: h.Person()}
	administrator(t, h, s.boss, phone())
	s.applicant.SignIn(t, ana)
	j := &journey{t: t, house: h, secrets: make(map[string]string)}
	p := traveller{s.applicant, j}
	s.person = p.fill("/en/my/persons/new", url.Values{
		"relation": {"self"}, "names.surname": {"Canarescu"}, "names.given": {"Ana"}, "sex": {"F"}, "nationality": {"SY"},
		"birth_date-day": {"17"}, "birth_date-month": {"5"}, "birth_date-year": {"1985"},
	})
	p.fill(s.person+"/change/cnp", url.Values{"cnp": {canaryCNP}})
	return s
}

// personal tells whether a page says something of the two.
func personal(got *httptest.ResponseRecorder) bool {
	for _, word := range []string{"Canarescu", canaryCNP, ana, "ion@example.org", "Ion Pop"} {
		if strings.Contains(got.Body.String(), word) {
			return true
		}
	}
	return false
}

// ASVS 16.5.2, 16.5.3: no record, no change and no look.
func TestWithoutItsRecordTheHouseChangesNothingAndShowsNothing(t *testing.T) {
	t.Parallel()
	database, ring := filepath.Join(t.TempDir(), "sejur.db"), storetest.Keys(t)
	h := settle(t, webtest.OpenWhole(t, ring, storetest.Open(t, store.Config{Database: database, Keys: ring}), nil))
	rename := func(from, to string) {
		if _, err := storetest.SQL(t, database).ExecContext(t.Context(), "ALTER TABLE "+from+" RENAME TO "+to); err != nil {
			t.Fatal(err)
		}
	}
	form := func(p *webtest.Person, address string, more url.Values) url.Values {
		all, err := webtest.Parse(p.Get(t, address).Body.String())
		if err != nil {
			t.Fatal(err)
		}
		out := url.Values{}
		for _, e := range webtest.Find(all, "input") {
			if e.Attr["type"] == "hidden" {
				out.Set(e.Attr["name"], e.Attr["value"])
			}
		}
		for name, values := range more {
			out[name] = values
		}
		return out
	}
	nationality := form(h.applicant, h.person+"/change/nationality", url.Values{"nationality": {"UA"}})
	rename("audit_entry", "away")
	before := storetest.Dump(t, database)
	for name, ask := range map[string]func() *httptest.ResponseRecorder{
		"a look at the staff":   func() *httptest.ResponseRecorder { return h.boss.Get(t, "/admin/staff") },
		"a look at the letters": func() *httptest.ResponseRecorder { return h.boss.Get(t, "/admin/outbox") },
		"a look at a number": func() *httptest.ResponseRecorder {
			return h.applicant.Post(t, h.person+"/number", url.Values{"of": {"cnp"}})
		},
		"a change of a person": func() *httptest.ResponseRecorder {
			return h.applicant.Post(t, h.person+"/change/nationality", nationality)
		},
		"a change of a language": func() *httptest.ResponseRecorder {
			return h.applicant.Post(t, "/en/my/account/language", url.Values{"lang": {"uk"}})
		},
		"a code": func() *httptest.ResponseRecorder {
			return h.Person().Post(t, "/en/sign-in", url.Values{"email": {"new@example.org"}})
		},
		"signing out": func() *httptest.ResponseRecorder { return h.applicant.Post(t, "/en/sign-out", nil) },
	} {
		got := ask()
		if got.Code < http.StatusInternalServerError || personal(got) {
			t.Errorf("%s: %d, and it tells of somebody: %t", name, got.Code, personal(got))
		}
	}
	after := storetest.Dump(t, database)
	delete(before, "file")
	delete(after, "file")
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("something was changed: %s", diff)
	}
	rename("away", "audit_entry")
	if got := h.boss.Get(t, "/admin/staff"); got.Code != http.StatusOK || !personal(got) {
		t.Errorf("with its record again: %d", got.Code)
	}
	leads(t, h.applicant.Post(t, h.person+"/change/nationality", nationality), h.person)
}

// onPostgres is a store on PostgreSQL whose connections lead through a proxy.
func onPostgres(t *testing.T, proxy *faults.Proxy, cfg store.Config) *store.Store {
	t.Helper()
	storetest.LeaveToMakeTest(t)
	database, err := url.Parse(storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	if proxy != nil {
		proxy.Target = database.Host
		database.Host, err = proxy.Start()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = proxy.Close() }) // what it carried has ended
	}
	cfg.Database = database.String()
	return storetest.Open(t, cfg)
}

// away judges a house whose store does not answer: whoever has a page behind the door is told to come back and learns nothing of anybody;
// what needs no store goes on.
func (h settled) away(t *testing.T) {
	t.Helper()
	for address, p := range map[string]*webtest.Person{
		"/en/my": h.applicant, h.person: h.applicant, "/en/my/account": h.applicant, "/en/sign-in": h.Person(), "/admin/staff": h.boss, "/desk": h.boss,
	} {
		got := p.Get(t, address)
		if got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" || personal(got) {
			t.Errorf("%s: %d, Retry-After %q, tells of somebody: %t", address, got.Code, got.Header().Get("Retry-After"), personal(got))
		}
		if kept := got.Header().Get("Cache-Control"); kept != "no-store" {
			t.Errorf("%s: Cache-Control is %q", address, kept)
		}
	}
	for address, p := range map[string]*webtest.Person{"/en": h.applicant, "/en/check": h.Person(), "/healthz": h.Person()} {
		if got := p.Get(t, address); got.Code != http.StatusOK || personal(got) {
			t.Errorf("%s: %d", address, got.Code)
		}
	}
}

// back judges that everything is as it was.
func (h settled) back(t *testing.T) {
	t.Helper()
	for address, p := range map[string]*webtest.Person{"/en/my": h.applicant, h.person: h.applicant, "/admin/staff": h.boss} {
		if got := p.Get(t, address); got.Code != http.StatusOK {
			t.Errorf("%s, after it came back: %d", address, got.Code)
		}
	}
}

func TestWhenTheDatabaseIsAwayPeopleAreToldToComeBack(t *testing.T) {
	t.Parallel()
	proxy, ring := &faults.Proxy{}, storetest.Keys(t)
	h := settle(t, webtest.OpenWhole(t, ring, onPostgres(t, proxy, store.Config{Keys: ring}), nil))
	proxy.Refuse(true)
	proxy.Cut()
	h.away(t)
	proxy.Refuse(false)
	h.back(t)
}

// A line on which every packet is lost is found out by nobody for many minutes; whoever asks is told long before.
func TestWhenTheDatabaseIsSilentPeopleAreToldToComeBack(t *testing.T) {
	t.Parallel()
	proxy, ring := &faults.Proxy{}, storetest.Keys(t)
	s := onPostgres(t, proxy, store.Config{Keys: ring})
	h := settle(t, webtest.OpenWhole(t, ring, s, nil))
	patient := h.House
	hasty := webtest.OpenWhole(t, ring, s, func(c *web.Config) { c.Patience = 100 * time.Millisecond })
	through := func(house *webtest.House) {
		h.House, h.applicant.House, h.boss.House = house, house, house
	}
	through(hasty)
	proxy.Stall()
	h.away(t)
	proxy.Resume()
	through(patient)
	h.back(t)
}

// ASVS 13.1.2, 13.2.6: with every connection taken nobody hangs.
func TestWhenEveryConnectionIsTakenPeopleAreToldToComeBack(t *testing.T) {
	t.Parallel()
	ring := storetest.Keys(t)
	s := onPostgres(t, nil, store.Config{Keys: ring, Conns: 2, Patience: 50 * time.Millisecond})
	h := settle(t, webtest.OpenWhole(t, ring, s, nil))
	inside, leave := make(chan struct{}), make(chan struct{})
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			err := s.Read(context.WithoutCancel(t.Context()), func(context.Context, *store.Tx) error {
				inside <- struct{}{}
				<-leave
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-inside
	}
	h.away(t)
	close(leave)
	both.Wait()
	h.back(t)
}

// ASVS 7.4.2, 8.3.2: what an administrator does on one node counts with the next request on any.
func TestRolesAndEndsCountOnEveryNodeAtOnce(t *testing.T) {
	t.Parallel()
	ring := storetest.Keys(t)
	one := onPostgres(t, nil, store.Config{Keys: ring})
	here, there := webtest.OpenWhole(t, ring, one, nil), webtest.OpenWhole(t, ring, one, nil)
	boss, officer := here.Person(), here.Person()
	administrator(t, here, boss, phone())
	colleague(t, here, officer, phone(), access.FrontDesk)
	elsewhere := there.Person() // the same browser, led to the other node
	elsewhere.Plant("session", officer.Cookie("session"))
	who, err := here.Accounts.Resolve(t.Context(), officer.Cookie("session"))
	if err != nil {
		t.Fatal(err)
	}
	by, err := here.Accounts.Resolve(t.Context(), boss.Cookie("session"))
	if err != nil {
		t.Fatal(err)
	}
	if got := elsewhere.Get(t, "/desk/recover"); got.Code != http.StatusOK {
		t.Fatalf("an officer of the counter: %d", got.Code)
	}
	changed, err := here.Admin.ChangeRoles(t.Context(), by.Actor(), admin.ChangeRoles{ID: who.Account.ID, Version: who.Account.Version, Roles: []access.Role{access.CaseOfficer}})
	if err != nil {
		t.Fatal(err)
	}
	if got := elsewhere.Get(t, "/desk/recover"); got.Code != http.StatusNotFound {
		t.Errorf("who is at the counter no more: %d, want 404", got.Code)
	}
	if _, err := here.Admin.EndAccess(t.Context(), by.Actor(), admin.EndAccess{ID: who.Account.ID, Version: changed.Version}); err != nil {
		t.Fatal(err)
	}
	for _, p := range []*webtest.Person{elsewhere, officer} {
		leads(t, p.Get(t, "/desk"), "/staff/sign-in?next=%2Fdesk")
	}
}

// ASVS 7.4.5.
func TestAnAdministratorSignsSomebodyOutEverywhere(t *testing.T) {
	t.Parallel()
	ring := storetest.Keys(t)
	h := settle(t, webtest.OpenWhole(t, ring, storetest.Open(t, store.Config{Database: filepath.Join(t.TempDir(), "sejur.db"), Keys: ring}), nil))
	officer := h.Person()
	colleague(t, h.House, officer, phone(), access.FrontDesk)
	who, err := h.Accounts.Resolve(t.Context(), officer.Cookie("session"))
	if err != nil {
		t.Fatal(err)
	}
	j := &journey{t: t, house: h.House, secrets: make(map[string]string)}
	at := "/admin/staff/" + who.Account.ID
	if to := (traveller{h.boss, j}).fill(at+"/sessions", nil); to != at {
		t.Errorf("it led to %s", to)
	}
	leads(t, officer.Get(t, "/desk"), "/staff/sign-in?next=%2Fdesk")
	if got := h.boss.Get(t, "/desk"); got.Code != http.StatusOK {
		t.Errorf("the administrator: %d", got.Code)
	}
}
