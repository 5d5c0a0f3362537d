package person

import (
	"sejur/internal/calendar"
	"sejur/internal/fault"
)

// span is a time of which the ends may be unknown or still to come.
type span struct{ from, until calendar.Date }

// lastDay stands for an end that has not come.
func lastDay() calendar.Date { return calendar.On(calendar.MaxYear, 12, 31) }

// known is the part of a span that is certain: one that has not ended reaches to the last day, and one whose beginning nobody knows
// is its end alone.
func (s span) known() span {
	if s.until.IsZero() {
		s.until = lastDay()
	}
	if s.from.IsZero() {
		s.from = s.until
	}
	return s
}

// overlaps tells whether two spans share more than the day on which one ends and the other begins. Two that have not ended do, and so
// do two with the same days.
func (s span) overlaps(other span) bool {
	a, b := s.known(), other.known()
	return a == b || s.until.IsZero() && other.until.IsZero() || a.from.Before(b.until) && b.from.Before(a.until)
}

// Beside reports that a stay overlaps one of the others, as a fault of the field entry.
func (s Stay) Beside(others []Stay) fault.List {
	var c check
	for _, other := range others {
		if (span{s.Entry, s.Exit}).overlaps(span{other.Entry, other.Exit}) {
			c.add("entry", "person.stay-overlaps")
			break
		}
	}
	return c.faults
}

// Beside reports that an address overlaps one of the others, as a fault of the field from. A person lives at one address in Romania
// at a time, and may have another in another country: those two do not overlap.
func (a Address) Beside(others []Address) fault.List {
	var c check
	for _, other := range others {
		if a.InRomania() != other.InRomania() || !(span{a.From, a.Until}).overlaps(span{other.From, other.Until}) {
			continue
		}
		key := "person.address-overlaps"
		if a.Until.IsZero() && other.Until.IsZero() {
			key = "person.address-current"
		}
		c.add("from", key)
		break
	}
	return c.faults
}
