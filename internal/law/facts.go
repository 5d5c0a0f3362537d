package law

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Fact is one thing that can be known of a person's situation. The order of facts.yaml is the order of asking.
type Fact struct {
	ID        string
	Kind      Kind
	Options   []FactOption
	Ask       bool // false: never asked, sharpens an answer when given
	Derived   bool // computed, neither asked nor accepted
	Past      bool // a date that cannot lie after the day asked about
	Sensitive bool // left out of shared links unless ticked
	Min, Max  *int

	index   int
	askIf   *expr // when the question makes sense
	is      *expr // the value of a derived fact
	other   *expr // the value when none is given
	agree   bool  // a given value must equal other
	used    bool
	unknown *types.Unknown
	texts   factTexts
}

// FactOption is one option of a choice, offered when its condition does not fail.
type FactOption struct {
	ID   string
	when *expr
	text *text
}

type factTexts struct{ question, hint, why *text }

// neutral is what a fact is where its question makes no sense: no option, no. A date, number or list stays unknown,
// because any value would be invented.
func (f *Fact) neutral() ref.Val {
	switch f.Kind {
	case KindChoice, KindCountry, KindCounty:
		return types.String("")
	case KindYesNo:
		return types.False
	case KindDate, KindNumber, KindPeriods:
		return f.unknown
	}
	return f.unknown
}

func compileFacts(rows []factRow, texts textIndex, faults *faultList) []*Fact {
	if len(rows) > maxFacts {
		faults.add("facts.yaml: %d facts, at most %d", len(rows), maxFacts)
		rows = rows[:maxFacts]
	}
	seen := map[string]bool{"on": true, "event": true}
	out := make([]*Fact, 0, len(rows))
	for _, r := range rows {
		if seen[r.ID] {
			faults.add("facts.yaml: %q stands twice or is reserved", r.ID)
			continue
		}
		seen[r.ID] = true
		f := &Fact{
			ID: r.ID, Kind: r.Kind, Ask: r.Ask == nil || *r.Ask, Derived: r.Is != "",
			Past: r.Past, Sensitive: r.Sensitive, Min: r.Min, Max: r.Max, agree: r.Agree, index: len(out),
		}
		f.unknown = types.NewUnknown(int64(f.index)+1, types.NewAttributeTrail(f.ID))
		if f.Kind.celType().Kind() == types.DynKind {
			faults.add("facts.yaml: %s: unknown kind %q", f.ID, f.Kind)
		}
		if (f.Kind == KindChoice) != (len(r.Options) > 0) {
			faults.add("facts.yaml: %s: a choice has options, nothing else has", f.ID)
		}
		f.compileTexts(r, texts, faults)
		out = append(out, f)
	}
	return out
}

func (f *Fact) compileTexts(r factRow, texts textIndex, faults *faultList) {
	for _, o := range r.Options {
		option := FactOption{ID: o.ID}
		if !f.Derived {
			option.text = texts.need("fact."+f.ID+"."+o.ID, faults)
		} else {
			option.text = texts.may("fact." + f.ID + "." + o.ID)
		}
		f.Options = append(f.Options, option)
	}
	if f.Derived {
		return
	}
	f.texts = factTexts{
		question: texts.need("fact."+f.ID+".question", faults),
		hint:     texts.may("fact." + f.ID + ".hint"),
		why:      texts.need("fact."+f.ID+".why", faults),
	}
}

// compileConditions compiles what the facts say of each other, once every fact is declared.
func (l *Law) compileConditions(rows []factRow, c *compiler) {
	byID := l.factsByID
	for _, r := range rows {
		f := byID[r.ID]
		if f == nil {
			continue
		}
		where := "facts.yaml: " + f.ID
		f.askIf = c.compile(where+": ask_if", r.AskIf, types.BoolType)
		f.is = c.compile(where+": is", r.Is, f.Kind.celType())
		f.other = c.compile(where+": else", r.Else, f.Kind.celType())
		for i, o := range r.Options {
			f.Options[i].when = c.compile(where+": option "+o.ID, o.If, types.BoolType)
		}
	}
	l.checkCircles(c.faults)
}

// checkCircles refuses facts whose conditions lead back to themselves.
func (l *Law) checkCircles(faults *faultList) {
	const (
		fresh = iota
		walking
		done
	)
	marks := make([]int, len(l.facts))
	var walk func(i int)
	walk = func(i int) {
		if marks[i] == walking {
			faults.add("facts.yaml: %s depends on itself", l.facts[i].ID)
			return
		}
		if marks[i] == done {
			return
		}
		marks[i] = walking
		f := l.facts[i]
		for _, e := range []*expr{f.askIf, f.is, f.other} {
			if e != nil {
				e.mention.each(walk)
			}
		}
		marks[i] = done
	}
	for i := range l.facts {
		walk(i)
	}
}
