package account_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/keys"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// personsDesk is the keeping of persons on a real store, at a time that the test moves, with two accounts.
type personsDesk struct {
	*account.Persons
	t         *testing.T
	store     *store.Store
	database  string
	log       *bytes.Buffer
	mine, his access.Actor

	mu sync.Mutex
	at time.Time
}

// newPersons opens the desk on SQLite.
func newPersons(t *testing.T) *personsDesk {
	t.Helper()
	return personsOn(t, filepath.Join(t.TempDir(), "sejur.db"))
}

// personsOn opens the desk on a fresh database.
func personsOn(t *testing.T, database string) *personsDesk {
	t.Helper()
	ring := storetest.Keys(t)
	d := &personsDesk{
		t: t, database: database, store: storetest.Open(t, store.Config{Database: database, Keys: ring}), log: new(bytes.Buffer),
		at: time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC),
	}
	d.mine, d.his = applicant(t, database), applicant(t, database)
	d.Persons = account.NewPersons(account.PersonsConfig{
		House: d.house(ring), Title: func(id string) bool { return id == "residence-permit" || id == "visa" },
		Store: store.Desk(d.store, func(tx *store.Tx) account.PersonsTx { return tx }),
	})
	return d
}

func (d *personsDesk) house(ring *keys.Ring) office.House {
	return office.House{Now: d.now, Mark: ring, Log: slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
}

func (d *personsDesk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at
}

// forward moves the clock.
func (d *personsDesk) forward(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = d.at.Add(by)
}

// day is the day of the desk's clock.
func (d *personsDesk) day() calendar.Date { return calendar.Today(d.now()) }

func applicant(t *testing.T, database string) access.Actor {
	t.Helper()
	return access.Actor{Kind: access.Applicant, ID: storetest.Account(t, database), Session: "s"}
}

// amina is somebody made up.
func amina() person.Person {
	return person.Person{
		Names: person.Names{Surname: "Al-Sayed", Given: "Amina"}, BirthDate: calendar.On(1985, time.May, 17), BirthPlace: "Aleppo",
		BirthCountry: "SY", Sex: person.Female, Nationality: "SY", CNP: "8850517120340",
	}
}

// noor is a child, made up too.
func noor() person.Person {
	return person.Person{
		Names: person.Names{Surname: "Al-Sayed", Given: "Noor"}, BirthDate: calendar.On(2015, time.March, 2), Sex: person.Female, Nationality: "SY",
	}
}

// add adds a person to an account.
func (d *personsDesk) add(by access.Actor, r person.Relation, p person.Person) person.ID {
	d.t.Helper()
	id, err := d.AddPerson(d.t.Context(), by, account.Asked{}, account.AddPerson{Relation: r, Person: p})
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

// must fails the test when an act did not succeed.
func must[T any](t *testing.T) func(T, error) T {
	return func(out T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

func (d *personsDesk) passport() person.Paper {
	return person.Paper{Kind: person.Passport, Number: "N 012-345", Issuer: "SY", Issued: d.day().AddYears(-6), Expires: d.day().AddYears(4)}
}

func (d *personsDesk) home() person.Address {
	return person.Address{Country: "RO", County: "CJ", Locality: "Cluj-Napoca", Street: "Strada Lungă", Number: "7 bis", From: d.day().AddDays(-90)}
}

// told are the faults of an error, as field and key.
func told(err error) []string {
	if err == nil {
		return nil
	}
	var out []string
	for _, f := range fault.All(err) {
		line := f.Key
		if f.Field != "" {
			line = f.Field + " " + line
		}
		out = append(out, line)
	}
	return out
}

// recorded are the entries of the record about a subject, oldest first, and the fields that each changed.
func (d *personsDesk) recorded(subject string) (entries []audit.Entry) {
	d.t.Helper()
	err := d.store.Read(d.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Chain().Pending(ctx, 1000)
		for _, e := range all {
			if e.Subject == subject {
				entries = append(entries, e)
			}
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return entries
}

// fields are the names of the fields that an entry changed.
func fields(e audit.Entry) (names []string) {
	for _, f := range e.Fields {
		names = append(names, f.Name)
	}
	return names
}

// erase does the jobs that erase removed persons, those that are due, and says how many there were.
func (d *personsDesk) erase() int {
	d.t.Helper()
	var due []office.Ticket
	err := d.store.Change(d.t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		due, err = tx.Queue().Claim(ctx, []string{account.EraseRemoved}, d.now(), d.now().Add(time.Minute), 10)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	for _, t := range due {
		var in account.RemovedPerson
		if err := json.Unmarshal(t.Body, &in); err != nil {
			d.t.Fatal(err)
		}
		if err := d.EraseRemoved(d.t.Context(), office.Held{ID: t.ID, Token: t.Token}, in); err != nil {
			d.t.Fatal(err)
		}
	}
	return len(due)
}
