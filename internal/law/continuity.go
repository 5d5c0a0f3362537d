package law

import (
	"sejur/internal/calendar"
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

// longestLook is how many years back a continuous stay is looked at.
const longestLook = 90

// ordinaryTitle is any right of stay whose time counts in full.
const ordinaryTitle = "work"
