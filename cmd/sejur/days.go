package main

import (
	"strings"

	"sejur/internal/api"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// daysCommands count terms. They read the holidays alone.
type daysCommands struct {
	Add      daysAdd      `cmd:"" help:"Find the last day of a term (question on standard input)."`
	Holidays daysHolidays `cmd:"" help:"List the public holidays of a year."`
}

type daysAdd struct {
	jsonFlag
	langFlag
	lawFlag
}

// Help is the long help of the command.
func (*daysAdd) Help() string {
	return `Units: calendar, working, months, years. Example: echo '{"from":"2026-04-30","n":30,"unit":"calendar"}' | sejur days add`
}

// Run counts the term on standard input.
func (c *daysAdd) Run(d *desk) error {
	q, err := d.question(c.langFlag)
	if err != nil {
		return err
	}
	cal, err := law.Holidays(c.files())
	if err != nil {
		return err
	}
	answer, err := api.Days(q.body, cal, q.printer)
	if err != nil {
		return tell(q.printer, err)
	}
	if c.JSON {
		return d.printJSON(answer)
	}
	p := q.printer
	text := p.T("days.last", locale.Str("date", p.DateWeekday(answer.Date))) + "\n"
	if answer.Rolled != nil {
		text += p.T("days.rolled", locale.Str("reason", *answer.ClosedBecause), locale.Str("date", p.DateWeekday(*answer.Rolled))) + "\n"
	}
	return d.print(text)
}

type daysHolidays struct {
	Year string `arg:"" help:"Four digits."`
	jsonFlag
	langFlag
	lawFlag
}

// Help is the long help of the command.
func (*daysHolidays) Help() string { return "Example: sejur days holidays 2027 --lang en" }

// Run lists the holidays.
func (c *daysHolidays) Run(d *desk) error {
	p, err := locale.LoadPrinter(d.language(c.langFlag, ""))
	if err != nil {
		return err
	}
	cal, err := law.Holidays(c.files())
	if err != nil {
		return err
	}
	list, err := api.Holidays(c.Year, cal, p.Lang())
	if err != nil {
		return tell(p, err)
	}
	if c.JSON {
		return d.printJSON(list)
	}
	var b strings.Builder
	for _, h := range list {
		b.WriteString(h.Date.String() + "  " + p.WeekdayShort(h.Date.Weekday()) + "  " + h.Name + "  (" + h.Law + ")\n")
	}
	return d.print(b.String())
}
