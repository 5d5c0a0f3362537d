package jobs_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/jobs"
	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

func TestAJobIsDoneOnce(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	ran := 0
	r := runner(t, s, c, does("a", func(context.Context, office.Ticket) error { ran++; return nil }))
	job := enqueue(t, s, "a", "k")
	drain(t, r)
	enqueue(t, s, "a", "k") // the same again, while the row is kept
	c.forward(time.Hour)
	drain(t, r)
	if got := find(t, s, job.ID); ran != 1 || got.State != office.JobDone {
		t.Errorf("ran %d times, %s", ran, got.State)
	}
}

func TestAJobThatFailsIsTriedAgainLaterAndThenShown(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func() error{
		"an error": func() error { return errPlanted },
		"a panic":  func() error { panic("planted") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := sqlite(t), newClock()
			ran := 0
			r := runner(t, s, c, does("a", func(context.Context, office.Ticket) error { ran++; return fail() }),
				does("b", func(context.Context, office.Ticket) error { return nil }))
			job, other := enqueue(t, s, "a", ""), enqueue(t, s, "b", "")
			drain(t, r)
			drain(t, r) // too early
			if got := find(t, s, job.ID); ran != 1 || got.State != office.JobReady || !got.RunAt.After(noon) || got.Error == "" {
				t.Fatalf("after the first try (%d): %+v", ran, got)
			}
			for range 5 {
				c.forward(time.Hour)
				drain(t, r)
			}
			if got := find(t, s, job.ID); ran != 3 || got.State != office.JobFailed {
				t.Errorf("ran %d times, %s", ran, got.State)
			}
			if got := find(t, s, other.ID); got.State != office.JobDone {
				t.Errorf("the other job is %s", got.State)
			}
			change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Queue().Restart(ctx, job.ID, c.now()) })
			drain(t, r)
			if ran != 4 {
				t.Errorf("restarted, it ran %d times", ran)
			}
		})
	}
}

func TestTwoNodesDoEachJobOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const n = 30
		var mu sync.Mutex
		ran := make(map[string]int)
		kind := does("a", func(_ context.Context, t office.Ticket) error {
			mu.Lock()
			defer mu.Unlock()
			ran[t.Key]++
			return nil
		})
		want := make(map[string]int)
		for i := range n {
			key := fmt.Sprint(i)
			enqueue(t, s, "a", key)
			want[key] = 1
		}
		var wait sync.WaitGroup
		for range 2 {
			r := runner(t, s, newClock(), kind)
			wait.Go(func() { drain(t, r) })
		}
		wait.Wait()
		if diff := cmp.Diff(want, ran); diff != "" {
			t.Error(diff)
		}
	})
}

// A node stands still in the middle of a job, for longer than its lease. Another does the job; then the first goes on.
func TestWhoWasPausedEndsNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newClock()
		paused, resume := make(chan struct{}), make(chan struct{})
		var late bool
		first := runner(t, s, c, does("a", func(_ context.Context, ticket office.Ticket) error {
			close(paused)
			<-resume
			change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
				late, err = tx.Queue().Holds(ctx, jobs.Held(ticket), c.now())
				return err
			})
			return nil
		}))
		second := runner(t, s, c, does("a", func(context.Context, office.Ticket) error { return errPlanted }))
		job := enqueue(t, s, "a", "")
		var wait sync.WaitGroup
		wait.Go(func() { drain(t, first) })
		<-paused
		drain(t, second)
		if got := find(t, s, job.ID); got.Tries != 1 {
			t.Errorf("taken while it was held: %+v", got)
		}
		c.forward(2 * jobs.DefaultLease)
		drain(t, second)
		close(resume)
		wait.Wait()
		if got := find(t, s, job.ID); late || got.State != office.JobReady || got.Token != 2 {
			t.Errorf("held after the pause: %v; the job: %+v", late, got)
		}
	})
}

func TestTheTimeOfATryEndsBeforeItsLease(t *testing.T) {
	t.Parallel()
	s := sqlite(t)
	var left time.Duration
	kind := does("a", func(ctx context.Context, _ office.Ticket) error {
		end, _ := ctx.Deadline()
		left = time.Until(end)
		return nil
	})
	enqueue(t, s, "a", "")
	drain(t, runner(t, s, newClock(), kind))
	if left <= 0 || left > jobs.DefaultLease*4/5 {
		t.Errorf("%s were left of a lease of %s", left, jobs.DefaultLease)
	}
}

func TestOneKindCannotTakeAllHands(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	slow, release := make(chan struct{}, 9), make(chan struct{})
	kinds := []jobs.Kind{
		{Name: "slow", AtOnce: 2, Run: func(context.Context, office.Ticket) error { slow <- struct{}{}; <-release; return nil }},
		{Name: "quick", Run: func(context.Context, office.Ticket) error { close(release); return nil }},
	}
	r, err := jobs.New(jobs.Config{Store: desk(s), Kinds: kinds, Now: c.now, Hands: 3, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		enqueue(t, s, "slow", "")
	}
	enqueue(t, s, "quick", "")
	drain(t, r)
	if len(slow) != 5 {
		t.Errorf("%d slow jobs were done", len(slow))
	}
}

func TestASlotHappensOnceHoweverManyNodesThereAre(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	done := make(chan string, 10)
	kind := jobs.Kind{
		Name: "a", Slots: jobs.Slots{Every: time.Hour, After: 10 * time.Minute},
		Run: func(_ context.Context, t office.Ticket) error { done <- t.Key; return nil },
	}
	run := func() (stop func() error) {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		r := runner(t, s, c, kind)
		go func() { ended <- r.Run(ctx) }()
		return func() error { cancel(); return <-ended }
	}
	first, second := run(), run()
	got := []string{<-done}
	if err := first(); err != nil {
		t.Error(err)
	}
	c.forward(time.Hour)
	got = append(got, <-done) // by the second node's next look
	if err := second(); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"a/2026-11-30T11:10:00Z", "a/2026-11-30T12:10:00Z"}, got); diff != "" || len(done) > 0 {
		t.Errorf("%d more; %s", len(done), diff)
	}
}

func TestARunnerThatStopsLetsItsJobsEnd(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	begun, end := make(chan struct{}), make(chan struct{})
	r := runner(t, s, c, does("a", func(context.Context, office.Ticket) error { close(begun); <-end; return nil }))
	job, waiting := enqueue(t, s, "a", ""), enqueue(t, s, "a", "")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	<-begun
	cancel()
	close(end)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if got := find(t, s, job.ID); got.State != office.JobDone {
		t.Errorf("the job under way is %s", got.State)
	}
	if got := find(t, s, waiting.ID); got.State != office.JobReady || got.Tries != 0 {
		t.Errorf("the one that waited was taken: %+v", got)
	}
}

func TestAJobThatDoesNotEndIsGivenBack(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	begun := make(chan struct{})
	kind := does("a", func(ctx context.Context, _ office.Ticket) error { close(begun); <-ctx.Done(); return ctx.Err() })
	kind.Tries = 1
	r, err := jobs.New(jobs.Config{Store: desk(s), Kinds: []jobs.Kind{kind}, Now: c.now, Grace: time.Millisecond, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	job := enqueue(t, s, "a", "")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	<-begun
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if got := find(t, s, job.ID); got.State != office.JobReady || !got.LeaseUntil.IsZero() {
		t.Errorf("%+v", got)
	}
}

func TestAJobThatNobodyKnowsStopsTheStart(t *testing.T) {
	t.Parallel()
	s := sqlite(t)
	enqueue(t, s, "of another release", "")
	r := runner(t, s, newClock(), does("a", func(context.Context, office.Ticket) error { return nil }))
	if err := r.Run(t.Context()); err == nil {
		t.Error("it started")
	}
}

func TestAListThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	good := does("a", func(context.Context, office.Ticket) error { return nil })
	for name, kinds := range map[string][]jobs.Kind{
		"no name":              {{}},
		"twice":                {good, good},
		"slots too far apart":  {{Name: "a", Slots: jobs.Slots{Every: 25 * time.Hour}}},
		"a lease of no length": {{Name: "a", Lease: time.Millisecond}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := jobs.New(jobs.Config{Store: desk(nil), Kinds: kinds, Now: newClock().now})
			if err == nil {
				t.Error("it was taken")
			}
		})
	}
}

func TestTheWaitGrowsAndStaysWithinAnHourOrSo(t *testing.T) {
	t.Parallel()
	for tries, want := range map[int]time.Duration{1: 5 * time.Second, 2: 10 * time.Second, 5: 80 * time.Second, 60: time.Hour} {
		if got := jobs.BackOff(tries); got < want*3/4 || got > want*5/4 {
			t.Errorf("after %d tries: %s, want %s or so", tries, got, want)
		}
	}
}
