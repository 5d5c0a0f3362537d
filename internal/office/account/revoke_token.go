package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// RevokeToken ends one of the actor's tokens at once: the next request of the program that has it is refused, on every node. One that is
// gone or somebody else's is a fault of kind NotFound.
func (d *Desk) RevokeToken(ctx context.Context, by access.Actor, id, request string) error {
	if by.Kind != access.Applicant {
		return fault.New(fault.Forbidden, "forbidden")
	}
	_, err := office.Do(ctx, d.office, own(by, "account.revoke-token", request),
		func(ctx context.Context, tx Tx, w *office.Work) (struct{}, error) {
			w.About("account", by.ID)
			w.Changed("token", id, "")
			return struct{}{}, tx.Tokens().Revoke(ctx, by.ID, id, w.Now)
		})
	return err
}
