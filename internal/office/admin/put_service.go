package admin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sejur/internal/access"
	"sejur/internal/appointment"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// PutService is a service of an office: a new one when it has no id, otherwise what is changed about it. Version is the one that was
// seen.
type PutService struct {
	Slip `json:"-"`
	appointment.Service
}

// PutService stores a service of an office. Its fields are checked by themselves and beside the office's other services. Another version
// is a fault of kind Conflict.
func (d *Desk) PutService(ctx context.Context, by access.Actor, in PutService) (appointment.Service, error) {
	act := in.act(by, access.ManageOffices, "admin.put-service", in.Service)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (appointment.Service, error) {
		next := in.Service
		next.Note = strings.TrimSpace(next.Note)
		next.Procedures = slices.Compact(slices.Sorted(slices.Values(next.Procedures)))
		err := join(next.Check(), d.checkProcedures(next.Procedures))
		if err != nil {
			return appointment.Service{}, err
		}
		if _, err := tx.Offices().Hold(ctx, in.Office); err != nil {
			return appointment.Service{}, err
		}
		all, err := tx.Offices().Services(ctx, in.Office)
		if err != nil {
			return appointment.Service{}, err
		}
		var before appointment.Service
		if next.ID == "" {
			next.ID, next.Version = office.NewID(), 0
		} else if before, err = among(all, serviceID, next.ID); err != nil {
			return appointment.Service{}, err
		} else if err := unchanged(before.Version, next.Version); err != nil {
			return appointment.Service{}, err
		}
		w.About("service", next.ID)
		if err := next.Among(all); err != nil {
			return appointment.Service{}, err
		}
		w.Changed("state", state(before.Active), state(next.Active))
		w.Changed("visit", string(before.Visit), string(next.Visit))
		w.Changed("procedures", strings.Join(before.Procedures, ","), strings.Join(next.Procedures, ","))
		w.Changed("minutes", fmt.Sprint(before.Minutes), fmt.Sprint(next.Minutes))
		w.Changed("note", before.Note, next.Note)
		err = tx.Offices().PutService(ctx, next)
		next.Version++
		return next, err
	})
}

func serviceID(s appointment.Service) string { return s.ID }

// checkProcedures refuses what is no procedure of the law.
func (d *Desk) checkProcedures(ids []string) error {
	known := d.cfg.Law.Procedures(locale.RO, d.today())
	for _, id := range ids {
		if !slices.ContainsFunc(known, func(p law.ProcedureInfo) bool { return p.ID == id }) {
			return fault.Field("procedures", "admin.procedure-unknown")
		}
	}
	return nil
}
