package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sejur/internal/fault"
)

// layout writes an instant with fixed width, so that the texts of instants sort as the instants do.
const layout = "2006-01-02T15:04:05.000000Z"

// stamp writes an instant; the zero time is "".
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}

// instant reads what stamp wrote.
func instant(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("stored time: %w", err)
	}
	return t, nil
}

// times reads the instants of a row, and remembers the first that cannot be read.
type times struct{ err error }

func (t *times) at(s string) time.Time {
	out, err := instant(s)
	if err != nil && t.err == nil {
		t.err = err
	}
	return out
}

// lastID stands after every id: a list that begins with it begins with the latest.
const lastID = "~"

// beforeID is the id that a page of a list begins below.
func beforeID(id string) string {
	if id == "" {
		return lastID
	}
	return id
}

// maxRows bounds every list.
const maxRows = 1000

// limited keeps the length of a page within bounds. The queries take it as an int32.
func limited(n int) int32 {
	return int32(min(max(n, 1), maxRows))
}

// found turns the absence of a row into the fault that says so.
func found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "not-found")
	}
	return err
}

// one turns a write that touched no row into a conflict: somebody was faster, or the row is not in the state that was read.
func one(rows int64, err error) error {
	if err != nil {
		return err
	}
	if rows != 1 {
		return fault.New(fault.Conflict, "conflict")
	}
	return nil
}

// there turns a write that touched no row into the fault that there is nothing of the kind.
func there(rows int64, err error) error {
	if err != nil {
		return err
	}
	if rows != 1 {
		return fault.New(fault.NotFound, "not-found")
	}
	return nil
}

// each turns rows into what they mean.
func each[Row, T any](rows []Row, read func(Row) (T, error)) ([]T, error) {
	out := make([]T, 0, len(rows))
	for _, r := range rows {
		v, err := read(r)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// place is the n-th placeholder of a statement.
func place(n int) string { return "$" + strconv.Itoa(n) }

// maxCause bounds what is kept of an error.
const maxCause = 500

// clipped shortens the cause of a failure to what a person can read.
func clipped(cause string) string {
	if len(cause) <= maxCause {
		return cause
	}
	return strings.ToValidUTF8(cause[:maxCause], "") + "…"
}

// flag is how a yes or no is stored that an index begins with.
func flag(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}
