package calendar

import "time"

// Easter returns Orthodox Easter Sunday of a year in the Gregorian calendar, for the years 1583 to 9999; other
// years give no date. The method is Meeus's for the Julian calendar; the result is moved by the distance
// between the two calendars, which is 13 days from March 1900 and 14 from March 2100.
func Easter(year int) Date {
	if year < 1583 || year > 9999 {
		return Date{}
	}
	d := (19*(year%19) + 15) % 30
	e := (2*(year%4) + 4*(year%7) - d + 34) % 7
	apart := year/100 - year/400 - 2
	return On(year, time.Month((d+e+114)/31), (d+e+114)%31+1+apart)
}
