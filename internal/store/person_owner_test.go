package store_test

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/keys"
	"sejur/internal/office"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// nobodys are the tables that were made since there are persons and hold nothing of one. Kept plans and tokens are an account's, and go with it.
func nobodys() []string {
	return []string{"document_number", "revoked_seal", "signer_certificate", "revocation_list", "reconciliation", "kept_plan", "upload_refuse", "account_token"}
}

// beforePersons is the last migration from the time when there were no persons.
const beforePersons = "0003"

func TestEveryTableLeadsToAPersonOrHoldsNothingOfOne(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	makes := regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`)
	leads := regexp.MustCompile(`REFERENCES person \(`)
	declared := append(store.OwnedByPerson(), nobodys()...)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range strings.Split(string(text), ";\n") {
			made := makes.FindStringSubmatch(statement)
			if made == nil || slices.Contains(declared, made[1]) {
				continue
			}
			if strings.TrimPrefix(file, "migrations/")[:4] > beforePersons || leads.MatchString(statement) {
				t.Errorf("%s: whose are the rows of %s? Say so in person_owner.go, or in nobodys() here", file, made[1])
			}
		}
	}
}

func TestNothingIsLeftOfWhoWasErased(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		k, other := amina(), amina()
		r.fill(t, r.add(t, r.mine, k))
		want := r.fill(t, r.add(t, r.hers, other))
		before := storetest.Dump(t, r.database)
		for _, table := range store.OwnedByPerson() {
			if !strings.Contains(before[table], string(k.ID)) {
				t.Errorf("%s has no row of the person: erasing it is not tried here", table)
			}
		}
		var place string
		row := storetest.SQL(t, r.database).QueryRowContext(t.Context(), "SELECT place FROM upload_file WHERE upload = $1", "upload-"+string(k.ID))
		if err := row.Scan(&place); err != nil {
			t.Fatal(err)
		}
		erase := func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Erase(ctx, k.ID) }
		change(t, r.Store, erase)
		after := storetest.Dump(t, r.database)
		if got := strings.Fields(after["upload_refuse"]); len(got) != 1 || got[0] != place {
			t.Errorf("refuse is %v, want the person's file alone", got)
		}
		for table, text := range after {
			if strings.Contains(text, string(k.ID)) {
				t.Errorf("%s still names the person", table)
			}
		}
		if got := refused(t, r.Store, erase); got != fault.NotFound {
			t.Errorf("erased twice: %v", got)
		}
		want.Person, want.Version = other.Person, 1
		if got := r.file(t, other.ID); got.CNP != want.CNP || len(got.Papers) != 1 {
			t.Errorf("another person was touched: %+v", got)
		}
	})
}

func TestACopyOfWhatWasSealedOpensNoMore(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		k := amina()
		r.add(t, r.mine, k)
		var copied string
		row := storetest.SQL(t, r.database).QueryRowContext(t.Context(), "SELECT cnp FROM person WHERE id = $1", string(k.ID))
		if err := row.Scan(&copied); err != nil {
			t.Fatal(err)
		}
		sealed, err := base64.RawStdEncoding.DecodeString(copied)
		if err != nil {
			t.Fatal(err)
		}
		at := office.Place{Table: "person", Column: "cnp", Row: string(k.ID)}
		if plain, err := wrapped(t, r, k.ID).Open(at, sealed); err != nil || string(plain) != k.CNP {
			t.Fatalf("before: %q, %v", plain, err)
		}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Erase(ctx, k.ID) })
		r.add(t, r.mine, k) // the same id gets another key
		if _, err := wrapped(t, r, k.ID).Open(at, sealed); !errors.Is(err, keys.ErrNotOpened) {
			t.Errorf("with the person's new key: %v", err)
		}
		if _, err := r.keys.Open(at, sealed); !errors.Is(err, keys.ErrNotOpened) {
			t.Errorf("with the office's key: %v", err)
		}
	})
}

// wrapped is the vault of a person whose key stands in the database.
func wrapped(t *testing.T, r registry, id person.ID) office.Vault {
	t.Helper()
	var text string
	row := storetest.SQL(t, r.database).QueryRowContext(t.Context(), "SELECT wrapped FROM person_key WHERE person = $1", string(id))
	if err := row.Scan(&text); err != nil {
		t.Fatal(err)
	}
	key, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	vault, err := r.keys.Unwrap(string(id), key)
	if err != nil {
		t.Fatal(err)
	}
	return vault
}

func TestAnErasedKeyIsNotLeftInTheFile(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		k := amina()
		r.fill(t, r.add(t, r.mine, k))
		var key, number string
		row := storetest.SQL(t, r.database).QueryRowContext(t.Context(),
			"SELECT k.wrapped, p.number FROM person_key k JOIN paper p ON p.person = k.person WHERE k.person = $1", string(k.ID))
		if err := row.Scan(&key, &number); err != nil {
			t.Fatal(err)
		}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Erase(ctx, k.ID) })
		for where, text := range storetest.Dump(t, r.database) {
			if strings.Contains(text, key) || strings.Contains(text, number) {
				t.Errorf("%s still has what was erased", where)
			}
		}
	})
}

func TestTheFirstOfAListIsWhatCountsToday(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		id := r.add(t, r.mine, amina())
		day := calendar.Of(noon)
		papers := []person.Paper{ // in the order in which they are expected
			{Kind: person.Passport, Number: "1", Issuer: "SY", Issued: day.AddYears(-1), Expires: day.AddYears(9)},
			{Kind: person.IdentityCard, Number: "2", Issuer: "SY", Issued: day.AddYears(-1), Expires: day.AddYears(1)},
			{Kind: person.Passport, Number: "3", Issuer: "SY", Issued: day.AddYears(-9), Expires: day.AddYears(10), Ended: day},
		}
		addresses := []person.Address{
			{Country: "RO", County: "CJ", Locality: "a", From: day},
			{Country: "RO", County: "CJ", Locality: "b", Until: day},
			{Country: "RO", County: "CJ", Locality: "c", Until: day.AddDays(-1)},
		}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			var errs []error
			for _, i := range []int{1, 2, 0} {
				errs = append(errs, tx.Papers().Add(ctx, id, item(papers[i])), tx.Addresses().Add(ctx, id, item(addresses[i])),
					tx.Stays().Add(ctx, id, item(person.Stay{Entry: day.AddDays(-i), Exit: day})),
					tx.Titles().Add(ctx, id, item(person.Title{Kind: "visa", From: day.AddDays(-i)})))
			}
			return errors.Join(errs...)
		})
		f := r.file(t, id)
		for i := range 3 {
			if f.Papers[i].Value.Number != papers[i].Number || f.Addresses[i].Value.Locality != addresses[i].Locality {
				t.Errorf("%d: paper %s, address %s", i, f.Papers[i].Value.Number, f.Addresses[i].Value.Locality)
			}
			if f.Stays[i].Value.Entry != day.AddDays(-i) || f.Titles[i].Value.From != day.AddDays(-i) {
				t.Errorf("%d: stay from %s, title from %s", i, f.Stays[i].Value.Entry, f.Titles[i].Value.From)
			}
		}
	})
}
