package filing

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// File is what an applicant sees of what they sent in.
type File struct {
	Opened
	Case        casefile.Case
	Events      []casefile.Event     // the last first, without what was said; of the office without the account
	Thread      []casefile.Event     // what was said, the last first; of the office without the account
	Correction  *casefile.Correction // what is opened again; nil = nothing
	Mended      []string             // items of the correction to which something was done, as kind/ref
	Looks       []Look               // who of the office opened the case, the last first
	Receipt     document.ID          // "" = there is none
	Released    bool                 // the receipt can be fetched
	CanWithdraw bool
	NewMessages int // of the office that nobody had read
}

// What a file page lists at most.
const (
	maxEvents = 200
	maxLooks  = 100
)

// File shows what became of an application that was sent in. Whoever looks has read the messages of the office: see ReadThread. Fault: NotFound,
// also of a draft.
func (d *Desk) File(ctx context.Context, by access.Actor, id application.ID, lang locale.Lang) (File, error) {
	return office.See(ctx, d.office, by, access.FileApplications, func(ctx context.Context, tx Tx) (File, error) {
		a, err := tx.Applications().Find(ctx, by.ID, id)
		if err != nil {
			return File{}, err
		}
		if a.State == application.Draft {
			return File{}, unknown()
		}
		var out File
		if out.Opened, _, _, err = d.gather(ctx, tx, a, lang); err != nil {
			return File{}, err
		}
		if out.Case, err = tx.Intake().Of(ctx, id); err != nil {
			return File{}, err
		}
		out.CanWithdraw = a.State == application.Submitted && out.Case.Withdrawable()
		if out.Case.State == casefile.Returned {
			if err := d.readCorrection(ctx, tx, a, &out, lang); err != nil {
				return File{}, err
			}
		}
		return out, out.read(ctx, tx, a)
	})
}

// read adds what happened, who looked, and the receipt.
func (f *File) read(ctx context.Context, tx Tx, a application.Application) error {
	events, err := tx.Events().Of(ctx, a.Person, f.Case.ID, "", maxEvents)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Side == casefile.OfOffice {
			e.Account = "" // applicants are told office and role, never who
		}
		if e.Kind != casefile.Message {
			f.Events = append(f.Events, e)
			continue
		}
		f.Thread = append(f.Thread, e)
		if e.Side == casefile.OfOffice && e.ReadAt.IsZero() {
			f.NewMessages++
		}
	}
	if f.Looks, err = tx.Receipts().Looks(ctx, f.Case.ID, maxLooks); err != nil {
		return err
	}
	f.Receipt, f.Released, err = tx.Receipts().Of(ctx, a.ID)
	return ignoring(err, fault.NotFound)
}

// readCorrection adds the open correction, and what was done to it.
func (d *Desk) readCorrection(ctx context.Context, tx Tx, a application.Application, f *File, lang locale.Lang) error {
	c, err := tx.Corrections().Open(ctx, a.Person, f.Case.ID)
	if err != nil {
		return ignoring(err, fault.NotFound)
	}
	pages, err := tx.Pages().Of(ctx, a)
	if err != nil {
		return err
	}
	k, err := d.asks(ctx, tx, a, pages, c.ID, lang)
	if err := ignoring(err, fault.NotFound); err != nil { // without a form no page is asked again
		return err
	}
	c.Items, f.Mended = standing(c, a.Seen, k, pages, f.Lines)
	f.Correction = &c
	return nil
}
