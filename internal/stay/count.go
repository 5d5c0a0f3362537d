package stay

import "sejur/internal/calendar"

// measure returns the whole months from one day to a later one, which end on the same day number or at the end
// of a shorter month, and the days left over.
func measure(from, to calendar.Date) (months, days int) {
	months = 12*(to.Year()-from.Year()) + int(to.Month()) - int(from.Month())
	for from.AddMonths(months).After(to) {
		months--
	}
	return months, to.Sub(from.AddMonths(months))
}

// anniversary returns the latest day from which a term of years has ended on d. Someone who came on 29 February
// has the anniversary on 28 February of a common year, as any term of years has.
func anniversary(d calendar.Date, years int) calendar.Date {
	from := d.AddYears(-years)
	if next := from.AddDays(1); !next.AddYears(years).After(d) {
		return next
	}
	return from
}

// count adds up what the days from start to the day before d are worth. It does so by moving a day back from d:
// over time in full, by half as many months over time that counts half, and not at all over the rest. Where
// that day ends, the stay would have begun had every day counted; target is where it has to arrive.
//
// reckoned is the day from which the days make up the count, and start while they do not.
func (h *history) count(start, d, target calendar.Date) (days int, reckoned calendar.Date) {
	back := d
	reckoned = start
	list := h.merged(start, d)
	for i := len(list) - 1; i >= 0; i-- {
		s := list[i]
		if s.title.worth == nothing {
			continue
		}
		from := back
		back = s.before(back)
		if from.After(target) && !back.After(target) {
			reckoned = s.to.AddDays(-from.Sub(target) * int(full) / int(s.title.worth))
			if reckoned.Before(s.from) {
				reckoned = s.from
			}
		}
	}
	return d.Sub(back), reckoned
}

// before moves a day back by what the stretch is worth.
func (s stretch) before(back calendar.Date) calendar.Date {
	switch {
	case s.title.worth == half:
		months, days := measure(s.from, s.to)
		return back.AddMonths(-months / 2).AddDays(-(30*(months%2) + days) / 2)
	case back == s.to: // nothing was left out so far, and the calendar itself is the count
		return s.from
	default:
		months, days := measure(s.from, s.to)
		return back.AddMonths(-months).AddDays(-days)
	}
}

// merged returns the stretches between two days, with neighbours of the same worth made one, so that renewing a
// permit never changes the count.
func (h *history) merged(from, to calendar.Date) []stretch {
	list := make([]stretch, 0, len(h.run))
	for _, s := range h.run {
		if s.from.Before(from) {
			s.from = from
		}
		if s.to.After(to) {
			s.to = to
		}
		if !s.from.Before(s.to) {
			continue
		}
		if n := len(list); n > 0 && list[n-1].title.worth == s.title.worth && list[n-1].to == s.from {
			list[n-1].to = s.to
			continue
		}
		list = append(list, s)
	}
	return list
}
