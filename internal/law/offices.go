package law

import (
	"cmp"
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// office is one counter, centre or service point.
type office struct {
	cited
	officeRow
	name *text
}

// place is a point in degrees north and east.
type place = [2]float64

// narrow is how much shorter a degree east is than one north, in the middle of Romania: the cosine of 46 degrees.
const narrow = 0.69

// apart compares distances in a straight line: squared degrees, good for nothing but an order.
func apart(a, b place) float64 {
	north, east := a[0]-b[0], (a[1]-b[1])*narrow
	return north*north + east*east
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
		for _, c := range r.Closures {
			if c.From.IsZero() || c.Until.Before(c.From.Date) {
				faults.add("%s: closures: from %q until %q: on which days?", where, c.From, c.Until)
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
	l.compileSeats(f.Seats, faults)
}

// compileSeats keeps where the counties lie. A rule that falls back to all offices of a service needs to know it of each.
func (l *Law) compileSeats(seats map[string]place, faults *faultList) {
	counties := l.catalogue.For(locale.RO).Counties()
	for _, code := range sortedKeys(seats) {
		at := seats[code]
		if !slices.ContainsFunc(counties, func(c locale.County) bool { return c.Code == code }) {
			faults.add("offices.yaml: seats: %s is no county", code)
		}
		if at[0] < 43 || at[0] > 49 || at[1] < 20 || at[1] > 30 {
			faults.add("offices.yaml: seats: %s: %v is not in Romania", code, at)
		}
	}
	for _, id := range sortedKeys(l.rules) {
		for _, o := range l.offices {
			if _, known := seats[o.County]; l.rules[id].all && slices.Contains(o.Services, l.rules[id].service) && !known {
				faults.add("offices.yaml: seats: %s is missing, and the rule %s puts %s by distance", o.County, id, o.ID)
			}
		}
	}
	l.seats = seats
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

// officesFor lists the offices of a rule for a county ("" = not known) on a day: the county's own, or where it has none and the
// rule falls back to all, those, the nearest first. needsCounty says that the county would change the answer.
func (l *Law) officesFor(rule, county string, on calendar.Date) (ids []string, needsCounty bool) {
	ids = []string{}
	pick := func(among []*office, fits func(*office) bool) {
		for _, o := range among {
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
		pick(l.offices, func(o *office) bool { return unit(o) && o.serves(county) })
		return ids, false
	}
	r := l.rules[rule]
	offers := func(o *office) bool { return slices.Contains(o.Services, r.service) }
	if county != "" {
		pick(l.offices, func(o *office) bool { return offers(o) && o.serves(county) })
	}
	if len(ids) == 0 && r.all {
		pick(l.byDistance(county), offers)
	}
	return ids, county == ""
}

// byDistance are the offices, those nearest to a county's seat first; in the order of the file where it is not known where the
// county lies.
func (l *Law) byDistance(county string) []*office {
	from, known := l.seats[county]
	if !known {
		return l.offices
	}
	return slices.SortedStableFunc(slices.Values(l.offices), func(a, b *office) int {
		return cmp.Compare(apart(from, l.seats[a.County]), apart(from, l.seats[b.County]))
	})
}

// Hours is one opening rule: days mon … sun, times as 08:30.
type Hours struct {
	Days  []string `json:"days"`
	Open  string   `json:"open"`
	Close string   `json:"close"`
}

// Closure is a time during which an office is closed, its first and last day included. Reason is in Romanian, as posted there.
type Closure struct {
	From   calendar.Date `json:"from"`
	Until  calendar.Date `json:"until"`
	Reason string        `json:"reason,omitempty"`
}

// Office is a place. A nil field is not known.
type Office struct {
	ID       string             `json:"id"`
	Kind     string             `json:"kind"` // unit | centre | ngo
	Name     string             `json:"name"`
	NameRO   string             `json:"name_ro"`
	County   string             `json:"county"`
	Counties []string           `json:"counties"`
	City     string             `json:"city"`
	Address  *string            `json:"address"`
	Phone    *string            `json:"phone"`
	Email    *string            `json:"email"`
	URL      *string            `json:"url"`
	Hours    map[string][]Hours `json:"hours"` // by service; a missing service's hours are not known
	Services []string           `json:"services"`
	Closures []Closure          `json:"closures"` // days on which it is closed beside the public holidays
	From     *calendar.Date     `json:"from"`
	Until    *calendar.Date     `json:"until"`
	Grade    Grade              `json:"grade"`
	Sources  []*Source          `json:"sources"`
}

// Offices lists the offices open on a day, in the order of offices.yaml.
func (l *Law) Offices(lang locale.Lang, on calendar.Date) []Office {
	var out []Office
	for _, o := range l.offices {
		if o.opened(on) {
			out = append(out, o.info(lang))
		}
	}
	return out
}

// Office is one office, open on the day or not.
func (l *Law) Office(id string, lang locale.Lang) (Office, bool) {
	for _, o := range l.offices {
		if o.ID == id {
			return o.info(lang), true
		}
	}
	return Office{}, false
}

func (o *office) info(lang locale.Lang) Office {
	out := Office{
		ID: o.ID, Kind: o.Kind, Name: o.name.in(langIndex(lang)), NameRO: o.name.in(langIndex(locale.RO)), County: o.County,
		Counties: o.Counties, City: o.City, Address: o.Address, Phone: o.Phone, Email: o.Email, URL: o.URL,
		Services: o.Services, From: optional(o.From.Date), Until: optional(o.Until.Date), Grade: o.grade, Sources: o.sources[langIndex(lang)],
		Hours: map[string][]Hours{}, Closures: []Closure{},
	}
	if len(out.Counties) == 0 {
		out.Counties = []string{o.County}
	}
	for _, c := range o.Closures {
		out.Closures = append(out.Closures, Closure{From: c.From.Date, Until: c.Until.Date, Reason: c.Reason})
	}
	for service, rows := range o.Hours {
		for _, r := range rows {
			out.Hours[service] = append(out.Hours[service], Hours(r))
		}
	}
	return out
}
