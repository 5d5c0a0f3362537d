package admin

import (
	"slices"
	"strings"
	"time"

	"sejur/internal/appointment"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// weekPart draws an office's week, and says the same in a table: one row for each day on which something is open or closed for a reason.
func (p *Pages) weekPart(v *page.Visit, o desk.OfficeView, monday calendar.Date) section {
	t := v.P.T
	services := servicesOf(o)
	table := &ui.Table{Caption: t("admin.week.caption"), Quiet: true, Head: []string{t("admin.week.day")}}
	picture := &ui.Week{ID: "week-picture", Title: t("admin.week.caption"), Text: t("admin.week.beside"), RTL: v.P.Dir() == "rtl"}
	for _, s := range services {
		table.Head = append(table.Head, p.serviceName(v, s))
		picture.Lanes = append(picture.Lanes, ui.WeekLane{Name: p.serviceName(v, s)})
	}
	table.Head = append(table.Head, t("admin.week.closed"))
	open := false
	for i, d := range o.Week {
		picture.Days = append(picture.Days, v.P.WeekdayShort(d.Date.Weekday()))
		row := []ui.Cell{{Text: v.P.DateWeekday(d.Date)}}
		for lane, s := range services {
			var spans []string
			for _, h := range d.Open {
				if h.Service == s.ID {
					spans = append(spans, hoursText(h))
					picture.Lanes[lane].Hours = append(picture.Lanes[lane].Hours, ui.WeekHours{Day: i, Open: int(h.Opens), Close: int(h.Closes)})
				}
			}
			row = append(row, ui.Cell{Text: strings.Join(spans, ", ")})
		}
		why := whyClosed(v.P, d)
		if len(d.Open) > 0 || why != "" {
			table.Rows = append(table.Rows, append(row, ui.Cell{Text: why}))
		}
		open = open || len(d.Open) > 0
	}
	out := section{
		ID: "week", Title: t("admin.week.title", locale.Str("date", day(v.P, monday))), Table: table, Empty: t("admin.week.none"), Links: []anchor{
			{Text: t("admin.week.before"), Href: weekAddress(o.ID, monday.AddDays(-7))},
			{Text: t("admin.week.after"), Href: weekAddress(o.ID, monday.AddDays(7))},
		},
	}
	if open {
		out.Week = picture
	}
	return out
}

func weekAddress(office string, monday calendar.Date) string {
	return pathOffices + "/" + office + "?week=" + monday.String() + "#week"
}

// servicesOf are the services in use of an office.
func servicesOf(o desk.OfficeView) []appointment.Service {
	return slices.DeleteFunc(slices.Clone(o.Services), func(s appointment.Service) bool { return !s.Active })
}

// whyClosed says why an office is closed on a day on which it may be open otherwise.
func whyClosed(p *locale.Printer, d appointment.Day) string {
	var why []string
	for _, h := range d.Holidays {
		why = append(why, h.Name(string(p.Lang())))
	}
	for _, c := range d.Closures {
		why = append(why, reasonName(p, c.Reason))
	}
	return p.And(why)
}

func hoursText(h appointment.Hours) string { return h.Opens.String() + "–" + h.Closes.String() }

// hoursPart lists the hours with the days on which they are valid.
func (p *Pages) hoursPart(v *page.Visit, o desk.OfficeView) section {
	t := v.P.T
	table := &ui.Table{Caption: t("admin.hours.title"), Quiet: true, Head: []string{
		t("admin.hours.when"), t("admin.hours.service"), t("admin.hours.valid"), t("admin.staff.state"),
	}}
	for _, h := range sortedHours(o.Hours) {
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: v.P.Weekday(h.Weekday) + ", " + hoursText(h), Href: own(o.ID, "hours", h.ID)}, {Text: p.serviceNames(v, o, []string{h.Service})}, {Text: span(v.P, h.From, h.Until)},
			inUse(v.P, h.Active),
		})
	}
	out := section{ID: "hours", Title: t("admin.hours.title"), Lead: t("admin.hours.lead"), Table: table, Empty: t("admin.hours.none")}
	if len(servicesOf(o)) > 0 {
		out.Links = []anchor{{Text: t("admin.hour.new"), Href: own(o.ID, "hours", "new")}}
	}
	return out
}

// sortedHours puts those in use first, by weekday from Monday and by time.
func sortedHours(hours []appointment.Hours) []appointment.Hours {
	out := slices.Clone(hours)
	rank := func(h appointment.Hours) int {
		n := (int(h.Weekday)+6)%7*10_000 + int(h.Opens)
		if !h.Active {
			n += 100_000
		}
		return n
	}
	slices.SortStableFunc(out, func(a, b appointment.Hours) int { return rank(a) - rank(b) })
	return out
}

// lawWeekday is the weekday that the law file calls mon, tue, …
func lawWeekday(word string) time.Weekday {
	return time.Weekday(slices.Index([]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}, word))
}

// weekdayOptions are the weekdays from Monday; their values are those of time.Weekday.
func weekdayOptions(p *locale.Printer) []ui.Option {
	var out []ui.Option
	for i := range 7 {
		d := time.Weekday((i + 1) % 7)
		out = append(out, ui.Option{Value: versionText(int64(d)), Text: p.Weekday(d)})
	}
	return out
}
