package law

import (
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// apply computes when to apply.
//
// By is the law's last day, unrolled. A term that counts forward and ends on a closed day is in law still kept on the next
// working day (Civil Code, art. 2.554), which is RollsTo; a term that counts back from an expiry never rolls. AdvisedBy is
// safe under every reading: a working day on or before By, on or before the 31st day before an expiry, and on or before the
// 90th day of the stay where the law says three months (the day of entry is day 1). An authority that is open on every day,
// such as the police, has no closed day to move a term.
func (b *routeBuilder) apply() *Apply {
	item, deciding := first(b, b.version.apply, func(i *applyItem) *expr { return i.when })
	if item == nil {
		if deciding != nil {
			return &Apply{Sources: []*Source{}, Open: deciding}
		}
		return nil
	}
	out := &Apply{Sources: item.sources[b.lang], Basis: item.basis.in(b.lang, locale.Num("n", item.by.N))}
	day, ok := b.view.date(item.of)
	if !ok {
		b.missing.add(item.of.index)
		out.Open = []string{item.of.ID}
		return out
	}
	if item.opens != nil {
		opens := item.opens.of(day, b.law.cal)
		out.From = &opens
	}
	by, advised := item.dates(day, b.law.cal)
	out.By = &by
	if item.everyday {
		out.AdvisedBy = &advised
		return out
	}
	advised = b.law.cal.PrevWorking(advised)
	if !item.by.before && advised.Before(day) {
		advised = by // a short term over closed days: nobody can act before the thing has happened
	}
	out.AdvisedBy = &advised
	if closed := b.law.cal.Closed(by); closed.Any() {
		out.ClosedBecause = b.closedBecause(closed, by)
		if !item.by.before {
			rolls := b.law.cal.NextWorking(by)
			out.RollsTo = &rolls
		}
	}
	return out
}

// safeLead is how many days before an expiry nobody can call late: the law's usual 30, counted the strict way.
const safeLead = 31

// applyTerm is a term that counts from a date, forward or back.
type applyTerm struct {
	calendar.Term
	before bool
}

// of is the day on which the term ends.
func (t applyTerm) of(day calendar.Date, cal *calendar.Calendar) calendar.Date {
	term := t.Term
	if t.before {
		term.N = -term.N
	}
	return cal.Add(day, term)
}

// dates are the law's last day and the latest day that is safe under every reading, before it is moved to a working day.
func (a *applyItem) dates(of calendar.Date, cal *calendar.Calendar) (by, advised calendar.Date) {
	by = a.by.of(of, cal)
	advised = by
	if safe := of.AddDays(-safeLead); a.by.before && safe.Before(by) {
		advised = safe
	}
	if ninetieth := of.AddDays(89); !a.by.before && a.ninety && ninetieth.Before(by) {
		advised = ninetieth
	}
	return by, advised
}

// closedBecause names the holidays of a closed day, or the day of the week.
func (b *routeBuilder) closedBecause(closed calendar.Closed, day calendar.Date) string {
	if len(closed.Holidays) == 0 {
		return b.printer().Weekday(day.Weekday())
	}
	names := make([]string, len(closed.Holidays))
	for i, h := range closed.Holidays {
		names[i] = h.Name(string(b.query.Lang))
	}
	return strings.Join(names, ", ")
}

// contest says where a refusal can be fought. The date shown is the last working day on or before the end of the term, which
// is in time whichever way the court counts.
func (b *routeBuilder) contest() *Contest {
	item, _ := first(b, b.version.contest, func(i *contestItem) *expr { return i.when })
	if item == nil {
		return nil
	}
	out := item.value(b.lang)
	if item.of != nil {
		if day, ok := b.view.date(item.of); ok {
			safe := b.law.cal.PrevWorking(b.law.cal.Add(day, item.term))
			out.SafeBy = &safe
		} else {
			b.missing.add(item.of.index)
		}
	}
	return out
}

// value is the way to court, without the day that follows from a notice.
func (item *contestItem) value(lang int) *Contest {
	return &Contest{
		Where: item.where, WhereName: item.court.in(lang), Days: item.term.N, Unit: string(item.term.Unit),
		Suspends: item.suspends, Sources: item.sources[lang],
	}
}

// timeline lists everything dated, in order.
func (b *routeBuilder) timeline(r *Route) []PlanDate {
	t := &b.law.engine
	var dates []PlanDate
	add := func(id string, d *calendar.Date, label *text) {
		if d != nil {
			dates = append(dates, PlanDate{ID: id, Date: *d, Text: label.in(b.lang)})
		}
	}
	on := b.query.On
	add("today", &on, t.today)
	start := on
	if a := r.Apply; a != nil && a.By != nil {
		add("from", a.From, t.from)
		add("advised_by", a.AdvisedBy, t.advised)
		if *a.By != *a.AdvisedBy {
			add("by", a.By, t.by)
		}
		add("rolls_to", a.RollsTo, t.rolls)
		if a.AdvisedBy.After(on) {
			start = *a.AdvisedBy
		}
		if of := b.law.special.expires; of != nil {
			if day, ok := b.view.date(of); ok {
				add("title_expires", &day, t.expires)
			}
		}
	}
	if p := r.Processing; p != nil && p.Open == nil && !p.SameDay && b.version.filing != "none" {
		decided := b.law.cal.Add(start, calendar.Term{N: p.Days, Unit: calendar.Unit(p.Unit)})
		add("decision", &decided, t.decision)
		if p.ExtensionDays > 0 {
			longest := b.law.cal.Add(decided, calendar.Term{N: p.ExtensionDays, Unit: calendar.Unit(p.Unit)})
			add("extended", &longest, t.extended)
		}
	}
	if o := r.Output; o != nil {
		add("until", o.Validity.Until, t.until)
	}
	if c := r.Contest; c != nil {
		add("contest_by", c.SafeBy, t.court)
	}
	sortDates(dates)
	return dates
}
