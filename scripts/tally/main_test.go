package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunCountsEveryTestOnce(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		events string
		counts string
		fails  bool
	}{
		{"two tests pass", `
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p"}`, "2 0\n", false},
		{"a failed test does not count again as its package", `
{"Action":"output","Package":"p","Test":"TestA","Output":"got 1\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`, "0 1\n", true},
		{"a package that does not build is one failure", `
{"Action":"build-output","ImportPath":"p","Output":"undefined: x\n"}
{"Action":"build-fail","ImportPath":"p"}
{"Action":"fail","Package":"p","FailedBuild":"p"}`, "0 1\n", true},
		{"a skipped test and a package without tests count nothing", `
{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"skip","Package":"q"}`, "0 0\n", false},
		{"a line that is no event is passed on", "go: downloading x v1.0.0\n", "0 0\n", false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			counts := filepath.Join(t.TempDir(), "counts")
			var out strings.Builder
			err := run(strings.NewReader(strings.TrimPrefix(row.events, "\n")), &out, counts)
			if got := errors.Is(err, errFailed); got != row.fails {
				t.Errorf("failed = %v (%v), want %v", got, err, row.fails)
			}
			got, err := os.ReadFile(counts)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != row.counts {
				t.Errorf("counts %q, want %q\n%s", got, row.counts, out.String())
			}
		})
	}
}

func TestRunShowsTheOutputOfFailuresOnly(t *testing.T) {
	t.Parallel()
	const events = `{"Action":"output","Package":"p","Test":"TestGood","Output":"quiet\n"}
{"Action":"pass","Package":"p","Test":"TestGood"}
{"Action":"output","Package":"p","Test":"TestBad","Output":"=== RUN   quiet\n"}
{"Action":"output","Package":"p","Test":"TestBad","Output":"loud\n"}
{"Action":"fail","Package":"p","Test":"TestBad"}
`
	var out strings.Builder
	err := run(strings.NewReader(events), &out, "")
	if !errors.Is(err, errFailed) {
		t.Fatalf("err = %v, want %v", err, errFailed)
	}
	if strings.Contains(out.String(), "quiet") || !strings.Contains(out.String(), "loud") {
		t.Errorf("told %q, want the failed test's output alone", out.String())
	}
}
