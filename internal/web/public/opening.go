package public

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// opening is one time at which a counter is open.
type opening struct {
	Day         calendar.Date
	Open, Close string // 08:30
	Now         bool   // it has begun and not yet ended
}

// openingDays is how far ahead an opening is looked for. Holidays and weekends together never close an office for longer.
const openingDays = 35

// nextOpening finds the first time from now on at which one of the hours holds, on a working day of the law's calendar that
// lies in no closure. Times are those of Bucharest. A time that has ended today does not count.
func nextOpening(cal *calendar.Calendar, hours []law.Hours, closures []law.Closure, now time.Time) (opening, bool) {
	today := calendar.Today(now)
	clock := now.In(calendar.Bucharest()).Format("15:04")
	for n := range openingDays {
		day := today.AddDays(n)
		if !cal.IsWorking(day) || slices.ContainsFunc(closures, func(c law.Closure) bool { return !day.Before(c.From) && !day.After(c.Until) }) {
			continue
		}
		for _, o := range openingsOn(hours, day) {
			if n > 0 || clock < o.Close {
				o.Now = n == 0 && clock >= o.Open
				return o, true
			}
		}
	}
	return opening{}, false
}

// openingsOn lists what the hours say of a day, the earliest first.
func openingsOn(hours []law.Hours, day calendar.Date) []opening {
	var out []opening
	for _, h := range hours {
		if slices.ContainsFunc(h.Days, func(name string) bool { return weekday(name) == day.Weekday() }) {
			out = append(out, opening{Day: day, Open: h.Open, Close: h.Close})
		}
	}
	slices.SortFunc(out, func(a, b opening) int { return cmp.Compare(a.Open, b.Open) })
	return out
}

// openingWords says when a counter is next open: "Thursday, 3 December 2026, 08:30–13:30".
func openingWords(p *locale.Printer, o opening) string {
	if o.Now {
		return p.T("page.office.open_now", locale.Str("until", o.Close))
	}
	hours := locale.Str("hours", o.Open+"–"+o.Close)
	return p.T("page.office.next", locale.Str("date", p.DateWeekday(o.Day)), hours)
}

// servicesWithHours orders the services of an office: filing, collecting, employers, then the others by name.
func servicesWithHours(hours map[string][]law.Hours) []string {
	rank := func(service string) int {
		if i := slices.Index([]string{"filing", "collection", "employers"}, service); i >= 0 {
			return i
		}
		return 3
	}
	return slices.SortedFunc(maps.Keys(hours), func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
}

// minutes reads "08:30" as minutes after midnight; what is no time is midnight.
func minutes(clock string) int {
	hour, minute, _ := strings.Cut(clock, ":")
	h, hourErr := strconv.Atoi(hour)
	m, minuteErr := strconv.Atoi(minute)
	if hourErr != nil || minuteErr != nil || h < 0 || h > 24 || m < 0 || m > 59 {
		return 0
	}
	return 60*h + m
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
