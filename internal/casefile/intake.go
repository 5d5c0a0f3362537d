package casefile

import (
	"time"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
)

// The arrows of the first desk: received → accepted | returned, returned → received by a correction, and withdrawn from any of them. Each
// says who may and what must hold, and gives the case as it stands after; storing it is the business of a desk.

// WithinDays is how many days after it was received a case must be looked at, where nothing ends before.
const WithinDays = 60

// MustBy is the day by which a case must be dealt with at the first desk: the earliest of WithinDays after its receipt, the end of the right
// to stay and the last day to apply. Of the two, none = not known.
func MustBy(received, rightEnds, applyBy calendar.Date) calendar.Date {
	out := received.AddDays(WithinDays)
	for _, day := range []calendar.Date{rightEnds, applyBy} {
		if !day.IsZero() && day.Before(out) {
			out = day
		}
	}
	return out
}

// Worker tells whether somebody works on cases of this office. A case that no office has yet is anybody's. delicate says that what is asked
// for must not be known at the front desk.
func (c Case) Worker(by access.Actor, delicate bool) bool {
	if !access.May(by, access.IntakeCases) || (c.Office != "" && c.Office != by.Office) {
		return false
	}
	return !delicate || Trusted(by)
}

// Trusted tells whether somebody of the office may know what is said about health, asylum and protection.
func Trusted(by access.Actor) bool { return by.Has(access.CaseOfficer) || by.Has(access.Head) }

// Accept takes a received case on. open are the papers that are asked and not accepted yet: each is a fault of kind Invalid that names it.
func (c Case) Accept(open []string) (Case, error) {
	if c.State != Received {
		return Case{}, moved()
	}
	var list fault.List
	for _, document := range open {
		list = append(list, fault.Field(document, "casework.not-accepted"))
	}
	if err := list.Err(); err != nil {
		return Case{}, err
	}
	c.State = Accepted
	return c, nil
}

// Return sends a received case back, to be corrected until the last day of a term. While it is returned its term stands still. Faults: Invalid
// about until, or about items when nothing is asked.
func (c Case) Return(today, until calendar.Date, items []CorrectionItem) (Case, error) {
	if c.State != Received {
		return Case{}, moved()
	}
	switch {
	case len(items) == 0:
		return Case{}, fault.Field("items", "casework.nothing-asked")
	case until.IsZero():
		return Case{}, fault.Field("until", "casework.term-missing")
	case !until.After(today):
		return Case{}, fault.Field("until", "casework.term-past")
	case until.After(today.AddDays(MaxTerm)):
		return Case{}, fault.Field("until", "casework.term-long", fault.Num("days", MaxTerm))
	}
	c.State, c.Term = Returned, until
	return c, nil
}

// Again is a returned case that is received again, with its correction: also after the end of the term, as long as nobody decided.
func (c Case) Again() (Case, error) {
	if c.State != Returned {
		return Case{}, moved()
	}
	c.State, c.Term, c.Corrected = Received, calendar.Date{}, true
	return c, nil
}

// Withdraw ends a case at the word of whoever asked for it, as long as nothing was handed in at a counter.
func (c Case) Withdraw(now time.Time) (Case, error) {
	if !c.Withdrawable() {
		return Case{}, moved()
	}
	c.State, c.Term, c.DecidedAt = Withdrawn, calendar.Date{}, now
	return c, nil
}

// Withdrawable tells whether Withdraw may end the case.
func (c Case) Withdrawable() bool {
	switch c.State {
	case Received, Returned, Accepted, VisitBooked:
		return true
	case Lodged, InReview, Granted, Refused, Withdrawn, Closed, InProduction, Ready, Collected:
	}
	return false
}

// TermOver tells whether a returned case has the last day of its term behind it. That ends nothing by itself: the correction may still be sent
// until somebody of the office decides.
func (c Case) TermOver(today calendar.Date) bool {
	return c.State == Returned && !c.Term.IsZero() && c.Term.Before(today)
}

// moved is the fault of an arrow that does not begin where the case stands: somebody was faster.
func moved() error { return fault.New(fault.Conflict, "conflict") }
