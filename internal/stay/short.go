package stay

import (
	"slices"

	"sejur/internal/calendar"
)

// The rule of a short stay: no more than 90 days of presence in the 180 days that end on any day of the stay,
// that day included (Schengen Borders Code, Regulation (EU) 2016/399, art. 6(1) and (2)).
const (
	ShortDays   = 90
	ShortWindow = 180
)

// What Short counts at once.
const (
	maxStays     = 200
	maxShortSpan = 30 // years
)

// ShortInput is the question: these stays, seen on this day.
//
// The caller says which days belong in it. Days before 31 March 2024 count only when they were spent in
// Romania, later ones anywhere in the Schengen area. Days under a residence permit or a long-stay visa of the
// state they were spent in do not count. A visa may allow fewer days than the rule. The rule is not for EU, EEA
// and Swiss citizens, nor for people to whom an agreement between states gives other terms.
type ShortInput struct {
	On    calendar.Date `json:"on"`
	Stays []Stay        `json:"stays"`
	Trip  *Trip         `json:"trip,omitempty"`
}

// Stay is one presence, planned ones too. The day of entry and the day of exit are both part of it.
type Stay struct {
	Entry  calendar.Date  `json:"entry"`
	Exit   *calendar.Date `json:"exit,omitempty"`   // absent: still here, at least until On
	Counts *bool          `json:"counts,omitempty"` // false: days under a permit or a long-stay visa; absent: true
}

// Trip is a journey to be tried out. It may share days with the stays.
type Trip struct {
	Entry calendar.Date `json:"entry"`
	Exit  calendar.Date `json:"exit"`
}

// ShortResult is the answer. Days are whole civil days and lists are never nil.
type ShortResult struct {
	On          calendar.Date `json:"on"`
	WindowStart calendar.Date `json:"window_start"` // On - 179
	DaysUsed    int           `json:"days_used"`    // distinct counted days from WindowStart to On
	DaysLeft    int           `json:"days_left"`    // 90 - DaysUsed, never below 0
	// MayStayUntil is the last lawful day for someone present on On, or entering on it, who does not leave;
	// nil when On itself is unlawful.
	MayStayUntil *calendar.Date `json:"may_stay_until"`
	// NextEntry is the first day from On on which presence is lawful, if nothing is added to the stays before
	// it; NextEntryDays is how many days may follow one another from then, that day included.
	NextEntry     calendar.Date `json:"next_entry"`
	NextEntryDays int           `json:"next_entry_days"`
	// Overstays are the longest runs of counted days on which the window held more than 90, planned days
	// included, in order; Excess is how many such days there are in all.
	Overstays []Overstay  `json:"overstays"`
	Excess    int         `json:"excess"`
	Trip      *TripResult `json:"trip"`
}

// Overstay is a run of days on which presence was not lawful.
type Overstay struct {
	From calendar.Date `json:"from"`
	To   calendar.Date `json:"to"`
	Days int           `json:"days"`
}

// TripResult says whether every day of the trip is lawful, given all the stays.
type TripResult struct {
	Allowed      bool           `json:"allowed"`
	Highest      int            `json:"highest"`        // most days in a window that ends on a counted day of the trip
	FirstDayOver *calendar.Date `json:"first_day_over"` // nil when allowed
}

// Short counts the 90 days in any 180.
//
// A day on which one stay ends and the next begins counts once. An open stay counts to On. Days of a stay that
// does not count are lawful and use up nothing, wherever they fall in a window. It refuses, with an Error:
// missing dates, an exit before its entry, stays that share more than one day, two open stays or one that
// begins after On, more than 200 stays, and more than 30 years from the first day to the last.
func Short(in ShortInput) (ShortResult, error) {
	if err := in.check(); err != nil {
		return ShortResult{}, err
	}
	t := newTally(in)
	used := t.used(in.On)
	res := ShortResult{
		On:          in.On,
		WindowStart: in.On.AddDays(1 - ShortWindow),
		DaysUsed:    used,
		DaysLeft:    max(0, ShortDays-used),
	}
	if days := t.unbroken(in.On); days > 0 {
		until := in.On.AddDays(days - 1)
		res.MayStayUntil = &until
	}
	res.NextEntry = in.On
	for res.NextEntryDays = t.unbroken(res.NextEntry); res.NextEntryDays == 0; res.NextEntryDays = t.unbroken(res.NextEntry) {
		res.NextEntry = res.NextEntry.AddDays(1)
	}
	res.Overstays, res.Excess = t.overstays()
	if in.Trip != nil {
		res.Trip = t.try(*in.Trip)
	}
	return res, nil
}

// end returns the last day of a stay, seen on a day.
func (s Stay) end(on calendar.Date) calendar.Date {
	if s.open() {
		return on
	}
	return *s.Exit
}

func (s Stay) open() bool { return s.Exit == nil || s.Exit.IsZero() }

func (s Stay) counts() bool { return s.Counts == nil || *s.Counts }

func (in ShortInput) check() error {
	if in.On.IsZero() {
		return Error{"on", KeyOnMissing}
	}
	if len(in.Stays) > maxStays {
		return Error{"stays", KeyTooMany}
	}
	for i, s := range in.Stays {
		switch {
		case s.Entry.IsZero():
			return Error{field("stays", i, "entry"), KeyEntryMissing}
		case s.open() && s.Entry.After(in.On):
			return Error{field("stays", i, "entry"), KeyOpenLater}
		case s.end(in.On).Before(s.Entry):
			return Error{field("stays", i, "exit"), KeyExitFirst}
		}
	}
	if err := in.checkOverlaps(); err != nil {
		return err
	}
	if t := in.Trip; t != nil {
		switch {
		case t.Entry.IsZero():
			return Error{"trip.entry", KeyEntryMissing}
		case t.Exit.IsZero():
			return Error{"trip.exit", KeyExitMissing}
		case t.Exit.Before(t.Entry):
			return Error{"trip.exit", KeyExitFirst}
		}
	}
	// The years that can be written leave room for every day the answer may name.
	if first, last := in.span(); last.Year() > calendar.MaxYear || last.After(first.AddYears(maxShortSpan)) {
		return Error{"stays", KeySpan}
	}
	return nil
}

// checkOverlaps names the later of two stays that share more than a day of transfer. Stays are compared in
// order of time and reported by their place in the input.
func (in ShortInput) checkOverlaps() error {
	order := make([]int, len(in.Stays))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := in.Stays[i], in.Stays[j]
		if by := a.Entry.Compare(b.Entry); by != 0 {
			return by
		}
		return a.end(in.On).Compare(b.end(in.On))
	})
	open := false
	for at, i := range order {
		s := in.Stays[i]
		if s.open() && open {
			return Error{field("stays", i, "exit"), KeyTwoOpen}
		}
		open = open || s.open()
		if at > 0 && in.Stays[order[at-1]].end(in.On).After(s.Entry) {
			return Error{field("stays", i, "entry"), KeyOverlap}
		}
	}
	return nil
}

// span returns the first and the last day that the question names.
func (in ShortInput) span() (first, last calendar.Date) {
	first, last = in.On, in.On
	widen := func(from, to calendar.Date) {
		if from.Before(first) {
			first = from
		}
		if to.After(last) {
			last = to
		}
	}
	for _, s := range in.Stays {
		widen(s.Entry, s.end(in.On))
	}
	if in.Trip != nil {
		widen(in.Trip.Entry, in.Trip.Exit)
	}
	return first, last
}
