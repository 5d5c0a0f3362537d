package mrz

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Spelling chooses where the tables of Doc 9303-3, section 6, leave a choice. The zero value takes the first of every row.
type Spelling struct {
	Cyrillic Language
	Latin    Latin
}

// Language is a language of Cyrillic letters that reads some of them in its own way, as a tag of BCP 47. No language stands for all others.
type Language string

// The languages that the table of Cyrillic letters excepts.
const (
	Belarusian Language = "be"
	Bulgarian  Language = "bg"
	Macedonian Language = "mk"
	Serbian    Language = "sr"
	Ukrainian  Language = "uk"
)

// Languages are all of them.
func Languages() []Language { return []Language{Belarusian, Bulgarian, Macedonian, Serbian, Ukrainian} }

// LanguageOf is the language in which a state writes the names of its citizens in Cyrillic letters; none of the others, and of a state
// that does not. It is a guess for who is not told the language of a name.
func LanguageOf(state string) Language {
	switch state {
	case "BLR":
		return Belarusian
	case "BGR":
		return Bulgarian
	case "MKD":
		return Macedonian
	case "SRB":
		return Serbian
	case "UKR":
		return Ukrainian
	}
	return ""
}

// Latin is one of the ways in which the table writes Ä, Å, Ö, Ü and Ñ.
type Latin int

// The ways.
const (
	Spelt   Latin = iota // AE, AA, OE, UE, N
	Plain                // A, A, O, U, N
	Escaped              // AE, AA, OE, UXX, NXX
)

// Transliterate writes a name in the letters of a zone, with a filler between its components (Doc 9303-3, 4.6 and 6): a hyphen, a comma
// and a space part components, apostrophes and other marks are left out, and what they part is joined. Letters of other scripts and
// figures are an error, which is Faults.
func Transliterate(name string, s Spelling) (string, error) {
	parts, fault := components(name, s)
	if fault.Problem != "" {
		return "", Faults{fault}
	}
	return joined(parts), nil
}

// components are the parts of a name, each in letters A to Z. The fault, if its problem is not "", is the first thing that cannot be written.
func components(name string, s Spelling) ([]string, Fault) {
	var out []string
	for _, word := range strings.FieldsFunc(norm.NFKC.String(strings.Map(apostrophe, name)), parts) {
		part, fault := component([]rune(word), s)
		if fault.Problem != "" {
			return nil, fault
		}
		if part != "" {
			out = append(out, part)
		}
	}
	return out, Fault{}
}

// apostrophe makes one of what is typed for it; NFKC would make a space of some.
func apostrophe(r rune) rune {
	switch r {
	case '´', '`', '’', '‘', 'ʼ', 'ʻ', 'ʹ', '′', '＇':
		return '\''
	}
	return r
}

// parts tells whether a character parts two components.
func parts(r rune) bool {
	switch r {
	case ',', '،', filler:
		return true
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r)
}

// component writes one part of a name.
func component(word []rune, s Spelling) (string, Fault) {
	if isAllah(word) {
		return "ALLXH", Fault{}
	}
	last := len(word) - 1
	for last > 0 && !unicode.IsLetter(word[last]) {
		last--
	}
	var out strings.Builder
	letter := "" // what the letter before was written as, for a mark that doubles it
	for i, r := range word {
		switch {
		case r == shadda:
			out.WriteString(letter)
			continue
		case isOmitted(r):
			continue
		case unicode.IsDigit(r):
			return "", Fault{Problem: NameDigit, Character: string(r)}
		}
		text, known := inZone(unicode.ToUpper(r), where{first: out.Len() == 0, last: i == last}, s)
		if !known {
			return "", Fault{Problem: UnknownLetter, Character: string(r)}
		}
		letter = text
		out.WriteString(text)
	}
	return out.String(), Fault{}
}

// isAllah tells whether a component is the name of God, with marks or without. Doc 9303-3 calls it a special case (B.5.5.11) and writes it
// in its examples (B.5.9) otherwise than its table would, with XH.
func isAllah(word []rune) bool {
	return len(word) >= 4 && string(slices.DeleteFunc(slices.Clone(word), isOmitted)) == "الله"
}

// isOmitted tells whether a sign is left out of a zone: punctuation, marks above and below, what is not seen, and the stroke that draws an
// Arabic word longer.
func isOmitted(r rune) bool {
	return r == tatweel || unicode.IsPunct(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r)
}

// where is the place of a letter in its component.
type where struct{ first, last bool }

// inZone is a capital letter in the letters of a zone; known is false where no table has it. A letter with marks that is in no table is
// written without them, as the tables do with most.
func inZone(r rune, w where, s Spelling) (text string, known bool) {
	if r >= 'A' && r <= 'Z' {
		return string(r), true
	}
	switch {
	case unicode.Is(unicode.Cyrillic, r):
		text, known = cyrillic(r, w, s.Cyrillic)
	case unicode.Is(unicode.Arabic, r):
		text, known = arabic(r, w)
	default:
		text, known = latin(r, s.Latin)
	}
	if known {
		return text, true
	}
	bare := []rune(norm.NFD.String(string(r)))
	if bare[0] == r {
		return "", false
	}
	return inZone(bare[0], w, s)
}
