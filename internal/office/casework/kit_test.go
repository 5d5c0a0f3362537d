package casework_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/audit"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/keys"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/admin"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	romania "sejur/law"
)

var noon = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

// theLaw is loaded once for all tests: it never changes.
var theLaw = sync.OnceValues(func() (*law.Law, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, err
	}
	return law.Load(romania.Files, catalogue)
})

// desk is the desk on a real store with the real law, at a time that the test moves.
type desk struct {
	*casework.Desk
	t        *testing.T
	store    *store.Store
	database string
	files    *caseworktest.Files
	ring     *keys.Ring
	law      *law.Law
	owner    string // the account of the applicant
	officer  access.Actor
	other    access.Actor // a colleague

	mu sync.Mutex
	at time.Time
}

// eachDesk runs a test on both engines.
func eachDesk(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	storetest.EachDatabase(t, func(t *testing.T, database string) { test(t, deskOn(t, database)) })
}

func deskOn(t *testing.T, database string) *desk {
	t.Helper()
	ring := storetest.Keys(t)
	d := &desk{
		t: t, ring: ring, database: database, store: storetest.Open(t, store.Config{Database: database, Keys: ring}), files: new(caseworktest.Files), at: noon,
		owner: storetest.Account(t, database), officer: caseworktest.Officer("ana"), other: caseworktest.Officer("dan"),
	}
	var err error
	if d.law, err = theLaw(); err != nil {
		t.Fatal(err)
	}
	d.Desk, err = casework.New(casework.Config{
		House: office.House{Now: d.now, Mark: ring}, Store: store.Desk(d.store, func(tx *store.Tx) casework.Tx { return tx }), Law: d.law, Files: d.files,
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

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

// today is the legal day of the desk.
func (d *desk) today() calendar.Date { return calendar.Today(d.now()) }

// send sends something in; what is empty is that of a student in Cluj, with every paper.
func (d *desk) send(in caseworktest.Sent) casefile.Case {
	d.t.Helper()
	if in.Owner == "" {
		in.Owner = d.owner
	}
	if in.At.IsZero() {
		in.At = noon
	}
	if in.Person == "" {
		in.Person = caseworktest.Keep(d.t, d.store, in.Owner, caseworktest.Amina(), noon)
	}
	if in.Papers == nil {
		in.Papers = d.papers()
	}
	if in.Law == "" {
		in.Law = d.law.Version()
	}
	if in.Answers == nil {
		in.Answers = map[string]application.Answers{"identity": {"surname": caseworktest.Text("Rao"), "given_names": caseworktest.Text("Anima")}}
	}
	return caseworktest.Send(d.t, d.store, d.database, d.files, in)
}

// papers are those that a student must send.
func (d *desk) papers() []caseworktest.Paper {
	d.t.Helper()
	return caseworktest.Papers(d.t, d.law, caseworktest.Student(), "study-permit", calendar.Today(noon))
}

// opened opens a case as somebody.
func (d *desk) opened(by access.Actor, id casefile.ID) casework.Opened {
	d.t.Helper()
	o, err := d.Open(d.t.Context(), by, casework.Opening{Case: id, Reason: "second-look", Lang: locale.EN})
	if err != nil {
		d.t.Fatal(err)
	}
	return o
}

// acceptAll accepts every paper of a case.
func (d *desk) acceptAll(by access.Actor, id casefile.ID) {
	d.t.Helper()
	var all []casework.Decision
	for _, l := range d.opened(by, id).Lines {
		if l.State == application.Open {
			all = append(all, casework.Decision{Case: id, Document: l.Document, Version: l.Version})
		}
	}
	if err := d.AcceptReady(d.t.Context(), by, casework.Asked{}, all); err != nil {
		d.t.Fatal(err)
	}
}

// seen is a case as it stands.
func (d *desk) seen(id casefile.ID) casework.Seen {
	d.t.Helper()
	return casework.Seen{Case: id, Version: d.opened(d.officer, id).Case.Version}
}

// decision is about a paper as it stands.
func (d *desk) decision(id casefile.ID, document string) casework.Decision {
	d.t.Helper()
	for _, l := range d.opened(d.officer, id).Lines {
		if l.Document == document {
			return casework.Decision{Case: id, Document: document, Version: l.Version}
		}
	}
	d.t.Fatalf("the case has no %s", document)
	return casework.Decision{}
}

// record are the entries about a case with an action, the last first.
func (d *desk) record(subject, action string) []audit.Entry {
	d.t.Helper()
	var out []audit.Entry
	err := d.store.Read(d.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		out, err = tx.Record().Search(ctx, admin.RecordQuery{Subject: subject, Action: action, Limit: 1000})
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

// letters are the templates of the letters that wait, the last first.
func (d *desk) letters() []string {
	d.t.Helper()
	var out []string
	err := d.store.Read(d.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		list, err := tx.Outbox().List(ctx, office.LetterWaiting, "", 100)
		for _, l := range list {
			out = append(out, l.Template)
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

// messages are the templates of what the applicant was told, the last first.
func (d *desk) messages() []string {
	d.t.Helper()
	var out []string
	err := d.store.Read(d.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		list, err := tx.Inbox().List(ctx, d.owner, "", 100)
		for _, m := range list {
			out = append(out, m.Template)
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

// is fails unless an error is a fault of a kind.
func is(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		t.Errorf("%s: %v", what, err)
	}
}
