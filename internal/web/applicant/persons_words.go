package applicant

import (
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/person"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// relationWord says what somebody is to the reader.
//
//locale:uses persons.relation.*
func relationWord(p *locale.Printer, r person.Relation) string {
	return p.T("persons.relation." + string(r))
}

// sexWord says what a passport says by a letter.
//
//locale:uses persons.sex.*
func sexWord(p *locale.Printer, s person.Sex) string {
	return p.T("persons.sex." + strings.ToLower(string(s)))
}

// paperWord names a kind of identity paper.
//
//locale:uses persons.paper_kind.*
func paperWord(p *locale.Printer, k person.PaperKind) string {
	return p.T("persons.paper_kind." + string(k))
}

// options are the values of a choice with their words.
func options[S ~string](p *locale.Printer, all []S, word func(*locale.Printer, S) string) []ui.Option {
	out := make([]ui.Option, len(all))
	for i, value := range all {
		out[i] = ui.Option{Value: string(value), Text: word(p, value)}
	}
	return out
}

// countries are the states of the world; with stateless, no state at all is one of the answers.
func countries(p *locale.Printer, stateless bool) []ui.Option {
	var out []ui.Option
	for _, c := range p.Countries() {
		if c.Code != locale.Stateless || stateless {
			out = append(out, ui.Option{Value: c.Code, Text: c.Name})
		}
	}
	return out
}

func counties(p *locale.Printer) []ui.Option {
	var out []ui.Option
	for _, c := range p.Counties() {
		out = append(out, ui.Option{Value: c.Code, Text: c.Name})
	}
	return out
}

// dayWords writes a day in full, and says that there is none.
func dayWords(p *locale.Printer, d calendar.Date) string {
	if d.IsZero() {
		return p.T("persons.none")
	}
	return p.Date(d)
}

// textOr is a text, and says that there is none.
func textOr(p *locale.Printer, text string) string {
	if text == "" {
		return p.T("persons.none")
	}
	return text
}

// fromUntil says from when until when something was or is.
func fromUntil(p *locale.Printer, from, until calendar.Date) string {
	switch {
	case from.IsZero() && until.IsZero():
		return p.T("persons.since_unknown")
	case until.IsZero():
		return p.T("persons.since", locale.Str("from", p.Date(from)))
	case from.IsZero():
		return p.T("persons.until", locale.Str("until", p.Date(until)))
	}
	return p.T("persons.from_until", locale.Str("from", p.Date(from)), locale.Str("until", p.Date(until)))
}

// titles are the papers that the law knows as titles of residence and that somebody gives, by their title.
func (p *Persons) titles(v *page.Visit) []ui.Option {
	var out []ui.Option
	for _, d := range p.Law.Documents(v.P.Lang(), v.Today) {
		if d.Kind == TitleKind && d.Given > 0 {
			out = append(out, ui.Option{Value: d.ID, Text: d.Title})
		}
	}
	return out
}

// TitleKind is the kind of the law's documents that an office issues to show a right.
const TitleKind = "title"

// titleNames are the names of all titles of residence by their ids, also of those that nobody gives any more.
func (p *Persons) titleNames(v *page.Visit) map[string]string {
	out := make(map[string]string)
	for _, d := range p.Law.Documents(v.P.Lang(), v.Today) {
		if d.Kind == TitleKind {
			out[d.ID] = d.Title
		}
	}
	return out
}

// titleWord names a title of residence; one that the law does not know any more is named by its id.
func titleWord(names map[string]string, id string) string {
	if name := names[id]; name != "" {
		return name
	}
	return id
}
