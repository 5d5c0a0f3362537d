package stay

import (
	"slices"

	"sejur/internal/calendar"
)

// Limits of absence. Sums are in thirtieths of a month, see length.
const (
	longMonths  = 6   // in a row, for long-term residence
	totalLimit  = 300 // 10 months in all, for long-term residence
	yearLimit   = 180 // 6 months in 12, for permanent residence
	goodMonths  = 12  // one absence for an important reason
	alwaysYears = 2   // in a row, whatever the reason
)

// length measures an absence in thirtieths of a month: whole months, and the days left over. So a month is a
// month, whether it has 28 days or 31.
func length(out, in calendar.Date) int {
	if !out.Before(in) {
		return 0
	}
	months, days := measure(out, in)
	return 30*months + days
}

// away is one absence as far as it lies within the unbroken stay.
type away struct {
	out, in calendar.Date // in is far when the return is not known
	reason  string
	excused bool // left out of the year's sum
}

// within returns the part of the absence between two days.
func (a away) within(from, to calendar.Date) (out, in calendar.Date) {
	out, in = a.out, a.in
	if out.Before(from) {
		out = from
	}
	if in.After(to) {
		in = to
	}
	return out, in
}

// stop is where the unbroken stay ends and from which day it can begin again.
type stop struct {
	known calendar.Date // the first day on which it has ended
	start calendar.Date // the new beginning; far when it is not known
	out   calendar.Date // the day of leaving, for a stop by absence
	key   string
	days  int
}

// absent walks through the absences in order and records where they stop the stay. An absence that goes on while
// no title is held is cut there: the days without a title stop the stay by themselves.
func (h *history) absent(list []Absence) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Absence) int { return span{a.Out, a.In}.compare(span{b.Out, b.In}) })
	for _, one := range list {
		whole := away{out: one.Out, in: span{one.Out, one.In}.end(), reason: one.Reason}
		for _, b := range h.blocks() {
			part := whole
			part.out, part.in = whole.within(b.from, b.to)
			if !part.out.Before(part.in) {
				continue
			}
			if h.rule == EUPermanent {
				h.checkYear(part)
			} else {
				h.checkRow(part)
			}
		}
	}
}

// checkRow holds an absence against the limit of the long-term rules for one in a row.
func (h *history) checkRow(a away) {
	h.away = append(h.away, a)
	if limit := a.out.AddMonths(longMonths); a.in.After(limit) {
		h.stopAt(a, limit.AddDays(1), WhyAbsence)
	}
}

// checkYear holds each day of an absence against the limits of permanent residence.
func (h *history) checkYear(a away) {
	begin := h.beginning(a.out)
	always := a.out.AddYears(alwaysYears)
	a.excused = a.reason == Military
	h.away = append(h.away, a)
	if a.excused {
		if a.in.After(always) {
			h.stopAt(a, always.AddDays(1), WhyLongAbsence)
		}
		return
	}
	// This ends in its seventh month, unless the reason is a good one.
	for d := a.out.AddDays(1); !d.After(a.in); d = d.AddDays(1) {
		if h.yearSum(d, begin) <= yearLimit || h.excuse(d, begin) {
			continue
		}
		if late := a.out.AddMonths(goodMonths).AddDays(1); a.reason == Important && h.mayExcuse(begin) && late.After(d) {
			d = late // too long in the end, but not before this day
		}
		key := WhyAbsenceYear
		if a.in.After(always) {
			key = WhyLongAbsence
		}
		h.stopAt(a, d, key)
		return
	}
}

// yearSum adds up the absences in the 12 months that end on d, from the beginning of the stay on.
func (h *history) yearSum(d, begin calendar.Date) int {
	from := d.AddYears(-1)
	if from.Before(begin) {
		from = begin
	}
	sum := 0
	for i := len(h.away) - 1; i >= 0 && h.away[i].in.After(from); i-- {
		if a := h.away[i]; !a.excused {
			sum += length(a.within(from, d))
		}
	}
	return sum
}

// mayExcuse says that no important reason has been used yet in the stay that begins on that day.
func (h *history) mayExcuse(begin calendar.Date) bool {
	return !slices.ContainsFunc(h.away, func(a away) bool {
		return a.excused && a.reason == Important && a.in.After(begin)
	})
}

// excuse leaves out the one absence with an important reason that brings the year's sum within the limit; the
// latest, if several would.
func (h *history) excuse(d, begin calendar.Date) bool {
	if !h.mayExcuse(begin) {
		return false
	}
	for i := len(h.away) - 1; i >= 0; i-- {
		a := &h.away[i]
		if a.reason != Important || !a.in.After(begin) || a.in.After(a.out.AddMonths(goodMonths)) {
			continue
		}
		a.excused = true
		if h.yearSum(d, begin) <= yearLimit {
			return true
		}
		a.excused = false
	}
	return false
}

func (h *history) stopAt(a away, known calendar.Date, key string) {
	h.stops = append(h.stops, stop{known: known, start: a.in, out: a.out, key: key, days: a.in.Sub(a.out)})
}
