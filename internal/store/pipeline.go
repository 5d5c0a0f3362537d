package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"sejur/internal/fault"
)

// pipeline is a transaction of PostgreSQL that changes something. Each statement is a way to the server and back, and most of those that change
// answer with nothing that anybody waits for: these wait and go together, in their order, with the next one that is asked something, or when the
// transaction ends. What one of them is refused for is found out then. No statement after it has an effect, as after any refusal.
type pipeline struct {
	ctx     context.Context //nolint:containedctx // of the transaction: whoever asks for the rows of a result has none
	store   *Store
	conn    *sql.Conn // nil until something is sent
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

// commit makes what was sent last.
func (p *pipeline) commit() error {
	if p.conn == nil {
		return nil // nothing was asked
	}
	return p.speak(func(conn *pgx.Conn) error {
		tag, err := conn.Exec(p.ctx, "commit")
		if err == nil && tag.String() != "COMMIT" {
			return pgx.ErrTxCommitRollback
		}
		return err
	})
}

// rollbackWithin is how long a server may take to undo: whoever gave up waiting does not wait for it, and the next one needs the connection.
const rollbackWithin = 5 * time.Second

// end gives the connection back. What was not committed is undone; a connection on which that fails is not used again.
func (p *pipeline) end() {
	if p.conn == nil {
		return
	}
	_ = p.speak(func(conn *pgx.Conn) error {
		if conn.PgConn().TxStatus() == 'I' { // none is under way
			return nil
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), rollbackWithin)
		defer cancel()
		if _, err := conn.Exec(ctx, "rollback"); err != nil {
			return driver.ErrBadConn
		}
		return nil
	})
	_ = p.conn.Close() // back to the others
}

// speak speaks to the driver itself.
func (p *pipeline) speak(do func(*pgx.Conn) error) error {
	return p.conn.Raw(func(conn any) error {
		c, ok := conn.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the connection is a %T", conn)
		}
		return do(c.Conn())
	})
}

// outcome is how a change ended: what was refused of it counts before what was made of the refusal, unless that is a fault already.
func (p *pipeline) outcome(err error) error {
	if err == nil {
		return p.settle()
	}
	if p.refused != nil && (fault.KindOf(err) == fault.Internal || fault.KindOf(p.refused) != fault.Internal) {
		return p.refused
	}
	return err
}

func (p *pipeline) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if len(args) == 0 { // perhaps several, as migrations are: only alone does the server take these
		if err := p.ready(); err != nil {
			return nil, err
		}
		return p.conn.ExecContext(ctx, text)
	}
	q := &queued{in: p, text: text, args: args, sure: ctx.Value(surely{}) != nil}
	p.waiting = append(p.waiting, q)
	if len(p.waiting) == mostWaiting {
		return q, p.settle()
	}
	return q, nil
}

func (p *pipeline) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if err := p.ready(); err != nil {
		return nil, err
	}
	return p.conn.QueryContext(ctx, text, args...)
}

// QueryRowContext asks even where something was refused before, for only an answer can say so: what comes of it is undone, and outcome says why.
func (p *pipeline) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	if err := p.ready(); err != nil && p.conn == nil {
		return p.store.write.QueryRowContext(closed(ctx), text, args...)
	}
	return p.conn.QueryRowContext(ctx, text, args...)
}

// closed is a context in which nothing is asked.
func closed(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return ctx
}

// PrepareContext is there for query.DBTX; nobody calls it.
func (p *pipeline) PrepareContext(ctx context.Context, text string) (*sql.Stmt, error) {
	if err := p.ready(); err != nil {
		return nil, err
	}
	return p.conn.PrepareContext(ctx, text)
}

// ready sends what waits, so that the server can be asked.
func (p *pipeline) ready() error {
	if p.conn == nil && len(p.waiting) == 0 && p.refused == nil {
		p.refused = p.first(nil)
		return p.refused
	}
	return p.settle()
}

// settle sends what waits.
func (p *pipeline) settle() error {
	if p.refused != nil || len(p.waiting) == 0 {
		return p.refused
	}
	waiting := p.waiting
	p.waiting = nil
	if p.conn == nil {
		p.refused = p.first(waiting)
	} else {
		p.refused = p.speak(func(conn *pgx.Conn) error { return send(p.ctx, conn, waiting) })
	}
	return p.refused
}

// first begins the transaction with the first that is sent. Nothing is stored by then, so on a connection that had broken while nobody used it all of it
// is sent again on another.
func (p *pipeline) first(waiting []*queued) error {
	all := append([]*queued{{in: p, text: "begin"}}, waiting...)
	return p.store.unbroken(p.ctx, p.store.write, func() (err error) {
		if p.conn, err = p.store.write.Conn(p.ctx); err != nil {
			p.conn = nil
			return err
		}
		err = p.speak(func(conn *pgx.Conn) error { return send(p.ctx, conn, all) })
		if err != nil && p.store.dialect.broken(err) {
			p.end()
			p.conn = nil
		}
		return err
	})
}

// send sends statements together and reads what each answers.
func send(ctx context.Context, conn *pgx.Conn, waiting []*queued) (err error) {
	var all pgx.Batch
	for _, q := range waiting {
		all.Queue(q.text, q.args...)
	}
	answers := conn.SendBatch(ctx, &all)
	defer func() {
		if closed := answers.Close(); err == nil { // it repeats what was refused
			err = closed
		}
	}()
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
