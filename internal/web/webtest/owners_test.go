package webtest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

// things are what belongs to one account, by the part of an address that names it.
type things struct{ person, paper, passkey, message, document, application, plan, upload string }

// belongings gives the account of an actor one thing of each kind.
func belongings(t *testing.T, h *webtest.House, by access.Actor) things {
	t.Helper()
	today := calendar.Today(h.Now())
	id, err := h.Persons.AddPerson(t.Context(), by, account.Asked{}, account.AddPerson{Relation: person.Self, Person: person.Person{
		Names: person.Names{Surname: "Pop", Given: "Ana"}, BirthDate: today.AddYears(-30), Sex: person.Female, Nationality: "MD",
	}})
	if err != nil {
		t.Fatal(err)
	}
	paper, err := h.Persons.Papers.Add(t.Context(), by, account.Asked{}, account.AddItem[person.Paper]{Person: id, Value: person.Paper{
		Kind: person.Passport, Number: "AA123456", Issuer: "MD", Issued: today.AddYears(-1), Expires: today.AddYears(9),
	}})
	if err != nil {
		t.Fatal(err)
	}
	out := things{person: string(id), paper: paper, passkey: "cGFzc2tleQ", message: office.NewID()}
	out.document = string(issuingtest.Release(t, h.Issuing, h.Store, id, h.Now()).ID)
	err = h.Store.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		err := tx.Passkeys().Add(ctx, account.Passkey{ID: out.passkey, Account: by.ID, Name: "phone", CreatedAt: h.Now()})
		if err != nil {
			return err
		}
		m := office.Message{ID: out.message, Account: by.ID, Template: "recovered", Args: map[string]string{"at": h.Now().Format("2006-01-02T15:04:05Z07:00")}}
		return tx.Messages().Add(ctx, m, h.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	out.application, out.upload, out.plan = applied(t, h, by, id)
	return out
}

// applied begins an application for a person, with a file that was sent for it, and keeps a plan.
func applied(t *testing.T, h *webtest.House, by access.Actor, who person.ID) (application, upload, plan string) {
	t.Helper()
	facts := map[string]string{"nationality": "MD", "aim": "live", "purpose": "study", "enrolled": "true", "age": "30", "first_application": "true"}
	id, err := h.Filing.Start(t.Context(), by, filing.Asked{}, filing.Start{Person: who, Procedure: "study-permit", Facts: facts, Lang: locale.EN})
	if err != nil {
		t.Fatal(err)
	}
	up, err := h.Uploads.Receive(t.Context(), by, filing.Asked{}, filing.NewUpload{Application: id, Document: "passport", Name: "passport.pdf"}, strings.NewReader("%PDF-"))
	if err != nil {
		t.Fatal(err)
	}
	h.Look(t)
	kept, err := h.Filing.Keep(t.Context(), by, filing.Asked{}, filing.Keep{Facts: facts, Lang: locale.EN})
	if err != nil {
		t.Fatal(err)
	}
	return string(id), string(up.ID), kept
}

// fill puts things into the named parts of a path.
func (g things) fill(t *testing.T, path string) string {
	t.Helper()
	id := g.message
	if strings.Contains(path, "/passkeys/") {
		id = g.passkey
	}
	doc := g.document
	if strings.Contains(path, "/applications/") {
		doc = "passport"
	}
	out := strings.NewReplacer(
		"{application}", g.application, "{plan}", g.plan, "{upload}", g.upload, "{n}", "1", "{page}", "identity", "{correction}", g.message, "{lang}", string(locale.EN), "{person}", g.person, "{list}", "papers", "{item}", g.paper, "{part}", "names", "{id}", id, "{document}", doc,
	).Replace(path)
	if strings.Contains(out, "{") {
		t.Fatalf("%s: say in this test whose the part is", path)
	}
	return out
}

// Every address of somebody's own things, asked for by somebody else, answers as if the thing did not exist.
func TestWhatIsSomebodyElsesIsUnknown(t *testing.T) {
	t.Parallel()
	ring := storetest.Keys(t)
	s := storetest.Open(t, store.Config{Database: filepath.Join(t.TempDir(), "sejur.db"), Keys: ring})
	h := webtest.OpenWhole(t, ring, s, nil)
	owner, other := h.Person(), h.Person()
	owner.SignIn(t, "ana@example.org")
	other.SignIn(t, "ion@example.org")
	who, err := h.Accounts.Resolve(t.Context(), owner.Cookie("session"))
	if err != nil {
		t.Fatal(err)
	}
	hers := belongings(t, h, who.Actor())
	nobodys := things{
		person: office.NewID(), paper: office.NewID(), passkey: "bm9ib2R5cw", message: office.NewID(), document: office.NewID(),
		application: office.NewID(), plan: office.NewID(), upload: office.NewID(),
	}
	table, err := web.Addresses(h.Config)
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, a := range table {
		if a.Staff || !strings.HasPrefix(a.Path, "/{lang}/my/") || !strings.Contains(strings.TrimPrefix(a.Path, "/{lang}"), "{") {
			continue
		}
		tried++
		ask := func(p *webtest.Person, g things) *httptest.ResponseRecorder {
			if a.Method == http.MethodPost {
				return p.Post(t, g.fill(t, a.Path), nil)
			}
			return p.Get(t, g.fill(t, a.Path))
		}
		got, unknown := ask(other, hers), ask(other, nobodys)
		if got.Code != unknown.Code || normal(got, hers) != normal(unknown, nobodys) {
			t.Errorf("%s %s: somebody else gets %d, and for what does not exist %d", a.Method, a.Path, got.Code, unknown.Code)
		}
		if a.Method == http.MethodGet {
			// What follows its submission is not there for a draft.
			ofSubmitted := strings.HasSuffix(a.Path, "/sent") || strings.Contains(a.Path, "/corrections/")
			if mine := ask(owner, hers); mine.Code == http.StatusNotFound && !ofSubmitted {
				t.Errorf("%s: the owner gets %d, so the test says nothing", a.Path, mine.Code)
			}
		}
	}
	if tried < 8 {
		t.Errorf("%d addresses were tried", tried)
	}
}

// normal is an answer without the ids that were asked for.
func normal(got *httptest.ResponseRecorder, g things) string {
	text := got.Header().Get("Location") + "\n" + got.Body.String()
	return strings.NewReplacer(g.person, "person", g.paper, "item", g.passkey, "id", g.message, "id", g.document, "id", g.application, "id", g.plan, "id", g.upload, "id").Replace(text)
}
