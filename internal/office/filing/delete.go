package filing

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// UndoFor is how long a draft that was thrown away can be brought back.
const UndoFor = 30 * 24 * time.Hour

// Delete throws a draft away, over the version that was seen. For UndoFor it can be brought back. Faults: NotFound; Conflict, also of what was
// sent in.
func (d *Desk) Delete(ctx context.Context, by access.Actor, asked Asked, id application.ID, version int64) error {
	return d.turn(ctx, by, asked, "application.delete", id, version, func(ctx context.Context, tx Tx, w *office.Work, a application.Application) error {
		a.DeletedAt = w.Now
		w.Changed("deleted", "", w.Now.Format(time.RFC3339))
		return tx.Applications().Delete(ctx, a)
	})
}

// Restore brings a draft back. Faults: NotFound, also when it was thrown away too long ago; Conflict when it was not, or another draft of that
// person and procedure was begun meanwhile.
func (d *Desk) Restore(ctx context.Context, by access.Actor, asked Asked, id application.ID, version int64) error {
	return d.turn(ctx, by, asked, "application.restore", id, version, func(ctx context.Context, tx Tx, w *office.Work, a application.Application) error {
		if a.DeletedAt.IsZero() {
			return stale()
		}
		if !w.Now.Before(a.DeletedAt.Add(UndoFor)) {
			return unknown()
		}
		w.Changed("deleted", a.DeletedAt.Format(time.RFC3339), "")
		a.DeletedAt, a.ChangedAt = time.Time{}, w.Now
		return tx.Applications().Restore(ctx, a)
	})
}

// turn changes an application over the version that was seen.
func (d *Desk) turn(
	ctx context.Context, by access.Actor, asked Asked, action string, id application.ID, version int64,
	change func(ctx context.Context, tx Tx, w *office.Work, a application.Application) error,
) error {
	_, err := office.Do(ctx, d.office, act(by, asked, action, []any{id, version}), func(ctx context.Context, tx Tx, w *office.Work) (application.ID, error) {
		about(w, id)
		a, err := tx.Applications().Take(ctx, by.ID, id)
		if err != nil {
			return "", err
		}
		if a.Version != version {
			return "", stale()
		}
		return id, change(ctx, tx, w, a)
	})
	return err
}

// draftOnly refuses what is no live draft.
func draftOnly(a application.Application) error {
	switch {
	case a.State != application.Draft:
		return fault.New(fault.Conflict, "filing.sent")
	case !a.DeletedAt.IsZero():
		return fault.New(fault.Conflict, "filing.deleted")
	}
	return nil
}
