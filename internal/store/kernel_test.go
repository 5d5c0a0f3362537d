package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

var noon = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

// change runs fn in a transaction and fails the test when it fails.
func change(t *testing.T, s *store.Store, fn func(context.Context, *store.Tx) error) {
	t.Helper()
	if err := s.Change(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// queued enqueues a job of a kind and returns its id.
func queued(t *testing.T, s *store.Store, kind, key string, at time.Time) string {
	t.Helper()
	ticket := office.Ticket{ID: office.NewID(), Kind: kind, Key: key, Body: json.RawMessage(`{}`), RunAt: at, CreatedAt: noon}
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		err := tx.Queue().Enqueue(ctx, ticket)
		return err
	})
	return ticket.ID
}

// claim takes jobs until a minute after now.
func claim(t *testing.T, s *store.Store, now time.Time, limit int) []office.Ticket {
	t.Helper()
	var out []office.Ticket
	change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = tx.Queue().Claim(ctx, []string{"a", "b"}, now, now.Add(time.Minute), limit)
		return err
	})
	return out
}

func TestMigrationsAreAppliedOnceHoweverManyStart(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				done, err := s.Migrate(t.Context())
				if err != nil || len(done) > 0 {
					t.Errorf("applied %v again (%v)", done, err)
				}
			})
		}
		wait.Wait()
		schema, err := s.Schema(t.Context())
		if err != nil || len(schema.Missing)+len(schema.Newer) > 0 || len(schema.Applied) == 0 {
			t.Errorf("schema %+v, %v", schema, err)
		}
	})
}

func TestASecondProcessIsRefused(t *testing.T) {
	t.Parallel()
	file := t.TempDir() + "/sejur.db"
	storetest.Open(t, store.Config{Database: file, Keys: storetest.Keys(t)})
	_, err := store.Open(t.Context(), store.Config{Database: file, Keys: storetest.Keys(t)})
	if !errors.Is(err, store.ErrHeld) {
		t.Errorf("opened twice: %v", err)
	}
}

func TestWhatFailedLeavesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		planted := errors.New("planted")
		err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Queue().Enqueue(ctx, office.Ticket{ID: "1", Kind: "a", Body: json.RawMessage(`{}`), RunAt: noon, CreatedAt: noon}); err != nil {
				return err
			}
			return planted
		})
		if !errors.Is(err, planted) {
			t.Fatalf("got %v, want the error of the transaction", err)
		}
		if got := claim(t, s, noon, 10); len(got) > 0 {
			t.Errorf("a job was kept: %v", got)
		}
	})
}

func TestJobsComeInTheirOrderAndOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		late := queued(t, s, "a", "k1", noon.Add(-time.Minute))
		early := queued(t, s, "b", "k2", noon.Add(-time.Hour))
		queued(t, s, "a", "k3", noon.Add(time.Second)) // not due
		queued(t, s, "c", "k4", noon.Add(-time.Hour))  // nobody here does it
		queued(t, s, "a", "k1", noon.Add(-time.Hour))  // its key is taken
		got := claim(t, s, noon, 10)
		var ids []string
		for _, j := range got {
			ids = append(ids, j.ID)
		}
		if diff := cmp.Diff([]string{early, late}, ids); diff != "" {
			t.Error(diff)
		}
		if again := claim(t, s, noon.Add(500*time.Millisecond), 10); len(again) > 0 {
			t.Errorf("claimed twice: %v", again)
		}
	})
}

func TestManyWorkersShareTheJobs(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const jobs = 60
		for i := range jobs {
			queued(t, s, "a", fmt.Sprint(i), noon)
		}
		var mu sync.Mutex
		seen := make(map[string]int)
		var wait sync.WaitGroup
		for range 6 {
			wait.Go(func() {
				for range jobs {
					err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
						got, err := tx.Queue().Claim(ctx, []string{"a"}, noon, noon.Add(time.Minute), 3)
						mu.Lock()
						defer mu.Unlock()
						for _, j := range got {
							seen[j.ID]++
						}
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wait.Wait()
		for id, n := range seen {
			if n != 1 {
				t.Errorf("job %s was given out %d times", id, n)
			}
		}
		if len(seen) != jobs {
			t.Errorf("%d jobs were given out, want %d", len(seen), jobs)
		}
	})
}

func TestWhoLostAJobCannotEndIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		queued(t, s, "a", "k", noon)
		first := claim(t, s, noon, 1)[0]
		if got := claim(t, s, noon.Add(59*time.Second), 1); len(got) > 0 {
			t.Fatal("taken while it was held")
		}
		second := claim(t, s, noon.Add(61*time.Second), 1)[0]
		if second.ID != first.ID || second.Tries != 2 {
			t.Fatalf("after the lease came %+v", second)
		}
		err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Queue().Finish(ctx, office.Held{ID: first.ID, Token: first.Token}, noon)
		})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("the old holder ended it: %v", err)
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			return tx.Queue().Finish(ctx, office.Held{ID: second.ID, Token: second.Token}, noon)
		})
	})
}

func TestAJobThatFailedForGoodWaitsForAPerson(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		id := queued(t, s, "a", "k", noon)
		j := claim(t, s, noon, 1)[0]
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			return tx.Queue().GiveBack(ctx, office.Held{ID: id, Token: j.Token}, "no answer", noon, noon.Add(time.Hour))
		})
		if got := claim(t, s, noon.Add(59*time.Minute), 1); len(got) > 0 {
			t.Fatal("tried again too soon")
		}
		j = claim(t, s, noon.Add(time.Hour), 1)[0]
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			return tx.Queue().GiveBack(ctx, office.Held{ID: id, Token: j.Token}, "no answer", noon.Add(time.Hour), time.Time{})
		})
		var failed []office.Ticket
		var counts map[office.JobState]int
		change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
			if failed, err = tx.Queue().List(ctx, office.JobFailed, "", 10); err != nil {
				return err
			}
			counts, err = tx.Queue().Counts(ctx)
			return err
		})
		if len(failed) != 1 || failed[0].Error != "no answer" || counts[office.JobFailed] != 1 {
			t.Fatalf("failed %+v, counts %v", failed, counts)
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			return tx.Queue().Restart(ctx, id, noon.Add(2*time.Hour))
		})
		if got := claim(t, s, noon.Add(2*time.Hour), 1); len(got) != 1 || got[0].Tries != 1 {
			t.Errorf("restarted: %+v", got)
		}
	})
}

func TestDoneJobsAreForgottenAfterATime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		id := queued(t, s, "a", "k", noon)
		j := claim(t, s, noon, 1)[0]
		var kept, gone int
		change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
			if err = tx.Queue().Finish(ctx, office.Held{ID: id, Token: j.Token}, noon); err != nil {
				return err
			}
			if kept, err = tx.Queue().Forget(ctx, noon, 10); err != nil {
				return err
			}
			gone, err = tx.Queue().Forget(ctx, noon.Add(time.Microsecond), 10)
			return err
		})
		if kept != 0 || gone != 1 {
			t.Errorf("forgot %d then %d, want 0 then 1", kept, gone)
		}
	})
}

func TestALeaseHasOneHolder(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		take := func(holder string, now time.Time) (token int64, held bool) {
			change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
				token, held, err = tx.Leases().Take(ctx, "seal", holder, now, now.Add(10*time.Second))
				return err
			})
			return token, held
		}
		type answer struct {
			Token int64
			Held  bool
		}
		var got []answer
		for _, step := range []struct {
			holder string
			after  time.Duration
		}{{"a", 0}, {"b", time.Second}, {"a", 2 * time.Second}, {"b", 13 * time.Second}, {"a", 14 * time.Second}, {"b", 40 * time.Second}} {
			token, held := take(step.holder, noon.Add(step.after))
			got = append(got, answer{token, held})
		}
		want := []answer{{1, true}, {0, false}, {1, true}, {2, true}, {0, false}, {3, true}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAnAllowanceRunsOutAndComesBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		rate := office.Rate{N: 3, Per: 30 * time.Second}
		var got []bool
		for _, after := range []int{0, 0, 0, 0, 9, 10, 10, 20, 600, 600, 600, 600} {
			change(t, s, func(ctx context.Context, tx *store.Tx) error {
				ok, err := tx.Limits().Spend(ctx, "k", rate, noon.Add(time.Duration(after)*time.Second))
				got = append(got, ok)
				return err
			})
		}
		want := []bool{true, true, true, false, false, true, false, true, true, true, true, false}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestALetterKeepsItsValuesSealedUntilItIsSent(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		letter := office.Letter{ID: office.NewID(), To: "ana@example.org", Lang: "en", Template: "sign-in-code", Args: map[string]string{"code": "12345678"}}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			return tx.Outbox().Add(ctx, office.Posted{Letter: letter, CreatedAt: noon})
		})
		find := func() (got office.Posted) {
			change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
				got, err = tx.Outbox().Find(ctx, letter.ID)
				return err
			})
			return got
		}
		want := office.Posted{Letter: letter, State: office.LetterWaiting, CreatedAt: noon}
		if diff := cmp.Diff(want, find()); diff != "" {
			t.Errorf("waiting: %s", diff)
		}
		for _, state := range []office.LetterState{office.LetterWaiting, office.LetterSent} {
			change(t, s, func(ctx context.Context, tx *store.Tx) error {
				return tx.Outbox().Tried(ctx, letter.ID, state, "slow", noon.Add(time.Minute))
			})
		}
		want.State, want.SentAt, want.Tries, want.Error, want.Args = office.LetterSent, noon.Add(time.Minute), 2, "slow", nil
		if diff := cmp.Diff(want, find()); diff != "" {
			t.Errorf("sent: %s", diff)
		}
	})
}

func TestTheSealerLinksEveryEntryOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const entries = 40
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				for range entries / 4 {
					err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
						return tx.Trail().Add(ctx, audit.Entry{ID: office.NewID(), At: noon, As: "staff", Action: "x", Purpose: "test"})
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		for _, node := range []string{"a", "b"} {
			wait.Go(func() {
				for range 20 {
					if _, err := office.Seal(t.Context(), s.Seals(), node, noon); err != nil && fault.KindOf(err) != fault.Conflict {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		if _, err := office.Seal(t.Context(), s.Seals(), "c", noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		got, err := s.Verify(t.Context(), nil)
		want := audit.Report{Links: entries, Findings: []audit.Finding{}}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
	})
}

// kernel is a store as the kernel alone sees it.
func kernel(s *store.Store) *office.Office[office.Tx] {
	house := office.House{Now: func() time.Time { return noon }, Mark: marker{}}
	return office.New(house, store.Desk(s, func(tx *store.Tx) office.Tx { return tx }))
}

// marker marks by saying what it was given, so that a test can read it.
type marker struct{}

func (marker) Mark(kind, value string) string { return kind + ":" + value }

func TestAnActHappensOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := kernel(s)
		act := office.Act{
			By: access.Actor{Kind: access.Applicant, ID: "ana"}, Needs: access.SignedIn, Action: "test.add", Purpose: office.PurposeOwn,
			Key: "form-1", Input: map[string]string{"n": "1"},
		}
		var mu sync.Mutex
		ran := 0
		do := func(act office.Act) (string, error) {
			return office.Do(t.Context(), o, act, func(_ context.Context, _ office.Tx, w *office.Work) (string, error) {
				mu.Lock()
				defer mu.Unlock()
				ran++
				w.Enqueue(office.Job{Kind: "a"})
				return office.NewID(), nil
			})
		}
		answers := make([]string, 8)
		var wait sync.WaitGroup
		for i := range answers {
			wait.Go(func() {
				got, err := do(act)
				if err != nil {
					t.Error(err)
				}
				answers[i] = got
			})
		}
		wait.Wait()
		for _, got := range answers {
			if got != answers[0] || got == "" {
				t.Fatalf("answers differ: %v", answers)
			}
		}
		if jobs := claim(t, s, noon, 10); len(jobs) != 1 || ran != 1 {
			t.Errorf("%d jobs, ran %d times, want once", len(jobs), ran)
		}
		other := act
		other.Input = map[string]string{"n": "2"}
		if _, err := do(other); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the same key with another input: %v", err)
		}
		somebody := act
		somebody.By.ID = "ion"
		if _, err := do(somebody); err != nil || ran != 2 {
			t.Errorf("somebody else's key: %v, ran %d times", err, ran)
		}
	})
}

func TestNoRecordNoChange(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := kernel(s)
		for name, act := range map[string]office.Act{
			"no purpose":    {Needs: access.Public, Action: "test.add"},
			"no action":     {Needs: access.Public, Purpose: office.PurposeOwn},
			"no permission": {Action: "test.add", Purpose: office.PurposeOwn},
			"nobody":        {Needs: access.SignedIn, Action: "test.add", Purpose: office.PurposeOwn},
		} {
			_, err := office.Do(t.Context(), o, act, func(context.Context, office.Tx, *office.Work) (int, error) {
				t.Errorf("%s: it was done", name)
				return 0, nil
			})
			if err == nil {
				t.Errorf("%s: no error", name)
			}
		}
	})
}

func TestTheRecordHoldsNamesOfFieldsAndNeverValues(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		act := office.Act{By: access.Named("test"), Needs: access.Public, Action: "test.change", Purpose: office.PurposeUpkeep, Request: "r1"}
		_, err := office.Do(t.Context(), kernel(s), act, func(_ context.Context, _ office.Tx, w *office.Work) (int, error) {
			w.About("account", "a1")
			w.Changed("email", "", "x")
			w.Changed("same", "y", "y")
			return 0, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var got []audit.Entry
		change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
			got, err = tx.Chain().Pending(ctx, 10)
			return err
		})
		want := []audit.Entry{{
			At: noon, Actor: "test", As: "system", Action: "test.change", Subject: "account/a1", Purpose: office.PurposeUpkeep, Request: "r1",
			Fields: []audit.Field{{Name: "email", After: "audit/email:x"}},
		}}
		got[0].ID = ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
