package store_test

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/office/casework"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// backlog puts cases of two offices into a database, most of them received, so that it pays to read from an index, and tells the engine.
func backlog(t *testing.T, db *sql.DB) {
	t.Helper()
	for _, statement := range []string{
		`INSERT INTO person (id, surname, given, birth_date, birth_place, birth_country, sex, nationality, cnp, cnp_lookup, created_at, version)
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
			SELECT 'p' || i, 'Rao', 'Amina', '2002-05-17', 'x', 'IN', 'F', 'IN', '', '', '2026-11-01T10:00:00.000000Z', 1 FROM n`,
		`INSERT INTO application (id, person, state, submitted_at, version)
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
			SELECT 'a' || i, 'p' || i, 'submitted', '2026-11-01T10:00:00.000000Z', 1 FROM n`,
		`INSERT INTO casefile (id, application, state, decided_at, version, reference, procedure_id, office, received_at, must_by, corrected, term)
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
			SELECT 'c' || i, 'a' || i, CASE WHEN i % 8 = 0 THEN 'returned' ELSE 'received' END, '', 1, 'R' || i,
				CASE WHEN i % 10 = 1 THEN 'study-permit' ELSE 'renewal' END, CASE WHEN i % 3 = 0 THEN '' ELSE 'igi-cj' END,
				'2026-11-01T10:00:00.000000Z', '2026-12-' || (10 + i % 20), CASE WHEN i % 25 = 2 THEN 1 ELSE 0 END,
				CASE WHEN i % 8 = 0 THEN '2026-11-' || (10 + i % 20) ELSE '' END FROM n`,
		`ANALYZE`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// planOf is how an engine goes about a statement, line by line.
func planOf(t *testing.T, db *sql.DB, explain, statement string, args []any) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), explain+" "+statement, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }() // read to its end
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var plan []string
	for rows.Next() {
		values := make([]any, len(columns))
		var line string
		for i := range values {
			values[i] = new(any)
		}
		values[len(values)-1] = &line // the last column says it
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestAPageOfTheQueueIsReadFromItsIndex asks both engines how they go about every filter: from one index, in its order, without sorting what
// waits or reading a whole table. So a page costs its rows, however much is stored.
func TestAPageOfTheQueueIsReadFromItsIndex(t *testing.T) {
	t.Parallel()
	day := calendar.On(2026, time.November, 30)
	after := casework.Key{Day: day.AddDays(-10), ID: "c"}
	sought := func(in casework.Sought) casework.Sought {
		in.Office, in.Reader, in.Limit = "igi-cj", "r", 51
		if in.State == "" {
			in.State = casefile.Received
		}
		return in
	}
	filters := map[string]struct {
		in    casework.Sought
		index string
	}{
		"all":                             {sought(casework.Sought{}), "casefile_queue"},
		"a later page":                    {sought(casework.Sought{After: after}), "casefile_queue"},
		"late":                            {sought(casework.Sought{Before: day}), "casefile_queue"},
		"returned":                        {sought(casework.Sought{State: casefile.Returned}), "casefile_queue"},
		"one procedure":                   {sought(casework.Sought{Procedure: "study-permit"}), "casefile_procedure"},
		"one procedure, late":             {sought(casework.Sought{Procedure: "study-permit", Before: day.AddDays(20)}), "casefile_procedure"},
		"one procedure, a later page":     {sought(casework.Sought{Procedure: "study-permit", After: after}), "casefile_procedure"},
		"corrected":                       {sought(casework.Sought{Corrected: true}), "casefile_corrected"},
		"corrected, a later page":         {sought(casework.Sought{Corrected: true, After: after}), "casefile_corrected"},
		"corrected, one procedure":        {sought(casework.Sought{Corrected: true, Procedure: "study-permit"}), "casefile_corrected_procedure"},
		"the term is over":                {sought(casework.Sought{State: casefile.Returned, TermOver: day}), "casefile_term"},
		"the term is over, a later page":  {sought(casework.Sought{State: casefile.Returned, TermOver: day, After: after}), "casefile_term"},
		"the term is over, one procedure": {sought(casework.Sought{State: casefile.Returned, TermOver: day, Procedure: "renewal"}), "casefile_term_procedure"},
	}
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		storetest.Open(t, store.Config{Database: database, Keys: storetest.Keys(t)})
		db := storetest.SQL(t, database)
		backlog(t, db)
		for name, f := range filters {
			statement, args := store.QueueStatement(f.in)
			if store.IsPostgres(database) {
				postgresReads(t, name, f.index, planOf(t, db, "EXPLAIN", statement, args))
			} else {
				sqliteReads(t, name, f.index, planOf(t, db, "EXPLAIN QUERY PLAN", statement, args))
			}
		}
	})
}

// offices are those whose cases an officer sees: their own and none. Each is read by itself.
const offices = 2

func sqliteReads(t *testing.T, name, index string, plan []string) {
	t.Helper()
	whole := strings.Join(plan, "\n")
	if n := strings.Count(whole, "SEARCH c USING INDEX "+index+" (office=? AND state=?"); n != offices {
		t.Errorf("%s: %s is used %d times\n%s", name, index, n, whole)
	}
	part := false // what is sorted after a part was read is its few rows
	for _, line := range plan {
		part = (part || strings.HasPrefix(line, "SCAN part")) && !strings.HasPrefix(line, "CO-ROUTINE")
		if (strings.HasPrefix(line, "SCAN") && !part) || (strings.Contains(line, "B-TREE") && !part) {
			t.Errorf("%s: a whole table is read or sorted: %s\n%s", name, line, whole)
		}
	}
}

func postgresReads(t *testing.T, name, index string, plan []string) {
	t.Helper()
	whole := strings.Join(plan, "\n")
	if n := strings.Count(whole, "Index Scan using "+index+" on casefile c"); n != offices {
		t.Errorf("%s: %s is used %d times\n%s", name, index, n, whole)
	}
	for i, line := range plan {
		if step := strings.TrimLeft(line, " ->"); strings.HasPrefix(step, "Seq Scan on casefile") || (i > 1 && strings.HasPrefix(step, "Sort  (")) {
			t.Errorf("%s: a whole table is read or sorted: %s\n%s", name, line, whole)
		}
	}
}
