package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// EndAccount ends the actor's account for good: nobody signs in to it any more, and its address may open a new one. It wants a fresh proof
// (ConfirmFirst). The accounts of the office's people are an administrator's to end.
func (d *Desk) EndAccount(ctx context.Context, by access.Actor, request string) error {
	if by.Kind != access.Applicant {
		return fault.New(fault.Forbidden, "forbidden")
	}
	if err := d.Fresh(by); err != nil {
		return err
	}
	_, err := office.Do(ctx, d.office, own(by, "account.end", request), func(ctx context.Context, tx Tx, w *office.Work) (struct{}, error) {
		a, err := byID(ctx, tx, by.ID)
		if err != nil {
			return struct{}{}, err
		}
		w.About("account", a.ID)
		w.Send(office.Letter{To: a.Email, Lang: a.Lang, Template: "account-ended", Args: at(w.Now)})
		if err := tx.Accounts().End(ctx, a, w.Now); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, closeWays(ctx, tx, a.ID)
	})
	return err
}
