package law

import (
	"cmp"
	"slices"

	"sejur/internal/locale"
)

// verdict is how one procedure stands.
type verdict struct {
	procedure *procedure
	version   *version
	view      *view
	state     state   // yes = applies, no = excluded, open = may apply
	facts     factSet // what decides while open
	failed    int     // first false clause; -1 = no version in force
}

// judge tests a procedure's clauses in order and stops at the first that is false.
func (e *evaluation) judge(p *procedure) verdict {
	day := e.eventDay(p.by)
	version, inForce := p.at(day)
	v := verdict{procedure: p, version: version, view: e.at(day), state: yes}
	for i := range version.clauses {
		t := v.view.testOpen(version.clauses[i].when, version.clauses[i].openIf)
		switch t.state {
		case no:
			v.state, v.failed = no, i
			return v
		case open:
			v.state = open
			v.facts.merge(t.facts)
		case yes:
		}
	}
	if !inForce {
		v.state, v.failed = no, -1
	}
	return v
}

// Plan answers a question to the law. The error is a fault.List when given facts contradict each other, and internal when
// the law's data cannot be evaluated.
func (l *Law) Plan(q Query) (Plan, error) {
	e := l.begin(q)
	defer l.end(e)
	if faults := e.disagreements(); len(faults) > 0 {
		return Plan{}, faults
	}
	plan := Plan{
		On: q.On, Law: l.version, Next: []Question{}, Routes: []Route{}, Possible: []Possible{}, Excluded: []Excluded{},
		Ignored: e.ignored(),
	}
	wanted := wantedFacts{e: e}
	for _, p := range l.procedures {
		if p.pageOnly {
			continue
		}
		switch v := e.judge(p); v.state {
		case yes:
			plan.Routes = append(plan.Routes, e.route(&v, &wanted))
		case open:
			wanted.add(v.facts, p.id)
			plan.Possible = append(plan.Possible, e.possible(&v))
		case no:
			plan.Excluded = append(plan.Excluded, e.excluded(&v))
		}
	}
	// What asks most of a person was made for cases like theirs, so it stands first: temporary protection before asylum.
	slices.SortStableFunc(plan.Routes, Route.before)
	plan.Next, plan.Sharpen = wanted.questions()
	plan.Status = plan.status()
	return plan, e.err
}

func (p *Plan) status() Status {
	switch {
	case len(p.Next) > 0:
		return NeedsAnswers
	case len(p.Routes)+len(p.Possible) > 0:
		return Complete
	}
	return NoRoute
}

func (e *evaluation) possible(v *verdict) Possible {
	out := Possible{Procedure: v.procedure.id, Title: v.procedure.title.in(e.lang), Undecided: e.names(v.facts)}
	for i := range v.version.clauses {
		c := &v.version.clauses[i]
		t := v.view.testOpen(c.when, c.openIf)
		if t.state == open && (t.law || c.open != nil && e.allNotKnown(t.facts)) {
			sentence := c.open
			if sentence == nil {
				sentence = e.law.engine.notSaid
			}
			out.Because = append(out.Because, Reason{ID: c.id, Text: sentence.in(e.lang), Sources: c.sources[e.lang]})
		}
	}
	return out
}

// allNotKnown says that the person was asked each of these facts and does not know.
func (e *evaluation) allNotKnown(s factSet) bool {
	all := true
	s.each(func(i int) {
		all = all && e.query.Facts.given != nil && e.query.Facts.given[i].raw == DontKnow
	})
	return all
}

// aimClause is the clause about what the person wants. A procedure that fails only after it is worth a look.
const aimClause = "aim"

func (e *evaluation) excluded(v *verdict) Excluded {
	out := Excluded{Procedure: v.procedure.id, Title: v.procedure.title.in(e.lang)}
	if v.failed < 0 {
		out.Because = []Reason{e.outOfForce(v)}
		out.Near = true
		return out
	}
	out.Near, out.Passed = e.near(v), v.failed
	out.Because = []Reason{v.version.clauses[v.failed].reasons[0][e.lang]}
	if !e.query.AllReasons {
		return out
	}
	for i := v.failed + 1; i < len(v.version.clauses); i++ {
		c := &v.version.clauses[i]
		if v.view.testOpen(c.when, c.openIf).state == no {
			out.Because = append(out.Because, c.reasons[0][e.lang])
		}
	}
	return out
}

// before puts what gives a person a document before the rules and offers that come with it, and the more particular before the general.
func (r Route) before(other Route) int {
	gives := func(r Route) int {
		if r.Filing == "none" || r.Output == nil {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(gives(r), gives(other)), cmp.Compare(len(other.Why), len(r.Why)))
}

// firstKinds are the clauses that say whose procedure it is, and of whose family: failing there is no near miss.
func firstKinds() []string {
	return []string{"purpose", "third-country", "eu-citizen", "sponsor", "sponsor-romanian", "sponsor-foreigner", "joins-eu-citizen"}
}

// near says that the aim was reached and holds: something more particular rules the procedure out.
func (e *evaluation) near(v *verdict) bool {
	for i := range v.failed {
		if v.version.clauses[i].id == aimClause {
			return !slices.Contains(firstKinds(), v.version.clauses[v.failed].id)
		}
	}
	return false
}

// outOfForce says that the procedure is closed, or does not exist yet.
func (e *evaluation) outOfForce(v *verdict) Reason {
	print := e.printer()
	if v.version.from.After(v.view.event) {
		return Reason{
			ID: "not-yet", Sources: v.version.change[e.lang],
			Text: e.law.engine.notYet.in(e.lang, locale.Str("date", print.Date(v.version.from))),
		}
	}
	date := locale.Str("date", print.Date(v.version.until))
	sentence := v.procedure.ended
	if sentence == nil {
		sentence = e.law.engine.ended
	}
	return Reason{ID: "ended", Text: sentence.in(e.lang, date), Sources: v.version.change[e.lang]}
}

func (e *evaluation) printer() *locale.Printer { return e.law.catalogue.For(e.query.Lang) }

// names are the ids of a set of facts, in the order of asking; never nil.
func (e *evaluation) names(s factSet) []string {
	out := []string{}
	s.each(func(i int) { out = append(out, e.law.facts[i].ID) })
	return out
}

// wantedFacts collects what could still change a result, and for which procedures.
type wantedFacts struct {
	e     *evaluation
	list  []wantedFact
	notes factSet // what would only make a step, duty or warning more exact: never asked first
}

type wantedFact struct {
	facts     factSet
	procedure string
}

func (w *wantedFacts) add(facts factSet, procedure string) {
	if !facts.empty() {
		w.list = append(w.list, wantedFact{facts, procedure})
	}
}

// questions turns the wanted facts into what a person can be asked now, in the order of asking. A fact whose question may
// not make sense is replaced by what decides that. sharpen are the facts that are never asked.
func (w *wantedFacts) questions() (next, sharpen []Question) {
	var ask, optional factSet
	for i := range w.list {
		askable := w.askable(w.list[i].facts, &optional)
		w.list[i].facts = *askable
		ask.merge(*askable)
	}
	next = []Question{}
	ask.each(func(i int) {
		q := w.e.question(w.e.law.facts[i])
		for _, want := range w.list {
			if want.facts.has(i) && !slices.Contains(q.Decides, want.procedure) {
				q.Decides = append(q.Decides, want.procedure)
			}
		}
		next = append(next, q)
	})
	w.askable(w.notes, &optional).each(func(i int) {
		if !ask.has(i) {
			optional.add(i)
		}
	})
	optional.each(func(i int) { sharpen = append(sharpen, w.e.question(w.e.law.facts[i])) })
	return next, sharpen
}

func (w *wantedFacts) askable(facts factSet, optional *factSet) *factSet {
	out := new(factSet)
	var seen factSet
	var visit func(i int)
	visit = func(i int) {
		if seen.has(i) {
			return
		}
		seen.add(i)
		f := w.e.law.facts[i]
		if w.e.query.Facts.given != nil && w.e.query.Facts.given[i].raw != "" {
			return // asked, and not known
		}
		if f.askIf != nil {
			switch t := w.e.now().test(f.askIf); t.state {
			case no:
				return
			case open:
				t.facts.each(visit)
				return
			case yes:
			}
		}
		if !f.Ask {
			optional.add(i)
			return
		}
		out.add(i)
	}
	facts.each(visit)
	return out
}

// question is a fact as it is asked, with the options that make sense.
func (e *evaluation) question(f *Fact) Question {
	q := Question{
		Fact: f.ID, Kind: f.Kind, Past: f.Past, Min: deref(f.Min), Max: deref(f.Max),
		Text: f.texts.question.in(e.lang), Hint: f.texts.hint.in(e.lang), Why: f.texts.why.in(e.lang),
		Options: make([]Option, 0, len(f.Options)), Decides: []string{},
	}
	for _, o := range f.Options {
		if e.now().test(o.when).state != no {
			q.Options = append(q.Options, Option{ID: o.ID, Text: o.text.in(e.lang)})
		}
	}
	return q
}

// sortDates puts the points of a timeline in order; points of one day keep theirs.
func sortDates(dates []PlanDate) {
	slices.SortStableFunc(dates, func(a, b PlanDate) int { return cmp.Compare(a.Date.Sub(b.Date), 0) })
}
