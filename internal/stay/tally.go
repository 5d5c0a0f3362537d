package stay

import (
	"slices"

	"sejur/internal/calendar"
)

// mark says what is known of one day.
type mark uint8

const (
	elsewhere mark = iota
	exempt         // here under a title of one's own: lawful, and not counted
	present        // here on the days of the short stay
)

// tally holds every day that the question names, and how many days were counted up to each.
type tally struct {
	first  calendar.Date
	marks  []mark
	before []int // before[i] counts present days among the first i
}

func newTally(in ShortInput) *tally {
	first, last := in.span()
	t := &tally{first: first, marks: make([]mark, last.Sub(first)+1)}
	for _, s := range in.Stays {
		m := exempt
		if s.counts() {
			m = present
		}
		for i := s.Entry.Sub(first); i <= s.end(in.On).Sub(first); i++ {
			t.marks[i] = max(t.marks[i], m)
		}
	}
	t.sum()
	return t
}

func (t *tally) sum() {
	t.before = make([]int, len(t.marks)+1)
	for i, m := range t.marks {
		t.before[i+1] = t.before[i]
		if m == present {
			t.before[i+1]++
		}
	}
}

// upTo counts the present days before day i, wherever i is.
func (t *tally) upTo(i int) int { return t.before[min(max(i, 0), len(t.marks))] }

// used counts the present days in the window that ends on d.
func (t *tally) used(d calendar.Date) int {
	i := d.Sub(t.first)
	return t.upTo(i+1) - t.upTo(i+1-ShortWindow)
}

// exempt says that presence on day i is lawful by another title.
func (t *tally) exempt(i int) bool {
	return i >= 0 && i < len(t.marks) && t.marks[i] == exempt
}

// unbroken returns how many days someone may stay who is here on d and does not leave, d included. It ends: a
// stay can use no more than 90 days that count, and exempt days are as many as the question names.
func (t *tally) unbroken(d calendar.Date) int {
	start := d.Sub(t.first)
	counted := t.upTo(start)              // present days, those of the unbroken stay included
	stayed := make([]int, 0, ShortDays+1) // the same by day of the unbroken stay
	for days := 0; ; days++ {
		i := start + days
		if !t.exempt(i) {
			counted++
		}
		stayed = append(stayed, counted)
		left := i - ShortWindow // the last day before the window
		gone := t.upTo(left + 1)
		if left >= start {
			gone = stayed[left-start]
		}
		if !t.exempt(i) && counted-gone > ShortDays {
			return days
		}
	}
}

// overstays lists the runs of present days on which the window held too many.
func (t *tally) overstays() (runs []Overstay, excess int) {
	runs = []Overstay{}
	inRun := false
	for i, m := range t.marks {
		d := t.first.AddDays(i)
		if m != present || t.used(d) <= ShortDays {
			inRun = false
			continue
		}
		if !inRun {
			runs = append(runs, Overstay{From: d})
		}
		inRun = true
		excess++
		run := &runs[len(runs)-1]
		run.To, run.Days = d, run.Days+1
	}
	return runs, excess
}

// try adds a trip to the stays, on a copy, and looks at each of its days.
func (t *tally) try(trip Trip) *TripResult {
	with := &tally{first: t.first, marks: slices.Clone(t.marks)}
	from, to := trip.Entry.Sub(t.first), trip.Exit.Sub(t.first)
	for i := from; i <= to; i++ {
		if with.marks[i] == elsewhere {
			with.marks[i] = present
		}
	}
	with.sum()
	res := &TripResult{Allowed: true}
	for i := from; i <= to; i++ {
		if with.marks[i] != present {
			continue
		}
		d := t.first.AddDays(i)
		used := with.used(d)
		res.Highest = max(res.Highest, used)
		if used > ShortDays && res.Allowed {
			res.Allowed, res.FirstDayOver = false, &d
		}
	}
	return res
}
