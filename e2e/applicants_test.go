//go:build e2e

package e2e

import (
	"strings"
	"time"
)

// inDays is a day so many days from today, as the law writes it: what is filed today is asked about today.
func inDays(n int) string { return time.Now().UTC().AddDate(0, 0, n).Format(time.DateOnly) }

// onDay is what stands in the three inputs of a date.
func onDay(name, day string) map[string]string {
	part := strings.Split(day, "-")
	return map[string]string{name + "-day": part[2], name + "-month": part[1], name + "-year": part[0]}
}

// written are the answers of an application by the names of their inputs, whichever page of the form asks for them.
type written map[string]string

// with adds the inputs of a date.
func (w written) with(name, day string) written {
	for input, value := range onDay(name, day) {
		w[input] = value
	}
	return w
}

// self is a person as they enter themselves before their first application.
type self map[string]string

// anApplicant is somebody made up who goes the whole way from the guide to the receipt.
type anApplicant struct {
	facts   person  // what they answer to the guide
	self    self    // how they enter themselves
	form    written // what they answer to the form
	applies string  // the procedure
	email   string
}

// amina is a student from India in Bucharest whose visa ends in four months.
func amina(email string) anApplicant {
	facts := indianStudent()
	facts.answers["title_expires"] = inDays(120)
	facts.answers["first_application"] = "true"
	who := self{"names.surname": "Rao", "names.given": "Amina", "sex": "F", "nationality": "IN"}
	for input, value := range onDay("birth_date", "2003-05-17") {
		who[input] = value
	}
	form := written{
		"birth_place": "Jaipur", "birth_country": "IN", "document_kind": "passport", "document_number": "N1234567", "document_issuer": "IN",
		"visa_symbol": "D/SD", "visa_number": "AB123456", "requested_months": "12", "address-county": "B", "address-locality": "București",
		"address-sector": "1", "address-street": "Strada Lungă", "address-number": "5", "housing_title": "lease", "marital_status": "single",
		"school_name": "A university", "study_level": "master", "study_field": "Biology", "phone": "0721 000 000", "delivery": "counter",
		"declares_true": "true", "declares_home": "true",
	}.with("entry_date", inDays(-60)).with("document_issued_on", "2024-03-01").with("document_expires", inDays(2000)).
		with("studies_end", inDays(600))
	return anApplicant{facts, who, form, "study-permit", email}
}

// jean is a pensioner from France who has lived in Brașov for a month.
func jean(email string) anApplicant {
	facts := frenchRetiree()
	facts.answers["entry_date"] = inDays(-30)
	who := self{"names.surname": "Martin", "names.given": "Jean", "sex": "M", "nationality": "FR"}
	for input, value := range onDay("birth_date", "1955-02-03") {
		who[input] = value
	}
	form := written{
		"birth_place": "Lyon", "birth_country": "FR", "document_kind": "identity-card", "document_number": "X4RTBPFW4", "document_issuer": "FR",
		"purpose": "own-means", "means_kind": "pension", "means_source": "The pension fund", "means_amount": "5000", "address-county": "BV", "address-locality": "Brașov",
		"address-street": "Strada Lungă", "address-number": "5", "housing_title": "lease", "marital_status": "single", "phone": "0721 000 001",
		"delivery": "counter", "declares_true": "true", "declares_home": "true", "health_insurance": "private",
	}.with("entry_date", inDays(-30)).with("document_issued_on", "2024-03-01").with("document_expires", inDays(2000))
	return anApplicant{facts, who, form, "eu-registration", email}
}
