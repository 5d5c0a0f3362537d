// Package inspect has the files of strangers opened by a child process, and reads what it answers.
//
// The server parses nothing that a stranger sent. It starts `sejur parse`, streams the file into it and reads records of a bounded size: the
// clean copy, the pictures of the pages, the findings. The child has no environment, no network, no files but the programs of the system, and
// limits of time and memory (package parse says how); it is killed with all that it started. Whatever becomes of it, the server goes on.
package inspect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"sejur/internal/application"
	"sejur/internal/fault"
)

// Away is the key of the fault when no child can be started.
const Away = "upload.inspector-away" //locale:uses error.upload.inspector-away

// Config says how files are opened. Its zero value is that of the office.
type Config struct {
	Command []string // the program that opens one file, to which the step and the limits are added; default: this one, with the argument "parse"
	Turns   int      // files opened at once, default 2: each may take Limits.Memory twice
	Limits  Limits   // default DefaultLimits
}

// Inspector has files opened. It is safe for use by many at once.
type Inspector struct {
	command []string
	limits  Limits
	turns   chan struct{}
	zones   chan struct{} // the turn of reading a zone: nobody who waits for a verdict waits for it
}

// usualTurns are as many as jobs look into files at once.
const usualTurns = 2

// New makes an inspector.
func New(c Config) *Inspector {
	if len(c.Command) == 0 {
		// Not the path of the program: it may have been replaced since this one was started.
		c.Command = []string{"/proc/self/exe", "parse"}
	}
	if c.Limits == (Limits{}) {
		c.Limits = DefaultLimits()
	}
	return &Inspector{command: c.Command, limits: c.Limits, turns: make(chan struct{}, cmp.Or(c.Turns, usualTurns)), zones: make(chan struct{}, 1)}
}

// Inspect opens a file in a child and hands each piece that the child makes out of it to keep, one after the other. It waits for its turn as
// long as ctx allows.
//
// A file that is refused, whatever the reason (also one at which the child fell or was killed), is no error: Findings.Refused says why. An error means that
// the file was not judged: fault Unavailable when no child could be started, the error of src or of keep, or that of ctx. What was kept
// counts only when there is neither an error nor a refusal.
func (i *Inspector) Inspect(ctx context.Context, src application.Source, keep func(context.Context, application.Piece) error) (application.Findings, error) {
	switch {
	case src.Size == 0:
		return application.Findings{Refused: Empty}, nil
	case src.Size > i.limits.Bytes:
		return application.Findings{Refused: Large}, nil
	}
	select {
	case i.turns <- struct{}{}:
		defer func() { <-i.turns }()
	case <-ctx.Done():
		return application.Findings{}, ctx.Err()
	}
	file, err := src.Open()
	if err != nil {
		return application.Findings{}, fmt.Errorf("open the file to inspect: %w", err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	limited, cancel := context.WithTimeout(ctx, i.limits.Time)
	defer cancel()
	c, err := i.start(limited, file, "begin")
	switch {
	case ctx.Err() != nil && err != nil:
		return application.Findings{}, ctx.Err()
	case err != nil:
		return application.Findings{}, away(err)
	}
	found, answered := c.hear(limited, i.limits, keep)
	fell := c.stop(answered)
	switch {
	case c.sent.failed() != nil: // what the child then said is about half a file
		return application.Findings{}, fmt.Errorf("read the file to inspect: %w", c.sent.failed())
	case answered == nil:
		return found, nil
	case ctx.Err() != nil:
		return application.Findings{}, ctx.Err()
	}
	var refused keepError
	if errors.As(answered, &refused) {
		return application.Findings{}, refused.error
	}
	if !c.greeted {
		return application.Findings{}, away(fmt.Errorf("the child did not begin: %w: %s", fell.err, fell.said))
	}
	return application.Findings{Refused: fell.why(limited)}, nil
}

func away(cause error) error {
	return &fault.Error{Kind: fault.Unavailable, Key: Away, Cause: cause}
}

// keepError is what keep said: it is the caller's, and no fault of the file.
type keepError struct{ error }

// hear reads the child's answer up to its end.
func (c *child) hear(ctx context.Context, l Limits, keep func(context.Context, application.Piece) error) (application.Findings, error) {
	answer := newReading(c.stdout, l.Answer)
	if err := answer.greeting(); err != nil {
		return application.Findings{}, err
	}
	c.greeted = true
	for {
		piece, ok, err := answer.part(l)
		if err != nil {
			return application.Findings{}, err
		}
		if !ok {
			break
		}
		watched := &watchedReader{r: piece.Data}
		piece.Data = watched
		if err := keep(ctx, piece); err != nil {
			if watched.err != nil {
				return application.Findings{}, watched.err // it is the child that broke off
			}
			return application.Findings{}, keepError{err}
		}
	}
	found, err := answer.findings(l)
	if err != nil {
		return found, err
	}
	return found, answer.end()
}

// watchedReader remembers how reading failed.
type watchedReader struct {
	r   io.Reader
	err error
}

// Read reads on.
func (w *watchedReader) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}
