package appointment

import (
	"slices"

	"sejur/internal/calendar"
)

// Day is one day of an office's week.
type Day struct {
	Date     calendar.Date
	Holidays []calendar.Holiday // public ones
	Closures []Closure
	Open     []Hours // by service and time; none when the office is closed
}

// Week is what holds at an office on the seven days from a Monday. Public holidays close it, whatever its hours say; a weekend does not.
func Week(monday calendar.Date, hours []Hours, closures []Closure, holidays *calendar.Calendar) []Day {
	out := make([]Day, 7)
	for i := range out {
		d := Day{Date: monday.AddDays(i)}
		d.Holidays = holidays.Holiday(d.Date)
		for _, c := range closures {
			if c.On(d.Date) {
				d.Closures = append(d.Closures, c)
			}
		}
		for _, h := range hours {
			if len(d.Holidays)+len(d.Closures) == 0 && h.On(d.Date) {
				d.Open = append(d.Open, h)
			}
		}
		slices.SortStableFunc(d.Open, func(a, b Hours) int { return int(a.Opens - b.Opens) })
		out[i] = d
	}
	return out
}

// MondayOf is the Monday of a day's week.
func MondayOf(day calendar.Date) calendar.Date {
	return day.AddDays(-(int(day.Weekday()) + 6) % 7)
}
