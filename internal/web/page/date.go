package page

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/web/ui"
)

// TypedDate is what stands in the three inputs of a date: name-day, name-month, name-year.
func TypedDate(in url.Values, name string) ui.DateValue {
	return ui.DateValue{
		Day:   strings.TrimSpace(in.Get(name + "-day")),
		Month: strings.TrimSpace(in.Get(name + "-month")),
		Year:  strings.TrimSpace(in.Get(name + "-year")),
	}
}

// JoinDate writes YYYY-MM-DD from its parts. If a part is missing or no number, it is wrong and the parts stand as typed.
func JoinDate(v ui.DateValue) (s string, wrong bool) {
	day, dayErr := strconv.Atoi(v.Day)
	month, monthErr := strconv.Atoi(v.Month)
	year, yearErr := strconv.Atoi(v.Year)
	whole := dayErr == nil && monthErr == nil && yearErr == nil
	if !whole || day < 0 || day > 99 || month < 0 || month > 99 || year < 0 || year > 9999 {
		return v.Year + "-" + v.Month + "-" + v.Day, true
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day), false
}

// DateValue shows a date in its three inputs; no date leaves them empty.
func DateValue(d calendar.Date) ui.DateValue {
	if d.IsZero() {
		return ui.DateValue{}
	}
	year, month, day := d.Parts()
	return ui.DateValue{Day: strconv.Itoa(day), Month: strconv.Itoa(int(month)), Year: strconv.Itoa(year)}
}
