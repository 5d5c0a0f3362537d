package public

import (
	"strconv"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// routeView is one route that applies.
type routeView struct {
	ID         string // prefix of the ids on the page: "r1"
	Title      string
	TitleRO    string // "" in Romanian
	Summary    string
	Gives      string // what it lets its holder do
	Strip      []ui.Fact
	Open       []openView // what is not settled: each with the questions that decide it
	Urgent     []noteView // warnings about being late: at the top
	Warnings   []noteView // the others
	Timeline   ui.Timeline
	Steps      []noteView
	Papers     papersView
	Not        []namedReason
	Fees       feesView
	Why        []reasonView
	Output     outputView
	Filing     string
	Begin      *keepView // where its application is filled in here
	NoFiling   bool      // nothing is applied for: somebody got a decision and may go to court, or learns a rule
	Offices    []officeView
	Nowhere    []linkView // questions that decide the office
	Anywhere   int        // offices beyond those shown
	SameOffice bool       // the offices are those of the first route of the plan
	Authority  string
	Contest    contestView
	Grounds    []reasonView
	Duties     []noteView
}

// labelled names a section by its heading and, where several routes stand on one page, by the route's too.
func (r *routeView) labelled(part string, deep bool) string {
	id := r.ID + "-" + part
	if deep {
		return id + " " + r.ID + "-h"
	}
	return id
}

// groundsKey heads the list of grounds: of a refusal that may come, or of a decision that came.
//
//locale:uses page.plan.grounds page.plan.court_grounds
func (r *routeView) groundsKey() string {
	if r.NoFiling {
		return "page.plan.court_grounds"
	}
	return "page.plan.grounds"
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
		ID: "r" + strconv.Itoa(i+1), Title: r.Title, TitleRO: b.romanian(r.TitleRO, r.Title), Summary: r.Summary, Gives: r.Gives,
		Filing: r.FilingText, NoFiling: r.Filing == "none", Authority: r.AuthorityName,
	}
	for _, w := range r.Warnings {
		if w.Urgent {
			out.Urgent = append(out.Urgent, b.noteOf(w))
		} else {
			out.Warnings = append(out.Warnings, b.noteOf(w))
		}
	}
	if r.Form != "" {
		out.Begin = b.keep(r.Procedure)
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
	if r.Contest != nil || r.Filing != "elsewhere" {
		out.Contest = b.contest(r)
	}
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
		view.Weaker = n.Grade.Name(b.p)
	}
	return view
}

// shortDates is for how many days ahead a date without its year cannot be taken for another.
const shortDates = 300

func (b *planner) timeline(r *law.Route) ui.Timeline {
	t := ui.Timeline{Title: b.p.T("page.plan.dates"), RTL: b.p.Dir() == "rtl"}
	for _, d := range r.Dates {
		if d.ID == "today" && b.a.On != b.a.today {
			d.Text = b.p.T("page.plan.that_day")
		}
		point := ui.Point{
			Day: d.Date.Sub(b.a.On), Text: d.Text, Long: b.p.DateWeekday(d.Date), Short: b.p.DateShort(d.Date), Mark: markOf(d.ID),
		}
		if point.Day > shortDates {
			point.Short = b.p.Date(d.Date)
		}
		t.Points = append(t.Points, point)
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
	}
	return outputView{Title: r.Output.Title, Valid: valid, Refs: b.notes.Refs(r.Output.Sources)}
}

// contestKey is the sentence about the way to court: against a refusal that may come, or against a decision that came.
//
//locale:uses page.plan.contest page.plan.court_at
func contestKey(r *law.Route) string {
	if r.Filing == "none" {
		return "page.plan.court_at"
	}
	return "page.plan.contest"
}

// open notes that something depends on answers not given yet.
func (b *planner) open(view *routeView, what string, facts []string) {
	if len(facts) > 0 {
		view.Open = append(view.Open, openView{What: what, Links: b.factLinks(facts)})
	}
}

func (b *planner) contest(r *law.Route) contestView {
	c := r.Contest
	if c == nil && r.Filing == "none" {
		return contestView{} // nothing is decided, so nothing is refused
	}
	if c == nil {
		return contestView{Text: b.p.T("page.plan.contest_unsaid")}
	}
	refs := b.notes.Refs(c.Sources)
	if c.Where == "none" {
		return contestView{Text: b.p.T("page.plan.contest_none"), Refs: refs, Barred: true}
	}
	out := contestView{Refs: refs}
	if c.Days > 0 {
		out.Text = b.p.T(contestKey(r), locale.Str("court", c.WhereName), locale.Str("term", b.p.Term(c.Days, c.Unit)))
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
