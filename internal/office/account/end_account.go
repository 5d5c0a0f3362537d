package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// EndAccount ends the actor's account for good: nobody signs in to it any more, and its address may open a new one. The persons whom
// it keeps are erased, unless another account keeps them too. It wants a fresh proof (ConfirmFirst). The accounts of the office's people are an administrator's to end.
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
		if err := tx.Accounts().Hold(ctx, a.ID); err != nil { // somebody who is being added now would be forgotten
			return struct{}{}, err
		}
		if err := letGo(ctx, tx, w, a.ID); err != nil {
			return struct{}{}, err
		}
		w.About("account", a.ID)
		w.Send(office.Letter{To: a.Email, Lang: a.Lang, Template: "account-ended", Args: at(w.Now)})
		if err := tx.Accounts().End(ctx, a, w.Now); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, closeWays(ctx, tx, a.ID, w.Now)
	})
	return err
}

// letGo takes every person out of an account that ends. Nobody can bring them back any more, so they are erased at once; those who were
// removed before have a job already.
func letGo(ctx context.Context, tx Tx, w *office.Work, account string) error {
	all, err := tx.Persons().Of(ctx, account)
	if err != nil {
		return err
	}
	for _, k := range keptOf(all) {
		if err := tx.Persons().Remove(ctx, account, k.ID, w.Now); err != nil {
			return err
		}
		w.Enqueue(erasing(account, k.ID, w.Now, w.Now))
	}
	return nil
}
