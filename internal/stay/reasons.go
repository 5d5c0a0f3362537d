package stay

import "sejur/internal/calendar"

// Reason is one thing to tell about an answer of Continuous. Which of the fields say something follows from the
// key; the others are zero.
type Reason struct {
	Key     string        `json:"key"`
	Warning bool          `json:"warning"` // it decides nothing today, and the person should know
	Date    calendar.Date `json:"date,omitzero"`
	Days    int           `json:"days,omitzero"`
	Title   string        `json:"title,omitzero"`
}

// The keys of a Reason.
const (
	WhyLongEnough  = "stay/long-enough"         // eligible: Date since when, Days counted
	WhyTooShort    = "stay/too-short"           // Days lacking; Date on which they are full, if known
	WhyNoTitle     = "stay/no-title"            // no period covers the day; Date is the last day that one did
	WhyTitleBars   = "stay/title-bars"          // Title, held since Date, does not allow an application
	WhyGap         = "stay/restarted-gap"       // Days without a title; Date of the new beginning
	WhyAbsence     = "stay/restarted-absence"   // Days in a row so far, more than 6 months; Date of return, none if not known
	WhyAbsenceYear = "stay/restarted-year"      // absences of more than 6 months in 12, the last of Days; Date of return
	WhyLongAbsence = "stay/restarted-two-years" // Days in a row, more than 2 years; Date of return
	WhyTotal       = "stay/absence-total"       // Days of absence in the time reckoned from Date, more than 10 months

	WarnAbsence = "stay/absence-at-limit"       // exactly 6 months in a row, from Date, Days
	WarnTotal   = "stay/absence-total-at-limit" // exactly 10 months in the time reckoned from Date, Days
	WarnYear    = "stay/absence-year-at-limit"  // exactly 6 months in the year that ends on Date
	WarnExcused = "stay/absence-excused"        // the absence from Date, of Days, needs proof of its reason
	WarnHalf    = "stay/title-half"             // Days under Title count half
	WarnNothing = "stay/title-nothing"          // Days under Title do not count
	WarnUnknown = "stay/title-unknown"          // Title is not one of Titles and its Days are counted in full
)

// reasons tells an answer: first what decides it, then the warnings.
func (h *history) reasons(v view, from *calendar.Date) []Reason {
	list := []Reason{}
	if v.eligible && from != nil {
		list = append(list, Reason{Key: WhyLongEnough, Date: *from, Days: v.counted})
	} else {
		list = append(list, h.against(v, from)...)
	}
	if v.start.After(h.on) {
		return list
	}
	list = append(list, h.absenceWarnings(v)...)
	if h.rule == EUPermanent {
		return list
	}
	return append(list, h.titleWarnings(v)...)
}

func (h *history) against(v view, from *calendar.Date) []Reason {
	list := []Reason{}
	switch {
	case v.title == nil:
		list = append(list, Reason{Key: WhyNoTitle, Date: h.lastCovered()})
	case v.title.title.bars:
		list = append(list, Reason{Key: WhyTitleBars, Date: v.title.from, Title: v.title.title.name})
	}
	for _, s := range h.stops {
		if s.start != v.start || s.known.After(h.on) {
			continue
		}
		r := Reason{Key: s.key, Date: s.start, Days: s.days}
		if s.start.After(h.on) {
			if s.key == WhyGap { // the next title is still to come, and no-title has said so
				continue
			}
			r.Days = h.on.Sub(s.out)
		}
		if s.start == far() {
			r.Date = calendar.Date{}
		}
		list = append(list, r)
	}
	if v.counted < v.needed {
		r := Reason{Key: WhyTooShort, Days: v.needed - v.counted}
		if from != nil {
			r.Date = *from
		}
		list = append(list, r)
	}
	if v.absent > totalLimit {
		list = append(list, Reason{Key: WhyTotal, Date: v.reckoned, Days: h.daysAway(v.reckoned)})
	}
	return list
}

// lastCovered returns the last day before the count on which a title was in force, or no date.
func (h *history) lastCovered() calendar.Date {
	var last calendar.Date
	for _, s := range h.run {
		if !s.to.After(h.on) {
			last = s.to.AddDays(-1)
		}
	}
	return last
}

// daysAway adds up the days of absence from a day to the day of the count.
func (h *history) daysAway(from calendar.Date) int {
	days := 0
	for _, a := range h.away {
		if out, in := a.within(from, h.on); out.Before(in) {
			days += in.Sub(out)
		}
	}
	return days
}

func (h *history) absenceWarnings(v view) []Reason {
	list := []Reason{}
	for _, a := range h.away {
		out, in := a.within(v.start, h.on)
		if !out.Before(in) || !in.After(v.reckoned) {
			continue
		}
		r := Reason{Warning: true, Date: out, Days: in.Sub(out)}
		switch {
		case h.rule != EUPermanent && in == out.AddMonths(longMonths):
			r.Key = WarnAbsence
		case h.rule == EUPermanent && a.excused:
			r.Key = WarnExcused
		case h.rule == EUPermanent && h.yearSum(in, v.start) == yearLimit:
			r.Key, r.Date, r.Days = WarnYear, in, 0
		default:
			continue
		}
		list = append(list, r)
	}
	if h.rule != EUPermanent && v.absent == totalLimit {
		list = append(list, Reason{Key: WarnTotal, Warning: true, Date: v.reckoned, Days: h.daysAway(v.reckoned)})
	}
	return list
}

func (h *history) titleWarnings(v view) []Reason {
	list := []Reason{}
	for _, s := range h.run {
		from, to := s.from, s.to
		if from.Before(v.start) {
			from = v.start
		}
		if to.After(h.on) {
			to = h.on
		}
		if !from.Before(to) {
			continue
		}
		r := Reason{Warning: true, Days: to.Sub(from), Title: s.title.name}
		switch {
		case !s.known:
			r.Key = WarnUnknown
		case s.title.worth == half:
			r.Key = WarnHalf
		case s.title.worth == nothing:
			r.Key = WarnNothing
		default:
			continue
		}
		list = append(list, r)
	}
	return list
}
