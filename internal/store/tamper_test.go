package store_test

import (
	"context"
	"database/sql"
	"slices"
	"testing"

	"sejur/internal/audit"
	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// records writes and seals entries with the ids e01, e02, …
func records(t *testing.T, s *store.Store, ids ...string) {
	t.Helper()
	for _, id := range ids {
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			return tx.Trail().Add(ctx, audit.Entry{ID: id, At: noon, Actor: "officer", As: "staff", Action: "x", Purpose: "test"})
		})
	}
	if _, err := office.Seal(t.Context(), s.Seals(), "n", s.Now()); err != nil {
		t.Fatal(err)
	}
}

// tamper runs statements as the owner of everything, past every constraint that can be switched off.
func tamper(t *testing.T, database string, statements ...string) {
	t.Helper()
	engine, address, free := "sqlite", "file:"+database, "PRAGMA foreign_keys = OFF"
	if store.IsPostgres(database) {
		engine, address, free = "pgx", database, "SET session_replication_role = replica"
	}
	db, err := sql.Open(engine, address)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	defer func() { _ = db.Close() }() // every statement was answered
	for _, statement := range append([]string{free}, statements...) {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func TestWhatTheOwnerOfTheDatabaseDoesToTheRecordIsFound(t *testing.T) {
	t.Parallel()
	swapped := []string{
		"UPDATE audit_link SET entry = 'x' WHERE seq = 2", "UPDATE audit_link SET entry = 'e02' WHERE seq = 3",
		"UPDATE audit_link SET entry = 'e03' WHERE seq = 2",
	}
	slipped := []string{
		"INSERT INTO audit_entry (id, at, actor, acted_as, office, action, subject, purpose, request, reason, fields) " +
			"SELECT 'e99', at, actor, acted_as, office, action, subject, purpose, request, reason, fields FROM audit_entry WHERE id = 'e01'",
	}
	for name, row := range map[string]struct {
		do   []string
		want []audit.Break
	}{
		"an entry was edited":                 {[]string{"UPDATE audit_entry SET actor = 'x' WHERE id = 'e02'"}, []audit.Break{audit.Edited}},
		"the time of an entry was edited":     {[]string{"UPDATE audit_entry SET at = '2026-01-01T00:00:00.000000Z' WHERE id = 'e02'"}, []audit.Break{audit.Edited}},
		"an entry became unreadable":          {[]string{"UPDATE audit_entry SET fields = 'x' WHERE id = 'e02'"}, []audit.Break{audit.Edited}},
		"a hash was edited":                   {[]string{"UPDATE audit_link SET hash = '00' WHERE seq = 2"}, []audit.Break{audit.Edited, audit.Edited}},
		"an entry was removed":                {[]string{"DELETE FROM audit_entry WHERE id = 'e02'"}, []audit.Break{audit.Removed}},
		"an entry was removed with its link":  {[]string{"DELETE FROM audit_link WHERE seq = 2", "DELETE FROM audit_entry WHERE id = 'e02'"}, []audit.Break{audit.Gap, audit.Edited}},
		"two entries changed places":          {swapped, []audit.Break{audit.Edited, audit.Edited}},
		"an entry was slipped in":             {slipped, []audit.Break{audit.Unlinked}},
		"the tail was cut":                    {[]string{"DELETE FROM audit_link WHERE seq > 3", "DELETE FROM audit_entry WHERE id > 'e03'"}, []audit.Break{audit.Cut}},
		"a link was taken and its entry left": {[]string{"DELETE FROM audit_link WHERE seq = 4"}, []audit.Break{audit.Unlinked, audit.Cut}},
	} {
		for engine, open := range map[string]func(*testing.T) string{
			"sqlite":   func(t *testing.T) string { return t.TempDir() + "/sejur.db" },
			"postgres": func(t *testing.T) string { return storetest.Postgres(t) },
		} {
			t.Run(name+" on "+engine, func(t *testing.T) {
				t.Parallel()
				if engine == "postgres" {
					storetest.LeaveToMakeTest(t)
				}
				database := open(t)
				ring := storetest.Keys(t)
				s := storetest.Open(t, store.Config{Database: database, Keys: ring})
				if _, err := s.Install(t.Context(), ring.Fingerprint(), noon); err != nil {
					t.Fatal(err)
				}
				records(t, s, "e01", "e02", "e03", "e04")
				head, err := s.Head(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				tamper(t, database, row.do...)
				report, err := s.Verify(t.Context(), []audit.Head{head})
				if err != nil {
					t.Fatal(err)
				}
				var got []audit.Break
				for _, f := range report.Findings {
					got = append(got, f.Break)
				}
				slices.Sort(got)
				if want := slices.Sorted(slices.Values(row.want)); !slices.Equal(got, want) {
					t.Errorf("found %v, want %v", got, want)
				}
			})
		}
	}
}

func TestAnOldCopyContradictsTheHeadsThatLeftTheHouse(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if _, err := s.Install(t.Context(), "keys", noon); err != nil {
			t.Fatal(err)
		}
		records(t, s, "e01", "e02")
		head := audit.Head{Seq: 5, Hash: "of a chain that went further"}
		report, err := s.Verify(t.Context(), []audit.Head{head})
		if err != nil || len(report.Findings) != 1 || report.Findings[0].Break != audit.Cut || report.Findings[0].Seq != 5 {
			t.Errorf("%+v, %v", report, err)
		}
	})
}
