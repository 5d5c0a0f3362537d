package casework

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Decision is about one paper of a case.
type Decision struct {
	Case     casefile.ID
	Document string
	Version  int64 // of the line, that was seen
}

// AcceptDocument notes that the office has the paper that it asked for. Faults: NotFound; Conflict when somebody was faster, or the case is not
// received any more; Invalid about the document when a file of it is not ready.
func (d *Desk) AcceptDocument(ctx context.Context, by access.Actor, asked Asked, in Decision) error {
	return d.decide(ctx, by, asked, "case.accept-document", []Decision{in}, in, application.Line.Accept)
}

// UndoDocument takes back what was said of a paper. Faults as of AcceptDocument.
func (d *Desk) UndoDocument(ctx context.Context, by access.Actor, asked Asked, in Decision) error {
	return d.decide(ctx, by, asked, "case.undo-document", []Decision{in}, in, application.Line.Undo)
}

// AcceptReady accepts several papers at once, all or none. Faults as of AcceptDocument; Invalid when there are none.
func (d *Desk) AcceptReady(ctx context.Context, by access.Actor, asked Asked, in []Decision) error {
	if len(in) == 0 || slices.ContainsFunc(in, func(one Decision) bool { return one.Case != in[0].Case }) {
		return fault.New(fault.Invalid, "casework.nothing-ready")
	}
	return d.decide(ctx, by, asked, "case.accept-document", in, in, application.Line.Accept)
}

// Asking asks for another paper.
type Asking struct {
	Decision
	Reason application.Reason
	Note   string // the officer's own words; the applicant reads them
}

// AskAnother notes that another paper is needed, and why. The applicant is told when the case is returned. Faults as of AcceptDocument, and
// Invalid about reason or note.
func (d *Desk) AskAnother(ctx context.Context, by access.Actor, asked Asked, in Asking) error {
	return d.decide(ctx, by, asked, "case.ask-document", []Decision{in.Decision}, in, func(l application.Line) (application.Line, error) {
		return l.Ask(in.Reason, in.Note)
	})
}

// decide says something of papers of one case.
func (d *Desk) decide(
	ctx context.Context, by access.Actor, asked Asked, action string, about []Decision, input any, say func(application.Line) (application.Line, error),
) error {
	_, err := office.Do(ctx, d.office, act(by, asked, action, input), func(ctx context.Context, tx Tx, w *office.Work) (casefile.ID, error) {
		id := about[0].Case
		w.About(Subject, string(id))
		s, err := d.received(ctx, tx, by, id)
		if err != nil {
			return "", err
		}
		lines, _, err := d.decided(ctx, tx, s)
		if err != nil {
			return "", err
		}
		for _, one := range about {
			if err := d.decideLine(ctx, tx, w, s, lines, one, say); err != nil {
				return "", err
			}
		}
		return id, nil
	})
	return err
}

// received takes a case that waits at the first desk: until the transaction ends nobody else decides anything about it.
func (d *Desk) received(ctx context.Context, tx Tx, by access.Actor, id casefile.ID) (submission, error) {
	s, err := d.theirs(ctx, tx, by, id)
	if err != nil {
		return submission{}, err
	}
	if s.State != casefile.Received {
		return submission{}, stale()
	}
	return s, tx.Cases().Touch(ctx, s.Case)
}

// decideLine says something of one paper.
func (d *Desk) decideLine(
	ctx context.Context, tx Tx, w *office.Work, s submission, lines []Line, in Decision, say func(application.Line) (application.Line, error),
) error {
	i := slices.IndexFunc(lines, func(l Line) bool { return l.Document == in.Document })
	if i < 0 || d.hidden(w.By(), in.Document) {
		return unknown()
	}
	before := lines[i].Line
	if before.Version != in.Version {
		return stale()
	}
	after, err := say(before)
	if err != nil {
		return err
	}
	w.Changed("document/"+in.Document, string(before.State), string(after.State))
	w.Changed("reason/"+in.Document, string(before.Reason), string(after.Reason))
	w.Changed("note/"+in.Document, before.Note, after.Note)
	return tx.CaseLines().Decide(ctx, s.application, after)
}
