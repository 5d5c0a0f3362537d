package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
)

// onlyAdded are the tables whose rows the serving role may add and read, and neither change nor remove.
func onlyAdded() []string { return []string{"audit_entry", "audit_link", "letter_try"} }

// onlyRead are the tables that the serving role may only read.
func onlyRead() []string { return []string{"schema_migration"} }

// signersOwn are the tables into which the signer alone may add, where there is a role of its own for it: what stands there says that
// somebody signed.
func signersOwn() []string { return []string{"document_seal", "signer_certificate", "revocation_list"} }

// signing is what the signer may do, table by table, and nothing beyond: it reads what it is asked to sign and what that rests on, stores
// what it signed, and writes the record.
func signing() map[string]string {
	return map[string]string{
		"document": "SELECT, UPDATE", "document_seal": "SELECT, INSERT", "document_copy": "SELECT, INSERT", "application": "SELECT",
		"casefile": "SELECT", "person_key": "SELECT", "signer_certificate": "SELECT, INSERT, UPDATE", "revocation_list": "SELECT, INSERT, DELETE",
		"revoked_seal": "SELECT, INSERT, UPDATE", "audit_entry": "SELECT, INSERT", "audit_pending": "SELECT, INSERT", "job": "SELECT, INSERT",
		"installation": "SELECT, INSERT", "schema_migration": "SELECT",
	}
}

// GrantSigner gives a role of PostgreSQL what signing needs, and takes from the serving role, after Grant, what is then the signer's alone.
// It is run by the owner of the schema, after every migration.
func (s *Store) GrantSigner(ctx context.Context, serving, signer string) error {
	if s.Engine() != "postgres" {
		return errors.New("roles are PostgreSQL's; a SQLite file has none")
	}
	to, from := pgx.Identifier{signer}.Sanitize(), pgx.Identifier{serving}.Sanitize()
	statements := []string{
		"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM " + to, "REVOKE CREATE ON SCHEMA public FROM " + to, "GRANT USAGE ON SCHEMA public TO " + to,
	}
	may := signing()
	for _, table := range slices.Sorted(maps.Keys(may)) {
		statements = append(statements, "GRANT "+may[table]+" ON "+pgx.Identifier{table}.Sanitize()+" TO "+to)
	}
	for _, table := range signersOwn() {
		statements = append(statements, "REVOKE INSERT, UPDATE ON "+pgx.Identifier{table}.Sanitize()+" FROM "+from)
	}
	return s.Change(ctx, func(ctx context.Context, tx *Tx) error { return tx.grant(ctx, statements) })
}

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
		return tx.grant(ctx, statements)
	})
}

func (t *Tx) grant(ctx context.Context, statements []string) error {
	for _, statement := range statements {
		if _, err := t.tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("grant: %w", err)
		}
	}
	return nil
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
