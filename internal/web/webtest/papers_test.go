package webtest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web/webtest"
)

// releasedPaper makes a document of somebody who is kept by an account.
func releasedPaper(t *testing.T, h *house) document.Document {
	t.Helper()
	id := person.ID(office.NewID())
	owner := storetest.Hire(t, h.store, webtest.Now(), "Owner")
	err := h.store.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Persons().Add(ctx, owner.ID, account.Kept{Relation: person.Self, Since: webtest.Now(), Person: person.Person{
			ID: id, Names: person.Names{Surname: "Marlow", Given: "Philippa"}, BirthDate: calendar.On(1985, time.May, 17), Sex: person.Female, Nationality: "GB",
		}})
	})
	if err != nil {
		t.Fatal(err)
	}
	return issuingtest.Release(t, h.papers, h.store, id, webtest.Now())
}

func TestTheListOfDocumentsNamesNobody(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	text := h.ask("chief-en", http.MethodGet, "/admin/documents", nil).Body.String()
	for _, secret := range []string{"Marlow", "Philippa", string(h.paper.Number), h.paper.Code.String(), "1985-05-17"} {
		if strings.Contains(text, secret) {
			t.Errorf("it shows %s", secret)
		}
	}
	if !strings.Contains(text, h.paper.Number.Masked()) {
		t.Error("the document is not in it")
	}
}

// sendAsHead is a form that the head of an office sends.
func (h *house) sendAsHead(address string, changes url.Values) *httptest.ResponseRecorder {
	h.t.Helper()
	return h.send(address, h.fill(address, changes))
}

func TestADocumentIsRevokedWithAReason(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	address := "/admin/documents/" + string(h.paper.ID)
	if got := h.sendAsHead(address+"/revoke", nil); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", got.Code)
	}
	got := h.sendAsHead(address+"/revoke", url.Values{"reason": {"fraud"}})
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != address {
		t.Fatalf("%d to %q: %.300s", got.Code, got.Header().Get("Location"), main(got.Body.String()))
	}
	opened, err := h.papers.Open(t.Context(), issuingtest.Officer(), "r", h.paper.ID)
	if err != nil || opened.Fate.Kind != document.Revoked || opened.Fate.Reason != document.Fraud {
		t.Errorf("%+v, %v", opened.Fate, err)
	}
	if again := h.sendAsHead(address+"/revoke", url.Values{"reason": {"fraud"}}); again.Code != http.StatusConflict {
		t.Errorf("again: %d", again.Code)
	}
	webtest.Judge(t, locale.EN, h.ask("chief-en", http.MethodGet, address, nil).Body.String())
}

func TestAnOfficerGetsTheFileWhenTheyAskForIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	got := h.sendAsHead("/admin/documents/"+string(h.paper.ID)+"/file", nil)
	isFile(t, got, h.paper)
}

// isFile fails the test when an answer is not a document as it was handed out, to be kept and not shown.
func isFile(t *testing.T, got *httptest.ResponseRecorder, d document.Document) {
	t.Helper()
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "Content-Disposition": `attachment; filename="receipt-` + string(d.Number) + `.pdf"`,
		"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
	} {
		if h := got.Header().Get(name); h != want {
			t.Errorf("%s: %q, want %q", name, h, want)
		}
	}
	if got.Code != http.StatusOK || !strings.HasPrefix(got.Body.String(), "%PDF") || !strings.Contains(got.Body.String(), string(d.Number)) {
		t.Errorf("%d: %.200s", got.Code, got.Body)
	}
}

func TestAHolderReadsAndFetchesTheirDocuments(t *testing.T) {
	t.Parallel()
	ring := storetest.Keys(t)
	s := storetest.Open(t, store.Config{Database: filepath.Join(t.TempDir(), "sejur.db"), Keys: ring})
	h := webtest.OpenWhole(t, ring, s, nil)
	owner := h.Person()
	owner.SignIn(t, "ana@example.org")
	empty := owner.Get(t, "/en/my/documents")
	webtest.Judge(t, locale.EN, empty.Body.String())
	who, err := h.Accounts.Resolve(t.Context(), owner.Cookie("session"))
	if err != nil {
		t.Fatal(err)
	}
	id, err := h.Persons.AddPerson(t.Context(), who.Actor(), account.Asked{}, account.AddPerson{Relation: person.Self, Person: person.Person{
		Names: person.Names{Surname: "Pop", Given: "Ana"}, BirthDate: calendar.On(1990, time.May, 17), Sex: person.Female, Nationality: "MD",
	}})
	if err != nil {
		t.Fatal(err)
	}
	d := issuingtest.Release(t, h.Issuing, s, id, h.Now())
	for _, lang := range []locale.Lang{locale.RO, locale.EN, locale.UK, locale.Pseudo} {
		page := owner.Get(t, "/"+string(lang)+"/my/documents").Body.String()
		webtest.Judge(t, lang, page)
		if !strings.Contains(page, d.Code.String()) {
			t.Errorf("%s: the document is not in the list", lang)
		}
	}
	isFile(t, owner.Post(t, "/en/my/documents/"+string(d.ID)+"/file", url.Values{}), d)
	if got := h.Person().Post(t, "/en/my/documents/"+string(d.ID)+"/file", url.Values{}); got.Code == http.StatusOK {
		t.Error("a stranger gets the file")
	}
}
