package store

import (
	"context"
	"database/sql"
	"sync"

	"sejur/internal/store/query"
)

// statements keeps what a SQLite file was asked before, prepared: to read a statement costs more than to carry it out. Their number is bounded by
// those of queries/. PostgreSQL's driver keeps its own, one set for each connection.
type statements struct {
	db    *sql.DB
	mu    sync.RWMutex
	ready map[string]*sql.Stmt
}

func newStatements(db *sql.DB) *statements {
	return &statements{db: db, ready: make(map[string]*sql.Stmt)}
}

func (s *statements) find(text string) *sql.Stmt {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.ready[text]
}

// prepare prepares statements that were carried out once, and so can be. It needs a connection: no transaction may hold the only one. What
// cannot be prepared now will be when it is asked for again.
func (s *statements) prepare(ctx context.Context, texts []string) {
	for _, text := range texts {
		if s.find(text) != nil || s.full() {
			continue
		}
		one, err := s.db.PrepareContext(ctx, asSQLite(text))
		if err == nil {
			s.keep(text, one)
		}
	}
}

// mostKept bounds how many statements are kept: the texts of lists differ by their filters, and there are many that are asked once.
const mostKept = 500

func (s *statements) full() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.ready) >= mostKept
}

// keep keeps a statement, unless somebody was faster.
func (s *statements) keep(text string, one *sql.Stmt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ready[text] != nil {
		_ = one.Close() // nobody has asked with it
		return
	}
	s.ready[text] = one
}

// asked is a transaction that asks with prepared statements where there are any, and notes which there are not.
type asked struct {
	*sql.Tx
	kept    *statements
	missing []string
}

// stmt is the statement of a text in this transaction, nil when it was not prepared yet.
func (a *asked) stmt(ctx context.Context, text string) *sql.Stmt {
	one := a.kept.find(text)
	if one == nil {
		a.missing = append(a.missing, text)
		return nil
	}
	return a.StmtContext(ctx, one)
}

func (a *asked) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if one := a.stmt(ctx, text); one != nil { //nolint:sqlclosecheck // it goes with its transaction
		return one.ExecContext(ctx, args...)
	}
	return a.Tx.ExecContext(ctx, text, args...)
}

func (a *asked) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if one := a.stmt(ctx, text); one != nil { //nolint:sqlclosecheck // it goes with its transaction
		return one.QueryContext(ctx, args...)
	}
	return a.Tx.QueryContext(ctx, text, args...)
}

func (a *asked) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	if one := a.stmt(ctx, text); one != nil { //nolint:sqlclosecheck // it goes with its transaction
		return one.QueryRowContext(ctx, args...)
	}
	return a.Tx.QueryRowContext(ctx, text, args...)
}

// asker is how a transaction asks. done is called when it is over.
func asker(tx *sql.Tx, kept *statements) (ask query.DBTX, done func(context.Context)) {
	if kept == nil {
		return tx, func(context.Context) {}
	}
	a := &asked{Tx: tx, kept: kept}
	return a, func(ctx context.Context) { kept.prepare(ctx, a.missing) }
}
