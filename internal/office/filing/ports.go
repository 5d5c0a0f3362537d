package filing

import (
	"context"
	"time"

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
	Limits() office.Limits
	KeptPlans() KeptPlans
	Applications() Applications
	Pages() Pages
	Lines() Lines
	Intake() Intake
	Events() Events
	Corrections() Corrections
	People() People
	Sealing() document.Sealing
	Receipts() Receipts
	Zones() Zones
}

// Applications is the port of applications. An account sees those that it writes for persons whom it keeps.
type Applications interface {
	// Add stores a draft with version 1. A second live draft of one person and procedure is a fault of kind Conflict.
	Add(ctx context.Context, a application.Application) error
	// Take is Find, and makes other changes of the application, its pages, lines and files wait until the transaction ends: whoever changes
	// any of them takes it first.
	Take(ctx context.Context, account string, id application.ID) (application.Application, error)
	// Find returns an application, or a fault of kind NotFound.
	Find(ctx context.Context, account string, id application.ID) (application.Application, error)
	// Live returns the draft of a person and a procedure that the account writes, or a fault of kind NotFound.
	Live(ctx context.Context, account string, who person.ID, procedure string) (application.ID, error)
	// Drafts counts the drafts of an account, also those that were thrown away.
	Drafts(ctx context.Context, account string) (int, error)
	// Of lists an account's applications, the last changed first.
	Of(ctx context.Context, account string, limit int) ([]Summary, error)
	// Touch stores facts, what was seen, version of the law, language and ChangedAt of a draft over its version, and takes back its warnings.
	// Conflict when it is not the stored one, or no live draft.
	Touch(ctx context.Context, a application.Application) error
	// Submit, Withdraw, Delete and Restore store the application in its new state over its version; Conflict as of Touch.
	Submit(ctx context.Context, a application.Application) error
	Withdraw(ctx context.Context, a application.Application) error
	Delete(ctx context.Context, a application.Application) error
	Restore(ctx context.Context, a application.Application) error
	// Idle are live drafts that were changed last before a time and warned at most so often, Thrown those thrown away before a time: the
	// oldest first. They come without what lies sealed.
	Idle(ctx context.Context, before time.Time, warned, limit int) ([]application.Application, error)
	Thrown(ctx context.Context, before time.Time, limit int) ([]application.Application, error)
	// Warn notes a warning, and from when its life counts (ChangedAt), to a draft of that version; Conflict when it was changed or warned so meanwhile.
	Warn(ctx context.Context, a application.Application) error
	// Remove deletes a draft of that version with its pages, lines and files; what lies in the store of files is noted as refuse.
	Remove(ctx context.Context, a application.Application, now time.Time) error
}

// Pages is the port of what was answered, page by page.
type Pages interface {
	// Of are the saved pages of an application, with those of its corrections.
	Of(ctx context.Context, a application.Application) ([]application.Page, error)
	// Put stores a page over the version that was seen, 0 for a first one; Conflict when it is not the stored one. The person's is the key
	// that seals it.
	Put(ctx context.Context, a application.Application, p application.Page) error
}

// Lines is the port of lines, as far as whoever fills them needs it.
type Lines interface {
	// Of are the lines to which something was sent or said, with their uploads in order, without those removed.
	Of(ctx context.Context, a application.Application) ([]application.Line, error)
	// Open makes a line for a document, unless there is one.
	Open(ctx context.Context, a application.ID, document string) error
	// Reopen takes back that another was asked for.
	Reopen(ctx context.Context, a application.ID, document string) error
}

// Intake is the port of cases as far as an applicant changes them.
type Intake interface {
	// Receive stores the case of a submitted application. A second one is a fault of kind Conflict.
	Receive(ctx context.Context, c casefile.Case) error
	// Of returns the case of an application, or a fault of kind NotFound.
	Of(ctx context.Context, a application.ID) (casefile.Case, error)
	// Move stores another state over the version that was seen; Conflict when it is not the stored one, or not in the state before.
	Move(ctx context.Context, c casefile.Case, before casefile.State) error
}

// Events is the port of what happened to a case. Applicants and officers share it.
type Events interface {
	// Add stores an event; its ID is made by the caller. Its words are sealed with the key of the person.
	Add(ctx context.Context, who person.ID, e casefile.Event) error
	// Of are the events of a case, the last first, from before an id ("" = from the start).
	Of(ctx context.Context, who person.ID, c casefile.ID, before string, limit int) ([]casefile.Event, error)
	// Said counts the messages of a side since a time.
	Said(ctx context.Context, c casefile.ID, side casefile.Side, since time.Time) (int, error)
	// Read notes that the messages of a side were read, and says how many were new.
	Read(ctx context.Context, c casefile.ID, side casefile.Side, now time.Time) (int, error)
}

// Corrections is the port of corrections as far as an applicant fills one. Officers open them.
type Corrections interface {
	// Open returns the open correction of a case with its items, or a fault of kind NotFound.
	Open(ctx context.Context, who person.ID, c casefile.ID) (casefile.Correction, error)
	// Sent are the corrections of a case that were sent, the oldest first.
	Sent(ctx context.Context, c casefile.ID) ([]string, error)
	// Send closes it over its version; Conflict when it is not the stored one, or not open.
	Send(ctx context.Context, c casefile.Correction) error
	// End ends whatever is open of a case.
	End(ctx context.Context, c casefile.ID) error
}

// KeptPlans is the port of plans that are kept. Facts and what was seen lie sealed by the key of the house.
type KeptPlans interface {
	Add(ctx context.Context, p KeptPlan) error
	// Of are the plans of an account, the last first.
	Of(ctx context.Context, account string, limit int) ([]KeptPlan, error)
	// ByToken is a plan that a browser keeps, or a fault of kind NotFound when there is none or it is over.
	ByToken(ctx context.Context, mark string, now time.Time) (KeptPlan, error)
	Count(ctx context.Context, account string) (int, error)
	// Claim makes a browser's plan an account's; Conflict when somebody was faster.
	Claim(ctx context.Context, p KeptPlan) error
	// See stores what was seen, over the version; Conflict as above.
	See(ctx context.Context, p KeptPlan) error
	// Forget removes one plan of an account, ForgetToken that of a browser: faults of kind NotFound when there is none.
	Forget(ctx context.Context, account, id string) error
	ForgetToken(ctx context.Context, mark string) error
	// Expire removes plans that ended before a time, at most limit, and says how many.
	Expire(ctx context.Context, before time.Time, limit int) (int, error)
}

// People is the port of the files of persons, as far as a form reads them and writes back.
type People interface {
	// Hold keeps other changes of the account's persons waiting. An account that is not active is a fault of kind NotFound.
	Hold(ctx context.Context, account string) error
	// Kept tells whether the account keeps the person.
	Kept(ctx context.Context, account string, who person.ID) (bool, error)
	// File is what is kept of a person, without stays and titles; a fault of kind NotFound when there is none.
	File(ctx context.Context, who person.ID) (person.File, error)
	// Titles are the titles of residence of a person, the last first.
	Titles(ctx context.Context, who person.ID) ([]person.Item[person.Title], error)
	// HasCNP tells whether the account keeps another person with a personal numeric code.
	HasCNP(ctx context.Context, account, cnp string, except person.ID) (bool, error)
	// Change, AddPaper, ChangePaper, AddAddress and ChangeAddress store what a form gave; Conflict over another version.
	Change(ctx context.Context, p person.Person, version int64) error
	AddPaper(ctx context.Context, who person.ID, p person.Item[person.Paper]) error
	ChangePaper(ctx context.Context, who person.ID, p person.Item[person.Paper]) error
	AddAddress(ctx context.Context, who person.ID, a person.Item[person.Address]) error
	ChangeAddress(ctx context.Context, who person.ID, a person.Item[person.Address]) error
}

// Receipts is the port of what an applicant may know of a receipt before it is released, and of who looked.
type Receipts interface {
	// Of returns the receipt of an application and whether it is released, or a fault of kind NotFound.
	Of(ctx context.Context, a application.ID) (id document.ID, released bool, err error)
	// Looks are the looks of the office at a case, the last first.
	Looks(ctx context.Context, c casefile.ID, limit int) ([]Look, error)
}

// Summary is an application as a list of one's own shows it.
type Summary struct {
	application.Application // without facts
	Name                    person.Names
	Case                    casefile.ID    // "" of a draft
	CaseState               casefile.State // "" of a draft
	MustBy                  calendar.Date  // none of a draft
	Title                   string         // of the procedure, in the reader's language
	Pages                   int            // of the form that were saved, whole or not
	Papers                  int            // lines with a file that was received and not refused
}

// Look is when somebody of the office opened a case.
type Look struct {
	At     time.Time
	Office string
	Reason string
}
