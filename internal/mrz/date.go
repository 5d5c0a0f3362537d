package mrz

import (
	"fmt"
	"strings"
	"time"
)

// exists tells whether YYMMDD can be a day. Fillers are parts that are not known, whole or one digit of them (Doc 9303-3, 4.8): what remains
// must leave a day open. Without the century 29 February is a day in every fourth year.
func exists(printed string) bool {
	if !strings.ContainsRune(printed, filler) {
		two := func(i int) int { return 10*int(printed[i]-'0') + int(printed[i+1]-'0') }
		return isDay(two(0), two(2), two(4))
	}
	for month := 1; month <= 12; month++ {
		for day := 1; day <= 31; day++ {
			for year := range 100 {
				if fits(printed[2:4], month) && fits(printed[4:], day) && fits(printed[:2], year) && isDay(year, month, day) {
					return true
				}
			}
		}
	}
	return false
}

// fits tells whether a number can be the one printed in two characters, of which each may be a filler.
func fits(two string, n int) bool {
	return (two[0] == filler || int(two[0]-'0') == n/10) && (two[1] == filler || int(two[1]-'0') == n%10)
}

// isDay asks the 2000s: 2000 was a leap year and 1900 was none, so that they have every day.
func isDay(yy, month, day int) bool {
	d := time.Date(2000+yy, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return d.Day() == day && int(d.Month()) == month
}

// Born is the birth date that a zone prints as YYMMDD, as YYYY-MM-DD: the latest such day that is not after today (YYYY-MM-DD). ok is
// false when a part of it is not known, or one of the two is no date. Whoever is older than a hundred years needs another source: the
// zone does not say it.
func Born(printed, today string) (date string, ok bool) {
	return inCentury(printed, today, 0)
}

// Expires is the day of expiry that a zone prints as YYMMDD, as YYYY-MM-DD: the one from fifty years before today to fifty years after.
// ok as with Born.
func Expires(printed, today string) (date string, ok bool) {
	return inCentury(printed, today, 50)
}

// inCentury is the latest day with these last digits that is not after today in so many years.
func inCentury(printed, today string, ahead int) (string, bool) {
	now, err := time.Parse(time.DateOnly, today)
	if err != nil || len(printed) != 6 || strings.Trim(printed, "0123456789") != "" {
		return "", false
	}
	latest := now.AddDate(ahead, 0, 0)
	for century := latest.Year() / 100; century > latest.Year()/100-3; century-- {
		d, err := time.Parse(time.DateOnly, fmt.Sprintf("%02d%s-%s-%s", century, printed[:2], printed[2:4], printed[4:]))
		if err == nil && !d.After(latest) {
			return d.Format(time.DateOnly), true
		}
	}
	return "", false
}
