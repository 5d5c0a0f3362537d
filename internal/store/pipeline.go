package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"sejur/internal/fault"
)

// pipeline is a transaction of PostgreSQL that changes something. Each statement is a way to the server and back, and most of those that change
// answer with nothing that anybody waits for: these wait and go together, in their order, with the next one that is asked something, or when the
// transaction ends. What one of them is refused for is found out then. No statement after it has an effect, as after any refusal.
type pipeline struct {
	ctx     context.Context //nolint:containedctx // of the transaction: whoever asks for the rows of a result has none
	conn    *sql.Conn
	tx      *sql.Tx
	waiting []*queued
	refused error // the first
}

// queued is a statement that waits. It is the sql.Result of its own execution: to ask it is to send it.
type queued struct {
	in    *pipeline
	text  string
	args  []any
	twice *fault.Error // what a duplicate is; nil = none is expected
	sure  bool         // see sure
	sent  bool
	rows  int64
}

// sure is a context for a statement that changes one row, of a caller who only gives up where it does not. Nobody waits to hear that it did: whoever asks
// is told so, and where it did not the transaction ends with the fault of one.
func sure(ctx context.Context) context.Context { return context.WithValue(ctx, surely{}, true) }

type surely struct{}

// mostWaiting bounds the statements that wait.
const mostWaiting = 64

// begin begins a transaction in which statements go together.
func (s *Store) beginPipeline(ctx context.Context) (*pipeline, error) {
	p := &pipeline{ctx: ctx}
	err := s.unbroken(ctx, s.write, func() (err error) {
		if p.conn, err = s.write.Conn(ctx); err != nil {
			return err
		}
		if p.tx, err = p.conn.BeginTx(ctx, nil); err != nil {
			_ = p.conn.Close() // nothing was asked of it
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// end gives the connection back. What was not committed is undone.
func (p *pipeline) end() {
	_ = p.tx.Rollback() // after a commit it does nothing
	_ = p.conn.Close()  // back to the others
}

// outcome is how a change ended: what was refused of it counts before what was made of the refusal, unless that is a fault already.
func (p *pipeline) outcome(err error) error {
	if err == nil {
		return p.settle()
	}
	if p.refused != nil && fault.KindOf(err) == fault.Internal {
		return p.refused
	}
	return err
}

func (p *pipeline) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if len(args) == 0 { // perhaps several, as migrations are: only alone does the server take these
		if err := p.settle(); err != nil {
			return nil, err
		}
		return p.tx.ExecContext(ctx, text)
	}
	q := &queued{in: p, text: text, args: args, sure: ctx.Value(surely{}) != nil}
	p.waiting = append(p.waiting, q)
	if len(p.waiting) == mostWaiting {
		return q, p.settle()
	}
	return q, nil
}

func (p *pipeline) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if err := p.settle(); err != nil {
		return nil, err
	}
	return p.tx.QueryContext(ctx, text, args...)
}

// QueryRowContext asks even where something was refused before: then the server refuses this too, and outcome says why.
func (p *pipeline) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	_ = p.settle()
	return p.tx.QueryRowContext(ctx, text, args...)
}

// PrepareContext is there for query.DBTX; nobody calls it.
func (p *pipeline) PrepareContext(ctx context.Context, text string) (*sql.Stmt, error) {
	return p.tx.PrepareContext(ctx, text)
}

// settle sends what waits.
func (p *pipeline) settle() error {
	if p.refused != nil || len(p.waiting) == 0 {
		return p.refused
	}
	waiting := p.waiting
	p.waiting = nil
	p.refused = p.conn.Raw(func(conn any) error {
		driver, ok := conn.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the connection is a %T", conn)
		}
		return send(p.ctx, driver.Conn(), waiting)
	})
	return p.refused
}

// send sends statements together and reads what each answers.
func send(ctx context.Context, conn *pgx.Conn, waiting []*queued) (err error) {
	var all pgx.Batch
	for _, q := range waiting {
		all.Queue(q.text, q.args...)
	}
	answers := conn.SendBatch(ctx, &all)
	defer func() { err = errors.Join(err, answers.Close()) }()
	for _, q := range waiting {
		tag, err := answers.Exec()
		if err != nil {
			return q.named(err)
		}
		q.sent, q.rows = true, tag.RowsAffected()
		if q.sure && q.rows != 1 {
			return one(q.rows, nil)
		}
	}
	return nil
}

// named is the fault that a refusal was to be called.
func (q *queued) named(err error) error {
	if q.twice != nil && (postgresDialect{}).duplicate(err) {
		return because(*q.twice, err)
	}
	return err
}

// because is a fault with its cause.
func because(f fault.Error, cause error) error {
	f.Cause = cause
	return &f
}

// RowsAffected sends the statement, unless it was sent. Of one that is sure it says 1.
func (q *queued) RowsAffected() (int64, error) {
	if q.sure {
		return 1, nil
	}
	if !q.sent {
		if err := q.in.settle(); err != nil {
			return 0, err
		}
	}
	return q.rows, nil
}

// LastInsertId is there for sql.Result: PostgreSQL has none.
func (q *queued) LastInsertId() (int64, error) { return 0, errors.New("PostgreSQL has no last id") }

// name says what the fault is when the statement that waits last is refused for a duplicate.
func (p *pipeline) name(twice fault.Error) {
	if n := len(p.waiting); n > 0 {
		p.waiting[n-1].twice = &twice
	}
}
