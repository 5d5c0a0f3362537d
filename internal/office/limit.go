package office

import (
	"context"
	"time"
)

// Rate allows N in Per, at once or spread.
type Rate struct {
	N   int
	Per time.Duration
}

// Limits is the port of allowances. They hold across nodes.
type Limits interface {
	// Spend takes one from the allowance under a key, which is a keyed hash; false when it is used up, and then nothing is taken.
	Spend(ctx context.Context, key string, rate Rate, now time.Time) (bool, error)
	// Tidy removes allowances and outcomes from before the time.
	Tidy(ctx context.Context, before time.Time) error
}
