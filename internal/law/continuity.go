package law

import (
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/stay"
)

// continuousInput brings facts to the form of stay's calculator: one title since a day, with the study periods cut out and
// given under their own title, because their time counts by half (GEO 194/2002, art. 71).
func continuousInput(rule stay.Rule, since calendar.Date, study, absences []Period, on calendar.Date) stay.ContinuousInput {
	in := stay.ContinuousInput{Rule: rule, On: on}
	// The calculator refuses more than a hundred years; no rule looks back that far.
	if oldest := on.AddYears(-longestLook); since.Before(oldest) {
		since = oldest
	}
	from := since
	for _, s := range study {
		s, ok := s.within(from, on)
		if !ok {
			continue
		}
		start := s.From
		if start.After(from) {
			end := start.AddDays(-1)
			in.Periods = append(in.Periods, stay.Period{Title: ordinaryTitle, From: from, To: &end})
		}
		in.Periods = append(in.Periods, stay.Period{Title: "study", From: start, To: s.To})
		if s.To == nil {
			from = calendar.Date{}
			break
		}
		from = s.To.AddDays(1)
	}
	if !from.IsZero() && !from.After(on) {
		in.Periods = append(in.Periods, stay.Period{Title: ordinaryTitle, From: from})
	}
	for _, a := range absences {
		if a, ok := a.within(since, on); ok {
			in.Absences = append(in.Absences, stay.Absence{Out: a.From, In: a.To})
		}
	}
	return in
}

// longestLook is how many years back a continuous stay is looked at.
const longestLook = 90

// ordinaryTitle is any right of stay whose time counts in full.
const ordinaryTitle = "work"

// StayReason is one thing to know about a count of continuous residence, with the law it follows.
type StayReason struct {
	Reason
	Warning bool `json:"warning,omitempty"` // it decides nothing today, and the person should know
}

// StayReasons puts the reasons of stay.Continuous into words.
//
//locale:uses stay.reason.* stay.title.*
func (l *Law) StayReasons(rule stay.Rule, reasons []stay.Reason, lang locale.Lang) []StayReason {
	print := l.catalogue.For(lang)
	sources := l.StaySources(rule, lang)
	out := make([]StayReason, 0, len(reasons))
	for _, r := range reasons {
		id := strings.TrimPrefix(r.Key, "stay/")
		out = append(out, StayReason{Reason: Reason{ID: id, Text: stayText(print, id, r), Sources: sources}, Warning: r.Warning})
	}
	return out
}

// stayText is the sentence of a reason. A reason without a date has a sentence that needs none.
func stayText(print *locale.Printer, id string, r stay.Reason) string {
	key := "stay.reason." + id
	if r.Date.IsZero() && print.Has(key+"-undated") {
		key += "-undated"
	}
	title := fault.Clip(r.Title)
	if named := "stay.title." + r.Title; print.Has(named) {
		title = print.T(named)
	}
	return print.T(key, locale.Num("n", r.Days), locale.Str("date", print.Date(r.Date)), locale.Str("title", title))
}

// StaySources are the law behind a rule of continuity.
func (l *Law) StaySources(rule stay.Rule, lang locale.Lang) []*Source {
	ids := []string{"s1-ltr"}
	if rule == stay.EUPermanent {
		ids = []string{"s3-eu", "oug102"}
	}
	out := make([]*Source, 0, len(ids))
	for _, id := range ids {
		if s := l.sources.byID[id]; s != nil {
			out = append(out, &s.in[langIndex(lang)])
		}
	}
	return out
}
