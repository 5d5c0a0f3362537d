package store_test

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// waitingLetter is a letter without values under an id.
func waitingLetter(id string) office.Posted {
	return office.Posted{Letter: office.Letter{ID: id, To: "ana@example.org", Lang: "ro", Template: "recovered"}, State: office.LetterWaiting, CreatedAt: noon}
}

// Nobody waits for the answer to what is written on PostgreSQL: whoever does not look at it is told all the same.
func TestARefusalThatWasNotWaitedForUndoesTheChange(t *testing.T) {
	t.Parallel()
	storetest.LeaveToMakeTest(t)
	s := storetest.OnPostgres(t)
	for name, then := range map[string]func(ctx context.Context, tx *store.Tx) error{
		"nothing":            func(context.Context, *store.Tx) error { return nil },
		"something is asked": func(ctx context.Context, tx *store.Tx) error { _, err := tx.Outbox().Counts(ctx); return err },
		"what is found is one row, and is looked at with no error": func(ctx context.Context, tx *store.Tx) error {
			_, _ = tx.Chain().Last(ctx)
			return nil
		},
	} {
		err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_ = tx.Outbox().Add(ctx, waitingLetter("a"))
			_ = tx.Outbox().Add(ctx, waitingLetter("a"))
			_ = tx.Outbox().Add(ctx, waitingLetter("b"))
			return then(ctx, tx)
		})
		if err == nil {
			t.Errorf("then %s: two letters were stored under one id", name)
		}
		err = s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			for _, id := range []string{"a", "b"} {
				if _, err := tx.Outbox().Find(ctx, id); fault.KindOf(err) != fault.NotFound {
					t.Errorf("then %s: letter %s: %v, want not found", name, id, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What was written is found by whoever asks in the same change, in its order, however much waits.
func TestAChangeSeesWhatItWrote(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const letters = 150
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			for i := range letters {
				if err := tx.Outbox().Add(ctx, waitingLetter(strconv.Itoa(i))); err != nil {
					return err
				}
				if i%40 == 7 {
					if _, err := tx.Outbox().Find(ctx, strconv.Itoa(i)); err != nil {
						t.Errorf("letter %d: %v", i, err)
					}
				}
			}
			counts, err := tx.Outbox().Counts(ctx)
			if counts[office.LetterWaiting] != letters {
				t.Errorf("%d letters wait, want %d", counts[office.LetterWaiting], letters)
			}
			return err
		})
	})
}

// TestTheSealerReadsOnlyWhatWaits looks at how the engines go about the question for entries that wait beside many that were linked.
func TestTheSealerReadsOnlyWhatWaits(t *testing.T) {
	t.Parallel()
	storetest.LeaveToMakeTest(t)
	var asked string
	listen := func(statement string) {
		if strings.Contains(statement, "PendingEntries") {
			asked = statement
		}
	}
	database := storetest.Postgres(t)
	s := storetest.Open(t, store.Config{Database: database, Keys: storetest.Keys(t), Asked: listen})
	db := storetest.SQL(t, database)
	for _, statement := range []string{
		`INSERT INTO audit_entry (id, at, actor, acted_as, office, action, subject, purpose, request, reason, fields)
			SELECT 'e' || to_char(i, 'FM000000'), '', '', 'x', '', 'x', '', 'x', '', '', '[]' FROM generate_series(1, 20000) i`,
		`INSERT INTO audit_pending (entry) SELECT id FROM audit_entry`,
		`ANALYZE`, // as while everything waited: the engine believes that it does
		`DELETE FROM audit_pending WHERE entry < 'e019990'`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		entries, err := tx.Chain().Pending(ctx, 1000)
		if len(entries) != 11 {
			t.Errorf("%d entries wait, want 11", len(entries))
		}
		return err
	})
	plan := strings.Join(planOf(t, db, "EXPLAIN (ANALYZE, TIMING off, COSTS off)", asked, []any{1000}), "\n")
	for _, rows := range regexp.MustCompile(`actual rows=(\d+)`).FindAllStringSubmatch(plan, -1) {
		if n, err := strconv.Atoi(rows[1]); err != nil || n > 11 {
			t.Fatalf("a step of it reads %s rows (%v), want those that wait:\n%s", rows[1], err, plan)
		}
	}
}
