package jobs_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"sejur/internal/jobs"
	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

var errPlanted = errors.New("planted")

// clock is a clock that stands until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: noon} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// desk is a store as jobs see it.
func desk(s *store.Store) jobs.Store {
	return store.Desk(s, func(tx *store.Tx) jobs.Tx { return tx })
}

// runner makes a runner of kinds with one pair of hands.
func runner(t *testing.T, s *store.Store, c *clock, kinds ...jobs.Kind) *jobs.Runner {
	t.Helper()
	r, err := jobs.New(jobs.Config{Store: desk(s), Kinds: kinds, Now: c.now, Hands: 1, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func drain(t *testing.T, r *jobs.Runner) {
	t.Helper()
	if err := r.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// enqueue stores a job of a kind.
func enqueue(t *testing.T, s *store.Store, kind, key string) office.Ticket {
	t.Helper()
	ticket := office.Ticket{ID: office.NewID(), Kind: kind, Key: key, Body: []byte(`{}`), RunAt: noon, CreatedAt: noon}
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		err := tx.Queue().Enqueue(ctx, ticket)
		return err
	})
	return ticket
}

func change(t *testing.T, s *store.Store, fn func(context.Context, *store.Tx) error) {
	t.Helper()
	if err := s.Change(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// find reads a job.
func find(t *testing.T, s *store.Store, id string) (got office.Ticket) {
	t.Helper()
	change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
		got, err = tx.Queue().Find(ctx, id)
		return err
	})
	return got
}

// all lists the keys of the jobs in a state.
func all(t *testing.T, s *store.Store, state office.JobState) (keys []string) {
	t.Helper()
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		list, err := tx.Queue().List(ctx, state, "", 1000)
		for _, l := range list {
			keys = append(keys, l.Key)
		}
		return err
	})
	return keys
}

// does is a kind that calls fn.
func does(name string, fn func(ctx context.Context, t office.Ticket) error) jobs.Kind {
	return jobs.Kind{Name: name, Tries: 3, Run: fn}
}

func sqlite(t *testing.T) *store.Store { return storetest.SQLite(t) }
