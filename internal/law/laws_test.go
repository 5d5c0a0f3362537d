package law_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// What must hold of every plan, whatever the answers.

func sorted(names []string) []string { slices.Sort(names); return names }

// answerable are the facts of a law that a person can give.
func answerable(l *law.Law) []fact {
	var out []fact
	for _, info := range l.FactList(locale.EN) {
		if info.Is == "" {
			out = append(out, fact{info})
		}
	}
	return out
}

type fact struct{ law.FactInfo }

// values are answers worth trying.
func (f fact) values(on calendar.Date) []string {
	around := func(days ...int) []string {
		var out []string
		for _, n := range days {
			out = append(out, on.AddDays(n).String())
		}
		return out
	}
	switch f.Kind {
	case law.KindCountry:
		return []string{"IN", "FR", "RO", "UA", "MD", "CH", "NO", "CN", "TR", "XK", "US", law.DontKnow}
	case law.KindCounty:
		return []string{"B", "CJ", "IS", "TM", law.DontKnow}
	case law.KindYesNo:
		return []string{"true", "false", law.DontKnow}
	case law.KindNumber:
		return []string{"1", "5", "15", "16", "18", "20", "21", "26", "65", "90", "91", "120", law.DontKnow}
	case law.KindDate:
		return append(around(-36500, -9000, -8000, -2000, -900, -300, -100, -91, -30, -10, -1, 0, 1, 29, 31, 100, 400), "1900-01-01", "2199-12-31", law.DontKnow)
	case law.KindPeriods:
		d := around(-20000, -3000, -1000, -400, -180, -89, -5, 0, 60)
		return []string{
			"none", d[1] + ".." + d[2], d[0] + ".." + d[1] + "," + d[3] + ".." + d[4], d[5] + "..", d[5] + ".." + d[8], d[6] + ".." + d[6] + "," + d[6] + ".." + d[7],
			"1900-01-01..2199-12-31", "1950-01-01..1950-02-01," + d[7] + "..", law.DontKnow,
		}
	case law.KindChoice:
		var out []string
		for _, o := range f.Options {
			out = append(out, o.ID)
		}
		return append(out, law.DontKnow)
	}
	return []string{law.DontKnow}
}

// disagreement says that an error is about two answers that contradict each other, not about the law.
func disagreement(err error) bool {
	var list fault.List
	return errors.As(err, &list) && list[0].Key == "fact.disagree"
}

// failer is a test, a fuzzed one or a property.
type failer interface {
	Errorf(format string, args ...any)
	Helper()
}

// checkPlan holds a plan against what every plan owes.
func checkPlan(t failer, l *law.Law, facts law.Facts, p law.Plan) {
	t.Helper()
	about := line(facts)
	place := map[string]int{}
	for _, id := range slices.Concat(routes(p), possibles(p), ids(p.Excluded, func(x law.Excluded) string { return x.Procedure })) {
		place[id]++
	}
	for _, info := range l.Procedures(locale.EN, p.On) {
		if want := 1; !info.PageOnly && place[info.ID] != want {
			t.Errorf("%s: %s stands in %d lists", about, info.ID, place[info.ID])
		}
	}
	want := law.NoRoute
	switch {
	case len(p.Next) > 0:
		want = law.NeedsAnswers
	case len(p.Routes)+len(p.Possible) > 0:
		want = law.Complete
	}
	if p.Status != want {
		t.Errorf("%s: status %s, want %s", about, p.Status, want)
	}
	checkQuestions(t, l, facts, p)
	for i := range p.Routes {
		checkRoute(t, about, &p.Routes[i])
	}
	for _, x := range p.Excluded {
		if len(x.Because) == 0 || x.Because[0].Text == "" || x.Because[0].ID == "" {
			t.Errorf("%s: %s is ruled out without a reason", about, x.Procedure)
		}
	}
	checkTexts(t, about, reflect.ValueOf(p), "plan")
}

func checkQuestions(t failer, l *law.Law, facts law.Facts, p law.Plan) {
	t.Helper()
	place := map[string]int{}
	for i, info := range l.FactList(locale.EN) {
		if info.Asked {
			place[info.ID] = i + 1
		}
	}
	last := 0
	for _, q := range p.Next {
		if _, answered := facts.Value(q.Fact); answered || place[q.Fact] == 0 {
			t.Errorf("%s: %s is asked", line(facts), q.Fact)
		}
		if place[q.Fact] <= last {
			t.Errorf("%s: %s is asked out of order: %v", line(facts), q.Fact, nexts(p))
		}
		last = place[q.Fact]
		if q.Text == "" || q.Why == "" || len(q.Decides) == 0 || q.Kind == law.KindChoice && len(q.Options) == 0 {
			t.Errorf("%s: %s is asked without words, options or a use", line(facts), q.Fact)
		}
	}
}

func checkRoute(t failer, about string, r *law.Route) {
	t.Helper()
	sourced := func(what string, sources []*law.Source) {
		if len(sources) == 0 {
			t.Errorf("%s: %s: %s has no source", about, r.Procedure, what)
		}
	}
	decides := func(what string, sources []*law.Source) {
		sourced(what, sources)
		if !slices.ContainsFunc(sources, func(s *law.Source) bool { return s.Grade != law.Unverified }) {
			t.Errorf("%s: %s: %s rests on unverified sources", about, r.Procedure, what)
		}
	}
	for _, why := range r.Why {
		decides("why "+why.ID, why.Sources)
	}
	if a := r.Apply; a != nil && (a.By != nil || len(a.Open) == 0) {
		decides("apply", a.Sources)
		if a.AdvisedBy != nil && a.AdvisedBy.After(*a.By) || a.RollsTo != nil && !a.RollsTo.After(*a.By) {
			t.Errorf("%s: %s: apply %+v", about, r.Procedure, *a)
		}
	}
	if r.Processing != nil && r.Processing.Open == nil {
		decides("processing", r.Processing.Sources)
	}
	if r.Output != nil && len(r.Output.Open) == 0 {
		decides("output", r.Output.Sources)
	}
	if r.Contest != nil {
		decides("contest", r.Contest.Sources)
	}
	for _, d := range r.Documents {
		sourced("document "+d.ID, d.Sources)
	}
	for _, d := range r.NotNeeded {
		sourced("not needed "+d.ID, d.Sources)
	}
	for _, f := range r.Fees {
		sourced("fee "+f.ID, f.Sources)
	}
	for _, n := range slices.Concat(r.Steps, r.Duties, r.Warnings) {
		sourced("note "+n.ID, n.Sources)
	}
	for _, g := range r.Grounds {
		sourced("ground "+g.ID, g.Sources)
	}
}

// mayBeEmpty are the words of a plan that need not be there.
func mayBeEmpty() []string {
	return []string{
		"Hint", "Where", "URL", "Form", "Currency", "Because", "ClosedBecause", "Act", "ActName", "Article", "Issuer", "Basis", "Unit", "Starts", "Summary", "Gives", "ID",
	}
}

// checkTexts finds a placeholder that nothing filled, and a sentence that is missing, anywhere in a plan.
func checkTexts(t failer, about string, v reflect.Value, path string) {
	t.Helper()
	switch v.Kind() { //nolint:exhaustive // the other kinds hold no text
	case reflect.String:
		s := v.String()
		if strings.ContainsAny(s, "{}") {
			t.Errorf("%s: %s: %q", about, path, s)
		}
		name := path[strings.LastIndexByte(path, '.')+1:]
		if s == "" && !slices.Contains(mayBeEmpty(), name) {
			t.Errorf("%s: %s is empty", about, path)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			checkTexts(t, about, v.Elem(), path)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			checkTexts(t, about, v.Index(i), path)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[calendar.Date]() {
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				checkTexts(t, about, v.Field(i), path+"."+v.Type().Field(i).Name)
			}
		}
	default: // numbers and truths say nothing that could be missing
	}
}

// drawFacts draws answers to some of the questions; some are left out.
func drawFacts(t *rapid.T, l *law.Law, on calendar.Date, leave ...string) law.Facts {
	in := map[string][]string{}
	for _, f := range answerable(l) {
		if slices.Contains(leave, f.ID) || rapid.IntRange(0, 2).Draw(t, "give "+f.ID) == 0 {
			continue
		}
		in[f.ID] = []string{rapid.SampledFrom(f.values(on)).Draw(t, f.ID)}
	}
	facts, _ := l.ReadFacts(in, on) // a day in the future is refused where it cannot be, and left out
	return facts
}

var aDay = rapid.Custom(func(t *rapid.T) calendar.Date {
	return calendar.On(2020, 1, 1).AddDays(rapid.IntRange(0, 3000).Draw(t, "day"))
})

func TestEveryPlanKeepsItsPromises(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	rapid.Check(t, func(t *rapid.T) {
		on := aDay.Draw(t, "on")
		facts := drawFacts(t, l, on)
		for _, lang := range append(locale.All(), locale.Pseudo) {
			plan, err := l.Plan(law.Query{On: on, Lang: lang, Facts: facts})
			if disagreement(err) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			checkPlan(t, l, facts, plan)
		}
	})
}

// moving are the facts that are something before they are given: the day asked about, the day's age, or a default.
func moving() []string {
	return []string{"first_application", "planned_stay_days", "passport_valid", "age", "birth_date", "filing_date", "entry_date", "notified_on"}
}

func TestAnAnswerMoreNeverUndoesAnOutcome(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	rapid.Check(t, func(t *rapid.T) {
		on := aDay.Draw(t, "on")
		before := drawFacts(t, l, on, moving()...)
		after := before
		for _, f := range answerable(l) {
			if _, given := before.Value(f.ID); given || slices.Contains(moving(), f.ID) || rapid.Bool().Draw(t, "leave "+f.ID) {
				continue
			}
			more, faults := after.With(f.ID, rapid.SampledFrom(f.values(on)).Draw(t, "add "+f.ID), on)
			if len(faults) == 0 {
				after = more
			}
		}
		then, now := plan(t, l, on, before), plan(t, l, on, after)
		for _, id := range now.Ignored {
			if _, given := before.Value(id); given && !slices.Contains(then.Ignored, id) {
				return // the new answer has made an old one meaningless: that is a change, not an addition
			}
		}
		for _, x := range then.Excluded {
			if excludedBy(now, x.Procedure) == nil {
				t.Errorf("%s was ruled out for %q and is not for %q", x.Procedure, line(before), line(after))
			}
		}
		for _, id := range routes(then) {
			if !slices.Contains(routes(now), id) {
				t.Errorf("%s was a route for %q and is none for %q", id, line(before), line(after))
			}
		}
	})
}

func plan(t *rapid.T, l *law.Law, on calendar.Date, facts law.Facts) law.Plan {
	t.Helper()
	p, err := l.Plan(law.Query{On: on, Lang: locale.EN, Facts: facts})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAnsweringEndsTheQuestions(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	all := answerable(l)
	rapid.Check(t, func(t *rapid.T) {
		on := aDay.Draw(t, "on")
		facts, _ := l.ReadFacts(nil, on)
		for range len(all) + 1 {
			p := plan(t, l, on, facts)
			if len(p.Next) == 0 {
				return
			}
			facts = answer(t, p.Next[0], facts, on)
		}
		t.Errorf("still asking after %d answers: %s", len(all), line(facts))
	})
}

// answer gives one of the answers that the question itself offers.
func answer(t *rapid.T, q law.Question, facts law.Facts, on calendar.Date) law.Facts {
	t.Helper()
	values := fact{law.FactInfo{ID: q.Fact, Kind: q.Kind, Options: q.Options}}.values(on)
	more, faults := facts.With(q.Fact, rapid.SampledFrom(values).Draw(t, q.Fact), on)
	if len(faults) > 0 { // a number or day out of bounds
		more, faults = facts.With(q.Fact, law.DontKnow, on)
	}
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return more
}

func TestEveryLanguageSaysTheSame(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	rapid.Check(t, func(t *rapid.T) {
		on := aDay.Draw(t, "on")
		facts := drawFacts(t, l, on, "birth_date")
		var first []string
		for i, lang := range locale.All() {
			p, err := l.Plan(law.Query{On: on, Lang: lang, Facts: facts})
			if err != nil {
				t.Fatal(err)
			}
			skeleton := bones(p)
			if i == 0 {
				first = skeleton
			} else if diff := cmp.Diff(first, skeleton); diff != "" {
				t.Errorf("%s in %s (-first +this):\n%s", line(facts), lang, diff)
			}
		}
	})
}

// bones is everything in a plan that is no sentence.
func bones(p law.Plan) []string {
	out := slices.Concat([]string{string(p.Status)}, nexts(p), routes(p), possibles(p), p.Ignored)
	for _, r := range p.Routes {
		out = append(out, ids(r.Documents, func(d law.PlanDocument) string { return d.ID + strings.Join(d.Formalities, "+") })...)
		out = append(out, ids(r.Fees, func(f law.Fee) string { return f.ID })...)
		out = append(out, ids(slices.Concat(r.Steps, r.Duties, r.Warnings), func(n law.Note) string { return n.ID + dateText(n.Date) })...)
		out = append(out, ids(r.Dates, func(d law.PlanDate) string { return d.ID + d.Date.String() })...)
		out = append(out, r.Offices...)
	}
	for _, x := range p.Excluded {
		out = append(out, x.Procedure+x.Because[0].ID)
	}
	return out
}

func TestTheSameQuestionHasTheSameAnswer(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	on := calendar.On(2026, 11, 20)
	var queries []law.Query
	for i, answers := range []string{
		"", "nationality=IN aim=live purpose=study", "nationality=FR aim=live purpose=family tie=spouse", "nationality=UA aim=protection",
		"nationality=VN aim=hire filing_date=2026-08-07", "nationality=IN aim=settle residence_since=2020-01-01", "nationality=FR aim=contest notified_on=2026-11-02",
	} {
		queries = append(queries, law.Query{On: on.AddDays(-100 * i), Lang: locale.All()[i%len(locale.All())], Facts: situation(t, l, on, answers), AllReasons: i%2 == 0})
	}
	alone := make([]law.Plan, len(queries))
	for i, q := range queries {
		p, err := l.Plan(q)
		if err != nil {
			t.Fatal(err)
		}
		alone[i] = p
	}
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for round := range 2 * len(queries) {
				i := (worker + round) % len(queries)
				p, err := l.Plan(queries[i])
				if err != nil {
					t.Error(err)
					return
				}
				if diff := cmp.Diff(alone[i], p, cmpopts.EquateComparable(calendar.Date{})); diff != "" {
					t.Errorf("query %d is answered otherwise in company (-alone +now):\n%s", i, diff)
					return
				}
			}
		})
	}
	wg.Wait()
}
