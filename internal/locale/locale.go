// Package locale knows the languages of the service and how each of them writes things: messages with
// placeholders and plural forms, dates, numbers, money, the names of countries and of counties, and the
// order of the alphabet.
//
// Everything is parsed once by Load and only read afterwards, so a Printer may be shared by any number of
// goroutines. The texts that pages show live in messages/<area>/<lang>.yaml, one folder for each part of the house;
// those of staff are written in the languages of staff alone. Names of countries, months and weekdays come from the
// Unicode CLDR, release 48.2 (cldr_gen.go, written by gen/cldr.go), because the tables inside golang.org/x/text date
// from 2017 and still know countries that have changed their name since.
package locale

import (
	"slices"
	"strings"
)

// Lang is a language of the service, as its BCP 47 primary subtag ("ro"). It is what stands in the path of a
// page (/{lang}/…).
type Lang string

// The languages in which the service speaks. RO is the language of the office and the default.
const (
	RO Lang = "ro"
	EN Lang = "en"
	UK Lang = "uk"
)

// Pseudo is no language: English mirrored, accented, about 40 % longer and in brackets, written from right to
// left. It shows texts that are not translated, boxes that are too narrow and styles that know only one
// direction. All and ParseLang leave it out, so it is only ever shown to those who ask for it by this name.
const Pseudo Lang = "xx"

// All returns the languages of the service in the order in which a page offers them.
func All() []Lang {
	return []Lang{RO, EN, UK}
}

// StaffLanguages returns the languages of the desk and of the administration: those that the people of the office work in.
func StaffLanguages() []Lang {
	return []Lang{RO, EN}
}

// languagesOf are the languages that a folder of messages is written in.
func languagesOf(area string) []Lang {
	switch area {
	case "desk", "admin":
		return StaffLanguages()
	}
	return All()
}

// ParseLang reads a language from a path or a command line. It accepts exactly the lower-case codes of All;
// the answer is false for anything else, Pseudo included.
func ParseLang(s string) (Lang, bool) {
	switch lang := Lang(s); lang {
	case RO, EN, UK:
		return lang, true
	case Pseudo:
	}
	return "", false
}

// Name returns what the language is called by those who speak it, for the list of languages on a page. A
// language that the service does not speak is named by its code.
func (l Lang) Name() string {
	switch l {
	case RO:
		return "Română"
	case EN:
		return "English"
	case UK:
		return "Українська"
	case Pseudo:
		return "Pseudo"
	}
	return string(l)
}

// Dir returns the direction of writing as HTML's dir attribute has it: "ltr" or "rtl".
func (l Lang) Dir() string {
	if l == Pseudo {
		return "rtl"
	}
	return "ltr"
}

// Tag returns the BCP 47 tag for HTML's lang attribute. It is the language itself, except for Pseudo, which is
// tagged "ar-XB", CLDR's own mirrored pseudo-locale.
func (l Lang) Tag() string {
	if l == Pseudo {
		return "ar-XB"
	}
	return string(l)
}

// base is the language whose rules and names l uses.
func (l Lang) base() Lang {
	if l == Pseudo {
		return EN
	}
	return l
}

// maxRanges bounds how much of an Accept-Language header is read. Browsers send fewer than ten ranges.
const maxRanges = 32

// Negotiate chooses the language of a first visit from an Accept-Language header (RFC 9110, section 12.5.4):
// the language of the service that the reader weighs highest, the earlier one if two weigh the same. A region
// or script does not matter (ro-MD is Romanian); "mo", the withdrawn code for Moldovan, is Romanian.
//
// Without a header, or with one that names no language, the answer is RO. If the header names languages but
// none of ours, the answer is EN: that reader more likely knows English than Romanian.
func Negotiate(acceptLanguage string) Lang {
	lang, stranger := negotiate(acceptLanguage, All())
	switch {
	case lang != "":
		return lang
	case stranger:
		return EN
	}
	return RO
}

// NegotiateStaff chooses the language of a first visit to the pages of staff in the same way, among StaffLanguages. Without a wish for one
// of them the answer is RO: who works in the office reads it.
func NegotiateStaff(acceptLanguage string) Lang {
	lang, _ := negotiate(acceptLanguage, StaffLanguages())
	if lang == "" {
		return RO
	}
	return lang
}

// negotiate finds the language of choice that the reader weighs highest, "" if none is named. A stranger names languages, none of them
// of ours.
func negotiate(acceptLanguage string, choice []Lang) (best Lang, stranger bool) {
	bestWeight := 0
	rest := acceptLanguage
	for range maxRanges {
		if rest == "" {
			break
		}
		var part string
		part, rest, _ = strings.Cut(rest, ",")
		name, weight := languageRange(part)
		if weight == 0 || name == "" {
			continue
		}
		lang, ok := ours(name)
		if !ok {
			stranger = stranger || name != "*"
			continue
		}
		if weight > bestWeight && slices.Contains(choice, lang) {
			best, bestWeight = lang, weight
		}
	}
	return best, stranger
}

// languageRange splits "en-GB;q=0.8" into "en" and 800. A weight that cannot be read counts as zero.
func languageRange(part string) (name string, weight int) {
	name, params, _ := strings.Cut(part, ";")
	name, _, _ = strings.Cut(strings.TrimSpace(name), "-")
	for _, r := range []byte(name) {
		letter := 'a' <= r|0x20 && r|0x20 <= 'z'
		if !letter && name != "*" {
			return "", 0
		}
	}
	params = strings.TrimSpace(params)
	if params == "" {
		return name, 1000
	}
	value, ok := strings.CutPrefix(params, "q=")
	if !ok {
		return name, 0
	}
	return name, thousandths(value)
}

// thousandths reads a quality value of RFC 9110, section 12.4.2: "0", "1", "0.8", at most three decimals.
func thousandths(s string) int {
	whole, decimals, _ := strings.Cut(s, ".")
	if len(decimals) > 3 || (whole != "0" && whole != "1") {
		return 0
	}
	n := int(whole[0]-'0') * 1000
	unit := 100
	for _, r := range []byte(decimals) {
		if r < '0' || r > '9' {
			return 0
		}
		n += int(r-'0') * unit
		unit /= 10
	}
	return min(n, 1000)
}

// ours finds the language of the service that a primary subtag asks for.
func ours(name string) (Lang, bool) {
	for _, lang := range [...]Lang{RO, EN, UK} {
		if strings.EqualFold(name, string(lang)) {
			return lang, true
		}
	}
	if strings.EqualFold(name, "mo") {
		return RO, true
	}
	return "", false
}
