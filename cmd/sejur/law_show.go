package main

import (
	"maps"
	"slices"
	"strings"

	"sejur/internal/fault"
	"sejur/internal/law"
)

// lawShow shows whatever the law has under an id.
type lawShow struct {
	ID string `arg:"" help:"Id of a procedure, document, fact, office or amount, or the code of a country."`
	lawList
}

// Help is the long help of the command.
func (*lawShow) Help() string { return "Example: sejur law show study-permit --lang en" }

// Run shows it.
func (c *lawShow) Run(d *desk) error {
	s, err := c.open(d)
	if err != nil {
		return err
	}
	if page, ok := s.Procedure(c.ID, s.lang, c.on(d)); ok {
		if c.JSON {
			return d.printJSON(page)
		}
		return d.print(procedureText(s, page))
	}
	item, words := c.find(d, s)
	if item == nil {
		return tell(s.printer, &fault.Error{Kind: fault.NotFound, Field: fault.Clip(c.ID), Key: "not-found"})
	}
	if c.JSON {
		return d.printJSON(item)
	}
	return d.print(strings.Join(words, "\n") + "\n")
}

// find looks through everything that is no procedure. The item is nil when nothing has the id.
func (c *lawShow) find(d *desk, s *shelf) (item any, words []string) {
	if found := pick(s.DocumentList(s.lang), func(i law.DocumentInfo) bool { return i.ID == c.ID }); found != nil {
		return found, filled(found.ID, found.Title, found.TitleRO, found.Hint, found.Where, sourceLines(found.Sources))
	}
	if found := pick(s.FactList(s.lang), func(i law.FactInfo) bool { return i.ID == c.ID }); found != nil {
		words := filled(found.ID+" ("+string(found.Kind)+")", found.Text, found.Hint, found.AskIf, found.Is)
		for _, o := range found.Options {
			words = append(words, "  "+o.ID+": "+o.Text)
		}
		return found, words
	}
	if found, ok := s.Office(c.ID, s.lang); ok {
		return found, filled(found.ID, found.Name, found.County+" "+found.City, known(found.Address), known(found.Phone),
			known(found.Email), known(found.URL), sourceLines(found.Sources))
	}
	if found := pick(s.AmountList(s.lang, c.on(d)), func(i law.AmountInfo) bool { return i.ID == c.ID }); found != nil {
		words := filled(found.ID, found.Title)
		for _, r := range found.Rows {
			words = append(words, "  "+r.From.String()+"  "+known(r.Amount)+" "+r.Currency)
		}
		return found, words
	}
	if found := pick(s.CountryList(s.lang, c.on(d)), func(i law.CountryInfo) bool { return i.Code == c.ID }); found != nil {
		words := filled(found.Code, found.Name)
		for _, name := range slices.Sorted(maps.Keys(found.Attributes)) {
			words = append(words, "  "+name+": "+known(found.Attributes[name]))
		}
		return found, words
	}
	return nil, nil
}

func pick[T any](all []T, is func(T) bool) *T {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return &all[i]
	}
	return nil
}

// filled leaves out the empty lines.
func filled(lines ...string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return strings.TrimSpace(line) == "" })
}

func sourceLines(sources []*law.Source) string {
	lines := make([]string, len(sources))
	for i, source := range sources {
		lines[i] = "  " + strings.TrimSpace(source.ActName+" "+source.Article+" "+source.Title+" "+source.URL)
	}
	return strings.Join(lines, "\n")
}

// procedureText is a procedure for people: the same sheet as a plan's route, before it the days of its versions.
func procedureText(s *shelf, page law.ProcedurePage) string {
	out := &sheet{p: s.printer}
	for _, change := range page.History {
		until := ""
		if change.Until != nil {
			until = change.Until.String()
		}
		out.line("", change.From.String()+".."+until+out.cite(change.Sources))
	}
	if page.Ended != "" {
		out.line("", page.Ended)
	}
	out.route(&page.Route)
	out.notes()
	return out.text.String()
}
