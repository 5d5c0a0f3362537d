package document

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/mrz"
	"sejur/internal/person"
)

// The longest values, in letters.
const (
	MaxWords = 200   // a line of a paper and of a small screen
	MaxProse = 20000 // some ten pages

	MaxProcedure = 40 // bytes of an id of the law, as a seal has them
)

// Lint looks whether a document may be signed today: once it is, nothing on it can be mended. Faults name the field.
func (d Document) Lint(on calendar.Date) error {
	var l lint
	l.refuse(!slices.Contains(Kinds(), d.Kind), "kind", "document.kind")
	l.refuse(d.Basis.Kind != d.Kind.Basis() || d.Basis.ID == "", "basis", "document.basis")
	l.refuse(d.Person == "", "person", "field.missing")
	l.refuse(len(d.Procedure) > MaxProcedure, "procedure", "document.too-long")
	l.refuse(!d.Number.Of(d.Kind), "number", "document.number")
	l.refuse(!d.Code.Valid(), "code", "document.code")
	l.refuse(d.Lang == locale.RO || (d.Lang != "" && !slices.Contains(locale.All(), d.Lang)), "lang", "document.lang")
	l.dates(d, on)
	l.facts(d)
	return l.faults.Err()
}

type lint struct{ faults fault.List }

func (l *lint) refuse(wrong bool, field, key string) {
	if wrong {
		l.faults = append(l.faults, fault.Field(field, key))
	}
}

// dates refuses days that cannot be true together.
func (l *lint) dates(d Document, on calendar.Date) {
	l.refuse(d.IssuedOn.IsZero(), "issued-on", "field.missing")
	l.refuse(d.IssuedOn.After(on), "issued-on", "fact.date-future")
	l.refuse(!d.ValidUntil.IsZero() && d.ValidUntil.Before(d.IssuedOn), "valid-until", "document.ends-first")
	for _, f := range d.Facts {
		if f.Name.Form() != Day {
			continue
		}
		day, err := calendar.Parse(f.Value)
		l.refuse(err != nil, string(f.Name), "document.day")
		if err != nil {
			continue
		}
		from, _ := calendar.Parse(d.Fact(StayFrom)) // of none, nothing is before it
		l.refuse((f.Name == BirthDate || f.Name == FiledOn) && day.After(d.IssuedOn), string(f.Name), "document.after-issue")
		l.refuse(f.Name == ContestBy && day.Before(d.IssuedOn), string(f.Name), "document.ends-first")
		l.refuse(f.Name == StayUntil && day.Before(from), string(f.Name), "document.ends-first")
	}
}

// facts refuses what is missing, stands twice, is too long, or cannot be printed.
func (l *lint) facts(d Document) {
	for _, n := range d.Kind.Needs() {
		l.refuse(d.Fact(n) == "", string(n), "field.missing")
	}
	l.faults = append(l.faults, d.names().Check("")...)
	for _, n := range []Name{Surname, Given} {
		_, err := mrz.Transliterate(d.Fact(n), mrz.Spelling{})
		l.refuse(err != nil && len(d.names().Check("")) == 0, string(n), "document.zone-name")
	}
	seen := make(map[Name]bool)
	for _, f := range d.Facts {
		name := string(f.Name)
		l.refuse(seen[f.Name], name, "document.twice")
		seen[f.Name] = true
		limit := MaxWords
		switch f.Name.Form() {
		case "":
			l.refuse(true, name, "document.fact")
		case Country:
			l.refuse(!locale.IsCountry(f.Value), name, "fact.country")
		case Choice:
			l.refuse(!slices.Contains(f.Name.Words(), f.Value), name, "document.fact")
		case Mark:
			l.refuse(len(f.Value) > person.MaxNumber, name, "document.too-long")
		case Prose:
			limit = MaxProse
		case Lines:
			l.refuse(!rightZone(f.Value), name, "document.zone")
		case Words, Day:
		}
		for _, text := range []string{f.Value, f.Other} {
			l.refuse(utf8.RuneCountInString(text) > limit, name, "document.too-long")
			l.refuse(!printable(text, f.Name.Form() == Prose || f.Name.Form() == Lines), name, "person.characters")
		}
	}
}

// rightZone tells whether a machine-readable zone is whole and its check digits are right (ICAO Doc 9303-3, 4.9).
func rightZone(lines string) bool {
	zone, err := mrz.Read(lines)
	return err == nil && zone.Valid()
}

// names are the names that the paper shows.
func (d Document) names() person.Names {
	return person.Names{Surname: d.Fact(Surname), Given: d.Fact(Given)}
}

// printable tells whether a paper can show a text as it is. Marks that turn the writing could make one read what is not sealed.
func printable(text string, lines bool) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) && (r != '\n' || !lines) })
}
