package store

import (
	"context"
	"fmt"

	"sejur/internal/audit"
)

// Condition says how a server of PostgreSQL is set up, as far as the house depends on it.
type Condition struct {
	Version   string
	Encoding  string   // must be UTF8
	Collation string   // of the database; the columns of the house have their own
	Durable   bool     // a commit that was confirmed survives a loss of power
	Encrypted bool     // this connection
	Local     bool     // the server is on this machine
	Superuser bool     // the role may do everything, whatever it was granted
	Owner     bool     // the role may change the schema
	MayChange []string // tables of the record whose rows the role can change or remove
	MaySign   []string // tables of what is signed whose rows the role can add or change
}

// Condition asks the server. There is none on SQLite: a fault of ours.
func (s *Store) Condition(ctx context.Context) (Condition, error) {
	var c Condition
	err := s.read.QueryRowContext(ctx, `SELECT current_setting('server_version'), current_setting('server_encoding'),
		(SELECT datcollate FROM pg_database WHERE datname = current_database()),
		current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on' AND current_setting('synchronous_commit') <> 'off',
		COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), FALSE),
		inet_server_addr() IS NULL OR inet_server_addr() <<= '127.0.0.0/8' OR inet_server_addr() = '::1',
		(SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
		has_schema_privilege(current_user, 'public', 'CREATE')`).
		Scan(&c.Version, &c.Encoding, &c.Collation, &c.Durable, &c.Encrypted, &c.Local, &c.Superuser, &c.Owner)
	if err != nil {
		return Condition{}, s.failed("ask the server", err)
	}
	if c.MayChange, err = s.with(ctx, "UPDATE, DELETE, TRUNCATE", onlyAdded()); err != nil {
		return Condition{}, err
	}
	c.MaySign, err = s.with(ctx, "INSERT, UPDATE", onlySigned())
	return c, err
}

// with are those of some tables on which the role has any of some rights.
func (s *Store) with(ctx context.Context, rights string, tables []string) (out []string, err error) {
	for _, table := range tables {
		var may bool
		err := s.read.QueryRowContext(ctx, `SELECT COALESCE(bool_or(has_table_privilege(current_user, c.oid, $2)), FALSE)
			FROM pg_class c WHERE c.oid = to_regclass($1)`, table, rights).Scan(&may)
		if err != nil {
			return nil, s.failed("ask for rights", err)
		}
		if may {
			out = append(out, table)
		}
	}
	return out, nil
}

// VerifyEnd follows the last n links of the chain alone. It says nothing of what lies before them.
func (s *Store) VerifyEnd(ctx context.Context, n int64) (audit.Report, error) {
	var report audit.Report
	err := s.Read(ctx, func(ctx context.Context, tx *Tx) error {
		last, err := tx.Chain().Last(ctx)
		if err != nil {
			return err
		}
		v := audit.NewVerifier(nil)
		if from := last.Seq - n; from > 0 {
			row, err := tx.q.LinkAt(ctx, from)
			if err != nil {
				return found(err)
			}
			before, err := link(row.Seq, row.Entry, row.Hash)
			if err != nil {
				return err
			}
			v.After(before)
		}
		if err := tx.follow(ctx, v); err != nil {
			return err
		}
		waiting, err := tx.q.CountPending(ctx)
		report = v.End(waiting)
		return err
	})
	if err != nil {
		return audit.Report{}, fmt.Errorf("follow the end of the record: %w", err)
	}
	return report, nil
}
