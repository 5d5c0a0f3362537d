// Package calendar counts days the way the law counts them.
//
// A Date is a civil day and never an instant: it has no clock and no zone. A Term is a length of time as a
// legal text writes it. A Calendar knows which days the offices of the country are closed, from a list of
// holiday rules that its caller reads from the law.
//
// The legal day of the country begins and ends at midnight in Bucharest; Today is the only way from an instant
// to that day.
package calendar

import (
	"errors"
	"time"
	_ "time/tzdata" // the zone of Bucharest must be known on a machine without a zone database
)

// Parse tells two mistakes apart, because a person is told different things about them.
var (
	// ErrFormat: the text is not four digits, two digits and two digits with hyphens between.
	ErrFormat = errors.New("not a date of the form YYYY-MM-DD")
	// ErrNoSuchDay: the text has the right form, but the day does not exist or its year is not 1900 to 2199.
	ErrNoSuchDay = errors.New("no such day")
)

// The first and the last year that Parse accepts.
const (
	MinYear = 1900
	MaxYear = 2199
)

// Day numbers count from 1 for 0001-01-01. Arithmetic that leaves these bounds gives no date.
const (
	firstDay = 1
	lastDay  = 3652059 // 9999-12-31
)

// Date is one civil day of the Gregorian calendar, in the years 1 to 9999. It is comparable with == and can be
// a map key. The zero value means "no date": it is before every day, prints as "", and arithmetic on it gives
// no date again. As JSON it is a string; a field that may be absent is a *Date, or carries omitzero.
type Date struct{ n int32 }

// On returns the given day. A day number past the end of its month runs on into the next, as in time.Date, so
// that literal dates need no error; text from outside goes through Parse, which refuses such days.
// Outside the years 1 to 9999 there is no date.
func On(year int, month time.Month, day int) Date {
	const far = 1 << 20
	if year < -far || year > far || month < -far || month > far || day < -4*far || day > 4*far {
		return Date{}
	}
	m := int64(month) - 1
	y := int64(year) + floorDiv(m, 12)
	m -= 12 * floorDiv(m, 12)
	return at(dayNumber(y, m+1, 1) + int64(day) - 1)
}

// Parse reads a date written YYYY-MM-DD (ISO 8601, calendar date, extended form) and nothing else. Its error is
// ErrFormat or ErrNoSuchDay and never repeats the text, which may be someone's date of birth.
func Parse(s string) (Date, error) { return parse(s) }

func parse[T string | []byte](s T) (Date, error) {
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return Date{}, ErrFormat
	}
	y, okYear := digits(s[0:4])
	m, okMonth := digits(s[5:7])
	d, okDay := digits(s[8:10])
	if !okYear || !okMonth || !okDay {
		return Date{}, ErrFormat
	}
	if y < MinYear || y > MaxYear || m < 1 || m > 12 || d < 1 || d > monthLength(y, time.Month(m)) {
		return Date{}, ErrNoSuchDay
	}
	return On(y, time.Month(m), d), nil
}

func digits[T string | []byte](s T) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// Of returns the civil day of an instant in the instant's own location.
func Of(t time.Time) Date { return On(t.Date()) }

var bucharest = mustLoad("Europe/Bucharest")

// mustLoad runs once, while the program starts; the zone is inside the binary.
func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic("calendar: load the zone " + name + ": " + err.Error())
	}
	return zone
}

// Bucharest is the zone whose midnight begins the legal day.
func Bucharest() *time.Location { return bucharest }

// Today returns the legal day at an instant: the civil day in Bucharest.
func Today(now time.Time) Date { return Of(now.In(bucharest)) }

// Parts returns year, month and day in one step. The zero Date gives 0, 0, 0.
func (d Date) Parts() (year int, month time.Month, day int) {
	if d.n == 0 {
		return 0, 0, 0
	}
	return civil(d.n)
}

// Year returns the year, 0 for no date.
func (d Date) Year() int { y, _, _ := d.Parts(); return y }

// Month returns the month, 0 for no date.
func (d Date) Month() time.Month { _, m, _ := d.Parts(); return m }

// Day returns the day of the month, 0 for no date.
func (d Date) Day() int { _, _, day := d.Parts(); return day }

// Weekday returns the day of the week. It means nothing on the zero Date.
func (d Date) Weekday() time.Weekday { return time.Weekday(d.n % 7) } // 0001-01-01, day 1, is a Monday

// YearDay returns the day of the year, 1 for 1 January; 0 for no date.
func (d Date) YearDay() int {
	if d.n == 0 {
		return 0
	}
	return d.Sub(On(d.Year(), time.January, 1)) + 1
}

// IsZero says that this is no date.
func (d Date) IsZero() bool { return d.n == 0 }

// Before says that d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.n < other.n }

// After says that d is a later day than other.
func (d Date) After(other Date) bool { return d.n > other.n }

// Compare returns -1, 0 or +1, as slices.SortFunc wants it; no date comes first.
func (d Date) Compare(other Date) int {
	switch {
	case d.n < other.n:
		return -1
	case d.n > other.n:
		return +1
	}
	return 0
}

// AddDays returns the day n days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date {
	if d.n == 0 || n > lastDay || n < -lastDay {
		return Date{}
	}
	return at(int64(d.n) + int64(n))
}

// AddMonths returns the same day number n months later, or the last day of that month when it has no such day:
// 31 January and one month give 28 or 29 February (Civil Code, art. 2.552). A negative n counts back.
func (d Date) AddMonths(n int) Date {
	if d.n == 0 || n > 12*9999 || n < -12*9999 {
		return Date{}
	}
	year, month, day := civil(d.n)
	m := int64(month) - 1 + int64(n)
	y := int64(year) + floorDiv(m, 12)
	m -= 12 * floorDiv(m, 12)
	if y < 1 || y > 9999 {
		return Date{}
	}
	return On(int(y), time.Month(m+1), min(day, monthLength(int(y), time.Month(m+1))))
}

// AddYears is AddMonths of twelve times as many months, so 29 February gives 28 February in a common year.
func (d Date) AddYears(n int) Date {
	if n > 9999 || n < -9999 {
		return Date{}
	}
	return d.AddMonths(12 * n)
}

// Sub returns how many days d is after other, negative when it is before. It is 0 if either is no date.
func (d Date) Sub(other Date) int {
	if d.n == 0 || other.n == 0 {
		return 0
	}
	return int(d.n) - int(other.n)
}

// String returns YYYY-MM-DD, and "" for no date.
func (d Date) String() string {
	if d.n == 0 {
		return ""
	}
	var buf [10]byte
	return string(d.append(buf[:0]))
}

// AppendText adds what String returns to b. The error is always nil.
func (d Date) AppendText(b []byte) ([]byte, error) { return d.append(b), nil }

// MarshalText returns what String returns. The error is always nil.
func (d Date) MarshalText() ([]byte, error) { return d.append(nil), nil }

// UnmarshalText reads what Parse reads. Empty text is no date, as MarshalText writes it; whoever needs a date
// there checks IsZero.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	read, err := parse(text)
	if err != nil {
		return err
	}
	*d = read
	return nil
}

func (d Date) append(b []byte) []byte {
	if d.n == 0 {
		return b
	}
	y, m, day := civil(d.n)
	const digit = "0123456789"
	return append(b,
		digit[y/1000], digit[y/100%10], digit[y/10%10], digit[y%10], '-',
		digit[m/10], digit[m%10], '-',
		digit[day/10], digit[day%10])
}

func at(n int64) Date {
	if n < firstDay || n > lastDay {
		return Date{}
	}
	return Date{int32(n)}
}

// dayNumber and civil count in years that begin on 1 March, so that the leap day is the last of its year and
// every month's offset is one linear formula.
func dayNumber(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := floorDiv(year, 400)
	inEra := year - 400*era
	inYear := (153*(month-3)+2)/5 + day - 1
	return 146097*era + 365*inEra + inEra/4 - inEra/100 + inYear - 305
}

func civil(n int32) (year int, month time.Month, day int) {
	z := n + 305 // days since 0000-03-01; never negative in the years 1 to 9999
	era := z / 146097
	inEra := z - 146097*era
	y := (inEra - inEra/1460 + inEra/36524 - inEra/146096) / 365
	inYear := inEra - (365*y + y/4 - y/100)
	m := (5*inYear + 2) / 153
	day = int(inYear - (153*m+2)/5 + 1)
	y += 400 * era
	if m < 10 {
		return int(y), time.Month(m + 3), day
	}
	return int(y + 1), time.Month(m - 9), day
}

func monthLength(year int, month time.Month) int {
	if month == time.February {
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	if month == time.April || month == time.June || month == time.September || month == time.November {
		return 30
	}
	return 31
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
