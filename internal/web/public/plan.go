package public

import (
	"net/http"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// planPage is the plan of one person on one day.
type planPage struct {
	ui.Page
	Eyebrow  string
	Heading  string
	Lead     string
	OnField  ui.Date
	OnHidden [][2]string
	Today    bool // the plan is for today
	Answers  []ui.Row
	CheckURL string // goes on with the questions
	Left     int    // questions that would make the plan more exact
	Routes   []routeView
	Possible []possibleView
	Near     []excludedView
	Far      []excludedView
	Sharpen  []linkView
	NoRoute  bool
	Empty    bool // nothing was answered yet
	ICS      string
	Share    string
	Offices  string // address of the list of offices
	LawURL   string
	Law      string // version
	Sources  []ui.Source
}

// linkView is a link with its text.
type linkView struct{ Text, Href string }

// reasonView is a sentence with its law.
type reasonView struct {
	Text string
	Refs []int
}

// possibleView is a route that is still open.
type possibleView struct {
	Title   string
	Decides []linkView
	Unsaid  []reasonView // what the law itself does not say
}

// excludedView is a route that does not fit, with the reason.
type excludedView struct {
	Title string
	Why   []reasonView
}

// planner fills the page of one plan.
type planner struct {
	*Pages
	v     *Visit
	p     *locale.Printer
	a     answers
	notes *Footnotes
	names map[string]string // questions of facts
}

// Plan shows what the law says to the answers in the query.
func Plan(p *Pages, v *Visit) (Reply, error) {
	if v.Query.Has(queryOn+"-year") || v.Query.Has(queryOn+"-day") {
		return p.changeDay(v), nil
	}
	a := p.readAnswers(v, "")
	if len(a.faults) > 0 {
		return p.unreadable(v, a), nil
	}
	plan, err := p.plan(&a)
	if err != nil {
		return Reply{}, err
	}
	if len(a.faults) > 0 {
		return p.unreadable(v, a), nil
	}
	b := &planner{Pages: p, v: v, p: v.P, a: a, notes: NewFootnotes(v.P)}
	return Reply{Body: planTemplate(b.page(plan)), Private: true}, nil
}

// changeDay puts the day of the form into the address, or asks for it again.
func (p *Pages) changeDay(v *Visit) Reply {
	a := p.readAnswers(v, "")
	if len(a.faults) == 0 {
		return seeOther(v, "/plan", a.query())
	}
	for i, f := range a.faults {
		if f.Field == queryOn {
			a.faults = append(fault.List{f}, append(a.faults[:i:i], a.faults[i+1:]...)...)
		}
	}
	reply := p.unreadable(v, a)
	reply.Status = http.StatusUnprocessableEntity
	return reply
}

func (b *planner) page(plan law.Plan) *planPage {
	query := b.a.query()
	pg := &planPage{
		Answers:  b.rows(b.v, b.a),
		CheckURL: href(b.v, "/check", query),
		Left:     len(plan.Next),
		NoRoute:  plan.Status == law.NoRoute,
		ICS:      href(b.v, "/plan.ics", query),
		Share:    href(b.v, "/share", query),
		Offices:  href(b.v, "/offices", ""),
		LawURL:   href(b.v, "/about", ""),
		Law:      plan.Law,
		Today:    plan.On == b.v.Today,
		Eyebrow:  b.p.T("page.plan.eyebrow", locale.Str("date", b.p.Date(plan.On))),
	}
	pg.Empty = len(pg.Answers) == 0
	for i := range plan.Routes {
		pg.Routes = append(pg.Routes, b.route(&plan.Routes[i], i))
	}
	b.others(pg, plan)
	pg.Heading = b.heading(plan)
	if len(plan.Routes) == 1 {
		pg.Lead = plan.Routes[0].Summary
	}
	pg.OnField = ui.Date{
		Field: ui.Field{Name: queryOn, Text: b.p.T("page.plan.on_label"), Hint: b.p.T("page.plan.on_hint")},
		Value: dateValue(plan.On),
	}
	pg.OnHidden = b.a.Facts.Pairs()
	pg.Sources = b.notes.List()
	pg.Page = b.Pages.page(b.v, b.p.T("page.plan.title", locale.Str("heading", pg.Heading)), query)
	return pg
}

func (b *planner) heading(plan law.Plan) string {
	switch {
	case len(plan.Routes) == 1:
		return plan.Routes[0].Title
	case len(plan.Routes) > 1:
		return b.p.T("page.plan.routes_fit", locale.Num("n", len(plan.Routes)))
	case len(plan.Possible) > 0:
		return b.p.T("page.plan.routes_may_fit", locale.Num("n", len(plan.Possible)))
	}
	return b.p.T("page.plan.no_route")
}

// others fills what stands below the routes: what may fit, what does not, what would make it more exact.
func (b *planner) others(pg *planPage, plan law.Plan) {
	for _, possible := range plan.Possible {
		view := possibleView{Title: possible.Title, Unsaid: b.reasons(possible.Because)}
		for _, fact := range possible.Undecided {
			view.Decides = append(view.Decides, b.factLink(fact))
		}
		pg.Possible = append(pg.Possible, view)
	}
	for _, excluded := range plan.Excluded {
		view := excludedView{Title: excluded.Title}
		if excluded.Near {
			view.Why = b.reasons(excluded.Because)
			pg.Near = append(pg.Near, view)
			continue
		}
		// Without numbers: the folded list would name most of the law's sources.
		for _, reason := range excluded.Because {
			view.Why = append(view.Why, reasonView{Text: reason.Text})
		}
		pg.Far = append(pg.Far, view)
	}
	for _, q := range plan.Sharpen {
		pg.Sharpen = append(pg.Sharpen, linkView{Text: q.Text, Href: href(b.v, "/check", b.a.changing(q.Fact))})
	}
}

func (b *planner) reasons(list []law.Reason) []reasonView {
	out := make([]reasonView, 0, len(list))
	for _, reason := range list {
		out = append(out, reasonView{Text: reason.Text, Refs: b.notes.Refs(reason.Sources)})
	}
	return out
}

// factLink is the question of a fact, leading to it.
func (b *planner) factLink(fact string) linkView {
	text, ok := b.names[fact]
	if !ok {
		text = fact
		if q, found := b.Law.Question(fact, b.a.Query); found {
			text = q.Text
		}
		if b.names == nil {
			b.names = make(map[string]string)
		}
		b.names[fact] = text
	}
	return linkView{Text: text, Href: href(b.v, "/check", b.a.changing(fact))}
}

func (b *planner) factLinks(facts []string) []linkView {
	out := make([]linkView, 0, len(facts))
	for _, fact := range facts {
		out = append(out, b.factLink(fact))
	}
	return out
}

// daysFrom is how many days lie between the day of the plan and d; negative when d has passed.
func (b *planner) daysFrom(d calendar.Date) int { return d.Sub(b.a.On) }
