package locale

import (
	"strconv"
	"time"
)

// Civil is a day of the calendar without a time of day. calendar.Date is one; so is time.Time.
type Civil interface {
	Year() int
	Month() time.Month
	Day() int
	Weekday() time.Weekday
}

// names are the words that a language has for months and weekdays, and the marks in its numbers.
type names struct {
	months        [12]string // inside a date: "27 листопада"
	standalone    [12]string // alone, as over a calendar: "листопад"
	monthsShort   [12]string
	weekdays      [7]string // from Sunday, as in time.Weekday
	weekdaysShort [7]string
}

// Date writes a day in full: "27 November 2026", "27 noiembrie 2026", "27 листопада 2026". A date that says
// IsZero gives "".
func (p *Printer) Date(d Civil) string {
	if isZero(d) {
		return ""
	}
	var room [64]byte
	return string(p.appendDate(room[:0], d))
}

// DateWeekday writes a day in full with its weekday: "Friday, 27 November 2026". A date that says IsZero
// gives "".
func (p *Printer) DateWeekday(d Civil) string {
	if isZero(d) {
		return ""
	}
	var room [96]byte
	out := append(room[:0], p.Weekday(d.Weekday())...)
	out = append(out, ", "...)
	return string(p.appendDate(out, d))
}

// DateShort writes the day and the short month, for narrow places where the year is plain: "27 Nov". A date
// that says IsZero gives "".
func (p *Printer) DateShort(d Civil) string {
	if isZero(d) {
		return ""
	}
	var room [32]byte
	out := strconv.AppendInt(room[:0], int64(d.Day()), 10)
	out = append(out, ' ')
	return string(append(out, p.names.monthsShort[monthIndex(d.Month())]...))
}

// Moment writes a day in full with the time of day, as the clocks show it where t is: "27 November 2026, 09:05". The zero time
// gives "".
func (p *Printer) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	var room [96]byte
	out := append(p.appendDate(room[:0], t), ", "...)
	return string(t.AppendFormat(out, "15:04"))
}

// Month names a month as it stands alone: "November", "noiembrie", "листопад". m outside January to December
// is taken modulo twelve.
func (p *Printer) Month(m time.Month) string {
	return p.names.standalone[monthIndex(m)]
}

// Weekday names a day of the week: "Friday", "vineri", "п’ятниця". w outside Sunday to Saturday is taken
// modulo seven.
func (p *Printer) Weekday(w time.Weekday) string {
	return p.names.weekdays[weekdayIndex(w)]
}

// WeekdayShort names a day of the week for the head of a column: "Fri", "vin.", "пт".
func (p *Printer) WeekdayShort(w time.Weekday) string {
	return p.names.weekdaysShort[weekdayIndex(w)]
}

func (p *Printer) appendDate(out []byte, d Civil) []byte {
	out = strconv.AppendInt(out, int64(d.Day()), 10)
	out = append(out, ' ')
	out = append(out, p.names.months[monthIndex(d.Month())]...)
	out = append(out, ' ')
	return strconv.AppendInt(out, int64(d.Year()), 10)
}

func isZero(d Civil) bool {
	z, ok := d.(interface{ IsZero() bool })
	return ok && z.IsZero()
}

func monthIndex(m time.Month) int {
	return ((int(m)-1)%12 + 12) % 12
}

func weekdayIndex(w time.Weekday) int {
	return (int(w)%7 + 7) % 7
}
