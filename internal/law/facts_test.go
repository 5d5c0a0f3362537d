package law_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/fault"
	"sejur/internal/law"
)

const askedOn = "2026-11-20"

// said is a fault as "field: key".
func said(faults fault.List) []string {
	var out []string
	for _, f := range faults {
		out = append(out, f.Field+": "+f.Key)
	}
	return out
}

func TestReadFactsRefuses(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	many := strings.TrimSuffix(strings.Repeat("2020-01-01..2020-01-01,", 61), ",")
	for _, row := range []struct {
		name, id string
		values   []string
		want     string
	}{
		{"two answers", "aim", []string{"live", "visit"}, "aim: fact.twice"},
		{"a name that nobody knows", "shoe_size_of_the_dog", []string{"42"}, "shoe_size_of_the_dog: fact.unknown"},
		{"a name that is nearly right", "nationalty", []string{"IN"}, "nationalty: fact.unknown-near"},
		{"a derived fact", "nationality_group", []string{"eu"}, "nationality_group: fact.derived"},
		{"not knowing a derived fact", "nationality_group", []string{"~"}, "nationality_group: fact.derived"},
		{"a state that does not exist", "nationality", []string{"XX"}, "nationality: fact.country"},
		{"a state in small letters", "nationality", []string{"in"}, "nationality: fact.country"},
		{"a county that does not exist", "county", []string{"XX"}, "county: fact.county"},
		{"an option that does not exist", "aim", []string{"fly"}, "aim: fact.choice"},
		{"neither yes nor no", "scholarship", []string{"maybe"}, "scholarship: fact.yes-no"},
		{"yes in capitals", "scholarship", []string{"TRUE"}, "scholarship: fact.yes-no"},
		{"a number in words", "age", []string{"twenty"}, "age: fact.number"},
		{"a number with a fraction", "age", []string{"20.5"}, "age: fact.number"},
		{"a number that does not fit", "age", []string{"99999999999999999999"}, "age: fact.number"},
		{"a number below the least", "age", []string{"-1"}, "age: fact.number-range"},
		{"a number above the most", "age", []string{"121"}, "age: fact.number-range"},
		{"a date in another order", "title_expires", []string{"31.12.2026"}, "title_expires: fact.date-format"},
		{"a date with a time", "title_expires", []string{"2026-12-31T00:00"}, "title_expires: fact.date-format"},
		{"a date that is not in the calendar", "title_expires", []string{"2026-02-30"}, "title_expires: fact.date-none"},
		{"a date too far away", "title_expires", []string{"9999-12-31"}, "title_expires: fact.date-none"},
		{"a birth tomorrow", "birth_date", []string{"2026-11-21"}, "birth_date: fact.date-future"},
		{"a period without dots", "stays", []string{"2026-01-01"}, "stays: fact.periods-format"},
		{"a period without a first day", "stays", []string{"..2026-01-01"}, "stays: fact.date-format"},
		{"a period whose last day does not exist", "stays", []string{"2026-01-01..2026-02-30"}, "stays: fact.date-none"},
		{"a period that ends before it begins", "stays", []string{"2026-01-02..2026-01-01"}, "stays: fact.period-order"},
		{"periods that share two days", "stays", []string{"2026-01-01..2026-01-05,2026-01-04..2026-01-09"}, "stays: fact.periods-overlap"},
		{"a period after one that goes on", "stays", []string{"2026-01-01..,2026-02-01.."}, "stays: fact.periods-overlap"},
		{"a list with a hole", "stays", []string{"2026-01-01..2026-01-05,,"}, "stays: fact.periods-format"},
		{"too many periods", "stays", []string{many}, "stays: fact.periods-many"},
		{"a value without end", "stays", []string{strings.Repeat("2", 4097)}, "stays: fact.too-long"},
		{"a word without end", "aim", []string{strings.Repeat("live", 2000)}, "aim: fact.too-long"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			facts, faults := l.ReadFacts(map[string][]string{row.id: row.values, "purpose": {"study"}}, day(t, askedOn))
			if diff := cmp.Diff([]string{row.want}, said(faults)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([][2]string{{"purpose", "study"}}, facts.Pairs()); diff != "" {
				t.Errorf("what was right is not kept (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadFactsJSONRefuses(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, row := range []struct{ name, in, want string }{
		{"a name that nobody knows", `{"shoe_size_of_the_dog": 42}`, "shoe_size_of_the_dog: fact.unknown"},
		{"a name that is nearly right", `{"scolarship": true}`, "scolarship: fact.unknown-near"},
		{"null for a name that nobody knows", `{"shoe_size_of_the_dog": null}`, "shoe_size_of_the_dog: fact.unknown"},
		{"a derived fact", `{"nationality_group": "eu"}`, "nationality_group: fact.derived"},
		{"a number as a word", `{"age": "20"}`, "age: fact.number"},
		{"a number with a fraction", `{"age": 20.5}`, "age: fact.number"},
		{"a number without end", `{"age": 1e300}`, "age: fact.number"},
		{"a negative number", `{"age": -1}`, "age: fact.number-range"},
		{"a truth as a number", `{"scholarship": 1}`, "scholarship: fact.yes-no"},
		{"a state as a list", `{"nationality": ["IN"]}`, "nationality: fact.country"},
		{"a county as a truth", `{"county": true}`, "county: fact.county"},
		{"a choice as a number", `{"aim": 3}`, "aim: fact.choice-kind"},
		{"a choice as an object", `{"aim": {"id": "live"}}`, "aim: fact.choice-kind"},
		{"an empty word", `{"aim": ""}`, "aim: fact.choice-kind"},
		{"the word for not knowing", `{"aim": "~"}`, "aim: fact.choice-kind"},
		{"a date as a number", `{"title_expires": 20261231}`, "title_expires: fact.date-format"},
		{"a date that is not in the calendar", `{"title_expires": "2026-02-30"}`, "title_expires: fact.date-none"},
		{"periods as a word", `{"stays": "2026-01-01..2026-01-05"}`, "stays: fact.periods-format"},
		{"a period as a word", `{"stays": ["2026-01-01..2026-01-05"]}`, "stays: fact.periods-format"},
		{"a period without its first day", `{"stays": [{"to": "2026-01-05"}]}`, "stays: fact.periods-format"},
		{"a period with another word", `{"stays": [{"from": "2026-01-01", "until": "2026-01-05"}]}`, "stays: fact.periods-format"},
		{"a period with a number", `{"stays": [{"from": 2026, "to": null}]}`, "stays: fact.periods-format"},
		{"a period that ends on an empty word", `{"stays": [{"from": "2026-01-01", "to": ""}]}`, "stays: fact.periods-format"},
		{"two periods hidden in one", `{"stays": [{"from": "2020-01-01..2020-02-01,2026-01-01"}]}`, "stays: fact.periods-format"},
		{"two periods hidden in an end", `{"stays": [{"from": "2020-01-01", "to": "2020-02-01,2026-01-01.."}]}`, "stays: fact.periods-format"},
		{"a period that ends before it begins", `{"stays": [{"from": "2026-01-05", "to": "2026-01-01"}]}`, "stays: fact.period-order"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var in map[string]any
			if err := json.Unmarshal([]byte(row.in), &in); err != nil {
				t.Fatal(err)
			}
			facts, faults := l.ReadFactsJSON(in, day(t, askedOn))
			if diff := cmp.Diff([]string{row.want}, said(faults)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if pairs := facts.Pairs(); pairs != nil {
				t.Errorf("kept %v", pairs)
			}
		})
	}
}

func TestAnswersAreWrittenInOneWay(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, row := range []struct{ name, json, link, want string }{
		{"a number with a sign and zeros", `{"age": 7}`, "age=+007", "age=7"},
		{"yes", `{"scholarship": "yes"}`, "scholarship=yes", "scholarship=true"},
		{"no", `{"scholarship": false}`, "scholarship=no", "scholarship=false"},
		{"not known", `{"title_expires": null}`, "title_expires=~", "title_expires=~"},
		{"a birth on the day itself", `{"birth_date": "2026-11-20"}`, "birth_date=2026-11-20", "birth_date=2026-11-20"},
		{"no periods", `{"stays": []}`, "stays=none", "stays=none"},
		{"periods out of order", `{"stays": [{"from": "2026-03-01"}, {"from": "2026-01-01", "to": "2026-02-01"}]}`, "stays=2026-03-01..,2026-01-01..2026-02-01", "stays=2026-01-01..2026-02-01,2026-03-01.."},
		{"a period whose end is null", `{"stays": [{"from": "2026-03-01", "to": null}]}`, "stays=2026-03-01..", "stays=2026-03-01.."},
		{"periods that share a day of travel", `{"stays": [{"from": "2026-01-01", "to": "2026-01-05"}, {"from": "2026-01-05", "to": "2026-01-09"}]}`, "stays=2026-01-01..2026-01-05,2026-01-05..2026-01-09", "stays=2026-01-01..2026-01-05,2026-01-05..2026-01-09"},
		{"in the order of asking", `{"county": "B", "aim": "live", "nationality": "IN"}`, "county=B aim=live nationality=IN", "nationality=IN aim=live county=B"},
		{"an empty answer is none", `{}`, "aim=", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			on := day(t, askedOn)
			var in map[string]any
			if err := json.Unmarshal([]byte(row.json), &in); err != nil {
				t.Fatal(err)
			}
			fromJSON, faults := l.ReadFactsJSON(in, on)
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			if got := line(fromJSON); got != row.want {
				t.Errorf("from JSON %q, want %q", got, row.want)
			}
			fromLink := situation(t, l, on, row.link)
			if got := line(fromLink); got != row.want {
				t.Errorf("from a link %q, want %q", got, row.want)
			}
			if got := line(situation(t, l, on, row.want)); got != row.want {
				t.Errorf("read again %q, want %q", got, row.want)
			}
		})
	}
}

// line is answers as the tests write them.
func line(f law.Facts) string {
	var parts []string
	for _, pair := range f.Pairs() {
		parts = append(parts, pair[0]+"="+pair[1])
	}
	return strings.Join(parts, " ")
}

func TestFaultsStandInTheOrderOfAsking(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	_, faults := l.ReadFacts(map[string][]string{"county": {"XX"}, "aim": {"fly"}, "zzz": {"1"}, "nationality": {"XX"}}, day(t, askedOn))
	want := []string{"nationality: fact.country", "aim: fact.choice", "county: fact.county", "zzz: fact.unknown"}
	if diff := cmp.Diff(want, said(faults)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestChangingAnAnswerLeavesTheOldOnesAlone(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	on := day(t, askedOn)
	before := situation(t, l, on, "nationality=IN aim=live")
	after, faults := before.With("aim", "visit", on)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	less := after.Without("nationality")
	for want, got := range map[string]law.Facts{
		"nationality=IN aim=live": before, "nationality=IN aim=visit": after, "aim=visit": less,
	} {
		if line(got) != want {
			t.Errorf("%q, want %q", line(got), want)
		}
	}
	if _, faults := before.With("aim", "fly", on); len(faults) != 1 {
		t.Errorf("a bad answer: %v", faults)
	}
	if v, ok := less.Value("nationality"); ok {
		t.Errorf("a dropped answer is %q", v)
	}
	if v, ok := after.Value("aim"); !ok || v != "visit" {
		t.Errorf("aim is %q", v)
	}
	if _, ok := (law.Facts{}).Value("aim"); ok {
		t.Error("no answers have one")
	}
}
