package stay_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sejur/internal/calendar"
	"sejur/internal/stay"
)

// anyShort draws stays in a few years, none overlapping, in no order, and a day among them.
var anyShort = rapid.Custom(func(t *rapid.T) stay.ShortInput {
	start := day("2023-12-01")
	in := stay.ShortInput{Stays: []stay.Stay{}}
	at := start
	for range rapid.IntRange(0, 8).Draw(t, "stays") {
		at = at.AddDays(rapid.OneOf(rapid.IntRange(0, 30), rapid.IntRange(0, 200)).Draw(t, "away"))
		one := stay.Stay{Entry: at}
		at = at.AddDays(rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(0, 130)).Draw(t, "length"))
		one.Exit = ptr(at)
		if rapid.IntRange(0, 5).Draw(t, "exempt") == 0 {
			one.Counts = ptr(false)
		}
		in.Stays = append(in.Stays, one)
	}
	in.On = start.AddDays(rapid.IntRange(0, at.Sub(start)+250).Draw(t, "on"))
	if n := len(in.Stays); n > 0 && !in.Stays[n-1].Entry.After(in.On) && rapid.Bool().Draw(t, "open") {
		in.Stays[n-1].Exit = nil
	}
	if rapid.Bool().Draw(t, "plans a trip") {
		entry := start.AddDays(rapid.IntRange(0, 900).Draw(t, "trip"))
		in.Trip = &stay.Trip{Entry: entry, Exit: entry.AddDays(rapid.IntRange(0, 120).Draw(t, "trip days"))}
	}
	in.Stays = rapid.Permutation(in.Stays).Draw(t, "order")
	return in
})

// diary is the slow second opinion: a set of days as text, and a fresh look at 180 of them for every answer.
type diary struct{ present, exempt map[string]bool }

func write(in stay.ShortInput) diary {
	d := diary{map[string]bool{}, map[string]bool{}}
	for _, s := range in.Stays {
		into := d.present
		if s.Counts != nil && !*s.Counts {
			into = d.exempt
		}
		last := in.On
		if s.Exit != nil {
			last = *s.Exit
		}
		each(s.Entry, last, func(at time.Time) { into[at.Format(time.DateOnly)] = true })
	}
	for k := range d.present {
		delete(d.exempt, k)
	}
	return d
}

func each(from, to calendar.Date, see func(time.Time)) {
	last := instant(to)
	for at := instant(from); !at.After(last); at = at.AddDate(0, 0, 1) {
		see(at)
	}
}

func instant(d calendar.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
}

func (d diary) used(at time.Time) int {
	n := 0
	for back := range 180 {
		if d.present[at.AddDate(0, 0, -back).Format(time.DateOnly)] {
			n++
		}
	}
	return n
}

// run stays from a day on until a day is unlawful, in a diary of its own.
func (d diary) run(from time.Time) int {
	own := diary{map[string]bool{}, d.exempt}
	for k := range d.present {
		own.present[k] = true
	}
	for n := 0; ; n++ {
		at := from.AddDate(0, 0, n)
		k := at.Format(time.DateOnly)
		if d.exempt[k] {
			continue
		}
		own.present[k] = true
		if own.used(at) > 90 {
			return n
		}
	}
}

func TestShortAgreesWithADiary(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := anyShort.Draw(t, "in")
		got, err := stay.Short(in)
		if err != nil {
			t.Fatal(err)
		}
		d := write(in)
		if want := d.used(instant(in.On)); got.DaysUsed != want {
			t.Errorf("used %d, want %d", got.DaysUsed, want)
		}
		length := d.run(instant(in.On))
		until := ""
		if length > 0 {
			until = in.On.AddDays(length - 1).String()
		}
		if text(got.MayStayUntil) != until {
			t.Errorf("may stay until %q, want %q", text(got.MayStayUntil), until)
		}
		next := instant(in.On)
		for d.run(next) == 0 {
			next = next.AddDate(0, 0, 1)
		}
		if got.NextEntry != calendar.Of(next) || got.NextEntryDays != d.run(next) {
			t.Errorf("next entry %s for %d days, want %s for %d", got.NextEntry, got.NextEntryDays, calendar.Of(next), d.run(next))
		}
		checkOverstays(t, got, d)
		if in.Trip != nil {
			checkTrip(t, got.Trip, *in.Trip, d)
		}
	})
}

func checkOverstays(t *rapid.T, got stay.ShortResult, d diary) {
	over := map[string]bool{}
	for k := range d.present {
		if d.used(instant(day(k))) > 90 {
			over[k] = true
		}
	}
	if got.Excess != len(over) {
		t.Errorf("excess %d, want %d", got.Excess, len(over))
	}
	sum := 0
	for i, o := range got.Overstays {
		sum += o.Days
		each(o.From, o.To, func(at time.Time) {
			if !over[at.Format(time.DateOnly)] {
				t.Errorf("%s is in the run %v and lawful", at.Format(time.DateOnly), o)
			}
		})
		if o.Days != o.To.Sub(o.From)+1 {
			t.Errorf("the run %v has %d days", o, o.Days)
		}
		if i > 0 && o.From.Sub(got.Overstays[i-1].To) < 2 {
			t.Errorf("the run %v follows without a break", o)
		}
	}
	if sum != got.Excess {
		t.Errorf("the runs hold %d days of %d", sum, got.Excess)
	}
}

func checkTrip(t *rapid.T, got *stay.TripResult, trip stay.Trip, d diary) {
	each(trip.Entry, trip.Exit, func(at time.Time) {
		if k := at.Format(time.DateOnly); !d.exempt[k] {
			d.present[k] = true
		}
	})
	highest, first := 0, ""
	each(trip.Entry, trip.Exit, func(at time.Time) {
		k := at.Format(time.DateOnly)
		if !d.present[k] {
			return
		}
		used := d.used(at)
		highest = max(highest, used)
		if used > 90 && first == "" {
			first = k
		}
	})
	if got.Highest != highest || text(got.FirstDayOver) != first || got.Allowed != (first == "") {
		t.Errorf("trip %+v, first day over %q; want highest %d, first %q", *got, text(got.FirstDayOver), highest, first)
	}
}

func TestShortSlides(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := anyShort.Draw(t, "in")
		got, err := stay.Short(in)
		if err != nil {
			t.Fatal(err)
		}
		// The whole question moved by some days has the whole answer moved by as many.
		by := rapid.IntRange(-3000, 3000).Draw(t, "by")
		move := func(d *calendar.Date) *calendar.Date {
			if d == nil {
				return nil
			}
			return ptr(d.AddDays(by))
		}
		moved := stay.ShortInput{On: in.On.AddDays(by)}
		for _, s := range in.Stays {
			moved.Stays = append(moved.Stays, stay.Stay{Entry: s.Entry.AddDays(by), Exit: move(s.Exit), Counts: s.Counts})
		}
		slid, err := stay.Short(moved)
		if err != nil {
			t.Fatal(err)
		}
		if slid.DaysUsed != got.DaysUsed || slid.Excess != got.Excess || text(slid.MayStayUntil) != text(move(got.MayStayUntil)) ||
			slid.NextEntry != got.NextEntry.AddDays(by) || slid.NextEntryDays != got.NextEntryDays {
			t.Errorf("moved by %d days: %+v, before %+v", by, slid, got)
		}
		// What the answer allows, it allows again when asked as a trip; and not a day more.
		in.Trip = &stay.Trip{Entry: got.NextEntry, Exit: got.NextEntry.AddDays(got.NextEntryDays - 1)}
		if again, err := stay.Short(in); err != nil || !again.Trip.Allowed {
			t.Errorf("the stay offered from %s for %d days is refused: %v", got.NextEntry, got.NextEntryDays, err)
		}
		in.Trip.Exit = in.Trip.Exit.AddDays(1)
		if again, err := stay.Short(in); err != nil || again.Trip.Allowed {
			t.Errorf("a day more than offered from %s is allowed: %v", got.NextEntry, err)
		}
	})
}

// dates makes any bytes into dates near one another, so that fuzzing finds stays and not only refusals.
func dates(raw []byte) []calendar.Date {
	list := []calendar.Date{}
	for i := 0; i+1 < len(raw); i += 2 {
		list = append(list, day("2020-01-01").AddDays(int(raw[i])<<4|int(raw[i+1])&15))
	}
	return list
}

func FuzzShort(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6}, 90, byte(0))
	f.Add([]byte{1, 0, 7, 0, 9, 0, 12, 1}, 200, byte(7))
	f.Add([]byte{}, 0, byte(1))
	f.Fuzz(func(t *testing.T, raw []byte, on int, kind byte) {
		in := stay.ShortInput{On: day("2020-01-01").AddDays(on % 100000)}
		ends := dates(raw)
		for i := 0; i+1 < len(ends); i += 2 {
			one := stay.Stay{Entry: ends[i], Exit: &ends[i+1]}
			if kind&1 != 0 && i == 0 {
				one.Counts = ptr(false)
			}
			if kind&2 != 0 && i+3 >= len(ends) {
				one.Exit = nil
			}
			in.Stays = append(in.Stays, one)
		}
		if kind&4 != 0 && len(ends) > 1 {
			in.Trip = &stay.Trip{Entry: ends[0], Exit: ends[len(ends)-1]}
		}
		got, err := stay.Short(in)
		if err != nil {
			if !errors.As(err, new(stay.Error)) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		if got.DaysUsed < 0 || got.DaysUsed > 180 || got.DaysLeft != max(0, 90-got.DaysUsed) || got.NextEntryDays < 1 ||
			got.NextEntry.Before(in.On) || (got.MayStayUntil != nil) != (got.NextEntry == in.On) || got.Overstays == nil {
			t.Errorf("%+v", got)
		}
	})
}
