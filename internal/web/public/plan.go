package public

import (
	"cmp"
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// planPage is the plan of one person on one day.
type planPage struct {
	ui.Page
	Eyebrow   string
	Heading   string
	Lead      string
	OnField   ui.Date
	OnHidden  [][2]string
	Today     bool // the plan is for today
	Answers   []ui.Row
	CheckURL  string // goes on with the questions
	Left      int    // questions that would make the plan more exact
	Routes    []routeView
	Compared  *compareView // the routes side by side, where there are several
	Possible  []possibleView
	Near      []excludedView
	Far       []farGroup // what is for other people, other aims, other cases
	FarCount  int
	Sharpen   []linkView
	Unknown   []linkView // questions that were asked and not known
	Deciding  []linkView // questions that decide every open route
	NoRoute   bool
	Also      string // routes that may fit beside those that do, when nothing is left to ask
	Romanian  bool   // a citizen of Romania
	Visitor   bool   // comes for a visit of at most 90 days
	Settler   bool   // wants a long-term right
	Start     string // address of the common situations, for who does not know what they want
	Years     string // address of the count of years
	Known     int    // procedures that the guide holds
	List      string // address of the list of procedures
	Days      string // address of the count of 90 days in 180
	OtherDay  string // the day of the law, when it is not today
	TodayURL  string // the same plan, today
	Empty     bool   // nothing was answered yet
	Keep      *keepView
	PDF       string // "" where nothing is drawn
	Checklist string // the papers alone as a PDF
	ICS       string
	Share     string
	Offices   string // address of the list of offices
	LawURL    string
	Law       string // version
	Sources   []ui.Source
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

// plain tells whether there is nothing to say of an open route but its name.
func (v possibleView) plain() bool { return len(v.Decides)+len(v.Unsaid) == 0 }

func (pg *planPage) plainRoutes() bool { return slices.ContainsFunc(pg.Possible, possibleView.plain) }

// excludedView is a route that does not fit, with the reason.
type excludedView struct {
	Title string
	Why   []reasonView
}

// planner fills the page of one plan.
type planner struct {
	*Pages
	v     *page.Visit
	p     *locale.Printer
	a     answers
	notes *footnotes
	names map[string]string // questions of facts
}

// Plan shows what the law says to the answers in the query.
func Plan(p *Pages, v *page.Visit) (page.Reply, error) {
	a := p.readAnswers(v, "")
	plan, err := p.plan(&a)
	if err != nil {
		return page.Reply{}, err
	}
	if len(a.faults) > 0 {
		return p.unreadable(v, a), nil
	}
	if v.Query.Has(queryOn+"-year") || v.Query.Has(queryOn+"-day") {
		return seeOther(v, "/plan", a.query()), nil // the form of the day: now it stands in the address
	}
	pg := newPlanner(p, v, a).page(plan)
	pg.Page = v.Frame(v.P.T("page.plan.title", locale.Str("heading", pg.Heading)), a.query())
	return page.Reply{Body: planTemplate(pg), Private: true, Posts: pg.Keep != nil}, nil
}

func newPlanner(p *Pages, v *page.Visit, a answers) *planner {
	return &planner{Pages: p, v: v, p: v.P, a: a, notes: newFootnotes(v.P)}
}

// page fills all of the page but its frame: what it says is also said on paper.
func (b *planner) page(plan law.Plan) *planPage {
	query := b.a.query()
	pg := &planPage{
		Answers:  b.rows(b.v, b.a),
		CheckURL: b.v.Href("/check", query),
		Left:     len(plan.Next),
		NoRoute:  plan.Status == law.NoRoute,
		ICS:      b.v.Href("/plan.ics", query),
		Share:    b.v.Href("/share", query),
		Offices:  b.v.Href("/offices", ""),
		LawURL:   b.v.Href("/about", ""),
		Law:      plan.Law,
		Today:    plan.On == b.v.Today,
		Eyebrow:  b.p.T("page.plan.eyebrow", locale.Str("date", b.p.Date(plan.On))),
	}
	pg.Empty = len(pg.Answers) == 0
	if b.Draw != nil && !pg.Empty {
		pg.PDF = b.v.Href("/plan.pdf", query)
	}
	if b.Draw != nil && len(plan.Routes) > 0 {
		pg.Checklist = b.v.Href("/checklist.pdf", query)
	}
	b.around(pg, plan)
	if !pg.Empty {
		pg.Keep = b.keep("")
	}
	for i := range plan.Routes {
		view := b.route(&plan.Routes[i], i)
		if i > 0 && slices.Equal(plan.Routes[i].Offices, plan.Routes[0].Offices) && len(view.Offices) > 0 {
			view.Offices, view.Anywhere, view.SameOffice = nil, 0, true
		}
		pg.Routes = append(pg.Routes, view)
	}
	pg.Compared = compareRoutes(b.p, pg.Routes)
	b.others(pg, plan)
	pg.Heading = b.heading(plan)
	switch {
	case len(plan.Routes) == 1:
		pg.Lead = plan.Routes[0].Summary
	case pg.Compared != nil:
		pg.Lead = b.p.T("page.plan.several")
	case len(plan.Routes) > 1:
		pg.Lead = b.p.T("page.plan.together")
	}
	pg.OnField = ui.Date{
		Field: ui.Field{Name: queryOn, Text: b.p.T("page.plan.on_label"), Hint: b.p.T("page.plan.on_hint")},
		Value: page.DateValue(plan.On),
	}
	pg.OnHidden = b.a.Facts.Pairs()
	pg.Sources = b.notes.List()
	return pg
}

// around fills what leads on from the plan: to today, to answers that were not known, and, where nothing fits, to other pages.
func (b *planner) around(pg *planPage, plan law.Plan) {
	if !pg.Today {
		now := b.a
		now.On = now.today
		pg.OtherDay, pg.TodayURL = b.p.Date(plan.On), b.v.Href("/plan", now.query())
	}
	for _, pair := range b.a.Facts.Pairs() {
		if pair[1] == unknown {
			if pair[0] == "aim" {
				pg.Start = b.v.Href("", "") + "#situations"
			}
			pg.Unknown = append(pg.Unknown, b.factLink(pair[0]))
		}
	}
	if len(plan.Routes) > 0 && len(plan.Next) == 0 {
		titles := make([]string, len(plan.Possible))
		for i, possible := range plan.Possible {
			titles[i] = possible.Title
		}
		pg.Also = b.p.And(titles)
	}
	nationality, _ := b.a.Facts.Value("nationality")
	aim, _ := b.a.Facts.Value("aim")
	pg.Romanian = nationality == "RO"
	pg.Visitor = aim == "visit" || aim == "transit" || aim == "extend-visa"
	pg.Settler = aim == "settle"
	pg.Days, pg.Years = b.v.Href("/tools/90-180", ""), b.v.Href("/tools/continuous-stay", "")
	pg.Known, pg.List = len(plan.Excluded), b.v.Href("/procedures", "")
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
	if nationality, _ := b.a.Facts.Value("nationality"); nationality == "RO" {
		return b.p.T("page.plan.romanian_title")
	}
	return b.p.T("page.plan.no_route")
}

// others fills what stands below the routes: what may fit, what does not, what would make it more exact.
func (b *planner) others(pg *planPage, plan law.Plan) {
	b.possible(pg, plan)
	// The nearest misses first, so that whoever has one thing to mend reads of it at once.
	nearness := func(x law.Excluded) int {
		if !x.Near {
			return -1
		}
		return x.Passed
	}
	slices.SortStableFunc(plan.Excluded, func(x, y law.Excluded) int { return cmp.Compare(nearness(y), nearness(x)) })
	for _, excluded := range plan.Excluded {
		view := excludedView{Title: excluded.Title}
		if excluded.Near {
			view.Why = b.reasons(excluded.Because)
			pg.Near = append(pg.Near, view)
			continue
		}
		b.far(pg, excluded)
	}
	for _, q := range plan.Sharpen {
		pg.Sharpen = append(pg.Sharpen, linkView{Text: q.Text, Href: b.v.Href("/check", b.a.changing(q.Fact))})
	}
}

// farGroup is how many procedures are not for the reader for one sort of reason.
type farGroup struct {
	Why string
	N   int
}

// far counts what the reader did not come for by the sort of reason: there are dozens of them, and the page of each says it in full.
func (b *planner) far(pg *planPage, x law.Excluded) {
	why := b.farReason(x.Because[0])
	i := slices.IndexFunc(pg.Far, func(g farGroup) bool { return g.Why == why })
	if i < 0 {
		i = len(pg.Far)
		pg.Far = append(pg.Far, farGroup{Why: why})
	}
	pg.Far[i].N++
	pg.FarCount++
}

func (b *planner) farReason(r law.Reason) string {
	switch r.ID {
	case "third-country", "eu-citizen":
		return b.p.T("page.plan.far_citizens")
	case "aim":
		return b.p.T("page.plan.far_aim")
	case "purpose":
		return b.p.T("page.plan.far_purpose")
	}
	return b.p.T("page.plan.far_other")
}

// possible lists the routes that are still open. What decides all of them is said once.
func (b *planner) possible(pg *planPage, plan law.Plan) {
	askable := make(map[string]bool)
	for _, q := range plan.Next {
		askable[q.Fact] = true
	}
	for _, pair := range b.a.Facts.Pairs() {
		askable[pair[0]] = askable[pair[0]] || pair[1] == unknown
	}
	deciding := make([][]string, len(plan.Possible))
	times := make(map[string]int)
	for i, possible := range plan.Possible {
		deciding[i] = slices.DeleteFunc(slices.Clone(possible.Undecided), func(fact string) bool { return !askable[fact] })
		if len(deciding[i]) == 0 {
			deciding[i] = possible.Undecided
		}
		for _, fact := range deciding[i] {
			times[fact]++
		}
	}
	common := func(fact string) bool { return len(plan.Possible) > 1 && times[fact] == len(plan.Possible) }
	for i, possible := range plan.Possible {
		view := possibleView{Title: possible.Title, Unsaid: b.reasons(possible.Because)}
		for _, fact := range deciding[i] {
			switch {
			case !common(fact):
				view.Decides = append(view.Decides, b.factLink(fact))
			case i == 0:
				pg.Deciding = append(pg.Deciding, b.factLink(fact))
			}
		}
		pg.Possible = append(pg.Possible, view)
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
			text = ofWhom(b.p, b.a.Facts, fact, q.Text)
		}
		if b.names == nil {
			b.names = make(map[string]string)
		}
		b.names[fact] = text
	}
	return linkView{Text: text, Href: b.v.Href("/check", b.a.changing(fact))}
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
