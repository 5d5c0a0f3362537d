package admin

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/office"
)

// EndAccess names a colleague who leaves.
type EndAccess struct {
	Slip    `json:"-"`
	ID      string
	Version int64 // that was seen
}

// EndAccess ends a colleague's account and all of its sessions in one transaction: the next request on any node finds nobody. The account
// is kept for the record; who comes back is invited anew. Nobody ends themselves, and the last active administrator stays (both faults are
// Invalid). A version that is not the one that stands is a fault of kind Conflict. It wants a fresh proof (ConfirmFirst). The invitations
// that the colleague made end with the account: nobody comes back through a link of their own.
func (d *Desk) EndAccess(ctx context.Context, by access.Actor, in EndAccess) (access.Account, error) {
	if err := d.Fresh(by); err != nil {
		return access.Account{}, err
	}
	act := in.act(by, access.ManageStaff, "admin.end-access", in)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (access.Account, error) {
		w.About("account", in.ID)
		a, err := forChange(ctx, tx, w, in.ID, in.Version, false)
		if err != nil {
			return access.Account{}, err
		}
		if err := tx.Staff().End(ctx, a.ID, a.Version, w.Now); err != nil {
			return access.Account{}, err
		}
		if err := revokeBy(ctx, tx, w, a.ID); err != nil {
			return access.Account{}, err
		}
		w.Changed("state", string(access.Active), string(access.Ended))
		w.Send(office.Letter{To: a.Email, Lang: a.Lang, Template: "account-ended", Args: map[string]string{"at": w.Now.Format(time.RFC3339)}})
		a.State, a.EndedAt, a.Version = access.Ended, w.Now, a.Version+1
		return a, nil
	})
}

// EndSessions names a colleague.
type EndSessions struct {
	Slip `json:"-"`
	ID   string
}

// EndSessions signs a colleague out everywhere, as when a machine was lost, and says how many sessions there were.
func (d *Desk) EndSessions(ctx context.Context, by access.Actor, in EndSessions) (int, error) {
	act := in.act(by, access.ManageStaff, "admin.end-sessions", in)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (int, error) {
		w.About("account", in.ID)
		if _, err := tx.Staff().Find(ctx, in.ID); err != nil {
			return 0, err
		}
		return tx.Staff().EndSessions(ctx, in.ID)
	})
}
