package store

import (
	"context"

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
	kept := s.kept[s.write]
	kept.mu.RLock()
	defer kept.mu.RUnlock()
	return len(kept.ready)
}

// Exec carries out a statement of the test's own.
func Exec(ctx context.Context, tx *Tx, statement string) error {
	_, err := tx.tx.ExecContext(ctx, statement)
	return err
}

// QueueStatement is the statement of a page of the queue, with its values.
func QueueStatement(in casework.Sought) (string, []any) { return queueStatement(in) }
