package public

import (
	"slices"
	"strings"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// differenceView is one change of the law in a line.
type differenceView struct {
	Chip  chipView // new, no longer, changed
	Title string   // "Paper: proof of means"
	From  string   // what it said
	To    string   // what it says
}

// differencesOf puts the changes of the law in words.
//
//locale:uses page.changes.what.* page.changes.attribute.*
func differencesOf(p *locale.Printer, list []law.Difference) []differenceView {
	out := make([]differenceView, 0, len(list))
	for _, d := range list {
		out = append(out, differenceOf(p, d))
	}
	return out
}

func differenceOf(p *locale.Printer, d law.Difference) differenceView {
	view := differenceView{Chip: changeChip(p, d.Change), From: d.From, To: d.To}
	what := p.T("page.changes.what." + whatOf(d))
	switch {
	case d.What == "country":
		what = p.T("page.changes.attribute." + d.ID)
		view.From, view.To = countryWord(p, d.From), countryWord(p, d.To)
	case len(d.Before)+len(d.After) > 0 && slices.ContainsFunc(append(d.Before, d.After...), func(x any) bool { return x != nil }):
		view.From, view.To = itemWords(p, d.Before), itemWords(p, d.After)
	}
	view.Title = what
	if d.Title != "" {
		view.Title = what + ": " + d.Title
	}
	if view.From == view.To {
		view.From, view.To = "", ""
		if d.Change == law.Changed {
			view.To = p.T("page.changes.condition")
		}
	}
	return view
}

// whatOf names the sort of thing: a part of a procedure by itself.
func whatOf(d law.Difference) string {
	if d.What == "part" {
		return d.ID
	}
	return d.What
}

func changeChip(p *locale.Printer, change string) chipView {
	switch change {
	case law.Added:
		return chipView{ui.Green, p.T("page.changes.added")}
	case law.Ended:
		return chipView{ui.Red, p.T("page.changes.ended")}
	}
	return chipView{ui.Amber, p.T("page.changes.changed")}
}

// itemWords says what an item says, each of its alternatives.
func itemWords(p *locale.Printer, items []any) string {
	var words []string
	for _, item := range items {
		switch item := item.(type) {
		case *law.Money:
			if item != nil {
				words = append(words, p.Money(item.Amount, item.Currency))
			}
		case *law.Processing:
			words = append(words, processingWords(p, item))
		case *law.Output:
			words = append(words, outputWords(p, item))
		case *law.Contest:
			words = append(words, contestWords(p, item))
		}
	}
	return strings.Join(slices.Compact(words), " / ")
}

// processingWords is the authority's term in a few words: "Within 30 days. They may add up to 15 days."
func processingWords(p *locale.Printer, pr *law.Processing) string {
	if pr.SameDay {
		return p.T("page.plan.same_day")
	}
	words := p.T("page.plan.within", locale.Str("term", p.Term(pr.Days, pr.Unit)))
	if pr.ExtensionDays > 0 {
		words += ". " + p.T("page.plan.extension", locale.Str("term", p.Term(pr.ExtensionDays, pr.Unit)))
	}
	return words
}

func outputWords(p *locale.Printer, o *law.Output) string {
	if valid := validityWords(p, o.Validity); valid != "" {
		return o.Title + ": " + valid
	}
	return o.Title
}

func contestWords(p *locale.Printer, c *law.Contest) string {
	switch {
	case c.Where == "none":
		return p.T("page.plan.contest_none")
	case c.Days == 0:
		return c.WhereName
	}
	return c.WhereName + ", " + p.Term(c.Days, c.Unit)
}

// countryWord is the value of an attribute of a country; "" where there was none.
//
//locale:uses page.changes.value.*
func countryWord(p *locale.Printer, value string) string {
	if value == "" || !p.Has("page.changes.value."+value) {
		return value
	}
	return p.T("page.changes.value." + value)
}
