package law

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
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

// ReadFactsJSON reads answers as JSON has them (contract "Facts"): null = asked and not known.
func (l *Law) ReadFactsJSON(in map[string]any, on calendar.Date) (Facts, fault.List) {
	f := Facts{law: l}
	var faults fault.List
	for _, id := range sortedKeys(in) {
		fact, err := l.fact(id)
		if err == nil {
			var raw string
			if raw, err = fact.fromJSON(in[id]); err == nil {
				err = f.set(id, raw, on)
			}
		}
		if err != nil {
			faults = append(faults, err)
		}
	}
	l.sortByAsking(faults)
	return f, faults
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
	id = clip(id)
	if near := nearest(id, l.facts); near != "" {
		return nil, fault.Field(id, "fact.unknown-near", fault.Text("name", id), fault.Text("near", near))
	}
	return nil, fault.Field(id, "fact.unknown", fault.Text("name", id))
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
	if isFormat(err) {
		return d, fault.Field(field, "fact.date-format")
	}
	return d, fault.Field(field, "fact.date-none", fault.Text("date", clip(raw)))
}

// parsePeriods reads "from..to,from..": in order of their beginning, none inside another. A day may be both the end of
// one and the start of the next.
func (f *Fact) parsePeriods(raw string) (given, *fault.Error) {
	var list []Period
	if raw != noPeriods {
		for part := range strings.SplitSeq(raw, ",") {
			if len(list) == maxPeriods {
				return given{}, fault.Field(f.ID, "fact.periods-many", fault.Num("max", maxPeriods))
			}
			p, err := parsePeriod(f.ID, part)
			if err != nil {
				return given{}, err
			}
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b Period) int { return a.From.Compare(b.From) })
	values := make([]ref.Val, len(list))
	words := make([]string, len(list))
	for i, p := range list {
		if i > 0 && (list[i-1].To == nil || p.From.Before(*list[i-1].To)) {
			return given{}, fault.Field(f.ID, "fact.periods-overlap")
		}
		values[i], words[i] = periodVal{p}, p.String()
	}
	if len(words) == 0 {
		words = []string{noPeriods}
	}
	return given{strings.Join(words, ","), types.NewRefValList(types.DefaultTypeAdapter, values)}, nil
}

func parsePeriod(field, raw string) (Period, *fault.Error) {
	from, to, ok := strings.Cut(raw, "..")
	if !ok {
		return Period{}, fault.Field(field, "fact.periods-format")
	}
	start, err := parseFactDate(field, from)
	if err != nil {
		return Period{}, err
	}
	if to == "" {
		return Period{From: start}, nil
	}
	end, err := parseFactDate(field, to)
	if err != nil {
		return Period{}, err
	}
	if end.Before(start) {
		return Period{}, fault.Field(field, "fact.period-order", fault.Text("from", start.String()), fault.Text("to", end.String()))
	}
	return Period{From: start, To: &end}, nil
}

// String is the period as a link has it.
func (p Period) String() string {
	if p.To == nil {
		return p.From.String() + ".."
	}
	return p.From.String() + ".." + p.To.String()
}

// fromJSON brings a JSON value to the form of a link, refusing a value of another kind.
func (f *Fact) fromJSON(v any) (string, *fault.Error) {
	switch v := v.(type) {
	case nil:
		return DontKnow, nil
	case bool:
		if f.Kind == KindYesNo {
			return strconv.FormatBool(v), nil
		}
	case json.Number:
		if f.Kind == KindNumber {
			return v.String(), nil
		}
	case float64:
		if f.Kind == KindNumber {
			return strconv.FormatFloat(v, 'f', -1, 64), nil
		}
	case uint64: // as YAML has it
		if f.Kind == KindNumber {
			return strconv.FormatUint(v, 10), nil
		}
	case string:
		if f.Kind != KindNumber && f.Kind != KindPeriods && v != DontKnow && v != "" {
			return v, nil
		}
	case []any:
		if f.Kind == KindPeriods {
			return f.periodsFromJSON(v)
		}
	}
	return "", fault.Field(f.ID, "fact."+wrongKind(f.Kind))
}

// wrongKind is the key that says what a kind accepts.
func wrongKind(k Kind) string {
	switch k {
	case KindCountry, KindCounty, KindYesNo, KindNumber:
		return string(k)
	case KindDate:
		return "date-format"
	case KindPeriods:
		return "periods-format"
	case KindChoice:
		return "choice-kind"
	}
	return "unknown"
}

func (f *Fact) periodsFromJSON(list []any) (string, *fault.Error) {
	if len(list) == 0 {
		return noPeriods, nil
	}
	if len(list) > maxPeriods {
		return "", fault.Field(f.ID, "fact.periods-many", fault.Num("max", maxPeriods))
	}
	words := make([]string, len(list))
	for i, item := range list {
		m, ok := item.(map[string]any)
		if !ok {
			return "", fault.Field(f.ID, "fact.periods-format")
		}
		from, okFrom := m["from"].(string)
		to, okTo := m["to"].(string)
		if m["to"] == nil {
			okTo = true
		}
		known := 1
		if _, has := m["to"]; has {
			known = 2
		}
		// A separator inside a value would make two periods of one.
		if !okFrom || !okTo || len(m) != known || known == 2 && m["to"] == "" || strings.ContainsAny(from+to, ".,") {
			return "", fault.Field(f.ID, "fact.periods-format")
		}
		words[i] = from + ".." + to
	}
	return strings.Join(words, ","), nil
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
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// clip keeps what is said back to a person short.
func clip(s string) string {
	const most = 40
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// With adds or replaces one answer.
func (f Facts) With(id, value string, on calendar.Date) (Facts, fault.List) {
	if f.law == nil {
		return f, fault.List{fault.Field(id, "fact.unknown", fault.Text("name", clip(id)))}
	}
	f.given = slices.Clone(f.given)
	if err := f.set(id, value, on); err != nil {
		return f, fault.List{err}
	}
	return f, nil
}
