package public

import (
	"slices"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// procedurePage is one procedure on one day, as it is for anybody.
type procedurePage struct {
	ui.Page
	Back     string
	Eyebrow  string
	Errors   []ui.FieldError
	TitleRO  string // "" in Romanian
	Summary  string
	Day      dayForm
	Status   bool   // it is told of and nobody can apply for it here
	Offices  string // address of the list of offices
	Closed   string // why it takes no applications on the day, "" if it does
	CheckURL string
	Strip    []ui.Fact
	Decides  []openView // what depends on answers: the question, as a link
	Clauses  []reasonView
	When     string // heads the day to apply by, or to report by
	Apply    reasonView
	ApplyOf  []linkView // questions that decide the day
	Route    routeView
	Filing   string
	Versions []versionView
	Coming   *versionView // the next change that is announced
	Sources  []ui.Source
	LawURL   string
	Law      string
}

// versionView is a day in a procedure's history.
type versionView struct {
	Text string
	Href string // the procedure's page on that day
	Here bool   // it is the one shown
	Refs []int
	List []differenceView // what changed
}

// ProcedurePage shows one procedure: for whom it is, what it asks, what it costs, and the law behind each line.
func ProcedurePage(p *Pages, v *page.Visit) (page.Reply, error) {
	f := newForm(v)
	on := f.onDay(v.P.T("page.plan.on_label"), v.Today)
	info, ok := p.Law.Procedure(v.Part("id"), v.P.Lang(), on)
	if !ok {
		return page.Reply{}, notFound()
	}
	a := answers{today: v.Today}
	a.Lang, a.On = v.P.Lang(), on
	b := newPlanner(p, v, a)
	pg := &procedurePage{
		Page:     v.Frame(info.Title, f.query()),
		Back:     v.Href("/procedures", onQuery(v, on)),
		Eyebrow:  v.P.T("page.procedures.eyebrow", locale.Str("date", v.P.Date(on))),
		Errors:   f.errors,
		TitleRO:  b.romanian(info.TitleRO, info.Title),
		Summary:  info.Summary,
		Day:      p.dayForm(v, f, v.Path, on),
		CheckURL: v.Href("/check", onQuery(v, on)),
		Status:   info.PageOnly,
		Offices:  v.Href("/offices", ""),
		LawURL:   v.Href("/about", ""),
		Law:      p.Law.Version(),
	}
	pg.Wrong = len(f.errors) > 0
	if !info.InForce {
		pg.Closed = b.closedProcedure(info)
	}
	b.procedure(pg, info)
	pg.Sources = b.notes.List()
	return page.Reply{Status: f.status(), Body: procedureTemplate(pg)}, nil
}

// closedProcedure says why a procedure takes no applications: it has ended, and what replaces it, or it has not begun.
func (b *planner) closedProcedure(info law.ProcedurePage) string {
	switch {
	case info.Ended != "":
		return info.Ended
	case info.From.After(info.On):
		return b.p.T("page.procedure.not_yet", locale.Str("date", b.p.Date(info.From)))
	case info.Until != nil:
		return b.p.T("page.procedure.ended", locale.Str("date", b.p.Date(*info.Until)))
	}
	return b.p.T("page.procedure.not_open")
}

func (b *planner) procedure(pg *procedurePage, info law.ProcedurePage) {
	r := &info.Route
	view := &pg.Route
	view.ID, view.NoFiling = "p", r.Filing == "none"
	pg.Clauses = b.reasons(info.Clauses)
	pg.When, pg.Apply = b.whenTitle(info), b.when(r)
	pg.Strip = b.generalStrip(r, view)
	view.Output = b.output(r, view)
	view.Steps = b.notesOf(r.Steps)
	view.Papers = b.papers(r, view.ID)
	b.linkPapers(&view.Papers)
	view.Fees = b.fees(r)
	view.Duties = b.notesOf(r.Duties)
	view.Warnings = b.notesOf(r.Warnings)
	view.Grounds = b.reasons(r.Grounds)
	if r.Contest != nil || r.Filing == "preparation" {
		view.Contest = b.contest(r)
	}
	pg.Filing = r.FilingText
	pg.Decides = view.Open
	if r.Apply != nil {
		pg.ApplyOf = b.factLinks(r.Apply.Open)
	}
	b.history(pg, info)
}

// generalStrip is what matters most for anybody. Where nothing is filed here, what is not known of time and cost is not worth a box.
func (b *planner) generalStrip(r *law.Route, view *routeView) []ui.Fact {
	if view.NoFiling && r.Contest != nil && r.Contest.Where != "none" {
		return b.courtStrip(r)
	}
	here := !view.NoFiling && r.Filing != "elsewhere"
	var out []ui.Fact
	if here || r.Processing != nil {
		out = append(out, b.decisionFact(r, view))
	}
	if here || len(r.Fees) > 0 {
		out = append(out, b.costFact(r))
	}
	return append(out, b.officeFact(r))
}

// whenTitle heads the term: a change is reported and a rule is kept; the rest is applied for.
func (b *planner) whenTitle(info law.ProcedurePage) string {
	if info.Area == "changes" || info.Route.Filing == "none" {
		return b.p.T("page.procedure.when_report")
	}
	return b.p.T("page.procedure.when")
}

// when says when to apply, and of which answers the day is made. Of a decision that somebody got it says nothing: who reads that
// there is no last day would miss the days to go to court.
func (b *planner) when(r *law.Route) reasonView {
	switch {
	case r.Apply == nil && r.Filing == "none":
		return reasonView{}
	case r.Apply == nil:
		return reasonView{Text: b.p.T("page.plan.apply_none_note")}
	case r.Apply.Basis == "":
		return reasonView{Text: b.p.T("page.procedure.apply_depends"), Refs: b.notes.Refs(r.Apply.Sources)}
	}
	return reasonView{Text: r.Apply.Basis, Refs: b.notes.Refs(r.Apply.Sources)}
}

// officeFact names the authority: which office is each reader's own.
func (b *planner) officeFact(r *law.Route) ui.Fact {
	fact := ui.Fact{Label: b.p.T("page.plan.where"), Value: r.AuthorityName}
	if fact.Value == "" {
		fact.Value = b.p.T("page.plan.unsaid")
	}
	return fact
}

// history lists the days on which the procedure changed, the latest first, and tells the next one that is announced.
func (b *planner) history(pg *procedurePage, info law.ProcedurePage) {
	for i, change := range slices.Backward(info.History) {
		from := locale.Str("from", b.p.Date(change.From))
		view := versionView{
			Text: b.p.T("page.procedure.version", from), Href: b.v.Href(b.v.Path, onQuery(b.v, change.From)),
			Here: !change.From.After(info.On) && (change.Until == nil || !info.On.After(*change.Until)),
			Refs: b.notes.Refs(change.Sources), List: differencesOf(b.p, change.Differences),
		}
		switch {
		case i == 0:
			view.Text = b.p.T("page.procedure.first_version", from)
		case change.From.After(b.v.Today):
			view.Text = b.p.T("page.procedure.coming", from)
			pg.Coming = &view
		}
		pg.Versions = append(pg.Versions, view)
	}
}
