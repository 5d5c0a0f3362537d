// Package filingtest is the test kit of the desk of applicants: it fills in forms, whatever the law asks, and
// stands in for the process that looks into files.
package filingtest

import (
	"net/url"
	"strconv"
	"strings"

	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/office/filing"
)

// Answers are answers to every field of a page, as they are typed: what is known, and what fits for the rest.
func Answers(v filing.PageView) url.Values {
	out := form.Typed(v.Page, form.Answers(v.Answers))
	for _, f := range v.Page.Fields {
		if len(v.Answers[f.ID]) == 0 {
			for name, text := range Fitting(f) {
				out.Set(f.ID+name, text)
			}
		}
	}
	return out
}

// Fitting is an answer that a field accepts, by the rest of the name of its inputs.
func Fitting(f law.PlanField) map[string]string {
	day := func(y, m, d string) map[string]string { return map[string]string{"-year": y, "-month": m, "-day": d} }
	switch f.Kind {
	case law.FieldDate:
		switch {
		case strings.HasPrefix(f.ID, "spouse") || f.ID == "wedding_date":
			return nil
		case f.MRZ == "expiry_date":
			return day("2031", "3", "1")
		case strings.Contains(f.ID, "issued"):
			return day("2021", "3", "1")
		case f.After == law.AfterFiling || strings.Contains(f.ID, "end") || strings.Contains(f.ID, "until"):
			return day("2027", "9", "30")
		}
		return day("2026", "9", "1")
	case law.FieldYesNo:
		return map[string]string{"": "true"}
	case law.FieldChoice:
		return map[string]string{"": f.Options[0].ID}
	case law.FieldCountry:
		return map[string]string{"": "IN"}
	case law.FieldCounty:
		return map[string]string{"": "CJ"}
	case law.FieldAddress:
		return map[string]string{"-country": "RO", "-county": "CJ", "-locality": "Cluj-Napoca", "-street": "Strada Lungă", "-number": "5"}
	case law.FieldPhone:
		return map[string]string{"": "+40700000000"}
	case law.FieldEMail:
		return map[string]string{"": "a@example.org"}
	case law.FieldNumber:
		return map[string]string{"": strconv.Itoa(max(f.Min, 12))}
	case law.FieldMoney:
		return map[string]string{"-amount": "4050", "-currency": "RON"}
	case law.FieldPeriods, law.FieldPeople:
		return nil
	case law.FieldText:
		if f.Optional {
			return nil
		}
		for _, text := range []string{"Text", "AB123456", "12345678", "D/SD"} {
			if f.Fits(text) {
				return map[string]string{"": text}
			}
		}
	case law.FieldName, law.FieldLongText:
		if f.Optional {
			return nil
		}
	}
	return map[string]string{"": "Rao"}
}
