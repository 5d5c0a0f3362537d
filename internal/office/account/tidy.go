package account

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/fault"
)

// Tidy removes codes, ceremonies, visits and sessions that ended before the time, some at a time, and says how many went. by is a part
// of the system.
func (d *Desk) Tidy(ctx context.Context, by access.Actor, before time.Time) (int, error) {
	if !d.may(by, access.RunOperations) {
		return 0, fault.New(fault.Forbidden, "forbidden")
	}
	gone := 0
	err := d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		for _, forget := range []func(context.Context, time.Time, int) (int, error){
			tx.Codes().Forget, tx.Ceremonies().Forget, tx.Visits().Forget, tx.Sessions().Forget,
		} {
			n, err := forget(ctx, before, sweep)
			if err != nil {
				return err
			}
			gone += n
		}
		return nil
	})
	return gone, err
}
