package stay

import (
	"slices"

	"sejur/internal/calendar"
)

// stretch is time under one title: from its first day up to the day after its last.
type stretch struct {
	from, to calendar.Date
	title    title
	known    bool
}

// history is a residence in order: titles without overlap, absences, and where the unbroken stay stopped.
type history struct {
	rule  Rule
	on    calendar.Date
	run   []stretch
	away  []away
	stops []stop
	last  calendar.Date // the last day that the question names
}

func newHistory(in ContinuousInput) *history {
	h := &history{rule: in.Rule, on: in.On, last: in.On}
	periods := slices.Clone(in.Periods)
	slices.SortStableFunc(periods, func(a, b Period) int { return span{a.From, a.To}.compare(span{b.From, b.To}) })
	for i, p := range periods {
		s := stretch{from: p.From, to: (span{p.From, p.To}).end().AddDays(1)}
		s.title, s.known = h.rule.weigh(p.Title)
		if i > 0 {
			h.follow(&h.run[i-1], s.from)
		}
		h.run = append(h.run, s)
		h.reach(p.From)
	}
	// A title in force, or still to come, is taken to be kept; one that has ended is not.
	if n := len(h.run); n > 0 {
		if last := &h.run[n-1]; last.to.After(in.On) {
			last.to = far()
		} else {
			h.stops = append(h.stops, stop{known: last.to, start: far(), key: WhyGap})
		}
	}
	h.absent(in.Absences)
	for _, a := range h.away {
		if a.in.Before(far()) {
			h.reach(a.in)
		}
	}
	return h
}

// follow ends a stretch where the next begins, or records the days between them.
func (h *history) follow(before *stretch, next calendar.Date) {
	if before.to.Before(next) {
		h.stops = append(h.stops, stop{known: before.to, start: next, key: WhyGap, days: next.Sub(before.to)})
		return
	}
	before.to = next
}

// block is time without a day that lacks a title.
type block struct{ from, to calendar.Date }

func (h *history) blocks() []block {
	list := []block{}
	for _, s := range h.run {
		if n := len(list); n > 0 && list[n-1].to == s.from {
			list[n-1].to = s.to
			continue
		}
		list = append(list, block{s.from, s.to})
	}
	return list
}

func (h *history) reach(d calendar.Date) {
	if d.After(h.last) {
		h.last = d
	}
}

// beginning returns the day on which the stay began that is unbroken on d; it is after d when none is.
func (h *history) beginning(d calendar.Date) calendar.Date {
	if len(h.run) == 0 {
		return far()
	}
	begin := h.run[0].from
	for _, s := range h.stops {
		if !s.known.After(d) && s.start.After(begin) {
			begin = s.start
		}
	}
	return begin
}

// view is what a history comes to on one day.
type view struct {
	start    calendar.Date // of the unbroken stay; after the day when there is none
	title    *stretch      // in force on the day, or nil
	counted  int           // days
	needed   int           // days
	reckoned calendar.Date // where the days that make up the count begin; start while there are too few
	absent   int           // thirtieths of a month since then, for the long-term rules
	eligible bool
}

// look sees the history from a day: nothing after it is known, but that the last title is kept.
func (h *history) look(d calendar.Date) view {
	target := anniversary(d, h.rule.years())
	v := view{start: h.beginning(d), needed: d.Sub(target)}
	for i := range h.run {
		if s := &h.run[i]; !s.from.After(d) && s.to.After(d) {
			v.title = s
		}
	}
	v.counted, v.reckoned = h.count(v.start, d, target)
	if h.rule != EUPermanent {
		for _, a := range h.away {
			v.absent += length(a.within(v.reckoned, d))
		}
	}
	v.eligible = v.title != nil && !v.title.title.bars && v.counted >= v.needed && v.absent <= totalLimit
	return v
}

// first returns the first day from a day to another, both included, on which the history is long enough.
func (h *history) first(from, to calendar.Date) *calendar.Date {
	for d := from; !d.After(to); {
		v := h.look(d)
		switch {
		case v.eligible:
			return &d
		case v.start.After(d): // no unbroken stay before that day; perhaps none at all
			d = v.start
		case v.title.title.bars: // an unbroken stay has a title on every day
			d = v.title.to
		default:
			// Under one title a day adds one to the count, and the days needed vary by two with the leap years.
			d = d.AddDays(max(1, v.needed-v.counted-2))
			if end := v.title.to; end.Before(d) {
				d = end
			}
		}
	}
	return nil
}

// horizon is a day by which everything the question names lies before the time that is reckoned.
func (h *history) horizon() calendar.Date { return h.last.AddYears(h.rule.years() + 1) }

// awayWithoutReturn says that the person has left, or will, and no return is known.
func (h *history) awayWithoutReturn() bool {
	n := len(h.away)
	return n > 0 && h.away[n-1].in == far()
}
