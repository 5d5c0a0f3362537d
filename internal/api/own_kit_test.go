package api_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/api"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/files/filestest"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/mail"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/casework"
	"sejur/internal/office/filing"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	data "sejur/law"
)

// theLaw is loaded once for all tests: it never changes.
var theLaw = sync.OnceValues(func() (guide, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return guide{}, err
	}
	l, err := law.Load(data.Files, catalogue)
	return guide{l, catalogue}, err
})

type guide struct {
	law       *law.Law
	catalogue *locale.Catalogue
}

// house is the API over real desks on a real store, with made-up people whose programs have tokens.
type house struct {
	t        *testing.T
	database string
	store    *store.Store
	handler  http.Handler
	desks    api.Desks
	desk     *casework.Desk // of officers
	log      *strings.Builder
	found    application.Findings // what looking into a file finds

	mu sync.Mutex
	at time.Time
}

func houseOn(t *testing.T, database string) *house {
	t.Helper()
	g, err := theLaw()
	if err != nil {
		t.Fatal(err)
	}
	ring := storetest.Keys(t)
	h := &house{
		t: t, database: database, store: storetest.Open(t, store.Config{Database: database, Keys: ring}), at: now(), log: new(strings.Builder),
		found: application.Findings{Kind: application.PDF, Pages: 1},
	}
	log := slog.New(slog.NewTextHandler(locked{h}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	of := office.House{Now: h.now, Mark: ring, Log: log}
	fail := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	h.desks.Accounts, err = account.New(account.Config{
		House: of, Store: store.Desk(h.store, func(tx *store.Tx) account.Tx { return tx }), Origin: "https://sejur.example", Site: "Sejur",
		Address: mail.ParseAddress, Fold: mail.Fold,
	})
	fail(err)
	h.desks.Persons = account.NewPersons(account.PersonsConfig{
		House: of, Store: store.Desk(h.store, func(tx *store.Tx) account.PersonsTx { return tx }),
	})
	h.desks.Filing, err = filing.New(filing.Config{
		House: of, Store: store.Desk(h.store, func(tx *store.Tx) filing.Tx { return tx }), Law: g.law, Specimen: true,
	})
	fail(err)
	files := filestest.Folder(t).Store
	h.desk, err = casework.New(casework.Config{
		House: of, Store: store.Desk(h.store, func(tx *store.Tx) casework.Tx { return tx }), Law: g.law, Files: files,
	})
	fail(err)
	h.desks.Uploads, err = filing.NewUploads(filing.UploadsConfig{
		House: of, Store: store.Desk(h.store, func(tx *store.Tx) filing.UploadTx { return tx }), Files: files, Inspector: h,
		Desk: h.desks.Filing,
	})
	fail(err)
	h.desks.Issuing = issuingtest.Open(t, ring, h.store, h.now, "https://sejur.example")
	h.handler, err = api.New(api.Config{Law: g.law, Catalogue: g.catalogue, Desks: &h.desks, Now: h.now, Log: log})
	fail(err)
	return h
}

// newHouse is a house on SQLite.
func newHouse(t *testing.T) *house {
	t.Helper()
	return houseOn(t, t.TempDir()+"/sejur.db")
}

// locked is the log of a house, to which several write.
type locked struct{ *house }

func (l locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.log.Write(b)
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// Inspect finds what the test wants.
func (h *house) Inspect(
	_ context.Context, src application.Source, _ func(context.Context, application.Piece) error,
) (application.Findings, error) {
	r, err := src.Open()
	if err != nil {
		return application.Findings{}, err
	}
	_, err = io.Copy(io.Discard, r)
	return h.found, errors.Join(err, r.Close())
}

// program is a program with the token of an account.
type program struct {
	*house
	token  string
	actor  access.Actor
	person person.ID // whom the account keeps
}

// program makes an account that keeps somebody, and a token of it.
func (h *house) program() program {
	h.t.Helper()
	p := program{house: h, actor: access.Actor{
		Kind: access.Applicant, ID: storetest.Account(h.t, h.database), Session: "s", StrongAt: h.now(),
	}}
	made, err := h.desks.Accounts.MakeToken(h.t.Context(), p.actor, account.MakeToken{Name: "program", Days: 365})
	if err != nil {
		h.t.Fatal(err)
	}
	p.token, p.person = made.Secret, person.ID(office.NewID())
	err = h.store.Change(h.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Persons().Add(ctx, p.actor.ID, account.Kept{Relation: person.Represented, Since: h.now(), Person: person.Person{
			ID: p.person, Names: person.Names{Surname: "Rao", Given: "Amina"}, BirthDate: calendar.On(2002, time.May, 17), Sex: person.Female,
			Nationality: "IN",
		}})
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// ask sends a request. Headers are given as name and value.
func (h *house) ask(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

// ask sends a request with the token and, where something is made, a new key.
func (p program) ask(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	p.t.Helper()
	own := []string{"Authorization", "Bearer " + p.token, "Idempotency-Key", office.NewID()}
	return p.house.ask(method, path, body, append(own, headers...)...)
}

// over names the version that was seen.
func over(version int64) []string {
	return []string{"If-Match", fmt.Sprintf("%q", fmt.Sprint(version))}
}

// study is what begins a student's draft.
func (p program) study() string {
	return fmt.Sprintf(`{"person":%q,"procedure":"study-permit","facts":{"nationality":"IN","aim":"live","purpose":"study","enrolled":true,`+
		`"age":24,"scholarship":true,"first_application":true,"title_expires":"2027-01-31","county":"CJ"}}`, p.person)
}

// start begins a draft and returns its address.
func (p program) start() string {
	p.t.Helper()
	w := p.ask(http.MethodPost, "/api/v1/applications", p.study())
	started := decode[api.Started](p.t, w, http.StatusCreated)
	at := "/api/v1/applications/" + string(started.ID)
	if got := w.Header().Get("Location"); got != at {
		p.t.Fatalf("Location %q, want %q", got, at)
	}
	return at
}

func (p program) application(at string) api.Application {
	p.t.Helper()
	return decode[api.Application](p.t, p.ask(http.MethodGet, at, ""), http.StatusOK)
}

// fill answers every page that hinders, as the form says what fits.
func (p program) fill(at string) {
	p.t.Helper()
	for range 3 { // an answer may open a page
		form := decode[api.Form](p.t, p.ask(http.MethodGet, at+"/form", ""), http.StatusOK)
		for _, page := range form.Pages {
			shown := decode[api.Page](p.t, p.ask(http.MethodGet, at+"/pages/"+page.ID, ""), http.StatusOK)
			answers := maps.Clone(shown.Answers)
			for _, f := range page.Fields {
				if answers[f.ID] == nil {
					if fits := fitting(f); fits != nil {
						answers[f.ID], _ = json.Marshal(fits)
					}
				}
			}
			body, err := json.Marshal(map[string]any{"answers": answers})
			if err != nil {
				p.t.Fatal(err)
			}
			w := p.ask(http.MethodPut, at+"/pages/"+page.ID, string(body), over(shown.Version)...)
			decode[api.PageSaved](p.t, w, http.StatusOK)
		}
	}
}

// fitting is an answer that a field accepts, nil for none.
func fitting(f law.PlanField) any {
	switch f.Kind {
	case law.FieldDate:
		switch {
		case strings.HasPrefix(f.ID, "spouse") || f.ID == "wedding_date":
			return nil
		case f.MRZ == "expiry_date":
			return "2031-03-01"
		case strings.Contains(f.ID, "issued"):
			return "2021-03-01"
		case f.After == law.AfterFiling || strings.Contains(f.ID, "end") || strings.Contains(f.ID, "until"):
			return "2027-09-30"
		}
		return "2026-09-01"
	case law.FieldYesNo:
		return true
	case law.FieldChoice:
		return f.Options[0].ID
	case law.FieldCountry:
		return "IN"
	case law.FieldCounty:
		return "CJ"
	case law.FieldAddress:
		return map[string]string{"country": "RO", "county": "CJ", "locality": "Cluj-Napoca", "street": "Strada Lungă", "number": "5"}
	case law.FieldPhone:
		return "+40700000000"
	case law.FieldEMail:
		return "a@example.org"
	case law.FieldNumber:
		return max(f.Min, 12)
	case law.FieldMoney:
		return map[string]string{"amount": "4050.00", "currency": "RON"}
	case law.FieldPeriods, law.FieldPeople:
		return nil
	case law.FieldText, law.FieldName, law.FieldLongText:
	}
	for _, text := range []string{"Text", "AB123456", "12345678", "D/SD"} {
		fits, err := regexp.MatchString("^(?:"+cmp.Or(f.Pattern, ".*")+")$", text)
		if !f.Optional && fits && err == nil {
			return text
		}
	}
	return nil
}

// looksInto does the jobs of the files that were sent.
func (h *house) looksInto() {
	h.t.Helper()
	var due []office.Ticket
	err := h.store.Change(h.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		due, err = tx.Queue().Claim(ctx, []string{filing.CheckJob}, h.now(), h.now().Add(time.Minute), 100)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, j := range due {
		var body filing.CheckBody
		err := json.Unmarshal(j.Body, &body)
		if err == nil {
			err = h.desks.Uploads.CheckUpload(h.t.Context(), office.Held{ID: j.ID, Token: j.Token}, body.Upload)
		}
		if err != nil {
			h.t.Fatal(err)
		}
	}
}
