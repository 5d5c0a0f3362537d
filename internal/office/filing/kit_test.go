package filing_test

import (
	"context"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/audit"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/mail"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	romania "sejur/law"
)

var noon = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

// counter is the desk on a real store with the real law, at a time that the test moves.
type counter struct {
	*filing.Desk
	t        *testing.T
	store    *store.Store
	database string
	house    office.House
	law      *law.Law
	owner    access.Actor // keeps the person
	stranger access.Actor
	person   person.ID

	mu    sync.Mutex
	at    time.Time
	asked []string // every statement of a transaction
}

// theLaw is loaded once for all tests: it never changes.
var theLaw = sync.OnceValues(func() (*law.Law, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, err
	}
	return law.Load(romania.Files, catalogue)
})

// eachCounter runs a test on both engines.
func eachCounter(t *testing.T, test func(t *testing.T, c *counter)) {
	t.Helper()
	storetest.EachDatabase(t, func(t *testing.T, database string) { test(t, counterOn(t, database)) })
}

func counterOn(t *testing.T, database string) *counter {
	t.Helper()
	ring := storetest.Keys(t)
	c := &counter{t: t, database: database, at: noon}
	c.store = storetest.Open(t, store.Config{Database: database, Keys: ring, Asked: func(statement string) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.asked = append(c.asked, statement)
	}})
	c.owner = access.Actor{Kind: access.Applicant, ID: storetest.Account(t, database), Session: "s1"}
	c.stranger = access.Actor{Kind: access.Applicant, ID: storetest.Account(t, database), Session: "s2"}
	c.house = office.House{Now: c.now, Mark: ring}
	var err error
	if c.law, err = theLaw(); err != nil {
		t.Fatal(err)
	}
	c.Desk = c.open(c.law, nil)
	c.person = c.keep(c.owner, amina())
	return c
}

// open opens a desk with a law.
func (c *counter) open(l *law.Law, key func(context.Context) (document.Key, error)) *filing.Desk {
	c.t.Helper()
	d, err := filing.New(filing.Config{
		House: c.house, Store: store.Desk(c.store, func(tx *store.Tx) filing.Tx { return tx }), Law: l, Specimen: true, Key: key,
		Address: mail.ParseAddress,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return d
}

// amina is made up.
func amina() person.Person {
	return person.Person{
		Names: person.Names{Surname: "Rao", Given: "Amina"}, BirthDate: calendar.On(2002, time.May, 17), Sex: person.Female, Nationality: "IN",
	}
}

// keep puts a person into the file of an account.
func (c *counter) keep(by access.Actor, p person.Person) person.ID {
	c.t.Helper()
	p.ID = person.ID(office.NewID())
	c.change(func(ctx context.Context, tx *store.Tx) error {
		return tx.Persons().Add(ctx, by.ID, account.Kept{Relation: person.Represented, Since: noon, Person: p})
	})
	return p.ID
}

// statements are those that the store was asked while something was done.
func (c *counter) statements(do func()) []string {
	c.mu.Lock()
	before := len(c.asked)
	c.mu.Unlock()
	do()
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.asked[before:])
}

func (c *counter) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *counter) forward(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(by)
}

func (c *counter) change(fn func(context.Context, *store.Tx) error) {
	c.t.Helper()
	if err := c.store.Change(context.WithoutCancel(c.t.Context()), fn); err != nil {
		c.t.Fatal(err)
	}
}

// student are the answers of the guide of somebody who has begun to study.
func student() application.Facts {
	return application.Facts{
		"nationality": "IN", "aim": "live", "purpose": "study", "enrolled": "true", "age": "24", "scholarship": "true",
		"first_application": "true", "title_expires": "2027-01-31", "county": "CJ",
	}
}

// start begins a draft of a student permit.
func (c *counter) start() application.ID {
	c.t.Helper()
	id, err := c.Start(c.t.Context(), c.owner, filing.Asked{}, filing.Start{
		Person: c.person, Procedure: "study-permit", Facts: student(), Lang: locale.EN,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return id
}

// opened is the task list.
func (c *counter) opened(id application.ID) filing.Opened {
	c.t.Helper()
	o, err := c.Open(c.t.Context(), c.owner, id, locale.EN)
	if err != nil {
		c.t.Fatal(err)
	}
	return o
}

// save saves a page over the version that is stored.
func (c *counter) save(id application.ID, page string, typed url.Values) filing.Saved {
	c.t.Helper()
	var version int64
	for _, p := range c.opened(id).Pages {
		if p.ID == page {
			version = p.Version
		}
	}
	out, err := c.SavePage(c.t.Context(), c.owner, filing.Asked{}, filing.SavePage{
		Application: id, Page: page, Version: version, Typed: typed, Lang: locale.EN,
	})
	if err != nil {
		c.t.Fatalf("save %s: %v", page, err)
	}
	return out
}

// upload puts a file on a line, as it lies there once it was looked into.
func (c *counter) upload(id application.ID, doc string, state application.UploadState) {
	c.t.Helper()
	db := storetest.SQL(c.t, c.database)
	for _, statement := range []string{
		`INSERT INTO application_line (application, document, state, reason, note, issued_on, version) VALUES ($1, $2, 'open', '', '', '', 1)
			ON CONFLICT DO NOTHING`,
		`INSERT INTO upload (id, application, document, correction, position, name, state, refused, kind, pages, size, expected, digest, scanned,
			received_at, checked_at, removed_at, version) VALUES ('` + office.NewID() + `', $1, $2, '', 1, '', '` + string(state) + `', '', 'pdf', 1, 9, 9,
			'digest', 'unscanned', '2026-11-30T12:00:00.000000Z', '', '', 1)`,
	} {
		if _, err := db.ExecContext(c.t.Context(), statement, string(id), doc); err != nil {
			c.t.Fatal(err)
		}
	}
}

// fill answers every page and sends a file for every paper that is asked.
func (c *counter) fill(id application.ID) {
	c.t.Helper()
	for range 3 { // an answer may open a page
		for _, h := range c.opened(id).Hinders {
			switch h.Kind {
			case filing.PageHinders:
				if out := c.save(id, h.Ref, c.answers(id, h.Ref)); len(out.Problems) > 0 {
					c.t.Logf("%s: %v", h.Ref, out.Problems)
				}
			case filing.PaperHinders:
				c.upload(id, h.Ref, application.UploadReady)
			case filing.FactHinders, filing.ExcludedHinders, filing.ChangeHinders, filing.ElsewhereHinders:
				c.t.Fatalf("%+v hinders", h)
			}
		}
	}
}

// page is a page as it is shown.
func (c *counter) page(id application.ID, page string) filing.PageView {
	c.t.Helper()
	v, err := c.Page(c.t.Context(), c.owner, "r", filing.ReadPage{Application: id, Page: page, Lang: locale.EN})
	if err != nil {
		c.t.Fatal(err)
	}
	return v
}

// answers are answers to every field of a page: what is known, and what fits for the rest.
func (c *counter) answers(id application.ID, page string) url.Values {
	c.t.Helper()
	return filingtest.Answers(c.page(id, page))
}

// entries are the entries of the record about something, the oldest first.
func (c *counter) entries(subject string) (out []audit.Entry) {
	c.t.Helper()
	c.change(func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Chain().Pending(ctx, 1000)
		for _, e := range all {
			if e.Subject == subject {
				out = append(out, e)
			}
		}
		return err
	})
	return out
}

// actions are what the record says was done to an application.
func (c *counter) actions(id application.ID) (out []string) {
	for _, e := range c.entries("application/" + string(id)) {
		out = append(out, e.Action)
	}
	return out
}

// waiting are the keys of the jobs of a kind.
func (c *counter) waiting(kind string) (out []string) {
	c.t.Helper()
	c.change(func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Queue().List(ctx, office.JobReady, "", 1000)
		for _, t := range all {
			if t.Kind == kind {
				out = append(out, t.Key)
			}
		}
		return err
	})
	return out
}

// letters are the templates of the letters that wait.
func (c *counter) letters() (out []string) {
	c.t.Helper()
	c.change(func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Outbox().List(ctx, office.LetterWaiting, "", 1000)
		for _, l := range all {
			out = append(out, l.Template)
		}
		return err
	})
	return out
}

// send fills a draft and sends it in.
func (c *counter) send() (application.ID, filing.Submitted) {
	c.t.Helper()
	id := c.start()
	c.fill(id)
	out, err := c.Submit(c.t.Context(), c.owner, filing.Asked{}, filing.Submit{
		Application: id, Version: c.opened(id).Application.Version, Lang: locale.EN,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return id, out
}

// file is the file page.
func (c *counter) file(id application.ID) filing.File {
	c.t.Helper()
	f, err := c.File(c.t.Context(), c.owner, id, locale.EN)
	if err != nil {
		c.t.Fatal(err)
	}
	return f
}

// exec changes rows past the desk, as other desks do.
func (c *counter) exec(statement string, args ...any) {
	c.t.Helper()
	if _, err := storetest.SQL(c.t, c.database).ExecContext(c.t.Context(), statement, args...); err != nil {
		c.t.Fatal(err)
	}
}

// keyOf is the key of an error's fault.
func keyOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.All(err)[0].Key
}
