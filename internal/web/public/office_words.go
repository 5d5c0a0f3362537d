package public

import (
	"strings"

	"sejur/internal/locale"
)

// authorityWords says to whom the place belongs and with whom it works.
func authorityWords(p *locale.Printer, kind string) []string {
	switch kind {
	case "ngo":
		return []string{p.T("page.office.authority_ngo")}
	case "centre":
		return []string{p.T("page.office.authority_centre"), p.T("page.office.authority_local")}
	}
	return []string{p.T("page.office.authority_unit"), p.T("page.office.authority_local")}
}

// serviceWords says what can be done at an office.
//
//locale:uses page.office.service.*
func serviceWords(p *locale.Printer, service string) string {
	if key := "page.office.service." + service; p.Has(key) {
		return p.T(key)
	}
	return service
}

// joinPlace writes an address with its town; either may be missing.
func joinPlace(address, city string) string {
	switch {
	case address == "":
		return city
	case city == "" || strings.Contains(address, city):
		return address
	}
	return address + ", " + city
}

// telephone makes a link from a number as offices write it; "" if it holds more than one number or an extension.
func telephone(phone string) string {
	var digits strings.Builder
	for _, r := range phone {
		switch {
		case r >= '0' && r <= '9', r == '+':
			digits.WriteRune(r)
		case strings.ContainsRune(" -/.()", r):
		default:
			return ""
		}
	}
	number := digits.String()
	if len(number) == 10 && number[0] == '0' {
		return "tel:+4" + number
	}
	if len(number) > 10 && number[0] == '+' {
		return "tel:" + number
	}
	return ""
}

// known is a value, "" where it is not known.
func known(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
