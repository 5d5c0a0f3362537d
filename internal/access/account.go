package access

import (
	"slices"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// State says whether an account may be used.
type State string

// The states.
const (
	Active State = "active"
	Ended  State = "ended" // kept for the record; nobody signs in to it
)

// Account is somebody who may sign in: an applicant, or somebody of the office.
type Account struct {
	ID        string
	Kind      Kind // Applicant or Staff
	Email     string
	Name      string // of staff, as colleagues see it; "" for applicants
	Lang      locale.Lang
	Roles     []Role // of staff, in the order of Roles()
	Office    string // of staff: the id of the office, "" if none
	State     State
	Absent    Absence // of staff
	CreatedAt time.Time
	EndedAt   time.Time // zero while it is active

	// CoolingUntil is, of an account that was opened again at a counter, until when nobody collects a document for it.
	CoolingUntil time.Time

	Version int64 // grows with every change; a change names the version that it saw
}

// Absence are the days on which somebody of the office is away, both included; the zero Absence is none.
type Absence struct{ From, Until calendar.Date }

// On tells whether the absence covers a day.
func (a Absence) On(day calendar.Date) bool {
	return !a.From.IsZero() && !day.Before(a.From) && !a.Until.Before(day)
}

// Actor is the account as it acts in a session. Somebody whose account has ended is nobody.
func (a Account) Actor(session string, strongAt time.Time) Actor {
	if a.State != Active {
		return Actor{}
	}
	return Actor{Kind: a.Kind, ID: a.ID, Roles: slices.Clone(a.Roles), Office: a.Office, Session: session, StrongAt: strongAt}
}
