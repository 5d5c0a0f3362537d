// Package office is the kernel of every change. A use case calls Do: one transaction holds the change, its version check, its
// audit entry, its jobs and its letters, so that all of it happened or none of it. The verbs themselves are in the rooms of their
// desks, one file each; their ports are declared beside them, and package store implements all of them.
package office

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/fault"
)

// Tx is what the kernel itself needs of a transaction. A desk's own transaction embeds it and adds the desk's ports.
type Tx interface {
	Trail() Trail
	Queue() Queue
	Outbox() Outbox
	Messages() Messages
	Outcomes() Outcomes
}

// Store runs transactions as one desk sees them. What fn returns is returned; an error rolls everything back. A store that cannot
// be reached is a fault of kind Unavailable.
type Store[T Tx] interface {
	Change(ctx context.Context, fn func(ctx context.Context, tx T) error) error
	// Read shows one state of everything. What it shows may be a moment old where replicas answer.
	Read(ctx context.Context, fn func(ctx context.Context, tx T) error) error
	// Glance is Read for what is asked with one statement, and at every request: two may see different states.
	Glance(ctx context.Context, fn func(ctx context.Context, tx T) error) error
}

// Trail is the port of the record. Entries can be added and nothing else.
type Trail interface {
	Add(ctx context.Context, entries ...audit.Entry) error
}

// Marker makes keyed hashes. kind keeps equal values of different kinds apart.
type Marker interface {
	Mark(kind, value string) string
}

// House is what every desk shares: the clock, the keyed hashes, the bell of the jobs, the log.
type House struct {
	Now  func() time.Time // the database's time where several nodes share one
	Mark Marker
	Bell func()                                     // a job was enqueued: look now, not at the next round; nil = nobody listens
	Log  *slog.Logger                               // nil = slog.Default()
	May  func(access.Actor, access.Permission) bool // nil = access.May
}

// Office changes and shows what one desk is about.
type Office[T Tx] struct {
	house House
	store Store[T]
}

// New opens a desk's office.
func New[T Tx](house House, store Store[T]) *Office[T] {
	if house.Bell == nil {
		house.Bell = func() {}
	}
	if house.Log == nil {
		house.Log = slog.Default()
	}
	if house.May == nil {
		house.May = access.May
	}
	return &Office[T]{house: house, store: store}
}

// Now is the office's time, in UTC and whole microseconds, as it is stored.
func (o *Office[T]) Now() time.Time { return o.house.Now().UTC().Truncate(time.Microsecond) }

// Mark is a keyed hash of a value, for what must be found or compared but not read.
func (o *Office[T]) Mark(kind, value string) string { return o.house.Mark.Mark(kind, value) }

// Do carries out an act: fn makes the change with tx and tells w what it changed. An error of fn rolls everything back and is
// returned. An act with a key happens once: when it is repeated with the same input, the stored outcome is returned and fn does not
// run; with another input the fault is Invalid. The outcome is stored as JSON.
func Do[T Tx, R any](ctx context.Context, o *Office[T], act Act, fn func(ctx context.Context, tx T, w *Work) (R, error)) (R, error) {
	var out R
	if err := o.permit(act); err != nil {
		return out, err
	}
	var w *Work
	err := o.store.Change(ctx, func(ctx context.Context, tx T) error {
		w = newWork(act, o.Now(), o.house.Mark)
		done, err := recall(ctx, tx.Outcomes(), w, &out)
		if err != nil || done {
			return err
		}
		out, err = fn(ctx, tx, w)
		if err != nil {
			return err
		}
		return w.finish(ctx, tx, out)
	})
	if err != nil {
		var none R
		return none, fmt.Errorf("%s: %w", act.Action, err)
	}
	if w.rings() {
		o.house.Bell()
	}
	return out, nil
}

// Look shows something of somebody's: see reads it, and the record says so before it is returned. No entry, no look.
func Look[T Tx, R any](ctx context.Context, o *Office[T], act Act, see func(ctx context.Context, tx T, w *Work) (R, error)) (R, error) {
	var out, none R
	if err := o.permit(act); err != nil {
		return none, err
	}
	w := newWork(act, o.Now(), o.house.Mark)
	err := o.store.Read(ctx, func(ctx context.Context, tx T) error {
		var err error
		out, err = see(ctx, tx, w)
		return err
	})
	if err != nil {
		return none, fmt.Errorf("%s: %w", act.Action, err)
	}
	err = o.store.Change(ctx, func(ctx context.Context, tx T) error { return tx.Trail().Add(ctx, w.entry()) })
	if err != nil {
		return none, fmt.Errorf("%s: %w", act.Action, err)
	}
	return out, nil
}

// See reads what needs no entry in the record: what is the actor's own, or about nobody. by may do what needs.
func See[T Tx, R any](
	ctx context.Context, o *Office[T], by access.Actor, needs access.Permission, see func(ctx context.Context, tx T) (R, error),
) (R, error) {
	var out R
	if !o.house.May(by, needs) {
		return out, refused()
	}
	err := o.store.Read(ctx, func(ctx context.Context, tx T) error {
		var err error
		out, err = see(ctx, tx)
		return err
	})
	return out, err
}

// permit refuses acts that are not whole and actors who may not.
func (o *Office[T]) permit(act Act) error {
	if act.Action == "" || act.Purpose == "" || act.Needs == "" {
		return fmt.Errorf("act %q: an action, a purpose and a permission are needed", act.Action)
	}
	if !o.house.May(act.By, act.Needs) {
		return refused()
	}
	return nil
}

// refused is the fault of an actor who may not. Faces show it as they show what does not exist.
func refused() error { return fault.New(fault.Forbidden, "forbidden") }
