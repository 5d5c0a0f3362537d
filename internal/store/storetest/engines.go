package storetest

import (
	"context"
	"path/filepath"
	"testing"

	"sejur/internal/keys"
	"sejur/internal/store"
)

// Keys is a fresh ring of keys.
func Keys(t testing.TB) *keys.Ring {
	t.Helper()
	ring, err := keys.Create(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

// SQLite opens a fresh store in a file, with its schema.
func SQLite(t testing.TB) *store.Store {
	t.Helper()
	return Open(t, store.Config{Database: filepath.Join(t.TempDir(), "sejur.db"), Keys: Keys(t)})
}

// OnPostgres opens a fresh store on PostgreSQL, with its schema.
func OnPostgres(t testing.TB) *store.Store {
	t.Helper()
	return Open(t, store.Config{Database: Postgres(t), Keys: Keys(t)})
}

// Open opens a store, brings its schema up to date, and closes it when the test ends.
func Open(t testing.TB, cfg store.Config) *store.Store {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	s, err := store.Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	return s
}

// Each runs a test on a fresh store of each engine. With -short it leaves PostgreSQL to make test, and says so.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachDatabase(t, func(t *testing.T, database string) {
		test(t, Open(t, store.Config{Database: database, Keys: Keys(t)}))
	})
}

// EachDatabase is Each for tests that open their stores themselves: it hands over a place where there is nothing yet.
func EachDatabase(t *testing.T, test func(t *testing.T, database string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, filepath.Join(t.TempDir(), "sejur.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		LeaveToMakeTest(t)
		test(t, Postgres(t))
	})
}

// LeaveToMakeTest skips a test that needs PostgreSQL when -short was given: make check is for SQLite, and says what it leaves.
func LeaveToMakeTest(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: PostgreSQL is left to make test, because -short was given")
	}
}
