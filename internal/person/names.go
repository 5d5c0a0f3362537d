package person

import (
	"slices"
	"unicode"

	"sejur/internal/fault"
	"sejur/internal/search"
)

// Names are written as the passport prints them, in its Latin letters (ICAO 9303-3: primary and secondary identifier). Whoever has one
// name only has it as the surname. Each is at most MaxName.
type Names struct {
	Surname string // never empty
	Given   string
}

// Check reports a missing surname, and what no passport prints in a name. Before is put before the names of the fields, surname
// and given.
func (n Names) Check(before string) fault.List {
	var c check
	if n.Surname == "" {
		c.add(before+"surname", "person.surname-missing")
	}
	c.name(before+"surname", n.Surname)
	c.name(before+"given", n.Given)
	return c.faults
}

// Words are the words of both names as they are compared and searched, surname first: small letters, without marks and apostrophes, cut
// at everything that is no letter. "Ștefan-O’Neil" is stefan, oneil. Letters of another alphabet stay in it: what the machine-readable
// zone makes of a name is for the reader of that zone.
func (n Names) Words() []string { return search.Words(n.Surname + " " + n.Given) }

// Same tells whether two names have the same words in the same order, wherever the passport draws the line between surname and given
// names: papers of one person differ in that.
func (n Names) Same(other Names) bool { return slices.Equal(n.Words(), other.Words()) }

// String is both names, the surname first.
func (n Names) String() string { return Tidy(n.Surname + " " + n.Given) }

// inName tells whether a passport prints the letter or mark in a name. It prints no figures: a numeral is Roman (ICAO 9303-3).
func inName(r rune) bool {
	switch r {
	case ' ', '-', '\'', '’', 'ʼ', '`', '.', ',', '/', '·':
		return true
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}
