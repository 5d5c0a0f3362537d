package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sejur/internal/office"
)

// How long things are kept that somebody may still ask for.
const (
	keepOutcomes = 24 * time.Hour      // a form that was drawn a day ago is drawn anew
	keepDone     = 7 * 24 * time.Hour  // done jobs, which hold their keys
	keepUnsent   = 14 * 24 * time.Hour // a letter that could not leave for so long says nothing any more
)

// Sweep removes what has expired in one corner of the house.
type Sweep struct {
	Name string
	Run  func(ctx context.Context, now time.Time) error
}

// Tidy removes, every ten minutes, what is kept for a while only: outcomes, allowances, done jobs, the values of letters that never
// left, and what the sweeps are for.
func Tidy(store Store, now func() time.Time, sweeps ...Sweep) Kind {
	own := []Sweep{
		{"outcomes and allowances", func(ctx context.Context, now time.Time) error {
			return store.Change(ctx, func(ctx context.Context, tx Tx) error { return tx.Limits().Tidy(ctx, now.Add(-keepOutcomes)) })
		}},
		{"done jobs", func(ctx context.Context, now time.Time) error { return forgetDone(ctx, store, now.Add(-keepDone)) }},
		{"letters that never left", func(ctx context.Context, now time.Time) error { return giveUp(ctx, store, now) }},
	}
	return Kind{Name: "tidy", Slots: Slots{Every: 10 * time.Minute}, Tries: 3, AtOnce: 1, Run: func(ctx context.Context, _ office.Ticket) error {
		var failed []error
		for _, s := range append(own, sweeps...) {
			if err := s.Run(ctx, now()); err != nil { // the other corners are swept all the same
				failed = append(failed, fmt.Errorf("tidy %s: %w", s.Name, err))
			}
		}
		return errors.Join(failed...)
	}}
}

// batch is how many rows one transaction removes.
const batch = 500

func forgetDone(ctx context.Context, store Store, before time.Time) error {
	for {
		gone := 0
		err := store.Change(ctx, func(ctx context.Context, tx Tx) error {
			var err error
			gone, err = tx.Queue().Forget(ctx, before, batch)
			return err
		})
		if err != nil || gone < batch {
			return err
		}
	}
}

// giveUp marks letters that wait for too long as refused, and so erases their values. Ids of letters grow with time, so those from
// before a time are those below the first id of that time.
func giveUp(ctx context.Context, store Store, now time.Time) error {
	before := office.FirstID(now.Add(-keepUnsent))
	return store.Change(ctx, func(ctx context.Context, tx Tx) error {
		old, err := tx.Outbox().List(ctx, office.LetterWaiting, before, batch)
		if err != nil {
			return err
		}
		for _, l := range old {
			if err := tx.Outbox().Tried(ctx, l.ID, office.LetterRefused, "it could not leave the house for too long", now); err != nil {
				return err
			}
		}
		return nil
	})
}
