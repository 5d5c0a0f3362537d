package law

import (
	"sejur/internal/calendar"
	"sejur/internal/stay"
)

// continuousInput brings facts to the form of stay's calculator: one title since a day, with the study periods cut out and
// given under their own title, because their time counts by half (GEO 194/2002, art. 71).
func continuousInput(rule stay.Rule, since calendar.Date, study, absences []Period, on calendar.Date) stay.ContinuousInput {
	in := stay.ContinuousInput{Rule: rule, On: on}
	from := since
	for _, s := range study {
		if s.To != nil && s.To.Before(from) || s.From.After(on) {
			continue
		}
		start := s.From
		if start.Before(from) {
			start = from
		}
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
		in.Absences = append(in.Absences, stay.Absence{Out: a.From, In: a.To})
	}
	return in
}

// ordinaryTitle is any right of stay whose time counts in full.
const ordinaryTitle = "work"
