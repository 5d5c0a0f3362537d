package store

import (
	"context"

	"sejur/internal/appointment"
	"sejur/internal/fault"
	"sejur/internal/office/admin"
	"sejur/internal/store/query"
)

// Offices is the port of the offices that take part.
func (t *Tx) Offices() admin.Offices { return offices{t} }

type offices struct{ *Tx }

// state is how a row says whether it is in use.
func state(active bool) string {
	if active {
		return "active"
	}
	return "ended"
}

func (o offices) Hold(ctx context.Context, id string) (appointment.Office, error) {
	n, err := o.q.TouchOffice(ctx, id)
	if err != nil {
		return appointment.Office{}, err
	}
	if n == 0 {
		return appointment.Office{}, fault.New(fault.NotFound, "not-found")
	}
	return o.Find(ctx, id)
}

func (o offices) Find(ctx context.Context, id string) (appointment.Office, error) {
	r, err := o.q.OfficeByID(ctx, id)
	if err != nil {
		return appointment.Office{}, found(err)
	}
	return officeOf(r)
}

func officeOf(r query.Office) (appointment.Office, error) {
	var ts times
	out := appointment.Office{
		ID: r.ID, Name: r.Name, City: r.City, County: r.County, Address: r.Address, Active: r.State == state(true),
		CreatedAt: ts.at(r.CreatedAt), Version: r.Version,
	}
	return out, ts.err
}

func (o offices) List(ctx context.Context) ([]appointment.Office, error) {
	rows, err := o.q.Offices(ctx, limited(maxRows))
	if err != nil {
		return nil, err
	}
	return each(rows, officeOf)
}

func (o offices) Add(ctx context.Context, a appointment.Office) error {
	return one(o.q.AddOffice(ctx, query.AddOfficeParams{
		ID: a.ID, Name: a.Name, City: a.City, County: a.County, Address: a.Address, State: state(a.Active), CreatedAt: stamp(a.CreatedAt),
	}))
}

func (o offices) Change(ctx context.Context, a appointment.Office) error {
	return one(o.q.ChangeOffice(ctx, query.ChangeOfficeParams{
		Name: a.Name, City: a.City, County: a.County, Address: a.Address, State: state(a.Active), ID: a.ID, Version: a.Version,
	}))
}

func (o offices) Services(ctx context.Context, id string) ([]appointment.Service, error) {
	rows, err := o.q.OfficeServices(ctx, query.OfficeServicesParams{Office: id, MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	procedures, err := o.q.OfficeServiceProcedures(ctx, id)
	if err != nil {
		return nil, err
	}
	of := make(map[string][]string)
	for _, p := range procedures {
		of[p.Service] = append(of[p.Service], p.Procedure)
	}
	return each(rows, func(r query.OfficeService) (appointment.Service, error) {
		return appointment.Service{
			ID: r.ID, Office: r.Office, Visit: appointment.Visit(r.Visit), Procedures: of[r.ID], Minutes: int(r.Minutes), Note: r.Note,
			Active: r.State == state(true), Version: r.Version,
		}, nil
	})
}

func (o offices) PutService(ctx context.Context, s appointment.Service) error {
	var err error
	if s.Version == 0 {
		err = o.q.AddOfficeService(ctx, query.AddOfficeServiceParams{
			ID: s.ID, Office: s.Office, Visit: string(s.Visit), Minutes: int64(s.Minutes), Note: s.Note, State: state(s.Active),
		})
	} else {
		err = one(o.q.ChangeOfficeService(ctx, query.ChangeOfficeServiceParams{
			Visit: string(s.Visit), Minutes: int64(s.Minutes), Note: s.Note, State: state(s.Active), ID: s.ID, Office: s.Office, Version: s.Version,
		}))
	}
	if err != nil {
		return err
	}
	if _, err := o.q.RemoveServiceProcedures(ctx, s.ID); err != nil {
		return err
	}
	for _, p := range s.Procedures {
		if err := o.q.AddServiceProcedure(ctx, query.AddServiceProcedureParams{Service: s.ID, Procedure: p}); err != nil {
			return err
		}
	}
	return nil
}

func (o offices) Desks(ctx context.Context, id string) ([]appointment.Desk, error) {
	rows, err := o.q.OfficeDesks(ctx, query.OfficeDesksParams{Office: id, MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	services, err := o.q.OfficeDeskServices(ctx, id)
	if err != nil {
		return nil, err
	}
	of := make(map[string][]string)
	for _, s := range services {
		of[s.Desk] = append(of[s.Desk], s.Service)
	}
	return each(rows, func(r query.OfficeDesk) (appointment.Desk, error) {
		return appointment.Desk{
			ID: r.ID, Office: r.Office, Name: r.Name, Services: of[r.ID], Active: r.State == state(true), Version: r.Version,
		}, nil
	})
}

func (o offices) PutDesk(ctx context.Context, d appointment.Desk) error {
	var err error
	if d.Version == 0 {
		err = o.q.AddOfficeDesk(ctx, query.AddOfficeDeskParams{ID: d.ID, Office: d.Office, Name: d.Name, State: state(d.Active)})
	} else {
		err = one(o.q.ChangeOfficeDesk(ctx, query.ChangeOfficeDeskParams{
			Name: d.Name, State: state(d.Active), ID: d.ID, Office: d.Office, Version: d.Version,
		}))
	}
	if err := o.twice(err, fault.Error{Kind: fault.Conflict, Field: "name", Key: "admin.desk-twice"}); err != nil {
		return err
	}
	if _, err := o.q.RemoveDeskServices(ctx, d.ID); err != nil {
		return err
	}
	for _, s := range d.Services {
		if err := o.q.AddDeskService(ctx, query.AddDeskServiceParams{Desk: d.ID, Service: s}); err != nil {
			return err
		}
	}
	return nil
}
