package law

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"sejur/internal/calendar"
	"sejur/internal/fault"
)

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

// Period is one stretch of time; To is nil while it lasts.
type Period struct {
	From calendar.Date  `json:"from"`
	To   *calendar.Date `json:"to,omitempty"`
}

// within is the part of a period between two days; one that goes on after the last of them stays without an end.
func (p Period) within(first, last calendar.Date) (part Period, ok bool) {
	if p.From.After(last) || p.To != nil && p.To.Before(first) {
		return Period{}, false
	}
	if p.From.Before(first) {
		p.From = first
	}
	if p.To != nil && p.To.After(last) {
		p.To = nil
	}
	return p, true
}
