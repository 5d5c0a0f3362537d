package stay_test

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/calendar"
	"sejur/internal/stay"
)

// day reads a literal date of a test.
func day(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(s + ": " + err.Error())
	}
	return d
}

func ptr[T any](v T) *T { return &v }

// stays reads "2024-01-01..2024-01-10 2024-06-01.. 2025-01-01..2025-03-31!": an open end is still here, and !
// marks days that do not count.
func stays(s string) []stay.Stay {
	list := []stay.Stay{}
	for word := range strings.FieldsSeq(s) {
		word, exempt := strings.CutSuffix(word, "!")
		entry, exit, _ := strings.Cut(word, "..")
		one := stay.Stay{Entry: day(entry)}
		if exit != "" {
			one.Exit = ptr(day(exit))
		}
		if exempt {
			one.Counts = ptr(false)
		}
		list = append(list, one)
	}
	return list
}

// runs writes overstays as "2024-08-30..2024-09-20=22".
func runs(list []stay.Overstay) string {
	var words []string
	for _, o := range list {
		words = append(words, o.From.String()+".."+o.To.String()+"="+strconv.Itoa(o.Days))
	}
	return strings.Join(words, " ")
}

func text(d *calendar.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// shortRow is one published or derived answer; empty facts say nil, none or zero.
type shortRow struct {
	name, stays, on string
	used            int
	until           string
	next            string
	nextDays        int
	overstays       string
	excess          int
}

func shortRows() []shortRow {
	const (
		kom1 = "2024-01-01..2024-01-01 2024-06-01.."
		kom2 = "2024-01-01..2024-01-10 2024-03-01..2024-03-30 2024-05-01..2024-06-09"
		sem5 = "2013-09-01..2013-09-30 2014-02-21..2014-04-20 2014-05-01..2014-06-09"
	)
	return []shortRow{
		{"KOM-1.1: fifteen days used", kom1, "2024-06-14", 15, "2024-08-29", "2024-06-14", 77, "", 0},
		{"KOM-1.2: the ninetieth day is lawful", kom1, "2024-08-29", 90, "2024-08-29", "2024-08-29", 1, "", 0},
		{"the day after it is not", kom1, "2024-08-30", 91, "", "2024-11-29", 90, "2024-08-30..2024-08-30=1", 1},
		{
			"KOM-1 planned until 20 September: over from 30 August", "2024-01-01..2024-01-01 2024-06-01..2024-09-20", "2024-06-14",
			15, "2024-08-29", "2024-06-14", 77, "2024-08-30..2024-09-20=22", 22,
		},
		{"KOM-2.1: twenty days from 19 June", kom2, "2024-06-19", 70 + 10, "2024-07-08", "2024-06-19", 20, "", 0},
		{"KOM-2.2: twenty days from 7 August", kom2, "2024-08-07", 70, "2024-08-26", "2024-08-07", 20, "", 0},
		{"KOM-2.3: fifty days from 8 August", kom2, "2024-08-08", 70, "2024-09-26", "2024-08-08", 50, "", 0},
		{"KOM-2.4: ninety days from 8 September", kom2, "2024-09-08", 58, "2024-12-06", "2024-09-08", 90, "", 0},
		{"SEM-1: ninety days three months later", "2014-08-15..2014-09-30", "2015-01-01", 47, "2015-03-31", "2015-01-01", 90, "", 0},
		{"SEM-2: 13 December ends an unbroken stay", "2014-08-15..2014-09-30 2014-11-01..2014-11-30", "2014-11-30", 77, "2014-12-13", "2014-11-30", 14, "", 0},
		{"SEM-4: 31 March ends an unbroken stay", "2013-08-15..2013-09-30 2014-01-01..2014-01-30", "2014-01-30", 77, "2014-03-31", "2014-01-30", 61, "", 0},
		{"SEM-5: nine days over at the exit", sem5, "2014-06-09", 99, "", "2014-08-29", 50, "2014-06-01..2014-06-09=9", 9},
		{"SEM-5: fifty days on the return", sem5, "2014-08-30", 88, "2014-10-18", "2014-08-30", 50, "2014-06-01..2014-06-09=9", 9},
		{"SEM-6: 74 days over at the exit", "2013-09-19..2014-03-01", "2014-03-01", 164, "", "2014-05-31", 90, "2013-12-18..2014-03-01=74", 74},
		{"days under a long-stay visa are not counted", "2026-01-01..2026-03-31! 2026-04-01..", "2026-04-01", 1, "2026-06-29", "2026-04-01", 90, "", 0},
		{"under a long-stay visa the count begins when it ends", "2026-01-01..2026-03-31!", "2026-03-15", 0, "2026-06-29", "2026-03-15", 107, "", 0},
		{"no stay at all", "", "2026-11-20", 0, "2027-02-17", "2026-11-20", 90, "", 0},
		{"entry and exit on one day is one day", "2026-11-20..2026-11-20", "2026-11-20", 1, "2027-02-17", "2026-11-20", 90, "", 0},
		{"a day of transfer counts once", "2026-11-01..2026-11-10 2026-11-10..2026-11-20", "2026-11-20", 20, "2027-01-29", "2026-11-20", 71, "", 0},
		{"a counted stay wins the day it shares with one that is not", "2026-01-01..2026-03-31! 2026-03-31..2026-04-09", "2026-04-09", 10, "2026-06-28", "2026-04-09", 81, "", 0},
		{"180 days later the first day has left the window", "2026-01-01..2026-01-01", "2026-06-30", 0, "2026-09-27", "2026-06-30", 90, "", 0},
		{"the day before it has not", "2026-01-01..2026-01-01", "2026-06-29", 1, "2026-09-26", "2026-06-29", 90, "", 0},
		{"88 days used leave two", "2026-01-01..2026-03-29", "2026-03-30", 88, "2026-03-31", "2026-03-30", 2, "", 0},
		{"ninety days away give a fresh ninety", "2026-01-01..2026-03-31", "2026-06-30", 89, "2026-09-27", "2026-06-30", 90, "", 0},
		{"a stay planned for later uses nothing today", "2026-12-01..2026-12-31", "2026-11-20", 0, "2027-02-17", "2026-11-20", 90, "", 0},
	}
}

func TestShort(t *testing.T) {
	t.Parallel()
	for _, row := range shortRows() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := stay.Short(stay.ShortInput{On: day(row.on), Stays: stays(row.stays)})
			if err != nil {
				t.Fatal(err)
			}
			if got.On != day(row.on) || got.WindowStart != day(row.on).AddDays(-179) || got.DaysLeft != max(0, 90-got.DaysUsed) || got.Trip != nil {
				t.Errorf("%+v", got)
			}
			have := shortRow{
				row.name, row.stays, row.on, got.DaysUsed, text(got.MayStayUntil),
				got.NextEntry.String(), got.NextEntryDays, runs(got.Overstays), got.Excess,
			}
			if diff := cmp.Diff(row, have, cmp.AllowUnexported(shortRow{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestTrip(t *testing.T) {
	t.Parallel()
	const kom2 = "2024-01-01..2024-01-10 2024-03-01..2024-03-30 2024-05-01..2024-06-09"
	for _, row := range []struct {
		name, stays, entry, exit string
		allowed                  bool
		highest                  int
		over                     string
	}{
		{"KOM-1: planned to 20 September", "2024-01-01..2024-01-01 2024-06-01..", "2024-06-15", "2024-09-20", false, 112, "2024-08-30"},
		{"KOM-1: planned to the last lawful day", "2024-01-01..2024-01-01 2024-06-01..", "2024-06-15", "2024-08-29", true, 90, ""},
		{"KOM-2.1: twenty days", kom2, "2024-06-19", "2024-07-08", true, 90, ""},
		{"KOM-2.1: twenty-one days", kom2, "2024-06-19", "2024-07-09", false, 91, "2024-07-09"},
		{"KOM-2.3: fifty days", kom2, "2024-08-08", "2024-09-26", true, 90, ""},
		{"SEM-5: fifty days", "2014-02-21..2014-04-20 2014-05-01..2014-06-09", "2014-08-30", "2014-10-18", true, 90, ""},
		{"a trip through a long-stay visa uses nothing there", "2026-01-01..2026-03-31!", "2026-01-01", "2026-04-01", true, 1, ""},
		{"a trip inside a stay adds nothing", "2024-05-01..2024-06-09", "2024-05-10", "2024-05-12", true, 12, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := stay.Short(stay.ShortInput{
				On: day("2024-06-14"), Stays: stays(row.stays),
				Trip: &stay.Trip{Entry: day(row.entry), Exit: day(row.exit)},
			})
			if err != nil {
				t.Fatal(err)
			}
			if got.Trip.Allowed != row.allowed || got.Trip.Highest != row.highest || text(got.Trip.FirstDayOver) != row.over {
				t.Errorf("allowed %v, highest %d, first day over %q; want %v, %d, %q", got.Trip.Allowed, got.Trip.Highest,
					text(got.Trip.FirstDayOver), row.allowed, row.highest, row.over)
			}
		})
	}
}

func TestShortRefuses(t *testing.T) {
	t.Parallel()
	many := make([]stay.Stay, 201)
	on := day("2026-11-20")
	for _, row := range []struct {
		name string
		in   stay.ShortInput
		want stay.Error
	}{
		{"no day to count on", stay.ShortInput{}, stay.Error{Field: "on", Key: stay.KeyOnMissing}},
		{"a stay without an entry", stay.ShortInput{On: on, Stays: make([]stay.Stay, 1)}, stay.Error{Field: "stays[0].entry", Key: stay.KeyEntryMissing}},
		{
			"an exit before its entry", stay.ShortInput{On: on, Stays: stays("2026-01-01..2026-01-02 2026-03-02..2026-03-01")},
			stay.Error{Field: "stays[1].exit", Key: stay.KeyExitFirst},
		},
		{
			"two days shared, named by place in the input", stay.ShortInput{On: on, Stays: stays("2026-02-09..2026-02-20 2026-02-01..2026-02-10")},
			stay.Error{Field: "stays[0].entry", Key: stay.KeyOverlap},
		},
		{
			"the same stay twice", stay.ShortInput{On: on, Stays: stays("2026-02-01..2026-02-10 2026-02-01..2026-02-10")},
			stay.Error{Field: "stays[1].entry", Key: stay.KeyOverlap},
		},
		{
			"an open stay that runs into another", stay.ShortInput{On: on, Stays: stays("2026-02-01.. 2026-03-01..2026-03-02")},
			stay.Error{Field: "stays[1].entry", Key: stay.KeyOverlap},
		},
		{
			"a stay that does not count overlaps all the same", stay.ShortInput{On: on, Stays: stays("2026-02-01..2026-02-10! 2026-02-09..2026-02-20")},
			stay.Error{Field: "stays[1].entry", Key: stay.KeyOverlap},
		},
		{
			"two open stays", stay.ShortInput{On: on, Stays: stays("2026-11-20.. 2026-11-20..")},
			stay.Error{Field: "stays[1].exit", Key: stay.KeyTwoOpen},
		},
		{
			"still here, but not yet come", stay.ShortInput{On: on, Stays: stays("2026-11-21..")},
			stay.Error{Field: "stays[0].entry", Key: stay.KeyOpenLater},
		},
		{"too many stays", stay.ShortInput{On: on, Stays: many}, stay.Error{Field: "stays", Key: stay.KeyTooMany}},
		{"more than thirty years", stay.ShortInput{On: on, Stays: stays("1996-11-19..1996-11-20")}, stay.Error{Field: "stays", Key: stay.KeySpan}},
		{"a year that cannot be written", stay.ShortInput{On: calendar.On(2200, 1, 1)}, stay.Error{Field: "stays", Key: stay.KeySpan}},
		{"a trip without an entry", stay.ShortInput{On: on, Trip: &stay.Trip{Exit: on}}, stay.Error{Field: "trip.entry", Key: stay.KeyEntryMissing}},
		{"a trip without an exit", stay.ShortInput{On: on, Trip: &stay.Trip{Entry: on}}, stay.Error{Field: "trip.exit", Key: stay.KeyExitMissing}},
		{"a trip that ends first", stay.ShortInput{On: on, Trip: &stay.Trip{Entry: on, Exit: on.AddDays(-1)}}, stay.Error{Field: "trip.exit", Key: stay.KeyExitFirst}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := stay.Short(row.in)
			if !errors.Is(err, row.want) {
				t.Errorf("error %v, want %v", err, row.want)
			}
		})
	}
	if _, err := stay.Short(stay.ShortInput{On: on, Stays: stays("1996-11-20..1996-11-20")}); err != nil {
		t.Errorf("thirty years to the day: %v", err)
	}
}

func TestShortJSON(t *testing.T) {
	t.Parallel()
	var in stay.ShortInput
	question := `{"on":"2026-01-02","stays":[{"entry":"2026-01-01"}],"trip":{"entry":"2026-01-03","exit":"2026-01-04"}}`
	if err := json.Unmarshal([]byte(question), &in); err != nil {
		t.Fatal(err)
	}
	res, err := stay.Short(in)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"on":"2026-01-02","window_start":"2025-07-07","days_used":2,"days_left":88,"may_stay_until":"2026-03-31",` +
		`"next_entry":"2026-01-02","next_entry_days":89,"overstays":[],"excess":0,` +
		`"trip":{"allowed":true,"highest":4,"first_day_over":null}}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
