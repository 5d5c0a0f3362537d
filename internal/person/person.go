// Package person says who somebody is: names, identity papers, addresses, stays, titles of residence, and the personal
// numeric code (CNP).
//
// It checks what can be checked without asking anybody: that something is given, that it is not too long, and that what belongs
// together makes sense together. Whether it is true, an officer sees on the paper. Nothing here has a clock: the day on which
// something is checked comes from the caller. Texts are expected as Tidy writes them.
//
// The comment on each field says how it is stored. In clear: what lists and searches need (names, birth date, nationality, states,
// counties, kinds, dates). Sealed, under the key of the person: numbers by which somebody is identified, and where exactly they
// live. A sealed number is found again by a keyed hash of its Canonical form.
package person

import (
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
)

// ID identifies a person of the register. It is made by the program and says nothing of the person.
type ID string

// Sex is what the passport says (ICAO 9303-3; the filler < is X).
type Sex string

// The sexes of a passport.
const (
	Female      Sex = "F"
	Male        Sex = "M"
	Unspecified Sex = "X"
)

// Sexes are all values of Sex.
func Sexes() []Sex { return []Sex{Female, Male, Unspecified} }

// Relation is what a person is to the account that acts for them.
type Relation string

// The relations. Without Self, the account shows by which right it acts; how, is for the procedure to say.
const (
	Self        Relation = "self"
	Spouse      Relation = "spouse"
	Child       Relation = "child"
	Parent      Relation = "parent"
	Relative    Relation = "relative"
	Ward        Relation = "ward"        // under guardianship (tutelă, curatelă)
	Represented Relation = "represented" // by mandate (împuternicire): of an employer, a university, a lawyer
)

// Relations are all values of Relation, in the order in which a page lists them.
func Relations() []Relation {
	return []Relation{Self, Spouse, Child, Parent, Relative, Ward, Represented}
}

// Check reports a relation that is none, as a fault of the field relation.
func (r Relation) Check() fault.List {
	var c check
	oneOf(&c, "relation", r, Relations())
	return c.faults
}

// maxAge is the age in years beyond which a birth date is a slip of the pen; nobody has been known to be so old.
const maxAge = 130

// Person is somebody of whom the office has a file, or who asks for one.
type Person struct {
	ID           ID
	Names        Names         // in clear
	BirthDate    calendar.Date // in clear
	BirthPlace   string        // sealed; as the passport writes it, "" when it does not; at most MaxPlace
	BirthCountry string        // in clear; ISO 3166-1 alpha-2 of today's state, "" when not known
	Sex          Sex           // in clear
	Nationality  string        // in clear; ISO 3166-1 alpha-2, or locale.Stateless
	CNP          string        // sealed; 13 digits, "" for whoever has none yet
}

// Check reports what is wrong with a person on a day. Its fields are names.surname, names.given, birth_date, birth_place,
// birth_country, sex, nationality, cnp. A CNP must agree with the birth date and, where the passport names one, the sex.
func (p Person) Check(on calendar.Date) fault.List {
	c := check{faults: p.Names.Check("names.")}
	if c.past("birth_date", p.BirthDate, on) && p.BirthDate.Before(on.AddYears(-maxAge)) {
		c.add("birth_date", "person.birth-early", fault.Num("n", maxAge))
	}
	c.line("birth_place", p.BirthPlace, MaxPlace)
	if p.BirthCountry != "" {
		c.country("birth_country", p.BirthCountry)
	}
	oneOf(&c, "sex", p.Sex, Sexes())
	if p.Nationality != locale.Stateless {
		c.country("nationality", p.Nationality)
	}
	if p.CNP != "" {
		c.faults = append(c.faults, p.checkCNP(on)...)
	}
	return c.faults
}

// checkCNP compares the code with what is known of the person. A code of residents (7, 8, 9) carries no century, so only the last
// two digits of the year are compared.
func (p Person) checkCNP(on calendar.Date) fault.List {
	code := ReadCNP(p.CNP, on)
	if !code.Valid {
		return code.Faults("cnp")
	}
	var c check
	if p.Sex == Female && code.Sex == Male || p.Sex == Male && code.Sex == Female {
		c.add("cnp", "person.cnp-other-sex")
	}
	if !p.BirthDate.IsZero() && !code.bornOn(p.BirthDate) {
		c.add("cnp", "person.cnp-other-birth")
	}
	return c.faults
}
