package store_test

import (
	"context"
	"testing"
	"time"

	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// spend spends of an allowance that has two.
func spend(t *testing.T, s *store.Store, key string) bool {
	t.Helper()
	var ok bool
	err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		ok, err = tx.Limits().Spend(ctx, key, office.Rate{N: 2, Per: time.Hour}, s.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestWhatIsAskedAgainIsAskedPreparedAndHasTheSameAnswer(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	for n, want := range []bool{true, true, false, false} {
		if got := spend(t, s, "one"); got != want {
			t.Errorf("spent for the %d. time: %t", n+1, got)
		}
	}
	if got := spend(t, s, "other"); !got {
		t.Error("what was bound to a statement before is bound to it still")
	}
	if n := store.Prepared(s); n != 1 {
		t.Errorf("%d statements are prepared, want the one that was asked", n)
	}
}

// A migration of a node that starts, or a restore, changes tables under statements that were prepared.
func TestAPreparedStatementLivesThroughAChangeOfItsTable(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	spend(t, s, "one")
	change := func(statement string) {
		t.Helper()
		err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error { return store.Exec(ctx, tx, statement) })
		if err != nil {
			t.Fatal(err)
		}
	}
	change("ALTER TABLE allowance ADD COLUMN more TEXT")
	if !spend(t, s, "one") || spend(t, s, "one") {
		t.Error("after the change it counts otherwise")
	}
	change("ALTER TABLE allowance RENAME TO away")
	err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Limits().Spend(ctx, "one", office.Rate{N: 2, Per: time.Hour}, s.Now())
		return err
	})
	if err == nil {
		t.Error("it was spent of a table that is not there")
	}
	change("ALTER TABLE away RENAME TO allowance")
	if spend(t, s, "one") {
		t.Error("after it came back it counts otherwise")
	}
}
