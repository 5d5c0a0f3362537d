package law

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// verify says what the law answers otherwise than the persona expects.
func (l *Law) verify(p *Persona) []string {
	_, plan, err := l.Ask(p, locale.EN)
	if err != nil {
		return []string{err.Error()}
	}
	var d differences
	e := &p.Expect
	if e.status != nil {
		d.equal("status", *e.status, plan.Status)
	}
	if e.routes != nil {
		d.equal("routes", *e.routes, mapped(plan.Routes, func(r Route) string { return r.Procedure }))
	}
	if e.possible != nil {
		d.equal("possible", *e.possible, mapped(plan.Possible, func(x Possible) string { return x.Procedure }))
	}
	d.excluded(e.excluded, plan.Excluded)
	asked := mapped(plan.Next, func(q Question) string { return q.Fact })
	if e.asks != nil {
		d.equal("asks", *e.asks, strings.Join(asked[:min(1, len(asked))], ""))
	}
	for _, id := range e.neverAsks {
		if slices.Contains(asked, id) {
			d.add("never_asks: %s is asked", id)
		}
	}
	for _, id := range sortedKeys(e.procedures) {
		i := slices.IndexFunc(plan.Routes, func(r Route) bool { return r.Procedure == id })
		if i < 0 {
			d.add("%s: not among the routes", id)
			continue
		}
		d.route(id, e.procedures[id], &plan.Routes[i])
		l.verifyWithin(&d, id, e.procedures[id].Within, &plan.Routes[i])
	}
	return d
}

// verifyWithin looks at the terms of steps and duties, which the plan writes into their sentences.
func (l *Law) verifyWithin(d *differences, id string, want map[string]string, got *Route) {
	for _, block := range sortedKeys(want) {
		term := "none"
		for kind, notes := range map[string][]Note{"step": got.Steps, "duty": got.Duties, "warning": got.Warnings} {
			s := l.shared[kind+"."+block]
			if s != nil && s.term != nil && slices.ContainsFunc(notes, func(n Note) bool { return n.ID == block }) {
				term = strconv.Itoa(s.term.N) + " " + unitWords(string(s.term.Unit))
			}
		}
		d.word(id+": within of "+block, want[block], term)
	}
}

type differences []string

func (d *differences) add(format string, args ...any) { *d = append(*d, fmt.Sprintf(format, args...)) }

func (d *differences) equal(what string, want, got any) {
	if diff := cmp.Diff(want, got); diff != "" {
		d.add("%s: want %v, got %v", what, want, got)
	}
}

func (d *differences) excluded(want map[string]string, got []Excluded) {
	for _, id := range sortedKeys(want) {
		i := slices.IndexFunc(got, func(x Excluded) bool { return x.Procedure == id })
		switch {
		case i < 0:
			d.add("excluded: %s is not", id)
		case got[i].Because[0].ID != want[id]:
			d.add("excluded: %s: want clause %s, got %s", id, want[id], got[i].Because[0].ID)
		}
	}
}

func (d *differences) route(id string, want procedureExpectation, got *Route) {
	var founded, usually []string
	for _, doc := range got.Documents {
		if doc.Grade == Unverified {
			usually = append(usually, doc.ID)
		} else {
			founded = append(founded, doc.ID)
		}
	}
	fees := mapped(got.Fees, func(f Fee) string { return f.ID })
	d.list(id+": documents", want.Documents, founded)
	d.list(id+": usually", want.Usually, usually)
	d.list(id+": fees", want.Fees, fees)
	d.list(id+": offices", want.Offices, got.Offices)
	warnings, duties, steps := mapped(got.Warnings, noteID), mapped(got.Duties, noteID), mapped(got.Steps, noteID)
	all := slices.Concat(founded, usually, fees, warnings, duties, steps)
	for _, absent := range want.Without {
		if slices.Contains(all, absent) {
			d.add("%s: without: %s is there", id, absent)
		}
	}
	d.among(id+": warnings", want.Warnings, warnings)
	d.among(id+": duties", want.Duties, duties)
	d.among(id+": steps", want.Steps, steps)
	d.among(id+": grounds", want.Grounds, mapped(got.Grounds, func(r Reason) string { return r.ID }))
	d.among(id+": not_needed", want.NotNeeded, mapped(got.NotNeeded, func(n NotNeeded) string { return n.ID }))
	d.papers(id, want, got.Documents, got.Fees)
	d.terms(id, want, got)
}

func noteID(n Note) string { return n.ID }

func (d *differences) papers(id string, want procedureExpectation, got []PlanDocument, fees []Fee) {
	each := func(what string, docs []string, test func(string, *PlanDocument)) {
		for _, doc := range docs {
			i := slices.IndexFunc(got, func(g PlanDocument) bool { return g.ID == doc })
			if i < 0 {
				d.add("%s: %s: %s is not asked", id, what, doc)
				continue
			}
			test(id+": "+what+" of "+doc, &got[i])
		}
	}
	each("forms", sortedKeys(want.Forms), func(what string, g *PlanDocument) { d.equal(what, want.Forms[g.ID], g.Forms) })
	each("formalities", sortedKeys(want.Formalities), func(what string, g *PlanDocument) {
		d.equal(what, want.Formalities[g.ID], g.Formalities)
	})
	each("open", sortedKeys(want.Open), func(what string, g *PlanDocument) {
		open := want.Open[g.ID]
		d.list(what, &open, g.Open)
	})
	each("fresh", sortedKeys(want.Fresh), func(what string, g *PlanDocument) { d.date(what, want.Fresh[g.ID], g.FreshUntil) })
	ofPapers := slices.DeleteFunc(sortedKeys(want.Amounts), func(amount string) bool {
		return slices.ContainsFunc(fees, func(f Fee) bool { return f.ID == amount })
	})
	each("amounts", ofPapers, func(what string, g *PlanDocument) { d.equal(what, want.Amounts[g.ID], g.Amount.String()) })
	for _, f := range fees {
		d.word(id+": amounts of "+f.ID, want.Amounts[f.ID], f.words())
	}
}

func (d *differences) terms(id string, want procedureExpectation, got *Route) {
	if want.Apply != nil {
		a := got.Apply
		if a == nil {
			a = &Apply{}
		}
		d.date(id+": apply from", want.Apply.From, a.From)
		d.date(id+": apply by", want.Apply.By, a.By)
		d.date(id+": apply rolls_to", want.Apply.RollsTo, a.RollsTo)
		d.date(id+": apply advised_by", want.Apply.AdvisedBy, a.AdvisedBy)
	}
	if want.Output != nil {
		o := got.Output
		if o == nil {
			o = &Output{}
		}
		d.word(id+": output", want.Output.Document, o.Document)
		d.date(id+": output until", want.Output.Until, o.Validity.Until)
		d.word(id+": output at_most", want.Output.AtMost, fromPointer(o.Validity.AtMost))
		d.word(id+": output at_least", want.Output.AtLeast, fromPointer(o.Validity.AtLeast))
	}
	d.word(id+": processing", want.Processing, got.Processing.words())
	d.word(id+": contest", want.Contest, got.Contest.words())
	court := "none"
	if got.Contest != nil {
		court = got.Contest.Where
	}
	d.word(id+": court", want.Court, court)
	d.word(id+": authority", want.Authority, got.Authority)
	d.word(id+": filing", want.Filing, got.Filing)
}

func (d *differences) list(what string, want *[]string, got []string) {
	if want != nil && !slices.Equal(*want, got) {
		d.add("%s: want %v, got %v", what, *want, got)
	}
}

func (d *differences) among(what string, want, got []string) {
	for _, id := range want {
		if !slices.Contains(got, id) {
			d.add("%s: %s is not among %v", what, id, got)
		}
	}
}

func (d *differences) word(what, want, got string) {
	if want != "" && want != got {
		d.add("%s: want %s, got %s", what, want, got)
	}
}

func (d *differences) date(what, want string, got *calendar.Date) {
	value := "none"
	if got != nil {
		value = got.String()
	}
	d.word(what, want, value)
}

// words writes a term as personas have it: "30+15 days from lodging".
func (p *Processing) words() string {
	switch {
	case p == nil:
		return "none"
	case len(p.Open) > 0:
		return "open"
	case p.SameDay:
		return "same day"
	}
	n := strconv.Itoa(p.Days)
	if p.ExtensionDays > 0 {
		n += "+" + strconv.Itoa(p.ExtensionDays)
	}
	return n + " " + unitWords(p.Unit) + " from " + p.Starts
}

// words writes a way of contesting as personas have it: "10 days, suspends"; "10 days" when the law does not say.
func (c *Contest) words() string {
	if c == nil || c.Where == "none" {
		return "none"
	}
	s := "no term"
	if c.Days > 0 {
		s = strconv.Itoa(c.Days) + " " + unitWords(c.Unit)
	}
	switch {
	case c.Suspends == nil:
	case *c.Suspends:
		s += ", suspends"
	default:
		s += ", does not suspend"
	}
	return s
}

// words writes an output for programs: "residence-permit, at most P1Y".
func (o *Output) words() string {
	s := o.Document
	for _, part := range []struct {
		word  string
		value *string
	}{{"at most", o.Validity.AtMost}, {"at least", o.Validity.AtLeast}} {
		if part.value != nil {
			s += ", " + part.word + " " + *part.value
		}
	}
	if o.Validity.Until != nil {
		s += ", until " + o.Validity.Until.String()
	}
	return s
}

// words writes a fee as personas have it: "30.00 EUR", or "unknown".
func (f *Fee) words() string {
	if f.Amount == nil {
		return "unknown"
	}
	return *f.Amount + " " + f.Currency
}

func unitWords(unit string) string {
	switch calendar.Unit(unit) {
	case calendar.Days:
		return "days"
	case calendar.Working:
		return "working days"
	case calendar.Months, calendar.Years:
	}
	return unit
}

func fromPointer(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func mapped[T, U any](list []T, f func(T) U) []U {
	out := make([]U, 0, len(list))
	for _, v := range list {
		out = append(out, f(v))
	}
	return out
}
