package calendar

import "errors"

// Unit is what a term counts in, spelled as in the files of the law and in the programming interface.
type Unit string

// The units of a term.
const (
	Days    Unit = "calendar" // every day counts
	Working Unit = "working"  // only days on which offices are open count
	Months  Unit = "months"   // to the same day number, or the last day of the month
	Years   Unit = "years"    // twelve months each
)

// What Term.Check refuses.
var (
	ErrUnit   = errors.New("unknown unit of a term")
	ErrLength = errors.New("a term is at least 0 and at most 100 years")
)

// Term is a length of time as a legal text gives it: 30 calendar days, 7 working days, 3 months.
type Term struct {
	N    int  `json:"n" yaml:"n"`
	Unit Unit `json:"unit" yaml:"unit"`
}

// Check says whether a term from outside makes sense: a known unit, no negative length, no more than a hundred
// years. The error is ErrUnit or ErrLength.
func (t Term) Check() error {
	longest := 0
	switch t.Unit {
	case Days, Working:
		longest = 36525
	case Months:
		longest = 1200
	case Years:
		longest = 100
	default:
		return ErrUnit
	}
	if t.N < 0 || t.N > longest {
		return ErrLength
	}
	return nil
}

// Add returns the day on which a term that starts on d ends. The day of the start is not counted and the last
// day is. Months and years end on the same day number, or on the last day of a shorter month. The answer is not
// moved when offices are closed on it: NextWorking does that, where the law lets the end of a term move. A term
// in working days ends on a working day by itself. A negative length counts back, for terms that the law sets
// before an event. An unknown unit gives no date.
func (c *Calendar) Add(d Date, t Term) Date {
	switch t.Unit {
	case Days:
		return d.AddDays(t.N)
	case Working:
		return c.AddWorking(d, t.N)
	case Months:
		return d.AddMonths(t.N)
	case Years:
		return d.AddYears(t.N)
	default:
		return Date{}
	}
}
