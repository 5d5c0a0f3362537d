package public

import (
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
		Phone: known(o.Phone), Tel: telephone(known(o.Phone)), Email: known(o.Email), URL: known(o.URL), Page: b.v.Href("/offices/"+o.ID, ""),
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
	view.Next = b.nextOpen(o)
	return view
}

// nextOpen says when those who hand in an application are next received; where an office does not tell its services apart,
// when it is next open at all.
func (b *planner) nextOpen(o law.Office) string {
	hours := o.Hours
	if len(hours) == 0 {
		return b.p.T("page.plan.hours_unknown")
	}
	of, told := hours["filing"]
	if !told {
		for _, service := range servicesWithHours(hours) {
			of = append(of, hours[service]...)
		}
	}
	next, ok := nextOpening(b.Law.Calendar(), of, o.Closures, b.v.Now)
	if !ok {
		return ""
	}
	return openingWords(b.p, next)
}
