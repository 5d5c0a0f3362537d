package main

import (
	"strings"

	"sejur/internal/api"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/stay"
)

// stayCommands count days of presence.
type stayCommands struct {
	Short      stayShort      `cmd:"" help:"Count the 90 days in any 180 (question on standard input)."`
	Continuous stayContinuous `cmd:"" help:"Count the years of unbroken residence (question on standard input)."`
}

// stayShort counts short stays. It needs no law.
type stayShort struct {
	jsonFlag
	langFlag
}

// Help is the long help of the command.
func (*stayShort) Help() string {
	return `Example: echo '{"on":"2026-11-20","stays":[{"entry":"2026-10-01"}]}' | sejur stay short`
}

// Run counts the stays on standard input.
func (c *stayShort) Run(d *desk) error {
	q, err := d.question(c.langFlag)
	if err != nil {
		return err
	}
	answer, err := api.Short(q.body)
	if err != nil {
		return tell(q.printer, err)
	}
	if c.JSON {
		return d.printJSON(answer)
	}
	return d.print(shortText(q.printer, answer))
}

func shortText(p *locale.Printer, r stay.ShortResult) string {
	date := func(name string, on calendar.Date) locale.Arg { return locale.Str(name, p.Date(on)) }
	lines := []string{
		p.T("stay.short.used", locale.Num("n", r.DaysUsed), date("from", r.WindowStart), date("on", r.On)),
	}
	if r.MayStayUntil != nil {
		lines = append(lines, p.T("stay.short.until", date("on", r.On), date("date", *r.MayStayUntil)))
	} else {
		lines = append(lines, p.T("stay.short.until-none", date("on", r.On)),
			p.T("stay.short.next", date("date", r.NextEntry), locale.Num("n", r.NextEntryDays)))
	}
	for _, o := range r.Overstays {
		lines = append(lines, p.T("stay.short.overstay", date("from", o.From), date("to", o.To), locale.Num("n", o.Days)))
	}
	if r.Trip != nil && r.Trip.Allowed {
		lines = append(lines, p.T("stay.short.trip-allowed"))
	} else if r.Trip != nil {
		lines = append(lines, p.T("stay.short.trip-over", date("date", *r.Trip.FirstDayOver)))
	}
	return strings.Join(lines, "\n") + "\n"
}

// stayContinuous counts residence. The law gives the sources of the reasons.
type stayContinuous struct {
	jsonFlag
	langFlag
	lawFlag
}

// Help is the long help of the command.
func (*stayContinuous) Help() string {
	return `Example: echo '{"rule":"long-term","on":"2026-11-20","periods":[{"title":"work","from":"2021-03-01"}],"absences":[]}' | sejur stay continuous`
}

// Run counts the residence on standard input.
func (c *stayContinuous) Run(d *desk) error {
	q, err := d.question(c.langFlag)
	if err != nil {
		return err
	}
	catalogue, err := locale.Load()
	if err != nil {
		return err
	}
	l, err := c.load(catalogue)
	if err != nil {
		return err
	}
	answer, err := api.Continuous(q.body, l, q.printer)
	if err != nil {
		return tell(q.printer, err)
	}
	if c.JSON {
		return d.printJSON(answer)
	}
	return d.print(continuousText(q.printer, answer))
}

func continuousText(p *locale.Printer, r api.Continuity) string {
	var lines []string
	switch {
	case r.Eligible && r.EligibleFrom != nil:
		lines = append(lines, p.T("stay.continuous.eligible", locale.Str("date", p.Date(*r.EligibleFrom))))
	case r.EligibleFrom != nil:
		lines = append(lines, p.T("stay.continuous.not-yet", locale.Str("date", p.Date(*r.EligibleFrom))))
	default:
		lines = append(lines, p.T("stay.continuous.not-yet-undated"))
	}
	lines = append(lines, p.T("stay.continuous.counted", locale.Num("n", r.CountedDays), locale.Str("needed", p.Number(r.Needed))))
	for _, reason := range r.Reasons {
		lines = append(lines, "- "+reason.Text)
	}
	return strings.Join(lines, "\n") + "\n"
}
