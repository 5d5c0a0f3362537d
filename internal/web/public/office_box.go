package public

import (
	"strings"
	"time"

	"sejur/internal/law"
	"sejur/internal/locale"
)

// officeView is an office as the plan shows it. An empty part is not known.
type officeView struct {
	Name, NameRO string
	Address      string
	Phone, Tel   string // as written, and as a link
	Email        string
	URL          string
	Page         string // its page in the house
	Hours        []hoursView
	Next         string // when it is next open
	Missing      string // what is not known, in words; "" if nothing
	Refs         []int
}

// hoursView is the opening hours of one service. Service is "" when the office has only one.
type hoursView struct {
	Service string
	Lines   []string
}

// shownOffices is how many offices a plan shows in full; the list of offices has the rest.
const shownOffices = 2

func (b *planner) offices(r *law.Route) []officeView {
	var out []officeView
	for _, id := range r.Offices[:min(len(r.Offices), shownOffices)] {
		office, ok := b.Law.Office(id, b.p.Lang())
		if ok {
			out = append(out, b.office(office))
		}
	}
	return out
}

func (b *planner) office(o law.Office) officeView {
	view := officeView{
		Name: o.Name, NameRO: b.romanian(o.NameRO, o.Name), Address: joinPlace(known(o.Address), o.City),
		Phone: known(o.Phone), Tel: telephone(known(o.Phone)), Email: known(o.Email), URL: known(o.URL), Page: href(b.v, "/offices/"+o.ID, ""),
		Refs: b.notes.Refs(o.Sources),
	}
	var missing []string
	for _, part := range []struct {
		value *string
		key   string
	}{
		{o.Address, "ui.office.address"}, {o.Phone, "ui.office.phone"}, {o.Email, "ui.office.email"},
	} {
		if part.value == nil {
			missing = append(missing, b.p.T(part.key))
		}
	}
	if len(o.Hours) == 0 {
		missing = append(missing, b.p.T("ui.office.hours"))
	}
	if len(missing) > 0 {
		view.Missing = b.p.T("page.plan.office_missing", locale.Str("what", b.p.And(missing)))
	}
	for _, service := range servicesWithHours(o.Hours) {
		view.Hours = append(view.Hours, hoursView{Service: serviceName(b.p, service), Lines: hoursLines(b.p, o.Hours[service])})
	}
	if len(view.Hours) == 1 {
		view.Hours[0].Service = ""
	}
	view.Next = b.nextOpen(o.Hours)
	return view
}

//locale:uses ui.service.*
func serviceName(p *locale.Printer, service string) string {
	if key := "ui.service." + service; p.Has(key) {
		return p.T(key)
	}
	return service
}

// hoursLines writes opening hours: "Mon, Tue, Thu 08:30–13:30".
func hoursLines(p *locale.Printer, hours []law.Hours) []string {
	out := make([]string, 0, len(hours))
	for _, h := range hours {
		days := make([]string, 0, len(h.Days))
		for _, day := range h.Days {
			days = append(days, p.WeekdayShort(weekday(day)))
		}
		out = append(out, strings.Join(days, ", ")+" "+h.Open+"–"+h.Close)
	}
	return out
}

// nextOpen says when those who hand in an application are next received; where an office does not tell its services apart,
// when it is next open at all.
func (b *planner) nextOpen(hours map[string][]law.Hours) string {
	if len(hours) == 0 {
		return b.p.T("page.plan.hours_unknown")
	}
	of, told := hours["filing"]
	if !told {
		for _, service := range servicesWithHours(hours) {
			of = append(of, hours[service]...)
		}
	}
	next, ok := nextOpening(b.Law.Calendar(), of, b.v.Now)
	if !ok {
		return ""
	}
	return openingWords(b.p, next)
}

// weekday reads mon … sun.
func weekday(name string) time.Weekday {
	switch name {
	case "mon":
		return time.Monday
	case "tue":
		return time.Tuesday
	case "wed":
		return time.Wednesday
	case "thu":
		return time.Thursday
	case "fri":
		return time.Friday
	case "sat":
		return time.Saturday
	}
	return time.Sunday
}

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
