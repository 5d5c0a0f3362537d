package store

import (
	"context"
	"time"

	"sejur/internal/casefile"
	"sejur/internal/office/casework"
)

// OwnedByPerson are the names of the tables of which a person owns rows, in the order in which they are emptied.
func OwnedByPerson() []string {
	var out []string
	for _, o := range ownedByPerson() {
		out = append(out, o.table)
	}
	return out
}

// Prepared counts the statements that are kept prepared for what is written.
func Prepared(s *Store) int {
	return len(s.writer.ready)
}

// Exec carries out a statement of the test's own.
func Exec(ctx context.Context, tx *Tx, statement string) error {
	_, err := tx.tx.ExecContext(ctx, statement)
	return err
}

// QueueStatement is the statement of a page of the queue, with its values.
func QueueStatement(in casework.Sought) (string, []any) { return queueStatement(in) }

// LooksStatement is the statement by which looks at cases are found, with its values.
func LooksStatement(ids []casefile.ID, since time.Time) (string, []any) {
	return looksStatement(ids, since)
}

// AsSQLite is a statement as SQLite is asked it.
func AsSQLite(text string) string { return asSQLite(text) }

// Allowances are the ids of the allowances that are stored.
func Allowances(ctx context.Context, s *Store) (string, error) {
	return s.told(ctx, "SELECT COALESCE(GROUP_CONCAT(id, ' ' ORDER BY id), '') FROM allowance")
}
