// Package casefile is about what the office does with a submitted application: one case each, from its receipt to the document that comes
// of it.
package casefile

import "slices"

// ID is the id of a case.
type ID string

// State says where a case stands.
type State string

// The states. Received to InReview is work under way; then comes one of four ends, and after Granted the making of what was granted.
const (
	Received     State = "received"
	Returned     State = "returned" // for a correction
	Accepted     State = "accepted"
	VisitBooked  State = "visit-booked"
	Lodged       State = "lodged" // at the counter
	InReview     State = "in-review"
	Granted      State = "granted"
	Refused      State = "refused"
	Withdrawn    State = "withdrawn"
	Closed       State = "closed"
	InProduction State = "in-production"
	Ready        State = "ready"
	Collected    State = "collected"
)

// States are all states, in their order.
func States() []State {
	return []State{
		Received, Returned, Accepted, VisitBooked, Lodged, InReview, Granted, Refused, Withdrawn, Closed, InProduction, Ready, Collected,
	}
}

// Decided tells whether the case has been decided, in whatever way.
func (s State) Decided() bool { return s.Outcome() != "" }

// Outcome is how the case was decided: Granted, Refused, Withdrawn or Closed; "" while it is under way.
func (s State) Outcome() State {
	switch s {
	case Granted, InProduction, Ready, Collected:
		return Granted
	case Refused, Withdrawn, Closed:
		return s
	case Received, Returned, Accepted, VisitBooked, Lodged, InReview:
	}
	return ""
}

// Final tells whether nothing follows.
func (s State) Final() bool {
	return slices.Contains([]State{Refused, Withdrawn, Closed, Collected}, s)
}
