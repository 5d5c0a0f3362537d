package account

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
)

// LookAtPerson says who is looked at, and why.
type LookAtPerson struct {
	Person  person.ID
	Purpose string // one of the purposes of staff
	Reason  string // in their words, "" if none is asked
	Request string
}

// LookAtPerson shows somebody's file to somebody of the office, with its numbers masked. The record has the look before the file is
// returned. Faults: Invalid about purpose; NotFound.
func (p *Persons) LookAtPerson(ctx context.Context, by access.Actor, in LookAtPerson) (person.File, error) {
	if !slices.Contains([]string{office.PurposeCounter, office.PurposeOversight}, in.Purpose) {
		return person.File{}, fault.Field("purpose", "invalid")
	}
	act := office.Act{
		By: by, Needs: access.WorkAtDesk, Action: "person.look", Purpose: in.Purpose, Reason: in.Reason, Request: in.Request,
	}
	return office.Look(ctx, p.office, act, func(ctx context.Context, tx PersonsTx, w *office.Work) (person.File, error) {
		w.About("person", string(in.Person))
		f, err := file(ctx, tx, in.Person)
		return f.Masked(), err
	})
}
