package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// RenamePasskey gives one of the actor's passkeys another name. Faults: Invalid about name; NotFound.
func (d *Desk) RenamePasskey(ctx context.Context, by access.Actor, id, name, request string) error {
	name, err := passkeyName(name)
	if err != nil {
		return err
	}
	_, err = office.Do(ctx, d.office, own(by, "account.rename-passkey", request),
		func(ctx context.Context, tx Tx, w *office.Work) (struct{}, error) {
			w.About("account", by.ID)
			w.Changed("passkey-name", "", name)
			return struct{}{}, tx.Passkeys().Rename(ctx, by.ID, id, name)
		})
	return err
}

// LastWay is the key of the fault of who would have no way in any more.
const LastWay = "account.last-way"

// RemovePasskey removes one of the actor's passkeys, tells its owner, and ends the other sessions. It wants a fresh proof
// (ConfirmFirst). Somebody of the office keeps at least one way in: LastWay. Applicants always have the code.
func (d *Desk) RemovePasskey(ctx context.Context, by access.Actor, id, request string) error {
	if err := d.Fresh(by); err != nil {
		return err
	}
	_, err := office.Do(ctx, d.office, own(by, "account.remove-passkey", request),
		func(ctx context.Context, tx Tx, w *office.Work) (struct{}, error) {
			a, err := byID(ctx, tx, by.ID)
			if err != nil {
				return struct{}{}, err
			}
			// Two that remove the last two keys at the same time would both see one left.
			if err := tx.Accounts().Hold(ctx, a.ID); err != nil {
				return struct{}{}, err
			}
			if err := tx.Passkeys().Remove(ctx, a.ID, id); err != nil {
				return struct{}{}, err
			}
			if err := d.keepsAWay(ctx, tx, a); err != nil {
				return struct{}{}, err
			}
			w.About("account", a.ID)
			w.Changed("passkey", id, "")
			return struct{}{}, d.factorsChanged(ctx, tx, w, a, "passkey-removed")
		})
	return err
}

// keepsAWay refuses a change after which somebody of the office could not come in.
func (d *Desk) keepsAWay(ctx context.Context, tx Tx, a access.Account) error {
	if a.Kind == access.Applicant {
		return nil
	}
	keys, err := tx.Passkeys().Of(ctx, a.ID)
	if err != nil {
		return err
	}
	bound, err := tx.Identities().Of(ctx, a.ID)
	if err != nil {
		return err
	}
	if len(keys)+len(bound) == 0 {
		return fault.New(fault.Conflict, LastWay)
	}
	return nil
}
