package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/office"
)

// sessionsOf lists where an account is signed in, latest first.
func (d *Desk) sessionsOf(ctx context.Context, tx Tx, by access.Actor) ([]Session, error) {
	idle, _ := bounds(by.Kind)
	now := d.office.Now()
	return tx.Sessions().Of(ctx, by.ID, now, now.Add(-idle), maxSessions)
}

// SignOut ends the session that the actor acts in. Its token is good for nothing afterwards (ASVS 7.4.1).
func (d *Desk) SignOut(ctx context.Context, by access.Actor, request string) error {
	return d.endSession(ctx, by, by.Session, "account.sign-out", request)
}

// EndSession ends one of the actor's sessions; one that is gone is a fault of kind NotFound.
func (d *Desk) EndSession(ctx context.Context, by access.Actor, handle, request string) error {
	return d.endSession(ctx, by, handle, "account.end-session", request)
}

func (d *Desk) endSession(ctx context.Context, by access.Actor, handle, action, request string) error {
	_, err := office.Do(ctx, d.office, own(by, action, request), func(ctx context.Context, tx Tx, w *office.Work) (struct{}, error) {
		w.About("account", by.ID)
		return struct{}{}, tx.Sessions().End(ctx, by.ID, handle)
	})
	return err
}

// EndOtherSessions ends every session of the account but the actor's own, and says how many.
func (d *Desk) EndOtherSessions(ctx context.Context, by access.Actor, request string) (int, error) {
	return office.Do(ctx, d.office, own(by, "account.end-other-sessions", request),
		func(ctx context.Context, tx Tx, w *office.Work) (int, error) {
			w.About("account", by.ID)
			return tx.Sessions().EndOthers(ctx, by.ID, by.Session)
		})
}
