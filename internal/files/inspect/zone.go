package inspect

import (
	"context"
	"errors"
	"fmt"

	"sejur/internal/application"
)

// ReadZone has the machine-readable zone read that stands on the picture of a passport's page, or on the first page of a PDF: a copy that Inspect had made. It
// returns the lines of one whose check digits are all right, and none when there is no such zone, the program that reads is missing, or the child fell or was
// killed at its limits. It waits for its turn, of which there is one, as long as ctx allows.
//
// An error means that nobody looked: fault Unavailable when no child could be started, the error of src, or that of ctx.
func (i *Inspector) ReadZone(ctx context.Context, src application.Source) ([]string, error) {
	select {
	case i.zones <- struct{}{}:
		defer func() { <-i.zones }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	file, err := src.Open()
	if err != nil {
		return nil, fmt.Errorf("open the picture to read: %w", err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	limited, cancel := context.WithTimeout(ctx, i.limits.Zone+patience)
	defer cancel()
	c, err := i.start(limited, file, "begin-zone")
	switch {
	case ctx.Err() != nil && err != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, away(err)
	}
	lines, answered := c.hearZone(i.limits)
	fell := c.stop(answered)
	switch {
	case c.sent.failed() != nil:
		return nil, fmt.Errorf("read the picture: %w", c.sent.failed())
	case answered == nil:
		return lines, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case !c.greeted && !errors.Is(answered, errAnswer):
		return nil, away(fmt.Errorf("the child did not begin: %w: %s", fell.err, fell.said))
	}
	return nil, nil
}

// hearZone reads the child's answer up to its end.
func (c *child) hearZone(l Limits) ([]string, error) {
	answer := newReading(c.stdout, l.Answer)
	if err := answer.greeting(); err != nil {
		return nil, err
	}
	c.greeted = true
	return answer.zone()
}
