// Package store keeps everything that the office remembers, on one of two engines: SQLite inside the program for one office,
// PostgreSQL for a country. The queries are written once (queries/) and run on both; what differs stands in dialect.go. What a
// caller may rely on is the same on both, and package storetest tries it on both.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Store is an open database.
type Store struct {
	write, read *sql.DB // the same on PostgreSQL
	dialect     dialect
	writer      *writer     // of a SQLite file; nil on PostgreSQL, and where nothing is written
	writing     turns       // on PostgreSQL
	reading     turns       // on PostgreSQL the same as writing
	kept        *statements // of what is read from a SQLite file; nil on PostgreSQL
	keys        office.Keyring
	asked       func(string) // nil = nobody listens
	offset      atomic.Int64 // nanoseconds that the database's clock is before this machine's
	release     func() error // gives back the lock of a SQLite file
}

// Config says which database to open and how to seal what lies encrypted in it.
type Config struct {
	Database string // a postgres:// address, or the path of a SQLite file
	Keys     office.Keyring
	Conns    int           // PostgreSQL: at most so many connections; 0 = defaultConns
	Patience time.Duration // how long a transaction waits for its connection; 0 = defaultPatience
	Asked    func(string)  // is told each statement of a transaction: tests count them; nil = nobody listens
}

// patience is how long a transaction waits.
func (c Config) patience() time.Duration {
	if c.Patience == 0 {
		return defaultPatience
	}
	return c.Patience
}

const (
	// Whoever waits longer is told to come back: a queue that grows for ever serves nobody, and holds what each request has read.
	defaultPatience = 5 * time.Second

	defaultConns = 16
	connIdle     = 5 * time.Minute
	connLife     = 30 * time.Minute
)

// Open opens the database. A SQLite file is made when it is not there. It does not touch the schema: Migrate does.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	open := openSQLite
	if IsPostgres(cfg.Database) {
		open = openPostgres
	}
	s, err := open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	s.asked = cfg.Asked
	return s, nil
}

// IsPostgres tells whether a database is one of PostgreSQL.
func IsPostgres(database string) bool {
	return strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://")
}

// Close gives up the connections, and the lock of a SQLite file.
func (s *Store) Close() error {
	var err error
	if s.read != s.write {
		err = s.read.Close() // the writer goes last: on SQLite whoever does takes the log into the file
	}
	if s.writer != nil {
		err = errors.Join(err, s.writer.close())
	}
	return errors.Join(err, s.write.Close(), s.release())
}

// Engine names the engine: "sqlite" or "postgres".
func (s *Store) Engine() string { return s.dialect.name() }

// Tx is one transaction. Its ports are those of every desk.
type Tx struct {
	tx      query.DBTX
	ask     query.DBTX // tx, by statements that are kept prepared: for texts of which there are few
	waits   *pipeline  // tx, where statements wait for each other; nil = none does
	q       *query.Queries
	dialect dialect
	keys    office.Keyring
	vaults  map[person.ID]office.Vault // that were opened
}

// Change runs fn in a transaction that writes. It is committed when fn returns nil and rolled back otherwise. When
// every connection is taken for longer than a transaction waits, it is a fault of kind Unavailable. A transaction within another would
// wait for itself: there is none.
func (s *Store) Change(ctx context.Context, fn func(context.Context, *Tx) error) error {
	if s.writer != nil {
		return s.failed("", s.writer.change(ctx, func(ctx context.Context, ask, once query.DBTX) error { return fn(ctx, s.tx(ask, once)) }))
	}
	end, err := s.writing.take(ctx)
	if err != nil {
		return busy(err)
	}
	defer end()
	return s.pipe(ctx, fn)
}

// pipe runs fn in a transaction of PostgreSQL that writes.
func (s *Store) pipe(ctx context.Context, fn func(context.Context, *Tx) error) error {
	p := &pipeline{ctx: ctx, store: s}
	defer p.end()
	tx := s.tx(p, p)
	tx.waits = p
	if err := p.outcome(fn(ctx, tx)); err != nil {
		return s.failed("", err)
	}
	return s.failed("commit", p.commit())
}

// Read runs fn in a transaction that only reads: it sees one state of everything. It waits as Change does.
func (s *Store) Read(ctx context.Context, fn func(context.Context, *Tx) error) error {
	end, err := s.reading.take(ctx)
	if err != nil {
		return busy(err)
	}
	defer end()
	return s.look(ctx, fn)
}

// Glance runs fn with statements that see what is stored as each is asked: for one alone, which needs no transaction, and so no ways to the server
// that begin and end it. It waits as Change does. fn changes nothing, and may be called again where a connection had broken.
func (s *Store) Glance(ctx context.Context, fn func(context.Context, *Tx) error) error {
	if s.kept != nil {
		return s.Read(ctx, fn) // SQLite is no way off
	}
	end, err := s.reading.take(ctx)
	if err != nil {
		return busy(err)
	}
	defer end()
	return s.failed("", s.unbroken(ctx, s.read, func() error { return fn(ctx, s.tx(s.read, s.read)) }))
}

// look runs fn in a transaction that only reads.
func (s *Store) look(ctx context.Context, fn func(context.Context, *Tx) error) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return s.failed("begin", err)
	}
	ask, over := asker(tx, s.kept)
	defer over(ctx)
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	err = fn(ctx, s.tx(ask, tx))
	if err != nil {
		return s.failed("", err)
	}
	if err := tx.Commit(); err != nil {
		return s.failed("commit", err)
	}
	return nil
}

// tx is a transaction that asks with statements that are kept, or once.
func (s *Store) tx(ask, once query.DBTX) *Tx {
	if s.asked != nil {
		ask, once = listened{ask, s.asked}, listened{once, s.asked}
	}
	return &Tx{tx: once, ask: ask, q: query.New(ask), dialect: s.dialect, keys: s.keys}
}

// begin begins a transaction that only reads. A connection that broke while nobody used it is found out by its first word, and nothing was asked by then:
// another one is tried, as often as there are such connections.
func (s *Store) begin(ctx context.Context) (*sql.Tx, error) {
	var tx *sql.Tx
	err := s.unbroken(ctx, s.read, func() (err error) {
		tx, err = s.read.BeginTx(ctx, s.dialect.reading())
		return err
	})
	return tx, err
}

// unbroken asks for what changes nothing, once more for each connection that may have broken while nobody used it.
func (s *Store) unbroken(ctx context.Context, db *sql.DB, ask func() error) error {
	err := ask()
	if err == nil {
		return nil
	}
	for range db.Stats().Idle + 1 {
		if err == nil || ctx.Err() != nil || !s.dialect.broken(err) {
			break
		}
		err = ask()
	}
	return err
}

// failed turns an error of the engine into a fault where its cause is known: a database that cannot be reached now is
// Unavailable. Faults stay as they are.
func (s *Store) failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	if fault.KindOf(err) != fault.Internal {
		return err
	}
	if doing != "" {
		err = fmt.Errorf("%s: %w", doing, err)
	}
	if s.dialect.unreachable(err) {
		return busy(err)
	}
	return err
}

// busy is the fault of a store that cannot answer now.
func busy(cause error) error {
	return &fault.Error{Kind: fault.Unavailable, Key: "unavailable", Cause: cause}
}

// Ping asks the database for an answer.
func (s *Store) Ping(ctx context.Context) error {
	return s.failed("ping", s.unbroken(ctx, s.read, func() error { return s.read.PingContext(ctx) }))
}

// Desk shows a store as one desk sees it: see narrows a transaction to the desk's ports.
func Desk[T office.Tx](s *Store, see func(*Tx) T) office.Store[T] { return desk[T]{s, see} }

type desk[T office.Tx] struct {
	store *Store
	see   func(*Tx) T
}

func (d desk[T]) Change(ctx context.Context, fn func(context.Context, T) error) error {
	return d.store.Change(ctx, func(ctx context.Context, tx *Tx) error { return fn(ctx, d.see(tx)) })
}

func (d desk[T]) Glance(ctx context.Context, fn func(context.Context, T) error) error {
	return d.store.Glance(ctx, func(ctx context.Context, tx *Tx) error { return fn(ctx, d.see(tx)) })
}

func (d desk[T]) Read(ctx context.Context, fn func(context.Context, T) error) error {
	return d.store.Read(ctx, func(ctx context.Context, tx *Tx) error { return fn(ctx, d.see(tx)) })
}
