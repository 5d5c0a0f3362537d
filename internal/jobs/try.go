package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"sejur/internal/fault"
	"sejur/internal/office"
)

// do is one try at a job, and what comes of it.
func (r *Runner) do(work context.Context, j claimed) {
	log := r.log.With(slog.String("job", j.ID), slog.String("kind", j.Kind), slog.Int("try", j.Tries))
	// A steady clock measures it: whoever is paused must know that his time is over even when somebody sets the machine's clock.
	ctx, cancel := context.WithDeadline(work, j.begun.Add(j.line.Lease-j.line.Lease/5))
	err := attempt(ctx, j)
	cancel()
	// What comes of it is written also when the runner was told to stop.
	ctx, cancel = context.WithTimeout(context.WithoutCancel(work), closing)
	defer cancel()
	if err == nil {
		err = r.finish(ctx, j)
	}
	switch {
	case err == nil:
		r.opened(j.line)
	case errors.Is(err, errLost):
		log.Warn("job was lost: it took longer than its lease")
	case work.Err() != nil:
		log.Info("job was interrupted", slog.Any("cause", err))
		r.giveBack(ctx, log, j, "the program was stopped", r.now())
	default:
		r.failed(ctx, log, j, err)
	}
}

// closing is how long writing down what came of a job may take.
const closing = 10 * time.Second

// attempt runs the job's kind. A panic is an error like any other: the others go on.
func attempt(ctx context.Context, j claimed) (err error) {
	defer func() {
		if told := recover(); told != nil {
			err = fmt.Errorf("panic: %v\n%s", told, debug.Stack())
		}
	}()
	return j.line.Run(ctx, j.Ticket)
}

// finish ends a job that its kind did not end itself. A job that somebody else holds now is errLost.
func (r *Runner) finish(ctx context.Context, j claimed) error {
	err := r.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		t, err := tx.Queue().Find(ctx, j.ID)
		if err != nil {
			return err
		}
		if t.State == office.JobDone && t.Token == j.Token {
			return nil // in the transaction of its change
		}
		return tx.Queue().Finish(ctx, Held(j.Ticket), r.now())
	})
	if kind := fault.KindOf(err); err != nil && (kind == fault.Conflict || kind == fault.NotFound) {
		return errLost
	}
	return err
}

// failed gives a job back after a try that failed: later, or never again when it was tried as often as it may be.
func (r *Runner) failed(ctx context.Context, log *slog.Logger, j claimed, cause error) {
	if r.shut(ctx, log, j.line) {
		r.giveBack(ctx, log, j, cause.Error(), j.RunAt) // in its old place
		return
	}
	now := r.now()
	again := now.Add(BackOff(j.Tries))
	if j.Tries >= j.line.Tries {
		again = time.Time{}
		log.Error("job failed for good", slog.Any("cause", cause))
	} else {
		log.Warn("job failed", slog.Any("cause", cause), slog.Time("again", again))
	}
	r.giveBack(ctx, log, j, cause.Error(), again)
}

func (r *Runner) giveBack(ctx context.Context, log *slog.Logger, j claimed, cause string, again time.Time) {
	err := r.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		return tx.Queue().GiveBack(ctx, Held(j.Ticket), cause, r.now(), again)
	})
	if err != nil { // its lease will end
		log.Error("give the job back", slog.Any("cause", err))
	}
}

// shut asks whether the way of a kind is shut, and then keeps its jobs waiting.
func (r *Runner) shut(ctx context.Context, log *slog.Logger, k *line) bool {
	if k.Way == nil {
		return false
	}
	err := k.Way(ctx)
	if err == nil {
		r.opened(k)
		return false
	}
	r.mu.Lock()
	first := k.shut == 0
	k.shut++
	k.nextTry = r.now().Add(min(BackOff(k.shut), longestShut))
	r.mu.Unlock()
	if first {
		log.Error("the way is shut; what must leave waits in its order", slog.Any("cause", err))
	}
	return true
}

// opened notes that the way of a kind is open.
func (r *Runner) opened(k *line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	k.shut = 0
}

// Held is by what a try holds its job: for office.Act.Job, or to ask office.Queue.Holds.
func Held(t office.Ticket) office.Held { return office.Held{ID: t.ID, Token: t.Token} }

const (
	firstWait   = 5 * time.Second
	longestWait = time.Hour
	longestShut = time.Minute // a way that opens again is noticed soon
)

// BackOff is how long a job waits after its n-th try failed: twice as long each time, up to an hour, and a quarter more or less so
// that those which failed together do not come together.
func BackOff(tries int) time.Duration {
	wait := longestWait
	if doubled := min(max(tries, 1)-1, 16); firstWait<<doubled < longestWait {
		wait = firstWait << doubled
	}
	return jittered(wait)
}
