package person

import (
	"encoding/json"
	"slices"
)

// Known is what the file says under one of the names by which the law's forms know a value (law.Field.From): person.surname, paper.passport.number,
// address.romania, fact.birth_date. It is JSON as answers have it, numbers whole; false when the file does not say it. A paper that is not held any more, and
// an address of before, say nothing.
func (f File) Known(from string) (json.RawMessage, bool) {
	text := ""
	switch from {
	case "person.surname":
		text = f.Names.Surname
	case "person.given_names":
		text = f.Names.Given
	case "person.sex":
		text = string(f.Sex)
	case "person.birth_place":
		text = f.BirthPlace
	case "person.birth_country":
		text = f.BirthCountry
	case "person.cnp":
		text = f.CNP
	case "fact.birth_date":
		text = f.BirthDate.String()
	case "fact.nationality":
		text = f.Nationality
	case "fact.county":
		if a, lives := f.AddressIn(true); lives {
			text = a.County
		}
	case "fact.title_expires", "paper.permit.number":
		text = f.ofTitle(from)
	case "address.romania", "address.lodging":
		return f.addressJSON(true)
	case "address.abroad":
		return f.addressJSON(false)
	default:
		text = f.ofPassport(from)
	}
	if text == "" {
		return nil, false
	}
	raw, err := json.Marshal(text)
	return raw, err == nil
}

// ofTitle is a part of the title of residence that lasts longest.
func (f File) ofTitle(from string) string {
	switch {
	case len(f.Titles) == 0:
		return ""
	case from == "fact.title_expires":
		return f.Titles[0].Value.Until.String()
	}
	return f.Titles[0].Value.Number
}

// ofPassport is a part of the passport, or of the paper that is held in its place; "" when it is not known.
func (f File) ofPassport(from string) string {
	p, held := f.passport()
	if !held {
		return ""
	}
	switch from {
	case "paper.passport.kind":
		if p.Kind == TravelDocument {
			return string(TravelDocument)
		}
		return string(Passport) // forms know no others
	case "paper.passport.number":
		return Canonical(p.Number)
	case "paper.passport.issuer":
		return p.Issuer
	case "paper.passport.issued_on":
		return p.Issued.String()
	case "paper.passport.expires":
		return p.Expires.String()
	}
	return ""
}

// passport is the passport that is held and lasts longest, or what is held in its place.
func (f File) passport() (Paper, bool) {
	travel := []PaperKind{Passport, ServicePassport, DiplomaticPassport, TravelDocument}
	for _, p := range f.Papers { // those still held first, the last to expire first
		if p.Value.Ended.IsZero() && slices.Contains(travel, p.Value.Kind) {
			return p.Value, true
		}
	}
	return Paper{}, false
}

// AddressIn is where somebody lives today, in Romania or in another country; false when the file knows of no such place.
func (f File) AddressIn(romania bool) (Address, bool) {
	for _, a := range f.Addresses {
		if a.Value.InRomania() == romania && a.Value.Until.IsZero() {
			return a.Value, true
		}
	}
	return Address{}, false
}

// addressJSON is an address as an answer has it: without the parts that are empty.
func (f File) addressJSON(romania bool) (json.RawMessage, bool) {
	a, lives := f.AddressIn(romania)
	if !lives {
		return nil, false
	}
	parts := make(map[string]string)
	for name, text := range map[string]string{
		"country": a.Country, "county": a.County, "locality": a.Locality, "street": a.Street, "number": a.Number, "details": a.Details,
		"postcode": a.Postcode,
	} {
		if text != "" {
			parts[name] = text
		}
	}
	raw, err := json.Marshal(parts)
	return raw, err == nil
}
