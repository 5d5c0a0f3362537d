package kill

import (
	"context"
	"log/slog"
	"time"

	"sejur/internal/office"
	"sejur/internal/store"
)

// newWork is what the house does beside taking writes: it seals.
func newWork(s *store.Store) func(context.Context) {
	return func(ctx context.Context) {
		for tick := time.NewTicker(200 * time.Millisecond); ; {
			if _, err := office.Seal(ctx, s.Seals(), office.NewID(), s.Now()); err != nil && ctx.Err() == nil {
				slog.Error("seal", slog.Any("error", err))
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}
}
