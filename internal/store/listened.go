package store

import (
	"context"
	"database/sql"

	"sejur/internal/store/query"
)

// listened tells each statement before it is asked. Each is a way to the server and back: what counts them keeps them few.
type listened struct {
	query.DBTX
	tell func(string)
}

func (l listened) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	l.tell(text)
	return l.DBTX.ExecContext(ctx, text, args...)
}

func (l listened) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	l.tell(text)
	return l.DBTX.QueryContext(ctx, text, args...)
}

func (l listened) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	l.tell(text)
	return l.DBTX.QueryRowContext(ctx, text, args...)
}
