package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"sejur/internal/fault"
	"sejur/internal/office"
)

// Round is what every node does again and again, from its start to its end, without a row in the queue.
type Round struct {
	Name  string
	Every time.Duration
	Run   func(ctx context.Context) error
	End   func(ctx context.Context) error // when the runner stops; nil = nothing
}

// turn goes round until ctx ends. A failure is told once, not at every round.
func (r *Runner) turn(ctx context.Context, round Round) {
	log := r.log.With(slog.String("round", round.Name))
	failing := false
	for {
		err := once(ctx, round)
		switch {
		case ctx.Err() != nil:
			end(ctx, log, round)
			return
		case err != nil && !failing:
			log.Error("round failed", slog.Any("cause", err))
		case err == nil && failing:
			log.Info("round succeeds again")
		}
		failing = err != nil
		wait := time.NewTimer(jittered(round.Every))
		select {
		case <-ctx.Done():
			wait.Stop()
			end(ctx, log, round)
			return
		case <-wait.C:
		}
	}
}

func end(ctx context.Context, log *slog.Logger, round Round) {
	if round.End == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer cancel()
	if err := round.End(ctx); err != nil {
		log.Error("round did not end well", slog.Any("cause", err))
	}
}

// roundWithin is how long one round may take, for the reason of lookWithin.
const roundWithin = 5 * time.Minute

func once(ctx context.Context, round Round) (err error) {
	ctx, cancel := context.WithTimeout(ctx, roundWithin)
	defer cancel()
	defer func() {
		if told := recover(); told != nil {
			err = fmt.Errorf("panic: %v\n%s", told, debug.Stack())
		}
	}()
	return round.Run(ctx)
}

// Sealer links what was written into the record, every second. All nodes try, and one does it; holder names this one.
func Sealer(store office.SealStore, holder string, now func() time.Time) Round {
	seal := func(ctx context.Context) error {
		for {
			n, err := office.Seal(ctx, store, holder, now())
			if err != nil && fault.KindOf(err) == fault.Conflict {
				return nil // another was faster
			}
			if err != nil || n < office.SealBatch {
				return err
			}
		}
	}
	stop := func(ctx context.Context) error { return office.StopSealing(ctx, store, holder, now()) }
	return Round{Name: "audit.seal", Every: time.Second, Run: seal, End: stop}
}
