package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"sejur/internal/audit"
	"sejur/internal/store/query"
)

// CopyName is the file of a copy of a database, within its folder.
const CopyName = "database"

// Copy says what a copy of a database holds.
type Copy struct {
	Engine string
	Schema Schema
	Keys   string     // the fingerprint of the keys
	Head   audit.Head // of the record; has the epoch
}

// CopyTo writes a copy of the whole database, of one moment, into a folder, while others go on writing. It is read back on SQLite;
// on PostgreSQL it is what pg_dump makes, which must be there.
func (s *Store) CopyTo(ctx context.Context, dir, database string) (Copy, error) {
	file := filepath.Join(dir, CopyName)
	if s.Engine() == "postgres" {
		return s.dump(ctx, file, database)
	}
	if err := s.vacuum(ctx, file); err != nil {
		return Copy{}, s.failed("copy the database", err)
	}
	if err := syncFile(file); err != nil {
		return Copy{}, fmt.Errorf("copy the database: %w", err)
	}
	return CheckCopy(ctx, file)
}

// vacuum copies from a connection that reads, so that nobody who writes waits. SQLite takes the new file for a change too, and is told
// for this one statement that the connection may make one.
func (s *Store) vacuum(ctx context.Context, file string) error {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "PRAGMA query_only = 0")
	if err == nil {
		_, err = conn.ExecContext(ctx, "VACUUM INTO $1", file)
	}
	_, again := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = 1")
	return errors.Join(err, again, conn.Close())
}

// CheckCopy reads a copy of a SQLite file that nobody has open: every page and every reference of it, and what it holds.
func CheckCopy(ctx context.Context, file string) (out Copy, err error) {
	s, err := openStill(ctx, file)
	if err != nil {
		return Copy{}, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	// Both say nothing of what is good but one "ok".
	for pragma, good := range map[string]string{"integrity_check(1)": "ok", "foreign_key_check": ""} {
		found, err := s.told(ctx, "PRAGMA "+pragma)
		if err != nil {
			return Copy{}, fmt.Errorf("check the copy: %w", err)
		}
		if found != good {
			return Copy{}, fmt.Errorf("check the copy: %s: %s", pragma, clipped(found))
		}
	}
	err = s.Read(ctx, func(ctx context.Context, tx *Tx) error {
		out, err = s.copied(ctx, tx)
		return err
	})
	return out, err
}

// told is the first value that a statement gives, "" when it gives no row.
func (s *Store) told(ctx context.Context, statement string) (string, error) {
	rows, err := s.read.QueryContext(ctx, statement)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }() // one row is enough
	if !rows.Next() {
		return "", rows.Err()
	}
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(any)
	}
	if err := rows.Scan(values...); err != nil {
		return "", err
	}
	return fmt.Sprint(*values[0].(*any)), nil
}

// copied says what a copy holds that is made of what a transaction sees.
func (s *Store) copied(ctx context.Context, tx *Tx) (Copy, error) {
	all, err := migrations(s.Engine())
	if err != nil {
		return Copy{}, err
	}
	applied, err := s.applied(ctx, tx.tx)
	if err != nil {
		return Copy{}, err
	}
	schema, err := compare(all, applied)
	if err != nil {
		return Copy{}, err
	}
	last, err := tx.Chain().Last(ctx)
	if err != nil {
		return Copy{}, err
	}
	installed, err := tx.installation(ctx)
	if err != nil {
		return Copy{}, err
	}
	return Copy{Engine: s.Engine(), Schema: schema, Keys: installed.Keys, Head: audit.HeadOf(last, s.Now(), installed.Epoch)}, nil
}

// dump lets pg_dump write what one transaction sees, and reads in the same transaction what that is.
func (s *Store) dump(ctx context.Context, file, database string) (Copy, error) {
	tx, err := s.read.BeginTx(ctx, s.dialect.reading())
	if err != nil {
		return Copy{}, s.failed("begin", err)
	}
	defer func() { _ = tx.Rollback() }() // it only read
	if _, err := tx.ExecContext(ctx, "SET LOCAL idle_in_transaction_session_timeout = 0"); err != nil {
		return Copy{}, s.failed("begin", err)
	}
	var snapshot string
	if err := tx.QueryRowContext(ctx, "SELECT pg_export_snapshot()").Scan(&snapshot); err != nil {
		return Copy{}, s.failed("hold the moment", err)
	}
	out, err := s.copied(ctx, &Tx{tx: tx, q: query.New(tx), dialect: s.dialect})
	if err != nil {
		return Copy{}, err
	}
	err = runTool(ctx, database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--snapshot="+snapshot, "--file="+file)
	if err != nil {
		return Copy{}, err
	}
	return out, syncFile(file)
}

// Unknown are those of a copy's migrations that this program does not have: a newer one made the copy.
func Unknown(engine string, applied []string) ([]string, error) {
	all, err := migrations(engine)
	if err != nil {
		return nil, err
	}
	known := make(map[string]string)
	for _, name := range applied {
		known[name] = ""
	}
	for _, m := range all {
		delete(known, m.name)
	}
	return slices.Sorted(maps.Keys(known)), nil
}

// Restore fills an empty database of PostgreSQL from a copy, in one transaction: all of it or nothing.
func Restore(ctx context.Context, database, dir string) error {
	empty, err := Empty(ctx, database)
	if err != nil {
		return err
	}
	if !empty {
		return errors.New("the database is not empty: a backup is restored into a new one (createdb)")
	}
	return runTool(ctx, database, "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
		filepath.Join(dir, CopyName))
}

// Empty tells whether a database of PostgreSQL has no tables.
func Empty(ctx context.Context, database string) (bool, error) {
	s, err := OpenReadOnly(ctx, Config{Database: database})
	if err != nil {
		return false, err
	}
	first, err := s.told(ctx, s.dialect.tables()+" LIMIT 1")
	return first == "", errors.Join(err, s.Close())
}

// runTool runs a program of PostgreSQL's on a database, with fixed arguments. The password goes by the environment, for arguments are
// seen by everybody on the machine; of our own environment it gets nothing that it does not need.
func runTool(ctx context.Context, database, name string, args ...string) error {
	config, err := postgresConfig(database)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, name, append([]string{"--dbname=" + withoutPassword(database)}, args...)...) //nolint:gosec // G204: see above
	cmd.Env = []string{"PGAPPNAME=sejur"}
	for _, pair := range os.Environ() {
		if strings.HasPrefix(pair, "PG") || strings.HasPrefix(pair, "PATH=") || strings.HasPrefix(pair, "HOME=") {
			cmd.Env = append(cmd.Env, pair)
		}
	}
	if config.Password != "" {
		cmd.Env = append(cmd.Env, "PGPASSWORD="+config.Password)
	}
	said, err := cmd.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("%s is not installed: install PostgreSQL's client programs (Debian: postgresql-client)", name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, clipped(strings.TrimSpace(string(said))))
	}
	return nil
}

// withoutPassword is the address of a database as arguments may have it.
func withoutPassword(database string) string {
	u, err := url.Parse(database)
	if err != nil {
		return ""
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	q.Del("password")
	u.RawQuery = q.Encode()
	return u.String()
}

func syncFile(file string) error {
	f, err := os.Open(file) //nolint:gosec // G304: a file that was just written
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
