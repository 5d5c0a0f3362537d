// Command tally reads what `go test -json` prints, tells a person the little they need (one line a package, the whole
// output of whatever failed) and appends its two counts to a file, so that a run of several steps can end with one sum.
//
//	go test -json ./... | tally -counts build/test/counts
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// errFailed says that at least one test failed; everything about it has been printed already.
var errFailed = errors.New("tests failed")

func main() {
	counts := flag.String("counts", "", "file to which a line `PASSED FAILED` is appended")
	flag.Parse()
	err := run(os.Stdin, os.Stdout, *counts)
	if err != nil {
		if !errors.Is(err, errFailed) {
			fmt.Fprintln(os.Stderr, "tally:", err)
		}
		os.Exit(1)
	}
}

// run reads events until in ends, tells them on out and appends the counts to the named file ("" = nowhere).
func run(in io.Reader, out io.Writer, counts string) error {
	t := newTally(out)
	err := t.read(in)
	if err != nil {
		return fmt.Errorf("read test events: %w", err)
	}
	if counts != "" {
		err = appendCounts(counts, t.passed, t.failed)
		if err != nil {
			return err
		}
	}
	if t.failed > 0 {
		return errFailed
	}
	return nil
}

func appendCounts(path string, passed, failed int) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open the counts: %w", err)
	}
	_, err = fmt.Fprintf(f, "%d %d\n", passed, failed)
	if err != nil {
		_ = f.Close() // the write's error says more
		return fmt.Errorf("write the counts: %w", err)
	}
	err = f.Close()
	if err != nil {
		return fmt.Errorf("close the counts: %w", err)
	}
	return nil
}

// event is one line of `go test -json` (see `go doc test2json`); build lines carry ImportPath instead of Package.
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Elapsed    float64
	Output     string
}

// tally counts tests, subtests included, and keeps the output of those still running.
type tally struct {
	out            io.Writer
	passed, failed int
	output         map[string][]string // by package and test
	failedIn       map[string]int      // tests that failed, by package
}

func newTally(out io.Writer) *tally {
	return &tally{out: out, output: map[string][]string{}, failedIn: map[string]int{}}
}

func (t *tally) read(in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20) // one failed comparison of a whole page is one line
	for lines.Scan() {
		var e event
		err := json.Unmarshal(lines.Bytes(), &e)
		if err != nil {
			t.tell("%s\n", lines.Text()) // a line of the go command itself
			continue
		}
		t.take(e)
	}
	return lines.Err()
}

func (t *tally) take(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		t.tell("%s", e.Output)
	case "output":
		if !noise(e.Output) {
			t.output[key] = append(t.output[key], e.Output)
		}
	case "pass", "skip":
		delete(t.output, key)
		switch {
		case e.Test == "" && e.Action == "pass":
			t.tell("ok    %s  %.1fs\n", e.Package, e.Elapsed)
		case e.Test != "" && e.Action == "pass":
			t.passed++
		}
	case "fail":
		t.fail(e, key)
	}
}

// noise reports whether a line says only that a test began, waited or went on, or repeats that its package failed.
func noise(line string) bool {
	return strings.HasPrefix(line, "=== ") || line == "FAIL\n" || strings.HasPrefix(line, "FAIL\t")
}

// fail tells a failed test, or a package that failed without one: it did not build, or it stopped halfway.
func (t *tally) fail(e event, key string) {
	if e.Test != "" || t.failedIn[e.Package] == 0 {
		t.failed++
	}
	t.failedIn[e.Package]++
	t.tell("%s", strings.Join(t.output[key], ""))
	delete(t.output, key)
	if e.Test == "" {
		t.tell("FAIL  %s  %.1fs\n", e.Package, e.Elapsed)
	}
}

// tell writes to the person; when that fails the exit code and the counts still speak.
func (t *tally) tell(format string, args ...any) {
	_, _ = fmt.Fprintf(t.out, format, args...)
}
