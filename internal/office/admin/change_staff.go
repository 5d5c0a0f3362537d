package admin

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// ChangeStaff is what a colleague's account says from now on.
type ChangeStaff struct {
	Slip    `json:"-"`
	ID      string
	Version int64 // that was seen
	Name    string
	Lang    locale.Lang
	Office  string // "" = none
}

// ChangeStaff changes name, language and office. A version that is not the one that stands is a fault of kind Conflict.
func (d *Desk) ChangeStaff(ctx context.Context, by access.Actor, in ChangeStaff) (access.Account, error) {
	act := in.act(by, access.ManageStaff, "admin.change-staff", in)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (access.Account, error) {
		w.About("account", in.ID)
		name, wrongName := checkName(in.Name)
		err := join(wrongName, checkLang(in.Lang), d.checkOffice(ctx, tx, in.Office))
		if err != nil {
			return access.Account{}, err
		}
		a, err := current(ctx, tx, in.ID, in.Version)
		if err != nil {
			return access.Account{}, err
		}
		w.Changed("name", a.Name, name)
		w.Changed("lang", string(a.Lang), string(in.Lang))
		w.Changed("office", a.Office, in.Office)
		a.Name, a.Lang, a.Office = name, in.Lang, in.Office
		return store(ctx, tx, a)
	})
}

// SetAbsence are the days on which a colleague is away; zero days = none.
type SetAbsence struct {
	Slip        `json:"-"`
	ID          string
	Version     int64 // that was seen
	From, Until calendar.Date
}

// SetAbsence notes when a colleague is away: nothing is given to them then. Both days count.
func (d *Desk) SetAbsence(ctx context.Context, by access.Actor, in SetAbsence) (access.Account, error) {
	act := in.act(by, access.ManageStaff, "admin.set-absence", in)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (access.Account, error) {
		w.About("account", in.ID)
		switch {
		case in.From.IsZero() != in.Until.IsZero():
			field := "from"
			if in.Until.IsZero() {
				field = "until"
			}
			return access.Account{}, fault.Field(field, "admin.absence-half")
		case in.Until.Before(in.From):
			return access.Account{}, fault.Field("until", "appointment.until-before-from")
		}
		a, err := current(ctx, tx, in.ID, in.Version)
		if err != nil {
			return access.Account{}, err
		}
		absence := access.Absence{From: in.From, Until: in.Until}
		w.Changed("absence", absenceWords(a.Absent), absenceWords(absence))
		a.Absent = absence
		return store(ctx, tx, a)
	})
}

// store keeps a changed account and returns it with its next version.
func store(ctx context.Context, tx Tx, a access.Account) (access.Account, error) {
	if err := tx.Staff().Change(ctx, a); err != nil {
		return access.Account{}, err
	}
	a.Version++
	return a, nil
}
