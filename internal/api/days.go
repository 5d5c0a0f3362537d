package api

import (
	"errors"
	"strconv"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
)

// DaysInput is a term to count: n units from a day that is itself not counted.
type DaysInput struct {
	From calendar.Date `json:"from"`
	N    *int          `json:"n"`
	Unit calendar.Unit `json:"unit"`
}

// DaysAnswer is the last day of a term.
type DaysAnswer struct {
	Date calendar.Date `json:"date"`
	// Rolled is the next working day when offices are closed on Date, else nil.
	Rolled        *calendar.Date `json:"rolled"`
	ClosedBecause *string        `json:"closed_because"` // in words; nil when offices are open on Date
}

// Days counts the term in a JSON question (DaysInput).
func Days(data []byte, cal *calendar.Calendar, p *locale.Printer) (DaysAnswer, error) {
	var in DaysInput
	if faults := read(data, &in); len(faults) > 0 {
		return DaysAnswer{}, faults
	}
	term, err := in.term()
	if err != nil {
		return DaysAnswer{}, err
	}
	out := DaysAnswer{Date: cal.Add(in.From, term)}
	if closed := cal.Closed(out.Date); closed.Any() {
		rolled, why := cal.NextWorking(out.Date), closedBecause(p, out.Date, closed)
		out.Rolled, out.ClosedBecause = &rolled, &why
	}
	return out, nil
}

func (in DaysInput) term() (calendar.Term, error) {
	var faults fault.List
	if in.From.IsZero() {
		faults = append(faults, fault.Field("from", "field.missing"))
	}
	if in.N == nil {
		faults = append(faults, fault.Field("n", "field.missing"))
	}
	if in.Unit == "" {
		faults = append(faults, fault.Field("unit", "field.missing"))
	}
	if len(faults) > 0 {
		return calendar.Term{}, faults
	}
	term := calendar.Term{N: *in.N, Unit: in.Unit}
	switch err := term.Check(); {
	case errors.Is(err, calendar.ErrUnit):
		units := listed(calendar.Days, calendar.Working, calendar.Months, calendar.Years)
		return term, fault.Field("unit", "field.choice", fault.Text("accepted", units))
	case err != nil:
		return term, fault.Field("n", "days.length")
	}
	return term, nil
}

// closedBecause says why offices are closed on a day: the public holiday if there is one, else the weekend.
func closedBecause(p *locale.Printer, d calendar.Date, closed calendar.Closed) string {
	if len(closed.Holidays) == 0 {
		return p.T("days.weekend", locale.Str("weekday", p.Weekday(d.Weekday())))
	}
	names := make([]string, len(closed.Holidays))
	for i, h := range closed.Holidays {
		names[i] = h.Name(string(p.Lang()))
	}
	return p.T("days.holiday", locale.Str("names", p.And(names)))
}

// Holiday is one public holiday.
type Holiday struct {
	Date   calendar.Date `json:"date"`
	Name   string        `json:"name"` // in the language asked for
	NameRO string        `json:"name_ro"`
	Law    string        `json:"law"` // the act that puts the day in the list
}

// Holidays lists the public holidays of a year, written as four digits, from calendar.MinYear to calendar.MaxYear.
func Holidays(year string, cal *calendar.Calendar, lang locale.Lang) ([]Holiday, error) {
	n, err := strconv.Atoi(year)
	if err != nil || n < calendar.MinYear || n > calendar.MaxYear {
		return nil, fault.Field("year", "days.year",
			fault.Text("first", strconv.Itoa(calendar.MinYear)), fault.Text("last", strconv.Itoa(calendar.MaxYear)))
	}
	list := cal.Year(n)
	out := make([]Holiday, len(list))
	for i, h := range list {
		out[i] = Holiday{Date: h.Date, Name: h.Name(string(lang)), NameRO: h.Names[string(locale.RO)], Law: h.Law}
	}
	return out, nil
}
