package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
)

// addresses is the shelf of addresses.
func addresses(o *office.Office[PersonsTx]) *Shelf[person.Address] {
	return &Shelf[person.Address]{
		office: o, name: "address", most: person.MaxAddresses,
		rows: func(tx PersonsTx) Items[person.Address] { return tx.Addresses() },
		tidy: func(a person.Address) person.Address {
			a.Locality, a.Street, a.Number = person.Tidy(a.Locality), person.Tidy(a.Street), person.Tidy(a.Number)
			a.Details, a.Postcode = person.Tidy(a.Details), person.Tidy(a.Postcode)
			return a
		},
		check: func(a person.Address, others []person.Address, _ calendar.Date) fault.List {
			faults := a.Check()
			if len(faults) > 0 {
				return faults // days that make no sense by themselves would be told twice
			}
			return a.Beside(others)
		},
		keep: func(_, after person.Address) person.Address { return after },
		fields: func(a person.Address) []field {
			return []field{
				{"country", a.Country}, {"county", a.County}, {"locality", a.Locality}, {"street", a.Street}, {"number", a.Number},
				{"details", a.Details}, {"postcode", a.Postcode}, {"from", a.From.String()}, {"until", a.Until.String()},
			}
		},
	}
}

// Move adds the address to which somebody moved and ends the one of today that they left, in Romania or abroad as the new one is, on the
// day on which the new one begins. Faults: as of adding an address; Invalid about from when that day is missing, or lies before
// the beginning of the address that ends.
func (p *Persons) Move(ctx context.Context, by access.Actor, asked Asked, in AddItem[person.Address]) (string, error) {
	s := p.Addresses
	return office.Do(ctx, p.office, keeping(by, asked, "person.move", in),
		func(ctx context.Context, tx PersonsTx, w *office.Work) (string, error) {
			items, err := s.take(ctx, tx, w, in.Person)
			if err != nil {
				return "", err
			}
			for i, item := range items {
				left := item.Value
				if !left.Until.IsZero() || left.InRomania() != in.Value.InRomania() {
					continue
				}
				if err := leaveOn(&left, in.Value.From); err != nil {
					return "", err
				}
				if err := s.write(ctx, tx, w, in.Person, item, left); err != nil {
					return "", err
				}
				items[i].Value = left
			}
			return s.put(ctx, tx, w, in, items)
		})
}

// leaveOn ends an address.
func leaveOn(a *person.Address, day calendar.Date) error {
	switch {
	case day.IsZero():
		return fault.Field("from", "field.missing")
	case day.Before(a.From):
		return fault.Field("from", "person.moved-first")
	}
	a.Until = day
	return nil
}
