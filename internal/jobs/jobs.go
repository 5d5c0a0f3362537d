// Package jobs does the work that use cases leave for later and for outside the house, on every node at once.
//
// A use case enqueues a job in its own transaction, so there is no job for a change that was rolled back. A Runner claims jobs for a
// while (a lease) and does them. Whoever stopped answering loses the lease, and another takes the job; the old holder's token is then
// worth nothing. So a job may be done twice and each kind sees to it that twice is as good as once: it finishes in the transaction
// of its change, or it looks whether it still holds the job right before it does something outside.
//
// A schedule has no leader: every node enqueues the same slot under the same key, and the key lets one through.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"sejur/internal/fault"
	"sejur/internal/office"
)

// Tx is a transaction as jobs see it.
type Tx interface {
	office.Tx
	Limits() office.Limits
}

// Store runs the transactions of jobs.
type Store = office.Store[Tx]

// Kind is one sort of job: what it is called, when it runs by itself, and who does it.
type Kind struct {
	Name   string
	Slots  Slots         // runs by itself in each slot; the zero Slots = only when it is enqueued
	Lease  time.Duration // how long one try is held; its context ends a fifth earlier; 0 = DefaultLease
	Tries  int           // after so many a person decides; 0 = DefaultTries
	AtOnce int           // of one node, so that one kind cannot take all its hands; 0 = all

	// Run does a job. It must come to the same end when it is run twice. nil = other nodes do it.
	Run func(ctx context.Context, t office.Ticket) error

	// Way is asked after a failed try: an error says that nothing of this kind can succeed now, such as letters while the mail server
	// is down. Then the jobs keep their order and none fails for good; one at a time tries whether the way is open again. nil = each
	// job fails for itself.
	Way func(ctx context.Context) error
}

// The usual terms of a job.
const (
	DefaultLease = time.Minute
	DefaultTries = 10
)

// Slots are moments at the same distance: the multiples of Every since 1970 in UTC, shifted by After.
type Slots struct{ Every, After time.Duration }

// Last is the last slot at or before now.
func (s Slots) Last(now time.Time) time.Time {
	return now.Add(-s.After).Truncate(s.Every).Add(s.After).UTC()
}

// longest is the longest distance of slots: far below keepDone, for a done job holds its key while its row is kept.
const longest = 24 * time.Hour

// Config is what a Runner needs.
type Config struct {
	Store  Store
	Kinds  []Kind
	Rounds []Round
	Now    func() time.Time // the office's time, which is the database's where several nodes share one
	Hands  int              // how many jobs at once; 0 = DefaultHands
	Grace  time.Duration    // how long jobs under way may go on when the runner stops; 0 = DefaultGrace
	Log    *slog.Logger     // nil = slog.Default()
}

// The usual terms of a runner.
const (
	DefaultHands = 8
	DefaultGrace = 15 * time.Second
)

// New checks the kinds and makes a runner. It does nothing until Run or Drain.
func New(c Config) (*Runner, error) {
	if c.Store == nil || c.Now == nil {
		return nil, errors.New("jobs: a store and a clock are needed")
	}
	if c.Hands == 0 {
		c.Hands = DefaultHands
	}
	if c.Grace == 0 {
		c.Grace = DefaultGrace
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	r := &Runner{
		store: c.Store, rounds: c.Rounds, now: c.Now, hands: c.Hands, grace: c.Grace, log: c.Log, bell: make(chan struct{}, 1),
	}
	names := make(map[string]bool)
	for _, k := range c.Kinds {
		if k.Lease == 0 {
			k.Lease = DefaultLease
		}
		if k.Tries == 0 {
			k.Tries = DefaultTries
		}
		if k.AtOnce == 0 {
			k.AtOnce = c.Hands
		}
		if err := k.check(); err != nil {
			return nil, err
		}
		if names[k.Name] {
			return nil, fmt.Errorf("jobs: kind %s stands twice in the list", k.Name)
		}
		names[k.Name] = true
		r.kinds = append(r.kinds, &line{Kind: k})
	}
	return r, nil
}

func (k Kind) check() error {
	switch {
	case k.Name == "":
		return errors.New("jobs: a kind has no name")
	case k.Lease < time.Second || k.Tries < 1 || k.AtOnce < 1:
		return fmt.Errorf("jobs: kind %s: lease, tries and how many at once must be above zero", k.Name)
	case k.Slots.Every < 0 || k.Slots.Every > longest:
		return fmt.Errorf("jobs: kind %s: slots lie at most %s apart", k.Name, longest)
	}
	return nil
}

// strangers are the kinds of waiting jobs that are not in the list. Nobody would ever do them, and nobody would know.
func (r *Runner) strangers(ctx context.Context) error {
	var unknown []error
	seen := make(map[string]bool)
	for _, k := range r.kinds {
		seen[k.Name] = true
	}
	err := r.store.Read(ctx, func(ctx context.Context, tx Tx) error {
		for _, state := range []office.JobState{office.JobReady, office.JobRunning} {
			for before := ""; ; {
				page, err := tx.Queue().List(ctx, state, before, pageOfJobs)
				if err != nil {
					return err
				}
				for _, t := range page {
					before = t.ID
					if !seen[t.Kind] {
						seen[t.Kind] = true
						unknown = append(unknown, fmt.Errorf("a job of the kind %q waits, and this program does not know it", fault.Clip(t.Kind)))
					}
				}
				if len(page) < pageOfJobs {
					break
				}
			}
		}
		return nil
	})
	return errors.Join(append(unknown, err)...)
}

const pageOfJobs = 500
