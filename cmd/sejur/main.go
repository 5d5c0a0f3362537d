// Command sejur is the whole service in one program: the server of its pages and of its API, and the same answers on the command
// line.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(exitCode(err))
}

// The exit codes: 0 done, 1 refused or failed with a sentence that says why, 2 wrong usage.
const (
	codeDone = iota
	codeFailed
	codeUsage
)

// usageError is a command line that cannot be read.
type usageError struct{ err error }

func (e usageError) Error() string {
	return "sejur: " + e.err.Error() + "\nRun sejur --help, or --help after a command."
}

func (e usageError) Unwrap() error { return e.err }

func exitCode(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return codeDone
	case errors.As(err, &usage):
		return codeUsage
	}
	return codeFailed
}

// run reads the command line and does what it asks. It ends when the work is done or ctx is cancelled. Its error is one sentence
// or several lines for a person; a usageError when the command line itself is wrong.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	d := &desk{getenv: getenv, now: time.Now, stdin: stdin, stdout: stdout, stderr: stderr}
	shown := false // help or version: kong goes on after showing them
	parser, err := kong.New(&grammar{}, kong.Name("sejur"), kong.Description(description),
		kong.Writers(stdout, stderr), kong.Exit(func(int) { shown = true }), kong.Vars{"version": version()},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Bind(d), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return fmt.Errorf("build the command line: %w", err)
	}
	parsed, err := parser.Parse(args)
	if shown {
		return nil
	}
	if err != nil {
		return usageError{err}
	}
	return parsed.Run()
}
