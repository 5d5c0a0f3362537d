package office

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Job is work for later, or for outside the house. It may run twice and must then do its work once.
type Job struct {
	Kind string    // names who does it: "mail.send"
	Key  string    // of two jobs with one key, while the row of the first is kept, the second is not enqueued
	Body any       // stored as JSON
	At   time.Time // not before; zero = now
}

// Ticket is a job as it is stored.
type Ticket struct {
	ID, Kind, Key string
	Body          json.RawMessage
	State         JobState
	RunAt         time.Time // not before
	Tries         int       // begun so far
	Token         int64     // grows with every claim: an older one holds nothing
	LeaseUntil    time.Time // zero when nobody holds it
	Error         string    // of the last try
	CreatedAt     time.Time
	EndedAt       time.Time // zero while it has not ended
}

// Held is a job that somebody holds until the lease ends. The token tells an old holder from the new one.
type Held struct {
	ID    string
	Token int64
}

// JobState says where a job stands.
type JobState string

// The states.
const (
	JobReady   JobState = "ready"   // waits for its time and its turn
	JobRunning JobState = "running" // held; when the lease ends it may be claimed again
	JobDone    JobState = "done"
	JobFailed  JobState = "failed" // tried as often as it may be; a person decides
)

// Queue is the port of jobs.
type Queue interface {
	// Enqueue stores jobs, each unless one with its key is kept.
	Enqueue(ctx context.Context, all ...Ticket) error
	// Claim takes up to limit jobs of the kinds that are due, or whose lease has ended, oldest first, and holds them until lease.
	// No two callers get the same job.
	Claim(ctx context.Context, kinds []string, now, lease time.Time, limit int) ([]Ticket, error)
	// Finish ends a held job. A job that is no longer held is a fault of kind Conflict.
	Finish(ctx context.Context, h Held, now time.Time) error
	// Holds tells whether the job is still held.
	Holds(ctx context.Context, h Held, now time.Time) (bool, error)
	// GiveBack ends a try that failed: the job is tried again at the time, or has failed for good when again is zero. A job that is
	// no longer held stays as it is.
	GiveBack(ctx context.Context, h Held, cause string, now, again time.Time) error
	// Restart makes a failed job ready again. Any other job is a fault of kind Conflict.
	Restart(ctx context.Context, id string, now time.Time) error
	// Forget removes jobs that were done before the time, at most limit of them, and says how many.
	Forget(ctx context.Context, before time.Time, limit int) (int, error)
	// Find returns one job, or a fault of kind NotFound.
	Find(ctx context.Context, id string) (Ticket, error)
	// List returns jobs in a state, latest first, from before an id ("" = from the start).
	List(ctx context.Context, state JobState, before string, limit int) ([]Ticket, error)
	// Counts says how many jobs there are in each state.
	Counts(ctx context.Context) (map[JobState]int, error)
}

// enqueue stores jobs.
func enqueue(ctx context.Context, queue Queue, all []Job, now time.Time) error {
	tickets := make([]Ticket, len(all))
	for i, j := range all {
		body, err := json.Marshal(j.Body)
		if err != nil {
			return fmt.Errorf("job %s: %w", j.Kind, err)
		}
		at := j.At
		if at.IsZero() {
			at = now
		}
		tickets[i] = Ticket{ID: NewID(), Kind: j.Kind, Key: j.Key, Body: body, State: JobReady, RunAt: at, CreatedAt: now}
	}
	if err := queue.Enqueue(ctx, tickets...); err != nil {
		return fmt.Errorf("enqueue: %w", err)
	}
	return nil
}
