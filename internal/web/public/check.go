package public

import (
	"net/http"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// checkPage asks one question.
type checkPage struct {
	ui.Page
	Errors  []ui.FieldError
	Hidden  [][2]string // the answers so far
	Fact    string
	Control control
	Why     string
	Unsure  bool   // "I don't know" is an answer
	Back    string // address of the question before, or of the start page
	Done    string // how far, in words
	SoFar   soFar
}

// control is the input of the question; one of them is set.
type control struct {
	Radios  *ui.Radios
	Select  *ui.Select
	Input   *ui.Input
	Date    *ui.Date
	Periods *ui.Periods
}

// soFar is the box beside the question.
type soFar struct {
	Text    string
	Routes  []string
	Rows    []ui.Row
	PlanURL string
}

// Check asks the questions of the guide, one a page. Answers come and go in the query.
func Check(p *Pages, v *page.Visit) (page.Reply, error) {
	answering := v.Query.Get(queryAnswering)
	a := p.readAnswers(v, answering)
	if len(a.faults) > 0 {
		return p.misread(v, a)
	}
	if answering != "" {
		return p.answer(v, a, answering)
	}
	plan, err := p.plan(&a)
	if err != nil {
		return page.Reply{}, err
	}
	if len(a.faults) > 0 {
		return p.unreadable(v, a), nil
	}
	if fact := v.Query.Get(queryChange); fact != "" {
		q, ok := p.Law.Question(fact, a.Query)
		if !ok {
			return page.Reply{}, notFound()
		}
		value, _ := a.Facts.Value(fact)
		return p.ask(v, a, plan, q, typed{value: value}), nil
	}
	if len(plan.Next) == 0 {
		return seeOther(v, "/plan", a.query()), nil
	}
	return p.ask(v, a, plan, plan.Next[0], typed{}), nil
}

// answer takes the answer of a form and goes on to the next question, or says what is wrong with it.
func (p *Pages) answer(v *page.Visit, a answers, fact string) (page.Reply, error) {
	q, ok := p.Law.Question(fact, a.Query)
	if !ok {
		return page.Reply{}, notFound()
	}
	t := readTyped(v.Query, q)
	t.check(q)
	if t.wrong == nil && !t.again {
		facts, faults := a.Facts.With(fact, t.value, a.On)
		if len(faults) == 0 {
			return p.goOn(v, a, facts)
		}
		t.wrong = faults[0]
	}
	plan, err := p.plan(&a)
	if err != nil {
		return page.Reply{}, err
	}
	return p.ask(v, a, plan, q, t), nil
}

// goOn drops answers that make no sense any more and leads to the next question or, if none is left, to the plan.
func (p *Pages) goOn(v *page.Visit, a answers, facts law.Facts) (page.Reply, error) {
	a.Facts = facts
	plan, err := p.plan(&a)
	if err != nil {
		return page.Reply{}, err
	}
	if len(a.faults) > 0 {
		return p.unreadable(v, a), nil
	}
	for _, id := range plan.Ignored {
		a.Facts = a.Facts.Without(id)
	}
	if len(plan.Next) == 0 {
		return seeOther(v, "/plan", a.query()), nil
	}
	return seeOther(v, "/check", a.query()), nil
}

// ask fills the page of one question.
func (p *Pages) ask(v *page.Visit, a answers, plan law.Plan, q law.Question, t typed) page.Reply {
	q.Text = ofWhom(v.P, a.Facts, q.Fact, q.Text)
	kept := a.Facts.Without(q.Fact)
	pg := &checkPage{
		Page:   v.Frame(q.Text, a.queryOf(a.Facts)),
		Hidden: kept.Pairs(),
		Fact:   q.Fact,
		Why:    q.Why,
		Unsure: q.Fact != "nationality",
		Back:   p.back(v, a, q.Fact),
		Done:   v.P.T("page.check.number", locale.Num("n", len(kept.Pairs())+1)),
		SoFar:  p.soFar(v, a, plan),
	}
	if len(kept.Pairs()) == 0 {
		pg.Done = v.P.T("page.check.first")
	}
	if v.Query.Has(queryChange) {
		pg.Done = v.P.T("page.check.changing")
		pg.Query = a.changing(q.Fact)
	}
	if a.On != a.today {
		pg.Hidden = append(pg.Hidden, [2]string{queryOn, a.On.String()})
	}
	wrong := ""
	if t.wrong != nil {
		wrong = v.P.Say(t.wrong)
	}
	pg.Control = newControl(v.P, q, t, wrong)
	reply := page.Reply{Private: true}
	if wrong != "" {
		pg.Wrong = true
		pg.Errors = []ui.FieldError{{
			ID: pg.Control.first(q), Text: v.P.T("ui.at_question", locale.Str("field", q.Text), locale.Str("text", wrong)),
		}}
		reply.Status = http.StatusUnprocessableEntity
	}
	reply.Body = checkTemplate(pg)
	return reply
}

// back is the address of the question answered before this one; of the start page if there was none.
func (p *Pages) back(v *page.Visit, a answers, fact string) string {
	before := ""
	for _, pair := range a.Facts.Pairs() {
		if pair[0] == fact {
			break
		}
		before = pair[0]
	}
	if before == "" {
		return v.Href("", "")
	}
	return v.Href("/check", a.changing(before))
}

func (p *Pages) soFar(v *page.Visit, a answers, plan law.Plan) soFar {
	if len(a.Facts.Pairs()) == 0 {
		return soFar{}
	}
	fit, may := len(plan.Routes), len(plan.Possible)
	out := soFar{Rows: p.rows(v, a), PlanURL: v.Href("/plan", a.query())}
	for _, r := range plan.Routes {
		out.Routes = append(out.Routes, r.Title)
	}
	switch {
	case fit == 0 && may == 0:
		out.Text = v.P.T("page.check.none_fits")
	case fit == 0:
		out.Text = v.P.T("page.check.may_fit", locale.Num("n", may))
	case may == 0:
		out.Text = v.P.T("page.check.fits", locale.Num("n", fit))
	default:
		out.Text = v.P.T("page.check.fits", locale.Num("n", fit)) + " " + v.P.T("page.check.more_may_fit", locale.Num("n", may))
	}
	return out
}

// misread is the answer to a query that cannot be read: the question that is wrong, or a list of what is.
func (p *Pages) misread(v *page.Visit, a answers) (page.Reply, error) {
	bad := a.faults[0]
	q, ok := p.Law.Question(bad.Field, a.Query)
	if !ok || bad.Field == queryOn || len(a.faults) > 1 {
		return p.unreadable(v, a), nil
	}
	a.faults = nil // the rest can be read
	plan, err := p.plan(&a)
	if err != nil {
		return page.Reply{}, err
	}
	value := v.Query.Get(bad.Field)
	return p.ask(v, a, plan, q, typed{value: value, wrong: bad}), nil
}
