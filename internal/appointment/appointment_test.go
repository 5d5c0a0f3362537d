package appointment_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sejur/internal/appointment"
	"sejur/internal/calendar"
	"sejur/internal/fault"
)

func TestTimesOfDayAreReadInWholeQuanta(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]struct {
		Clock appointment.Clock
		OK    bool
	}{
		"00:00": {0, true}, "08:30": {510, true}, "24:00": {1440, true}, "8:30": {}, "08:35": {515, false}, "08:3x": {}, "24:10": {1450, false},
		"25:00": {1500, false}, "08:60": {}, "": {}, "08-30": {}, "+8:30": {}, "-1:00": {},
	} {
		got, ok := appointment.ParseClock(s)
		if got != want.Clock || ok != want.OK {
			t.Errorf("%q is %d, %v; want %d, %v", s, got, ok, want.Clock, want.OK)
		}
	}
}

func TestATimeOfDayIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := appointment.Clock(rapid.IntRange(0, 144).Draw(t, "quanta") * appointment.Quantum)
		if got, ok := appointment.ParseClock(c.String()); !ok || got != c {
			t.Fatalf("%s is read as %s, %v", c, got, ok)
		}
	})
}

// keys are the fields and keys of what is wrong.
func keys(err error) []string {
	if err == nil {
		return nil
	}
	var out []string
	for _, f := range fault.All(err) {
		out = append(out, strings.TrimPrefix(f.Field+" "+f.Key, " "))
	}
	return out
}

func day(month time.Month, n int) calendar.Date { return calendar.On(2026, month, n) }

func mondays() appointment.Hours {
	return appointment.Hours{
		ID: "1", Service: "s", Weekday: time.Monday, Opens: 510, Closes: 810, From: day(time.January, 1), Until: day(time.June, 30), Active: true,
	}
}

func TestHoursThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(*appointment.Hours)
		want   []string
	}{
		"as they are":            {func(*appointment.Hours) {}, nil},
		"until further notice":   {func(h *appointment.Hours) { h.Until = calendar.Date{} }, nil},
		"one day":                {func(h *appointment.Hours) { h.Until = h.From }, nil},
		"end with the beginning": {func(h *appointment.Hours) { h.Closes = h.Opens }, []string{"closes appointment.ends-before-start"}},
		"valid for no day":       {func(h *appointment.Hours) { h.Until = h.From.AddDays(-1) }, []string{"until appointment.until-before-from"}},
		"no first day, no weekday": {func(h *appointment.Hours) { h.From, h.Weekday = calendar.Date{}, 7 },
			[]string{"weekday appointment.weekday", "from not-a-date"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := mondays()
			row.change(&h)
			if diff := cmp.Diff(row.want, keys(h.Check())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNoMinuteOfAServiceStandsTwice(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(*appointment.Hours)
		clash  bool
	}{
		"the same":                {func(*appointment.Hours) {}, true},
		"one quantum is shared":   {func(h *appointment.Hours) { h.Opens, h.Closes = 800, 900 }, true},
		"one follows the other":   {func(h *appointment.Hours) { h.Opens, h.Closes = 810, 900 }, false},
		"another weekday":         {func(h *appointment.Hours) { h.Weekday = time.Tuesday }, false},
		"another service":         {func(h *appointment.Hours) { h.Service = "z" }, false},
		"from the day after":      {func(h *appointment.Hours) { h.From, h.Until = day(time.July, 1), calendar.Date{} }, false},
		"from the last day":       {func(h *appointment.Hours) { h.From, h.Until = day(time.June, 30), calendar.Date{} }, true},
		"until the day before":    {func(h *appointment.Hours) { h.From, h.Until = calendar.On(2025, 1, 1), calendar.On(2025, 12, 31) }, false},
		"not in use":              {func(h *appointment.Hours) { h.Active = false }, false},
		"itself, as it is edited": {func(h *appointment.Hours) { h.ID = "1" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := mondays()
			h.ID = "2"
			row.change(&h)
			if got := h.Among([]appointment.Hours{mondays()}) != nil; got != row.clash {
				t.Errorf("clash %v, want %v", got, row.clash)
			}
		})
	}
}

// Hours clash exactly when there is a minute of a day on which both hold.
func TestHoursClashOverAMinuteTheyShare(t *testing.T) {
	t.Parallel()
	hours := rapid.Custom(func(t *rapid.T) appointment.Hours {
		h := appointment.Hours{
			Service: "s", Weekday: time.Weekday(rapid.IntRange(1, 2).Draw(t, "weekday")), Active: true,
			Opens: appointment.Clock(rapid.IntRange(0, 4).Draw(t, "opens") * 10), From: day(1, 1).AddDays(rapid.IntRange(0, 20).Draw(t, "from")),
		}
		h.Closes = h.Opens + appointment.Clock(rapid.IntRange(1, 3).Draw(t, "long")*10)
		if rapid.Bool().Draw(t, "ends") {
			h.Until = h.From.AddDays(rapid.IntRange(0, 20).Draw(t, "days"))
		}
		return h
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := hours.Draw(t, "a"), hours.Draw(t, "b")
		a.ID, b.ID = "a", "b"
		shared := false
		for i := range 60 {
			d := day(1, 1).AddDays(i)
			shared = shared || a.On(d) && b.On(d) && a.Opens < b.Closes && b.Opens < a.Closes
		}
		clash := a.Among([]appointment.Hours{b}) != nil
		// Spans may share days of which none is that weekday: refusing those costs nobody anything.
		if shared && !clash {
			t.Fatalf("%+v and %+v share a minute", a, b)
		}
		if clash != (b.Among([]appointment.Hours{a}) != nil) {
			t.Fatal("the order decides")
		}
	})
}

func TestAPersonBelongsToOneService(t *testing.T) {
	t.Parallel()
	rest := appointment.Service{ID: "rest", Visit: appointment.Filing, Minutes: 20, Active: true}
	permits := appointment.Service{ID: "permits", Visit: appointment.Filing, Procedures: []string{"a", "b"}, Minutes: 30, Active: true}
	for name, row := range map[string]struct {
		s    appointment.Service
		want []string
	}{
		"another that stands for the rest": {appointment.Service{Visit: appointment.Filing, Active: true}, []string{"procedures appointment.service-twice"}},
		"a procedure that has a service":   {appointment.Service{Visit: appointment.Filing, Procedures: []string{"b", "c"}, Active: true}, []string{"procedures appointment.procedure-twice"}},
		"a procedure without one":          {appointment.Service{Visit: appointment.Filing, Procedures: []string{"c"}, Active: true}, nil},
		"another kind of visit":            {appointment.Service{Visit: appointment.Collection, Active: true}, nil},
		"not in use":                       {appointment.Service{Visit: appointment.Filing}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(row.want, keys(row.s.Among([]appointment.Service{rest, permits}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAServiceByItself(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		s    appointment.Service
		want []string
	}{
		"whole":            {appointment.Service{Visit: appointment.Filing, Minutes: 240}, nil},
		"half quanta":      {appointment.Service{Visit: appointment.Filing, Minutes: 25}, []string{"minutes appointment.minutes"}},
		"too long":         {appointment.Service{Visit: appointment.Filing, Minutes: 250}, []string{"minutes appointment.minutes"}},
		"unknown, no time": {appointment.Service{Visit: "tea"}, []string{"visit appointment.visit", "minutes appointment.minutes"}},
		"a long note":      {appointment.Service{Visit: appointment.Filing, Minutes: 10, Note: strings.Repeat("x", 301)}, []string{"note appointment.note"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(row.want, keys(row.s.Check())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestClosuresThatCannotBe(t *testing.T) {
	t.Parallel()
	from := day(time.December, 24)
	for name, row := range map[string]struct {
		c    appointment.Closure
		want []string
	}{
		"one day":             {appointment.Closure{From: from, Until: from, Reason: appointment.BridgeDay}, nil},
		"a year":              {appointment.Closure{From: from, Until: from.AddDays(365), Reason: appointment.Works}, nil},
		"more than a year":    {appointment.Closure{From: from, Until: from.AddDays(366), Reason: appointment.Works}, []string{"until appointment.closure-long"}},
		"backwards":           {appointment.Closure{From: from, Until: from.AddDays(-1), Reason: appointment.Works}, []string{"until appointment.until-before-from"}},
		"no days, no reason":  {appointment.Closure{}, []string{"from not-a-date", "reason appointment.reason"}},
		"another reason":      {appointment.Closure{From: from, Until: from, Reason: appointment.Other, Note: "a gas leak"}, nil},
		"another, not named":  {appointment.Closure{From: from, Until: from, Reason: appointment.Other}, []string{"note appointment.note-missing"}},
		"no last day, a note": {appointment.Closure{From: from, Reason: appointment.Works, Note: strings.Repeat("x", 301)}, []string{"until not-a-date", "note appointment.note"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(row.want, keys(row.c.Check())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheWeekOfAnOffice(t *testing.T) {
	t.Parallel()
	holidays, err := calendar.New([]calendar.Rule{{ID: "national-day", Month: 12, Day: 1, Names: map[string]string{"ro": "Ziua Națională", "en": "National Day"}, Act: "Law 53/2003"}}, 2026, 2026)
	if err != nil {
		t.Fatal(err)
	}
	afternoon := appointment.Hours{ID: "pm", Service: "s", Weekday: time.Monday, Opens: 840, Closes: 900, From: day(1, 1), Active: true}
	morning := appointment.Hours{ID: "am", Service: "s", Weekday: time.Monday, Opens: 510, Closes: 800, From: day(1, 1), Active: true}
	tuesday := appointment.Hours{ID: "tue", Service: "s", Weekday: time.Tuesday, Opens: 510, Closes: 800, From: day(1, 1), Active: true}
	later := appointment.Hours{ID: "wed", Service: "s", Weekday: time.Wednesday, Opens: 510, Closes: 800, From: day(12, 3), Active: true}
	thursday := appointment.Hours{ID: "thu", Service: "s", Weekday: time.Thursday, Opens: 510, Closes: 800, From: day(1, 1), Active: true}
	closed := appointment.Closure{ID: "c", From: day(12, 3), Until: day(12, 4), Active: true}
	taken := appointment.Closure{ID: "d", From: day(11, 30), Until: day(11, 30)}
	week := appointment.Week(day(11, 30), []appointment.Hours{afternoon, morning, tuesday, later, thursday}, []appointment.Closure{closed, taken}, holidays)
	got := make([]string, len(week))
	for i, d := range week {
		for _, h := range d.Open {
			got[i] += h.ID + " "
		}
		for _, h := range d.Holidays {
			got[i] += h.ID + " "
		}
		for _, c := range d.Closures {
			got[i] += c.ID + " "
		}
	}
	if diff := cmp.Diff([]string{"am pm ", "national-day ", "", "c ", "c ", "", ""}, got); diff != "" {
		t.Error(diff)
	}
	for i := range 7 {
		if got := appointment.MondayOf(day(11, 30).AddDays(i)); got != day(11, 30) {
			t.Errorf("the Monday of day %d is %s", i, got)
		}
	}
}
