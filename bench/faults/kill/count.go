package kill

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sejur/internal/audit"
	"sejur/internal/keys"
	"sejur/internal/office"
	"sejur/internal/store"
)

// tally is what a house holds after it was killed, in numbers.
type tally struct {
	Acts    int // entries of writes in the record
	Letters int // rows of letters
	Sent    int // of them, sent
	Mails   int // files in the mail folder
	Report  audit.Report
	Missing []string // acknowledged writes that are not there, or there twice
}

// count opens what a killed house left and holds it against the ledger. It seals what was left to seal, as the next start would.
func count(ctx context.Context, p place, l *Ledger) (tally, error) {
	ring, err := keys.Open(p.Keys)
	if err != nil {
		return tally{}, err
	}
	s, err := store.Open(ctx, store.Config{Database: p.Database, Keys: ring})
	if err != nil {
		return tally{}, err
	}
	defer func() { _ = s.Close() }() // read only, but for the sealer
	// A killed sealer's lease runs out in a while; the count does not wait for it.
	for {
		n, err := office.Seal(ctx, s.Seals(), "count", s.Now().AddDate(0, 0, 1))
		if err != nil {
			return tally{}, err
		}
		if n < office.SealBatch {
			break
		}
	}
	var t tally
	if t.Report, err = s.Verify(ctx, nil); err != nil {
		return tally{}, err
	}
	if err := t.rows(ctx, p.Database, l); err != nil {
		return tally{}, err
	}
	t.Mails, err = mails(p.Mail)
	return t, err
}

// rows looks into the tables themselves, past every port.
func (t *tally) rows(ctx context.Context, database string, l *Ledger) error {
	db, err := tables(database)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // read only
	acts, err := sums(ctx, db, "SELECT subject, COUNT(*) FROM audit_entry WHERE action = 'fault.write' GROUP BY subject")
	if err != nil {
		return err
	}
	for _, n := range acts {
		t.Acts += n
	}
	for _, line := range l.lines {
		if n := acts["write/"+line.ID]; n != 1 {
			t.Missing = append(t.Missing, fmt.Sprintf("%s (%s): %d entries", line.Key, line.ID, n))
		}
	}
	letters, err := sums(ctx, db, "SELECT state, COUNT(*) FROM letter GROUP BY state")
	if err != nil {
		return err
	}
	t.Sent = letters["sent"]
	t.Letters = t.Sent + letters["waiting"] + letters["refused"]
	return nil
}

// tables opens the tables past every port.
func tables(database string) (*sql.DB, error) {
	engine, address := "sqlite", "file:"+database
	if store.IsPostgres(database) {
		engine, address = "pgx", database
	}
	db, err := sql.Open(engine, address)
	if err != nil {
		return nil, fmt.Errorf("open the tables: %w", err)
	}
	return db, nil
}

// freeJobs ends the leases of killed houses now, and the waiting of what is tried again; both would end by themselves in a while.
func freeJobs(ctx context.Context, database string) error {
	db, err := tables(database)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // the statement was answered
	_, err = db.ExecContext(ctx, "UPDATE job SET lease_until = '', run_at = '' WHERE state IN ('running', 'ready')")
	return err
}

// sums reads rows of a name and a number.
func sums(ctx context.Context, db *sql.DB, query string) (map[string]int, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("count: %w", err)
	}
	defer func() { _ = rows.Close() }() // read to the end below
	out := make(map[string]int)
	for rows.Next() {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			return nil, fmt.Errorf("count: %w", err)
		}
		out[name] = n
	}
	return out, rows.Err()
}

// wrong says what does not fit the number of acknowledged writes.
func (t tally) wrong(acknowledged int) []string {
	out := t.Missing
	if t.Acts != acknowledged || t.Letters != acknowledged {
		out = append(out, fmt.Sprintf("%d writes and %d letters, and %d acknowledged", t.Acts, t.Letters, acknowledged))
	}
	if !t.Report.Whole() || t.Report.Waiting != 0 || t.Report.Links < int64(acknowledged) {
		out = append(out, fmt.Sprintf("the record: %+v", t.Report))
	}
	if t.Mails < t.Sent || t.Mails > t.Letters {
		out = append(out, fmt.Sprintf("%d mails of %d sent and %d letters", t.Mails, t.Sent, t.Letters))
	}
	return out
}

// settle sends what still waits in a house where nobody works any more, and counts.
func settle(ctx context.Context, p place, l *Ledger) (tally, error) {
	ring, err := keys.Open(p.Keys)
	if err != nil {
		return tally{}, err
	}
	s, err := store.Open(ctx, store.Config{Database: p.Database, Keys: ring})
	if err != nil {
		return tally{}, err
	}
	runner, err := newRunner(s, p)
	if err == nil {
		err = freeJobs(ctx, p.Database)
	}
	if err == nil {
		err = runner.Drain(ctx)
	}
	if closed := s.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return tally{}, err
	}
	return count(ctx, p, l)
}

// mails counts the letters in a mail folder; two files of one letter count twice.
func mails(dir string) (int, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return 0, fmt.Errorf("read the mail folder: %w", err)
	}
	n := 0
	for _, f := range files {
		if filepath.Ext(f.Name()) == ".eml" && !strings.HasPrefix(f.Name(), ".") {
			n++
		}
	}
	return n, nil
}
