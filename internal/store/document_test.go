package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/issuing"
	"sejur/internal/person"
	"sejur/internal/reference"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// secretFact stands on papers and must lie nowhere in clear.
const secretFact = "Strada Nevăzută 12"

// paperOf is a planned document of a person that rests on a basis.
func paperOf(id person.ID, b document.Basis) document.Document {
	k := document.Receipt
	if b.Kind == document.OfCase {
		k = document.Decision
	}
	return document.Document{
		ID: document.ID("document-" + string(id) + "-" + string(k)), Number: document.NewNumber(k), Code: reference.New(), Kind: k, Basis: b, Person: id,
		Procedure: "eu-registration", Lang: locale.EN, IssuedOn: calendar.Of(noon), ValidUntil: calendar.Of(noon).AddYears(1), Specimen: true,
		Facts: []document.Fact{{Name: document.Address, Value: secretFact, Other: "12 Unseen Street"}}, State: document.Planned,
		PlannedAt: noon, Version: 1,
	}
}

// issue puts an application, a case, a released receipt and a planned decision into a person's file, and returns the receipt.
func (r registry) issue(t *testing.T, id person.ID) document.Document {
	t.Helper()
	app, file := "application-"+string(id), "casefile-"+string(id)
	receipt := paperOf(id, document.Basis{Kind: document.OfApplication, ID: app})
	decision := paperOf(id, document.Basis{Kind: document.OfCase, ID: file})
	change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
		err := errors.Join(
			tx.Grounds().AddApplication(ctx, application.ID(app), id, application.Submitted, noon),
			tx.Grounds().AddCase(ctx, casefile.ID(file), application.ID(app), casefile.InReview, time.Time{}),
		)
		for _, d := range []document.Document{receipt, decision} {
			_, reserved := tx.Documents().Reserve(ctx, d.Number, noon)
			err = errors.Join(err, reserved, tx.Documents().Add(ctx, d))
		}
		return errors.Join(err, tx.Signatures().Add(ctx, sealOf(receipt)), tx.Documents().Sign(ctx, receipt.ID, 1),
			tx.Copies().Add(ctx, copyOf(receipt)), tx.Documents().Release(ctx, receipt.ID, 2))
	})
	receipt.State, receipt.Version = document.Released, 3
	return receipt
}

func sealOf(d document.Document) issuing.Seal {
	return issuing.Seal{
		Document: d.ID, Person: d.Person, Raw: []byte("\x00\xffseal of " + string(d.Code)), Digest: "digest-" + string(d.Code), Certificate: "c1", SignedAt: noon,
	}
}

func copyOf(d document.Document) issuing.Copy {
	return issuing.Copy{Document: d.ID, Person: d.Person, PDF: []byte("%PDF\x00\xff" + secretFact), Digest: "sum", KeptAt: noon}
}

// registered is a registry with one person.
func (r registry) registered(t *testing.T) person.ID {
	t.Helper()
	return r.add(t, r.mine, amina())
}

func TestADocumentIsReadAsItWasStored(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		want := r.issue(t, r.registered(t))
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			found, err := tx.Documents().Find(ctx, want.ID)
			byCode, err2 := tx.Documents().ByCode(ctx, want.Code)
			seal, err3 := tx.Signatures().Of(ctx, want.ID)
			kept, err4 := tx.Copies().Of(ctx, want.ID)
			same := cmpopts.EquateComparable(calendar.Date{})
			for _, diff := range []string{
				cmp.Diff(want, found, same), cmp.Diff(want, byCode, same), cmp.Diff(sealOf(want), seal), cmp.Diff(copyOf(want), kept),
			} {
				if diff != "" {
					t.Error(diff)
				}
			}
			return errors.Join(err, err2, err3, err4)
		})
	})
}

func TestWhatAPaperSaysLiesSealed(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		r.issue(t, r.registered(t))
		for table, text := range storetest.Dump(t, r.database) {
			if strings.Contains(text, "Nevăzută") || strings.Contains(text, "Unseen") || strings.Contains(text, "seal of ") {
				t.Errorf("%s shows what a paper says", table)
			}
		}
	})
}

func TestTheDatabaseKeepsTheOrderOfADocument(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		id := r.registered(t)
		released := r.issue(t, id)
		db := storetest.SQL(t, r.database)
		if !store.IsPostgres(r.database) { // the store's own connections have it on
			if _, err := db.ExecContext(t.Context(), "PRAGMA foreign_keys = ON"); err != nil {
				t.Fatal(err)
			}
		}
		decision := "document-" + string(id) + "-decision"
		for name, statement := range map[string]string{
			"signed without a seal":            "UPDATE document SET state = 'signed' WHERE id = '" + decision + "'",
			"signed with a seal of another":    "UPDATE document SET state = 'signed', sealed = '" + string(released.ID) + "' WHERE id = '" + decision + "'",
			"released without a copy":          "UPDATE document SET state = 'released' WHERE id = '" + decision + "'",
			"a copy taken away":                "DELETE FROM document_copy",
			"a seal taken away":                "DELETE FROM document_seal",
			"an end before the release":        "UPDATE document SET fate = 'lost', fate_on = '2026-12-01', fate_reason = 'stolen' WHERE id = '" + decision + "'",
			"an end without a reason":          "UPDATE document SET fate = 'lost', fate_on = '2026-12-01' WHERE state = 'released'",
			"the number of another":            "UPDATE document SET number = '" + string(released.Number) + "' WHERE id = '" + decision + "'",
			"a number that nobody reserved":    "UPDATE document SET number = 'D00000000' WHERE id = '" + decision + "'",
			"the code of another":              "UPDATE document SET code = '" + string(released.Code) + "' WHERE id = '" + decision + "'",
			"a receipt of a case":              "UPDATE document SET kind = 'receipt' WHERE id = '" + decision + "'",
			"a decision on an application":     "UPDATE document SET kind = 'decision' WHERE state = 'released'",
			"valid until before it was issued": "UPDATE document SET valid_until = '2020-01-01' WHERE state = 'released'",
			"a case decided on no day":         "UPDATE casefile SET state = 'granted'",
			"a second case of an application":  "INSERT INTO casefile SELECT 'x', application, state, decided_at, version FROM casefile",
			"a draft that was submitted":       "UPDATE application SET state = 'draft'",
		} {
			if _, err := db.ExecContext(t.Context(), statement); err == nil {
				t.Errorf("%s: %s", name, statement)
			}
		}
	})
}

func TestAVersionThatIsNotTheStoredOneIsAConflict(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		d := r.issue(t, r.registered(t))
		old := d
		old.Version--
		old.Fate = document.Fate{Kind: document.Lost, On: calendar.Of(noon), Reason: document.Stolen}
		for name, fn := range map[string]func(context.Context, *store.Tx) error{
			"signed again":     func(ctx context.Context, tx *store.Tx) error { return tx.Documents().Sign(ctx, d.ID, d.Version) },
			"released again":   func(ctx context.Context, tx *store.Tx) error { return tx.Documents().Release(ctx, d.ID, d.Version) },
			"made void":        func(ctx context.Context, tx *store.Tx) error { return tx.Documents().Void(ctx, d.ID, d.Version) },
			"ended, seen old":  func(ctx context.Context, tx *store.Tx) error { return tx.Documents().End(ctx, old) },
			"sealed again":     func(ctx context.Context, tx *store.Tx) error { return tx.Signatures().Add(ctx, sealOf(d)) },
			"copied again":     func(ctx context.Context, tx *store.Tx) error { return tx.Copies().Add(ctx, copyOf(d)) },
			"a second receipt": func(ctx context.Context, tx *store.Tx) error { return again(ctx, tx, d) },
			"a case seen old": func(ctx context.Context, tx *store.Tx) error {
				return tx.Grounds().ChangeCase(ctx, "casefile-"+casefile.ID(d.Person), casefile.Granted, noon, 7)
			},
			"an old submission": func(ctx context.Context, tx *store.Tx) error {
				return tx.Grounds().ChangeApplication(ctx, application.ID(d.Basis.ID), application.Withdrawn, noon, 7)
			},
		} {
			if got := refused(t, r.Store, fn); got != fault.Conflict {
				t.Errorf("%s: %v", name, got)
			}
		}
	})
}

// again plans another receipt of the same application.
func again(ctx context.Context, tx *store.Tx, d document.Document) error {
	d.ID, d.Number, d.Code = "another", document.NewNumber(document.Receipt), reference.New()
	_, err := tx.Documents().Reserve(ctx, d.Number, noon)
	return errors.Join(err, tx.Documents().Add(ctx, d))
}

func TestANumberIsReservedOnce(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		id := r.registered(t)
		d := r.issue(t, id)
		reserve := func() (free bool) {
			change(t, r.Store, func(ctx context.Context, tx *store.Tx) (err error) {
				free, err = tx.Documents().Reserve(ctx, d.Number, noon)
				return err
			})
			return free
		}
		if reserve() {
			t.Error("a number was given twice")
		}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Erase(ctx, id) })
		if reserve() {
			t.Error("the number of an erased document was given again")
		}
	})
}

func TestOfAnErasedPersonsDocumentsOnlyNumbersAndRevokedSealsStay(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		id := r.registered(t)
		d := r.issue(t, id)
		gone := issuing.Gone{Digest: sealOf(d).Digest, Status: document.IsLost, Since: calendar.Of(noon)}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.Lists().Revoke(ctx, gone), tx.Persons().Erase(ctx, id))
		})
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			_, byCode := tx.Documents().ByCode(ctx, d.Code)
			_, seal := tx.Signatures().Of(ctx, d.ID)
			_, kept := tx.Copies().Of(ctx, d.ID)
			_, ground := tx.Grounds().Of(ctx, d.Basis)
			for i, err := range []error{byCode, seal, kept, ground} {
				if err == nil || fault.KindOf(err) != fault.NotFound {
					t.Errorf("%d: %v", i, err)
				}
			}
			left, err := tx.Lists().Revoked(ctx, "", 10)
			if !slices.Equal(left, []issuing.Gone{gone}) {
				t.Errorf("the list has %v", left)
			}
			return err
		})
	})
}

func TestListsAndCertificatesAreReadAsTheyWereStored(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		c := issuing.Certificate{
			ID: "c1", Identifier: "ROSJ", Reference: "1A", DER: []byte{1, 2}, NotBefore: noon, NotAfter: noon.AddDate(1, 0, 0), Registered: noon,
		}
		list := issuing.List{Number: 1, Body: "a.b.c", IssuedAt: noon, Next: noon.Add(time.Hour)}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			if _, err := tx.Lists().Last(ctx); fault.KindOf(err) != fault.NotFound {
				t.Errorf("before the first list: %v", err)
			}
			first, err := tx.Signatures().Register(ctx, c)
			second, err2 := tx.Signatures().Register(ctx, issuing.Certificate{ID: "c2", Identifier: "ROSJ", Reference: "1A", DER: []byte{3}})
			if !first || second {
				t.Errorf("registered: %t, then %t", first, second)
			}
			return errors.Join(err, err2, tx.Signatures().Retire(ctx, "c1", noon), tx.Lists().Publish(ctx, list))
		})
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			all, err := tx.Signatures().Certificates(ctx)
			last, err2 := tx.Lists().Last(ctx)
			c.Retired = noon
			if diff := cmp.Diff([]issuing.Certificate{c}, all) + cmp.Diff(list, last); diff != "" {
				t.Error(diff)
			}
			if err := tx.Lists().Publish(ctx, list); fault.KindOf(err) != fault.Conflict {
				t.Errorf("the same number again: %v", err)
			}
			list.Number = 2
			return errors.Join(err, err2, tx.Lists().Publish(ctx, list), tx.Lists().Forget(ctx, 2, 10))
		})
	})
}

func TestACertificateIsDistrustedOnceAndRetiresWithIt(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		r.issue(t, r.registered(t)) // its seal is of c1
		later := noon.Add(time.Hour)
		certificates := func(ctx context.Context, tx *store.Tx) (all []issuing.Certificate) {
			all, err := tx.Signatures().Certificates(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) (err error) {
			for i, id := range []string{"c1", "c2"} {
				_, added := tx.Signatures().Register(ctx, issuing.Certificate{
					ID: id, Identifier: "ROSJ", Reference: id, DER: []byte{1}, NotBefore: noon, NotAfter: noon, Registered: noon.Add(time.Duration(-i) * time.Hour),
				})
				err = errors.Join(err, added)
			}
			return errors.Join(err, tx.Signatures().Retire(ctx, "c2", noon), tx.Signatures().Distrust(ctx, "c1", issuing.Stolen, later),
				tx.Signatures().Distrust(ctx, "c2", issuing.Mistake, later))
		})
		if got := refused(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			return tx.Signatures().Distrust(ctx, "c1", issuing.Mistake, later)
		}); got != fault.Conflict {
			t.Errorf("distrusted again: %v", got)
		}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			all := certificates(ctx, tx)
			if c := all[0]; c.ID != "c1" || !c.Retired.Equal(later) || !c.Distrusted.Equal(later) || c.Doubt != issuing.Stolen {
				t.Errorf("%+v", c)
			}
			if c := all[1]; c.ID != "c2" || !c.Retired.Equal(noon) || !c.Distrusted.Equal(later) || c.Doubt != issuing.Mistake {
				t.Errorf("retired before: %+v", c)
			}
			one, err := tx.Signatures().By(ctx, "c1")
			none, err2 := tx.Signatures().By(ctx, "c2")
			if one != 1 || none != 0 {
				t.Errorf("seals of c1 and c2: %d, %d", one, none)
			}
			return errors.Join(err, err2)
		})
		db := storetest.SQL(t, r.database)
		for name, set := range map[string]string{
			"distrusted and still signing": "retired_at = ''",
			"distrusted for no reason":     "distrust_reason = ''",
			"distrusted for another":       "distrust_reason = 'whim'",
			"a reason and no day":          "distrusted_at = ''",
		} {
			if _, err := db.ExecContext(t.Context(), "UPDATE signer_certificate SET "+set+" WHERE id = 'c1'"); err == nil {
				t.Errorf("%s: it was stored", name)
			}
		}
	})
}

func TestDocumentsThatWaitAreListedInTheirOrder(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		id := r.registered(t)
		r.issue(t, id)
		waiting := func(s document.State, before time.Time, after document.ID) (ids []document.ID) {
			change(t, r.Store, func(ctx context.Context, tx *store.Tx) (err error) {
				ids, err = tx.Documents().Waiting(ctx, s, before, after, 10)
				return err
			})
			return ids
		}
		decision := document.ID("document-" + string(id) + "-decision")
		if got := waiting(document.Planned, noon.Add(time.Second), ""); !slices.Equal(got, []document.ID{decision}) {
			t.Errorf("planned before: %v", got)
		}
		if got := slices.Concat(waiting(document.Planned, noon, ""), waiting(document.Planned, noon.Add(time.Second), decision)); len(got) > 0 {
			t.Errorf("planned later, or after the last: %v", got)
		}
	})
}
