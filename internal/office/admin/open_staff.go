package admin

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/office"
)

// Colleague is somebody of the office, as an administrator sees them.
type Colleague struct {
	access.Account
	Sessions int  // that last
	Self     bool // is the administrator who looks
}

// OpenStaff shows one colleague, ended or not. A fault of kind NotFound when there is none.
func (d *Desk) OpenStaff(ctx context.Context, by access.Actor, request, id string) (Colleague, error) {
	return office.Look(ctx, d.office, look(by, access.ManageStaff, "admin.open-staff", request),
		func(ctx context.Context, tx Tx, w *office.Work) (Colleague, error) {
			w.About("account", id)
			a, err := tx.Staff().Find(ctx, id)
			if err != nil {
				return Colleague{}, err
			}
			n, err := tx.Staff().Sessions(ctx, id, w.Now)
			return Colleague{Account: a, Sessions: n, Self: id == by.ID}, err
		})
}

func hasRole(a access.Account, role access.Role) bool { return slices.Contains(a.Roles, role) }
