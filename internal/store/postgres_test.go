package store_test

import (
	"context"
	"net/url"
	"testing"

	"sejur/bench/faults"
	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// behind opens a store whose connections lead through a proxy.
func behind(t *testing.T, proxy *faults.Proxy) *store.Store {
	t.Helper()
	storetest.LeaveToMakeTest(t)
	database, err := url.Parse(storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	proxy.Target = database.Host
	database.Host, err = proxy.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := proxy.Close(); err != nil {
			t.Error(err)
		}
	})
	return storetest.Open(t, store.Config{Database: database.String(), Keys: storetest.Keys(t)})
}

func TestAnActWhoseCommitWasNotAnsweredTellsTheTruthWhenItIsAskedAgain(t *testing.T) {
	t.Parallel()
	proxy := &faults.Proxy{}
	s := behind(t, proxy)
	o := kernel(s)
	ran := 0
	ask := func(key string) (string, error) {
		act := office.Act{By: access.Named("test"), Needs: access.Public, Action: "test.add", Purpose: office.PurposeUpkeep, Key: key}
		return office.Do(t.Context(), o, act, func(_ context.Context, _ office.Tx, w *office.Work) (string, error) {
			ran++
			w.Enqueue(office.Job{Kind: "a"})
			return office.NewID(), nil
		})
	}
	proxy.SwallowAfter("commit")
	_, err := ask("lost")
	if fault.KindOf(err) != fault.Unavailable {
		t.Fatalf("the lost answer is told as %v, want unavailable", err)
	}
	first, err := ask("lost")
	if err != nil || ran != 1 {
		t.Fatalf("asked again: %v, ran %d times; the commit had been carried out", err, ran)
	}
	again, err := ask("lost")
	if err != nil || again != first {
		t.Errorf("a third time: %s (%v), want %s", again, err, first)
	}
	if jobs := claim(t, s, noon, 10); len(jobs) != 1 {
		t.Errorf("%d jobs, want 1", len(jobs))
	}
}

func TestADatabaseThatIsAwayIsUnavailableAndComesBack(t *testing.T) {
	t.Parallel()
	proxy := &faults.Proxy{}
	s := behind(t, proxy)
	proxy.Refuse(true)
	proxy.Cut()
	for _, ask := range []string{"SELECT", "INSERT"} {
		err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			if ask == "SELECT" {
				_, err := tx.Chain().Last(ctx)
				return err
			}
			return tx.Outbox().Add(ctx, office.Posted{Letter: office.Letter{ID: "letter", To: "ana@example.org"}})
		})
		if fault.KindOf(err) != fault.Unavailable {
			t.Errorf("%s: got %v, want unavailable", ask, err)
		}
	}
	proxy.Refuse(false)
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("after the line came back: %v", err)
	}
}

func TestTheServingRoleAddsToTheRecordAndCannotChangeIt(t *testing.T) {
	t.Parallel()
	storetest.LeaveToMakeTest(t)
	database := storetest.Postgres(t)
	ring := storetest.Keys(t)
	owner := storetest.Open(t, store.Config{Database: database, Keys: ring})
	role := storetest.Role(t, database)
	if err := owner.Grant(t.Context(), store.Roles{Serving: role.Name}); err != nil {
		t.Fatal(err)
	}
	serving, err := store.Open(t.Context(), store.Config{Database: role.URL, Keys: ring})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := serving.Close(); err != nil {
			t.Error(err)
		}
	})
	act := office.Act{By: access.Named("test"), Needs: access.Public, Action: "test.add", Purpose: office.PurposeUpkeep}
	_, err = office.Do(t.Context(), kernel(serving), act, func(context.Context, office.Tx, *office.Work) (int, error) { return 0, nil })
	if err != nil {
		t.Fatalf("the serving role cannot work: %v", err)
	}
	if _, err := office.Seal(t.Context(), serving.Seals(), "n", noon); err != nil {
		t.Fatalf("the serving role cannot seal: %v", err)
	}
	for _, statement := range []string{
		"UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry", "UPDATE audit_link SET hash = 'x'", "DELETE FROM audit_link",
		"TRUNCATE audit_link", "CREATE TABLE mine (id TEXT)", "ALTER TABLE audit_entry DROP COLUMN reason", "DELETE FROM schema_migration",
	} {
		if code := storetest.Refused(t, role.URL, statement); code != insufficient {
			t.Errorf("%s: PostgreSQL says %q, want 42501 (insufficient privilege)", statement, code)
		}
	}
}
