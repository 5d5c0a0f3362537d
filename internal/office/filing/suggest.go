package filing

import (
	"encoding/json"
	"slices"
	"strings"

	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/person"
)

// suggest adds what is known of the fields of a form to its answers, and says where each comes from.
func suggest(k asking, f person.File) (form.Answers, map[string]Origin) {
	known := form.Suggest(k.form, k.facts, k.answers, func(from string) (json.RawMessage, bool) { return fromFile(f, from) })
	origins := make(map[string]Origin, len(known))
	for id, s := range known {
		origins[id] = originOf(s.From, k.facts)
	}
	return k.answers.Confirm(known), origins
}

// originOf names where a suggestion comes from. A fact that nobody gave is known from the person's file.
func originOf(from string, facts law.Facts) Origin {
	root, rest, _ := strings.Cut(from, ".")
	switch root {
	case "fact":
		if _, given := facts.Value(rest); given {
			return FromPlan
		}
		if rest == "title_expires" {
			return FromTitle
		}
	case "paper":
		if strings.HasPrefix(rest, "passport.") {
			return FromPaper
		}
		return FromTitle
	case "address":
		return FromAddress
	}
	return FromPerson
}

// fromFile looks up what a form may know of a person; numbers come whole.
func fromFile(f person.File, from string) (json.RawMessage, bool) {
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
		if a, ok := addressIn(f, true); ok {
			text = a.Value.County
		}
	case "fact.title_expires", "paper.permit.number":
		if t, ok := titleHeld(f); ok {
			text = t.Number
			if from == "fact.title_expires" {
				text = t.Until.String()
			}
		}
	case "address.romania", "address.lodging":
		return addressJSON(addressIn(f, true))
	case "address.abroad":
		return addressJSON(addressIn(f, false))
	default:
		text = ofPassport(f, from)
	}
	if text == "" {
		return nil, false
	}
	raw, err := json.Marshal(text)
	return raw, err == nil
}

// ofPassport is a part of the passport, or of the paper that is held in its place; "" when it is not known.
func ofPassport(f person.File, from string) string {
	p, held := passportHeld(f)
	if !held {
		return ""
	}
	switch from {
	case "paper.passport.kind":
		if p.Value.Kind == person.TravelDocument {
			return string(person.TravelDocument)
		}
		return string(person.Passport)
	case "paper.passport.number":
		return person.Canonical(p.Value.Number)
	case "paper.passport.issuer":
		return p.Value.Issuer
	case "paper.passport.issued_on":
		return p.Value.Issued.String()
	case "paper.passport.expires":
		return p.Value.Expires.String()
	}
	return ""
}

// passportHeld is the passport that is held and lasts longest, or what is held in its place.
func passportHeld(f person.File) (person.Item[person.Paper], bool) {
	travel := []person.PaperKind{person.Passport, person.ServicePassport, person.DiplomaticPassport, person.TravelDocument}
	for _, p := range f.Papers { // those still held first, the last to expire first
		if p.Value.Ended.IsZero() && slices.Contains(travel, p.Value.Kind) {
			return p, true
		}
	}
	return person.Item[person.Paper]{}, false
}

// titleHeld is the title of residence that lasts longest.
func titleHeld(f person.File) (person.Title, bool) {
	if len(f.Titles) == 0 {
		return person.Title{}, false
	}
	return f.Titles[0].Value, true
}

// addressIn is where somebody lives today, in Romania or in another country.
func addressIn(f person.File, romania bool) (person.Item[person.Address], bool) {
	for _, a := range f.Addresses {
		if a.Value.InRomania() == romania && a.Value.Until.IsZero() {
			return a, true
		}
	}
	return person.Item[person.Address]{}, false
}

// addressJSON is an address as an answer has it.
func addressJSON(a person.Item[person.Address], there bool) (json.RawMessage, bool) {
	if !there {
		return nil, false
	}
	parts := make(map[string]string)
	for name, text := range map[string]string{
		"country": a.Value.Country, "county": a.Value.County, "locality": a.Value.Locality, "street": a.Value.Street, "number": a.Value.Number,
		"details": a.Value.Details, "postcode": a.Value.Postcode,
	} {
		if text != "" {
			parts[name] = text
		}
	}
	raw, err := json.Marshal(parts)
	return raw, err == nil
}
