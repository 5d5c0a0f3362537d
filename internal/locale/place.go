package locale

import (
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Country is a country or territory whose citizens the office meets.
type Country struct {
	Code string // ISO 3166-1 alpha-2; XK is Kosovo
	Name string
}

// County is a Romanian county (județ), or the municipality of Bucharest.
type County struct {
	Code string // as on number plates: B, CJ, TM
	Name string
}

// places are the names of a language, to find and to list.
type places struct {
	countryNames map[string]string
	countyNames  map[string]string
	countries    []Country
	counties     []County
}

// Country names a country by its ISO 3166-1 alpha-2 code in capitals; an unknown code is returned as it is.
func (p *Printer) Country(code string) string {
	return nameOr(p.countryNames, code)
}

// Countries lists every country by the alphabet of the language. The slice is shared: do not change it.
func (p *Printer) Countries() []Country {
	return p.countries
}

// County names a county by its plate code in capitals; an unknown code is returned as it is.
func (p *Printer) County(code string) string {
	return nameOr(p.countyNames, code)
}

// Counties lists the 41 counties and Bucharest by the alphabet of the language. The slice is shared: do not
// change it.
func (p *Printer) Counties() []County {
	return p.counties
}

// IsCountry tells whether Countries names a country by this code. Stateless is none.
func IsCountry(code string) bool { return countryCodes()[code] }

// IsCounty tells whether Counties names a county by this code.
func IsCounty(code string) bool { return countyCodes()[code] }

// The codes are made once: answers of many fields are compared with them.
var (
	countryCodes = sync.OnceValue(func() map[string]bool { return codesOf(cldrCountries()) })
	countyCodes  = sync.OnceValue(func() map[string]bool { return codesOf(countyRows()) })
)

func codesOf(rows []placeRow) map[string]bool {
	out := make(map[string]bool, len(rows))
	for _, r := range rows {
		out[r.code] = true
	}
	return out
}

func nameOr(names map[string]string, code string) string {
	if name, ok := names[code]; ok {
		return name
	}
	return code
}

// placeRow is a place with its name in every language.
type placeRow struct {
	code, ro, en, uk string
}

func (r placeRow) name(lang Lang) string {
	switch lang {
	case RO:
		return r.ro
	case UK:
		return r.uk
	case EN, Pseudo:
	}
	return r.en
}

// newPlaces sorts and indexes the places of a language.
func newPlaces(lang Lang) places {
	var out places
	countries := alphabetical(lang, append(cldrCountries(), stateless()))
	out.countryNames = make(map[string]string, len(countries))
	for _, r := range countries {
		name := shown(lang, r.name(lang))
		out.countryNames[r.code] = name
		out.countries = append(out.countries, Country{Code: r.code, Name: name})
	}
	counties := alphabetical(lang, countyRows())
	out.countyNames = make(map[string]string, len(counties))
	for _, r := range counties {
		name := shown(lang, r.name(lang))
		out.countyNames[r.code] = name
		out.counties = append(out.counties, County{Code: r.code, Name: name})
	}
	return out
}

// shown is the name as the language shows it, which is the name itself except in Pseudo.
func shown(lang Lang, name string) string {
	if lang == Pseudo {
		return pseudoText(name)
	}
	return name
}

// Alphabet compares two texts in the order of a language's alphabet, for slices.SortFunc. It is for one goroutine at a time and
// not cheap to make: lists that never change are sorted once.
func Alphabet(lang Lang) func(a, b string) int {
	return collate.New(language.Make(string(lang.base()))).CompareString
}

// alphabetical sorts rows by their name in a language, in that language's alphabet: Ș after S, Ґ after Г.
func alphabetical(lang Lang, rows []placeRow) []placeRow {
	order := Alphabet(lang)
	slices.SortStableFunc(rows, func(a, b placeRow) int { return order(a.name(lang), b.name(lang)) })
	return rows
}
