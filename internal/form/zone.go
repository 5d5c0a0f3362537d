package form

import (
	"golang.org/x/text/language"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/mrz"
)

// FromZone gives the answers that a machine-readable zone has for the fields of a form that name a part of it. today decides whose century a
// date is of. Parts that the zone leaves out, or that the field would not accept, are left out here as well; they are for the person to
// look at, because a zone writes names in capitals and without marks.
func FromZone(page law.PlanFormPage, z mrz.Fields, today calendar.Date) Answers {
	out := Answers{}
	for i := range page.Fields {
		f := &page.Fields[i]
		text := zoneValue(f, z, today)
		if text == "" {
			continue
		}
		if v, ws := check(f, text, today); len(ws) == 0 {
			out[f.ID] = encode(v)
		}
	}
	return out
}

func zoneValue(f *law.PlanField, z mrz.Fields, today calendar.Date) string {
	switch mrz.Field(f.MRZ) {
	case mrz.Surname:
		return z.Surname
	case mrz.GivenNames:
		return z.GivenNames
	case mrz.DocumentNumber:
		return z.DocumentNumber
	case mrz.Sex:
		return choiceOf(f, z.Sex)
	case mrz.BirthDate:
		d, _ := mrz.Born(z.BirthDate, today.String())
		return d
	case mrz.ExpiryDate:
		d, _ := mrz.Expires(z.ExpiryDate, today.String())
		return d
	case mrz.Nationality:
		return Country(z.Nationality)
	case mrz.Issuer:
		return Country(z.Issuer)
	case mrz.DocumentCode:
		return z.DocumentCode
	case mrz.OptionalData:
		return z.OptionalData
	case mrz.OptionalData2:
		return z.OptionalData2
	case mrz.Optional, mrz.Composite:
	}
	return ""
}

// Country is the ISO 3166-1 alpha-2 code of a state as a machine-readable zone names it (Doc 9303-3, section 5), "" for organisations and for
// codes that nobody knows. Stateless people and refugees whose state is not said have locale.Stateless.
func Country(zone string) string {
	switch zone {
	case "D":
		return "DE"
	case "GBD", "GBN", "GBO", "GBP", "GBS": // kinds of British nationality
		return "GB"
	case "RKS", "XKX": // Kosovo, as its passports and as others write it
		return "XK"
	case "XXA", "XXB", "XXC", "XXX": // stateless, refugee, other refugee, not specified
		return locale.Stateless
	}
	region, err := language.ParseRegion(zone)
	if err != nil || len(zone) != 3 || region.ISO3() != zone || !locale.IsCountry(region.String()) {
		return ""
	}
	return region.String()
}
