package calendar_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sejur/internal/calendar"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text string
		want       error
	}{
		{"an ordinary day", "2026-11-20", nil},
		{"a leap day", "2024-02-29", nil},
		{"the leap day of 2000", "2000-02-29", nil},
		{"the first day that can be written", "1900-01-01", nil},
		{"the last day that can be written", "2199-12-31", nil},
		{"30 February does not exist", "2026-02-30", calendar.ErrNoSuchDay},
		{"no leap day in a common year", "2025-02-29", calendar.ErrNoSuchDay},
		{"1900 was no leap year", "1900-02-29", calendar.ErrNoSuchDay},
		{"31 April does not exist", "2026-04-31", calendar.ErrNoSuchDay},
		{"month 13", "2026-13-01", calendar.ErrNoSuchDay},
		{"month 0", "2026-00-10", calendar.ErrNoSuchDay},
		{"day 0", "2026-01-00", calendar.ErrNoSuchDay},
		{"a year too early", "1899-12-31", calendar.ErrNoSuchDay},
		{"a year too late", "2200-01-01", calendar.ErrNoSuchDay},
		{"nothing at all", "", calendar.ErrFormat},
		{"no leading zeros", "2026-1-2", calendar.ErrFormat},
		{"day first", "20-11-2026", calendar.ErrFormat},
		{"dots", "2026.11.20", calendar.ErrFormat},
		{"a space after it", "2026-11-20 ", calendar.ErrFormat},
		{"a time after it", "2026-11-20T00:00:00Z", calendar.ErrFormat},
		{"a sign", "+026-11-20", calendar.ErrFormat},
		{"digits of another script", "٢٠٢٦-١١-٢٠", calendar.ErrFormat},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := calendar.Parse(row.text)
			if !errors.Is(err, row.want) {
				t.Fatalf("Parse(%q): error %v, want %v", row.text, err, row.want)
			}
			if want := map[bool]string{true: row.text}[err == nil]; got.String() != want {
				t.Errorf("Parse(%q) = %q, want %q", row.text, got, want)
			}
		})
	}
}

func TestOn(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		got  calendar.Date
		want string
	}{
		{"a day past the end of its month runs on", calendar.On(2026, time.February, 30), "2026-03-02"},
		{"a month past December runs on", calendar.On(2026, 14, 1), "2027-02-01"},
		{"day zero is the last of the month before", calendar.On(2026, time.March, 0), "2026-02-28"},
		{"the first day there is", calendar.On(1, time.January, 1), "0001-01-01"},
		{"the last day there is", calendar.On(9999, time.December, 31), "9999-12-31"},
		{"before the first there is none", calendar.On(1, time.January, 0), ""},
		{"after the last there is none", calendar.On(9999, time.December, 32), ""},
		{"an absurd year is no date", calendar.On(1<<40, time.January, 1), ""},
	} {
		if row.got.String() != row.want {
			t.Errorf("%s: got %q, want %q", row.name, row.got, row.want)
		}
	}
}

func TestAddMonths(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		from   calendar.Date
		months int
		want   string
	}{
		{"the same day number", calendar.On(2026, time.September, 1), 3, "2026-12-01"},
		{"no 31st in November", calendar.On(2026, time.August, 31), 3, "2026-11-30"},
		{"no 30th in February", calendar.On(2026, time.November, 30), 3, "2027-02-28"},
		{"a leap February is longer", calendar.On(2023, time.November, 30), 3, "2024-02-29"},
		{"over the year's end", calendar.On(2026, time.December, 31), 1, "2027-01-31"},
		{"a month back", calendar.On(2026, time.March, 31), -1, "2026-02-28"},
		{"five years back from a leap day", calendar.On(2024, time.February, 29), -60, "2019-02-28"},
		{"beyond the last day", calendar.On(9999, time.December, 1), 1, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := row.from.AddMonths(row.months).String(); got != row.want {
				t.Errorf("%s and %d months: %q, want %q", row.from, row.months, got, row.want)
			}
		})
	}
	if got := calendar.On(2024, time.February, 29).AddYears(1).String(); got != "2025-02-28" {
		t.Errorf("a year after a leap day: %q", got)
	}
}

func TestNoDate(t *testing.T) {
	t.Parallel()
	var none calendar.Date
	facts := map[string]bool{
		"is zero":                      none.IsZero(),
		"prints nothing":               none.String() == "",
		"stays no date by days":        none.AddDays(5).IsZero(),
		"stays no date by months":      none.AddMonths(5).IsZero(),
		"is before every day":          none.Before(calendar.On(1, time.January, 1)),
		"is at no distance":            none.Sub(calendar.On(2026, time.May, 1)) == 0,
		"has no parts":                 none.Year() == 0 && none.Month() == 0 && none.Day() == 0 && none.YearDay() == 0,
		"is what leaving the range is": calendar.On(2026, time.May, 1).AddDays(1<<40) == none,
	}
	for fact, holds := range facts {
		if !holds {
			t.Errorf("the zero date: %q does not hold", fact)
		}
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	type paper struct {
		Issued  calendar.Date  `json:"issued"`
		Expires *calendar.Date `json:"expires"`
		Lost    calendar.Date  `json:"lost,omitzero"`
	}
	in := paper{Issued: calendar.On(2026, time.November, 20)}
	out, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"issued":"2026-11-20","expires":null}`; string(out) != want {
		t.Errorf("marshalled %s, want %s", out, want)
	}
	var back paper
	if err := json.Unmarshal(out, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(in, back, cmp.Comparer(func(a, b calendar.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	err = json.Unmarshal([]byte(`{"issued":"2026-02-30"}`), &back)
	if !errors.Is(err, calendar.ErrNoSuchDay) {
		t.Errorf("30 February: error %v", err)
	}
}

func TestTodayIsTheDayInBucharest(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		now  time.Time
		want string
	}{
		{"a winter evening in UTC is still the same day", time.Date(2026, 11, 20, 21, 59, 59, 0, time.UTC), "2026-11-20"},
		{"two hours before midnight UTC in winter", time.Date(2026, 11, 20, 22, 0, 0, 0, time.UTC), "2026-11-21"},
		{"three hours before midnight UTC in summer", time.Date(2026, 7, 1, 21, 0, 0, 0, time.UTC), "2026-07-02"},
		{"new year comes first in Bucharest", time.Date(2026, 12, 31, 22, 30, 0, 0, time.UTC), "2027-01-01"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := calendar.Today(row.now).String(); got != row.want {
				t.Errorf("Today(%s) = %s, want %s", row.now, got, row.want)
			}
			if got, want := calendar.Of(row.now), row.now.Format(time.DateOnly); got.String() != want {
				t.Errorf("Of(%s) = %s, want %s", row.now, got, want)
			}
		})
	}
}

// writable draws any date that can be written, with every day as likely as every other.
var writable = rapid.Custom(func(t *rapid.T) calendar.Date {
	return calendar.On(calendar.MinYear, time.January, 1).AddDays(rapid.IntRange(0, 109571).Draw(t, "day"))
})

// instant is the same day by the standard library, which the tests use as a second opinion.
func instant(d calendar.Date) time.Time {
	y, m, day := d.Parts()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}

func TestDateAgreesWithTheStandardLibrary(t *testing.T) {
	t.Parallel()
	at := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := calendar.On(1, time.January, 1); !d.IsZero(); d = d.AddDays(1) {
		y, m, day := d.Parts()
		wantY, wantM, wantD := at.Date()
		if y != wantY || m != wantM || day != wantD || d.Weekday() != at.Weekday() {
			t.Fatalf("%s %s: the standard library says %s", d, d.Weekday(), at.Format("2006-01-02 Monday"))
		}
		if again := calendar.On(y, m, day); again != d {
			t.Fatalf("On(%d, %d, %d) = %s", y, m, day, again)
		}
		at = at.AddDate(0, 0, 1)
	}
	if at.Year() != 10000 {
		t.Errorf("the days ended at %s", at.Format(time.DateOnly))
	}
}

func TestDateLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, other := writable.Draw(t, "date"), writable.Draw(t, "other")
		if got, err := calendar.Parse(d.String()); err != nil || got != d {
			t.Errorf("Parse(%s) = %s, %v", d, got, err)
		}
		n := rapid.IntRange(-100000, 100000).Draw(t, "days")
		if got := d.AddDays(n).AddDays(-n); got != d {
			t.Errorf("%s and %d days and back: %s", d, n, got)
		}
		if got := d.AddDays(other.Sub(d)); got != other {
			t.Errorf("%s and the distance to %s: %s", d, other, got)
		}
		if d.Compare(other) != instant(d).Compare(instant(other)) || d.Before(other) != (d.Compare(other) < 0) || d.After(other) != (d.Compare(other) > 0) {
			t.Errorf("%s and %s: wrong order", d, other)
		}
		if d.YearDay() != instant(d).YearDay() {
			t.Errorf("%s: day %d of the year", d, d.YearDay())
		}
	})
}

func TestMonthsNeverPassTheMonthsEnd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := writable.Draw(t, "date")
		n := rapid.IntRange(-1200, 1200).Draw(t, "months")
		got := d.AddMonths(n)
		first := time.Date(d.Year(), d.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1).Day()
		if got.Year() != first.Year() || got.Month() != first.Month() || got.Day() != min(d.Day(), last) {
			t.Errorf("%s and %d months: %s", d, n, got)
		}
		if next := d.AddMonths(n + 1); !got.Before(next) {
			t.Errorf("%s: %d months end on %s, one more on %s", d, n, got, next)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2026-11-20", "2024-02-29", "2026-02-30", "", "2026-1-1", "0000-00-00", "9999-99-99", "2026-11-2é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := calendar.Parse(text)
		std, stdErr := time.Parse(time.DateOnly, text)
		known := stdErr == nil && std.Year() >= calendar.MinYear && std.Year() <= calendar.MaxYear
		if known != (err == nil) {
			t.Fatalf("Parse(%q): error %v, the standard library %v", text, err, stdErr)
		}
		if err == nil && d.String() != text {
			t.Errorf("Parse(%q) prints as %q", text, d)
		}
		if err != nil && (!d.IsZero() || errors.Is(err, calendar.ErrFormat) == errors.Is(err, calendar.ErrNoSuchDay)) {
			t.Errorf("Parse(%q) = %q, %v", text, d, err)
		}
		var read calendar.Date
		if gotErr := read.UnmarshalText([]byte(text)); text != "" && !errors.Is(gotErr, err) || read != d {
			t.Errorf("UnmarshalText(%q) = %q, %v; Parse %q, %v", text, read, gotErr, d, err)
		}
	})
}
