package main

import (
	"context"
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sejur": main})
}

// TestScripts runs the program as people and programs do. Each script is one command, in good days and bad.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"junk": junk, "exits": exits, "works": works, "spoil": spoilScript, "draw": drawSeal},
	})
}

// exits runs a program that must end with a code: exits CODE PROGRAM ARG…
func exits(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG...")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	}
	if got := strconv.Itoa(code); got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// junk writes a file of one megabyte that is no JSON.
func junk(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: junk FILE")
	}
	ts.Check(writeFile(ts.MkAbs(args[0]), strings.Repeat("junk", 1<<18)))
}

// works serves a data folder for a moment, in which so many things happen that stand in the record: works DATA HEADS N
func works(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: works DATA HEADS N")
	}
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	i := installation{data: ts.MkAbs(args[0]), heads: ts.MkAbs(args[1])}
	ts.Check(i.work(context.Background(), n))
}

// spoilScript changes a SQLite file behind the program's back: spoil FILE STATEMENT
func spoilScript(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: spoil FILE STATEMENT")
	}
	ts.Check(spoil(context.Background(), ts.MkAbs(args[0]), args[1]))
}
