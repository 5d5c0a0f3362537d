package account

import (
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
)

// titles is the shelf of titles of residence. known tells which documents of the law are such titles. A change without a number leaves
// the number as it was.
func titles(o *office.Office[PersonsTx], known func(document string) bool) *Shelf[person.Title] {
	return &Shelf[person.Title]{
		office: o, name: "title", most: person.MaxTitles,
		rows: func(tx PersonsTx) Items[person.Title] { return tx.Titles() },
		tidy: func(t person.Title) person.Title {
			t.Number = person.Tidy(t.Number)
			return t
		},
		check: func(t person.Title, others []person.Title, _ calendar.Date) fault.List {
			faults := t.Check()
			if len(faults) == 0 && !known(t.Kind) {
				faults = append(faults, fault.Field("kind", "invalid"))
			}
			if slices.ContainsFunc(others, t.Same) {
				faults = append(faults, fault.Field("number", "person.title-twice"))
			}
			return faults
		},
		keep: func(before, after person.Title) person.Title {
			if after.Number == "" {
				after.Number = before.Number
			}
			return after
		},
		fields: func(t person.Title) []field {
			return []field{{"kind", t.Kind}, {"number", t.Number}, {"from", t.From.String()}, {"until", t.Until.String()}}
		},
	}
}
