package public

import (
	"slices"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// officePage is one office.
type officePage struct {
	ui.Page
	Back      string
	NameRO    string // "" in Romanian
	Kind      string
	Place     string // address and town
	Phone     string
	Tel       string // as a link; "" if it cannot be one
	Email     string
	URL       string
	Gone      string // that it is closed for good, or not yet open
	Services  []string
	Serves    string
	Week      ui.Week
	Hours     []officeHours
	ClosedOn  []closedDay
	Authority []string
	Grade     string
	Sources   []ui.Source
	CheckURL  string
}

// officeHours is when one service is open.
type officeHours struct {
	Service string
	Lines   []string
	Next    string
}

// closedDay is a public holiday.
type closedDay struct{ Date, Name string }

// holidaysAhead is how many days of public holidays an office's page names.
const holidaysAhead = 60

// OfficePage shows one office: where it is, what for, and when it is next open.
//
//locale:uses page.offices.kind.*
func OfficePage(p *Pages, v *page.Visit) (page.Reply, error) {
	o, ok := p.Law.Office(v.Part("id"), v.P.Lang())
	if !ok {
		return page.Reply{}, notFound()
	}
	pg := &officePage{
		Page:     v.Frame(o.Name, ""),
		Back:     v.Href("/offices", ""),
		Kind:     v.P.T("page.offices.kind." + o.Kind),
		Place:    joinPlace(known(o.Address), o.City),
		Phone:    known(o.Phone),
		Tel:      telephone(known(o.Phone)),
		Email:    known(o.Email),
		URL:      known(o.URL),
		Gone:     officeGone(v, o),
		Serves:   p.serves(v, o),
		Grade:    o.Grade.Name(v.P),
		CheckURL: v.Href("/check", ""),
	}
	if o.NameRO != o.Name {
		pg.NameRO = o.NameRO
	}
	for _, s := range o.Services {
		pg.Services = append(pg.Services, serviceWords(v.P, s))
	}
	pg.Authority = authorityWords(v.P, o.Kind)
	p.officeHours(pg, v, o)
	notes := newFootnotes(v.P)
	notes.Refs(o.Sources)
	pg.Sources = notes.List()
	return page.Reply{Body: officeTemplate(pg)}, nil
}

func (p *Pages) officeHours(pg *officePage, v *page.Visit, o law.Office) {
	if len(o.Hours) == 0 {
		return
	}
	pg.Week = ui.Week{ID: "week", Title: v.P.T("page.office.week"), RTL: v.P.Dir() == "rtl"}
	last := 5
	for _, service := range servicesWithHours(o.Hours) {
		hours := o.Hours[service]
		row := officeHours{Service: serviceName(v.P, service), Lines: hoursLines(v.P, hours)}
		if next, ok := nextOpening(p.Law.Calendar(), hours, o.Closures, v.Now); ok {
			row.Next = openingWords(v.P, next)
		}
		pg.Hours = append(pg.Hours, row)
		lane := ui.WeekLane{Name: row.Service}
		for _, h := range hours {
			for _, day := range h.Days {
				n := (int(weekday(day)) + 6) % 7 // from Monday
				last = max(last, n+1)
				lane.Hours = append(lane.Hours, ui.WeekHours{Day: n, Open: minutes(h.Open), Close: minutes(h.Close)})
			}
		}
		pg.Week.Lanes = append(pg.Week.Lanes, lane)
		pg.Week.Text = joinHints(pg.Week.Text, row.Service+": "+v.P.And(row.Lines)+".")
	}
	for n := range last {
		pg.Week.Days = append(pg.Week.Days, v.P.WeekdayShort(time.Weekday((n+1)%7)))
	}
	pg.ClosedOn = closedAhead(v.P, p.Law.Calendar(), v.Today)
}

// closedAhead lists the public holidays of the next days that are no Saturday or Sunday.
func closedAhead(p *locale.Printer, cal *calendar.Calendar, today calendar.Date) []closedDay {
	var out []closedDay
	for n := range holidaysAhead + 1 {
		day := today.AddDays(n)
		closed := cal.Closed(day)
		if len(closed.Holidays) == 0 || closed.Weekend {
			continue
		}
		out = append(out, closedDay{Date: p.DateWeekday(day), Name: holidayNames(p, closed.Holidays)})
	}
	return out
}

// holidayNames names the holidays of a day.
func holidayNames(p *locale.Printer, holidays []calendar.Holiday) string {
	names := make([]string, len(holidays))
	for i, h := range holidays {
		names[i] = h.Name(string(p.Lang()))
	}
	return p.And(names)
}

func officeGone(v *page.Visit, o law.Office) string {
	switch {
	case o.Until != nil && o.Until.Before(v.Today):
		return v.P.T("page.office.closed", locale.Str("date", v.P.Date(*o.Until)))
	case o.From != nil && o.From.After(v.Today):
		return v.P.T("page.office.opens", locale.Str("date", v.P.Date(*o.From)))
	}
	return ""
}

// serves says whom the office is for, and how many doors it has: where several units serve one county they are one office.
func (p *Pages) serves(v *page.Visit, o law.Office) string {
	names := make([]string, 0, len(o.Counties))
	for _, code := range o.Counties {
		names = append(names, v.P.County(code))
	}
	if o.Kind != "unit" {
		return v.P.T("page.office.serves_anybody")
	}
	text := v.P.T("page.office.serves", locale.Str("counties", v.P.And(names)))
	doors := 0
	for _, other := range p.Law.Offices(v.P.Lang(), v.Today) {
		if other.Kind == "unit" && slices.Contains(other.Counties, o.County) {
			doors++
		}
	}
	if doors > 1 {
		text += " " + v.P.T("page.office.doors", locale.Num("n", doors))
	}
	return text
}
