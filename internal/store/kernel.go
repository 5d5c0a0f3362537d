package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/store/query"
)

// Outcomes is the port of outcomes.
func (t *Tx) Outcomes() office.Outcomes { return outcomes{t} }

type outcomes struct{ *Tx }

// Claim waits on PostgreSQL for another act with the key that is under way: the primary key lets only one through. On SQLite there
// is one writer, so no other is under way.
func (o outcomes) Claim(ctx context.Context, want office.Outcome) (office.Outcome, bool, error) {
	n, err := o.q.ClaimOutcome(ctx, query.ClaimOutcomeParams{ID: want.Key, Fingerprint: want.Fingerprint, At: stamp(want.At)})
	if err != nil || n == 1 {
		return office.Outcome{}, n == 1, err
	}
	r, err := o.q.Outcome(ctx, want.Key)
	if err != nil {
		return office.Outcome{}, false, err
	}
	result, err := o.unseal(outcomePlace(want.Key), r.Result)
	if err != nil {
		return office.Outcome{}, false, err
	}
	var ts times
	return office.Outcome{Key: r.ID, Fingerprint: r.Fingerprint, Result: string(result), At: ts.at(r.At)}, false, ts.err
}

// Settle seals the result: it may hold a one-time link.
func (o outcomes) Settle(ctx context.Context, key, result string) error {
	sealed, err := o.seal(outcomePlace(key), []byte(result))
	if err != nil {
		return err
	}
	return one(o.q.SettleOutcome(sure(ctx), query.SettleOutcomeParams{Result: sealed, ID: key}))
}

func outcomePlace(key string) office.Place {
	return office.Place{Table: "outcome", Column: "result", Row: key}
}

// Leases is the port of what only one node may do at a time.
func (t *Tx) Leases() office.Leases { return leases{t} }

type leases struct{ *Tx }

func (l leases) Take(ctx context.Context, name, holder string, now, until time.Time) (int64, bool, error) {
	token, err := l.q.TakeLease(ctx, query.TakeLeaseParams{Name: name, Holder: holder, Until: stamp(until), Now: stamp(now)})
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return token, err == nil, err
}

// Limits is the port of allowances.
func (t *Tx) Limits() office.Limits { return limits{t} }

type limits struct{ *Tx }

// Spend counts in microseconds: an allowance is the moment until which everything is spent (a leaky bucket, as in GCRA).
func (l limits) Spend(ctx context.Context, key string, rule office.Rate, now time.Time) (bool, error) {
	_, err := l.q.Spend(ctx, query.SpendParams{
		ID: key, Now: now.UnixMicro(), Cost: (rule.Per / time.Duration(max(rule.N, 1))).Microseconds(), Burst: rule.Per.Microseconds(),
	})
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Tidy removes what is kept for a while only: outcomes and allowances from before the time.
func (l limits) Tidy(ctx context.Context, before time.Time) error {
	if _, err := l.q.ForgetAllowances(ctx, before.UnixMicro()); err != nil {
		return err
	}
	_, err := l.q.ForgetOutcomes(ctx, query.ForgetOutcomesParams{Before: stamp(before), MaxRows: limited(maxRows)})
	return err
}

// Installation says which keys a database was made with and how often it was restored.
type Installation struct {
	Keys      string // the fingerprint of the keys
	Epoch     int64
	CreatedAt time.Time
}

// Install notes the keys of a new database, and returns what is noted. It changes nothing on a database that has its keys.
func (s *Store) Install(ctx context.Context, keys string, now time.Time) (Installation, error) {
	var out Installation
	err := s.Change(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.q.AddInstallation(ctx, query.AddInstallationParams{Keys: keys, CreatedAt: stamp(now)})
		if err != nil {
			return err
		}
		out, err = tx.installation(ctx)
		return err
	})
	if err != nil {
		return Installation{}, fmt.Errorf("read the installation: %w", err)
	}
	return out, nil
}

// Installation reads what Install noted; a fault of kind NotFound when nothing is.
func (s *Store) Installation(ctx context.Context) (Installation, error) {
	var out Installation
	err := s.Read(ctx, func(ctx context.Context, tx *Tx) error {
		var err error
		out, err = tx.installation(ctx)
		return err
	})
	return out, err
}

func (t *Tx) installation(ctx context.Context) (Installation, error) {
	r, err := t.q.Installation(ctx)
	if err != nil {
		return Installation{}, found(err)
	}
	var ts times
	return Installation{Keys: r.Keys, Epoch: r.Epoch, CreatedAt: ts.at(r.CreatedAt)}, ts.err
}

// RaiseEpoch notes that the database was restored. An epoch that is not above the one before is a fault of kind Conflict.
func (s *Store) RaiseEpoch(ctx context.Context, epoch int64) error {
	return s.Change(ctx, func(ctx context.Context, tx *Tx) error {
		n, err := tx.q.RaiseEpoch(ctx, epoch)
		if err == nil && n != 1 {
			err = fault.New(fault.Conflict, "conflict")
		}
		return err
	})
}
