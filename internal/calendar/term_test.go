package calendar_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sejur/internal/calendar"
)

func TestAdd(t *testing.T) {
	t.Parallel()
	c := mustNew(t, 2020, 2035)
	for _, row := range []struct {
		name   string
		from   string
		term   calendar.Term
		date   string
		rolled string
	}{
		{"30 days from a Monday", "2026-03-02", calendar.Term{N: 30, Unit: calendar.Days}, "2026-04-01", "2026-04-01"},
		{"and 15 more", "2026-03-02", calendar.Term{N: 45, Unit: calendar.Days}, "2026-04-16", "2026-04-16"},
		{"15 days from a Wednesday", "2025-09-10", calendar.Term{N: 15, Unit: calendar.Days}, "2025-09-25", "2025-09-25"},
		{"10 days that end on the Saturday before Easter", "2026-04-01", calendar.Term{N: 10, Unit: calendar.Days}, "2026-04-11", "2026-04-14"},
		{"3 months into a short February", "2025-11-30", calendar.Term{N: 3, Unit: calendar.Months}, "2026-02-28", "2026-03-02"},
		{"3 months that end on two holidays", "2026-08-31", calendar.Term{N: 3, Unit: calendar.Months}, "2026-11-30", "2026-12-02"},
		{"3 months that end on a holiday", "2026-09-01", calendar.Term{N: 3, Unit: calendar.Months}, "2026-12-01", "2026-12-02"},
		{"7 working days over 1 May", "2026-04-27", calendar.Term{N: 7, Unit: calendar.Working}, "2026-05-07", "2026-05-07"},
		{"7 working days over two holidays", "2026-11-20", calendar.Term{N: 7, Unit: calendar.Working}, "2026-12-03", "2026-12-03"},
		{"14 working days over two holidays", "2026-11-20", calendar.Term{N: 14, Unit: calendar.Working}, "2026-12-14", "2026-12-14"},
		{"holiday and weekend are skipped", "2026-04-30", calendar.Term{N: 1, Unit: calendar.Working}, "2026-05-04", "2026-05-04"},
		{"45 days into January", "2026-11-20", calendar.Term{N: 45, Unit: calendar.Days}, "2027-01-04", "2027-01-04"},
		{"5 years", "2021-11-20", calendar.Term{N: 5, Unit: calendar.Years}, "2026-11-20", "2026-11-20"},
		{"a year from a leap day", "2024-02-29", calendar.Term{N: 1, Unit: calendar.Years}, "2025-02-28", "2025-02-28"},
		{"no days at all", "2026-11-21", calendar.Term{N: 0, Unit: calendar.Days}, "2026-11-21", "2026-11-23"},
		{"30 days back from an expiry", "2026-11-15", calendar.Term{N: -30, Unit: calendar.Days}, "2026-10-16", "2026-10-16"},
		{"a working day back over Easter", "2026-04-14", calendar.Term{N: -1, Unit: calendar.Working}, "2026-04-09", "2026-04-09"},
		{"an unknown unit", "2026-11-20", calendar.Term{N: 1, Unit: "fortnights"}, "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			date := c.Add(mustParse(t, row.from), row.term)
			if got := date.String(); got != row.date {
				t.Errorf("%s and %d %s: %q, want %q", row.from, row.term.N, row.term.Unit, got, row.date)
			}
			if got := c.NextWorking(date).String(); got != row.rolled {
				t.Errorf("%s rolls to %q, want %q", date, got, row.rolled)
			}
		})
	}
	if got := c.PrevWorking(mustParse(t, "2027-05-01")).String(); got != "2027-04-29" {
		t.Errorf("the last working day before Easter 2027: %s, want 2027-04-29", got)
	}
	var none calendar.Date
	if !c.NextWorking(none).IsZero() || !c.AddWorking(none, 3).IsZero() || c.IsWorking(none) || c.Closed(none).Any() {
		t.Error("no date became a date")
	}
}

func TestTermCheck(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		term calendar.Term
		want error
	}{
		{"no length is a length", calendar.Term{N: 0, Unit: calendar.Working}, nil},
		{"a hundred years", calendar.Term{N: 1200, Unit: calendar.Months}, nil},
		{"more than a hundred years", calendar.Term{N: 101, Unit: calendar.Years}, calendar.ErrLength},
		{"too many days", calendar.Term{N: 36526, Unit: calendar.Days}, calendar.ErrLength},
		{"a negative length", calendar.Term{N: -1, Unit: calendar.Days}, calendar.ErrLength},
		{"no unit", calendar.Term{N: 1}, calendar.ErrUnit},
	} {
		if err := row.term.Check(); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", row.name, err, row.want)
		}
	}
}

func TestTermLaws(t *testing.T) {
	t.Parallel()
	c := mustNew(t, 2018, 2030)
	units := []calendar.Unit{calendar.Days, calendar.Working, calendar.Months, calendar.Years}
	rapid.Check(t, func(t *rapid.T) {
		from := near.Draw(t, "from")
		n := rapid.IntRange(0, 60).Draw(t, "n")
		unit := rapid.SampledFrom(units).Draw(t, "unit")
		date := c.Add(from, calendar.Term{N: n, Unit: unit})
		more := c.Add(from, calendar.Term{N: n + 1, Unit: unit})
		if !date.Before(more) {
			t.Errorf("n=%d gives %s but n=%d gives %s", n, date, n+1, more)
		}
		if c.NextWorking(more).Before(c.NextWorking(date)) {
			t.Errorf("n=%d: more notice rolls to an earlier day", n)
		}
		if unit == calendar.Working && n > 0 && !c.IsWorking(date) {
			t.Errorf("due on the closed day %s", date)
		}
		if rolled := c.NextWorking(date); !c.IsWorking(rolled) || rolled.Before(date) {
			t.Errorf("%s rolled to %s", date, rolled)
		}
		if back := c.PrevWorking(date); !c.IsWorking(back) || back.After(date) {
			t.Errorf("%s moved back to %s", date, back)
		}
	})
}

// A second count of working days that walks the days one by one and knows the fixed list by heart.
func TestWorkingDaysAgreeWithASlowCount(t *testing.T) {
	t.Parallel()
	c := mustNew(t, 2020, 2028)
	published := easterTable()
	fixed := "01-01 01-02 01-06 01-07 01-24 05-01 06-01 08-15 11-30 12-01 12-25 12-26"
	open := func(at time.Time) bool {
		easter := instant(mustParse(t, at.Format("2006-")+published[at.Year()]))
		switch int(at.Sub(easter).Hours() / 24) {
		case -2, 0, 1, 49, 50:
			return false
		}
		for day := range strings.FieldsSeq(fixed) {
			if at.Format("01-02") == day && (at.Year() >= 2024 || day != "01-06" && day != "01-07") {
				return false
			}
		}
		return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday
	}
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.On(2020, time.January, 1).AddDays(rapid.IntRange(0, 5000).Draw(t, "from"))
		n := rapid.IntRange(1, 90).Draw(t, "n")
		at := instant(from)
		for left := n; left > 0; {
			at = at.AddDate(0, 0, 1)
			if open(at) {
				left--
			}
		}
		if got := c.AddWorking(from, n); got != calendar.Of(at) {
			t.Errorf("%s and %d working days: %s, want %s", from, n, got, calendar.Of(at))
		}
		if !c.IsWorking(from) {
			return
		}
		if got := c.AddWorking(calendar.Of(at), -n); got != from {
			t.Errorf("%d working days back from %s: %s, want %s", n, calendar.Of(at), got, from)
		}
	})
}
