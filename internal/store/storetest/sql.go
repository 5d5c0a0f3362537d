package storetest

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"

	"sejur/internal/office"
	"sejur/internal/store"
)

// SQL is a connection of the test's own to a database, past the store: it sees what whoever has a copy of it sees.
func SQL(t testing.TB, database string) *sql.DB {
	t.Helper()
	engine, address := "sqlite", "file:"+database
	if store.IsPostgres(database) {
		engine, address = "pgx", database
	}
	db, err := sql.Open(engine, address)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// Account puts an applicant's account into a database and returns its id.
func Account(t testing.TB, database string) string {
	t.Helper()
	id := office.NewID()
	_, err := SQL(t, database).ExecContext(t.Context(), `INSERT INTO account (id, kind, email, email_folded, name, lang, office, state,
		absent_from, absent_until, created_at, ended_at, version)
		VALUES ($1, 'applicant', $2, $2, '', 'en', '', 'active', '', '', '2026-11-30T12:00:00.000000Z', '', 1)`, id, id+"@example.org")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Dump is every row of every table as text, by the name of the table. Under "file" stands a SQLite file with its log, byte by byte:
// what was deleted may still lie there.
func Dump(t testing.TB, database string) map[string]string {
	t.Helper()
	db := SQL(t, database)
	out := make(map[string]string)
	for _, table := range Tables(t, database) {
		out[table] = rows(t, db, "SELECT * FROM "+table)
	}
	if store.IsPostgres(database) {
		return out
	}
	if _, err := db.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{database, database + "-wal"} {
		bytes, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out["file"] += string(bytes)
	}
	return out
}

// Tables are the tables of a database.
func Tables(t testing.TB, database string) []string {
	t.Helper()
	from := "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
	if store.IsPostgres(database) {
		from = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
	}
	return strings.Fields(rows(t, SQL(t, database), from))
}

// rows is what a query returns, a line for each row.
func rows(t testing.TB, db *sql.DB, query string) string {
	t.Helper()
	found, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = found.Close() }() // read to the end below
	columns, err := found.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	row := make([]any, len(columns))
	for i := range row {
		row[i] = new(any)
	}
	for found.Next() {
		if err := found.Scan(row...); err != nil {
			t.Fatal(err)
		}
		for _, value := range row {
			fmt.Fprintf(&text, "%v\t", *value.(*any))
		}
		text.WriteByte('\n')
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return text.String()
}
