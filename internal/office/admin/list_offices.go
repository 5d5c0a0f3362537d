package admin

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/appointment"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// OfficeRow is one office: of the law's list, taking part or not, or an own one.
type OfficeRow struct {
	ID     string
	Name   string // in the language that was asked for, where the law has it
	City   string
	County string              // its plate code
	Law    *law.Office         // nil of an own one
	Own    *appointment.Office // nil while it takes no part
}

// ListOffices lists the offices of the law that are open today, in its order, and the own ones after them. It needs no line in the
// record: an office is nobody.
func (d *Desk) ListOffices(ctx context.Context, by access.Actor, lang locale.Lang) ([]OfficeRow, error) {
	return see(ctx, d, by, access.ManageOffices, func(ctx context.Context, tx Tx) ([]OfficeRow, error) {
		return d.offices(ctx, tx, lang)
	})
}

// OfficeNames lists the offices at which a colleague may work, for whoever manages staff.
func (d *Desk) OfficeNames(ctx context.Context, by access.Actor, lang locale.Lang) ([]OfficeRow, error) {
	return see(ctx, d, by, access.ManageStaff, func(ctx context.Context, tx Tx) ([]OfficeRow, error) {
		return d.offices(ctx, tx, lang)
	})
}

func (d *Desk) offices(ctx context.Context, tx Tx, lang locale.Lang) ([]OfficeRow, error) {
	own, err := tx.Offices().List(ctx)
	if err != nil {
		return nil, err
	}
	var out []OfficeRow
	for _, o := range d.cfg.Law.Offices(lang, d.today()) {
		row := lawOffice(o)
		if i := slices.IndexFunc(own, func(w appointment.Office) bool { return w.ID == o.ID }); i >= 0 {
			row.Own = &own[i]
			own = slices.Delete(slices.Clone(own), i, i+1)
		}
		out = append(out, row)
	}
	for _, o := range own {
		out = append(out, d.officeRow(o, lang))
	}
	return out, nil
}

func lawOffice(o law.Office) OfficeRow {
	return OfficeRow{ID: o.ID, Name: o.Name, City: o.City, County: o.County, Law: &o}
}

// officeRow is an office that takes part. The law may have closed it.
func (d *Desk) officeRow(o appointment.Office, lang locale.Lang) OfficeRow {
	row := OfficeRow{ID: o.ID, Name: o.Name, City: o.City, County: o.County}
	if l, ok := d.cfg.Law.Office(o.ID, lang); ok {
		row = lawOffice(l)
	}
	row.Own = &o
	return row
}

// OfficeView is everything about one office.
type OfficeView struct {
	OfficeRow
	Services []appointment.Service // ended ones too; so are those below
	Desks    []appointment.Desk
	Hours    []appointment.Hours
	Closures []appointment.Closure // that last until today or longer
	Week     []appointment.Day     // from the Monday asked for
}

// OpenOffice shows one office, and its week from the Monday of a day (zero = today's). A fault of kind NotFound when neither the law nor
// the house knows it.
func (d *Desk) OpenOffice(ctx context.Context, by access.Actor, id string, lang locale.Lang, day calendar.Date) (OfficeView, error) {
	return see(ctx, d, by, access.ManageOffices, func(ctx context.Context, tx Tx) (OfficeView, error) {
		if day.IsZero() {
			day = d.today()
		}
		own, err := tx.Offices().Find(ctx, id)
		if l, ok := d.cfg.Law.Office(id, lang); ok && err != nil && fault.KindOf(err) == fault.NotFound {
			return OfficeView{OfficeRow: lawOffice(l)}, nil
		}
		if err != nil {
			return OfficeView{}, err
		}
		out := OfficeView{OfficeRow: d.officeRow(own, lang)}
		return out, d.fill(ctx, tx, &out, day)
	})
}

func (d *Desk) fill(ctx context.Context, tx Tx, out *OfficeView, day calendar.Date) error {
	var err error
	if out.Services, err = tx.Offices().Services(ctx, out.ID); err != nil {
		return err
	}
	if out.Desks, err = tx.Offices().Desks(ctx, out.ID); err != nil {
		return err
	}
	if out.Hours, err = tx.Timetable().Hours(ctx, out.ID); err != nil {
		return err
	}
	monday := appointment.MondayOf(day)
	since := d.today()
	if monday.Before(since) {
		since = monday
	}
	closures, err := tx.Timetable().Closures(ctx, out.ID, since)
	if err != nil {
		return err
	}
	out.Week = appointment.Week(monday, activeHours(out.Hours, out.Services), closures, d.cfg.Law.Calendar())
	out.Closures = slices.DeleteFunc(closures, func(c appointment.Closure) bool { return c.Until.Before(d.today()) })
	return nil
}

// activeHours are the hours of services that are offered.
func activeHours(hours []appointment.Hours, services []appointment.Service) []appointment.Hours {
	var out []appointment.Hours
	for _, h := range hours {
		i := slices.IndexFunc(services, func(s appointment.Service) bool { return s.ID == h.Service })
		if i >= 0 && services[i].Active {
			out = append(out, h)
		}
	}
	return out
}
