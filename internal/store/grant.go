package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// onlyAdded are the tables whose rows the serving role may add and read, and neither change nor remove.
func onlyAdded() []string { return []string{"audit_entry", "audit_link", "letter_try"} }

// onlyRead are the tables that the serving role may only read.
func onlyRead() []string { return []string{"schema_migration"} }

// Grant gives a role of PostgreSQL what serving needs and no more: no change of the schema, and of the record neither change nor
// removal. It is run by the owner of the schema, after every migration.
func (s *Store) Grant(ctx context.Context, role string) error {
	if s.Engine() != "postgres" {
		return errors.New("roles are PostgreSQL's; a SQLite file has none")
	}
	quoted := pgx.Identifier{role}.Sanitize()
	return s.Change(ctx, func(ctx context.Context, tx *Tx) error {
		tables, err := tx.tables(ctx)
		if err != nil {
			return err
		}
		statements := []string{
			"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM " + quoted,
			"REVOKE CREATE ON SCHEMA public FROM PUBLIC, " + quoted,
			"GRANT USAGE ON SCHEMA public TO " + quoted,
		}
		for _, table := range tables {
			rights := "SELECT, INSERT, UPDATE, DELETE"
			switch {
			case slices.Contains(onlyAdded(), table):
				rights = "SELECT, INSERT"
			case slices.Contains(onlyRead(), table):
				rights = "SELECT"
			}
			statements = append(statements, "GRANT "+rights+" ON "+pgx.Identifier{table}.Sanitize()+" TO "+quoted)
		}
		for _, statement := range statements {
			if _, err := tx.tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("grant: %w", err)
			}
		}
		return nil
	})
}

// tables are the tables of the schema.
func (t *Tx) tables(ctx context.Context) ([]string, error) {
	rows, err := t.tx.QueryContext(ctx, t.dialect.tables())
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // read to the end below
	var out []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		out = append(out, name)
	}
	return out, rows.Err()
}
