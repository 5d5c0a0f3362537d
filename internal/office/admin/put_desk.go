package admin

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"sejur/internal/access"
	"sejur/internal/appointment"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// PutDesk is a desk of an office: a new one when it has no id, otherwise what is changed about it. Version is the one that was seen.
type PutDesk struct {
	Slip `json:"-"`
	appointment.Desk
}

// PutDesk stores a desk of an office. Two active desks of an office cannot have one name: that, and another version, are faults of kind
// Conflict.
func (d *Desk) PutDesk(ctx context.Context, by access.Actor, in PutDesk) (appointment.Desk, error) {
	act := in.act(by, access.ManageOffices, "admin.put-desk", in.Desk)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (appointment.Desk, error) {
		next := in.Desk
		next.Name = strings.Join(strings.Fields(next.Name), " ")
		next.Services = slices.Compact(slices.Sorted(slices.Values(next.Services)))
		if next.Name == "" || utf8.RuneCountInString(next.Name) > appointment.MaxDeskName {
			return appointment.Desk{}, fault.Field("name", "admin.desk-name", fault.Num("n", appointment.MaxDeskName))
		}
		if _, err := tx.Offices().Hold(ctx, in.Office); err != nil {
			return appointment.Desk{}, err
		}
		services, err := tx.Offices().Services(ctx, in.Office)
		if err != nil {
			return appointment.Desk{}, err
		}
		for _, id := range next.Services {
			if _, err := among(services, serviceID, id); err != nil {
				return appointment.Desk{}, fault.Field("services", "admin.service-unknown")
			}
		}
		before, err := d.deskBefore(ctx, tx, &next)
		if err != nil {
			return appointment.Desk{}, err
		}
		w.About("desk", next.ID)
		w.Changed("state", state(before.Active), state(next.Active))
		w.Changed("name", before.Name, next.Name)
		w.Changed("services", strings.Join(before.Services, ","), strings.Join(next.Services, ","))
		err = tx.Offices().PutDesk(ctx, next)
		next.Version++
		return next, err
	})
}

// deskBefore is the desk as it stood; a new one gets its id.
func (d *Desk) deskBefore(ctx context.Context, tx Tx, next *appointment.Desk) (appointment.Desk, error) {
	if next.ID == "" {
		next.ID, next.Version = office.NewID(), 0
		return appointment.Desk{}, nil
	}
	all, err := tx.Offices().Desks(ctx, next.Office)
	if err != nil {
		return appointment.Desk{}, err
	}
	before, err := among(all, func(d appointment.Desk) string { return d.ID }, next.ID)
	if err != nil {
		return appointment.Desk{}, err
	}
	return before, unchanged(before.Version, next.Version)
}
