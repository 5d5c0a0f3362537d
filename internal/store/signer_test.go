package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/office/issuing"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// A serving process that somebody has taken over can store no signature, whatever it has planned; the signer can store one, and do little
// else.
func TestWhereThereIsASignerOnlyItStoresSignatures(t *testing.T) {
	t.Parallel()
	storetest.LeaveToMakeTest(t)
	database := storetest.Postgres(t)
	ring := storetest.Keys(t)
	owner := storetest.Open(t, store.Config{Database: database, Keys: ring})
	r := registry{owner, database, ring, storetest.Account(t, database), storetest.Account(t, database)}
	id := r.registered(t)
	pages, signer := storetest.Role(t, database), storetest.Role(t, database)
	if err := errors.Join(owner.Grant(t.Context(), pages.Name), owner.GrantSigner(t.Context(), pages.Name, signer.Name)); err != nil {
		t.Fatal(err)
	}
	as := func(url string) *store.Store {
		s, err := store.Open(t.Context(), store.Config{Database: url, Keys: ring})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	}
	serving, signing := as(pages.URL), as(signer.URL)
	desk := issuingtest.Open(t, ring, signing, func() time.Time { return noon }, "https://sejur.example")
	planning := issuingtest.Open(t, ring, serving, func() time.Time { return noon }, "https://sejur.example")
	var who person.Person
	b := document.Basis{Kind: document.OfApplication, ID: "a1"}
	change(t, serving, func(ctx context.Context, tx *store.Tx) (err error) {
		who, _, err = tx.Persons().Find(ctx, id)
		return errors.Join(err, tx.Grounds().AddApplication(ctx, "a1", id, application.Submitted, noon))
	})
	plan, err := planning.Plan(t.Context(), issuingtest.Officer(), issuing.Asked{}, issuingtest.Receipt(who, b, calendar.Of(noon)))
	if err != nil {
		t.Fatalf("the serving role cannot plan: %v", err)
	}
	if err := planning.RegisterCertificate(t.Context()); err == nil {
		t.Error("the serving role published a certificate")
	}
	if err := errors.Join(desk.RegisterCertificate(t.Context()), desk.Sign(t.Context(), plan), desk.Print(t.Context(), plan), desk.PublishList(t.Context())); err != nil {
		t.Fatalf("the signer cannot sign: %v", err)
	}
	if got, err := planning.Open(t.Context(), issuingtest.Officer(), "r", plan); err != nil || got.State != document.Released {
		t.Errorf("the serving role sees %s, %v", got.State, err)
	}
	for role, statements := range map[string][]string{
		pages.URL: {
			"INSERT INTO document_seal SELECT 'x', person, raw, 'x', certificate, signed_at FROM document_seal", "UPDATE document_seal SET raw = 'x'",
			"INSERT INTO signer_certificate SELECT 'x', 'x', reference, der, not_before, not_after, registered_at, '' FROM signer_certificate",
			"UPDATE signer_certificate SET der = 'x'", "INSERT INTO revocation_list VALUES (9, 'x', 'x', 'x')", "UPDATE revocation_list SET body = 'x'",
		},
		signer.URL: {
			"SELECT surname FROM person", "SELECT email FROM account", "UPDATE casefile SET state = 'granted'", "INSERT INTO application VALUES ('x')",
			"DELETE FROM document_seal", "UPDATE document_seal SET raw = 'x'", "DELETE FROM audit_entry", "CREATE TABLE mine (id TEXT)",
			"INSERT INTO document SELECT * FROM document", "SELECT id FROM session",
		},
	} {
		for _, statement := range statements {
			if code := storetest.Refused(t, role, statement); code != "42501" {
				t.Errorf("%s: PostgreSQL says %q, want 42501 (insufficient privilege)", statement, code)
			}
		}
	}
	change(t, serving, func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Erase(ctx, id) })
}
