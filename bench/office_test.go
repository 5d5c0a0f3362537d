package bench_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// kernel is the office of nothing but the kernel, on a store.
func kernel(s *store.Store) *office.Office[office.Tx] {
	return office.New(office.House{Now: s.Now, Mark: mark{}}, store.Desk(s, func(tx *store.Tx) office.Tx { return tx }))
}

type mark struct{}

func (mark) Mark(kind, value string) string { return kind + value }

// act is a use case as most are: a change with two fields, its entry in the record and a job.
func act(ctx context.Context, o *office.Office[office.Tx]) error {
	_, err := office.Do(ctx, o, office.Act{By: access.Named("bench"), Needs: access.Public, Action: "bench.act", Purpose: office.PurposeUpkeep},
		func(_ context.Context, _ office.Tx, w *office.Work) (struct{}, error) {
			w.About("account", "a")
			w.Changed("email", "a", "b")
			w.Changed("state", "a", "b")
			w.Enqueue(office.Job{Kind: "bench.job", Body: struct{ N int }{1}})
			return struct{}{}, nil
		})
	return err
}

// BenchmarkUseCase measures use cases with their entry and a job, the sealer running beside them, for some numbers of writers.
func BenchmarkUseCase(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB) *store.Store
	}{{"sqlite", storetest.SQLite}, {"postgres", storetest.OnPostgres}} {
		for _, writers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/%d-writers", engine.name, writers), func(b *testing.B) {
				s := engine.open(b)
				stop := sealing(b, s)
				b.ResetTimer()
				work(b, kernel(s), writers)
				b.StopTimer()
				stop()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
			})
		}
	}
}

// work does b.N acts with some writers.
func work(b *testing.B, o *office.Office[office.Tx], writers int) {
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for i := w; i < b.N; i += writers {
				if err := act(b.Context(), o); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
}

// sealing runs the sealer as the program does, until it is stopped.
func sealing(b *testing.B, s *store.Store) (stop func()) {
	ctx, cancel := context.WithCancel(b.Context())
	var wait sync.WaitGroup
	wait.Go(func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			for {
				n, err := office.Seal(context.WithoutCancel(ctx), s.Seals(), "bench", s.Now())
				if err != nil {
					b.Error(err)
				}
				if n < office.SealBatch {
					break
				}
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
	return func() {
		cancel()
		wait.Wait()
	}
}
