package store

import (
	"context"
	"database/sql"
	"regexp"
	"strconv"
	"strings"

	"sejur/internal/store/query"
)

// connection is one connection to a SQLite file with the statements that it was asked before, prepared: to read a statement costs more than to
// carry it out. One goroutine uses it at a time.
//
// Whoever asks and goes away is heard between two statements and not within one: SQLite undoes the whole transaction when it is interrupted,
// and there are others in it (see writer).
type connection struct {
	conn  *sql.Conn
	ready map[string]*sql.Stmt
}

// stmt is the statement of a text, nil when it cannot be kept.
func (c *connection) stmt(ctx context.Context, text string) *sql.Stmt {
	if ready := c.ready[text]; ready != nil {
		return ready
	}
	if c.ready == nil || len(c.ready) >= mostKept {
		return nil
	}
	fresh, err := c.conn.PrepareContext(ctx, asSQLite(text))
	if err != nil {
		return nil // whoever asks it will be told
	}
	c.ready[text] = fresh
	return fresh
}

func (c *connection) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	if ready := c.stmt(ctx, text); ready != nil { //nolint:sqlclosecheck // it goes with its connection
		return ready.ExecContext(ctx, args...)
	}
	return c.conn.ExecContext(ctx, unheld(text), args...)
}

func (c *connection) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	if ready := c.stmt(ctx, text); ready != nil { //nolint:sqlclosecheck // it goes with its connection
		return ready.QueryContext(ctx, args...)
	}
	return c.conn.QueryContext(ctx, unheld(text), args...)
}

func (c *connection) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	if ctx.Err() != nil {
		return c.conn.QueryRowContext(ctx, text, args...) // says so
	}
	ctx = context.WithoutCancel(ctx)
	if ready := c.stmt(ctx, text); ready != nil { //nolint:sqlclosecheck // it goes with its connection
		return ready.QueryRowContext(ctx, args...)
	}
	return c.conn.QueryRowContext(ctx, unheld(text), args...)
}

// PrepareContext is there for query.DBTX; nobody calls it.
func (c *connection) PrepareContext(ctx context.Context, text string) (*sql.Stmt, error) {
	return c.conn.PrepareContext(ctx, text)
}

// once is the connection for texts of which there are many: they are not kept.
func (c *connection) once() query.DBTX { return &connection{conn: c.conn, ready: nil} }

// unheld is a SELECT without the words that keep others from changing what it found: whoever changes anything has the file alone.
func unheld(text string) string {
	text, _, _ = strings.Cut(text, "FOR NO KEY UPDATE")
	return text
}

// placeholder is a value of a statement, with the word before it where it bounds the rows.
var placeholder = regexp.MustCompile(`(LIMIT )?\$(\d+)`)

// asSQLite writes a statement so that SQLite carries it out without looking again. To it $1 is a name, sought among all others; ? is the next
// value. And a LIMIT that is a value alone it prepares anew for each value, hoping for a better way; an expression it takes as it comes.
func asSQLite(text string) string {
	text = unheld(text)
	places := placeholder.FindAllStringSubmatch(text, -1)
	inOrder := true
	for i, p := range places {
		inOrder = inOrder && p[2] == strconv.Itoa(i+1)
	}
	return placeholder.ReplaceAllStringFunc(text, func(p string) string {
		limit, n, _ := strings.Cut(p, "$")
		if inOrder {
			n = ""
		}
		if limit != "" {
			return limit + "?" + n + " + 0"
		}
		return "?" + n
	})
}
