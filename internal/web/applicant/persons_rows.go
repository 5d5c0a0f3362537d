package applicant

import (
	"strings"

	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/web/ui"
)

// What is kept as lines of words, in the order of its form. The page of a person shows them, and so does a form that somebody else was
// faster with. The number stands first where there is one.

func namesRows(p *locale.Printer, n person.Names) []ui.Row {
	return []ui.Row{
		{Key: p.T("persons.surname"), Value: n.Surname},
		{Key: p.T("persons.given"), Value: textOr(p, n.Given)},
	}
}

func birthOf(who person.Person) account.Birth {
	return account.Birth{Date: who.BirthDate, Place: who.BirthPlace, Country: who.BirthCountry, Sex: who.Sex}
}

func birthRows(p *locale.Printer, b account.Birth) []ui.Row {
	return []ui.Row{
		{Key: p.T("persons.birth_date"), Value: dayWords(p, b.Date)},
		{Key: p.T("persons.sex_text"), Value: sexWord(p, b.Sex)},
		{Key: p.T("persons.birth_country"), Value: textOr(p, p.Country(b.Country))},
		{Key: p.T("persons.birth_place"), Value: textOr(p, b.Place)},
	}
}

func nationalityRow(p *locale.Printer, code string) ui.Row {
	return ui.Row{Key: p.T("persons.nationality"), Value: p.Country(code)}
}

func relationRow(p *locale.Printer, r person.Relation) ui.Row {
	return ui.Row{Key: p.T("persons.relation_text"), Value: relationWord(p, r)}
}

// paperTitle names a paper by its kind and the state that gave it.
func paperTitle(p *locale.Printer, paper person.Paper) string {
	return p.T("persons.paper_of", locale.Str("kind", paperWord(p, paper.Kind)), locale.Str("country", p.Country(paper.Issuer)))
}

func paperRows(p *locale.Printer, paper person.Paper) []ui.Row {
	return []ui.Row{
		{Key: p.T("persons.number"), Value: paper.Number},
		{Key: p.T("persons.issued"), Value: dayWords(p, paper.Issued)},
		{Key: p.T("persons.expires"), Value: dayWords(p, paper.Expires)},
	}
}

// addressTitle is the address in one line, as an envelope has it.
func addressTitle(p *locale.Printer, a person.Address) string {
	street := strings.TrimSpace(a.Street + " " + a.Number)
	parts := []string{street, a.Details, strings.TrimSpace(a.Postcode + " " + a.Locality)}
	if a.InRomania() {
		parts = append(parts, p.County(a.County))
	} else {
		parts = append(parts, p.Country(a.Country))
	}
	var out []string
	for _, part := range parts {
		if part != "" {
			out = append(out, part)
		}
	}
	return strings.Join(out, ", ")
}

func addressRows(p *locale.Printer, a person.Address) []ui.Row {
	return []ui.Row{{Key: p.T("persons.lived"), Value: fromUntil(p, a.From, a.Until)}}
}

func stayRows(p *locale.Printer, s person.Stay) []ui.Row {
	return []ui.Row{
		{Key: p.T("persons.entry"), Value: dayWords(p, s.Entry)},
		{Key: p.T("persons.exit"), Value: dayWords(p, s.Exit)},
	}
}

func titleRows(p *locale.Printer, t person.Title) []ui.Row {
	return []ui.Row{
		{Key: p.T("persons.number"), Value: textOr(p, t.Number)},
		{Key: p.T("persons.valid"), Value: fromUntil(p, t.From, t.Until)},
	}
}
