package person_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/calendar"
	"sejur/internal/person"
)

func TestAFileSaysWhatFormsKnowItBy(t *testing.T) {
	t.Parallel()
	day := func(year int) calendar.Date { return calendar.On(year, time.May, 6) }
	f := person.File{
		Person: person.Person{
			Names: person.Names{Surname: "Rao", Given: "Asha"}, BirthDate: day(2001), BirthCountry: "IN", Sex: person.Female, Nationality: "IN",
		},
		Papers: []person.Item[person.Paper]{
			{Value: person.Paper{Kind: person.IdentityCard, Number: "1", Issuer: "IN", Expires: day(2040)}},
			{Value: person.Paper{Kind: person.ServicePassport, Number: "z 98-76", Issuer: "IN", Issued: day(2024), Expires: day(2034)}},
			{Value: person.Paper{Kind: person.Passport, Number: "A1", Issuer: "IN", Ended: day(2024)}},
		},
		Addresses: []person.Item[person.Address]{
			{Value: person.Address{Country: "RO", County: "IS", Locality: "Iași", Until: day(2025)}},
			{Value: person.Address{Country: "RO", County: "CJ", Locality: "Cluj-Napoca", Street: "Strada Lungă"}},
		},
		Titles: []person.Item[person.Title]{{Value: person.Title{Kind: "visa", Number: "V1", Until: day(2027)}}},
	}
	for from, want := range map[string]string{
		"person.surname": `"Rao"`, "person.given_names": `"Asha"`, "person.sex": `"F"`, "person.birth_place": "", "person.birth_country": `"IN"`,
		"person.cnp": "", "fact.birth_date": `"2001-05-06"`, "fact.nationality": `"IN"`, "fact.county": `"CJ"`, "fact.purpose": "",
		"paper.passport.kind": `"passport"`, "paper.passport.number": `"Z9876"`, "paper.passport.issuer": `"IN"`,
		"paper.passport.issued_on": `"2024-05-06"`, "paper.passport.expires": `"2034-05-06"`,
		"fact.title_expires": `"2027-05-06"`, "paper.permit.number": `"V1"`,
		"address.romania": `{"country":"RO","county":"CJ","locality":"Cluj-Napoca","street":"Strada Lungă"}`,
		"address.lodging": `{"country":"RO","county":"CJ","locality":"Cluj-Napoca","street":"Strada Lungă"}`, "address.abroad": "",
	} {
		got, known := f.Known(from)
		if diff := cmp.Diff(want, string(got)); diff != "" || known != (want != "") {
			t.Errorf("%s: %t %s", from, known, diff)
		}
		if got, known := (person.File{}).Known(from); known {
			t.Errorf("an empty file says of %s: %s", from, got)
		}
	}
}
