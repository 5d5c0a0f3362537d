package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// Bounds that every connection asks the server to keep, so that nothing waits for ever.
const (
	statementTimeout = "30s"
	lockTimeout      = "10s"
	idleTimeout      = "60s" // of a transaction whose node has gone
)

// ErrInClear is an address of a database on another machine that does not ask for TLS with a certificate good for its name.
var ErrInClear = errors.New("the database is on another machine, so it must be spoken to with TLS and its certificate be checked: " +
	"end its address with ?sslmode=verify-full (and &sslrootcert=FILE where the authority is your own)")

// postgresConfig reads the address of a database. Its error does not repeat it: there may be a password in it.
func postgresConfig(database string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(database)
	if err != nil {
		return nil, errors.New("the database's address cannot be read; use postgres://user@host/name?sslmode=verify-full")
	}
	if inClear(config) {
		return nil, ErrInClear
	}
	config.RuntimeParams["application_name"] = "sejur"
	config.RuntimeParams["statement_timeout"] = statementTimeout
	config.RuntimeParams["lock_timeout"] = lockTimeout
	config.RuntimeParams["idle_in_transaction_session_timeout"] = idleTimeout
	config.RuntimeParams["default_transaction_isolation"] = "read committed"
	config.RuntimeParams["synchronous_commit"] = "on"
	return config, nil
}

// inClear tells whether anybody on the way could read what is said to the database, or answer in its place. By itself the driver takes a
// server without TLS as well, and with TLS any certificate. Sockets and loopback are this machine.
func inClear(config *pgx.ConnConfig) bool {
	ways := []*pgconn.FallbackConfig{{Host: config.Host, TLSConfig: config.TLSConfig}}
	return slices.ContainsFunc(append(ways, config.Fallbacks...), func(way *pgconn.FallbackConfig) bool {
		if strings.HasPrefix(way.Host, "/") || way.Host == "localhost" || net.ParseIP(way.Host).IsLoopback() {
			return false
		}
		return way.TLSConfig == nil || way.TLSConfig.InsecureSkipVerify
	})
}

func openPostgres(ctx context.Context, cfg Config) (*Store, error) {
	config, err := postgresConfig(cfg.Database)
	if err != nil {
		return nil, err
	}
	db := stdlib.OpenDB(*config)
	conns := cfg.Conns
	if conns == 0 {
		conns = defaultConns
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns) // a new one is a process of the server, and prepares every statement again
	db.SetConnMaxIdleTime(connIdle)
	db.SetConnMaxLifetime(connLife)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("reach the database: %w", err), db.Close())
	}
	all := newTurns(conns, cfg.patience())
	return &Store{
		write: db, read: db, dialect: postgresDialect{}, keys: cfg.Keys, release: func() error { return nil }, writing: all, reading: all,
	}, nil
}

// postgresDialect is what differs on PostgreSQL.
type postgresDialect struct{}

func (postgresDialect) name() string { return "postgres" }

// reading sees one state of everything, whatever is committed meanwhile.
func (postgresDialect) reading() *sql.TxOptions {
	return &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
}

func (postgresDialect) skipLocked() string { return " FOR UPDATE SKIP LOCKED" }

// ddl makes text columns compare by bytes, as SQLite's do, whatever the database's own collation.
func (postgresDialect) ddl(text string) string {
	return regexp.MustCompile(`\bTEXT\b`).ReplaceAllString(text, `TEXT COLLATE "C"`)
}

// lockSchema makes migrators wait for each other. The number is the word "sejur" in bytes.
func (postgresDialect) lockSchema() string { return "SELECT pg_advisory_xact_lock(495806477682)" }

func (postgresDialect) tables() string {
	return "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
}

// broken tells a connection that was lost from a server that lets nobody in, or says itself why not.
func (d postgresDialect) broken(err error) bool {
	var dial *pgconn.ConnectError
	var told *pgconn.PgError
	return d.unreachable(err) && !errors.As(err, &dial) && !errors.As(err, &told)
}

// unreachable tells a server that is down, full or going down from a fault of ours.
func (postgresDialect) unreachable(err error) bool {
	var dial *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &dial) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, net.ErrClosed) {
		return true
	}
	if strings.Contains(err.Error(), "conn closed") { // pgx's own, which it does not export
		return true
	}
	var told *pgconn.PgError
	if !errors.As(err, &told) {
		return false
	}
	switch told.Code[:2] {
	case "08", "53", "57", "58": // connection, resources, intervention, system (PostgreSQL, appendix A)
		return true
	}
	if waitsForOwner(told.Code) {
		return true
	}
	return told.Code == "40P01" || told.Code == "55P03" || told.Code == "25P03" // deadlock, lock not available, idle too long
}

func (postgresDialect) duplicate(err error) bool {
	var told *pgconn.PgError
	return errors.As(err, &told) && told.Code == "23505" // unique_violation
}

func (postgresDialect) missing(err error) bool {
	var told *pgconn.PgError
	return errors.As(err, &told) && waitsForOwner(told.Code)
}

// waitsForOwner tells that a table is not there, or not ours yet (PostgreSQL, appendix A): the schema's owner has not migrated, or has
// not given the serving role its rights.
func waitsForOwner(code string) bool { return code == "42P01" || code == "42501" }

// clock says how far the server's clock is before this machine's: between nodes the server's counts. The answer lies between the
// question and the reading of it, so half the way is taken off.
func (postgresDialect) clock(ctx context.Context, db *sql.DB) (time.Duration, error) {
	var there time.Time
	asked := time.Now()
	if err := db.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&there); err != nil {
		return 0, fmt.Errorf("ask the database for the time: %w", err)
	}
	return there.Sub(asked.Add(time.Since(asked) / 2)), nil
}
