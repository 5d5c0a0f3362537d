// Package casework is the first desk of the office: what was sent in is looked at, paper by paper, and accepted or returned for a correction.
//
// Officers see the cases of their own office and those that no office has yet. Whoever speaks for the applicant sees the case as little as
// whoever works elsewhere: for them it is as one that is not there. Procedures of protection are kept from the front desk, and papers
// about health are shown to nobody there. Opening a case is a look with a purpose; one that is not the officer's next wants a reason, and
// the record has both before a byte is shown.
//
// What is said of papers can be taken back until the case is accepted or returned. Every decision about a paper names the version of the
// line that was seen, accepting and returning that of the case, which any decision moves on: of two officers one wins and the other is
// told.
package casework

import (
	"context"
	"errors"
	"io"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// Config is what the desk needs.
type Config struct {
	House office.House
	Store office.Store[Tx]
	Law   *law.Law
	Files Files // nil = the house keeps no files: none can be shown
}

// Files is the store of files. Its faults are those of application.Stored.
type Files interface {
	Open(ctx context.Context, place string) (io.ReadCloser, error)
}

// Desk has the verbs of the first desk. It may be used by many at once.
type Desk struct {
	office *office.Office[Tx]
	store  office.Store[Tx]
	law    *law.Law
	files  Files

	protection map[string]bool // procedures that are kept from the front desk
	health     map[string]bool // documents that are
}

// New opens the desk.
func New(c Config) (*Desk, error) {
	if c.Store == nil || c.House.Now == nil || c.House.Mark == nil || c.Law == nil {
		return nil, errors.New("casework: store, clock, marks and law are needed")
	}
	d := &Desk{
		office: office.New(c.House, c.Store), store: c.Store, law: c.Law, files: c.Files, protection: make(map[string]bool), health: make(map[string]bool),
	}
	for _, p := range c.Law.Procedures(locale.EN, d.today()) {
		if p.Area == "protection" {
			d.protection[p.ID] = true
		}
	}
	for _, doc := range c.Law.DocumentList(locale.EN) {
		if doc.Kind == "medical" {
			d.health[doc.ID] = true
		}
	}
	return d, nil
}

// Asked is what comes with every request that changes something.
type Asked struct {
	Request string
	Key     string // makes the act happen once; "" = it may happen again
}

// act is the act of an officer who works on a case.
func act(by access.Actor, asked Asked, action string, input any) office.Act {
	return office.Act{
		By: by, Needs: access.IntakeCases, Action: action, Purpose: office.PurposeCase, Request: asked.Request, Key: asked.Key, Input: input,
	}
}

// today is the legal day.
func (d *Desk) today() calendar.Date { return calendar.Today(d.office.Now()) }

// about tells the record which case an act is about.
func about(w *office.Work, id casefile.ID) { w.About(Subject, string(id)) }

// Subject is what the record calls a case.
const Subject = "casefile"

// unknown is the fault of what is not there, or not for whoever asks.
func unknown() error { return fault.New(fault.NotFound, "not-found") }

// stale is the fault of a change to what somebody changed since it was seen.
func stale() error { return fault.New(fault.Conflict, "conflict") }

// submission is a case with what was sent in.
type submission struct {
	casefile.Case
	application application.Application
}

// theirs reads a case for an officer. One that is not for them is a fault of kind NotFound.
func (d *Desk) theirs(ctx context.Context, tx Tx, by access.Actor, id casefile.ID) (submission, error) {
	c, err := tx.Cases().Find(ctx, id)
	if err != nil {
		return submission{}, err
	}
	if !c.Worker(by, d.protection[c.Procedure]) {
		return submission{}, unknown()
	}
	a, err := tx.Cases().Application(ctx, application.ID(c.Application))
	if err != nil {
		return submission{}, err
	}
	kin, err := tx.Cases().Kin(ctx, by.ID, a.Person)
	if err != nil {
		return submission{}, err
	}
	if kin {
		return submission{}, unknown()
	}
	return submission{c, a}, nil
}

// hidden tells whether a paper must not be shown to somebody.
func (d *Desk) hidden(by access.Actor, document string) bool {
	return d.health[document] && !casefile.Trusted(by)
}

// tell writes to the applicant what became of the case: on the site, and by a letter that says nothing of anybody.
func tell(w *office.Work, a application.Application, template string) {
	w.Tell(office.Message{Account: a.Account, Template: template, Args: map[string]string{"at": w.Now.Format(time.RFC3339)}})
}
