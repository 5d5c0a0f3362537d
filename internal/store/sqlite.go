package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// readers is how many connections read a SQLite file beside its one writer.
const readers = 4

// ErrHeld says that another process has the SQLite file open.
var ErrHeld = errors.New("another process has it open")

// openSQLite opens a SQLite file for this process alone: one connection writes, others read. A register must not forget, so every
// commit waits for the disk (synchronous=FULL). Statistics are not taken, on purpose: without them no plan ever changes (ADR 6, plans_test.go).
func openSQLite(ctx context.Context, cfg Config) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(cfg.Database), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the database: %w", err)
	}
	release, err := hold(ctx, cfg.Database+".lock")
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", cfg.Database, err)
	}
	s := &Store{
		dialect: sqliteDialect{}, keys: cfg.Keys, release: release, reading: newTurns(readers, cfg.patience()),
	}
	s.write, err = connectSQLite(ctx, cfg.Database, "rwc", 1)
	if err != nil {
		return nil, errors.Join(err, release())
	}
	// Opened after the writer, which makes the file and its log.
	s.read, err = connectSQLite(ctx, cfg.Database, "rw", readers)
	if err != nil {
		return nil, errors.Join(err, s.write.Close(), release())
	}
	s.kept = newStatements(s.read)
	s.writer, err = newWriter(ctx, s.write, newTurns(1, cfg.patience()))
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func connectSQLite(ctx context.Context, file, mode string, conns int) (*sql.DB, error) {
	options := url.Values{"mode": {mode}, "_txlock": {"immediate"}}
	for _, pragma := range []string{
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "trusted_schema(0)", "temp_store(MEMORY)",
		"secure_delete(1)", // what was erased is overwritten, a wrapped key too
	} {
		options.Add("_pragma", pragma)
	}
	if conns > 1 {
		options.Add("_pragma", "query_only(1)")
	}
	path := url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: options.Encode()}
	db, err := sql.Open("sqlite", path.String())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	db.SetConnMaxIdleTime(0)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", file, err), db.Close())
	}
	return db, os.Chmod(file, 0o600)
}

// lockPatience is how long a start waits for the process before it, which may be ending this moment.
const lockPatience = time.Second

// openStill opens a SQLite file that nobody writes to, and leaves not even a log beside it.
func openStill(ctx context.Context, file string) (*Store, error) {
	options := url.Values{"mode": {"ro"}, "immutable": {"1"}, "_pragma": {"trusted_schema(0)", "temp_store(MEMORY)"}}
	path := url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: options.Encode()}
	db, err := sql.Open("sqlite", path.String())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	s := &Store{write: db, read: db, dialect: sqliteDialect{}, release: func() error { return nil }}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", file, err), s.Close())
	}
	return s, nil
}

// hold takes the lock file. The lock goes with the process, however it ends.
func hold(ctx context.Context, path string) (func() error, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // G304: beside the database that the operator named
	if err != nil {
		return nil, fmt.Errorf("lock file: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return f.Close, nil
		case !errors.Is(err, syscall.EWOULDBLOCK):
			return nil, errors.Join(fmt.Errorf("lock file: %w", err), f.Close())
		}
		again := time.NewTimer(lockPatience / 20)
		select {
		case <-ctx.Done():
			again.Stop()
			return nil, errors.Join(ErrHeld, f.Close())
		case <-again.C:
		}
	}
}

// sqliteDialect is what differs on SQLite.
type sqliteDialect struct{}

func (sqliteDialect) name() string { return "sqlite" }

func (sqliteDialect) reading() *sql.TxOptions { return &sql.TxOptions{ReadOnly: true} }

func (sqliteDialect) skipLocked() string { return "" }

func (sqliteDialect) ddl(text string) string { return text }

func (sqliteDialect) lockSchema() string { return "" }

func (sqliteDialect) tables() string {
	return "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
}

// unreachable tells a file that is locked, full or broken from a fault of ours.
func (sqliteDialect) unreachable(err error) bool {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return false
	}
	switch failed.Code() & 0xff { // the lower byte is the kind
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY:
		return true
	}
	return false
}

// broken is for connections over a network.
func (sqliteDialect) broken(error) bool { return false }

func (sqliteDialect) duplicate(err error) bool {
	var failed *sqlite.Error
	return errors.As(err, &failed) && (failed.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || failed.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

func (sqliteDialect) missing(err error) bool {
	var failed *sqlite.Error
	return errors.As(err, &failed) && failed.Code() == sqlite3.SQLITE_ERROR
}

// clock: there is one machine, and its clock counts.
func (sqliteDialect) clock(context.Context, *sql.DB) (time.Duration, error) { return 0, nil }
