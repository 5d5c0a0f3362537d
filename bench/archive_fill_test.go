//go:build prove

package bench_test

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// archive is a database into which applications are copied by the thousand: one that was sent in by the desks is the pattern of all. What is
// sealed in a copy opens for nobody, since the seal is bound to its row; lists show only what lies in clear.
type archive struct {
	db       *sql.DB
	postgres bool
	pattern  string // an application that was sent in
	filled   int
}

// step is how many are copied in one transaction.
const step = 20_000

func openArchive(t testing.TB, r *rush, pattern string) *archive {
	t.Helper()
	a := &archive{db: storetest.SQL(t, r.database), postgres: store.IsPostgres(r.database), pattern: pattern}
	a.db.SetMaxOpenConns(1)
	if !a.postgres { // what is copied here nobody needs after a loss of power
		for _, pragma := range []string{"synchronous=OFF", "cache_size=-400000", "foreign_keys=0", "wal_autocheckpoint=20000", "busy_timeout=60000"} {
			a.exec(t, "PRAGMA "+pragma)
		}
	} else {
		a.exec(t, "SET session_replication_role = replica") // the keys of copies point where those of the pattern do
		a.exec(t, "SET synchronous_commit = off")
	}
	a.pad(t)
	return a
}

func (a *archive) exec(t testing.TB, statement string, args ...any) {
	t.Helper()
	if _, err := a.db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// pad gives the pattern what the desks of this house do not make: the rows of what lies in the store of files, one for each of its uploads.
func (a *archive) pad(t testing.TB) {
	t.Helper()
	a.exec(t, `INSERT INTO upload_file (place, upload, part, n, size, digest, kept_size, kept, weighed_at, fault)
		SELECT 'original' || id, id, 'original', 0, 400000, 'd' || id, 400200, 'k' || id, '2026-11-01T10:00:00.000000Z', ''
		FROM upload WHERE application = $1`, a.pattern)
}

// id is the expression of the id of a copy; kind tells tables apart, i is the number of the copy.
func id(kind, i string) string {
	return "'00000000-0000-7000-8" + kind + "-' || CAST(100000000000 + " + i + " AS TEXT)"
}

// day is the expression of a day of some month, by the number of the copy.
func day(year string) string {
	return year + " || '-' || SUBSTR(CAST(101 + n.i % 12 AS TEXT), 2) || '-' || SUBSTR(CAST(101 + n.i / 12 % 28 AS TEXT), 2)"
}

// copying says how the rows of one table are copied: where the rows of the pattern are, and which columns differ in a copy.
type copying struct {
	table, where string
	times        int // copies of each row, for what happens several times; its number is k.j
	differ       map[string]string
}

// The shape of an archive: of a hundred cases four wait and two are returned; every tenth belongs to one office, a twentieth to none; of ten
// six are of protection, which the front desk does not see and which have to be dealt with first.
const (
	ofState  = "CASE WHEN n.i % 25 = 0 THEN 'received' WHEN n.i % 50 = 1 THEN 'returned' ELSE 'accepted' END"
	ofOffice = "CASE WHEN n.i / 25 % 10 = 0 THEN 'igi-cj' WHEN n.i / 25 % 20 = 1 THEN '' ELSE 'igi-' || CAST(n.i / 25 % 41 AS TEXT) END"
	ofOrder  = "CASE WHEN n.i / 250 % 10 < 6 THEN '2026-12-01' ELSE "
	ofKind   = "CASE WHEN n.i / 250 % 10 < 6 THEN 'temporary-protection' WHEN n.i / 250 % 10 < 8 THEN 'study-permit' ELSE 'family-permit' END"
)

func copies() []copying {
	at := day("'202' || CAST(4 + n.i % 3 AS TEXT)") + " || 'T10:00:00.000000Z'"
	person, account, app, file := id("001", "n.i"), id("002", "n.i"), id("003", "n.i"), id("004", "n.i")
	upload := id("005", "(n.i * 100 + %s)")
	const ofApp = "application = $3"
	return []copying{
		{"account", "id = (SELECT account FROM application WHERE id = $3)", 1, map[string]string{
			"id": account, "email": "'a' || CAST(n.i AS TEXT) || '@example.org'", "email_folded": "'a' || CAST(n.i AS TEXT) || '@example.org'",
		}},
		{"person", "id = (SELECT person FROM application WHERE id = $3)", 1, map[string]string{
			"id": person, "surname": "'Rao' || CAST(n.i % 977 AS TEXT)", "birth_date": day("'19' || CAST(50 + n.i % 50 AS TEXT)"),
		}},
		{"person_key", "person = (SELECT person FROM application WHERE id = $3)", 1, map[string]string{"person": person}},
		{"account_person", "person = (SELECT person FROM application WHERE id = $3)", 1, map[string]string{"person": person, "account": account}},
		{"application", "id = $3", 1, map[string]string{
			"id": app, "person": person, "account": account, "reference": "'R' || CAST(n.i AS TEXT)", "procedure_id": ofKind, "submitted_at": at,
			"created_at": at, "changed_at": at,
		}},
		{"application_page", ofApp, 1, map[string]string{"application": app, "saved_at": at}},
		{"application_line", ofApp, 1, map[string]string{"application": app}},
		{"upload", ofApp, 1, map[string]string{"id": fmt.Sprintf(upload, "s.position"), "application": app, "received_at": at}},
		{"upload_file", "upload IN (SELECT id FROM upload WHERE application = $3)", 1, map[string]string{
			"place": "s.part || CAST(n.i AS TEXT) || '-' || SUBSTR(s.upload, 25)", "weighed_at": at,
			"upload": fmt.Sprintf(upload, "(SELECT u.position FROM upload u WHERE u.id = s.upload)"),
		}},
		{"casefile", ofApp, 1, map[string]string{
			"id": file, "application": app, "reference": "'R' || CAST(n.i AS TEXT)", "procedure_id": ofKind, "office": ofOffice, "state": ofState,
			"received_at": at, "must_by": ofOrder + day("'2027'") + " END", "term": "CASE WHEN n.i % 50 = 1 THEN " + day("'2026'") + " ELSE '' END",
			"corrected": "CASE WHEN n.i % 75 = 0 THEN 1 ELSE 0 END",
		}},
		{"case_event", "casefile = (SELECT id FROM casefile WHERE application = $3)", 3, map[string]string{
			"id": id("006", "(n.i * 10 + k.j)"), "casefile": file, "at": at,
		}},
		{"document_number", "number = (SELECT number FROM document WHERE application = $3)", 1, map[string]string{"number": "'N' || CAST(n.i AS TEXT)"}},
		{"document_seal", "document = (SELECT id FROM document WHERE application = $3)", 1, map[string]string{
			"document": id("007", "n.i"), "person": person, "digest": "'D' || CAST(n.i AS TEXT)",
		}},
		{"document", ofApp, 1, map[string]string{
			"id": id("007", "n.i"), "number": "'N' || CAST(n.i AS TEXT)", "code": "'C' || CAST(n.i AS TEXT)", "application": app, "person": person,
			"sealed": id("007", "n.i"),
		}},
		{"message", "account = (SELECT account FROM application WHERE id = $3)", 1, map[string]string{"id": id("008", "n.i"), "account": account}},
		{"audit_entry", "subject = 'application/' || $3 AND action = 'application.submit'", 3, map[string]string{
			"id": id("009", "(n.i * 10 + k.j)"), "subject": "'application/' || " + app, "actor": account, "at": at,
			"action": "CASE WHEN k.j = 1 THEN s.action ELSE 'page.save' END",
		}},
	}
}

// fill copies until there are so many.
func (a *archive) fill(t testing.TB, upTo int) {
	t.Helper()
	for a.filled < upTo {
		next := min(a.filled+step, upTo)
		tx, err := a.db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range copies() {
			statement := a.statement(t, tx, c)
			if _, err := tx.ExecContext(t.Context(), statement, a.filled+1, next, a.pattern); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		a.filled = next
	}
}

// statement copies the rows of one table; $1 and $2 are the first and the last number, $3 is the pattern.
func (a *archive) statement(t testing.TB, tx *sql.Tx, c copying) string {
	t.Helper()
	rows, err := tx.QueryContext(t.Context(), "SELECT * FROM "+c.table+" LIMIT 0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }() // it has none
	columns, err := rows.Columns()
	if err := errors.Join(err, rows.Err()); err != nil {
		t.Fatal(err)
	}
	if err := rows.Close(); err != nil { // before the next statement of this connection
		t.Fatal(err)
	}
	values := make([]string, len(columns))
	left := maps.Clone(c.differ)
	for i, column := range columns {
		values[i] = "s." + column
		if other, ok := left[column]; ok {
			values[i] = other
			delete(left, column)
		}
	}
	if len(left) > 0 {
		t.Fatalf("%s has no columns %v", c.table, slices.Collect(maps.Keys(left)))
	}
	where := c.where
	if a.postgres {
		where = strings.ReplaceAll(where, "$3", "$3::text")
	}
	return "WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT)), k(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < " +
		fmt.Sprint(c.times) + ") INSERT INTO " + c.table + " (" + strings.Join(columns, ", ") + ") SELECT " + strings.Join(values, ", ") +
		" FROM (SELECT * FROM " + c.table + " WHERE " + where + ") s CROSS JOIN n CROSS JOIN k WHERE $3 <> ''"
}
