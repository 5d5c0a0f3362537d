package account

import (
	"context"
	"strings"
	"time"
	"unicode"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Method is how somebody signed in.
type Method string

// The methods.
const (
	ByCode       Method = "code"
	ByPasskey    Method = "passkey"
	ByProvider   Method = "provider"
	ByInvitation Method = "invitation" // whose way in was made with the link
)

// Session is one place where an account is signed in.
type Session struct {
	Handle    string // by which pages name it
	Account   string
	Method    Method
	Agent     string
	CreatedAt time.Time
	SeenAt    time.Time
	StrongAt  time.Time // last proof in it
	EndsAt    time.Time // whatever happens
}

// SignedIn is what a sign-in gives a browser.
type SignedIn struct {
	Session string // the token of the new session
	Device  string // the token by which the browser is known from now on
	Account access.Account
	New     bool // the account was made just now
}

// entry is somebody who has proved who they are.
type entry struct {
	account access.Account
	isNew   bool
	quiet   bool // the owner is told by another letter
	method  Method
	browser Browser
}

// open opens a session. Its token is new at every sign-in, so that nobody knows it from before (ASVS 7.2.4). A browser that the account
// does not know is told to its owner.
func (d *Desk) open(ctx context.Context, tx Tx, w *office.Work, e entry) (SignedIn, error) {
	device, known, err := d.recognise(ctx, tx, w, e.account.ID, e.browser.Device)
	if err != nil {
		return SignedIn{}, err
	}
	if !known && !e.isNew && !e.quiet {
		w.Send(office.Letter{To: e.account.Email, Lang: e.account.Lang, Template: "new-device", Args: at(w.Now)})
	}
	token := newToken()
	_, long := bounds(e.account.Kind)
	s := Session{
		Handle: office.NewID(), Account: e.account.ID, Method: e.method, Agent: agent(e.browser.Agent), CreatedAt: w.Now, SeenAt: w.Now,
		StrongAt: w.Now, EndsAt: w.Now.Add(long),
	}
	w.About("account", e.account.ID)
	w.Because(string(e.method))
	if err := tx.Sessions().Add(ctx, d.office.Mark(markSession, token), s); err != nil {
		return SignedIn{}, err
	}
	return SignedIn{Session: token, Device: device, Account: e.account, New: e.isNew}, nil
}

// recognise notes the browser and tells whether the account knew it. A token that nobody knows was not made here: it is not taken over.
func (d *Desk) recognise(ctx context.Context, tx Tx, w *office.Work, account, token string) (device string, known bool, err error) {
	id := d.office.Mark(markDevice, token)
	known, err = tx.Devices().Known(ctx, id, account)
	if err != nil {
		return "", false, err
	}
	ours, err := tx.Devices().KnownToAnybody(ctx, id)
	if err != nil {
		return "", false, err
	}
	if !ours {
		token = newToken()
		id = d.office.Mark(markDevice, token)
	}
	return token, known, tx.Devices().See(ctx, id, account, w.Now)
}

// bounds are how long a session of a kind of account lasts without use, and at all (ASVS 7.3).
func bounds(k access.Kind) (idle, long time.Duration) {
	if k == access.Applicant {
		return applicantIdle, applicantLong
	}
	return staffIdle, staffLong
}

// good tells whether a session of an account is good at a time. The rule stands here once: for the request, the list and the tests.
func (s Session) good(a access.Account, now time.Time) bool {
	idle, _ := bounds(a.Kind)
	return a.State == access.Active && now.Before(s.EndsAt) && now.Before(s.SeenAt.Add(idle))
}

// Visitor is who sends a request.
type Visitor struct {
	Account access.Account
	Session Session
}

// Actor is the visitor as they act.
func (v Visitor) Actor() access.Actor { return v.Account.Actor(v.Session.Handle, v.Session.StrongAt) }

// Resolve tells whose session a token is. It reads the database at every request, so that an ended session, an ended account and a
// changed role count at once on every node (ASVS 7.4.2, 8.3.2). A token that is good for nothing is a fault of kind NotFound.
func (d *Desk) Resolve(ctx context.Context, token string) (Visitor, error) {
	id := d.office.Mark(markSession, token)
	now := d.office.Now()
	var v Visitor
	err := d.store.Glance(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		v, err = tx.Sessions().Find(ctx, id)
		return err
	})
	if err != nil {
		return Visitor{}, err
	}
	if !v.Session.good(v.Account, now) {
		return Visitor{}, fault.New(fault.NotFound, "not-found")
	}
	if now.Sub(v.Session.SeenAt) >= seenEvery {
		err = d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
			return tx.Sessions().See(ctx, id, now, now.Add(-seenEvery))
		})
		if err != nil {
			return Visitor{}, err
		}
		v.Session.SeenAt = now
	}
	return v, nil
}

// agent keeps a browser's name to one short line.
func agent(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > maxAgent {
		name = string(runes[:maxAgent])
	}
	return name
}

// at is the value of letters that say when.
func at(t time.Time) map[string]string { return map[string]string{"at": t.Format(time.RFC3339)} }
