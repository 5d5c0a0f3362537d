package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/law"
)

// lawDiff compares the law on two days.
type lawDiff struct {
	From calendar.Date `arg:"" help:"The first day, YYYY-MM-DD."`
	To   calendar.Date `arg:"" help:"The other day, YYYY-MM-DD."`
	jsonFlag
	langFlag
	lawFlag
}

// Help is the long help of the command.
func (*lawDiff) Help() string { return "Example: sejur law diff 2026-08-07 2026-08-08 --lang en" }

// difference is one thing that is not the same on both days.
type difference struct {
	What   string `json:"what"`           // procedure, document, fee, clause, step, duty, warning, ground, apply, …, amount, country, office
	Of     string `json:"of,omitempty"`   // the procedure or country that it belongs to
	ID     string `json:"id"`             // the item
	Change string `json:"change"`         // added | ended | changed
	From   string `json:"from,omitempty"` // the value on the first day, where it is one word
	To     string `json:"to,omitempty"`
}

type lawDiffAnswer struct {
	From    calendar.Date `json:"from"`
	To      calendar.Date `json:"to"`
	Law     string        `json:"law"`
	Changes []difference  `json:"changes"`
}

// Run prints what changed, one line each.
func (c *lawDiff) Run(d *desk) error {
	s, err := lawList{langFlag: c.langFlag, lawFlag: c.lawFlag}.open(d)
	if err != nil {
		return err
	}
	answer := lawDiffAnswer{From: c.From, To: c.To, Law: s.Version(), Changes: []difference{}}
	for _, compare := range []func(*shelf) ([]difference, error){c.procedures, c.amounts, c.countries, c.offices} {
		found, err := compare(s)
		if err != nil {
			return err
		}
		answer.Changes = append(answer.Changes, found...)
	}
	if c.JSON {
		return d.printJSON(answer)
	}
	var b strings.Builder
	for _, x := range answer.Changes {
		b.WriteString(strings.TrimSpace(fmt.Sprintf("%-8s %-12s %s %s", x.Change, x.What, strings.TrimSpace(x.Of+" "+x.ID), arrow(x))) + "\n")
	}
	return d.print(b.String())
}

func arrow(x difference) string {
	if x.From == "" && x.To == "" {
		return ""
	}
	return x.From + " -> " + x.To
}

func (c *lawDiff) procedures(s *shelf) ([]difference, error) {
	var out []difference
	for _, p := range s.Procedures(s.lang, c.From) {
		before, _ := s.Procedure(p.ID, s.lang, c.From)
		after, _ := s.Procedure(p.ID, s.lang, c.To)
		switch {
		case before.InForce != after.InForce:
			change := "added"
			if before.InForce {
				change = "ended"
			}
			out = append(out, difference{What: "procedure", ID: p.ID, Change: change})
		case before.InForce:
			found, err := versionChanges(p.ID, timeless(before), timeless(after))
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		}
	}
	return out, nil
}

// timeless takes out of a procedure the days that are counted from the day it is seen on: they are not law.
func timeless(p law.ProcedurePage) law.ProcedurePage {
	r := &p.Route
	r.Dates = nil
	r.Documents = slices.Clone(r.Documents)
	for i := range r.Documents {
		r.Documents[i].FreshUntil = nil
	}
	for _, notes := range []*[]law.Note{&r.Steps, &r.Duties, &r.Warnings} {
		*notes = slices.Clone(*notes)
		for i := range *notes {
			(*notes)[i].Date = nil
		}
	}
	if r.Apply != nil {
		apply := *r.Apply
		apply.From, apply.By, apply.RollsTo, apply.AdvisedBy, apply.ClosedBecause = nil, nil, nil, nil, ""
		r.Apply = &apply
	}
	if r.Output != nil {
		output := *r.Output
		output.Validity.Until = nil
		r.Output = &output
	}
	if r.Contest != nil {
		contest := *r.Contest
		contest.SafeBy = nil
		r.Contest = &contest
	}
	return p
}

// versionChanges compares two versions of one procedure, item by item and then its single parts.
func versionChanges(of string, a, b law.ProcedurePage) ([]difference, error) {
	c := &comparison{of: of}
	compareItems(c, "clause", a.Clauses, b.Clauses, func(r law.Reason) string { return r.ID })
	compareItems(c, "document", a.Route.Documents, b.Route.Documents, func(d law.PlanDocument) string { return d.ID })
	compareItems(c, "not-needed", a.Route.NotNeeded, b.Route.NotNeeded, func(n law.NotNeeded) string { return n.ID })
	compareItems(c, "fee", a.Route.Fees, b.Route.Fees, func(f law.Fee) string { return f.ID })
	note := func(n law.Note) string { return n.ID }
	compareItems(c, "step", a.Route.Steps, b.Route.Steps, note)
	compareItems(c, "duty", a.Route.Duties, b.Route.Duties, note)
	compareItems(c, "warning", a.Route.Warnings, b.Route.Warnings, note)
	compareItems(c, "ground", a.Route.Grounds, b.Route.Grounds, func(r law.Reason) string { return r.ID })
	for _, part := range []struct {
		name string
		a, b any
	}{
		{"authority", a.Route.Authority, b.Route.Authority}, {"filing", a.Route.Filing, b.Route.Filing}, {"form", a.Route.Form, b.Route.Form},
		{"apply", a.Route.Apply, b.Route.Apply}, {"processing", a.Route.Processing, b.Route.Processing},
		{"output", a.Route.Output, b.Route.Output}, {"contest", a.Route.Contest, b.Route.Contest},
	} {
		if c.differ(part.a, part.b) {
			c.add("part", part.name, "changed")
		}
	}
	return c.found, c.err
}

// comparison collects the differences of one procedure.
type comparison struct {
	of    string
	found []difference
	err   error
}

func (c *comparison) add(what, id, change string) {
	c.found = append(c.found, difference{What: what, Of: c.of, ID: id, Change: change})
}

// differ compares as open data: what JSON does not show is no difference.
func (c *comparison) differ(a, b any) bool {
	if reflect.DeepEqual(a, b) {
		return false
	}
	before, err := json.Marshal(a)
	if err != nil {
		c.err = fmt.Errorf("compare %s: %w", c.of, err)
	}
	after, err := json.Marshal(b)
	if err != nil {
		c.err = fmt.Errorf("compare %s: %w", c.of, err)
	}
	return string(before) != string(after)
}

func compareItems[T any](c *comparison, what string, a, b []T, id func(T) string) {
	before, after := map[string][]T{}, map[string][]T{}
	for _, item := range a {
		before[id(item)] = append(before[id(item)], item)
	}
	for _, item := range b {
		after[id(item)] = append(after[id(item)], item)
	}
	all := maps.Clone(before)
	maps.Copy(all, after)
	for _, name := range sortedNames(all) {
		switch {
		case before[name] == nil:
			c.add(what, name, "added")
		case after[name] == nil:
			c.add(what, name, "ended")
		case c.differ(before[name], after[name]):
			c.add(what, name, "changed")
		}
	}
}

func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func (c *lawDiff) amounts(s *shelf) ([]difference, error) {
	var out []difference
	after := map[string]law.AmountInfo{}
	for _, a := range s.AmountList(s.lang, c.To) {
		after[a.ID] = a
	}
	for _, a := range s.AmountList(s.lang, c.From) {
		if before, now := amountWord(a), amountWord(after[a.ID]); before != now {
			out = append(out, difference{What: "amount", ID: a.ID, Change: changeOf(before, now), From: before, To: now})
		}
	}
	return out, nil
}

// amountWord is an amount on its day, "" when there is none.
func amountWord(a law.AmountInfo) string {
	if a.Now == nil {
		return ""
	}
	return known(a.Now.Amount) + " " + a.Now.Currency
}

func changeOf(before, after string) string {
	switch "" {
	case before:
		return "added"
	case after:
		return "ended"
	}
	return "changed"
}

func (c *lawDiff) countries(s *shelf) ([]difference, error) {
	var out []difference
	after := map[string]law.CountryInfo{}
	for _, country := range s.CountryList(s.lang, c.To) {
		after[country.Code] = country
	}
	for _, country := range s.CountryList(s.lang, c.From) {
		for _, name := range sortedNames(country.Attributes) {
			before, now := known(country.Attributes[name]), known(after[country.Code].Attributes[name])
			if before != now {
				out = append(out, difference{What: "country", Of: country.Code, ID: name, Change: "changed", From: before, To: now})
			}
		}
	}
	return out, nil
}

func (c *lawDiff) offices(s *shelf) ([]difference, error) {
	cmp := &comparison{}
	compareItems(cmp, "office", s.Offices(s.lang, c.From), s.Offices(s.lang, c.To), func(o law.Office) string { return o.ID })
	return cmp.found, cmp.err
}
