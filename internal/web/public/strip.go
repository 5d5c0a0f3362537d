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
	return []ui.Fact{b.applyFact(r, view), b.decisionFact(r, view), b.costFact(r), b.whereFact(r, view)}
}

func (b *planner) applyFact(r *law.Route, view *routeView) ui.Fact {
	fact := ui.Fact{Label: b.p.T("page.plan.apply_by")}
	if r.Apply == nil {
		fact.Value, fact.Note = b.p.T("page.plan.apply_none"), b.p.T("page.plan.apply_none_note")
		return fact
	}
	fact.Refs = b.notes.Refs(r.Apply.Sources)
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
		fact.Value = b.p.T("page.plan.within", locale.Str("term", termWords(b.p, pr.Days, pr.Unit)))
		fact.Note = startsWords(b.p, pr.Starts)
	}
	fact.Refs = b.notes.Refs(pr.Sources)
	if pr.ExtensionDays > 0 {
		extra := b.p.T("page.plan.extension", locale.Str("term", termWords(b.p, pr.ExtensionDays, pr.Unit)))
		fact.Note = joinHints(fact.Note, extra)
	}
	b.open(view, b.p.T("page.plan.what.processing"), pr.Open)
	return fact
}

func (b *planner) costFact(r *law.Route) ui.Fact {
	fact := ui.Fact{Label: b.p.T("page.plan.cost")}
	if len(r.Fees) == 0 {
		fact.Value, fact.Note = b.p.T("page.plan.cost_none"), b.p.T("page.plan.cost_none_note")
		for _, not := range r.NotNeeded {
			if strings.HasPrefix(not.ID, "fee-") {
				fact.Note = not.Because
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
	if sum.Unsure > 0 {
		fact.Note = joinHints(fact.Note, b.p.T("page.plan.cost_unsure", locale.Num("n", sum.Unsure)))
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
