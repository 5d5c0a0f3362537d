package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Rule is one public holiday as the law lists it: a fixed day of the year, or a number of days from Orthodox
// Easter Sunday, and the time for which it is in the list. The yaml tags are those of the file of holidays.
type Rule struct {
	ID    string     `yaml:"id"`
	Month time.Month `yaml:"month,omitempty"`
	Day   int        `yaml:"day,omitempty"`
	// Easter is the distance in days from Orthodox Easter Sunday, -2 for Good Friday; nil for a fixed day.
	Easter *int `yaml:"easter,omitempty"`
	// Names holds the holiday's name by language: ro, en, uk. Romanian and English are required.
	Names map[string]string `yaml:"names"`
	// From and Until are the first and the last date on which the rule counts; no date means without bound.
	From  Date `yaml:"from,omitempty"`
	Until Date `yaml:"until,omitempty"`
	// Act is the law that puts the day in the list.
	Act string `yaml:"act"`
}

// Holiday is one public holiday on its date.
type Holiday struct {
	Date  Date
	ID    string            // the rule's
	Names map[string]string // by language; shared with the rule, not to be changed
	Law   string            // the rule's Act
}

// Name is the holiday's name in a language ("ro"); the English one stands in where the list has none.
func (h Holiday) Name(lang string) string {
	if name := h.Names[lang]; name != "" {
		return name
	}
	return h.Names["en"]
}

// Closed says why offices are closed on a day. Both reasons may hold at once; neither holds on a working day.
type Closed struct {
	Weekend  bool      // a Saturday or a Sunday
	Holidays []Holiday // in the order of their IDs
}

// Any says that the day is closed at all.
func (c Closed) Any() bool { return c.Weekend || len(c.Holidays) > 0 }

// Calendar knows the days on which the law holds offices closed: Saturdays, Sundays and public holidays
// (Labour Code, Law 53/2003, art. 139). It does not know bridge days or the closures of one office, which
// change no legal term. It never changes and may be used by many goroutines at once.
//
// The years given to New are worked out beforehand. Every other year is worked out from the same rules when it
// is asked for: slower, and never a different answer.
type Calendar struct {
	rules  []Rule
	first  Date
	closed []uint64 // one bit for each day from first on
	days   int
	known  map[Date][]Holiday
}

// More rules than this are a mistake; fewer can never close every working day of a year.
const maxRules = 100

// New returns the calendar of the rules, with the years from and to and all between worked out beforehand.
// It refuses a rule that names no day, or two; a day that no year has; a time that ends before it begins; a
// missing Romanian or English name or act; and two rules of one ID.
func New(rules []Rule, from, to int) (*Calendar, error) {
	if from < MinYear || to > MaxYear || from > to {
		return nil, fmt.Errorf("years %d to %d: want %d to %d, in order", from, to, MinYear, MaxYear)
	}
	if len(rules) > maxRules {
		return nil, fmt.Errorf("%d holidays: at most %d", len(rules), maxRules)
	}
	seen := make(map[string]bool, len(rules))
	for i, r := range rules {
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("holiday %d %q: %w", i+1, r.ID, err)
		}
		if seen[r.ID] {
			return nil, fmt.Errorf("holiday %d %q: this id is taken", i+1, r.ID)
		}
		seen[r.ID] = true
	}
	c := &Calendar{rules: slices.Clone(rules)}
	slices.SortFunc(c.rules, func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	c.precompute(from, to)
	return c, nil
}

func (r Rule) check() error {
	fixed := r.Month != 0 || r.Day != 0
	switch {
	case r.ID == "":
		return errors.New("it has no id")
	case fixed && r.Easter != nil:
		return errors.New("it has both a day of the year and a distance from Easter")
	case !fixed && r.Easter == nil:
		return errors.New("it has neither a day of the year nor a distance from Easter")
	case fixed && (r.Month < time.January || r.Month > time.December):
		return fmt.Errorf("month %d is not 1 to 12", int(r.Month))
	case fixed && (r.Day < 1 || r.Day > monthLength(2000, r.Month)): // 2000 has a 29 February
		return fmt.Errorf("%s has no day %d", r.Month, r.Day)
	// Farther away the day could fall in another year than its Easter.
	case r.Easter != nil && (*r.Easter < -80 || *r.Easter > 200):
		return fmt.Errorf("%d days from Easter are too far away: want -80 to 200", *r.Easter)
	case !r.From.IsZero() && !r.Until.IsZero() && r.Until.Before(r.From):
		return fmt.Errorf("it ends on %s, before it begins on %s", r.Until, r.From)
	case r.Names["ro"] == "" || r.Names["en"] == "":
		return errors.New("it needs a name in Romanian (ro) and in English (en)")
	case r.Act == "":
		return errors.New("it names no act")
	}
	return nil
}

func (c *Calendar) precompute(from, to int) {
	c.first = On(from, time.January, 1)
	c.days = On(to, time.December, 31).Sub(c.first) + 1
	c.closed = make([]uint64, (c.days+63)/64)
	c.known = make(map[Date][]Holiday)
	for i := range c.days {
		if weekend(c.first.AddDays(i)) {
			c.closed[i/64] |= 1 << (i % 64)
		}
	}
	for year := from; year <= to; year++ {
		for _, h := range c.workOut(year) {
			i := h.Date.Sub(c.first)
			c.closed[i/64] |= 1 << (i % 64)
			c.known[h.Date] = append(c.known[h.Date], h)
		}
	}
}

// workOut lists a year's holidays in the order of their rules.
func (c *Calendar) workOut(year int) []Holiday {
	var list []Holiday
	easter := Easter(year)
	for _, r := range c.rules {
		if d := r.in(year, easter); !d.IsZero() {
			list = append(list, r.holiday(d))
		}
	}
	return list
}

// in returns the rule's day in a year, or no date where it has none.
func (r Rule) in(year int, easter Date) Date {
	var d Date
	switch {
	case r.Easter != nil:
		d = easter.AddDays(*r.Easter)
	case r.Day <= monthLength(year, r.Month):
		d = On(year, r.Month, r.Day)
	}
	if !r.From.IsZero() && d.Before(r.From) || !r.Until.IsZero() && d.After(r.Until) {
		return Date{}
	}
	return d
}

func (r Rule) holiday(d Date) Holiday {
	return Holiday{Date: d, ID: r.ID, Names: r.Names, Law: r.Act}
}

func weekend(d Date) bool {
	day := d.Weekday()
	return day == time.Saturday || day == time.Sunday
}

// IsWorking says that d is neither a Saturday, a Sunday nor a public holiday. No date is not a working day.
func (c *Calendar) IsWorking(d Date) bool {
	if i := int(d.n) - int(c.first.n); i >= 0 && i < c.days {
		return c.closed[i/64]&(1<<(i%64)) == 0
	}
	return !d.IsZero() && !weekend(d) && len(c.Holiday(d)) == 0
}

// Holiday returns the public holidays on d in the order of their IDs, usually none. Two may share a day: in
// 2026 the first of June is Whit Monday as well. The answer is the caller's own.
func (c *Calendar) Holiday(d Date) []Holiday {
	if d.IsZero() {
		return nil
	}
	if i := int(d.n) - int(c.first.n); i >= 0 && i < c.days {
		return slices.Clone(c.known[d])
	}
	var list []Holiday
	year := d.Year()
	easter := Easter(year)
	for _, r := range c.rules {
		if r.in(year, easter) == d {
			list = append(list, r.holiday(d))
		}
	}
	return list
}

// Closed says why offices are closed on d; the answer is empty on a working day and for no date.
func (c *Calendar) Closed(d Date) Closed {
	if d.IsZero() {
		return Closed{}
	}
	return Closed{Weekend: weekend(d), Holidays: c.Holiday(d)}
}

// Year returns the public holidays of a year, those on a Saturday or Sunday too, by date and then by ID.
func (c *Calendar) Year(year int) []Holiday {
	list := c.workOut(year)
	slices.SortStableFunc(list, func(a, b Holiday) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// NextWorking returns d itself when it is a working day, else the first one after it: where a term that may
// move ends (Civil Code, art. 2.554).
func (c *Calendar) NextWorking(d Date) Date { return c.seek(d, +1) }

// PrevWorking returns d itself when it is a working day, else the last one before it: the day to advise when
// the law does not let a term move.
func (c *Calendar) PrevWorking(d Date) Date { return c.seek(d, -1) }

func (c *Calendar) seek(d Date, step int) Date {
	for !d.IsZero() && !c.IsWorking(d) {
		d = d.AddDays(step)
	}
	return d
}

// AddWorking returns the n-th working day after d, which need not be one itself; with a negative n, the n-th
// before it. With n = 0 it returns d unmoved. It takes one step for each day passed, so a length that comes
// from outside should pass Term.Check first.
func (c *Calendar) AddWorking(d Date, n int) Date {
	if n > lastDay || n < -lastDay {
		return Date{}
	}
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for ; n > 0 && !d.IsZero(); n-- {
		d = c.seek(d.AddDays(step), step)
	}
	return d
}
