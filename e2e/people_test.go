//go:build e2e

package e2e

import "net/url"

// day is the day whose law the tests ask, so that they hold as long as the law's past does.
const day = "2026-11-20"

// person is somebody made up: what they would answer, and the papers by which we know their plan.
type person struct {
	answers map[string]string
	papers  []string // ids of documents that the plan lists
	without []string // ids of documents that it must not list
}

// query is the address of the person's answers.
func (p person) query() string {
	q := url.Values{"on": {day}}
	for fact, value := range p.answers {
		q.Set(fact, value)
	}
	return q.Encode()
}

// An Indian student with a state scholarship in Bucharest: no fee, no proof of money, under 26.
func indianStudent() person {
	return person{
		answers: map[string]string{
			"nationality": "IN", "aim": "live", "purpose": "study", "enrolled": "true", "age": "23", "scholarship": "true",
			"title_expires": "2027-03-31", "county": "B",
		},
		papers:  []string{"app-form", "passport", "school-cert", "study-acceptance", "scholarship-proof"},
		without: []string{"means-proof", "health-insurance"},
	}
}

// A Ukrainian mother with a child in Cluj, protected since she came and never gone since.
func ukrainianFamily() person {
	return person{
		answers: map[string]string{
			"nationality": "UA", "aim": "protection", "protection_status": "temporary", "protected_without_break": "true", "county": "CJ",
		},
		papers:  []string{"photo-id-any", "gdpr-consent"},
		without: []string{"ua-status-proof", "kinship-proof"},
	}
}

// The same mother, come only now: she may ask for asylum or for temporary protection.
func newlyArrived() person {
	return person{
		answers: map[string]string{
			"nationality": "UA", "aim": "protection", "protection_status": "none", "protected_without_break": "false",
			"military_duty_met": "true", "housed_in_centre": "false", "has_identity_paper": "true", "county": "SV",
		},
	}
}

// A French retiree in Brașov who lives on a pension and is insured.
func frenchRetiree() person {
	return person{
		answers: map[string]string{
			"nationality": "FR", "aim": "live", "purpose": "own-means", "entry_date": "2026-10-05", "county": "BV",
			"insured_without_contribution": "false",
		},
		papers:  []string{"eu-form", "eu-id", "eu-health", "eu-means"},
		without: []string{"means-proof", "passport"},
	}
}

// A Moldovan in Iași, married to a Romanian; they live together.
func moldovanSpouse() person {
	return person{
		answers: map[string]string{
			"nationality": "MD", "aim": "live", "purpose": "family", "sponsor": "romanian", "tie": "spouse", "married_in": "RO",
			"bigamy": "false", "lives_together": "true", "title_expires": "2027-02-28", "county": "IS",
		},
		papers:  []string{"app-form", "passport", "marriage-cert-ro", "spouse-id", "housing-proof", "health-insurance"},
		without: []string{"eu-form", "kinship-proof"},
	}
}

// Somebody whom no procedure fits: a Romanian citizen.
func nobodysCase() person {
	return person{answers: map[string]string{"nationality": "RO"}}
}
