package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// A migration's name is NNNN_name.sql when both engines run it, and NNNN_name.<engine>.sql otherwise. Migrations only go up, and
// the release before must be able to work on what they make.
type migration struct{ name, text, sum string }

// migrations are those of an engine in their order.
func migrations(engine string) ([]migration, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	slices.Sort(names)
	var all []migration
	for _, name := range names {
		base := strings.TrimSuffix(strings.TrimPrefix(name, "migrations/"), ".sql")
		_, only, own := strings.Cut(base, ".")
		if own && only != engine {
			continue
		}
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read migration: %w", err)
		}
		sum := sha256.Sum256(text)
		all = append(all, migration{name: base, text: string(text), sum: hex.EncodeToString(sum[:])})
	}
	return all, nil
}

// Schema says how the schema of a database stands to this program.
type Schema struct {
	Applied []string // migrations, in their order
	Missing []string // migrations of this program that were not applied: the schema is behind
	Newer   []string // applied migrations that this program does not know: it is older than the schema
}

// ErrChanged says that a migration was applied with another text than this program has.
var ErrChanged = errors.New("a migration was changed after it was applied")

// Schema compares the schema with this program. A text that was changed after it was applied is ErrChanged.
func (s *Store) Schema(ctx context.Context) (Schema, error) {
	all, err := migrations(s.Engine())
	if err != nil {
		return Schema{}, err
	}
	applied, err := s.applied(ctx, s.read)
	if err != nil {
		return Schema{}, err
	}
	return compare(all, applied)
}

func compare(all []migration, applied map[string]string) (Schema, error) {
	var out Schema
	known := make(map[string]bool)
	for _, m := range all {
		known[m.name] = true
		sum, there := applied[m.name]
		switch {
		case !there:
			out.Missing = append(out.Missing, m.name)
		case sum != m.sum:
			return Schema{}, fmt.Errorf("%s: %w", m.name, ErrChanged)
		default:
			out.Applied = append(out.Applied, m.name)
		}
	}
	for name := range applied {
		if !known[name] {
			out.Newer = append(out.Newer, name)
		}
	}
	slices.Sort(out.Newer)
	return out, nil
}

// querier reads rows; a database and a transaction do.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// applied returns the sums of the applied migrations by name; none when there is no schema at all.
func (s *Store) applied(ctx context.Context, db querier) (map[string]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name, sum FROM schema_migration LIMIT 10000")
	if err != nil {
		if s.dialect.missing(err) {
			return map[string]string{}, nil
		}
		return nil, s.failed("read the schema", err)
	}
	defer func() { _ = rows.Close() }() // read to the end below
	out := make(map[string]string)
	for rows.Next() {
		var name, sum string
		if err := rows.Scan(&name, &sum); err != nil {
			return nil, s.failed("read the schema", err)
		}
		out[name] = sum
	}
	return out, rows.Err()
}

const schemaTable = `CREATE TABLE IF NOT EXISTS schema_migration (
	name       TEXT NOT NULL PRIMARY KEY,
	sum        TEXT NOT NULL,
	applied_at TEXT NOT NULL
)`

// Migrate applies the migrations that are missing, each in its own transaction, and returns their names. Several may run it at once:
// each migration is applied once. It needs the rights of the schema's owner.
func (s *Store) Migrate(ctx context.Context) ([]string, error) {
	all, err := migrations(s.Engine())
	if err != nil {
		return nil, err
	}
	var done []string
	for _, m := range all {
		fresh, err := s.migrate(ctx, m)
		if err != nil {
			return done, fmt.Errorf("migration %s: %w", m.name, err)
		}
		if fresh {
			done = append(done, m.name)
		}
	}
	return done, nil
}

// migrate applies one migration, unless it was applied.
func (s *Store) migrate(ctx context.Context, m migration) (fresh bool, err error) {
	err = s.Change(ctx, func(ctx context.Context, tx *Tx) error {
		for _, statement := range []string{s.dialect.lockSchema(), s.dialect.ddl(schemaTable)} {
			if statement == "" {
				continue
			}
			if _, err := tx.tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		applied, err := s.applied(ctx, tx.tx)
		if err != nil {
			return err
		}
		if sum, there := applied[m.name]; there {
			if sum != m.sum {
				return ErrChanged
			}
			return nil
		}
		fresh = true
		if _, err := tx.tx.ExecContext(ctx, s.dialect.ddl(m.text)); err != nil {
			return err
		}
		_, err = tx.tx.ExecContext(ctx, "INSERT INTO schema_migration (name, sum, applied_at) VALUES ($1, $2, $3)", m.name, m.sum, stamp(time.Now()))
		return err
	})
	return fresh && err == nil, err
}
