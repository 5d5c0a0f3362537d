package public

import (
	"time"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/stay"
	"sejur/internal/web/ui"
)

// drawnAhead is how many days after the day of the count the picture shows at most.
const drawnAhead = 180

// newDayStrip draws the 180 days that end on the day of the count, and what is planned after it.
func newDayStrip(p *locale.Printer, in stay.ShortInput, res stay.ShortResult) ui.DayStrip {
	first, last := res.WindowStart, res.On
	reach := func(d calendar.Date) {
		if limit := res.On.AddDays(drawnAhead); d.After(limit) {
			d = limit
		}
		if d.After(last) {
			last = d
		}
	}
	for _, s := range in.Stays {
		if s.Exit != nil {
			reach(*s.Exit)
		}
	}
	if in.Trip != nil {
		reach(in.Trip.Exit)
	}
	kinds := dayKinds(in, res, first, last)
	strip := ui.DayStrip{
		ID: "days", Title: p.T("page.short-stay.picture"), RTL: p.Dir() == "rtl",
		Text: p.T("page.short-stay.picture_text", locale.Num("n", res.DaysUsed),
			locale.Str("from", p.Date(res.WindowStart)), locale.Str("to", p.Date(res.On))),
		Days: len(kinds), WindowEnd: res.On.Sub(first), EndText: p.DateShort(res.On),
		Months: dayMonths(p, first, last), Runs: dayRuns(p, first, kinds),
	}
	for _, kind := range []ui.DayKind{ui.DayCounted, ui.DayOwn, ui.DayTrip, ui.DayOver} {
		for _, r := range strip.Runs {
			if r.Kind == kind {
				strip.Legend = append(strip.Legend, ui.DayLegend{Kind: kind, Text: dayWords(p, kind)})
				break
			}
		}
	}
	return strip
}

// dayKinds says what each day from first to last is. A day of presence stays one when a trip falls on it too.
func dayKinds(in stay.ShortInput, res stay.ShortResult, first, last calendar.Date) []ui.DayKind {
	days := make([]ui.DayKind, last.Sub(first)+1)
	mark := func(from, to calendar.Date, kind ui.DayKind, over func(ui.DayKind) bool) {
		for i := max(from.Sub(first), 0); i <= min(to.Sub(first), len(days)-1); i++ {
			if over(days[i]) {
				days[i] = kind
			}
		}
	}
	free := func(k ui.DayKind) bool { return k == "" }
	for _, counted := range []bool{true, false} {
		for _, s := range in.Stays {
			if counts := s.Counts == nil || *s.Counts; counts != counted {
				continue
			}
			kind, end := ui.DayCounted, in.On
			if !counted {
				kind = ui.DayOwn
			}
			if s.Exit != nil {
				end = *s.Exit
			}
			mark(s.Entry, end, kind, free)
		}
	}
	for _, o := range res.Overstays {
		mark(o.From, o.To, ui.DayOver, func(ui.DayKind) bool { return true })
	}
	if in.Trip != nil {
		mark(in.Trip.Entry, in.Trip.Exit, ui.DayTrip, free)
		if over := res.Trip.FirstDayOver; over != nil {
			// Once too many, they stay too many to the end of the trip: each day adds itself and drops one at most.
			mark(*over, in.Trip.Exit, ui.DayOver, func(k ui.DayKind) bool { return k != ui.DayOwn })
		}
	}
	return days
}

func dayRuns(p *locale.Printer, first calendar.Date, kinds []ui.DayKind) []ui.DayRun {
	var out []ui.DayRun
	for i := 0; i < len(kinds); {
		end := i
		for end < len(kinds) && kinds[end] == kinds[i] {
			end++
		}
		if kinds[i] != "" {
			from, to := first.AddDays(i), first.AddDays(end-1)
			text := p.Date(from)
			if from != to {
				text += " – " + p.Date(to)
			}
			out = append(out, ui.DayRun{Start: i, Days: end - i, Kind: kinds[i], Text: text, Note: dayWords(p, kinds[i])})
		}
		i = end
	}
	return out
}

// dayMonths cuts the days from first to last into months.
func dayMonths(p *locale.Printer, first, last calendar.Date) []ui.DayMonth {
	var out []ui.DayMonth
	for day := first; !day.After(last); {
		year, month, n := day.Parts()
		next := calendar.On(year, month+1, 1)
		end := next.AddDays(-1)
		if end.After(last) {
			end = last
		}
		out = append(out, ui.DayMonth{
			Name: monthName(p, year, month), Short: p.DateShort(day), Start: day.Sub(first), Days: end.Sub(day) + 1, First: n,
		})
		day = next
	}
	return out
}

// monthName names a month of a year.
func monthName(p *locale.Printer, year int, month time.Month) string {
	return p.Month(month) + " " + pad(year, 4)
}

// dayWords says what a kind of day is.
func dayWords(p *locale.Printer, kind ui.DayKind) string {
	switch kind {
	case ui.DayOwn:
		return p.T("page.short-stay.kind.own")
	case ui.DayTrip:
		return p.T("page.short-stay.kind.trip")
	case ui.DayOver:
		return p.T("page.short-stay.kind.over")
	case ui.DayCounted:
	}
	return p.T("page.short-stay.kind.counted")
}
