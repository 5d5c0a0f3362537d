package store

import (
	"context"
	"database/sql"
	"time"
)

// dialect is every difference between the engines. What the engines share stands in queries/.
type dialect interface {
	name() string
	// reading says how a transaction that only reads is begun.
	reading() *sql.TxOptions
	// skipLocked ends a SELECT that takes rows which no other transaction is taking.
	skipLocked() string
	// ddl turns a migration's text into the engine's own.
	ddl(text string) string
	// lockSchema is the statement by which one migrator keeps the others waiting, "" where there can be only one.
	lockSchema() string
	// tables is the statement that lists the names of all tables.
	tables() string
	// unreachable tells that the database cannot answer now, and may later.
	unreachable(err error) bool
	// broken tells that a connection was lost that there had been: another one may answer.
	broken(err error) bool
	// duplicate tells that a row was not written because another has what only one may have.
	duplicate(err error) bool
	// missing tells that a table is not there.
	missing(err error) bool
	// clock says how far the database's clock is before this machine's.
	clock(ctx context.Context, db *sql.DB) (time.Duration, error)
}
