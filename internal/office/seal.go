package office

import (
	"context"
	"fmt"
	"time"

	"sejur/internal/audit"
)

// Chain is the port of the sealer.
type Chain interface {
	// Last is the last link, the zero Link when there is none.
	Last(ctx context.Context) (audit.Link, error)
	// Pending are entries that wait to be linked, oldest first.
	Pending(ctx context.Context, limit int) ([]audit.Entry, error)
	// Append adds links behind the last and takes their entries from those that wait. A number that is taken is a fault of kind
	// Conflict.
	Append(ctx context.Context, links []audit.Link) error
}

// Leases is the port of what only one node may do at a time.
type Leases interface {
	// Take takes or keeps a lease. The token grows whenever the holder changes; false when somebody else holds it.
	Take(ctx context.Context, name, holder string, now, until time.Time) (token int64, held bool, err error)
}

// SealTx is a transaction as the sealer sees it.
type SealTx interface {
	Chain() Chain
	Leases() Leases
}

// SealStore runs the sealer's transactions.
type SealStore interface {
	Change(ctx context.Context, fn func(ctx context.Context, tx SealTx) error) error
}

const (
	sealLease = "audit.seal"
	sealHold  = 10 * time.Second
	// SealBatch is how many entries one transaction links at most.
	SealBatch = 1000
)

// Seal links the entries that wait, one batch, and returns how many. One node does it at a time; the others get 0. Lease and links
// stand in one transaction, so a node that was paused cannot link over another: the number it would take is taken.
func Seal(ctx context.Context, store SealStore, holder string, now time.Time) (int, error) {
	sealed := 0
	err := store.Change(ctx, func(ctx context.Context, tx SealTx) error {
		_, held, err := tx.Leases().Take(ctx, sealLease, holder, now, now.Add(sealHold))
		if err != nil || !held {
			return err
		}
		entries, err := tx.Chain().Pending(ctx, SealBatch)
		if err != nil || len(entries) == 0 {
			return err
		}
		last, err := tx.Chain().Last(ctx)
		if err != nil {
			return err
		}
		links := make([]audit.Link, len(entries))
		for i, e := range entries {
			last = audit.Next(last, e)
			links[i] = last
		}
		sealed = len(links)
		return tx.Chain().Append(ctx, links)
	})
	if err != nil {
		return 0, fmt.Errorf("seal: %w", err)
	}
	return sealed, nil
}

// StopSealing gives the sealer's lease up, so that another node seals at once when this one ends. It does nothing when another holds it.
func StopSealing(ctx context.Context, store SealStore, holder string, now time.Time) error {
	err := store.Change(ctx, func(ctx context.Context, tx SealTx) error {
		_, _, err := tx.Leases().Take(ctx, sealLease, holder, now, now)
		return err
	})
	if err != nil {
		return fmt.Errorf("stop sealing: %w", err)
	}
	return nil
}
