package admin

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// ChangeRoles are the roles that a colleague has from now on.
type ChangeRoles struct {
	Slip    `json:"-"`
	ID      string
	Version int64 // that was seen
	Roles   []access.Role
}

// RolesChanged is a colleague with other roles, and those from before.
type RolesChanged struct {
	access.Account
	Before []access.Role
}

// ChangeRoles gives a colleague other roles; they count with the colleague's next request. Nobody changes their own roles, and the last
// active administrator stays one (both faults are Invalid). A version that is not the one that stands is a fault of kind Conflict. It wants
// a fresh proof (ConfirmFirst). Who is no administrator any more leaves no open invitations behind.
func (d *Desk) ChangeRoles(ctx context.Context, by access.Actor, in ChangeRoles) (RolesChanged, error) {
	if err := d.Fresh(by); err != nil {
		return RolesChanged{}, err
	}
	act := in.act(by, access.ManageStaff, "admin.change-roles", in)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (RolesChanged, error) {
		w.About("account", in.ID)
		roles, err := checkRoles(in.Roles)
		if err != nil {
			return RolesChanged{}, err
		}
		keeps := slices.Contains(roles, access.Administrator)
		a, err := forChange(ctx, tx, w, in.ID, in.Version, keeps)
		if err != nil {
			return RolesChanged{}, err
		}
		gift := RoleGift{Account: a.ID, Version: a.Version, By: by.ID, At: w.Now}
		for _, r := range access.Roles() {
			had, has := hasRole(a, r), slices.Contains(roles, r)
			switch {
			case has && !had:
				gift.Add = append(gift.Add, r)
			case had && !has:
				gift.Take = append(gift.Take, r)
			}
		}
		if err := tx.Staff().GiveRoles(ctx, gift); err != nil {
			return RolesChanged{}, err
		}
		if !keeps {
			if err := revokeBy(ctx, tx, w, a.ID); err != nil {
				return RolesChanged{}, err
			}
		}
		w.Changed("roles", roleWords(a.Roles), roleWords(roles))
		out := RolesChanged{Account: a, Before: a.Roles}
		out.Roles, out.Version = roles, a.Version+1
		return out, nil
	})
}

// forChange reads a colleague whose rights are about to change, and refuses the change of one's own and of the last administrator's. The
// administrators are counted first: whoever counts has their turn, so of two who remove each other the second sees what the first did.
func forChange(ctx context.Context, tx Tx, w *office.Work, id string, version int64, keeps bool) (access.Account, error) {
	if id == w.By().ID {
		return access.Account{}, fault.New(fault.Invalid, "admin.own-role")
	}
	others, err := tx.Staff().OtherAdministrators(ctx, id)
	if err != nil {
		return access.Account{}, err
	}
	a, err := current(ctx, tx, id, version)
	if err != nil {
		return access.Account{}, err
	}
	if others == 0 && !keeps && hasRole(a, access.Administrator) {
		return access.Account{}, fault.New(fault.Invalid, "admin.last-administrator")
	}
	return a, nil
}

// current reads a colleague as somebody saw them. Another version is a fault of kind Conflict.
func current(ctx context.Context, tx Tx, id string, version int64) (access.Account, error) {
	a, err := tx.Staff().Find(ctx, id)
	if err != nil {
		return access.Account{}, err
	}
	return a, unchanged(a.Version, version) // an account that ends gets another version, and none afterwards
}
