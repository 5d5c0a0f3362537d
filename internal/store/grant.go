package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Roles are roles of PostgreSQL beside the owner of the schema.
type Roles struct {
	Serving string // of the pages
	Signer  string // of the process that signs; "" = the pages sign by themselves
}

// Grant gives each role what its process needs and no more: no change of the schema, and of the record neither change nor removal. Where the
// signer has a role, what is signed is added by it alone. It is run by the owner of the schema, after every migration.
func (s *Store) Grant(ctx context.Context, roles Roles) error {
	if s.Engine() != "postgres" {
		return errors.New("roles are PostgreSQL's; a SQLite file has none")
	}
	return s.Change(ctx, func(ctx context.Context, tx *Tx) error {
		tables, err := tx.tables(ctx)
		if err != nil {
			return err
		}
		serving := make(map[string]string)
		for _, table := range tables {
			serving[table] = servingRights(table, roles.Signer != "")
		}
		if err := tx.grant(ctx, roles.Serving, serving); err != nil || roles.Signer == "" {
			return err
		}
		return tx.grant(ctx, roles.Signer, signerRights())
	})
}

// onlyAdded are the tables whose rows the serving role may add and read, and neither change nor remove.
func onlyAdded() []string { return []string{"audit_entry", "audit_link", "letter_try"} }

// onlyRead are the tables that the serving role may only read.
func onlyRead() []string { return []string{"schema_migration"} }

// onlySigned are the tables into which the signer alone writes, where it has a role of its own: what it signed and what it is verified with.
func onlySigned() []string {
	return []string{"document_seal", "document_copy", "revocation_list", "signer_certificate"}
}

// servingRights are the rights of the pages on a table. apart tells that the signer has a role of its own.
func servingRights(table string, apart bool) string {
	switch {
	case slices.Contains(onlyAdded(), table):
		return "SELECT, INSERT"
	case slices.Contains(onlyRead(), table):
		return "SELECT"
	case apart && slices.Contains(onlySigned(), table):
		if slices.ContainsFunc(ownedByPerson(), func(o owned) bool { return o.table == table }) {
			return "SELECT, DELETE" // it goes with its person
		}
		return "SELECT"
	}
	return "SELECT, INSERT, UPDATE, DELETE"
}

// signerRights are the rights of the signer, by table. Of what a paper rests on it changes nothing, and of a paper no more than how far it is;
// accounts, sessions and letters it cannot see.
func signerRights() map[string]string {
	return map[string]string{
		"application":        "SELECT",
		"casefile":           "SELECT",
		"person_key":         "SELECT",
		"document":           "SELECT, UPDATE (state, sealed, copied, version)",
		"document_seal":      "SELECT, INSERT",
		"document_copy":      "SELECT, INSERT",
		"revoked_seal":       "SELECT",
		"revocation_list":    "SELECT, INSERT, DELETE",
		"signer_certificate": "SELECT, INSERT, UPDATE (retired_at, distrusted_at, distrust_reason)",
		"audit_entry":        "INSERT",
		"audit_pending":      "INSERT",
		"job":                "SELECT (unique_key), INSERT",
		"installation":       "SELECT, INSERT",
		"schema_migration":   "SELECT",
	}
}

// grant gives a role its rights on tables and takes every other away.
func (t *Tx) grant(ctx context.Context, role string, rights map[string]string) error {
	quoted := pgx.Identifier{role}.Sanitize()
	statements := []string{
		"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM " + quoted,
		"REVOKE CREATE ON SCHEMA public FROM PUBLIC, " + quoted,
		"GRANT USAGE ON SCHEMA public TO " + quoted,
	}
	for _, table := range slices.Sorted(maps.Keys(rights)) {
		statements = append(statements, "GRANT "+rights[table]+" ON "+pgx.Identifier{table}.Sanitize()+" TO "+quoted)
	}
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
