package filing

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/reference"
)

// Submit is a draft that shall be sent in.
type Submit struct {
	Application application.ID
	Version     int64
	Office      string // which of several offices; "" = the first
	Lang        locale.Lang
}

// Submitted is what was sent in.
type Submitted struct {
	Reference    reference.Reference
	Case         casefile.ID
	Receipt      document.ID
	StillChecked []string // documents with a file that is still looked into: nobody waits for that
}

// Submit sends a draft in, in one transaction: everything is checked again against the law of that day, the application is frozen, its case
// is received, and its receipt is planned. Faults: NotFound; Conflict when the draft was changed since it was seen, or was sent in before;
// Invalid with the key filing.incomplete when something hinders it (Open says what), or about office.
func (d *Desk) Submit(ctx context.Context, by access.Actor, asked Asked, in Submit) (Submitted, error) {
	return office.Do(ctx, d.office, act(by, asked, "application.submit", in), func(ctx context.Context, tx Tx, w *office.Work) (Submitted, error) {
		about(w, in.Application)
		a, err := tx.Applications().Take(ctx, by.ID, in.Application)
		if err != nil {
			return Submitted{}, err
		}
		if err := draftOnly(a); err != nil {
			return Submitted{}, err
		}
		if a.Version != in.Version {
			return Submitted{}, stale()
		}
		o, err := d.opened(ctx, tx, a, in.Lang)
		if err != nil {
			return Submitted{}, err
		}
		if len(o.Hinders) > 0 {
			return Submitted{}, fault.New(fault.Invalid, "filing.incomplete")
		}
		return d.submit(ctx, tx, w, a)
	})
}

// submit freezes an application and receives its case.
func (d *Desk) submit(ctx context.Context, tx Tx, w *office.Work, a application.Application) (Submitted, error) {
	a.State, a.SubmittedAt, a.Law, a.Reference = application.Submitted, w.Now, d.law.Version(), reference.New()
	c := casefile.Case{
		ID: casefile.ID(office.NewID()), Application: string(a.ID), State: casefile.Received, Reference: a.Reference, Procedure: a.Procedure,
		ReceivedAt: w.Now, MustBy: calendar.Today(w.Now).AddDays(filedWithin), Version: 1,
	}
	w.Changed("state", string(application.Draft), string(a.State))
	if err := tx.Applications().Submit(ctx, a); err != nil {
		return Submitted{}, err
	}
	if err := tx.Intake().Receive(ctx, c); err != nil {
		return Submitted{}, err
	}
	e := casefile.Event{ID: office.NewID(), Case: c.ID, Kind: casefile.WasReceived, At: w.Now, Side: casefile.OfApplicant, Account: w.By().ID}
	if err := tx.Events().Add(ctx, a.Person, e); err != nil {
		return Submitted{}, err
	}
	return Submitted{Reference: a.Reference, Case: c.ID}, nil
}

// filedWithin is how many days after it was received a case must be dealt with at the latest (design of the queue).
const filedWithin = 60
