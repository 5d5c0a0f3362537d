// Package filing is the applicant's desk: plans that are kept, drafts, what is sent in, and the file page of what was sent.
//
// A draft is saved page by page: a page names the version that it was shown with, and of two that were changed at once the second is a
// Conflict and changes nothing. Whatever was typed is kept, also what is wrong. Sending in is one transaction: everything is checked again
// against the law of that day, then the application is frozen, its case is there, its receipt is planned (and sealed, where the key is in
// this process), and what happened stands in the record. Nothing is sent in by halves, and nothing twice.
//
// Somebody else's application is a fault of kind NotFound, as one that does not exist.
package filing

import (
	"context"
	"errors"
	"log/slog"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/office"
)

// Config is what the desk needs.
type Config struct {
	House    office.House
	Store    office.Store[Tx]
	Law      *law.Law
	Specimen bool // whatever is planned here is a specimen
	// ReadsZones tells that the zones of passports are read on pictures (UploadsConfig.Zones).
	ReadsZones bool
	// Address reads an e-mail address that was typed, as faults; nil = what the form checks is enough.
	Address func(typed string) (string, error)
	// Key opens what receipts are sealed with in the transaction that sends an application in. nil = another process signs, and a job asks it.
	Key func(ctx context.Context) (document.Key, error)
	// At is told where sending in has come to, by the points of SubmitPoints: the proofs end the process there. nil = nobody listens.
	At func(point string)
}

// SubmitPoints are the named points on the way of sending in. At the last one everything is stored and nobody was told yet.
func SubmitPoints() []string {
	return []string{"submit.taken", "submit.checked", "submit.frozen", "submit.received", "submit.sealed", "submit.stored"}
}

// Desk has the verbs of applicants. It may be used by many at once.
type Desk struct {
	office     *office.Office[Tx]
	store      office.Store[Tx]
	law        *law.Law
	readsZones bool
	specimen   bool
	address    func(string) (string, error)                    // nil = any that the form takes
	key        func(ctx context.Context) (document.Key, error) // nil = another process signs
	log        *slog.Logger
	at         func(point string)
}

// New opens the desk.
func New(c Config) (*Desk, error) {
	if c.Store == nil || c.House.Now == nil || c.House.Mark == nil || c.Law == nil {
		return nil, errors.New("filing: store, clock, marks and law are needed")
	}
	if c.House.Log == nil {
		c.House.Log = slog.Default()
	}
	if c.At == nil {
		c.At = func(string) {}
	}
	return &Desk{
		office: office.New(c.House, c.Store), store: c.Store, law: c.Law, specimen: c.Specimen, readsZones: c.ReadsZones, address: c.Address, key: c.Key, log: c.House.Log, at: c.At,
	}, nil
}

// Asked is what comes with every request that changes something.
type Asked struct {
	Request string
	Key     string // makes the act happen once; "" = it may happen again
}

// Bounds of an account and of an application.
const (
	MaxPlans  = 20       // kept plans of an account
	MaxDrafts = 30       // also those that were thrown away and can be brought back
	MaxFacts  = 16 << 10 // bytes of the answers of a plan
	MaxPage   = 32 << 10 // bytes of the answers of a page
	MaxSaid   = 4000     // letters of a message to the office
)

// act is the act of somebody who minds what they ask for.
func act(by access.Actor, asked Asked, action string, input any) office.Act {
	return office.Act{
		By: by, Needs: access.FileApplications, Action: action, Purpose: office.PurposeOwn, Request: asked.Request, Key: asked.Key, Input: input,
	}
}

// about tells the record which application an act is about.
func about(w *office.Work, id application.ID) { w.About("application", string(id)) }

// unknown is the fault of what is not there, or somebody else's.
func unknown() error { return fault.New(fault.NotFound, "not-found") }

// stale is the fault of a change to what somebody changed since it was seen.
func stale() error { return fault.New(fault.Conflict, "conflict") }

// today is the legal day.
func (d *Desk) today() calendar.Date { return calendar.Today(d.office.Now()) }
