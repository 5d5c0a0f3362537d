package person

import (
	"regexp"

	"sejur/internal/calendar"
	"sejur/internal/fault"
)

// Romania is the country whose counties are named.
const Romania = "RO"

// Address is where a person lives, or lived.
type Address struct {
	Country  string        // in clear; ISO 3166-1 alpha-2
	County   string        // in clear; the plate code of a Romanian county, "" abroad
	Locality string        // sealed, as all that follows; at most MaxPlace
	Street   string        // at most MaxPlace; a village may have none
	Number   string        // of the house; at most MaxNumber
	Details  string        // building, stairway, floor, flat; at most MaxPlace
	Postcode string        // at most MaxNumber
	From     calendar.Date // in clear; none = not known
	Until    calendar.Date // in clear; none = still
}

// InRomania tells an address in Romania from one in another country.
func (a Address) InRomania() bool { return a.Country == Romania }

// Check reports what is wrong with an address. Its fields have the names of the struct, in small letters.
func (a Address) Check() fault.List {
	var c check
	c.country("country", a.Country)
	switch {
	case a.InRomania():
		c.county("county", a.County)
	case a.County != "":
		c.add("county", "person.county-abroad")
	}
	c.given("locality", a.Locality)
	c.line("locality", a.Locality, MaxPlace)
	c.line("street", a.Street, MaxPlace)
	c.line("number", a.Number, MaxNumber)
	c.line("details", a.Details, MaxPlace)
	c.line("postcode", a.Postcode, MaxNumber)
	c.order("until", a.From, a.Until)
	return c.faults
}

// Stay is one stay in the country. All of it is stored in clear.
type Stay struct {
	Entry calendar.Date
	Exit  calendar.Date // none = still here
}

// Check reports what is wrong with a stay on a day: it is what was, not what is planned. Its fields are entry and exit.
func (s Stay) Check(on calendar.Date) fault.List {
	var c check
	c.past("entry", s.Entry, on)
	if !s.Exit.IsZero() {
		c.past("exit", s.Exit, on)
	}
	c.order("exit", s.Entry, s.Exit)
	return c.faults
}

// Title is a title of residence that a person holds or held: a visa, a permit, a certificate.
type Title struct {
	Kind   string        // in clear; the id of the document in the law, such as residence-permit; the caller asks the law for it
	Number string        // sealed; found by the hash of its Canonical form; "" for a right without a card; at most MaxNumber
	From   calendar.Date // in clear
	Until  calendar.Date // in clear; the last day; none = without end
}

// Check reports what is wrong with a title. Its fields are kind, number, from, until.
func (t Title) Check() fault.List {
	var c check
	if len(t.Kind) > maxID || !documentID.MatchString(t.Kind) {
		c.add("kind", "invalid")
	}
	if t.Number != "" {
		c.number("number", t.Number)
	}
	c.day("from", t.From)
	c.order("until", t.From, t.Until)
	return c.faults
}

// Same tells whether two titles are one card: a kind gives a number once. Rights without a card are never the same.
func (t Title) Same(other Title) bool {
	number := Canonical(t.Number)
	return number != "" && t.Kind == other.Kind && number == Canonical(other.Number)
}

// documentID is how the law writes the id of a document; maxID is the longest, in bytes, with room to spare.
var documentID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const maxID = 60
