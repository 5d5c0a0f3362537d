package store_test

import (
	"strings"
	"testing"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/office/casework"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// TestAPageOfTheQueueIsReadFromItsIndex asks SQLite how it will go about it: from the index of the queue, in its order, without sorting or reading
// a whole table. So a page costs its rows, however much is stored.
func TestAPageOfTheQueueIsReadFromItsIndex(t *testing.T) {
	t.Parallel()
	database := t.TempDir() + "/sejur.db"
	storetest.Open(t, store.Config{Database: database, Keys: storetest.Keys(t)})
	db, day := storetest.SQL(t, database), calendar.On(2026, time.November, 30)
	for name, in := range map[string]casework.Sought{
		"all":       {Office: "igi-cj", State: casefile.Received, Reader: "r", Limit: 51},
		"a page":    {Office: "igi-cj", State: casefile.Received, Reader: "r", Limit: 51, After: casework.Key{MustBy: day, ID: "c"}},
		"late":      {Office: "igi-cj", State: casefile.Received, Reader: "r", Limit: 51, Before: day},
		"filtered":  {Office: "igi-cj", State: casefile.Received, Reader: "r", Limit: 51, Procedure: "study-permit", Corrected: true, Without: []string{"x"}},
		"no office": {State: casefile.Accepted, Reader: "r", Limit: 51},
	} {
		statement, args := store.QueueStatement(in)
		rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+statement, args...)
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, detail)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		_ = rows.Close() // read to its end
		whole := strings.Join(plan, "\n")
		offices := 1
		if in.Office != "" {
			offices = 2
		}
		if n := strings.Count(whole, "SEARCH c USING INDEX casefile_queue (office=? AND state=?"); n != offices {
			t.Errorf("%s: the index is used %d times\n%s", name, n, whole)
		}
		for _, line := range plan {
			if strings.HasPrefix(line, "SCAN") && !strings.Contains(line, "part") {
				t.Errorf("%s: a whole table is read: %s", name, line)
			}
		}
	}
}
