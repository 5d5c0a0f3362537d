//go:build demo

package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// ByDemo is the method of somebody who was let in without any proof: in a demo nobody is real.
const ByDemo Method = "demo"

// Invent adds a made-up account and returns it as it stands. One with its address that is there already is returned instead.
func (d *Desk) Invent(ctx context.Context, a access.Account) (access.Account, error) {
	act := office.Act{By: access.Named("demo"), Needs: access.Public, Action: "demo.account", Purpose: office.PurposeUpkeep}
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (access.Account, error) {
		there, err := tx.Accounts().ByEmail(ctx, a.Kind, d.fold(a.Email))
		if fault.KindOf(err) != fault.NotFound {
			return there, err
		}
		a.ID, a.State, a.CreatedAt, a.Version = office.NewID(), access.Active, w.Now, 1
		w.About("account", a.ID)
		return a, tx.Accounts().Add(ctx, a, d.fold(a.Email), w.By().ID)
	})
}

// LetIn opens a session for a made-up account, by its address.
func (d *Desk) LetIn(ctx context.Context, kind access.Kind, email string, browser Browser, request string) (SignedIn, error) {
	return office.Do(ctx, d.office, entering("demo.sign-in", request), func(ctx context.Context, tx Tx, w *office.Work) (SignedIn, error) {
		a, err := tx.Accounts().ByEmail(ctx, kind, d.fold(email))
		if err != nil {
			return SignedIn{}, err
		}
		return d.open(ctx, tx, w, entry{account: a, quiet: true, method: ByDemo, browser: browser})
	})
}
