package law

import (
	"slices"

	"sejur/internal/calendar"
)

// unknownValue in a country's row says that the law or its list is not known: an expression that reads it is unknown by law.
const unknownValue = "unknown"

// countryAttributes are what an expression may read of a country.
func countryAttributes() []string {
	return []string{"group", "visa", "invitation", "apostille", "treaty", "schengen", "ciec", "biometric"}
}

func attributeIndex(name string) int { return slices.Index(countryAttributes(), name) }

// datedRow is a value for a time; without From or Until it is unbounded on that side.
type datedRow struct {
	Value   string   `yaml:"value" json:"value"`
	From    day      `yaml:"from" json:"-"`
	Until   day      `yaml:"until" json:"-"`
	Note    string   `yaml:"note" json:"note,omitempty"`
	Sources []string `yaml:"sources" json:"-"`

	// doubtful marks a value that rests on unverified sources alone: it is shown and decides nothing.
	doubtful bool
}

func (r datedRow) holds(on calendar.Date) bool {
	return (r.From.IsZero() || !on.Before(r.From.Date)) && (r.Until.IsZero() || !on.After(r.Until.Date))
}

// countryRow is one country: for each attribute its values through time.
type countryRow struct {
	code       string
	attributes [][]datedRow // by attributeIndex
}

// noCountry answers nothing about anything.
var noCountry = &countryRow{attributes: make([][]datedRow, len(countryAttributes()))}

// at is the value of an attribute on a day.
func (c *countryRow) at(attribute int, on calendar.Date) (datedRow, bool) {
	for _, row := range c.attributes[attribute] {
		if row.holds(on) {
			return row, true
		}
	}
	return datedRow{}, false
}

// eachSpan tells the days between which each value holds; a zero day is an end that is not known.
func (c *countryRow) eachSpan(tell func(from, until calendar.Date)) {
	for _, values := range c.attributes {
		for _, row := range values {
			tell(row.From.Date, row.Until.Date)
		}
	}
}

// value is the attribute's word on the day, "" when the data says nothing.
func (c *countryRow) value(name string, on calendar.Date) string {
	row, _ := c.at(attributeIndex(name), on)
	return row.Value
}

func compileCountries(raw map[string]map[string][]datedRow, sources sourceIndex, faults *faultList) map[string]*countryRow {
	out := make(map[string]*countryRow, len(raw))
	for code, attributes := range raw {
		row := &countryRow{code: code, attributes: make([][]datedRow, len(countryAttributes()))}
		if len(code) != 2 {
			faults.add("countries.yaml: %q is no ISO 3166-1 alpha-2 code", code)
		}
		for name, values := range attributes {
			i := attributeIndex(name)
			if i < 0 {
				faults.add("countries.yaml: %s: unknown attribute %q", code, name)
				continue
			}
			checkTimes("countries.yaml: "+code+"."+name, values, faults)
			for j := range values {
				found := sources.find("countries.yaml: "+code+"."+name, values[j].Sources, faults)
				values[j].doubtful = BestGrade(found[0]) == Unverified
			}
			row.attributes[i] = values
		}
		out[code] = row
	}
	return out
}

// checkTimes refuses values of one attribute that overlap.
func checkTimes(where string, rows []datedRow, faults *faultList) {
	for i, a := range rows {
		if !a.From.IsZero() && !a.Until.IsZero() && a.Until.Before(a.From.Date) {
			faults.add("%s: ends on %s before it begins on %s", where, a.Until, a.From)
		}
		for _, b := range rows[i+1:] {
			apart := !a.Until.IsZero() && !b.From.IsZero() && a.Until.Before(b.From.Date) ||
				!b.Until.IsZero() && !a.From.IsZero() && b.Until.Before(a.From.Date)
			if !apart {
				faults.add("%s: two values hold at once (%s and %s)", where, a.Value, b.Value)
			}
		}
	}
}
