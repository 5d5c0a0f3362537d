package account_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/mail"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/account/passkeytest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

const origin = "https://sejur.example"

// counter is a desk over a real store, with a clock that the test turns.
type counter struct {
	*account.Desk
	t     *testing.T
	store *store.Store
	file  string // of SQLite
	marks office.Marker
	clock *clock
	idp   *provider
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// provider says what the test told it to say.
type provider struct {
	says account.Identity
	err  error
}

func (p *provider) Begin(_ context.Context, e account.Errand) (string, error) {
	return "https://idp.example/auth?state=" + e.State, nil
}

func (p *provider) Finish(context.Context, string, account.Errand) (account.Identity, error) {
	return p.says, p.err
}

func newCounter(t *testing.T) counter {
	t.Helper()
	keys := storetest.Keys(t)
	file := t.TempDir() + "/sejur.db"
	c := counterOn(t, storetest.Open(t, store.Config{Database: file, Keys: keys}), keys)
	c.file = file
	return c
}

// counterOn opens a desk over a store: two of them on one store are two nodes.
func counterOn(t *testing.T, s *store.Store, keys office.Marker) counter {
	t.Helper()
	c := counter{
		t: t, store: s, marks: keys, clock: &clock{now: time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC)}, idp: &provider{},
	}
	var err error
	c.Desk, err = account.New(account.Config{
		House:  office.House{Now: c.clock.Now, Mark: keys, Log: slog.New(slog.NewTextHandler(io.Discard, nil))},
		Store:  store.Desk(s, func(tx *store.Tx) account.Tx { return tx }),
		Origin: origin, Site: "Sejur", Address: mail.ParseAddress, Fold: mail.Fold, Provider: c.idp,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// have fails the test on an error.
func have[T any](t *testing.T, out T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// refused fails the test unless the error is the fault with the key.
func refused(t *testing.T, err error, key string) {
	t.Helper()
	if err == nil {
		t.Fatalf("it was taken, want the fault %s", key)
	}
	if got := fault.All(err)[0].Key; got != key {
		t.Fatalf("got %v, want the fault %s", err, key)
	}
}

// letters are all letters that wait, the oldest first.
func (c counter) letters() []office.Posted {
	c.t.Helper()
	var out []office.Posted
	err := c.store.Read(c.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		list, err := tx.Outbox().List(ctx, office.LetterWaiting, "", 1000)
		if err != nil {
			return err
		}
		for _, l := range list {
			whole, err := tx.Outbox().Find(ctx, l.ID)
			if err != nil {
				return err
			}
			out = append([]office.Posted{whole}, out...)
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return out
}

// post says which letters wait, each as template and address.
func (c counter) post() []string {
	c.t.Helper()
	var out []string
	for _, l := range c.letters() {
		out = append(out, l.Template+" "+l.To)
	}
	return out
}

// code is the code of the last letter to an address.
func (c counter) code(to string) string {
	c.t.Helper()
	code := ""
	for _, l := range c.letters() {
		if l.To == to && l.Args["code"] != "" {
			code = l.Args["code"]
		}
	}
	if code == "" {
		c.t.Fatalf("no code was sent to %s", to)
	}
	return code
}

// wrong is a code that is not the right one.
func wrong(code string) string {
	return string('0'+(code[0]-'0'+1)%10) + code[1:]
}

func (c counter) ask(email, client, device string) string {
	c.t.Helper()
	challenge, err := c.AskCode(c.t.Context(), account.AskCode{Email: email, Lang: locale.EN, Client: client, Device: device})
	if err != nil {
		c.t.Fatal(err)
	}
	return challenge
}

func (c counter) prove(challenge, code, device string) (account.SignedIn, error) {
	return c.ProveCode(c.t.Context(), account.ProveCode{
		Challenge: challenge, Code: code, Browser: account.Browser{Device: device, Agent: "Firefox, Linux", Client: "192.0.2.1"},
	})
}

// enter signs an applicant in by code.
func (c counter) enter(email string) account.SignedIn {
	c.t.Helper()
	challenge := c.ask(email, "192.0.2.1", "")
	in, err := c.prove(challenge, c.code(email), "")
	return have(c.t, in, err)
}

// visitor is who a session belongs to.
func (c counter) visitor(session string) account.Visitor {
	c.t.Helper()
	v, err := c.Resolve(c.t.Context(), session)
	return have(c.t, v, err)
}

func (c counter) actor(session string) access.Actor { return c.visitor(session).Actor() }

// phone is an authenticator that visits the pages of the desk.
func phone() *passkeytest.Authenticator { return &passkeytest.Authenticator{Origin: origin} }

// addPasskey adds a passkey of the authenticator to an account.
func (c counter) addPasskey(by access.Actor, a *passkeytest.Authenticator) (account.Passkey, error) {
	c.t.Helper()
	q, err := c.BeginPasskey(c.t.Context(), by)
	if err != nil {
		return account.Passkey{}, err
	}
	made, err := a.Create(q.Options)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.AddPasskey(c.t.Context(), by, account.AddPasskey{Ceremony: q.Ceremony, Answer: made, Name: "phone"})
}

// enterByPasskey signs in at the door of applicants with what the authenticator has.
func (c counter) enterByPasskey(a *passkeytest.Authenticator) (account.SignedIn, error) {
	c.t.Helper()
	q, err := c.BeginSignIn(c.t.Context(), access.Applicant, "192.0.2.1")
	if err != nil {
		c.t.Fatal(err)
	}
	answer, err := a.Get(q.Options)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.PasskeySignIn(c.t.Context(), account.PasskeySignIn{Ceremony: q.Ceremony, Answer: answer})
}

// actions are the actions of the record, the oldest first.
func (c counter) actions() []string {
	c.t.Helper()
	var out []string
	err := c.store.Read(c.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		entries, err := tx.Chain().Pending(ctx, 1000)
		for _, e := range entries {
			out = append(out, e.Action)
		}
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return out
}

// recorded fails the test unless the record ends with the actions.
func (c counter) recorded(want ...string) {
	c.t.Helper()
	got := c.actions()
	if tail := got[max(len(got)-len(want), 0):]; strings.Join(tail, " ") != strings.Join(want, " ") {
		c.t.Errorf("the record ends with %v, want %v", tail, want)
	}
}

// firstAdministrator takes up the first link with a passkey.
func (c counter) firstAdministrator() account.SignedIn {
	c.t.Helper()
	in, _ := c.firstWithPhone()
	return in
}

// firstWithPhone does the same and returns what keeps the passkey.
func (c counter) firstWithPhone() (account.SignedIn, *passkeytest.Authenticator) {
	c.t.Helper()
	link, err := c.FirstAdministrator(c.t.Context())
	have(c.t, link, err)
	a := phone()
	in, err := c.take(link, account.Newcomer{Name: "Ion", Email: "ion@example.org"}, a)
	return have(c.t, in, err), a
}

// take takes up an invitation with a passkey.
func (c counter) take(link string, who account.Newcomer, a *passkeytest.Authenticator) (account.SignedIn, error) {
	c.t.Helper()
	q, err := c.BeginInvitation(c.t.Context(), link, who)
	if err != nil {
		return account.SignedIn{}, err
	}
	answer, err := a.Create(q.Options)
	have(c.t, answer, err)
	return c.TakeInvitation(c.t.Context(), account.TakeInvitation{Invitation: link, Ceremony: q.Ceremony, Answer: answer})
}

// sql opens the file of the store a second time, to read what no port shows.
func (c counter) sql() *sql.DB {
	c.t.Helper()
	db, err := sql.Open("sqlite", "file:"+c.file+"?mode=ro")
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = db.Close() })
	return db
}

// dump is all that a table has, as text.
func (c counter) dump(table string) string {
	c.t.Helper()
	rows, err := c.sql().QueryContext(c.t.Context(), "SELECT * FROM "+table)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	have(c.t, names, err)
	var out strings.Builder
	for rows.Next() {
		cells := make([]any, len(names))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			c.t.Fatal(err)
		}
		for _, cell := range cells {
			fmt.Fprintf(&out, "%s|", *cell.(*any))
		}
		out.WriteByte('\n')
	}
	if err := rows.Err(); err != nil {
		c.t.Fatal(err)
	}
	return out.String()
}

// rows counts the rows of every table that a request for a code may write to.
func (c counter) rows() map[string]int {
	c.t.Helper()
	out := make(map[string]int)
	for _, table := range []string{
		"account", "code", "device", "session", "letter", "job", "allowance", "audit_entry", "audit_pending", "message", "outcome",
	} {
		out[table] = strings.Count(c.dump(table), "\n")
	}
	return out
}
