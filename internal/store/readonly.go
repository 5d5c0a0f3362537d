package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/stdlib"
)

// OpenReadOnly opens a database that is there to look at it alone. A SQLite file may be open in the process that serves it; without
// its writer nothing is changed, and Change is refused by the engine. cfg.Keys may be nil where nothing sealed is read.
func OpenReadOnly(ctx context.Context, cfg Config) (*Store, error) {
	none := func() error { return nil }
	if IsPostgres(cfg.Database) {
		config, err := postgresConfig(cfg.Database)
		if err != nil {
			return nil, err
		}
		config.RuntimeParams["default_transaction_read_only"] = "on"
		db := stdlib.OpenDB(*config)
		if err := db.PingContext(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("reach the database: %w", err), db.Close())
		}
		return &Store{write: db, read: db, dialect: postgresDialect{}, keys: cfg.Keys, release: none}, nil
	}
	db, err := connectSQLite(ctx, cfg.Database, "rw", readers)
	if err != nil {
		return nil, err
	}
	return &Store{write: db, read: db, dialect: sqliteDialect{}, keys: cfg.Keys, release: none}, nil
}

// Installed tells whether the database was ever served: keys are noted in it. One without a schema was not.
func (s *Store) Installed(ctx context.Context) (bool, error) {
	var n int
	err := s.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM installation").Scan(&n)
	switch {
	case errors.Is(err, sql.ErrNoRows), err != nil && s.dialect.missing(err):
		return false, nil
	case err != nil:
		return false, s.failed("read the installation", err)
	}
	return n > 0, nil
}
