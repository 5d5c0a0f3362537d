package filing

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// notYet is the fault of verbs that are being built.
func notYet() error { return fault.New(fault.Unavailable, "unavailable") }

// SeeChange notes that the writer of a draft has seen what the law changed, over the version of the draft: from then on the draft is of the
// law of today. Faults: NotFound; Conflict.
func (d *Desk) SeeChange(context.Context, access.Actor, Asked, application.ID, int64) error {
	return notYet()
}

// ReadPassport is what the zone of a passport gave.
type ReadPassport struct {
	Application application.ID
	Page        string
	Version     int64  // of the page
	Zone        string // the lines, as typed
	Lang        locale.Lang
}

// ReadPassport fills the fields of a page that a machine-readable zone can fill. Faults: as of SavePage; Invalid of the field mrz that names
// the check digit that fails.
func (d *Desk) ReadPassport(context.Context, access.Actor, Asked, ReadPassport) (Saved, error) {
	return Saved{}, notYet()
}

// Withdraw takes back what was sent in, over the version of the application that was seen. Its receipt stays genuine. Faults: NotFound;
// Conflict, also once an officer works on it at the counter.
func (d *Desk) Withdraw(context.Context, access.Actor, Asked, application.ID, int64) error {
	return notYet()
}

// File shows what became of an application that was sent in. Messages of the office count as read. Fault: NotFound, also of a draft.
func (d *Desk) File(context.Context, access.Actor, application.ID, locale.Lang) (File, error) {
	return File{}, notYet()
}

// Say adds a message to the office. Faults: NotFound; Invalid of the field body; Unavailable with the key filing.said-much.
func (d *Desk) Say(context.Context, access.Actor, Asked, Say) error { return notYet() }

// SendCorrection sends what was opened again back to the office, over the version of the correction. Faults: NotFound; Conflict; Invalid with
// the key filing.incomplete.
func (d *Desk) SendCorrection(context.Context, access.Actor, Asked, application.ID, int64) error {
	return notYet()
}

// TidyJob is the kind of job that warns of drafts nobody changes, and removes them.
const TidyJob = "application.tidy"

// TidyDrafts does the job of that kind.
func (d *Desk) TidyDrafts(context.Context, office.Held) error { return notYet() }
