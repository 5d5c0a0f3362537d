package person

import (
	"strings"
	"unicode"

	"sejur/internal/calendar"
	"sejur/internal/fault"
)

// PaperKind is a kind of identity paper.
type PaperKind string

// The kinds of identity paper.
const (
	Passport           PaperKind = "passport"
	ServicePassport    PaperKind = "service-passport"
	DiplomaticPassport PaperKind = "diplomatic-passport"
	IdentityCard       PaperKind = "identity-card"
	TravelDocument     PaperKind = "travel-document" // of refugees, the stateless and others without a passport
	OtherPaper         PaperKind = "other"
)

// PaperKinds are all values of PaperKind, in the order in which a page lists them.
func PaperKinds() []PaperKind {
	return []PaperKind{Passport, ServicePassport, DiplomaticPassport, IdentityCard, TravelDocument, OtherPaper}
}

// Paper is an identity paper that a person holds or held.
type Paper struct {
	Kind    PaperKind     // in clear
	Number  string        // sealed; found by the hash of its Canonical form; at most MaxNumber
	Issuer  string        // in clear; ISO 3166-1 alpha-2 of the state that issued it
	Issued  calendar.Date // in clear
	Expires calendar.Date // in clear; the last day on which it is good; none = it does not expire
	Ended   calendar.Date // in clear; the day on which it was replaced, lost or given back; none = still held
}

// Check reports what is wrong with a paper on a day. Its fields are kind, number, issuer, issued, expires, ended. A paper that has
// expired is in order: what follows from that, the law says.
func (p Paper) Check(on calendar.Date) fault.List {
	var c check
	oneOf(&c, "kind", p.Kind, PaperKinds())
	c.number("number", p.Number)
	c.country("issuer", p.Issuer)
	c.past("issued", p.Issued, on)
	if !p.Issued.IsZero() && !p.Expires.IsZero() && !p.Expires.After(p.Issued) {
		c.add("expires", "person.expires-first")
	}
	if !p.Ended.IsZero() && c.past("ended", p.Ended, on) {
		c.order("ended", p.Issued, p.Ended)
	}
	return c.faults
}

// Same tells whether two papers are one: a state gives a number of a kind once.
func (p Paper) Same(other Paper) bool {
	return p.Kind == other.Kind && p.Issuer == other.Issuer && Canonical(p.Number) == Canonical(other.Number)
}

// Canonical is the form of a number in which it is hashed and compared: capital letters and digits, nothing between them.
// "ab 123-456" is AB123456.
func Canonical(number string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, strings.ToUpper(Tidy(number)))
}
