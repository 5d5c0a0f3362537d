package calendar_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sejur/internal/calendar"
)

// statutory is the list of the Labour Code, art. 139, as the file of the law holds it.
func statutory() []calendar.Rule {
	easter := func(days int, id, name string) calendar.Rule {
		return calendar.Rule{ID: id, Easter: &days, Names: map[string]string{"ro": id, "en": name}, Act: "Law 53/2003"}
	}
	fixed := func(month time.Month, day int, id, name string) calendar.Rule {
		return calendar.Rule{ID: id, Month: month, Day: day, Names: map[string]string{"ro": id, "en": name}, Act: "Law 53/2003"}
	}
	since := func(year int, r calendar.Rule) calendar.Rule {
		r.From = calendar.On(year, time.January, 1)
		return r
	}
	return []calendar.Rule{
		fixed(time.January, 1, "new-year", "New Year"),
		fixed(time.January, 2, "new-year-second", "Day after New Year"),
		since(2024, fixed(time.January, 6, "epiphany", "Epiphany")),
		since(2024, fixed(time.January, 7, "st-john", "St John the Baptist")),
		fixed(time.January, 24, "union-day", "Union Day"),
		since(2018, easter(-2, "good-friday", "Orthodox Good Friday")),
		easter(0, "easter", "Orthodox Easter Sunday"),
		easter(1, "easter-monday", "Orthodox Easter Monday"),
		fixed(time.May, 1, "labour-day", "Labour Day"),
		fixed(time.June, 1, "childrens-day", "Children's Day"),
		easter(49, "pentecost", "Orthodox Pentecost"),
		easter(50, "whit-monday", "Orthodox Whit Monday"),
		fixed(time.August, 15, "assumption", "Assumption"),
		fixed(time.November, 30, "st-andrew", "St Andrew"),
		fixed(time.December, 1, "national-day", "National Day"),
		fixed(time.December, 25, "christmas", "Christmas Day"),
		fixed(time.December, 26, "christmas-second", "Second day of Christmas"),
	}
}

func mustNew(t testing.TB, from, to int) *calendar.Calendar {
	t.Helper()
	c, err := calendar.New(statutory(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func mustParse(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestHolidaysAreThePublishedOnes(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/holidays.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]bool{}
	for _, row := range rows[1:] {
		if want[row[0]] == nil {
			want[row[0]] = map[string]bool{}
		}
		want[row[0]][row[1]] = true
	}
	for name, c := range map[string]*calendar.Calendar{
		"worked out beforehand": mustNew(t, 2018, 2040),
		"worked out when asked": mustNew(t, 2100, 2101),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			byYear, byDay := map[string]map[string]bool{}, map[string]map[string]bool{}
			put := func(in map[string]map[string]bool, h calendar.Holiday) {
				if in[h.Date.String()] == nil {
					in[h.Date.String()] = map[string]bool{}
				}
				in[h.Date.String()][h.Names["en"]] = true
			}
			for year := 2020; year <= 2035; year++ {
				for _, h := range c.Year(year) {
					put(byYear, h)
				}
			}
			for d := calendar.On(2020, time.January, 1); d.Year() <= 2035; d = d.AddDays(1) {
				for _, h := range c.Holiday(d) {
					put(byDay, h)
				}
			}
			if diff := cmp.Diff(want, byYear); diff != "" {
				t.Errorf("by year (-published +got)\n%s", diff)
			}
			if diff := cmp.Diff(want, byDay); diff != "" {
				t.Errorf("by day (-published +got)\n%s", diff)
			}
		})
	}
}

func TestWorkingDaysOfAYear(t *testing.T) {
	t.Parallel()
	c := mustNew(t, 2024, 2025) // 2026 and 2027 are worked out when asked
	for year, want := range map[int]int{2024: 252, 2025: 248, 2026: 250, 2027: 252} {
		got := 0
		for d := calendar.On(year, time.January, 1); d.Year() == year; d = d.AddDays(1) {
			if c.IsWorking(d) {
				got++
			}
		}
		if got != want {
			t.Errorf("%d has %d working days, want %d", year, got, want)
		}
	}
}

func TestClosed(t *testing.T) {
	t.Parallel()
	c := mustNew(t, 2020, 2035)
	for _, row := range []struct {
		name, date, want string
	}{
		{"a working day", "2026-11-20", ""},
		{"a Saturday", "2026-11-21", "weekend"},
		{"a Sunday", "2026-11-22", "weekend"},
		{"a holiday on a Monday", "2026-11-30", "st-andrew"},
		{"a holiday on a Saturday", "2025-06-01", "weekend childrens-day"},
		{"two holidays on one Monday", "2026-06-01", "childrens-day whit-monday"},
		{"two holidays on one Sunday", "2031-06-01", "weekend childrens-day pentecost"},
		{"Epiphany before it was a holiday", "2023-01-06", ""},
		{"Epiphany since it is one", "2025-01-06", "epiphany"},
		{"Western Easter Monday", "2026-04-06", ""},
		{"a holiday after the years worked out beforehand", "2046-12-25", "christmas"},
		{"a holiday before them", "2019-04-29", "easter-monday"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			d := mustParse(t, row.date)
			closed := c.Closed(d)
			var why []string
			if closed.Weekend {
				why = append(why, "weekend")
			}
			for _, h := range closed.Holidays {
				why = append(why, h.ID)
			}
			if got := strings.Join(why, " "); got != row.want {
				t.Errorf("%s is closed by %q, want %q", d, got, row.want)
			}
			if closed.Any() == c.IsWorking(d) {
				t.Errorf("%s: closed %v and working %v", d, closed.Any(), c.IsWorking(d))
			}
		})
	}
}

func TestNewRefusesABadRule(t *testing.T) {
	t.Parallel()
	near, far := 1, 250
	names := map[string]string{"ro": "Zi", "en": "Day"}
	good := calendar.Rule{ID: "day", Month: time.May, Day: 1, Names: names, Act: "Law 1/2000"}
	for _, row := range []struct {
		name string
		rule func(*calendar.Rule)
	}{
		{"no id", func(r *calendar.Rule) { r.ID = "" }},
		{"no day and no Easter", func(r *calendar.Rule) { r.Month, r.Day = 0, 0 }},
		{"both a day and Easter", func(r *calendar.Rule) { r.Easter = &near }},
		{"a month without a day", func(r *calendar.Rule) { r.Day = 0 }},
		{"month 13", func(r *calendar.Rule) { r.Month = 13 }},
		{"30 February", func(r *calendar.Rule) { r.Month, r.Day = time.February, 30 }},
		{"far from Easter", func(r *calendar.Rule) { r.Month, r.Day, r.Easter = 0, 0, &far }},
		{"ends before it begins", func(r *calendar.Rule) {
			r.From, r.Until = calendar.On(2020, time.May, 2), calendar.On(2020, time.May, 1)
		}},
		{"no English name", func(r *calendar.Rule) { r.Names = map[string]string{"ro": "Zi"} }},
		{"no Romanian name", func(r *calendar.Rule) { r.Names = map[string]string{"en": "Day"} }},
		{"no act", func(r *calendar.Rule) { r.Act = "" }},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := good
			row.rule(&r)
			if _, err := calendar.New([]calendar.Rule{r}, 2020, 2021); err == nil {
				t.Errorf("the rule %+v was taken", r)
			}
		})
	}
	if _, err := calendar.New([]calendar.Rule{good, good}, 2020, 2021); err == nil {
		t.Error("two rules of one id were taken")
	}
	if _, err := calendar.New([]calendar.Rule{good}, 2021, 2020); err == nil {
		t.Error("years out of order were taken")
	}
	if _, err := calendar.New([]calendar.Rule{good}, 2020, 2021); err != nil {
		t.Errorf("a good rule was refused: %v", err)
	}
}

func TestARuleCountsOnlyInItsTime(t *testing.T) {
	t.Parallel()
	leap := calendar.Rule{
		ID: "leap", Month: time.February, Day: 29, Names: map[string]string{"ro": "Bisect", "en": "Leap"}, Act: "Law 1/2000",
		From: calendar.On(2020, time.February, 29), Until: calendar.On(2024, time.February, 29),
	}
	c, err := calendar.New([]calendar.Rule{leap}, 2010, 2040)
	if err != nil {
		t.Fatal(err)
	}
	for year, want := range map[int]int{2016: 0, 2020: 1, 2021: 0, 2024: 1, 2028: 0} {
		if got := len(c.Year(year)); got != want {
			t.Errorf("%d has %d holidays, want %d", year, got, want)
		}
	}
}

// easterTable holds Orthodox Easter in Gregorian dates, as published.
func easterTable() map[int]string {
	return map[int]string{
		2019: "04-28", 2020: "04-19", 2021: "05-02", 2022: "04-24", 2023: "04-16", 2024: "05-05", 2025: "04-20",
		2026: "04-12", 2027: "05-02", 2028: "04-16", 2029: "04-08", 2030: "04-28", 2031: "04-13", 2032: "05-02",
		2033: "04-24", 2034: "04-09", 2035: "04-29",
	}
}

func TestEasterIsThePublishedOne(t *testing.T) {
	t.Parallel()
	for year, want := range easterTable() {
		if got := calendar.Easter(year).String(); got != strconv.Itoa(year)+"-"+want {
			t.Errorf("Easter %d is %s, want %s", year, got, want)
		}
	}
}

// The second opinion goes the old way: the Julian paschal full moon from the golden number, the Sunday after it
// by the Julian day number, and the Gregorian date of that day number.
func TestEasterIsTheSundayAfterTheJulianFullMoon(t *testing.T) {
	t.Parallel()
	for year := calendar.MinYear; year <= calendar.MaxYear; year++ {
		moon := 21 + (19*(year%19)+15)%30 // days of a Julian March
		m := 3
		julianDay := 367*year - 7*(year+5001+(m-9)/7)/4 + 275*m/9 + moon + 1729777
		easter := julianDay + 1
		for easter%7 != 6 { // day numbers divisible by 7 are Mondays
			easter++
		}
		want := calendar.On(2000, time.January, 1).AddDays(easter - 2451545)
		if got := calendar.Easter(year); got != want || got.Weekday() != time.Sunday {
			t.Errorf("Easter %d is %s, a %s; want %s", year, got, got.Weekday(), want)
		}
	}
	if !calendar.Easter(1582).IsZero() || !calendar.Easter(10000).IsZero() {
		t.Error("Easter has a date outside its years")
	}
}

// near draws a day between 2015 and 2045 , where the tests have their holidays.
var near = rapid.Custom(func(t *rapid.T) calendar.Date {
	return calendar.On(2015, time.January, 1).AddDays(rapid.IntRange(0, 11000).Draw(t, "day"))
})

func TestTheYearsWorkedOutBeforehandChangeNoAnswer(t *testing.T) {
	t.Parallel()
	all, few := mustNew(t, 2000, 2060), mustNew(t, 2026, 2026)
	rapid.Check(t, func(t *rapid.T) {
		d := near.Draw(t, "date")
		if all.IsWorking(d) != few.IsWorking(d) {
			t.Errorf("%s is working or not by the years worked out", d)
		}
		same := cmp.Comparer(func(a, b calendar.Date) bool { return a == b })
		if diff := cmp.Diff(all.Closed(d), few.Closed(d), same); diff != "" {
			t.Errorf("%s: %s", d, diff)
		}
	})
}
