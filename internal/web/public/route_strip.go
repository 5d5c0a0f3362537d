package public

import (
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// strip is the few facts that matter most: by when, how long, how much, where.
func (b *planner) strip(r *law.Route, view *routeView) []ui.Fact {
	switch {
	case view.NoFiling && r.Contest != nil && r.Contest.Where != "none":
		return b.courtStrip(r)
	case view.NoFiling:
		return b.adviceStrip(r, view)
	}
	out := []ui.Fact{b.applyFact(r, view)}
	// Another authority takes this: what is not known of its time and cost is its own to say.
	if r.Filing != "elsewhere" || r.Processing != nil {
		out = append(out, b.decisionFact(r, view))
	}
	if r.Filing != "elsewhere" || len(r.Fees) > 0 {
		out = append(out, b.costFact(r))
	}
	return append(out, b.whereFact(r, view))
}

// adviceStrip is the strip of a rule under which nothing is filed and nothing decided: by when, if there is a day, and where.
func (b *planner) adviceStrip(r *law.Route, view *routeView) []ui.Fact {
	where := b.whereFact(r, view)
	if r.Apply == nil {
		return []ui.Fact{where}
	}
	return []ui.Fact{b.applyFact(r, view), where}
}

// courtStrip is the strip of a decision that somebody got: nothing is applied for, and what counts is the way to court.
func (b *planner) courtStrip(r *law.Route) []ui.Fact {
	c := r.Contest
	by := ui.Fact{Label: b.p.T("page.plan.court_by"), Now: true, Refs: b.notes.Refs(c.Sources)}
	switch {
	case c.Days == 0:
		by.Value, by.Note = b.p.T("page.plan.unsaid"), b.p.T("page.plan.contest_unsaid")
	case c.SafeBy == nil:
		by.Value = b.p.T("page.plan.within", locale.Str("term", b.p.Term(c.Days, c.Unit)))
		by.Note = b.p.T("page.plan.court_from")
	case c.SafeBy.Before(b.a.On):
		by.Value = b.p.T("page.plan.court_late")
		by.Note = b.p.T("page.plan.court_late_note", locale.Str("date", b.p.Date(*c.SafeBy)))
	default:
		by.Value, by.Note = b.p.DateWeekday(*c.SafeBy), b.left(*c.SafeBy)
	}
	out := []ui.Fact{by}
	if c.Suspends != nil {
		waits := ui.Fact{Label: b.p.T("page.plan.meanwhile"), Value: b.p.T("page.plan.waits_not")}
		if *c.Suspends {
			waits.Value, waits.Note = b.p.T("page.plan.waits"), b.p.T("page.plan.waits_note")
		}
		out = append(out, waits)
	}
	for _, duty := range r.Duties {
		if duty.Date != nil {
			out = append(out, ui.Fact{Label: b.p.T("page.plan.otherwise"), Value: b.p.DateWeekday(*duty.Date), Note: duty.Text})
		}
	}
	return append(out, ui.Fact{Label: b.p.T("page.plan.where"), Value: c.WhereName})
}

// weaker is the grade of a statement in words, if it is not official.
func (b *planner) weaker(sources []*law.Source) string {
	grade := law.BestGrade(sources)
	if len(sources) == 0 || grade == law.Official {
		return ""
	}
	return grade.Name(b.p)
}

// applyLabel says what the day is for: a change is reported and a rule is kept, and neither is applied for.
func (b *planner) applyLabel(r *law.Route) string {
	if aim, _ := b.a.Facts.Value("aim"); aim == "report" || r.Filing == "none" {
		return b.p.T("page.plan.act_by")
	}
	return b.p.T("page.plan.apply_by")
}

func (b *planner) applyFact(r *law.Route, view *routeView) ui.Fact {
	fact := ui.Fact{Label: b.applyLabel(r)}
	if r.Apply == nil {
		fact.Value, fact.Note = b.p.T("page.plan.apply_none"), b.p.T("page.plan.apply_none_note")
		return fact
	}
	fact.Refs = b.notes.Refs(r.Apply.Sources)
	fact.Weaker = b.weaker(r.Apply.Sources)
	b.open(view, b.p.T("page.plan.what.apply"), r.Apply.Open)
	day := r.Apply.AdvisedBy
	if day == nil {
		day = r.Apply.By
	}
	if day == nil {
		fact.Value = b.p.T("page.plan.depends")
		return fact
	}
	if r.Apply.By == nil {
		fact.Value, fact.Note, fact.Now = b.p.DateWeekday(*day), b.left(*day), true
		return fact
	}
	return b.applyUntil(fact, *day, r.Apply)
}

// applyUntil tells what is left until the safe day and until the law's last day, or that they have passed.
func (b *planner) applyUntil(fact ui.Fact, day calendar.Date, apply *law.Apply) ui.Fact {
	fact.Now = true
	last := *apply.By
	if apply.RollsTo != nil {
		last = *apply.RollsTo
	}
	lawDay := locale.Str("date", b.p.Date(*apply.By))
	switch {
	case last.Before(b.a.On):
		fact.Value = b.p.T("page.plan.apply_late")
		fact.Note = b.p.T("page.plan.apply_late_note", lawDay)
		return fact
	case day.Before(b.a.On):
		fact.Value = b.p.T("page.plan.apply_now")
		fact.Note = b.p.T("page.plan.law_day", lawDay)
	default:
		fact.Value = b.p.DateWeekday(day)
		fact.Note = b.left(day)
		if *apply.By != day {
			fact.Note += " " + b.p.T("page.plan.law_day", lawDay)
		}
	}
	if apply.ClosedBecause != "" {
		fact.Note += " " + b.p.T("page.plan.closed_that_day", locale.Str("reason", apply.ClosedBecause))
	}
	if apply.RollsTo != nil && *apply.RollsTo != *apply.By {
		fact.Note += " " + b.p.T("page.plan.rolls_to", locale.Str("date", b.p.Date(*apply.RollsTo)))
	}
	return fact
}

// left says how many days are left until a day.
func (b *planner) left(day calendar.Date) string {
	n := b.daysFrom(day)
	switch {
	case n < 0:
		return b.p.T("page.plan.days_ago", locale.Num("n", -n))
	case n == 0:
		return b.p.T("page.plan.day_today")
	}
	return b.p.T("page.plan.days_left", locale.Num("n", n))
}

func (b *planner) decisionFact(r *law.Route, view *routeView) ui.Fact {
	fact := ui.Fact{Label: b.p.T("page.plan.decision")}
	pr := r.Processing
	switch {
	case pr == nil:
		fact.Value, fact.Note = b.p.T("page.plan.unsaid"), b.p.T("page.plan.decision_unsaid_note")
		return fact
	case pr.SameDay:
		fact.Value = b.p.T("page.plan.same_day")
	case pr.Days == 0 && len(pr.Open) > 0:
		fact.Value = b.p.T("page.plan.depends")
	default:
		fact.Value = b.p.T("page.plan.within", locale.Str("term", b.p.Term(pr.Days, pr.Unit)))
		fact.Note = startsWords(b.p, pr.Starts)
	}
	fact.Refs = b.notes.Refs(pr.Sources)
	fact.Weaker = b.weaker(pr.Sources)
	if pr.ExtensionDays > 0 {
		extra := b.p.T("page.plan.extension", locale.Str("term", b.p.Term(pr.ExtensionDays, pr.Unit)))
		fact.Note = joinHints(fact.Note, extra)
	}
	b.open(view, b.p.T("page.plan.what.processing"), pr.Open)
	return fact
}

func (b *planner) costFact(r *law.Route) ui.Fact {
	fact := ui.Fact{Label: b.p.T("page.plan.cost")}
	if len(r.Fees) == 0 {
		fact.Value, fact.Note = b.p.T("page.plan.cost_unsaid"), b.p.T("page.plan.cost_unsaid_note")
		for _, not := range r.NotNeeded {
			if strings.HasPrefix(not.ID, "fee-") {
				fact.Value, fact.Note = b.p.T("page.plan.cost_none"), not.Because
				break
			}
		}
		return fact
	}
	sum := sumFees(b.p, r.Fees)
	switch {
	case len(sum.Sums) > 0:
		fact.Value = b.p.And(sum.Sums)
	case sum.Open > 0:
		fact.Value = b.p.T("page.plan.depends")
	default:
		fact.Value = b.p.T("page.plan.ask_office")
	}
	if sum.Unknown > 0 {
		fact.Note = joinHints(fact.Note, b.p.T("page.plan.cost_unknown", locale.Num("n", sum.Unknown)))
	}
	if len(sum.Unsure) > 0 {
		fact.Note = joinHints(fact.Note, b.p.T("page.plan.cost_unsure", locale.Str("amounts", b.p.And(sum.Unsure))))
	}
	if sum.Open > 0 {
		fact.Note = joinHints(fact.Note, b.p.T("page.plan.cost_open", locale.Num("n", sum.Open)))
	}
	return fact
}

func (b *planner) whereFact(r *law.Route, view *routeView) ui.Fact {
	fact := ui.Fact{Label: b.p.T("page.plan.where")}
	switch {
	case len(view.Offices) > 0:
		fact.Value, fact.Note = view.Offices[0].Name, view.Offices[0].Next
	case len(r.OfficesOpen) > 0:
		fact.Value = b.p.T("page.plan.depends")
		view.Nowhere = b.factLinks(r.OfficesOpen)
	case r.AuthorityName != "":
		fact.Value = r.AuthorityName
	default:
		fact.Value = b.p.T("page.plan.unsaid")
	}
	return fact
}
