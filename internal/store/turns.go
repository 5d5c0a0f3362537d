package store

import (
	"context"
	"errors"
	"time"
)

// errTaken says that every connection was taken for longer than anybody waits.
var errTaken = errors.New("every connection of the store is taken")

// turns lets so many transactions run at once: whoever waits longest goes first, and nobody waits for ever. The zero turns let all.
type turns struct {
	free     chan struct{} // filled by those who run
	patience time.Duration
}

func newTurns(n int, patience time.Duration) turns {
	return turns{free: make(chan struct{}, n), patience: patience}
}

// take waits for a turn and returns the function that ends it.
func (t turns) take(ctx context.Context) (end func(), err error) {
	if t.free == nil {
		return func() {}, nil
	}
	end = func() { <-t.free }
	select {
	case t.free <- struct{}{}:
		return end, nil
	default:
	}
	timer := time.NewTimer(t.patience)
	defer timer.Stop()
	select {
	case t.free <- struct{}{}:
		return end, nil
	case <-timer.C:
		return nil, errTaken
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
