package store

import (
	"context"
	"time"

	"sejur/internal/appointment"
	"sejur/internal/calendar"
	"sejur/internal/office/admin"
	"sejur/internal/store/query"
)

// Timetable is the port of when offices are open.
func (t *Tx) Timetable() admin.Timetable { return timetable{t} }

type timetable struct{ *Tx }

func (t timetable) Hours(ctx context.Context, office string) ([]appointment.Hours, error) {
	rows, err := t.q.OfficeHours(ctx, query.OfficeHoursParams{Office: office, MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.OfficeHour) (appointment.Hours, error) {
		var ds days
		h := appointment.Hours{
			ID: r.ID, Office: r.Office, Service: r.Service, Weekday: time.Weekday(r.Weekday), Opens: appointment.Clock(r.Opens),
			Closes: appointment.Clock(r.Closes), From: ds.at(r.FromDay), Until: ds.at(r.UntilDay), Active: r.State == state(true),
			Version: r.Version,
		}
		return h, ds.err
	})
}

func (t timetable) PutHours(ctx context.Context, h appointment.Hours) error {
	if h.Version == 0 {
		return t.q.AddOfficeHours(ctx, query.AddOfficeHoursParams{
			ID: h.ID, Office: h.Office, Service: h.Service, Weekday: int64(h.Weekday), Opens: int64(h.Opens), Closes: int64(h.Closes),
			FromDay: h.From.String(), UntilDay: h.Until.String(), State: state(h.Active),
		})
	}
	return one(t.q.ChangeOfficeHours(ctx, query.ChangeOfficeHoursParams{
		Service: h.Service, Weekday: int64(h.Weekday), Opens: int64(h.Opens), Closes: int64(h.Closes), FromDay: h.From.String(),
		UntilDay: h.Until.String(), State: state(h.Active), ID: h.ID, Office: h.Office, Version: h.Version,
	}))
}

func closure(r query.OfficeClosure) (appointment.Closure, error) {
	var ds days
	c := appointment.Closure{
		ID: r.ID, Office: r.Office, From: ds.at(r.FromDay), Until: ds.at(r.UntilDay), Reason: appointment.Reason(r.Reason), Note: r.Note,
		Active: r.State == state(true), Version: r.Version,
	}
	return c, ds.err
}

func (t timetable) Closures(ctx context.Context, office string, until calendar.Date) ([]appointment.Closure, error) {
	rows, err := t.q.OfficeClosures(ctx, query.OfficeClosuresParams{Office: office, FromDay: until.String(), MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	return each(rows, closure)
}

func (t timetable) Closure(ctx context.Context, office, id string) (appointment.Closure, error) {
	r, err := t.q.OfficeClosure(ctx, query.OfficeClosureParams{Office: office, ID: id})
	if err != nil {
		return appointment.Closure{}, found(err)
	}
	return closure(r)
}

func (t timetable) PutClosure(ctx context.Context, c appointment.Closure) error {
	if c.Version == 0 {
		return t.q.AddOfficeClosure(ctx, query.AddOfficeClosureParams{
			ID: c.ID, Office: c.Office, FromDay: c.From.String(), UntilDay: c.Until.String(), Reason: string(c.Reason), Note: c.Note,
			State: state(c.Active),
		})
	}
	return one(t.q.ChangeOfficeClosure(ctx, query.ChangeOfficeClosureParams{
		FromDay: c.From.String(), UntilDay: c.Until.String(), Reason: string(c.Reason), Note: c.Note, State: state(c.Active), ID: c.ID,
		Office: c.Office, Version: c.Version,
	}))
}
