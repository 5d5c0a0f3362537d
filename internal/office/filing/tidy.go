package filing

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// How long a draft lives that nobody changes: its writer is warned twice, then it is removed.
const (
	IdleFirst  = 60 * 24 * time.Hour
	IdleSecond = 80 * 24 * time.Hour
	IdleLife   = 90 * 24 * time.Hour
)

// tidyPage is how many drafts one round reads at once.
const tidyPage = 100

// TidyDrafts warns writers of drafts that nobody changed for IdleFirst and IdleSecond, removes those that nobody changed for IdleLife, or that
// were thrown away for UndoFor, and plans that nobody claimed. Each draft is a change of its own, with its entry. A draft that is changed
// meanwhile stays. It may be run again at any time.
func (d *Desk) TidyDrafts(ctx context.Context) error {
	now := d.office.Now()
	for _, round := range []struct {
		find func(ctx context.Context, tx Tx) ([]application.Application, error)
		do   func(ctx context.Context, a application.Application) error
	}{
		{func(ctx context.Context, tx Tx) ([]application.Application, error) {
			return tx.Applications().Thrown(ctx, now.Add(-UndoFor), tidyPage)
		}, d.remove},
		{func(ctx context.Context, tx Tx) ([]application.Application, error) {
			return tx.Applications().Idle(ctx, now.Add(-IdleLife), warnings, tidyPage)
		}, d.removeIdle},
		{idleSince(now.Add(-IdleSecond), 1), d.warn(2)},
		{idleSince(now.Add(-IdleFirst), 0), d.warn(1)},
	} {
		if err := d.each(ctx, round.find, round.do); err != nil {
			return err
		}
	}
	return d.expire(ctx, now)
}

// expire removes plans that nobody claimed, page by page.
func (d *Desk) expire(ctx context.Context, now time.Time) error {
	for {
		gone := 0
		err := d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
			var err error
			gone, err = tx.KeptPlans().Expire(ctx, now, tidyPage)
			return err
		})
		if err != nil || gone < tidyPage {
			return err
		}
	}
}

// warnings is how often a writer is warned.
const warnings = 2

// idleSince finds drafts that were changed last before a time, and warned at most so often.
func idleSince(before time.Time, warned int) func(context.Context, Tx) ([]application.Application, error) {
	return func(ctx context.Context, tx Tx) ([]application.Application, error) {
		return tx.Applications().Idle(ctx, before, warned, tidyPage)
	}
}

// each does something with all that is found, page by page. What somebody changed meanwhile is left; a page with nothing but such ends it.
func (d *Desk) each(
	ctx context.Context, find func(context.Context, Tx) ([]application.Application, error), do func(context.Context, application.Application) error,
) error {
	for {
		var found []application.Application
		err := d.store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
			found, err = find(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
		done := 0
		for _, a := range found {
			switch err := do(ctx, a); {
			case err == nil:
				done++
			case fault.KindOf(err) == fault.Conflict || fault.KindOf(err) == fault.NotFound:
			default:
				return err
			}
		}
		if len(found) < tidyPage || done == 0 {
			return nil
		}
	}
}

// upkeep is the act of the system that minds drafts.
func upkeep(action string) office.Act {
	return office.Act{By: access.Named("filing"), Needs: access.RunOperations, Action: action, Purpose: office.PurposeUpkeep}
}

// warn tells a writer that a draft will be removed.
func (d *Desk) warn(times int) func(context.Context, application.Application) error {
	return func(ctx context.Context, a application.Application) error {
		_, err := office.Do(ctx, d.office, upkeep("application.warn"), func(ctx context.Context, tx Tx, w *office.Work) (application.ID, error) {
			about(w, a.ID)
			a.Warnings = times
			gone := a.ChangedAt.Add(IdleLife)
			if least := w.Now.Add(IdleLife - IdleSecond); times == warnings && gone.Before(least) { // the house stood still
				gone = least
				a.ChangedAt = gone.Add(-IdleLife)
			}
			w.Tell(office.Message{Account: a.Account, Template: "draft-removal", Args: map[string]string{"at": gone.Format(time.RFC3339)}, Mailed: true})
			return a.ID, tx.Applications().Warn(ctx, a)
		})
		return err
	}
}

// removeIdle removes a draft that nobody changed for IdleLife, once its writer was warned the last time: where the house stood still, the
// warnings come first.
func (d *Desk) removeIdle(ctx context.Context, a application.Application) error {
	if a.Warnings < warnings {
		return stale()
	}
	return d.remove(ctx, a)
}

// remove deletes a draft with everything that was sent for it.
func (d *Desk) remove(ctx context.Context, a application.Application) error {
	_, err := office.Do(ctx, d.office, upkeep("application.remove"), func(ctx context.Context, tx Tx, w *office.Work) (application.ID, error) {
		about(w, a.ID)
		w.Changed("state", string(application.Draft), "")
		return a.ID, tx.Applications().Remove(ctx, a, w.Now)
	})
	return err
}
