package account

import (
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
)

// stays is the shelf of stays in the country.
func stays(o *office.Office[PersonsTx]) *Shelf[person.Stay] {
	return &Shelf[person.Stay]{
		office: o, name: "stay", most: person.MaxStays,
		rows: func(tx PersonsTx) Items[person.Stay] { return tx.Stays() },
		tidy: func(s person.Stay) person.Stay { return s },
		check: func(s person.Stay, others []person.Stay, on calendar.Date) fault.List {
			faults := s.Check(on)
			if len(faults) > 0 {
				return faults // days that make no sense by themselves would be told twice
			}
			return s.Beside(others)
		},
		keep: func(_, after person.Stay) person.Stay { return after },
		fields: func(s person.Stay) []field {
			return []field{{"entry", s.Entry.String()}, {"exit", s.Exit.String()}}
		},
	}
}
