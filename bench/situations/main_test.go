package main

import (
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
)

func TestRunWritesDifferentSituations(t *testing.T) {
	t.Parallel()
	law := fstest.MapFS{"personas/a.yaml": {Data: []byte(`
- who: Student
  on: 2026-11-20
  facts: {nationality: IN, age: 23, enrolled: true, scholarship: null, absences: [{from: 2024-01-01, to: 2024-02-01}, {from: 2026-03-01}], study_periods: []}
- who: Nobody
  facts: {}
`)}}
	var out strings.Builder
	err := run(law, &out, 43)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(out.String())
	seen := map[string]bool{}
	for _, line := range lines {
		if seen[line] {
			t.Errorf("%s stands twice", line)
		}
		seen[line] = true
	}
	path, query, _ := strings.Cut(lines[0], "?")
	if !strings.HasSuffix(path, "/plan") {
		t.Errorf("path %s, want a plan", path)
	}
	got, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"nationality": "IN", "age": "23", "enrolled": "true", "scholarship": "~", "absences": "2024-01-01..2024-02-01,2026-03-01..",
		"study_periods": "none", "on": "2026-11-20", "county": "AB",
	}
	for fact, value := range want {
		if got.Get(fact) != value {
			t.Errorf("%s is %q, want %q", fact, got.Get(fact), value)
		}
	}
}

func TestRunRefusesToPretendVariety(t *testing.T) {
	t.Parallel()
	law := fstest.MapFS{"personas/a.yaml": {Data: []byte("- {who: One, facts: {nationality: IN}}\n")}}
	err := run(law, &strings.Builder{}, 1000)
	if err == nil {
		t.Error("one persona makes a thousand situations")
	}
}
