package admin

import (
	"context"
	"fmt"
	"strings"

	"sejur/internal/access"
	"sejur/internal/appointment"
	"sejur/internal/office"
)

// PutClosure are days on which an office is closed: new ones when they have no id, otherwise what is changed about them. Version is
// the one that was seen.
type PutClosure struct {
	Slip `json:"-"`
	appointment.Closure
}

// PutClosure stores days on which a whole office is closed. They may overlap with others: a day is closed or not. Another version is a
// fault of kind Conflict.
func (d *Desk) PutClosure(ctx context.Context, by access.Actor, in PutClosure) (appointment.Closure, error) {
	act := in.act(by, access.ManageOffices, "admin.put-closure", in.Closure)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (appointment.Closure, error) {
		next := in.Closure
		next.Note = strings.TrimSpace(next.Note)
		if err := next.Check(); err != nil {
			return appointment.Closure{}, err
		}
		_, err := tx.Offices().Hold(ctx, in.Office)
		if err != nil {
			return appointment.Closure{}, err
		}
		var before appointment.Closure
		if next.ID == "" {
			next.ID, next.Version = office.NewID(), 0
		} else if before, err = tx.Timetable().Closure(ctx, in.Office, next.ID); err != nil {
			return appointment.Closure{}, err
		} else if err := unchanged(before.Version, next.Version); err != nil {
			return appointment.Closure{}, err
		}
		w.About("closure", next.ID)
		w.Changed("closure", closureWords(before), closureWords(next))
		w.Changed("note", before.Note, next.Note)
		err = tx.Timetable().PutClosure(ctx, next)
		next.Version++
		return next, err
	})
}

// closureWords writes a closure for the record.
func closureWords(c appointment.Closure) string {
	if c.ID == "" {
		return ""
	}
	return fmt.Sprint(c.From, " ", c.Until, " ", c.Reason, " ", c.Active)
}
