package law_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/law"
	"sejur/internal/locale"
)

// told writes differences one a line: "changed document student-permit means-proof: 1 -> 2".
func told(list []law.Difference) string {
	return strings.Join(ids(list, func(d law.Difference) string {
		line := strings.Join(strings.Fields(d.Change+" "+d.What+" "+d.Of+" "+d.ID), " ")
		if d.From+d.To != "" {
			line += ": " + d.From + " -> " + d.To
		}
		return line
	}), "\n")
}

// The third version of the student permit that changes one thing of each sort.
func TestWhatChanged(t *testing.T) {
	t.Parallel()
	third := "- from: 2025-01-01\n  rest: as-before\n"
	for _, row := range []struct{ name, version, want string }{
		{"nothing", "", ""},
		{
			"a clause ends, another has a new condition",
			"  applies:\n  - {id: third-country, if: nationality_group == \"third\", sources: [act]}\n" +
				"  - {id: aim, if: aim == \"live\", sources: [act]}\n  - {id: purpose, if: 'purpose == \"study\" && age < 99', sources: [act]}\n",
			"changed clause student-permit purpose\nended clause student-permit old-enough: ENDED",
		},
		{"another office", "  office: visits\n", "changed part student-permit office"},
		{"another way of filing loses the form", "  filing: counter\n", "changed part student-permit filing: TEXT\nended part student-permit form"},
		{"a shorter term to apply", "  apply: {of: title_expires, by: {before: 20, unit: calendar}, sources: [act]}\n", "changed part student-permit apply: TEXT"},
		{
			"a longer time to decide", "  processing: {n: 60, unit: calendar, starts: lodging, sources: [act]}\n",
			"changed part student-permit processing: 30+15 days from lodging -> 60 days from lodging",
		},
		{"nothing is said of the time to decide", "  processing: []\n", "ended part student-permit processing: 30+15 days from lodging -> "},
		{
			"a longer card", "  output: {document: permit-card, at_least: P1M, until: {of: studies_end, plus: 6, unit: months}, sources: [amendment]}\n",
			"changed part student-permit output",
		},
		{
			"more days to contest", "  contest: {where: court, n: 15, unit: calendar, regime: procedural, suspends: true, sources: [act]}\n",
			"changed part student-permit contest: 10 days, suspends -> 15 days, suspends",
		},
		{"no fee", "  fees: []\n", "ended fee student-permit card-fee: 20.00 EUR -> "},
		{"no ground", "  grounds: []\n", "ended ground student-permit no-means: ENDED"},
		{"no step", "  steps: []\n", "ended step student-permit bring-copies: ENDED"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			files := smallFiles(t)
			files[studentFile].Data = append(files[studentFile].Data, third+row.version...)
			l, err := load(files)
			if err != nil {
				t.Fatal(err)
			}
			got := told(l.Compare(day(t, "2024-12-31"), day(t, "2025-01-01"), locale.EN).Changes)
			if diff := cmp.Diff(lines(row.want), masked(lines(got), lines(row.want))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func lines(s string) []string { return strings.Split(s, "\n") }

// masked hides sentences of the law's texts: a line of the wish that ends in TEXT or ENDED says only which sentence changed.
func masked(got, want []string) []string {
	for i := range min(len(got), len(want)) {
		head, tail, _ := strings.Cut(want[i], ": ")
		if (tail == "TEXT" || tail == "ENDED") && strings.HasPrefix(got[i], head+": ") {
			got[i] = want[i]
		}
	}
	return got
}

func TestWhatChangedOutsideProcedures(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, row := range []struct{ name, from, to, want string }{
		{"one day", "2024-06-01", "2024-06-01", ""},
		{"a procedure ends", "2026-06-30", "2026-07-01", "ended procedure visit-extension"},
		{"a state's row becomes doubtful", "2023-12-31", "2024-01-01", "country XK visa"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := told(l.Compare(day(t, row.from), day(t, row.to), locale.EN).Changes)
			if row.want == "" && got != "" || !strings.Contains(got, row.want) {
				t.Errorf("got\n%s\nwant %q in it", got, row.want)
			}
		})
	}
}

// On no day that is not named does anything change, and on each day named something may.
func TestTheLawChangesOnItsDaysOnly(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	days := l.ChangeDays()
	if len(days) < 10 {
		t.Fatalf("only %d days of change", len(days))
	}
	for i, from := range days[:len(days)-1] {
		last := days[i+1].AddDays(-1)
		if got := told(l.Compare(from, last, locale.EN).Changes); got != "" {
			t.Errorf("between %s and %s, days on which nothing begins:\n%s", from, last, got)
		}
	}
}

func TestAHistoryIsWhatChangedDayByDay(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	on := day(t, askedOn)
	for _, info := range l.Procedures(locale.EN, on) {
		page, _ := l.Procedure(info.ID, locale.EN, on)
		for i, change := range page.History {
			if i == 0 {
				if len(change.Differences) > 0 {
					t.Errorf("%s begins with differences", info.ID)
				}
				continue
			}
			if len(change.Differences) == 0 {
				continue // a version that says the same in other words for its conditions
			}
			of := l.Compare(change.From.AddDays(-1), change.From, locale.EN).Changes
			var own []law.Difference
			for _, d := range of {
				if d.Of == info.ID && d.What != "country" {
					own = append(own, d)
				}
			}
			if diff := cmp.Diff(told(own), told(change.Differences)); diff != "" {
				t.Errorf("%s on %s:\n%s", info.ID, change.From, diff)
			}
			if before := page.History[i-1].Until; before == nil || *before != change.From.AddDays(-1) {
				t.Errorf("%s: the time before %s does not end on the day before", info.ID, change.From)
			}
		}
	}
}
