package public

import (
	"strconv"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// routeView is one route that applies.
type routeView struct {
	ID        string // prefix of the ids on the page: "r1"
	Title     string
	TitleRO   string // "" in Romanian
	Summary   string
	Strip     []ui.Fact
	Open      []openView // what is not settled: each with the questions that decide it
	Urgent    []noteView // warnings about being late: at the top
	Warnings  []noteView // the others
	Timeline  ui.Timeline
	Steps     []noteView
	Papers    papersView
	Not       []namedReason
	Fees      feesView
	Why       []reasonView
	Output    outputView
	Filing    string
	Offices   []officeView
	Nowhere   []linkView // questions that decide the office
	Anywhere  int        // offices beyond those shown
	Authority string
	Contest   contestView
	Grounds   []reasonView
	Duties    []noteView
}

// openView is something that depends on answers not given yet.
type openView struct {
	What  string
	Links []linkView
}

// noteView is a step, a duty or a warning.
type noteView struct {
	Text   string
	Date   string
	URL    string
	Refs   []int
	Weaker string // its grade in words, if it is not official
}

// namedReason is a thing and a sentence about it.
type namedReason struct {
	Title string
	reasonView
}

// outputView is what comes out.
type outputView struct {
	Title, Valid string
	Refs         []int
}

// contestView says how to fight a refusal.
type contestView struct {
	Text   string
	Safe   string
	Waits  string
	Refs   []int
	Barred bool
}

func (b *planner) route(r *law.Route, i int) routeView {
	out := routeView{
		ID: "r" + strconv.Itoa(i+1), Title: r.Title, TitleRO: b.romanian(r.TitleRO, r.Title), Summary: r.Summary,
		Filing: r.FilingText, Authority: r.AuthorityName,
	}
	for _, w := range r.Warnings {
		if w.Urgent {
			out.Urgent = append(out.Urgent, b.noteOf(w))
		} else {
			out.Warnings = append(out.Warnings, b.noteOf(w))
		}
	}
	out.Offices = b.offices(r)
	out.Anywhere = max(len(r.Offices)-shownOffices, 0)
	out.Strip = b.strip(r, &out)
	out.Timeline = b.timeline(r)
	out.Steps = b.notesOf(r.Steps)
	out.Papers = b.papers(r, out.ID)
	for _, not := range r.NotNeeded {
		out.Not = append(out.Not, namedReason{not.Title, reasonView{not.Because, b.notes.Refs(not.Sources)}})
	}
	out.Fees = b.fees(r)
	out.Why = b.reasons(r.Why)
	out.Output = b.output(r, &out)
	out.Contest = b.contest(r)
	out.Grounds = b.reasons(r.Grounds)
	out.Duties = b.notesOf(r.Duties)
	return out
}

// romanian is the official Romanian name, where the page is not Romanian itself.
func (b *planner) romanian(ro, title string) string {
	if b.p.Lang() == locale.RO || ro == title {
		return ""
	}
	return ro
}

func (b *planner) notesOf(list []law.Note) []noteView {
	out := make([]noteView, 0, len(list))
	for _, n := range list {
		out = append(out, b.noteOf(n))
	}
	return out
}

func (b *planner) noteOf(n law.Note) noteView {
	view := noteView{Text: n.Text, Date: longDate(b.p, n.Date), URL: n.URL, Refs: b.notes.Refs(n.Sources)}
	if n.Grade != law.Official && n.Grade != "" {
		view.Weaker = gradeName(b.p, n.Grade)
	}
	return view
}

func (b *planner) timeline(r *law.Route) ui.Timeline {
	t := ui.Timeline{Title: b.p.T("page.plan.dates"), RTL: b.p.Dir() == "rtl"}
	for _, d := range r.Dates {
		t.Points = append(t.Points, ui.Point{
			Day: d.Date.Sub(b.a.On), Text: d.Text, Long: b.p.DateWeekday(d.Date), Short: b.p.DateShort(d.Date), Mark: markOf(d.ID),
		})
	}
	return t
}

// markOf is the look of a date of the plan.
func markOf(id string) ui.Mark {
	switch id {
	case "today":
		return ui.MarkToday
	case "advised_by":
		return ui.MarkDo
	case "by", "rolls_to", "contest_by":
		return ui.MarkLaw
	case "title_expires", "until":
		return ui.MarkEnd
	case "decision":
		return ui.MarkDone
	}
	return ui.MarkOther
}

func (b *planner) output(r *law.Route, view *routeView) outputView {
	if r.Output == nil {
		return outputView{}
	}
	b.open(view, b.p.T("page.plan.what.output"), r.Output.Open)
	valid := validityWords(b.p, r.Output.Validity)
	switch {
	case valid == "" && len(r.Output.Open) > 0:
		valid = b.p.T("page.plan.valid_open")
	case valid == "":
		valid = b.p.T("page.plan.valid_unsaid")
	}
	return outputView{Title: r.Output.Title, Valid: valid, Refs: b.notes.Refs(r.Output.Sources)}
}

// open notes that something depends on answers not given yet.
func (b *planner) open(view *routeView, what string, facts []string) {
	if len(facts) > 0 {
		view.Open = append(view.Open, openView{What: what, Links: b.factLinks(facts)})
	}
}

func (b *planner) contest(r *law.Route) contestView {
	c := r.Contest
	if c == nil {
		return contestView{Text: b.p.T("page.plan.contest_unsaid")}
	}
	refs := b.notes.Refs(c.Sources)
	if c.Where == "none" {
		return contestView{Text: b.p.T("page.plan.contest_none"), Refs: refs, Barred: true}
	}
	out := contestView{Refs: refs}
	if c.Days > 0 {
		out.Text = b.p.T("page.plan.contest", locale.Str("court", c.WhereName), locale.Str("term", termWords(b.p, c.Days, c.Unit)))
	} else {
		out.Text = b.p.T("page.plan.contest_no_term", locale.Str("court", c.WhereName))
	}
	if c.SafeBy != nil {
		out.Safe = b.p.T("page.plan.contest_safe", locale.Str("date", b.p.DateWeekday(*c.SafeBy)))
	}
	switch {
	case c.Suspends == nil:
		out.Waits = b.p.T("page.plan.suspends_unsaid")
	case *c.Suspends:
		out.Waits = b.p.T("page.plan.suspends")
	default:
		out.Waits = b.p.T("page.plan.suspends_not")
	}
	return out
}
