// Package issuing is the desk of documents: what the office hands out, from its plan to its release, and what became of it since.
//
// The order is the one that loses nothing: a number is reserved and the document stored as planned; then it is signed, and the signature
// stored and recorded; then it is drawn, and the copy stored; with the copy it is released. Whoever falls between two steps leaves a row
// that says where it stopped, and a job that goes on from there. Nobody sees a document before its release, and what was released is never
// drawn again.
//
// The signer asks for itself whether a paper may be signed: a receipt when its application is submitted, any other paper when its case is
// decided in its favour. It verifies its own signature with the published certificate before it stores it.
package issuing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// Config is what the desk needs.
type Config struct {
	House office.House
	Store office.Store[Tx]
	// Key opens what documents are signed with. nil = they are signed elsewhere; an error = not now.
	Key func(ctx context.Context) (Key, error)
	// Printer draws what is handed out.
	Printer   Printer
	Catalogue *locale.Catalogue
	Origin    string // of the pages, such as https://sejur.example: where a code is checked
	Specimen  bool   // whatever is planned here is a specimen
}

// The things of a signature are the domain's: other desks follow its rules too.
type (
	// Key is what the office signs with.
	Key = document.Key
	// Certificate is one by which seals are verified.
	Certificate = document.SignerCertificate
	// Seal is the signature of a document.
	Seal = document.Seal
	// Doubt is why a certificate is believed no more.
	Doubt = document.Doubt
)

// Desk has the verbs of documents. It may be used by many at once.
type Desk struct {
	office *office.Office[Tx]
	store  office.Store[Tx]
	key    func(ctx context.Context) (Key, error)

	printer   Printer
	catalogue *locale.Catalogue
	origin    string
	specimen  bool
	log       *slog.Logger
}

// New opens the desk.
func New(c Config) (*Desk, error) {
	if c.Store == nil || c.House.Now == nil || c.House.Mark == nil || c.Printer == nil || c.Catalogue == nil || c.Origin == "" {
		return nil, errors.New("issuing: store, clock, marks, printer, texts and origin are needed")
	}
	if c.Key == nil {
		c.Key = func(context.Context) (Key, error) { return Key{}, errElsewhere }
	}
	if c.House.Log == nil {
		c.House.Log = slog.Default()
	}
	return &Desk{
		office: office.New(c.House, c.Store), store: c.Store, key: c.Key, printer: c.Printer, catalogue: c.Catalogue, origin: c.Origin,
		specimen: c.Specimen, log: c.House.Log,
	}, nil
}

// errElsewhere says that this process has no key.
var errElsewhere = errors.New("documents are signed in another process")

// upkeep is the act of the system that makes documents.
func upkeep(action string) office.Act {
	return office.Act{By: access.Named("issuing"), Needs: access.RunOperations, Action: action, Purpose: office.PurposeUpkeep}
}

// about tells the record which document an act is about.
func about(w *office.Work, id document.ID) { w.About("document", string(id)) }

// standing says how what a document rests on stands to it.
type standing int

const (
	notYet standing = iota // it may be signed later
	ready
	never // what it rests on ended otherwise
)

// stands is the signer's rule.
func stands(d document.Document, g Ground) standing {
	switch d.Basis.Kind {
	case document.OfApplication:
		switch g.Application {
		case application.Draft:
			return notYet
		case application.Submitted:
			return ready
		case application.Withdrawn:
		}
		return never
	case document.OfCase:
		if !g.Case.Decided() {
			return notYet
		}
		if saysSo(d, g.Case.Outcome()) {
			return ready
		}
	}
	return never
}

// saysSo tells whether a paper says what its case came to.
func saysSo(d document.Document, outcome casefile.State) bool {
	switch d.Kind {
	case document.Letter:
		return true
	case document.Certificate, document.Invitation:
		return outcome == casefile.Granted
	case document.Decision:
		switch d.Fact(document.Outcome) {
		case document.OutcomeGranted:
			return outcome == casefile.Granted
		case document.OutcomeRefused:
			return outcome == casefile.Refused
		case document.OutcomeClosed:
			return outcome == casefile.Closed || outcome == casefile.Withdrawn
		}
	case document.Receipt: // rests on an application
	}
	return false
}

// found reads a document with what it rests on, and looks whether the two are one person's.
func found(ctx context.Context, tx Tx, id document.ID) (document.Document, Ground, error) {
	d, err := tx.Documents().Find(ctx, id)
	if err != nil {
		return document.Document{}, Ground{}, err
	}
	g, err := tx.Grounds().Of(ctx, d.Basis)
	if err != nil {
		return document.Document{}, Ground{}, fmt.Errorf("%s %s: %w", d.Basis.Kind, d.Basis.ID, err)
	}
	if g.Person != d.Person {
		return document.Document{}, Ground{}, fault.New(fault.Conflict, "document.basis")
	}
	return d, g, nil
}
