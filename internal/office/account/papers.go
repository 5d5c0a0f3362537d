package account

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
)

// papers is the shelf of identity papers. A change without a number leaves the number as it was.
func papers(o *office.Office[PersonsTx]) *Shelf[person.Paper] {
	return &Shelf[person.Paper]{
		office: o, name: "paper", most: person.MaxPapers,
		rows: func(tx PersonsTx) Items[person.Paper] { return tx.Papers() },
		tidy: func(p person.Paper) person.Paper {
			p.Number = person.Tidy(p.Number)
			return p
		},
		check: func(p person.Paper, others []person.Paper, on calendar.Date) fault.List {
			faults := p.Check(on)
			if slices.ContainsFunc(others, p.Same) {
				faults = append(faults, fault.Field("number", "person.paper-twice"))
			}
			return faults
		},
		keep: func(before, after person.Paper) person.Paper {
			if after.Number == "" {
				after.Number = before.Number
			}
			return after
		},
		fields: func(p person.Paper) []field {
			return []field{
				{"kind", string(p.Kind)}, {"number", p.Number}, {"issuer", p.Issuer}, {"issued", p.Issued.String()},
				{"expires", p.Expires.String()}, {"ended", p.Ended.String()},
			}
		},
	}
}

// ReplacePaper puts a new paper in the place of one that is held no longer, and returns the id of the new one. The old one stays in the
// file, ended today: visas and titles may stand in it. Faults: as of adding a paper; Conflict when somebody changed the old one since
// it was seen.
func (p *Persons) ReplacePaper(ctx context.Context, by access.Actor, asked Asked, in ChangeItem[person.Paper]) (string, error) {
	s := p.Papers
	return office.Do(ctx, p.office, keeping(by, asked, "person.replace-paper", in),
		func(ctx context.Context, tx PersonsTx, w *office.Work) (string, error) {
			items, err := s.take(ctx, tx, w, in.Person)
			if err != nil {
				return "", err
			}
			old, _, err := pick(items, in.Item, in.Version)
			if err != nil {
				return "", err
			}
			ended := old.Value
			if ended.Ended.IsZero() {
				ended.Ended = today(w)
			}
			id, err := s.put(ctx, tx, w, AddItem[person.Paper]{Person: in.Person, Value: in.Value}, items)
			if err != nil {
				return "", err
			}
			return id, s.write(ctx, tx, w, in.Person, old, ended)
		})
}
