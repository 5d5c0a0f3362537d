package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/office"
)

// Own is somebody's account as its owner sees it.
type Own struct {
	Account  access.Account
	Passkeys []Passkey // the oldest first
	Sessions []Session // the latest first
}

// Own shows the actor's account, in one state.
func (d *Desk) Own(ctx context.Context, by access.Actor) (Own, error) {
	return office.See(ctx, d.office, by, access.ManageOwnAccount, func(ctx context.Context, tx Tx) (Own, error) {
		var out Own
		var err error
		if out.Account, err = byID(ctx, tx, by.ID); err != nil {
			return Own{}, err
		}
		if out.Passkeys, err = tx.Passkeys().Of(ctx, by.ID); err != nil {
			return Own{}, err
		}
		out.Sessions, err = d.sessionsOf(ctx, tx, by)
		return out, err
	})
}
