package admin

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"sejur/internal/access"
	"sejur/internal/appointment"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// PutOffice is an office that takes part from now on, or what is changed about it.
type PutOffice struct {
	Slip    `json:"-"`
	ID      string // of the law's list, or a new word
	Version int64  // that was seen; 0 = it takes part from now on
	Active  bool
	Name    string // of an own office; of the law's, these four stay empty
	City    string
	County  string
	Address string
}

// PutOffice makes an office take part, changes it, or lets it rest. The law's own offices keep the names that the law gives them. An id
// that takes part already, or another version, is a fault of kind Conflict.
func (d *Desk) PutOffice(ctx context.Context, by access.Actor, in PutOffice) (appointment.Office, error) {
	act := in.act(by, access.ManageOffices, "admin.put-office", in)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (appointment.Office, error) {
		w.About("office", in.ID)
		next, err := d.readOffice(in)
		if err != nil {
			return appointment.Office{}, err
		}
		var before appointment.Office
		if in.Version == 0 {
			next.CreatedAt = w.Now
			err = tx.Offices().Add(ctx, next)
		} else {
			if before, err = tx.Offices().Hold(ctx, in.ID); err != nil {
				return appointment.Office{}, err
			}
			next.CreatedAt = before.CreatedAt
			err = tx.Offices().Change(ctx, next)
		}
		w.Changed("state", state(before.Active), state(next.Active))
		w.Changed("name", before.Name, next.Name)
		w.Changed("city", before.City, next.City)
		w.Changed("county", before.County, next.County)
		w.Changed("address", before.Address, next.Address)
		next.Version++
		return next, err
	})
}

// readOffice checks what was asked.
func (d *Desk) readOffice(in PutOffice) (appointment.Office, error) {
	out := appointment.Office{ID: in.ID, Active: in.Active, Version: in.Version}
	if _, ok := d.cfg.Law.Office(in.ID, locale.RO); ok {
		return out, nil
	}
	var list fault.List
	if !isWord(in.ID) {
		list = append(list, fault.Field("id", "admin.office-id"))
	}
	for _, part := range []struct {
		field, typed string
		to           *string
		needed       bool
	}{
		{"name", in.Name, &out.Name, true}, {"city", in.City, &out.City, true},
		{"county", in.County, &out.County, true}, {"address", in.Address, &out.Address, false},
	} {
		*part.to = strings.Join(strings.Fields(part.typed), " ")
		switch {
		case *part.to == "" && part.needed:
			list = append(list, fault.Field(part.field, "field.missing"))
		case utf8.RuneCountInString(*part.to) > MaxName:
			list = append(list, fault.Field(part.field, "admin.name-long", fault.Num("n", MaxName)))
		}
	}
	return out, list.Err()
}

// isWord tells whether an id can stand in an address: small letters, digits and hyphens, at most 40.
func isWord(id string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
	return id != "" && len(id) <= 40 && id[0] != '-' && strings.Trim(id, letters) == ""
}

// state writes for the record whether something is in use.
func state(active bool) string {
	if active {
		return "active"
	}
	return "ended"
}

// among finds a row by its id in a list; a fault of kind NotFound when it is not there.
func among[T any](rows []T, id func(T) string, want string) (T, error) {
	i := slices.IndexFunc(rows, func(r T) bool { return id(r) == want })
	if i < 0 {
		var none T
		return none, fault.New(fault.NotFound, "not-found")
	}
	return rows[i], nil
}
