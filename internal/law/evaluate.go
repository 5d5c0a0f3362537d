package law

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
)

// Query is one question to the law.
type Query struct {
	On         calendar.Date
	Lang       locale.Lang
	Facts      Facts
	AllReasons bool // every false clause of an excluded procedure, not the first alone
}

// evaluation is the working memory of one plan; the law pools them.
type evaluation struct {
	law   *Law
	query Query
	lang  int
	views [4]view // one for each day that picks a version: on, filing, entry, notification
	used  int
	err   error // the first expression that failed: a fault of the law's data, never of the person
}

// view is the law's expressions as of one event. It is what CEL asks for names.
type view struct {
	e        *evaluation
	event    calendar.Date
	memo     []ref.Val // by expression
	tested   []truth   // by expression: what its value means as a condition; the set of an unknown value is costly to read
	resolved []ref.Val // by fact
	on, at   ref.Val
}

func (l *Law) newEvaluation() *evaluation {
	e := &evaluation{law: l}
	for i := range e.views {
		e.views[i] = view{e: e, memo: make([]ref.Val, len(l.exprs)), tested: make([]truth, len(l.exprs)), resolved: make([]ref.Val, len(l.facts))}
	}
	return e
}

func (l *Law) begin(q Query) *evaluation {
	e := l.pool.Get().(*evaluation)
	e.query, e.lang, e.used, e.err = q, langIndex(q.Lang), 0, nil
	return e
}

func (l *Law) end(e *evaluation) {
	for i := range e.used {
		clear(e.views[i].memo)
		clear(e.views[i].tested)
		clear(e.views[i].resolved)
	}
	e.query = Query{}
	l.pool.Put(e)
}

// at is the view as of a day.
func (e *evaluation) at(event calendar.Date) *view {
	for i := range e.used {
		if e.views[i].event == event {
			return &e.views[i]
		}
	}
	v := &e.views[e.used]
	e.used++
	v.event, v.on, v.at = event, dateVal{e.query.On}, dateVal{event}
	return v
}

// now is the view as of the day asked about.
func (e *evaluation) now() *view { return e.at(e.query.On) }

// eventDay is the date of the event that picks a procedure's version; not known means the day asked about.
func (e *evaluation) eventDay(by int) calendar.Date {
	if d, ok := e.now().date(e.law.events[by]); ok {
		return d
	}
	return e.query.On
}

// ResolveName is CEL's question for a name.
func (v *view) ResolveName(name string) (any, bool) {
	if f := v.e.law.factsByID[name]; f != nil {
		return v.resolve(f), true
	}
	switch name {
	case "on":
		return v.on, true
	case "event":
		return v.at, true
	}
	return nil, false
}

// Parent is CEL's question for an outer scope: there is none.
func (v *view) Parent() cel.Activation { return nil }

// resolve is the value of a fact: given, derived, neutral where the question makes no sense, or unknown.
func (v *view) resolve(f *Fact) ref.Val {
	if val := v.resolved[f.index]; val != nil {
		return val
	}
	val := v.value(f)
	v.resolved[f.index] = val
	return val
}

func (v *view) value(f *Fact) ref.Val {
	if f.is != nil {
		return v.eval(f.is)
	}
	sensible := f.askIf == nil || v.eval(f.askIf) != types.False
	if sensible && v.e.query.Facts.given != nil {
		g := v.e.query.Facts.given[f.index]
		if g.value != nil {
			return g.value
		}
		// Who does not know it may still have given what it follows from.
		if g.raw != "" && !f.agree {
			return f.unknown
		}
	}
	if f.other != nil {
		val := v.eval(f.other)
		if !types.IsUnknown(val) || !f.Ask {
			return val
		}
		return f.unknown
	}
	if !sensible {
		return f.neutral()
	}
	return f.unknown
}

// eval evaluates an expression once for each view.
func (v *view) eval(x *expr) ref.Val {
	if val := v.memo[x.index]; val != nil {
		return val
	}
	val, _, err := x.program.Eval(v)
	if err != nil {
		v.e.fail(x, err)
		val = unknownByLaw
	}
	v.memo[x.index] = val
	return val
}

func (e *evaluation) fail(x *expr, err error) {
	if e.err == nil {
		e.err = fmt.Errorf("evaluate %q: %w", x.src, err)
	}
}

// test is an expression as a three-valued answer; a nil expression holds.
func (v *view) test(x *expr) truth {
	if x == nil {
		return truth{state: yes}
	}
	if t := v.tested[x.index]; t != (truth{}) {
		return t
	}
	t, err := truthOf(v.eval(x))
	if err != nil {
		v.e.fail(x, err)
	}
	v.tested[x.index] = t
	return t
}

// testOpen is a condition with its `open`: where that holds, the law itself does not say.
func (v *view) testOpen(when, openIf *expr) truth {
	if openIf != nil {
		switch t := v.test(openIf); t.state {
		case yes:
			return truth{law: true}
		case open:
			return t
		case no:
		}
	}
	return v.test(when)
}

// date is a fact of kind date, when it is known.
func (v *view) date(f *Fact) (calendar.Date, bool) {
	d, ok := v.resolve(f).(dateVal)
	return d.Date, ok
}

// word is a fact that is a string, when it is known and makes sense.
func (v *view) word(f *Fact) (string, bool) {
	s, ok := v.resolve(f).(types.String)
	return string(s), ok && s != ""
}

// disagreements are given facts that contradict what follows from others: an age and a birth date.
func (e *evaluation) disagreements() fault.List {
	var faults fault.List
	if e.query.Facts.given == nil {
		return nil
	}
	for i, g := range e.query.Facts.given {
		f := e.law.facts[i]
		if g.value == nil || !f.agree || f.other == nil {
			continue
		}
		follows := e.at(e.eventDay(byFiling)).eval(f.other)
		if !types.IsUnknown(follows) && g.value.Equal(follows) != types.True {
			faults = append(faults, fault.Field(f.ID, "fact.disagree", fault.Text("follows", fmt.Sprint(follows.Value()))))
		}
	}
	return faults
}

// ignored lists the given facts whose question makes no sense here.
func (e *evaluation) ignored() []string {
	var out []string
	for i, g := range e.query.Facts.given {
		f := e.law.facts[i]
		if g.raw != "" && f.askIf != nil && e.now().eval(f.askIf) == types.False {
			out = append(out, f.ID)
		}
	}
	return out
}
