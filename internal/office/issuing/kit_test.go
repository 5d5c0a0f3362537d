package issuing_test

import (
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/audit"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/issuing"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

var noon = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

var errPlanted = errors.New("planted")

// desk is the desk on a real store, at a time that the test moves.
type desk struct {
	*issuing.Desk
	t        *testing.T
	store    *store.Store
	database string
	owner    access.Actor // an applicant who keeps the person
	officer  access.Actor
	head     access.Actor
	person   person.ID

	mu      sync.Mutex
	at      time.Time
	key     issuing.Key
	keyErr  error
	printed []document.Sheet
	drawErr error
}

// eachDesk runs a test on both engines.
func eachDesk(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	storetest.EachDatabase(t, func(t *testing.T, database string) { test(t, deskOn(t, database)) })
}

func deskOn(t *testing.T, database string) *desk {
	t.Helper()
	ring := storetest.Keys(t)
	d := &desk{t: t, database: database, store: storetest.Open(t, store.Config{Database: database, Keys: ring}), at: noon, key: newKey(t, 1)}
	d.owner = access.Actor{Kind: access.Applicant, ID: storetest.Account(t, database), Session: "s"}
	d.officer = access.Actor{Kind: access.Staff, ID: "officer", Roles: []access.Role{access.CaseOfficer}, Office: "igi-cj"}
	d.head = access.Actor{Kind: access.Staff, ID: "head", Roles: []access.Role{access.Head}, Office: "igi-cj"}
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	d.Desk, err = issuing.New(issuing.Config{
		House: office.House{Now: d.now, Mark: ring}, Store: store.Desk(d.store, func(tx *store.Tx) issuing.Tx { return tx }),
		Catalogue: catalogue, Origin: "https://sejur.example", Printer: d,
		Key: func(context.Context) (issuing.Key, error) { return d.key, d.keyErr },
	})
	if err != nil {
		t.Fatal(err)
	}
	d.person = deskPerson(d)
	if err := d.RegisterCertificate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// deskPerson adds a person whom the owner keeps.
func deskPerson(d *desk) person.ID {
	d.t.Helper()
	id := person.ID(office.NewID())
	d.change(func(ctx context.Context, tx *store.Tx) error {
		return tx.Persons().Add(ctx, d.owner.ID, account.Kept{Relation: person.Represented, Since: noon, Person: person.Person{
			ID: id, Names: person.Names{Surname: "Al-Sayed", Given: "Amina"}, BirthDate: calendar.On(1985, time.May, 17),
			Sex: person.Female, Nationality: "SY",
		}})
	})
	return id
}

// newKey makes a signing key.
func newKey(t *testing.T, serial int64) issuing.Key { return issuingtest.Key(t, noon, serial) }

func (d *desk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at
}

func (d *desk) forward(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = d.at.Add(by)
}

// Print is a printer that keeps what it was given.
func (d *desk) Print(_ context.Context, sheet document.Sheet) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.printed = append(d.printed, sheet)
	if d.drawErr != nil {
		return nil, d.drawErr
	}
	return d.Draw(sheet)
}

// Draw writes what a sheet says.
func (d *desk) Draw(sheet document.Sheet) ([]byte, error) {
	text, err := json.Marshal(sheet)
	return append([]byte("%PDF "), text...), err
}

func (d *desk) change(fn func(context.Context, *store.Tx) error) {
	d.t.Helper()
	if err := d.store.Change(context.WithoutCancel(d.t.Context()), fn); err != nil {
		d.t.Fatal(err)
	}
}

// submitted is an application in a state.
func (d *desk) submitted(s application.State) document.Basis {
	d.t.Helper()
	id, at := application.ID(office.NewID()), noon
	if s == application.Draft {
		at = time.Time{}
	}
	d.change(func(ctx context.Context, tx *store.Tx) error {
		return tx.Grounds().AddApplication(ctx, id, d.person, s, at)
	})
	return document.Basis{Kind: document.OfApplication, ID: string(id)}
}

// decided is a case in a state.
func (d *desk) decided(s casefile.State) document.Basis {
	d.t.Helper()
	of, id, at := d.submitted(application.Submitted), casefile.ID(office.NewID()), noon
	if !s.Decided() {
		at = time.Time{}
	}
	d.change(func(ctx context.Context, tx *store.Tx) error {
		return tx.Grounds().AddCase(ctx, id, application.ID(of.ID), s, at)
	})
	return document.Basis{Kind: document.OfCase, ID: string(id)}
}

// paper is a document of a kind that can be signed.
func (d *desk) paper(k document.Kind, b document.Basis) document.New {
	facts := []document.Fact{
		{Name: document.Surname, Value: "Al-Sayed"}, {Name: document.Given, Value: "Amina"}, {Name: document.BirthDate, Value: "1985-05-17"},
		{Name: document.Procedure, Value: "Înregistrarea rezidenței", Other: "Registration of residence"},
		{Name: document.Law, Value: "OUG nr. 102/2005, art. 15", Other: "GEO 102/2005, art. 15"},
	}
	add := func(n document.Name, value string) { facts = append(facts, document.Fact{Name: n, Value: value}) }
	switch k {
	case document.Receipt:
		add(document.Application, "7K3MQ-2W9FD-X4N8T")
		add(document.FiledOn, "2026-11-30")
		add(document.Office, "IGI Cluj")
	case document.Certificate:
		add(document.Nationality, "SY")
	case document.Decision:
		add(document.Application, "7K3MQ-2W9FD-X4N8T")
		add(document.Outcome, document.OutcomeRefused)
		add(document.Reasons, "Nu aveți venituri suficiente.\n\nDovada este din 2020.")
		add(document.ContestAt, "Tribunalul Cluj")
		add(document.ContestBy, "2026-12-30")
	case document.Invitation:
		add(document.Nationality, "SY")
		add(document.Passport, "N 012-345")
		add(document.Host, "Ion Pop")
		add(document.StayFrom, "2027-01-10")
		add(document.StayUntil, "2027-02-10")
	case document.Letter:
		add(document.Subject, "Programul cu publicul")
		add(document.Body, "Vă așteptăm luni.")
	}
	return document.New{
		Kind: k, Basis: b, Person: d.person, Procedure: "eu-registration", Lang: locale.EN, IssuedOn: calendar.Today(d.now()),
		ValidUntil: calendar.Today(d.now()).AddYears(5), Facts: facts, Specimen: true,
	}
}

// plan plans a document.
func (d *desk) plan(k document.Kind, b document.Basis) document.ID {
	d.t.Helper()
	id, err := d.Plan(d.t.Context(), d.officer, issuing.Asked{}, d.paper(k, b))
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

// released plans a document and makes it.
func (d *desk) released(k document.Kind, b document.Basis) document.Document {
	d.t.Helper()
	id := d.plan(k, b)
	if err := errors.Join(d.Sign(d.t.Context(), id), d.Desk.Print(d.t.Context(), id)); err != nil {
		d.t.Fatal(err)
	}
	return d.find(id)
}

// find reads a document.
func (d *desk) find(id document.ID) (out document.Document) {
	d.t.Helper()
	d.change(func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = tx.Documents().Find(ctx, id)
		return err
	})
	return out
}

// recorded are the actions in the record about a document, oldest first.
func (d *desk) recorded(id document.ID) (actions []string) {
	d.t.Helper()
	for _, e := range d.entries(id) {
		actions = append(actions, e.Action)
	}
	return actions
}

func (d *desk) entries(id document.ID) (out []audit.Entry) {
	d.t.Helper()
	d.change(func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Chain().Pending(ctx, 1000)
		for _, e := range all {
			if e.Subject == "document/"+string(id) {
				out = append(out, e)
			}
		}
		return err
	})
	return out
}

// waiting are the jobs of a kind.
func (d *desk) waiting(kind string) (keys []string) {
	d.t.Helper()
	d.change(func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Queue().List(ctx, office.JobReady, "", 1000)
		for _, t := range all {
			if t.Kind == kind {
				keys = append(keys, t.Key)
			}
		}
		return err
	})
	return keys
}

// lookUp asks for a document by its code.
func (d *desk) lookUp(doc document.Document) (issuing.Verified, error) {
	return d.LookUp(d.t.Context(), access.Actor{}, issuing.LookUp{Code: doc.Code, Client: "192.0.2.1", Request: "r1"})
}

// key is the key of an error's fault.
func keyOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.All(err)[0].Key
}

// wrongSigner is a key that gives no answer.
type wrongSigner struct {
	crypto.Signer
	err error
}

func (w wrongSigner) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return nil, w.err }
