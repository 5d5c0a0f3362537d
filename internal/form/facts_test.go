package form_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/mrz"
)

func TestAnswersWriteTheirFactsBack(t *testing.T) {
	t.Parallel()
	f, q := studyForm(t, student())
	got, faults := form.Facts(realLaw(t), f, q.Facts, answers(t, `{"address":{"country":"RO","county":"B","locality":"București"},"studies_end":"2028-07-01","birth_date":"2001-05-06","phone":"+40721000000"}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for fact, want := range map[string]string{"county": "B", "studies_end": "2028-07-01", "birth_date": "2001-05-06", "age": "", "purpose": "study"} {
		if v, _ := got.Value(fact); v != want {
			t.Errorf("%s is %q, want %q", fact, v, want)
		}
	}
}

func TestAFactThatTheLawRefusesIsNamedByItsField(t *testing.T) {
	t.Parallel()
	f := law.PlanForm{Filed: filed, Pages: []law.PlanFormPage{page(law.Field{ID: "citizen_of", Kind: law.FieldCountry, From: "fact.nationality"}, law.Field{ID: "absent", Kind: law.FieldPeriods, From: "fact.absences"})}}
	_, faults := form.Facts(realLaw(t), f, law.Facts{}, answers(t, `{"citizen_of":"AQ","absent":[{"from":"2025-03-01","to":"2025-01-01"}]}`))
	if diff := cmp.Diff([]string{"citizen_of fact.country", "absent fact.period-order"}, told(faults)); diff != "" {
		t.Error(diff)
	}
}

func TestPagesFollowAnswers(t *testing.T) {
	t.Parallel()
	_, q := studyForm(t, map[string][]string{"nationality": {"IN"}, "aim": {"live"}})
	k, err := form.Ask(realLaw(t), q, answers(t, `{"purpose":"study"}`))
	if err != nil {
		t.Fatal(err)
	}
	if p := pageOf(k.Form, "school_name"); len(p.Open) > 0 || p.ID == "" {
		t.Errorf("who studies is asked where: page %q, open %v", p.ID, p.Open)
	}
	if v, _ := k.Facts.Value("purpose"); v != "study" {
		t.Errorf("the purpose is %q", v)
	}
	k, err = form.Ask(realLaw(t), q, answers(t, `{"purpose":"family"}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(k.Form.Excluded) == 0 {
		t.Error("nobody says that a permit for studies is not for who comes to the family")
	}
}

func TestAnAddressIsInTheCountyThatThePlanSays(t *testing.T) {
	t.Parallel()
	f, q := studyForm(t, student()) // who lives in Cluj
	kept := func(string) (json.RawMessage, bool) {
		return json.RawMessage(`{"country":"RO","county":"IS","locality":"Iași"}`), true
	}
	if got, there := form.Suggest(f, q.Facts, nil, kept)["address"]; there {
		t.Errorf("an address elsewhere is suggested: %s", got.Value)
	}
	for _, field := range pageOf(f, "address").Fields {
		var want url.Values
		if field.ID == "address" {
			want = url.Values{"address-country": {"RO"}, "address-county": {"CJ"}}
		}
		if diff := cmp.Diff(want, form.Begin(field, q.Facts)); diff != "" {
			t.Errorf("what is known of %s: %s", field.ID, diff)
		}
	}
}

func TestWhatIsKnownIsConfirmedAndNotAsked(t *testing.T) {
	t.Parallel()
	f, q := studyForm(t, student())
	known := func(from string) (json.RawMessage, bool) {
		v, ok := map[string]string{
			"person.surname": `"RAO"`, "person.sex": `"F"`, "paper.passport.kind": `"service-passport"`, "paper.passport.number": `"z 9876543"`,
			"address.romania": `{"country":"RO","county":"CJ","locality":"Cluj-Napoca"}`, "person.given_names": `7`, "paper.passport.expires": `"2020-01-01"`,
		}[from]
		return json.RawMessage(v), ok
	}
	a := answers(t, `{"given_names":"Asha"}`)
	got := form.Suggest(f, q.Facts, a, known)
	for field, want := range map[string]string{
		"surname": `"RAO"`, "sex": `"female"`, "document_number": `"Z9876543"`, "citizenship": `"IN"`, "title_expires": `"2027-01-31"`,
		"address":       `{"country":"RO","county":"CJ","locality":"Cluj-Napoca"}`,
		"document_kind": "", "document_expires": "", "given_names": "",
	} {
		if s := got[field]; string(s.Value) != want {
			t.Errorf("%s: %s, want %s", field, s.Value, want)
		}
	}
	if got["surname"].From != "person.surname" {
		t.Errorf("the surname comes from %q", got["surname"].From)
	}
	if whole := a.Confirm(got); string(whole["given_names"]) != `"Asha"` || string(whole["surname"]) != `"RAO"` {
		t.Errorf("confirmed: %v", words(whole))
	}
}

func TestAZoneFillsTheFieldsThatNameItsParts(t *testing.T) {
	t.Parallel()
	f, _ := studyForm(t, student())
	z := mrz.Fields{
		DocumentCode: "P", Issuer: "D", DocumentNumber: "C01X00T47", BirthDate: "640812", Sex: "F", ExpiryDate: "270228", Nationality: "GBD",
		Surname: "MUSTERMANN", GivenNames: "ERIKA ANNA",
	}
	got := form.Answers{}
	for _, field := range []string{"surname", "birth_date", "document_number"} {
		got = got.With(form.FromZone(pageOf(f, field), z, filed))
	}
	want := map[string]string{
		"surname": `"MUSTERMANN"`, "given_names": `"ERIKA ANNA"`, "sex": `"female"`, "birth_date": `"1964-08-12"`, "citizenship": `"GB"`,
		"document_number": `"C01X00T47"`, "document_issuer": `"DE"`, "document_expires": `"2027-02-28"`,
	}
	if diff := cmp.Diff(want, words(got)); diff != "" {
		t.Error(diff)
	}
}

func TestAZoneThatDoesNotSayLeavesFieldsOpen(t *testing.T) {
	t.Parallel()
	f, _ := studyForm(t, student())
	z := mrz.Fields{Surname: "RAO", BirthDate: "80<<<<", Nationality: "UTO", Sex: "X"}
	got := form.FromZone(pageOf(f, "surname"), z, filed).With(form.FromZone(pageOf(f, "birth_date"), z, filed))
	if diff := cmp.Diff(map[string]string{"surname": `"RAO"`, "sex": `"unspecified"`}, words(got)); diff != "" {
		t.Error(diff)
	}
}

func TestCodesOfStatesInAZone(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{
		"D": "DE", "ROU": "RO", "IND": "IN", "GBR": "GB", "GBO": "GB", "RKS": "XK", "XXA": "XX", "XXB": "XX", "XXC": "XX",
		"UTO": "", "UNO": "", "EUE": "", "": "", "DE": "", "rou": "", "RO": "", "ZZZ": "",
	} {
		if got := form.Country(zone); got != want {
			t.Errorf("%q is %q, want %q", zone, got, want)
		}
	}
}
