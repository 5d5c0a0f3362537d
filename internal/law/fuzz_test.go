package law_test

import (
	"encoding/json"
	"net/url"
	"testing"
	"testing/fstest"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
)

func FuzzReadFacts(f *testing.F) {
	for _, seed := range []string{
		"", "nationality=IN&aim=live", "aim=live&aim=visit", "age=~", "age=-1", "stays=2026-01-01..2026-02-01,2026-03-01..", "stays=none",
		"title_expires=2026-02-30", "nationalty=IN", "nationality_group=eu", "scholarship=yes&county=B", "=x", "age=%00", "\xff=\xfe",
	} {
		f.Add(seed)
	}
	l := smallLaw(f)
	on := day(f, askedOn)
	f.Fuzz(func(t *testing.T, query string) {
		in, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		facts, faults := l.ReadFacts(in, on)
		for _, fault := range faults {
			if fault.Key == "" {
				t.Errorf("a fault without a key: %+v", fault)
			}
		}
		again := map[string][]string{}
		for _, pair := range facts.Pairs() {
			again[pair[0]] = []string{pair[1]}
		}
		back, faults := l.ReadFacts(again, on)
		if len(faults) > 0 || line(back) != line(facts) {
			t.Errorf("%q is read again as %q, %v", line(facts), line(back), faults)
		}
	})
}

func FuzzReadFactsJSON(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"nationality":"IN","aim":null}`, `{"age":20}`, `{"age":1e300}`, `{"stays":[{"from":"2026-01-01","to":null}]}`,
		`{"stays":[{"from":"2020-01-01..2020-02-01,2026-01-01"}]}`, `{"stays":[[]]}`, `{"scholarship":"yes"}`, `{"":null}`, `{"aim":"~"}`,
	} {
		f.Add(seed)
	}
	l := smallLaw(f)
	on := day(f, askedOn)
	f.Fuzz(func(t *testing.T, text string) {
		var in map[string]any
		if err := json.Unmarshal([]byte(text), &in); err != nil {
			return
		}
		facts, faults := l.ReadFactsJSON(in, on)
		if len(facts.Pairs())+len(faults) != len(in) {
			t.Errorf("%d answers, %d faults of %d names", len(facts.Pairs()), len(faults), len(in))
		}
		again := map[string][]string{}
		for _, pair := range facts.Pairs() {
			again[pair[0]] = []string{pair[1]}
		}
		if back, faults := l.ReadFacts(again, on); len(faults) > 0 || line(back) != line(facts) {
			t.Errorf("%q is read again as %q, %v", line(facts), line(back), faults)
		}
	})
}

// FuzzLoad writes something over a part of one file of the small law: whatever stands there, the law is refused or works.
func FuzzLoad(f *testing.F) {
	files := smallFiles(f)
	names := lawFiles(files)
	for i := range names {
		f.Add(i, 20, 4, "x")
		f.Add(i, 0, 0, "- ")
	}
	f.Add(0, 100, 30, "id: a, is: a")
	words, err := catalogue()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(_ *testing.T, file, at, length int, with string) {
		name := names[abs(file)%len(names)]
		was := files[name].Data
		start := abs(at) % (len(was) + 1)
		end := min(len(was), start+abs(length)%64)
		spoilt := fstest.MapFS{}
		for n, content := range files {
			spoilt[n] = content
		}
		spoilt[name] = &fstest.MapFile{Data: []byte(string(was[:start]) + with + string(was[end:]))}
		_, _ = law.Check(spoilt, words) // a fault is an answer; only a panic is not
	})
}

func lawFiles(files fstest.MapFS) []string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	return sorted(names)
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}

// FuzzPlan answers the real law's questions at random.
func FuzzPlan(f *testing.F) {
	for _, seed := range []string{"", "a", "nationality", "\x00\x01\x02\x03\x04\x05\x06\x07", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"} {
		f.Add([]byte(seed), 0)
	}
	l := realLaw(f)
	facts := answerable(l)
	f.Fuzz(func(t *testing.T, bytes []byte, shift int) {
		on := calendar.On(2026, 11, 20).AddDays(shift % 2000)
		in := map[string][]string{}
		for i := 0; i+1 < len(bytes); i += 2 {
			fact := facts[int(bytes[i])%len(facts)]
			values := fact.values(on)
			in[fact.ID] = []string{values[int(bytes[i+1])%len(values)]}
		}
		given, _ := l.ReadFacts(in, on) // what is refused is left out
		plan, err := l.Plan(law.Query{On: on, Lang: locale.EN, Facts: given})
		if err != nil {
			if !disagreement(err) {
				t.Fatalf("%s: %v", line(given), err)
			}
			return
		}
		checkPlan(t, l, given, plan)
	})
}
