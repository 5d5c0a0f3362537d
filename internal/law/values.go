package law

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/search"
)

// DontKnow as a value in a link says that the person was asked and does not know.
const DontKnow = "~"

// noPeriods is the empty list of periods in a link.
const noPeriods = "none"

// Bounds of an answer.
const (
	maxValue   = 4096 // bytes of one value
	maxPeriods = 60
)

// Facts are the answers of one person. The zero value has none. In links and forms a value is a string: an option's id, an
// ISO 3166-1 code, a date, an integer, true or false, periods "2024-01-01..2024-02-01,2026-03-01.." ("none" for an empty
// list), and DontKnow.
type Facts struct {
	law   *Law
	given []given // by the facts' order; nil = none
}

type given struct {
	raw   string
	value ref.Val // nil when not given or not known
}

// ReadFacts reads answers from a link or form. Every fault names its field; what is right is kept.
func (l *Law) ReadFacts(in map[string][]string, on calendar.Date) (Facts, fault.List) {
	f := Facts{law: l}
	var faults fault.List
	for _, id := range sortedKeys(in) {
		values := in[id]
		if len(values) == 0 || len(values) == 1 && values[0] == "" {
			continue
		}
		if len(values) > 1 {
			faults = append(faults, fault.Field(id, "fact.twice"))
			continue
		}
		if err := f.set(id, values[0], on); err != nil {
			faults = append(faults, err)
		}
	}
	l.sortByAsking(faults)
	return f, faults
}

// Recall is ReadFacts of answers that were kept by their ids, each written as in a link. What the law of the day does not know any more, or accepts
// no more, is named and left out.
func (l *Law) Recall(kept map[string]string, on calendar.Date) (Facts, fault.List) {
	in := make(map[string][]string, len(kept))
	for id, value := range kept {
		in[id] = []string{value}
	}
	return l.ReadFacts(in, on)
}

func (l *Law) sortByAsking(faults fault.List) {
	place := func(e *fault.Error) int {
		if f := l.factsByID[e.Field]; f != nil {
			return f.index
		}
		return maxFacts
	}
	slices.SortStableFunc(faults, func(a, b *fault.Error) int { return cmp.Compare(place(a), place(b)) })
}

// fact finds an askable fact, or says which one was perhaps meant.
func (l *Law) fact(id string) (*Fact, *fault.Error) {
	f := l.factsByID[id]
	if f != nil && !f.Derived {
		return f, nil
	}
	if f != nil {
		return nil, fault.Field(id, "fact.derived")
	}
	id = fault.Clip(id)
	if near := search.Nearest(id, l.askable()); near != "" {
		return nil, fault.Field(id, "fact.unknown-near", fault.Text("name", id), fault.Text("near", near))
	}
	return nil, fault.Field(id, "fact.unknown", fault.Text("name", id))
}

// askable are the ids of the facts that a person may give.
func (l *Law) askable() []string {
	ids := make([]string, 0, len(l.facts))
	for _, f := range l.facts {
		if !f.Derived {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

func (f *Facts) set(id, raw string, on calendar.Date) *fault.Error {
	fact, err := f.law.fact(id)
	if err != nil {
		return err
	}
	g := given{raw: raw}
	if raw != DontKnow {
		if len(raw) > maxValue {
			return fault.Field(id, "fact.too-long")
		}
		if g, err = f.law.parse(fact, raw, on); err != nil {
			return err
		}
	}
	if f.given == nil {
		f.given = make([]given, len(f.law.facts))
	}
	f.given[fact.index] = g
	return nil
}

// parse reads one value; the canonical form is kept, so that equal answers make equal links.
func (l *Law) parse(f *Fact, raw string, on calendar.Date) (given, *fault.Error) {
	switch f.Kind {
	case KindCountry:
		if l.countries[raw] == nil {
			return given{}, fault.Field(f.ID, "fact.country")
		}
		return given{raw, types.String(raw)}, nil
	case KindCounty:
		if !slices.ContainsFunc(l.catalogue.For(locale.RO).Counties(), func(c locale.County) bool { return c.Code == raw }) {
			return given{}, fault.Field(f.ID, "fact.county")
		}
		return given{raw, types.String(raw)}, nil
	case KindChoice:
		return f.parseChoice(raw)
	case KindYesNo:
		switch raw {
		case "true", "yes":
			return given{"true", types.True}, nil
		case "false", "no":
			return given{"false", types.False}, nil
		}
		return given{}, fault.Field(f.ID, "fact.yes-no")
	case KindNumber:
		return f.parseNumber(raw)
	case KindDate:
		d, err := parseFactDate(f.ID, raw)
		if err == nil && f.Past && d.After(on) {
			err = fault.Field(f.ID, "fact.date-future")
		}
		return given{d.String(), dateVal{d}}, err
	case KindPeriods:
		return f.parsePeriods(raw)
	}
	return given{}, fault.Field(f.ID, "fact.unknown", fault.Text("name", f.ID))
}

func (f *Fact) parseChoice(raw string) (given, *fault.Error) {
	accepted := make([]string, len(f.Options))
	for i, o := range f.Options {
		if o.ID == raw {
			return given{raw, types.String(raw)}, nil
		}
		accepted[i] = o.ID
	}
	return given{}, fault.Field(f.ID, "fact.choice", fault.Text("accepted", strings.Join(accepted, ", ")))
}

func (f *Fact) parseNumber(raw string) (given, *fault.Error) {
	n, err := strconv.Atoi(raw)
	if err != nil {
		return given{}, fault.Field(f.ID, "fact.number")
	}
	if f.Min != nil && n < *f.Min || f.Max != nil && n > *f.Max {
		return given{}, fault.Field(f.ID, "fact.number-range", fault.Num("min", deref(f.Min)), fault.Num("max", deref(f.Max)))
	}
	return given{strconv.Itoa(n), types.Int(n)}, nil
}

func deref(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func parseFactDate(field, raw string) (calendar.Date, *fault.Error) {
	d, err := calendar.Parse(raw)
	if err == nil {
		return d, nil
	}
	if errors.Is(err, calendar.ErrFormat) {
		return d, fault.Field(field, "fact.date-format")
	}
	return d, fault.Field(field, "fact.date-none", fault.Text("date", fault.Clip(raw)))
}

// Pairs are the given answers as id and value, in the order of asking.
func (f Facts) Pairs() [][2]string {
	var out [][2]string
	for i, g := range f.given {
		if g.raw != "" {
			out = append(out, [2]string{f.law.facts[i].ID, g.raw})
		}
	}
	return out
}

// Value is one given answer.
func (f Facts) Value(id string) (string, bool) {
	if f.given == nil || f.law.factsByID[id] == nil {
		return "", false
	}
	g := f.given[f.law.factsByID[id].index]
	return g.raw, g.raw != ""
}

// Without drops an answer.
func (f Facts) Without(id string) Facts {
	fact := f.law.factsByID[id]
	if f.given == nil || fact == nil {
		return f
	}
	f.given = slices.Clone(f.given)
	f.given[fact.index] = given{}
	return f
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}

// With adds or replaces one answer.
func (f Facts) With(id, value string, on calendar.Date) (Facts, fault.List) {
	if f.law == nil {
		return f, fault.List{fault.Field(id, "fact.unknown", fault.Text("name", fault.Clip(id)))}
	}
	f.given = slices.Clone(f.given)
	if err := f.set(id, value, on); err != nil {
		return f, fault.List{err}
	}
	return f, nil
}

// Answered adds or replaces several answers at once: those of a form, by fact and value. What is wrong is named and left out. A fact that must
// agree with what follows from others (an age with the birth date) gives way to them: who fills in a form looks at the paper.
func (l *Law) Answered(base Facts, answers [][2]string, on calendar.Date) (Facts, fault.List) {
	f := Facts{law: l, given: make([]given, len(l.facts))}
	copy(f.given, base.given)
	var faults fault.List
	var told factSet
	for _, a := range answers {
		if err := f.set(a[0], a[1], on); err != nil {
			faults = append(faults, err)
			continue
		}
		told.add(l.factsByID[a[0]].index)
	}
	for i, fact := range l.facts {
		if fact.agree && !told.has(i) && fact.other != nil && fact.other.mention.overlaps(told) {
			f.given[i] = given{}
		}
	}
	return f, faults
}
