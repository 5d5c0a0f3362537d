package admin

import (
	"context"
	"fmt"

	"sejur/internal/access"
	"sejur/internal/appointment"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// PutHours are hours of a service: new ones when they have no id, otherwise what is changed about them. Version is the one that was
// seen.
type PutHours struct {
	Slip `json:"-"`
	appointment.Hours
}

// PutHours stores hours of a service on a weekday. No minute of a service may stand twice on a day. Another version is a fault of kind
// Conflict.
func (d *Desk) PutHours(ctx context.Context, by access.Actor, in PutHours) (appointment.Hours, error) {
	act := in.act(by, access.ManageOffices, "admin.put-hours", in.Hours)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (appointment.Hours, error) {
		next := in.Hours
		if err := next.Check(); err != nil {
			return appointment.Hours{}, err
		}
		if _, err := tx.Offices().Hold(ctx, in.Office); err != nil {
			return appointment.Hours{}, err
		}
		services, err := tx.Offices().Services(ctx, in.Office)
		if err != nil {
			return appointment.Hours{}, err
		}
		if _, err := among(services, serviceID, next.Service); err != nil {
			return appointment.Hours{}, fault.Field("service", "admin.service-unknown")
		}
		all, err := tx.Timetable().Hours(ctx, in.Office)
		if err != nil {
			return appointment.Hours{}, err
		}
		var before appointment.Hours
		if next.ID == "" {
			next.ID, next.Version = office.NewID(), 0
		} else if before, err = among(all, func(h appointment.Hours) string { return h.ID }, next.ID); err != nil {
			return appointment.Hours{}, err
		} else if err := unchanged(before.Version, next.Version); err != nil {
			return appointment.Hours{}, err
		}
		w.About("hours", next.ID)
		if err := next.Among(all); err != nil {
			return appointment.Hours{}, err
		}
		w.Changed("hours", hoursWords(before), hoursWords(next))
		err = tx.Timetable().PutHours(ctx, next)
		next.Version++
		return next, err
	})
}

// hoursWords writes hours for the record.
func hoursWords(h appointment.Hours) string {
	if h.ID == "" {
		return ""
	}
	return fmt.Sprint(h.Service, " ", h.Weekday, " ", h.Opens, " ", h.Closes, " ", h.From, " ", h.Until, " ", h.Active)
}
