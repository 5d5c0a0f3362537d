package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

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
	before, err := firstID(now.Add(-keepUnsent))
	if err != nil {
		return err
	}
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

// firstID is the least id that could be made at a time (RFC 9562, section 5.7: the first 48 bits are its milliseconds).
func firstID(at time.Time) (string, error) {
	ms := at.UnixMilli()
	if ms < 0 {
		return "", fmt.Errorf("no id was made at %s", at)
	}
	var id uuid.UUID
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i)) //nolint:gosec // G115: one byte after the other
	}
	id[6], id[8] = 0x70, 0x80
	return id.String(), nil
}
