package filing

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/office"
)

// Withdraw takes back what was sent in, over the version of the application that was seen. Its receipt stays genuine: it was sent on that day.
// Faults: NotFound; Conflict, also of a draft, which is deleted instead, and once it was lodged at the counter.
func (d *Desk) Withdraw(ctx context.Context, by access.Actor, asked Asked, id application.ID, version int64) error {
	return d.turn(ctx, by, asked, "application.withdraw", id, version, func(ctx context.Context, tx Tx, w *office.Work, a application.Application) error {
		if a.State != application.Submitted {
			return stale()
		}
		c, err := tx.Intake().Of(ctx, id)
		if err != nil {
			return err
		}
		ended, err := c.Withdraw(w.Now)
		if err != nil {
			return err
		}
		a.State, a.WithdrawnAt = application.Withdrawn, w.Now
		w.Changed("state", string(application.Submitted), string(a.State))
		if err := tx.Intake().Move(ctx, ended, c.State); err != nil {
			return err
		}
		if err := tx.Corrections().End(ctx, c.ID); err != nil {
			return err
		}
		if err := tx.Events().Add(ctx, a.Person, ofApplicant(w, c.ID, casefile.WasWithdrawn)); err != nil {
			return err
		}
		record := w.Also("case.withdraw", "casefile", string(c.ID))
		record.Changed("state", string(c.State), string(ended.State))
		tell(w, by.ID, "filing-withdrawn")
		return tx.Applications().Withdraw(ctx, a)
	})
}
