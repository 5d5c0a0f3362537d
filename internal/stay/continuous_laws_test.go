package stay_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sejur/internal/calendar"
	"sejur/internal/stay"
)

// anyResidence draws a residence under titles that count in full, with gaps now and then, and absences.
func anyResidence(rule stay.Rule, reasons ...string) *rapid.Generator[stay.ContinuousInput] {
	return rapid.Custom(func(t *rapid.T) stay.ContinuousInput {
		start := day("2015-01-01").AddDays(rapid.IntRange(0, 1500).Draw(t, "start"))
		in := stay.ContinuousInput{Rule: rule}
		at := start
		for range rapid.IntRange(1, 4).Draw(t, "periods") {
			if rapid.IntRange(0, 5).Draw(t, "gap") == 0 {
				at = at.AddDays(rapid.IntRange(1, 60).Draw(t, "days without a title"))
			}
			p := stay.Period{Title: rapid.SampledFrom([]string{"work", "family"}).Draw(t, "title"), From: at}
			at = at.AddDays(rapid.IntRange(0, 2500).Draw(t, "length"))
			p.To = ptr(at)
			in.Periods = append(in.Periods, p)
			at = at.AddDays(rapid.IntRange(0, 1).Draw(t, "shares no day"))
		}
		in.On = start.AddDays(rapid.IntRange(0, at.Sub(start)+30).Draw(t, "on"))
		if rapid.Bool().Draw(t, "goes on") {
			in.Periods[len(in.Periods)-1].To = nil
		}
		out := start.AddDays(-100)
		for range rapid.IntRange(0, 5).Draw(t, "absences") {
			out = out.AddDays(rapid.OneOf(rapid.IntRange(0, 120), rapid.IntRange(0, 1200)).Draw(t, "here"))
			a := stay.Absence{Out: out, Reason: rapid.SampledFrom(append(reasons, "")).Draw(t, "reason")}
			out = out.AddDays(rapid.OneOf(rapid.IntRange(0, 100), rapid.IntRange(175, 190), rapid.IntRange(0, 900)).Draw(t, "away"))
			a.In = ptr(out)
			in.Absences = append(in.Absences, a)
		}
		if n := len(in.Absences); n > 0 && rapid.IntRange(0, 4).Draw(t, "not back") == 0 {
			in.Absences[n-1].In = nil
		}
		in.Periods = rapid.Permutation(in.Periods).Draw(t, "order")
		in.Absences = rapid.Permutation(in.Absences).Draw(t, "order of absences")
		return in
	})
}

// walk is the slow second opinion: it lives through the residence day by day.
type walk struct{ in stay.ContinuousInput }

// plusMonths is the term of months, told without the calendar's own arithmetic.
func plusMonths(at time.Time, n int) time.Time {
	first := time.Date(at.Year(), at.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(at.Day(), last)-1)
}

func thirtieths(out, in time.Time) int {
	n := 0
	for !plusMonths(out, n+1).After(in) {
		n++
	}
	return 30*n + int(in.Sub(plusMonths(out, n)).Hours()/24)
}

func clip(out, in, from, to time.Time) int {
	if out.Before(from) {
		out = from
	}
	if in.After(to) {
		in = to
	}
	if !out.Before(in) {
		return 0
	}
	return thirtieths(out, in)
}

func (w walk) held(at time.Time) bool {
	var last stay.Period
	for _, p := range w.in.Periods {
		if last.From.IsZero() || p.From.After(last.From) || p.From == last.From && (p.To == nil || last.To != nil && p.To.After(*last.To)) {
			last = p
		}
	}
	for _, p := range w.in.Periods {
		kept := p == last && (p.To == nil || !p.To.Before(w.in.On))
		if !instant(p.From).After(at) && (kept || p.To != nil && !instant(*p.To).Before(at)) {
			return true
		}
	}
	return false
}

// absence returns the absence that a day belongs to, the day of return included.
func (w walk) absence(at time.Time) (out, in time.Time, reason string, found bool) {
	for _, a := range w.in.Absences {
		out, in = instant(a.Out), time.Date(2400, 1, 1, 0, 0, 0, 0, time.UTC)
		if a.In != nil {
			in = instant(*a.In)
		}
		if out.Before(at) && !at.After(in) {
			return out, in, a.Reason, true
		}
	}
	return time.Time{}, time.Time{}, "", false
}

func (w walk) sum(from, to time.Time, leaveOut string) int {
	sum := 0
	for _, a := range w.in.Absences {
		in := to
		if a.In != nil {
			in = instant(*a.In)
		}
		if leaveOut == "" || a.Reason != leaveOut {
			sum += clip(instant(a.Out), in, from, to)
		}
	}
	return sum
}

// begin returns the first day of the stay that is unbroken on a day.
func (w walk) begin(on time.Time) (begin time.Time, unbroken bool) {
	var closed time.Time
	first := on
	for _, p := range w.in.Periods {
		if at := instant(p.From); at.Before(first) {
			first = at
		}
	}
	for at := first; !at.After(on); at = at.AddDate(0, 0, 1) {
		if !w.held(at) {
			unbroken, closed = false, time.Time{}
			continue
		}
		if out, in, reason, found := w.absence(at); found && unbroken && w.over(begin, out, at, reason) {
			unbroken, closed = false, in
		}
		if !unbroken && !at.Before(closed) {
			begin, unbroken = at, true
		}
	}
	return begin, unbroken
}

// over says that an absence has gone over a limit by the end of a day.
func (w walk) over(begin, out, at time.Time, reason string) bool {
	if out.Before(begin) {
		out = begin
	}
	if w.in.Rule != stay.EUPermanent {
		return at.After(plusMonths(out, 6))
	}
	if reason == stay.Military {
		return at.After(plusMonths(out, 24))
	}
	from := plusMonths(at, -12)
	if from.Before(begin) {
		from = begin
	}
	return w.sum(from, at, stay.Military) > 180
}

func (w walk) eligible(on time.Time) (eligible bool, counted int) {
	begin, unbroken := w.begin(on)
	if !unbroken {
		return false, 0
	}
	counted = int(on.Sub(begin).Hours() / 24)
	years := 5
	if w.in.Rule == stay.LongTermProtection {
		years = 4
	}
	if plusMonths(begin, 12*years).After(on) {
		return false, counted
	}
	for !plusMonths(begin.AddDate(0, 0, 1), 12*years).After(on) {
		begin = begin.AddDate(0, 0, 1)
	}
	return w.in.Rule == stay.EUPermanent || w.sum(begin, on, "") <= 300, counted
}

func TestContinuousAgreesWithAWalk(t *testing.T) {
	t.Parallel()
	for name, residence := range map[string]*rapid.Generator[stay.ContinuousInput]{
		"long-term":             anyResidence(stay.LongTerm, stay.Important),
		"long-term, protection": anyResidence(stay.LongTermProtection),
		"permanent":             anyResidence(stay.EUPermanent, stay.Military),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) { agree(t, residence.Draw(t, "in")) })
		})
	}
}

func agree(t *rapid.T, in stay.ContinuousInput) {
	got, err := stay.Continuous(in)
	if err != nil {
		t.Fatal(err)
	}
	w := walk{in}
	eligible, counted := w.eligible(instant(in.On))
	if got.Eligible != eligible || got.CountedDays != counted {
		t.Fatalf("eligible %v, counted %d; want %v, %d", got.Eligible, got.CountedDays, eligible, counted)
	}
	if from := got.EligibleFrom; from != nil {
		if ok, _ := w.eligible(instant(*from)); !ok {
			t.Errorf("not eligible on %s", from)
		}
		if ok, _ := w.eligible(instant(*from).AddDate(0, 0, -1)); ok && !got.Eligible && from.AddDays(-1).After(in.On) {
			t.Errorf("eligible on the day before %s", from)
		}
		if from.After(in.On) == got.Eligible {
			t.Errorf("eligible %v on %s from %s", got.Eligible, in.On, from)
		}
	}
	open := false
	for _, a := range in.Absences {
		open = open || a.In == nil
	}
	if got.Eligible || got.EligibleFrom == nil && open {
		return
	}
	until := in.On.AddYears(9)
	if got.EligibleFrom != nil {
		until = *got.EligibleFrom
	}
	later := in.On.AddDays(rapid.IntRange(0, until.Sub(in.On)-1).Draw(t, "later"))
	if ok, _ := w.eligible(instant(later)); ok {
		t.Errorf("eligible on %s already; the answer was %q", later, text(got.EligibleFrom))
	}
}

func TestStudyCountsHalf(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := day("2012-01-01").AddDays(rapid.IntRange(0, 1500).Draw(t, "from"))
		months := rapid.IntRange(0, 60).Draw(t, "months of study")
		changed := from.AddMonths(months).AddDays(rapid.IntRange(0, 27).Draw(t, "and days"))
		in := stay.ContinuousInput{
			Rule: stay.LongTerm, On: changed.AddDays(rapid.IntRange(0, 2000).Draw(t, "of work")),
			Periods: []stay.Period{{Title: "study", From: from, To: ptr(changed)}, {Title: "work", From: changed}},
		}
		got, err := stay.Continuous(in)
		if err != nil {
			t.Fatal(err)
		}
		worked, studied := in.On.Sub(changed), changed.Sub(from)
		if apart := 2*got.CountedDays - (2*worked + studied); apart < -10 || apart > 10 {
			t.Errorf("%d half days from %d of study and %d of work", 2*got.CountedDays, studied, worked)
		}
		// As many months of study as twice the months of work that are missing are exactly enough.
		even := changed.AddMonths(-2 * (months / 2))
		in.Periods[0].From = even
		in.On = changed.AddMonths(60 - months/2)
		got, err = stay.Continuous(in)
		if err != nil {
			t.Fatal(err)
		}
		if near := changed.Day() <= 28; near && (!got.Eligible || *got.EligibleFrom != in.On) {
			t.Errorf("from %s study, from %s work: eligible %v on %s", even, changed, got.Eligible, in.On)
		}
	})
}

func TestRenewingUnderTheSameTitleChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := anyResidence(stay.LongTerm).Draw(t, "in")
		whole, err := stay.Continuous(in)
		if err != nil {
			t.Fatal(err)
		}
		i := rapid.IntRange(0, len(in.Periods)-1).Draw(t, "renewed")
		p := in.Periods[i]
		last := in.On
		if p.To != nil {
			last = *p.To
		}
		if last.Sub(p.From) < 2 {
			return
		}
		cut := p.From.AddDays(rapid.IntRange(1, last.Sub(p.From)-1).Draw(t, "cut"))
		in.Periods[i].To = ptr(cut)
		in.Periods = append(in.Periods, stay.Period{Title: p.Title, From: cut.AddDays(1), To: p.To})
		parts, err := stay.Continuous(in)
		if err != nil {
			t.Fatal(err)
		}
		if parts.Eligible != whole.Eligible || parts.CountedDays != whole.CountedDays || text(parts.EligibleFrom) != text(whole.EligibleFrom) {
			t.Errorf("in parts %+v, whole %+v", parts, whole)
		}
	})
}

func FuzzContinuous(f *testing.F) {
	f.Add([]byte{1, 2, 130, 4}, []byte{50, 6, 60, 1}, 3000, byte(0))
	f.Add([]byte{1, 0, 70, 0, 71, 0, 120, 1}, []byte{}, 2000, byte(7))
	f.Add([]byte{}, []byte{}, 0, byte(1))
	f.Fuzz(func(t *testing.T, titles, away []byte, on int, kind byte) {
		rules := []stay.Rule{stay.LongTerm, stay.LongTermProtection, stay.EUPermanent, "other"}
		names := stay.Titles()
		in := stay.ContinuousInput{Rule: rules[kind&3], On: day("2020-01-01").AddDays(on % 100000)}
		ends := dates(titles)
		for i := 0; i+1 < len(ends); i += 2 {
			p := stay.Period{Title: names[(int(kind)+i)%len(names)], From: ends[i], To: &ends[i+1]}
			if kind&4 != 0 && i+3 >= len(ends) {
				p.To = nil
			}
			in.Periods = append(in.Periods, p)
		}
		outs := dates(away)
		for i := 0; i+1 < len(outs); i += 2 {
			a := stay.Absence{Out: outs[i], In: &outs[i+1]}
			if kind&8 != 0 {
				a.Reason = stay.Important
			}
			if kind&16 != 0 && i+3 >= len(outs) {
				a.In = nil
			}
			in.Absences = append(in.Absences, a)
		}
		got, err := stay.Continuous(in)
		if err != nil {
			if !errors.As(err, new(stay.Error)) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		from := got.EligibleFrom
		if len(got.Reasons) == 0 || got.CountedDays < 0 || got.Eligible && (got.CountedDays < got.Needed || from == nil || from.After(in.On)) ||
			!got.Eligible && from != nil && !from.After(in.On) {
			t.Errorf("%+v", got)
		}
		for _, r := range got.Reasons {
			if r.Days < 0 || !r.Date.IsZero() && r.Date.After(calendar.On(2400, 1, 1)) {
				t.Errorf("%+v", r)
			}
		}
	})
}
