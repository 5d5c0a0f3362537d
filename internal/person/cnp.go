package person

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"sejur/internal/calendar"
	"sejur/internal/fault"
)

// CNP is what a personal numeric code (cod numeric personal) says by itself. Whether the code was ever given to somebody, only the
// register knows.
//
// Its 13 digits are S AA LL ZZ JJ NNN C: sex and century, year, month and day of birth, county, a number of order, control digit.
type CNP struct {
	Valid     bool          // every rule holds; an unknown county is told and breaks none
	Sex       Sex           // "" when the code does not say it
	BirthDate calendar.Date // none when the code does not say it
	County    string        // plate code, "" when the code does not say it
	Problems  []Problem     // in the order of the digits, the control digit last

	year, month, day int // as the digits say: the last two of the year
}

// Problem is what is wrong or unknown about a CNP. It is a message key without the leading "error.".
type Problem string

// The problems of a CNP.
const (
	NotDigits     Problem = "person.cnp-digits"  // something else than digits, spaces and hyphens
	WrongLength   Problem = "person.cnp-length"  // not 13 digits
	NoFirstDigit  Problem = "person.cnp-first"   // the first digit is 0
	NoSuchDay     Problem = "person.cnp-date"    // the birth date does not exist
	BornLater     Problem = "person.cnp-future"  // the birth date lies in the future
	UnknownCounty Problem = "person.cnp-county"  // a county code that we do not know: told, and no reason to refuse the code
	NoOrder       Problem = "person.cnp-order"   // the number of order is 000; it runs from 001
	WrongControl  Problem = "person.cnp-control" // the last digit does not follow from the others
)

// cnpLength is the number of digits of a CNP.
const cnpLength = 13

// ReadCNP reads a code as it was typed, with or without spaces and hyphens. On is the day by which a birth date must have come.
//
// The first digit is 1, 3, 5, 7 for men and 2, 4, 6, 8 for women; 1 and 2 were born in the 1900s, 3 and 4 in the 1800s, 5 and 6 in the
// 2000s; 7 and 8 are foreigners who live in Romania, 9 other foreigners. The last three have no century: their birth date is
// told only when it exists in one century alone (29 February 00 is in 2000).
func ReadCNP(typed string, on calendar.Date) CNP {
	digits, problem := cnpDigits(typed)
	if problem != "" {
		return CNP{Problems: []Problem{problem}}
	}
	c := CNP{year: 10*digits[1] + digits[2], month: 10*digits[3] + digits[4], day: 10*digits[5] + digits[6]}
	tell := func(wrong bool, p Problem) {
		if wrong {
			c.Problems = append(c.Problems, p)
		}
	}
	tell(digits[0] == 0, NoFirstDigit)
	c.Sex = sexOf(digits[0])
	dates := c.dates(digits[0])
	tell(len(dates) == 0, NoSuchDay)
	if len(dates) == 1 {
		c.BirthDate = dates[0]
	}
	tell(len(dates) > 0 && !slices.ContainsFunc(dates, func(d calendar.Date) bool { return !d.After(on) }), BornLater)
	county, known := cnpCounty(10*digits[7] + digits[8])
	c.County = county
	tell(!known, UnknownCounty)
	tell(digits[9]+digits[10]+digits[11] == 0, NoOrder)
	tell(digits[12] != control(digits), WrongControl)
	c.Valid = !slices.ContainsFunc(c.Problems, func(p Problem) bool { return p != UnknownCounty })
	return c
}

// cnpDigits are the digits of a code without what people write between them.
func cnpDigits(typed string) (digits []int, problem Problem) {
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, int(r-'0'))
		case r == '-', unicode.IsSpace(r):
		default:
			return nil, NotDigits
		}
		if len(digits) > cnpLength {
			break
		}
	}
	if len(digits) != cnpLength {
		return nil, WrongLength
	}
	return digits, ""
}

func sexOf(first int) Sex {
	switch {
	case first == 0, first == 9:
		return ""
	case first%2 == 1:
		return Male
	}
	return Female
}

// dates are the days on which somebody with this code may have been born, one for each century that its first digit leaves open.
func (c CNP) dates(first int) []calendar.Date {
	centuries := []int{1800, 1900, 2000}
	switch first {
	case 1, 2:
		centuries = centuries[1:2]
	case 3, 4:
		centuries = centuries[:1]
	case 5, 6:
		centuries = centuries[2:]
	}
	var out []calendar.Date
	for _, century := range centuries {
		d := calendar.On(century+c.year, time.Month(c.month), c.day)
		if c.bornOn(d) { // calendar.On runs on past the end of a month
			out = append(out, d)
		}
	}
	return out
}

// bornOn tells whether the digits of the birth date can stand for a day.
func (c CNP) bornOn(d calendar.Date) bool {
	year, month, day := d.Parts()
	return year%100 == c.year && int(month) == c.month && day == c.day && (c.BirthDate.IsZero() || c.BirthDate == d)
}

// control is the last digit that follows from the twelve before it: their sum, weighted with 279146358279, modulo 11; a rest of 10 is 1.
func control(digits []int) int {
	sum := 0
	for i, weight := range "279146358279" {
		sum += digits[i] * int(weight-'0')
	}
	if sum%11 == 10 {
		return 1
	}
	return sum % 11
}

// cnpCounty is the county of a code's JJ by its plate code. Codes that stand for no county are known all the same: 70 is given out
// anywhere, 80 to 83 have been seen and their meaning is not published.
func cnpCounty(jj int) (plate string, known bool) {
	counties := strings.Fields( // 01 to 39, in the order of the codes
		"AB AR AG BC BH BN BT BV BR BZ CS CJ CT CV DB DJ GL GJ HR HD IL IS IF MM MH MS NT OT PH SM SJ SB SV TR TM TL VS VL VN")
	switch {
	case jj >= 1 && jj <= len(counties):
		return counties[jj-1], true
	case jj >= 40 && jj <= 48: // Bucharest, its sectors 1 to 6 and the former 7 and 8
		return "B", true
	case jj == 51: // Călărași and Giurgiu were made counties in 1981
		return "CL", true
	case jj == 52:
		return "GR", true
	case jj == 70, jj >= 80 && jj <= 83:
		return "", true
	}
	return "", false
}

// Faults are the problems that break a rule, as faults of a field.
func (c CNP) Faults(field string) fault.List {
	var list fault.List
	for _, p := range c.Problems {
		if p != UnknownCounty {
			list = append(list, fault.Field(field, string(p)))
		}
	}
	return list
}
