package mrz

import (
	"slices"
	"strings"
)

// Read reads the lines of a zone as somebody typed or scanned them: in small letters too, with spaces, empty lines and the line ends of
// any system, with « for two fillers, or all lines in one. Its error is Faults that say why this has not the shape of a zone; what is
// wrong within the shape stands in the zone.
func Read(text string) (Zone, error) {
	var t typed
	t.take(text)
	l, faults := t.shape()
	if len(faults) > 0 {
		return Zone{}, faults
	}
	r := reading{layout: l, zone: string(t.text[:t.n])}
	for _, c := range t.illegal {
		line, position := l.place(c.at)
		r.faults = append(r.faults, Fault{Field: r.fieldAt(c.at), Problem: IllegalCharacter, Line: line, Position: position, Character: string(c.is)})
	}
	return r.read(), nil
}

// reading takes a zone apart, its lines in one, and collects what is wrong.
type reading struct {
	layout
	zone   string
	faults Faults
	fields Fields
	cut    bool
}

func (r *reading) read() Zone {
	r.documentCode()
	r.state(Issuer, r.issuer, &r.fields.Issuer)
	if r.fields.Issuer == "" {
		r.refuse(Issuer, Missing)
	}
	r.name()
	r.documentNumber()
	r.state(Nationality, r.nationality, &r.fields.Nationality)
	r.fields.BirthDate = r.date(BirthDate, r.birth, r.birthCheck)
	r.sexOf()
	r.fields.ExpiryDate = r.date(ExpiryDate, r.expiry, r.expiryCheck)
	r.checkOptional()
	r.checkComposite()
	if len(r.faults) > 1 {
		r.sortFaults()
	}
	return Zone{Format: r.format, Fields: r.fields, Cut: r.cut, Faults: r.faults}
}

func (r *reading) refuse(field Field, problem Problem) {
	r.faults = append(r.faults, Fault{Field: field, Problem: problem})
}

// refuseAt refuses what stands at a position.
func (r *reading) refuseAt(field Field, problem Problem, i int) {
	line, position := r.place(i)
	r.faults = append(r.faults, Fault{Field: field, Problem: problem, Line: line, Position: position, Character: r.zone[i : i+1]})
}

// only refuses the first character of a field that is not accepted; one that no zone has was told already. It tells whether all are.
func (r *reading) only(field Field, s span, problem Problem, accepted func(c byte) bool) bool {
	for i := s.from; i < s.to; i++ {
		if c := r.zone[i]; !accepted(c) {
			if c != illegal {
				r.refuseAt(field, problem, i)
			}
			return false
		}
	}
	return true
}

func isDigit(c byte) bool        { return c >= '0' && c <= '9' }
func isLetter(c byte) bool       { return c >= 'A' && c <= 'Z' }
func letterOrFiller(c byte) bool { return isLetter(c) || c == filler }
func digitOrFiller(c byte) bool  { return isDigit(c) || c == filler }

// documentCode reads the first two characters. Which letters a format may begin with is a rule for who writes: cards with others are about.
func (r *reading) documentCode() {
	r.only(DocumentCode, at(r.code.from), NotALetter, isLetter)
	r.fields.DocumentCode = trimmed(r.code.of(r.zone))
}

func (r *reading) state(field Field, s span, into *string) {
	r.only(field, s, NotALetter, letterOrFiller)
	*into = trimmed(s.of(r.zone))
}

// trimmed is a value without the fillers after it.
func trimmed(s string) string { return strings.TrimRight(s, "<") }

// name takes the identifiers apart at the first two fillers.
func (r *reading) name() {
	whole := r.names.of(r.zone)
	r.cut = isLetter(whole[len(whole)-1])
	primary, secondary, _ := strings.Cut(whole, "<<")
	first := span{r.names.from, r.names.from + len(primary)}
	r.only(Surname, first, NotALetter, letterOrFiller)
	r.only(GivenNames, span{first.to, r.names.to}, NotALetter, letterOrFiller)
	r.fields.Surname, r.fields.GivenNames = spaced(primary), spaced(secondary)
	if r.fields.Surname == "" {
		r.refuse(Surname, Missing)
	}
}

// spaced is a part of a name with spaces between its components.
func spaced(s string) string {
	s = strings.Trim(s, "<")
	for strings.Contains(s, "<<") {
		s = strings.ReplaceAll(s, "<<", "<")
	}
	return strings.ReplaceAll(s, "<", " ")
}

// documentNumber reads the number and, with it, the optional data. A number of more than nine characters has a filler for its check digit
// and goes on where the optional data would begin: the rest, the check digit, a filler (Doc 9303-5 and 9303-6, 4.2.2, note j).
func (r *reading) documentNumber() {
	number, optional := r.number.of(r.zone), r.optional.of(r.zone)
	check, rest := r.numberCheck, ""
	if end := strings.IndexByte(optional, filler); r.overflows && r.zone[check.from] == filler && end >= 2 {
		rest, optional = optional[:end-1], optional[end+1:]
		check = at(r.optional.from + end - 1)
	}
	r.fields.DocumentNumber = trimmed(number + rest)
	r.fields.OptionalData = trimmed(optional)
	r.fields.OptionalData2 = trimmed(r.optional2.of(r.zone))
	if r.fields.DocumentNumber == "" {
		r.refuse(DocumentNumber, Missing)
	}
	r.check(DocumentNumber, check, number, rest)
}

// check compares a check digit with what it covers. A character that has no value was told already, and no digit is reckoned from it.
func (r *reading) check(field Field, digit span, covered ...string) {
	want, ok := checkDigit(covered...)
	if got := r.zone[digit.from]; ok && got != illegal && got != want {
		r.refuseAt(field, WrongCheckDigit, digit.from)
	}
}

// date reads YYMMDD. Of a birth date parts may be unknown.
func (r *reading) date(field Field, s, check span) string {
	printed := s.of(r.zone)
	accepted := isDigit
	if field == BirthDate {
		accepted = digitOrFiller
	}
	told := len(r.faults)
	switch {
	case !r.only(field, s, NotADigit, accepted):
		if len(r.faults) > told {
			r.faults[told].Suggestion = suggested(printed, r.zone[check.from])
		}
		return printed
	case !exists(printed):
		r.refuse(field, NoSuchDay)
	}
	r.check(field, check, printed)
	return printed
}

// suggested is a date with digits for the letters that look like them, when its check digit is right with them.
func suggested(printed string, check byte) string {
	date := strings.NewReplacer("O", "0", "Q", "0", "D", "0", "I", "1", "L", "1", "Z", "2", "S", "5", "G", "6", "B", "8").Replace(printed)
	if want, ok := checkDigit(date); !ok || want != check || strings.Trim(date, "0123456789") != "" || !exists(date) {
		return ""
	}
	return date
}

func (r *reading) sexOf() {
	switch c := r.sex.of(r.zone); c {
	case "F", "M":
		r.fields.Sex = c
	case "<":
		r.fields.Sex = "X"
	case "?":
	default:
		r.fields.Sex = c
		r.refuseAt(Sex, UnknownSex, r.sex.from)
	}
}

// checkOptional compares the check digit of a TD3's optional data. Without any it may be a filler too (Doc 9303-4, 4.2.2.2).
func (r *reading) checkOptional() {
	if r.optionalCheck.len() == 0 || r.fields.OptionalData == "" && r.zone[r.optionalCheck.from] == filler {
		return
	}
	r.check(Optional, r.optionalCheck, r.optional.of(r.zone))
}

func (r *reading) checkComposite() {
	if r.compositeCheck.len() == 0 {
		return
	}
	c := r.composite
	r.check(Composite, r.compositeCheck, c[0].of(r.zone), c[1].of(r.zone), c[2].of(r.zone), c[3].of(r.zone))
}

// parts are the fields of a zone with their places, in the order in which faults are told.
func (r *reading) parts() []part {
	primary, _, _ := strings.Cut(r.names.of(r.zone), "<<")
	end := r.names.from + len(primary)
	return []part{
		{DocumentCode, r.code, span{}},
		{Issuer, r.issuer, span{}},
		{Surname, span{r.names.from, end}, span{}},
		{GivenNames, span{end, r.names.to}, span{}},
		{DocumentNumber, r.number, r.numberCheck},
		{OptionalData, r.optional, span{}},
		{OptionalData2, r.optional2, span{}},
		{Nationality, r.nationality, span{}},
		{BirthDate, r.birth, r.birthCheck},
		{Sex, r.sex, span{}},
		{ExpiryDate, r.expiry, r.expiryCheck},
		{Optional, r.optionalCheck, span{}},
		{Composite, r.compositeCheck, span{}},
	}
}

// part is a field and its check digit, if it has one.
type part struct {
	field        Field
	place, check span
}

// fieldAt is the field of a position.
func (r *reading) fieldAt(i int) Field {
	for _, p := range r.parts() {
		if p.place.has(i) || p.check.has(i) {
			return p.field
		}
	}
	return "" // every position is of a field
}

// sortFaults brings the faults into the order of the fields: characters that no zone has were found before the rest.
func (r *reading) sortFaults() {
	parts := r.parts()
	order := func(f Fault) int { return slices.IndexFunc(parts, func(p part) bool { return p.field == f.Field }) }
	slices.SortStableFunc(r.faults, func(a, b Fault) int { return order(a) - order(b) })
}
