package document

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/person"
	"sejur/internal/reference"
)

// Planning is the port by which any desk plans a document within its own transaction.
type Planning interface {
	// Reserve takes a number for good; false when it was taken before.
	Reserve(ctx context.Context, n Number, now time.Time) (bool, error)
	// Add stores a planned document. A second receipt of one application is a fault of kind Conflict.
	Add(ctx context.Context, d Document) error
}

// New is a document that shall be made.
type New struct {
	ID         ID // made by the caller
	Kind       Kind
	Basis      Basis
	Person     person.ID
	Procedure  string      // id of the law's procedure, "" = none
	Lang       locale.Lang // beside Romanian; "" or ro = Romanian alone
	IssuedOn   calendar.Date
	ValidUntil calendar.Date
	Facts      []Fact
	Specimen   bool
}

// draws is how often a number is drawn anew: with a tenth of all numbers taken, one plan in ten thousand million finds none.
const draws = 10

// Plan reserves a number and a code and stores the planned document. It is a rule that every desk follows in the transaction of its own
// change; there the caller also enqueues SignJob under SignKey, so that whatever is planned will be signed, or found out. Faults: those of
// Lint; Conflict for a second receipt of one application.
func Plan(ctx context.Context, p Planning, in New, now time.Time) (Document, error) {
	d, err := draw(ctx, p, in, now)
	if err != nil {
		return Document{}, err
	}
	return d, p.Add(ctx, d)
}

// PlanSigned is Plan for a caller who can sign at once: what sign returns is stored with the document. False where it cannot; then the document is planned
// as Plan does it.
func PlanSigned(ctx context.Context, p Sealing, in New, now time.Time, sign func(Document) (Sealed, bool, error)) (Document, Sealed, bool, error) {
	d, err := draw(ctx, p, in, now)
	if err != nil {
		return Document{}, Sealed{}, false, err
	}
	sealed, ok, err := sign(d)
	switch {
	case err != nil:
		return Document{}, Sealed{}, false, err
	case !ok:
		return d, Sealed{}, false, p.Add(ctx, d)
	}
	d.State = Signed
	return d, sealed, true, p.AddSigned(ctx, d, sealed.Seal)
}

// draw makes a document with a number and a code that are its own.
func draw(ctx context.Context, p Planning, in New, now time.Time) (Document, error) {
	d := Document{
		ID: in.ID, Code: reference.New(), Kind: in.Kind, Basis: in.Basis, Person: in.Person, Procedure: in.Procedure, Lang: in.Lang, IssuedOn: in.IssuedOn,
		ValidUntil: in.ValidUntil, Facts: in.Facts, Specimen: in.Specimen, State: Planned, PlannedAt: now, Version: 1,
	}
	if d.Lang == locale.RO {
		d.Lang = ""
	}
	d.Number = NewNumber(d.Kind)
	if err := d.Lint(calendar.Today(now)); err != nil {
		return Document{}, err
	}
	for range draws {
		free, err := p.Reserve(ctx, d.Number, now)
		if err != nil {
			return Document{}, fmt.Errorf("reserve a number: %w", err)
		}
		if free {
			return d, nil
		}
		d.Number = NewNumber(d.Kind)
	}
	return Document{}, errors.New("reserve a number: nearly all of them are taken")
}

// The jobs by which a planned document is finished. Their body is a Job.
const (
	SignJob  = "document.sign"
	PrintJob = "document.print"
)

// Job says which document a job is about.
type Job struct {
	Document ID `json:"document"`
}

// SignKey is the unique key of the job that signs a document.
func (d Document) SignKey() string { return SignJob + "/" + string(d.ID) }

// PrintKey is the unique key of the job that draws a document.
func (d Document) PrintKey() string { return PrintJob + "/" + string(d.ID) }
