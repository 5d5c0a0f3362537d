package casefile

import (
	"time"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/reference"
)

// Case is a case as the office works on it.
type Case struct {
	ID          ID
	Application string // its id
	State       State
	Reference   reference.Reference
	Procedure   string
	Office      string // id; "" = not decided, any may take it
	ReceivedAt  time.Time
	MustBy      calendar.Date // the earliest of the end of the right to stay, the last day to apply, received + 60 days
	ExpiresOn   calendar.Date // end of the right to stay; none = not known
	Corrected   bool          // it was returned and came back
	Term        calendar.Date // while it is returned: the last day of the term for its correction
	DecidedAt   time.Time     // zero = not decided
	Version     int64
}

// Kind is what happened.
type Kind string

// The kinds of events of the first desk.
const (
	WasReceived      Kind = "received"
	DocumentAccepted Kind = "document-accepted"
	DocumentAsked    Kind = "document-asked" // another one is asked for
	WasReturned      Kind = "returned"
	WasCorrected     Kind = "corrected"
	WasAccepted      Kind = "accepted"
	WasWithdrawn     Kind = "withdrawn"
	Message          Kind = "message"
)

// Kinds are all kinds of events.
func Kinds() []Kind {
	return []Kind{WasReceived, DocumentAccepted, DocumentAsked, WasReturned, WasCorrected, WasAccepted, WasWithdrawn, Message}
}

// Side is who an event comes from.
type Side string

// The sides.
const (
	OfApplicant Side = "applicant"
	OfOffice    Side = "office"
	OfSystem    Side = "system"
)

// Event is something that happened to a case, or was said about it.
type Event struct {
	ID       string
	Case     ID
	Kind     Kind
	At       time.Time
	Side     Side
	Account  string // who; of the office, applicants are told office and role alone
	Role     access.Role
	Office   string
	Document string
	Reason   string // why another paper or answer is asked for, an id of application.Reasons
	Until    calendar.Date
	Body     string // words of a person
	ReadAt   time.Time
}

// CorrectionState says how far a correction has come.
type CorrectionState string

// The states of a correction.
const (
	CorrectionOpen  CorrectionState = "open"
	CorrectionSent  CorrectionState = "sent"
	CorrectionEnded CorrectionState = "ended" // without being sent: the case went on otherwise
)

// CorrectionStates are all states of a correction.
func CorrectionStates() []CorrectionState {
	return []CorrectionState{CorrectionOpen, CorrectionSent, CorrectionEnded}
}

// Correction are the pages and lines that are opened again while a case is returned.
type Correction struct {
	ID       string
	Case     ID
	State    CorrectionState
	Until    calendar.Date // the last day of the term, at most MaxTerm days after it was returned
	OpenedAt time.Time
	SentAt   time.Time
	Items    []CorrectionItem
	Version  int64
}

// RemindBefore is how many days before the last day of a term its applicant is reminded.
const RemindBefore = 3

// RemindOn is the day on which whoever was asked is reminded, once: RemindBefore days before the last one, and never on the day on which they
// were asked. None where no day is left for it.
func (c Correction) RemindOn() calendar.Date {
	day := c.Until.AddDays(-RemindBefore)
	if opened := calendar.Today(c.OpenedAt); !day.After(opened) {
		day = opened.AddDays(1)
	}
	if day.After(c.Until) {
		return calendar.Date{}
	}
	return day
}

// ItemKind says what is opened again.
type ItemKind string

// The kinds of items.
const (
	PageItem     ItemKind = "page"
	DocumentItem ItemKind = "document"
)

// CorrectionItem is one page or line that is opened again.
type CorrectionItem struct {
	Kind   ItemKind
	Ref    string // page of the form, or document of the law
	Reason string // an id of application.Reasons
	Note   string
}

// MaxTerm is the longest term for a correction, in days from the day after it was returned (law decision 25).
const MaxTerm = 30
