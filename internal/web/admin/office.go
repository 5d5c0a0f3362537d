package admin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sejur/internal/appointment"
	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Office shows one office: what it receives people for, its week, its desks, and when it is closed.
func Office(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	asked, err := calendar.Parse(v.Query.Get("week"))
	if err != nil {
		asked = v.Today
	}
	o, err := p.Desk.OpenOffice(ctx, v.By(), v.Part("id"), v.P.Lang(), asked)
	if err != nil {
		return page.Reply{}, err
	}
	s := &sheet{
		Page: v.Frame(o.Name, v.Query.Encode()), Back: &anchor{Text: v.P.T("admin.offices.title"), Href: pathOffices},
		Eyebrow: partCell(v.P, o.OfficeRow).Text, Done: officeDone(v),
	}
	s.Sections = []section{p.officePart(v, o)}
	if o.Own != nil {
		s.Sections = append(s.Sections, p.servicesPart(v, o), p.weekPart(v, o, appointment.MondayOf(asked)), p.hoursPart(v, o), p.desksPart(v, o), closuresPart(v, o))
	}
	if o.Law != nil && len(o.Law.Hours) > 0 {
		s.Sections = append(s.Sections, lawHours(v.P, o.Law))
	}
	return s.show(v), nil
}

// What was done at an office.
const (
	doneOffice  = "office"
	doneService = "service"
	doneDesk    = "desk"
	doneHours   = "hours"
	doneClosure = "closure"
)

// officeDone says what was done at an office just before.
func officeDone(v *page.Visit) *told {
	what, _ := v.Done()
	switch what {
	case doneOffice, doneService, doneDesk, doneHours, doneClosure:
		return &told{Title: v.P.T("admin.done." + what)}
	}
	return nil
}

// own is the address of something of an office.
func own(office string, parts ...string) string {
	return pathOffices + "/" + office + "/" + strings.Join(parts, "/")
}

func (p *Pages) officePart(v *page.Visit, o desk.OfficeView) section {
	t := v.P.T
	rows := []ui.Row{
		{Key: t("admin.offices.city"), Value: o.City}, {Key: t("admin.offices.county"), Value: v.P.County(o.County)},
		{Key: t("admin.offices.named_by"), Value: namedBy(v.P, o.OfficeRow)},
		{Key: t("admin.offices.part"), Value: partCell(v.P, o.OfficeRow).Text, Href: own(o.ID, "part"), Action: t("ui.change")},
	}
	if o.Law == nil && o.Own.Address != "" {
		rows = append(rows, ui.Row{Key: t("admin.offices.address"), Value: o.Own.Address})
	}
	return section{ID: "office", Rows: rows}
}

// servicesPart lists what an office receives people for.
func (p *Pages) servicesPart(v *page.Visit, o desk.OfficeView) section {
	t := v.P.T
	table := &ui.Table{Caption: t("admin.services.title"), Quiet: true, Head: []string{
		t("admin.service.visit"), t("admin.service.procedures"), t("admin.service.minutes"), t("admin.service.note"), t("admin.staff.state"),
	}}
	for _, s := range o.Services {
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: visitName(v.P, s.Visit), Href: own(o.ID, "services", s.ID)}, {Text: p.procedureNames(v, s.Procedures)},
			{Text: v.P.Number(s.Minutes), N: true}, {Text: s.Note}, inUse(v.P, s.Active),
		})
	}
	return section{
		ID: "services", Title: t("admin.services.title"), Table: table, Empty: t("admin.services.none"),
		Links: []anchor{{Text: t("admin.service.new"), Href: own(o.ID, "services", "new")}},
	}
}

// visitName names a kind of visit.
//
//locale:uses admin.visit.*
func visitName(p *locale.Printer, visit appointment.Visit) string {
	return p.T("admin.visit." + string(visit))
}

// inUse says whether something is in use.
func inUse(p *locale.Printer, active bool) ui.Cell {
	if active {
		return ui.Cell{Text: p.T("admin.in_use"), Chip: true, Tone: ui.Green}
	}
	return ui.Cell{Text: p.T("admin.not_in_use"), Chip: true, Tone: ui.Line}
}

// procedureNames names the procedures of a service, all of them.
func (p *Pages) procedureNames(v *page.Visit, ids []string) string {
	if len(ids) == 0 {
		return v.P.T("admin.service.all_others")
	}
	return v.P.And(p.titles(v, ids))
}

// titles are those of procedures, in the order of the alphabet.
func (p *Pages) titles(v *page.Visit, ids []string) []string {
	var out []string
	for _, info := range p.Law.Procedures(v.P.Lang(), v.Today) {
		if slices.Contains(ids, info.ID) {
			out = append(out, info.Title)
		}
	}
	return out
}

// serviceName tells a service from the others of its office, in few words.
func (p *Pages) serviceName(v *page.Visit, s appointment.Service) string {
	name := visitName(v.P, s.Visit)
	titles := p.titles(v, s.Procedures)
	switch len(titles) {
	case 0:
		return name
	case 1:
		return name + ": " + titles[0]
	}
	return name + ": " + v.P.T("admin.service.and_more", locale.Str("first", titles[0]), locale.Num("n", len(titles)-1))
}

// desksPart lists the desks of an office.
func (p *Pages) desksPart(v *page.Visit, o desk.OfficeView) section {
	t := v.P.T
	table := &ui.Table{Caption: t("admin.desks.title"), Quiet: true, Head: []string{
		t("admin.desk.name"), t("admin.desk.services"), t("admin.staff.state"),
	}}
	for _, d := range o.Desks {
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: t("admin.desk.called", locale.Str("name", d.Name)), Href: own(o.ID, "desks", d.ID)}, {Text: p.serviceNames(v, o, d.Services)}, inUse(v.P, d.Active),
		})
	}
	return section{
		ID: "desks", Title: t("admin.desks.title"), Table: table, Empty: t("admin.desks.none"),
		Links: []anchor{{Text: t("admin.desk.new"), Href: own(o.ID, "desks", "new")}},
	}
}

// closuresPart lists the days on which an office is closed, from today on.
func closuresPart(v *page.Visit, o desk.OfficeView) section {
	t := v.P.T
	table := &ui.Table{Caption: t("admin.closures.title"), Quiet: true, Head: []string{
		t("admin.closure.days"), t("admin.closure.reason"), t("admin.closure.note"), t("admin.staff.state"),
	}}
	for _, c := range o.Closures {
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: span(v.P, c.From, c.Until), Href: own(o.ID, "closures", c.ID)}, {Text: reasonName(v.P, c.Reason)}, {Text: c.Note}, inUse(v.P, c.Active),
		})
	}
	return section{
		ID: "closures", Title: t("admin.closures.title"), Lead: t("admin.closures.lead"), Table: table, Empty: t("admin.closures.none"),
		Links: []anchor{{Text: t("admin.closure.new"), Href: own(o.ID, "closures", "new")}},
	}
}

// reasonName names the reason of a closure.
//
//locale:uses admin.reason.*
func reasonName(p *locale.Printer, r appointment.Reason) string {
	return p.T("admin.reason." + string(r))
}

// span says from when until when; one day stands alone.
func span(p *locale.Printer, from, until calendar.Date) string {
	switch {
	case from == until:
		return day(p, from)
	case until.IsZero():
		return p.T("admin.from", locale.Str("date", day(p, from)))
	}
	return p.T("admin.absence.span", locale.Str("from", day(p, from)), locale.Str("until", day(p, until)))
}

// lawHours says which hours the law file has.
//
//locale:uses ui.service.*
func lawHours(p *locale.Printer, o *law.Office) section {
	out := section{ID: "law", Title: p.T("admin.law_hours.title"), Lead: p.T("admin.law_hours.lead")}
	for _, service := range []string{"filing", "collection", "employers"} {
		for _, h := range o.Hours[service] {
			days := make([]string, len(h.Days))
			for i, d := range h.Days {
				days[i] = p.Weekday(lawWeekday(d))
			}
			out.Lines = append(out.Lines, fmt.Sprintf("%s: %s, %s–%s", p.T("ui.service."+service), p.And(days), h.Open, h.Close))
		}
	}
	return out
}
