package law

import (
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/stay"
)

// continuousInput brings facts to the form of stay's calculator: one title since a day, and the absences since then. The
// special periods are what the rule treats apart: studies, or for permanent residence absences with an important reason.
func continuousInput(rule stay.Rule, since calendar.Date, special, absences []Period, on calendar.Date) stay.ContinuousInput {
	// The calculator refuses more than a hundred years; no rule looks back that far.
	if oldest := on.AddYears(-longestLook); since.Before(oldest) {
		since = oldest
	}
	in := stay.ContinuousInput{Rule: rule, On: on}
	if rule == stay.EUPermanent {
		in.Periods = []stay.Period{{Title: ordinaryTitle, From: since}}
		in.Absences = withReasons(absencesSince(since, absences, on), absencesSince(since, special, on))
		return in
	}
	in.Periods = withStudies(since, special, on)
	in.Absences = absencesSince(since, absences, on)
	return in
}

// withStudies cuts the study periods out and gives them under their own title, because their time counts by half
// (GEO 194/2002, art. 71).
func withStudies(from calendar.Date, study []Period, on calendar.Date) []stay.Period {
	var out []stay.Period
	for _, s := range study {
		s, ok := s.within(from, on)
		if !ok {
			continue
		}
		start := s.From
		if start.After(from) {
			end := start.AddDays(-1)
			out = append(out, stay.Period{Title: ordinaryTitle, From: from, To: &end})
		}
		out = append(out, stay.Period{Title: "study", From: start, To: s.To})
		if s.To == nil {
			return out
		}
		from = s.To.AddDays(1)
	}
	if !from.After(on) {
		out = append(out, stay.Period{Title: ordinaryTitle, From: from})
	}
	return out
}

func absencesSince(since calendar.Date, list []Period, on calendar.Date) []stay.Absence {
	var out []stay.Absence
	for _, a := range list {
		if a, ok := a.within(since, on); ok {
			out = append(out, stay.Absence{Out: a.From, In: a.To})
		}
	}
	return out
}

// withReasons marks the absences that somebody names again as those with an important reason (GEO 102/2005), and adds the
// ones that were named only there. It is the absence that is named: two that overlap are one.
func withReasons(all, important []stay.Absence) []stay.Absence {
	for _, i := range important {
		named := false
		for k := range all {
			if overlap(all[k], i) {
				all[k].Reason, named = stay.Important, true
			}
		}
		if !named {
			i.Reason = stay.Important
			all = append(all, i)
		}
	}
	return all
}

// overlap says whether two absences share more than the day on which one ends and the other begins.
func overlap(a, b stay.Absence) bool {
	return (a.In == nil || a.In.After(b.Out)) && (b.In == nil || b.In.After(a.Out))
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
