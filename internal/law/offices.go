package law

import (
	"slices"

	"sejur/internal/calendar"
)

// office is one counter, centre or service point.
type office struct {
	cited
	officeRow
	name *text
}

// officeRule picks the offices of a service: those of the county, and what holds where the county has none.
type officeRule struct {
	id, service string
	all         bool // otherwise all offices of the service
}

func (l *Law) compileOffices(f officesFile, faults *faultList) {
	seen := map[string]bool{}
	for _, r := range f.Offices {
		where := "offices.yaml: " + r.ID
		if seen[r.ID] {
			faults.add("%s: stands twice", where)
		}
		seen[r.ID] = true
		oneOf(where+": kind", []string{r.Kind}, []string{"unit", "centre", "ngo"}, faults)
		for service, hours := range r.Hours {
			for _, h := range hours {
				oneOf(where+": hours of "+service, h.Days, weekdays(), faults)
			}
		}
		l.offices = append(l.offices, &office{
			cited: l.cite(where, r.Sources, faults), officeRow: r, name: l.texts.need("office."+r.ID+".name", faults),
		})
	}
	l.rules = make(map[string]*officeRule, len(f.Rules))
	for _, r := range f.Rules {
		where := "offices.yaml: rule " + r.ID
		oneOf(where+": otherwise", []string{r.Otherwise}, []string{"all", "none"}, faults)
		if !slices.ContainsFunc(l.offices, func(o *office) bool { return slices.Contains(o.Services, r.Service) }) {
			faults.add("%s: no office offers %q", where, r.Service)
		}
		l.rules[r.ID] = &officeRule{id: r.ID, service: r.Service, all: r.Otherwise == "all"}
	}
}

func weekdays() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

func (l *Law) checkOffice(where, id string, faults *faultList) {
	switch id {
	case "", "county", "any", "none":
		return
	}
	if l.rules[id] == nil {
		faults.add("%s: office: unknown rule %q", where, id)
	}
}

// opened says whether the office existed on a day.
func (o *office) opened(on calendar.Date) bool {
	return (o.From.IsZero() || !on.Before(o.From.Date)) && (o.Until.IsZero() || !on.After(o.Until.Date))
}

func (o *office) serves(county string) bool {
	return o.County == county || slices.Contains(o.Counties, county)
}

// officesFor lists the offices of a rule for a county ("" = not known) on a day. needsCounty says that the county would
// change the answer.
func (l *Law) officesFor(rule, county string, on calendar.Date) (ids []string, needsCounty bool) {
	ids = []string{}
	pick := func(fits func(*office) bool) {
		for _, o := range l.offices {
			if o.opened(on) && fits(o) {
				ids = append(ids, o.ID)
			}
		}
	}
	unit := func(o *office) bool { return o.Kind == "unit" }
	switch rule {
	case "", "none":
		return ids, false
	case "county", "any":
		if county == "" {
			return ids, true
		}
		pick(func(o *office) bool { return unit(o) && o.serves(county) })
		return ids, false
	}
	r := l.rules[rule]
	offers := func(o *office) bool { return slices.Contains(o.Services, r.service) }
	if county != "" {
		pick(func(o *office) bool { return offers(o) && o.serves(county) })
	}
	if len(ids) == 0 && r.all {
		pick(offers)
	}
	return ids, county == ""
}
