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

// insufficient is how PostgreSQL says that a role may not.
const insufficient = "42501"

// Threat 8. A serving process that somebody has taken over can store no signature, whatever it has planned; the signer can store one, and do little
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
	if err := owner.Grant(t.Context(), store.Roles{Serving: pages.Name, Signer: signer.Name}); err != nil {
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
	change(t, signing, func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Signatures().Certificates(ctx)
		return errors.Join(err, tx.Signatures().Retire(ctx, all[0].ID, noon), tx.Signatures().Distrust(ctx, all[0].ID, issuing.Stolen, noon),
			tx.Lists().Forget(ctx, 2, 10))
	})
	err = planning.ReportLost(t.Context(), issuingtest.Officer(), issuing.Asked{}, issuing.Ending{Document: plan, Version: 3, Reason: document.Stolen})
	if err != nil {
		t.Errorf("the serving role cannot end a document: %v", err)
	}
	change(t, serving, func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Erase(ctx, id) })
	addSeal := "INSERT INTO document_seal SELECT * FROM document_seal"
	for of, statements := range map[storetest.ServingRole][]string{
		pages: {
			addSeal, "UPDATE document_seal SET digest = 'x'", "INSERT INTO document_copy SELECT * FROM document_copy", "UPDATE document_copy SET pdf = 'x'",
			"INSERT INTO signer_certificate SELECT * FROM signer_certificate", "UPDATE signer_certificate SET distrusted_at = ''",
			"DELETE FROM signer_certificate", "INSERT INTO revocation_list SELECT * FROM revocation_list", "UPDATE revocation_list SET body = 'x'",
			"DELETE FROM revocation_list", "DELETE FROM audit_entry", "CREATE TABLE mine (id TEXT)",
		},
		signer: {
			"UPDATE application SET state = 'submitted'", "INSERT INTO application SELECT * FROM application", "UPDATE casefile SET state = 'granted'",
			"INSERT INTO casefile SELECT * FROM casefile", "SELECT surname FROM person", "UPDATE person SET surname = 'x'", "UPDATE person_key SET wrapped = 'x'",
			"DELETE FROM person_key", "SELECT id FROM account", "SELECT id FROM session", "SELECT id FROM letter", "SELECT id FROM message",
			"SELECT id FROM outcome", "INSERT INTO document SELECT * FROM document", "UPDATE document SET facts = 'x'", "UPDATE document SET person = 'x'",
			"UPDATE document SET fate = ''", "DELETE FROM document", "UPDATE document_seal SET raw = 'x'", "DELETE FROM document_seal",
			"UPDATE document_copy SET pdf = 'x'", "DELETE FROM document_copy", "INSERT INTO revoked_seal SELECT * FROM revoked_seal",
			"DELETE FROM revoked_seal", "UPDATE revocation_list SET body = 'x'", "UPDATE signer_certificate SET der = 'x'", "DELETE FROM signer_certificate",
			"SELECT id FROM audit_entry", "UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_pending", "SELECT body FROM job", "UPDATE job SET body = 'x'",
			"UPDATE installation SET epoch = 9", "DELETE FROM schema_migration", "CREATE TABLE mine (id TEXT)",
		},
	} {
		for _, statement := range statements {
			if code := storetest.Refused(t, of.URL, statement); code != insufficient {
				t.Errorf("%s: PostgreSQL says %q to the role of %s", statement, code, map[bool]string{true: "the pages", false: "the signer"}[of == pages])
			}
		}
	}
	if err := owner.Grant(t.Context(), store.Roles{Serving: pages.Name}); err != nil {
		t.Fatal(err)
	}
	if code := storetest.Refused(t, pages.URL, addSeal); code != "" {
		t.Errorf("where the pages sign by themselves, PostgreSQL says %q", code)
	}
}
