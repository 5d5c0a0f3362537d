package person

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
)

// The longest texts, in letters (Unicode code points).
const (
	MaxName   = 120 // of a surname, and of all given names together; a passport prints fewer
	MaxNumber = 30  // of a paper, a house, a postcode
	MaxPlace  = 120 // of a locality, a street, a place of birth
)

// Tidy writes a text from outside in one form: composed letters (Unicode NFC), no space before or after, one space between words,
// on one line.
func Tidy(text string) string {
	return strings.Join(strings.Fields(norm.NFC.String(text)), " ")
}

// check gathers faults in the order of the fields. A field that is empty has at most the fault that it is missing.
type check struct{ faults fault.List }

func (c *check) add(field, key string, args ...fault.Arg) {
	c.faults = append(c.faults, fault.Field(field, key, args...))
}

func (c *check) given(field, text string) {
	if text == "" {
		c.add(field, "field.missing")
	}
}

// line refuses a text that is too long or has a letter that nothing prints: line ends, marks that turn the writing, half letters.
// It tells whether the text is in order.
func (c *check) line(field, text string, limit int) bool {
	if utf8.RuneCountInString(text) > limit {
		c.add(field, "person.too-long", fault.Num("max", limit))
		return false
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		c.add(field, "person.characters")
		return false
	}
	return true
}

func (c *check) name(field, text string) {
	if text == "" || !c.line(field, text, MaxName) {
		return
	}
	if strings.ContainsFunc(text, func(r rune) bool { return !inName(r) }) || !strings.ContainsFunc(text, unicode.IsLetter) {
		c.add(field, "person.name-letters")
	}
}

// number refuses what is no number of a paper. Papers have numbers in every alphabet.
func (c *check) number(field, text string) {
	c.given(field, text)
	if text == "" || !c.line(field, text, MaxNumber) {
		return
	}
	odd := strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" -./", r)
	})
	if odd || Canonical(text) == "" {
		c.add(field, "person.number")
	}
}

func (c *check) country(field, code string) {
	if !locale.IsCountry(code) {
		c.add(field, "fact.country")
	}
}

func (c *check) county(field, code string) {
	if !locale.IsCounty(code) {
		c.add(field, "fact.county")
	}
}

// day refuses no date. It tells whether there is one.
func (c *check) day(field string, d calendar.Date) bool {
	if d.IsZero() {
		c.add(field, "field.missing")
	}
	return !d.IsZero()
}

// past refuses no date and a date after on. It tells whether there is a date.
func (c *check) past(field string, d, on calendar.Date) bool {
	if !c.day(field, d) {
		return false
	}
	if d.After(on) {
		c.add(field, "fact.date-future")
	}
	return true
}

// order refuses an end before the beginning. Either may be none.
func (c *check) order(field string, from, until calendar.Date) {
	if !until.IsZero() && until.Before(from) {
		c.add(field, "person.ends-first")
	}
}

// oneOf refuses a word that is not one of the known ones.
func oneOf[S ~string](c *check, field string, value S, known []S) {
	if slices.Contains(known, value) {
		return
	}
	var words []string
	for _, k := range known {
		words = append(words, string(k))
	}
	c.add(field, "field.choice", fault.Text("accepted", strings.Join(words, ", ")))
}
