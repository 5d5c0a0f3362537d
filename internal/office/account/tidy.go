package account

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/fault"
)

// Tidy removes codes, ceremonies, visits, sessions and tokens that ended before the time, and devices that were not seen for as long before it as
// a browser keeps their token, and says how many went. by is a part of the system.
// Each transaction removes some, so that nobody waits for it.
func (d *Desk) Tidy(ctx context.Context, by access.Actor, before time.Time) (int, error) {
	if !d.may(by, access.RunOperations) {
		return 0, fault.New(fault.Forbidden, "forbidden")
	}
	gone := 0
	for _, corner := range []struct {
		of     func(Tx) sweeper
		before time.Time
	}{
		{func(tx Tx) sweeper { return tx.Codes() }, before}, {func(tx Tx) sweeper { return tx.Ceremonies() }, before},
		{func(tx Tx) sweeper { return tx.Visits() }, before}, {func(tx Tx) sweeper { return tx.Sessions() }, before},
		{func(tx Tx) sweeper { return tx.Tokens() }, before},
		{func(tx Tx) sweeper { return tx.Devices() }, before.Add(-DeviceLife)},
	} {
		for n := sweep; n == sweep; gone += n {
			err := d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
				var err error
				n, err = corner.of(tx).Forget(ctx, corner.before, sweep)
				return err
			})
			if err != nil {
				return gone, err
			}
		}
	}
	return gone, nil
}

// sweeper is a port of what ends by itself.
type sweeper interface {
	Forget(ctx context.Context, before time.Time, limit int) (int, error)
}
