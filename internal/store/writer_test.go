package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

var errPlanted = errors.New("planted")

// Changes that wait for each other are stored together. Whatever becomes of one, those that were told that they are stored are, and the others not.
func TestOfChangesThatAreStoredTogetherEachIsStoredOrNot(t *testing.T) {
	t.Parallel()
	add := func(ctx context.Context, tx *store.Tx, id string) error {
		return store.Exec(ctx, tx, "INSERT INTO allowance (id, used) VALUES ('"+id+"', 1)")
	}
	for name, tt := range map[string]struct {
		bad  func(ctx context.Context, tx *store.Tx) error // after it has written
		kind fault.Kind                                    // of what the bad are told
		all  bool                                          // the good are stored, whatever the bad do
	}{
		"some fail": {func(context.Context, *store.Tx) error { return errPlanted }, fault.Internal, true},
		"some are refused by the database": {
			func(ctx context.Context, tx *store.Tx) error {
				return errors.Join(add(ctx, tx, "twice"), add(ctx, tx, "twice"))
			}, fault.Internal, true,
		},
		"the engine undoes everything": {
			func(ctx context.Context, tx *store.Tx) error {
				return errors.Join(errPlanted, store.Exec(ctx, tx, "ROLLBACK"))
			}, fault.Internal, false,
		},
		"the file is full": {func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(store.Exec(ctx, tx, "PRAGMA max_page_count = 1"), store.Exec(ctx, tx,
				"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT INTO allowance SELECT 'n' || i || hex(randomblob(50)), i FROM n"))
		}, fault.Unavailable, false},
		"the commit is refused": {func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(store.Exec(ctx, tx, "PRAGMA defer_foreign_keys = 1"), store.Exec(ctx, tx, "INSERT INTO audit_pending (entry) VALUES ('none')"))
		}, fault.Internal, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := storetest.SQLite(t)
			const many = 60
			var wait sync.WaitGroup
			told := make([]error, many)
			id := func(i int) string { return fmt.Sprintf("%02d", i) }
			for i := range many {
				wait.Go(func() {
					told[i] = s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
						if err := add(ctx, tx, id(i)); err != nil || i%7 != 0 {
							return err
						}
						return tt.bad(ctx, tx)
					})
				})
			}
			wait.Wait()
			want := []string{}
			for i, err := range told {
				switch {
				case err == nil:
					want = append(want, id(i))
				case i%7 != 0 && tt.all:
					t.Errorf("%d: %v", i, err)
				case i%7 == 0 && fault.KindOf(err) != tt.kind:
					t.Errorf("%d was told %v", i, err)
				}
			}
			if diff := cmp.Diff(want, allowances(t, s)); diff != "" {
				t.Error(diff)
			}
			if n := len(want); n > many-many/7 {
				t.Errorf("%d were stored", n)
			}
		})
	}
}

// allowances are the ids that are stored.
func allowances(t *testing.T, s *store.Store) []string {
	t.Helper()
	out, err := store.Allowances(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(out)
}

func TestAChangeThatPanicsLeavesNothingAndNobodyWaiting(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	var wait sync.WaitGroup
	for i := range 12 {
		wait.Go(func() {
			defer func() {
				if p := recover(); (p != nil) != (i%3 == 0) {
					t.Errorf("%d: %v", i, p)
				}
			}()
			err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				err := store.Exec(ctx, tx, fmt.Sprintf("INSERT INTO allowance (id, used) VALUES ('%02d', 1)", i))
				if i%3 == 0 {
					panic("planted")
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if got := allowances(t, s); len(got) != 8 || slices.Contains(got, "00") {
		t.Errorf("stored %v", got)
	}
}

func TestAChangeWhoseClientWentAwayIsUndoneAlone(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	var wait sync.WaitGroup
	for i := range 12 {
		wait.Go(func() {
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			err := s.Change(ctx, func(ctx context.Context, tx *store.Tx) error {
				if i%3 == 0 {
					leave()
				}
				_, err := tx.Limits().Spend(ctx, fmt.Sprintf("%02d", i), office.Rate{N: 1, Per: 1}, s.Now())
				return err
			})
			if errors.Is(err, context.Canceled) != (i%3 == 0) {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	wait.Wait()
	if got := allowances(t, s); len(got) != 8 {
		t.Errorf("stored %v", got)
	}
}

func TestStatementsAreWrittenForSQLite(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"SELECT 1": "SELECT 1",
		"SELECT a FROM b WHERE c = $1 AND d = $2": "SELECT a FROM b WHERE c = ? AND d = ?",
		"SELECT a FROM b WHERE c = $1 LIMIT $2":   "SELECT a FROM b WHERE c = ? LIMIT ? + 0",
		"SELECT a FROM b WHERE c = $2 LIMIT $1":   "SELECT a FROM b WHERE c = ?2 LIMIT ?1 + 0",
		"SELECT $1, $2, $1":                       "SELECT ?1, ?2, ?1",
		"INSERT INTO a VALUES ($1, $2), ($3, $4)": "INSERT INTO a VALUES (?, ?), (?, ?)",
	} {
		if got := store.AsSQLite(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
