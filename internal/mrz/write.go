package mrz

import (
	"strings"
	"unicode/utf8"
)

// Write makes the lines of a zone. Names may be in Latin, Cyrillic or Arabic letters; what the tables of Doc 9303 leave open, the spelling
// chooses. A name that is too long is shortened as the parts of Doc 9303 show it. Small letters are made large, and a sex may be given as F, M,
// X, < or not at all. Its error is Faults, one for each field that cannot be written.
func Write(format Format, f Fields, s Spelling) ([]string, error) {
	l, known := layoutOf(format)
	if !known {
		return nil, Faults{{Field: "format", Problem: UnknownFormat}}
	}
	w := writing{layout: l, spelling: s, zone: []byte(strings.Repeat("<", l.size()))}
	w.documentCode(f.DocumentCode)
	w.state(Issuer, w.issuer, f.Issuer)
	if given(f.Nationality) != "" {
		w.state(Nationality, w.nationality, f.Nationality)
	}
	w.name(f.Surname, f.GivenNames)
	w.documentNumber(f.DocumentNumber, f.OptionalData)
	w.data(OptionalData2, w.optional2, f.OptionalData2)
	w.sexOf(f.Sex)
	w.date(BirthDate, w.birth, w.birthCheck, f.BirthDate)
	w.date(ExpiryDate, w.expiry, w.expiryCheck, f.ExpiryDate)
	w.checkWhole()
	if err := w.faults.err(); err != nil {
		return nil, err
	}
	return w.cutLines(), nil
}

// writing fills a zone, its lines in one, and collects what cannot be written.
type writing struct {
	layout
	spelling Spelling
	zone     []byte
	faults   Faults
}

func (w *writing) refuse(f Fault) { w.faults = append(w.faults, f) }

// put writes a value from the first position of a field.
func (w *writing) put(s span, text string) { copy(w.zone[s.from:s.to], text) }

// check writes the check digit of what stands in a span.
func (w *writing) check(digit span, covered ...string) {
	w.zone[digit.from], _ = checkDigit(covered...) // whatever was put has a value
}

func (w *writing) written(s span) string { return s.of(string(w.zone)) }

func (w *writing) cutLines() []string {
	out := make([]string, w.lines)
	for i := range out {
		out[i] = string(w.zone[i*w.length : (i+1)*w.length])
	}
	return out
}

// given is a value as a zone has it: large, without what stands around it.
func given(s string) string { return trimmed(strings.ToUpper(strings.TrimSpace(s))) }

// documentCode holds the code against the letters of the format.
func (w *writing) documentCode(typed string) {
	code := given(typed)
	switch {
	case code == "":
		w.refuse(Fault{Field: DocumentCode, Problem: Missing})
	case len(code) > w.code.len() || !codeFits(w.format, code):
		w.refuse(Fault{Field: DocumentCode, Problem: WrongCode})
	default:
		w.put(w.code, code)
	}
}

// codeFits tells whether a document code is one of the format (Doc 9303-4, 4.2.2.1; 9303-5 and -6, note k; 9303-7, 4.2.2.1 and 7.2.2.1).
func codeFits(format Format, code string) bool {
	first, second := code[0], byte(filler)
	if len(code) == 2 {
		second = code[1]
	}
	if !isLetter(second) && !isDigit(second) && second != filler {
		return false
	}
	switch format {
	case TD3:
		return first == 'P'
	case MRVA, MRVB:
		return first == 'V'
	case TD1: // AC is the crew member certificate
		return strings.IndexByte("ACI", first) >= 0 && second != 'V' && code != "AI"
	case TD2:
		return strings.IndexByte("ACI", first) >= 0 && second != 'V' && code != "AC"
	}
	return false
}

func (w *writing) state(field Field, s span, typed string) {
	code := given(typed)
	switch {
	case code == "":
		w.refuse(Fault{Field: field, Problem: Missing})
	case len(code) > s.len() || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		w.refuse(Fault{Field: field, Problem: WrongState})
	default:
		w.put(s, code)
	}
}

func (w *writing) name(surname, givenNames string) {
	primary, ok := w.components(Surname, surname)
	secondary, okToo := w.components(GivenNames, givenNames)
	switch {
	case !ok || !okToo:
	case len(primary) == 0:
		w.refuse(Fault{Field: Surname, Problem: Missing})
	default:
		w.put(w.names, fit(primary, secondary, w.names.len(), w.sparing))
	}
}

// components are the parts of a name in letters A to Z. What cannot be written is told as a fault of the field.
func (w *writing) components(field Field, name string) ([]string, bool) {
	parts, fault := components(name, w.spelling)
	if fault.Problem != "" {
		fault.Field = field
		w.refuse(fault)
		return nil, false
	}
	return parts, true
}

// plain makes a number or other data fit for a zone: what is neither letter nor digit is a filler (Doc 9303-4, 4.2.2.2).
func (w *writing) plain(field Field, typed string) (string, bool) {
	text := []byte(given(typed))
	for i, c := range text {
		switch {
		case isLetter(c) || isDigit(c) || c == filler:
		case c >= ' ' && c < '\x7f':
			text[i] = filler
		default:
			r, _ := utf8.DecodeRune(text[i:])
			w.refuse(Fault{Field: field, Problem: WrongNumber, Character: string(r)})
			return "", false
		}
	}
	return trimmed(string(text)), true
}

// documentNumber writes the number and the optional data. See documentNumber of reading for a number that is too long.
func (w *writing) documentNumber(typed, optional string) {
	number, ok := w.plain(DocumentNumber, typed)
	switch {
	case !ok:
		return
	case number == "":
		w.refuse(Fault{Field: DocumentNumber, Problem: Missing})
		return
	case len(number) <= w.number.len():
		w.put(w.number, number)
		w.check(w.numberCheck, w.written(w.number))
		w.data(OptionalData, w.optional, optional)
		return
	}
	limit := w.number.len()
	if w.overflows {
		limit += w.optional.len() - len("0<")
	}
	if len(number) > limit {
		w.refuse(Fault{Field: DocumentNumber, Problem: TooLong, Limit: limit})
		return
	}
	first, rest := number[:w.number.len()], number[w.number.len():]
	if strings.ContainsRune(rest, filler) { // its reader would take it for the end
		w.refuse(Fault{Field: DocumentNumber, Problem: NumberGap})
		return
	}
	w.put(w.number, first)
	check := w.optional.from + len(rest)
	w.put(span{w.optional.from, check}, rest)
	w.check(at(check), first, rest)
	w.data(OptionalData, span{check + len("0<"), w.optional.to}, optional)
}

// data writes optional data.
func (w *writing) data(field Field, s span, typed string) {
	text, ok := w.plain(field, typed)
	switch {
	case !ok || text == "":
	case s.len() == 0 && field == OptionalData2:
		w.refuse(Fault{Field: field, Problem: NoPlace})
	case len(text) > s.len():
		w.refuse(Fault{Field: field, Problem: TooLong, Limit: s.len()})
	default:
		w.put(s, text)
	}
}

func (w *writing) sexOf(typed string) {
	switch sex := given(typed); sex {
	case "F", "M":
		w.put(w.sex, sex)
	case "", "X":
	default:
		w.refuse(Fault{Field: Sex, Problem: UnknownSex, Character: sex})
	}
}

// date writes YYMMDD; of a birth date parts may be unknown.
func (w *writing) date(field Field, s, check span, typed string) {
	date := strings.TrimSpace(typed)
	form := len(date) == s.len() && strings.Trim(date, "0123456789<") == ""
	switch {
	case date == "":
		w.refuse(Fault{Field: field, Problem: Missing})
	case !form || field != BirthDate && strings.ContainsRune(date, filler):
		w.refuse(Fault{Field: field, Problem: WrongDate})
	case !exists(date):
		w.refuse(Fault{Field: field, Problem: NoSuchDay})
	default:
		w.put(s, date)
		w.check(check, date)
	}
}

// checkWhole writes the check digits that come last. Of no optional data a TD3 has 0, as the examples of Doc 9303-3, appendix A, print it.
func (w *writing) checkWhole() {
	if w.optionalCheck.len() > 0 {
		w.check(w.optionalCheck, w.written(w.optional))
	}
	if w.compositeCheck.len() > 0 {
		c := w.composite
		w.check(w.compositeCheck, w.written(c[0]), w.written(c[1]), w.written(c[2]), w.written(c[3]))
	}
}
