package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"sejur/internal/law"
	"sejur/internal/locale"
)

// lawList are the flags of the commands that list the law.
type lawList struct {
	jsonFlag
	langFlag
	onFlag
	lawFlag
}

// shelf is the law opened for one reader: on a day, in a language.
type shelf struct {
	*law.Law
	lang    locale.Lang
	printer *locale.Printer
}

func (c lawList) open(d *desk) (*shelf, error) {
	catalogue, p, err := d.speaker(c.langFlag, "")
	if err != nil {
		return nil, err
	}
	l, err := c.load(catalogue)
	if err != nil {
		return nil, err
	}
	return &shelf{Law: l, lang: p.Lang(), printer: p}, nil
}

// list prints open data: as JSON whole, as text one row each.
func list[T any](d *desk, c lawList, all func(*shelf) []T, row func(T) []string) error {
	s, err := c.open(d)
	if err != nil {
		return err
	}
	items := all(s)
	if c.JSON {
		return d.printJSON(items)
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, item := range items {
		if _, err := fmt.Fprintln(w, strings.Join(row(item), "\t")); err != nil {
			return fmt.Errorf("lay out the list: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("lay out the list: %w", err)
	}
	return d.print(b.String())
}

type lawFacts struct{ lawList }

// Help is the long help of the command.
func (*lawFacts) Help() string { return "Example: sejur law facts --lang en" }

// Run lists the facts.
func (c *lawFacts) Run(d *desk) error {
	return list(d, c.lawList, func(s *shelf) []law.FactInfo { return s.FactList(s.lang) },
		func(f law.FactInfo) []string { return []string{f.ID, string(f.Kind), f.Text} })
}

type lawProcedures struct{ lawList }

// Help is the long help of the command.
func (*lawProcedures) Help() string { return "Example: sejur law procedures --on 2027-01-01 --lang en" }

// Run lists the procedures.
func (c *lawProcedures) Run(d *desk) error {
	return list(d, c.lawList, func(s *shelf) []law.ProcedureInfo { return s.Procedures(s.lang, c.on(d)) },
		func(p law.ProcedureInfo) []string { return []string{p.ID, mark(p.InForce), p.Title} })
}

// mark shows whether something is in force.
func mark(inForce bool) string {
	if inForce {
		return "+"
	}
	return "-"
}

type lawDocuments struct{ lawList }

// Help is the long help of the command.
func (*lawDocuments) Help() string { return "Example: sejur law documents --lang en" }

// Run lists the documents.
func (c *lawDocuments) Run(d *desk) error {
	return list(d, c.lawList, func(s *shelf) []law.DocumentInfo { return s.DocumentList(s.lang) },
		func(i law.DocumentInfo) []string { return []string{i.ID, i.Kind, i.Title} })
}

type lawCountries struct{ lawList }

// Help is the long help of the command.
func (*lawCountries) Help() string { return "Example: sejur law countries --lang en" }

// Run lists the countries.
func (c *lawCountries) Run(d *desk) error {
	return list(d, c.lawList, func(s *shelf) []law.CountryInfo { return s.CountryList(s.lang, c.on(d)) },
		func(i law.CountryInfo) []string {
			row := []string{i.Code, i.Name}
			for _, name := range []string{"group", "visa", "invitation", "apostille", "treaty"} {
				row = append(row, name+"="+known(i.Attributes[name]))
			}
			return row
		})
}

// known is a value, or a question mark where the data does not hold one.
func known(value *string) string {
	if value == nil {
		return "?"
	}
	return *value
}

type lawOffices struct{ lawList }

// Help is the long help of the command.
func (*lawOffices) Help() string { return "Example: sejur law offices --lang en" }

// Run lists the offices.
func (c *lawOffices) Run(d *desk) error {
	return list(d, c.lawList, func(s *shelf) []law.Office { return s.Offices(s.lang, c.on(d)) },
		func(o law.Office) []string { return []string{o.ID, o.County, o.Name, known(o.Address)} })
}

type lawAmounts struct{ lawList }

// Help is the long help of the command.
func (*lawAmounts) Help() string { return "Example: sejur law amounts --on 2025-07-01 --lang en" }

// Run lists the amounts.
func (c *lawAmounts) Run(d *desk) error {
	return list(d, c.lawList, func(s *shelf) []law.AmountInfo { return s.AmountList(s.lang, c.on(d)) },
		func(a law.AmountInfo) []string {
			if a.Now == nil {
				return []string{a.ID, "-", a.Title}
			}
			return []string{a.ID, known(a.Now.Amount) + " " + a.Now.Currency, a.Title}
		})
}

type lawSearch struct {
	Words []string `arg:"" help:"What people say, in any of the languages."`
	lawList
}

// Help is the long help of the command.
func (*lawSearch) Help() string { return "Example: sejur law search permis student --lang en" }

// Run lists what was found, the best first.
func (c *lawSearch) Run(d *desk) error {
	return list(d, c.lawList, func(s *shelf) []law.Found { return s.Search(strings.Join(c.Words, " "), s.lang, c.on(d)) },
		func(f law.Found) []string { return []string{f.Kind, f.ID, f.Title} })
}
