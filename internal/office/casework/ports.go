package casework

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/office"
	"sejur/internal/person"
)

// Tx is a transaction as this desk sees it.
type Tx interface {
	office.Tx
	Cases() Cases
	CaseAnswers() Answers
	CaseLines() Lines
	CaseEvents() Events
	Returns() Returns
	CaseFiles() CaseFiles
}

// Cases is the port of cases as the first desk changes them.
type Cases interface {
	// Queue lists cases that fit, the one that must be dealt with first in front.
	Queue(ctx context.Context, s Sought) ([]Row, error)
	// Count counts cases that fit, up to Most and one more.
	Count(ctx context.Context, s Sought) (int, error)
	// Find returns a case, or a fault of kind NotFound.
	Find(ctx context.Context, id casefile.ID) (casefile.Case, error)
	// Application is what a case is about: never a draft.
	Application(ctx context.Context, id application.ID) (application.Application, error)
	// Kin tells whether somebody of the office speaks for a person, by their own account or by one under their address.
	Kin(ctx context.Context, reader string, who person.ID) (bool, error)
	// Person is who it is for, as the register has them: identity and papers.
	Person(ctx context.Context, who person.ID) (person.File, error)
	// Receipt is the released receipt of an application, "" when there is none.
	Receipt(ctx context.Context, id application.ID) (document.ID, error)
	// Touch moves the version of a case on; Conflict when it is in another state by now.
	Touch(ctx context.Context, c casefile.Case) error
	// Move stores another state over the version that was seen; Conflict when it is not the stored one, or not in the state before.
	Move(ctx context.Context, c casefile.Case, before casefile.State) error
	// Looks are who of the office opened some cases since a time, the last first.
	Looks(ctx context.Context, ids []casefile.ID, since time.Time) ([]Look, error)
	// Said is when the office last said something of a paper of a case, "" = of any; zero = never.
	Said(ctx context.Context, id casefile.ID, document string) (time.Time, error)
}

// Sought says which cases are asked for.
type Sought struct {
	Office    string // those of it, and those of no office
	State     casefile.State
	Procedure string        // "" = any
	Without   []string      // procedures that are left out
	Corrected bool          // only those that were returned and corrected
	Before    calendar.Date // only those that must be dealt with before the day; none = all
	TermOver  calendar.Date // only those whose term ended before the day, the first to end in front; none = all
	Reader    string        // the account that asks: cases of persons whom it speaks for are left out
	After     Key           // of the page
	Limit     int
}

// Key is where a page of the queue begins: behind a case, with the day by which the page is ordered.
type Key struct {
	Day calendar.Date
	ID  casefile.ID
}

// Row is a case as the queue shows it, masked.
type Row struct {
	ID         casefile.ID
	Reference  string // masked
	Initial    string // of the surname
	BornIn     int
	Procedure  string
	State      casefile.State
	ReceivedAt time.Time
	MustBy     calendar.Date
	Term       calendar.Date // while it is returned: the last day for its correction
	Corrected  bool          // it was returned and came back
	LookedAt   time.Time     // since when a colleague looks at it; zero = nobody does
}

// Look is when somebody of the office opened a case, and why.
type Look struct {
	Case   casefile.ID
	At     time.Time
	Actor  string
	Reason Reason
}

// Answers is the port of what was answered, page by page, with the pages of corrections.
type Answers interface {
	Of(ctx context.Context, a application.Application) ([]application.Page, error)
}

// Lines is the port of papers as the office decides about them.
type Lines interface {
	// Of are the lines to which something was sent or said, with their files.
	Of(ctx context.Context, a application.Application) ([]application.Line, error)
	// Decide stores state, reason and note of a line over the version that was seen, 0 for one to which nothing was sent; Conflict when that
	// is not the stored one.
	Decide(ctx context.Context, a application.Application, l application.Line) error
}

// Events is the port of what happened to a case.
type Events interface {
	// Add stores an event. Its words are sealed with the key of the person.
	Add(ctx context.Context, who person.ID, e casefile.Event) error
	// Of are the events of a case, the last first, from before an id ("" = from the start).
	Of(ctx context.Context, who person.ID, c casefile.ID, before string, limit int) ([]casefile.Event, error)
	// Read notes that the messages of a side were read, and says how many were new.
	Read(ctx context.Context, c casefile.ID, side casefile.Side, now time.Time) (int, error)
}

// Returns is the port of corrections as the office opens them.
type Returns interface {
	// Add stores an open correction with its items. A second open one is a fault of kind Conflict.
	Add(ctx context.Context, who person.ID, c casefile.Correction) error
	// Of are the corrections of a case, the oldest first.
	Of(ctx context.Context, who person.ID, c casefile.ID) ([]casefile.Correction, error)
	// ToRemind are open corrections whose applicant was not reminded and should be by a day, and whose term is not over that day: those that
	// waited the longest first.
	ToRemind(ctx context.Context, today calendar.Date, limit int) ([]Due, error)
	// Remind notes that the applicant was reminded; Conflict when they were, or the correction is not open any more.
	Remind(ctx context.Context, correction string) error
}

// CaseFiles is the port of the stored files of an application.
type CaseFiles interface {
	// Find returns a file with the upload that it is of, or a fault of kind NotFound.
	Find(ctx context.Context, a application.ID, u application.UploadID, part application.Part, n int) (application.Upload, application.File, error)
	// Flawed are the originals and pictures of files that are ready which the store of files lost, or which are not what was stored.
	Flawed(ctx context.Context, a application.ID) ([]application.File, error)
}

// event is something that the actor of an act did to a case.
func event(w *office.Work, c casefile.ID, k casefile.Kind) casefile.Event {
	by := w.By()
	return casefile.Event{
		ID: office.NewID(), Case: c, Kind: k, At: w.Now, Side: casefile.OfOffice, Account: by.ID, Role: role(by), Office: by.Office,
	}
}

// role is the role in which somebody works at this desk: the one that is trusted most.
func role(by access.Actor) access.Role {
	for _, r := range []access.Role{access.Head, access.CaseOfficer, access.FrontDesk} {
		if by.Has(r) {
			return r
		}
	}
	return ""
}
