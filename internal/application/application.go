// Package application is about what somebody asks the office for: written as a draft, submitted once, and then frozen. From its submission
// on the states are those of its case (package casefile). What is asked of it, pages of a form and papers, the law says.
package application

import (
	"time"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/person"
	"sejur/internal/reference"
)

// ID is the id of an application.
type ID string

// State says where an application stands.
type State string

// The states. They follow each other in this order, and none comes back.
const (
	Draft     State = "draft"     // being written
	Submitted State = "submitted" // frozen; its case goes on
	Withdrawn State = "withdrawn" // taken back after it was submitted
)

// States are all states, in their order.
func States() []State { return []State{Draft, Submitted, Withdrawn} }

// Final tells whether nothing follows.
func (s State) Final() bool { return s == Withdrawn }

// Application is what somebody asks for.
type Application struct {
	ID          ID
	Person      person.ID // for whom
	Account     string    // who writes it
	State       State
	Procedure   string      // id of the law's procedure
	Lang        locale.Lang // that its writer reads
	Law         string      // version of the law that was seen last; frozen when it is submitted
	Reference   reference.Reference
	Facts       Facts // answers of the guide
	Seen        Seen  // what the law asked when its writer last looked
	CreatedAt   time.Time
	ChangedAt   time.Time // by whoever writes it
	SubmittedAt time.Time // zero of a draft
	WithdrawnAt time.Time
	DeletedAt   time.Time // of a draft that was thrown away
	Warnings    int       // that it will be removed, since it was changed last
	Version     int64     // of all this, without pages and lines
}

// AskedOn is the day whose law counts: that of sending for what was sent in, today for a draft.
func (a Application) AskedOn(today calendar.Date) calendar.Date {
	if a.SubmittedAt.IsZero() {
		return today
	}
	return calendar.Today(a.SubmittedAt)
}

// Facts are answers of the guide by the ids of the law's facts, each written as in a link.
type Facts map[string]string

// Seen is what the law asked when somebody last looked: by it a change of the law is noticed, whether a new edition was loaded or a day
// came on which another version counts.
type Seen struct {
	On     calendar.Date `json:"on"`
	Papers []string      `json:"papers,omitempty"` // ids of documents
	Fields []string      `json:"fields,omitempty"` // page/field of the form
	By     calendar.Date `json:"by,omitzero"`      // the last day to apply, none = not known
}

// Line is a paper that is asked, with the files that were sent for it.
type Line struct {
	Document string // id of the law's document
	State    LineState
	Reason   Reason        // why another is asked for
	Note     string        // the officer's own words
	IssuedOn calendar.Date // as its owner reads it on the paper; none = not said
	Uploads  []Upload      // in their order, without those removed
	Version  int64         // 0 = nothing was sent yet
}

// LineState says what the office thinks of a line.
type LineState string

// The states of a line. Whether an open line misses something follows from its files.
const (
	Open     LineState = "open"
	Accepted LineState = "accepted"
	Replace  LineState = "replace" // another is asked for, with a reason
)

// LineStates are all states of a line.
func LineStates() []LineState { return []LineState{Open, Accepted, Replace} }

// Standing is what a line looks like to whoever must fill it.
type Standing string

// The standings, the one that needs something done first.
const (
	ToReplace Standing = "replace"   // the office asks for another, and none has come
	Refusal   Standing = "refused"   // a file was refused, and nothing else is there
	Missing   Standing = "missing"   // nothing was sent
	Receiving Standing = "receiving" // a file is on its way
	Checking  Standing = "checking"
	Waiting   Standing = "waiting" // for the scanner
	Uploaded  Standing = "uploaded"
	Approved  Standing = "accepted"
)

// Standing says what a line looks like. Of several files the one that is furthest behind counts, but a refused one beside a good one does
// not hold the line up.
func (l Line) Standing() Standing {
	if l.State == Accepted {
		return Approved
	}
	seen := make(map[UploadState]bool)
	for _, u := range l.Uploads {
		seen[u.State] = true
	}
	switch {
	case seen[UploadReceiving]:
		return Receiving
	case seen[UploadChecking]:
		return Checking
	case seen[UploadWaiting]:
		return Waiting
	case seen[UploadReady]:
		return Uploaded
	case l.State == Replace:
		return ToReplace
	case seen[UploadRefused]:
		return Refusal
	}
	return Missing
}

// Sent tells whether the line has a file that was received whole and not refused: enough to submit, whatever checks are still under way.
func (l Line) Sent() bool {
	for _, u := range l.Uploads {
		switch u.State {
		case UploadChecking, UploadWaiting, UploadReady:
			return true
		case UploadReceiving, UploadRefused, UploadRemoved:
		}
	}
	return false
}
