package casework

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/casefile"
	"sejur/internal/office"
)

// Seen names a case as somebody saw it.
type Seen struct {
	Case    casefile.ID
	Version int64
}

// Accept takes a received case on, and tells the applicant. Faults: NotFound; Conflict when anything was decided about it since it was seen;
// Invalid, once for each paper that must be there and was not accepted: the field is its document.
func (d *Desk) Accept(ctx context.Context, by access.Actor, asked Asked, in Seen) error {
	_, err := office.Do(ctx, d.office, act(by, asked, "case.accept", in), func(ctx context.Context, tx Tx, w *office.Work) (casefile.ID, error) {
		about(w, in.Case)
		s, err := d.theirs(ctx, tx, by, in.Case)
		if err != nil {
			return "", err
		}
		if s.Version != in.Version {
			return "", stale()
		}
		lines, _, err := d.decided(ctx, tx, s)
		if err != nil {
			return "", err
		}
		after, err := s.Accept(standing(lines))
		if err != nil {
			return "", err
		}
		return in.Case, d.move(ctx, tx, w, s, after, event(w, in.Case, casefile.WasAccepted))
	})
	return err
}

// move stores a case in its new state, with what happened, and tells the applicant.
func (d *Desk) move(ctx context.Context, tx Tx, w *office.Work, s submission, after casefile.Case, e casefile.Event) error {
	w.Changed("state", string(s.State), string(after.State))
	if err := tx.Cases().Move(ctx, after, s.State); err != nil {
		return err
	}
	if err := tx.CaseEvents().Add(ctx, s.application.Person, e); err != nil {
		return err
	}
	tell(w, s.application, "filing-"+string(after.State))
	return nil
}
