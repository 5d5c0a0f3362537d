package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"sejur/internal/fault"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// ASVS 13.1.2, 13.2.6: when every connection is taken, whoever comes is told to come back and nobody hangs; when they are free again,
// all is as before.
func TestWhoFindsEveryConnectionTakenIsToldToComeBack(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storetest.Open(t, store.Config{Database: database, Keys: storetest.Keys(t), Conns: 2, Patience: time.Millisecond})
		for name, run := range map[string]func(context.Context, func(context.Context, *store.Tx) error) error{
			"Change": s.Change, "Read": s.Read, "Glance": s.Glance,
		} {
			inside, leave := make(chan struct{}), make(chan struct{})
			var all sync.WaitGroup
			full := 0
			for range 16 { // until nobody more is let in
				refused := make(chan error, 1)
				all.Go(func() {
					refused <- run(t.Context(), func(context.Context, *store.Tx) error {
						inside <- struct{}{}
						<-leave
						return nil
					})
				})
				select {
				case <-inside:
					continue
				case err := <-refused:
					if fault.KindOf(err) != fault.Unavailable {
						t.Errorf("%s: told %v, want unavailable", name, err)
					}
					full++
				}
			}
			if full == 0 {
				t.Errorf("%s: sixteen at once were all let in", name)
			}
			close(leave)
			all.Wait()
			if err := run(t.Context(), func(context.Context, *store.Tx) error { return nil }); err != nil {
				t.Errorf("%s: after all had left: %v", name, err)
			}
		}
	})
}
