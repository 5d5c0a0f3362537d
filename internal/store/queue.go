package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"sejur/internal/office"
	"sejur/internal/store/query"
)

// Queue is the port of jobs.
func (t *Tx) Queue() office.Queue { return queue{t} }

type queue struct{ *Tx }

// Enqueue stores all of them with one statement.
func (q queue) Enqueue(ctx context.Context, all ...office.Ticket) error {
	if len(all) == 0 {
		return nil
	}
	var jobs rows
	for _, t := range all {
		key := t.Key
		if key == "" {
			key = t.ID // a job without a key is like no other
		}
		jobs.add(t.ID, t.Kind, key, string(t.Body), string(office.JobReady), stamp(t.RunAt), 0, 0, "", "", stamp(t.CreatedAt), "")
	}
	add := "INSERT INTO job (" + jobColumns + ") VALUES " + jobs.text.String() + " ON CONFLICT (unique_key) DO NOTHING"
	_, err := q.ask.ExecContext(ctx, add, jobs.values...)
	return err
}

const jobColumns = "id, kind, unique_key, body, state, run_at, tries, token, lease_until, error, created_at, ended_at"

// Claim takes those whose lease ended first: they have waited longest.
func (q queue) Claim(ctx context.Context, kinds []string, now, lease time.Time, limit int) ([]office.Ticket, error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	var out []office.Ticket
	for _, due := range []dueJobs{{"running", "lease_until"}, {"ready", "run_at"}} {
		if len(out) == limit {
			break
		}
		some, err := q.claim(ctx, due, kinds, now, lease, limit-len(out))
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// dueJobs are jobs in a state whose time has come.
type dueJobs struct{ state, column string }

func (q queue) claim(ctx context.Context, due dueJobs, kinds []string, now, lease time.Time, limit int) ([]office.Ticket, error) {
	args := []any{stamp(now), stamp(lease), limited(limit)}
	list := ""
	for _, k := range kinds {
		args = append(args, k)
		list += ", " + place(len(args))
	}
	// Every part is a constant or a placeholder.
	claim := `UPDATE job SET state = 'running', token = token + 1, tries = tries + 1, lease_until = $2
		WHERE id IN (SELECT j.id FROM job j WHERE j.state = '` + due.state + `' AND j.` + due.column + ` <= $1 AND j.kind IN (` + list[2:] + `)
		ORDER BY j.` + due.column + `, j.id LIMIT $3` + q.dialect.skipLocked() + `) RETURNING ` + jobColumns
	rows, err := q.tx.QueryContext(ctx, claim, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // read to the end below
	var out []office.Ticket
	for rows.Next() {
		var r query.Job
		err := rows.Scan(&r.ID, &r.Kind, &r.UniqueKey, &r.Body, &r.State, &r.RunAt, &r.Tries, &r.Token, &r.LeaseUntil, &r.Error,
			&r.CreatedAt, &r.EndedAt)
		if err != nil {
			return nil, err
		}
		t, err := ticket(r)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	// What is returned comes in no order of its own.
	slices.SortFunc(out, func(a, b office.Ticket) int {
		return cmp.Or(a.RunAt.Compare(b.RunAt), strings.Compare(a.ID, b.ID))
	})
	return out, rows.Err()
}

// ticket reads a stored job.
func ticket(r query.Job) (office.Ticket, error) {
	var ts times
	t := office.Ticket{
		ID: r.ID, Kind: r.Kind, Key: r.UniqueKey, Body: []byte(r.Body), State: office.JobState(r.State), RunAt: ts.at(r.RunAt),
		Tries: int(r.Tries), Token: r.Token, LeaseUntil: ts.at(r.LeaseUntil), Error: r.Error, CreatedAt: ts.at(r.CreatedAt),
		EndedAt: ts.at(r.EndedAt),
	}
	return t, ts.err
}

func (q queue) Finish(ctx context.Context, h office.Held, now time.Time) error {
	return one(q.q.FinishJob(ctx, query.FinishJobParams{Now: stamp(now), ID: h.ID, Token: h.Token}))
}

func (q queue) Holds(ctx context.Context, h office.Held, now time.Time) (bool, error) {
	n, err := q.q.HeldJob(ctx, query.HeldJobParams{ID: h.ID, Token: h.Token, Now: stamp(now)})
	return n == 1, err
}

func (q queue) GiveBack(ctx context.Context, h office.Held, cause string, now, again time.Time) error {
	state, runAt, ended := office.JobReady, stamp(again), ""
	if again.IsZero() {
		state, runAt, ended = office.JobFailed, stamp(now), stamp(now)
	}
	_, err := q.q.GiveBackJob(ctx, query.GiveBackJobParams{
		State: string(state), RunAt: runAt, EndedAt: ended, Error: clipped(cause), ID: h.ID, Token: h.Token,
	})
	return err
}

func (q queue) Restart(ctx context.Context, id string, now time.Time) error {
	return one(q.q.RestartJob(ctx, query.RestartJobParams{Now: stamp(now), ID: id}))
}

func (q queue) Forget(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := q.q.ForgetJobs(ctx, query.ForgetJobsParams{Before: stamp(before), MaxRows: limited(limit)})
	return int(n), err
}

func (q queue) Find(ctx context.Context, id string) (office.Ticket, error) {
	r, err := q.q.JobByID(ctx, id)
	if err != nil {
		return office.Ticket{}, found(err)
	}
	return ticket(r)
}

func (q queue) List(ctx context.Context, state office.JobState, before string, limit int) ([]office.Ticket, error) {
	rows, err := q.q.JobsByState(ctx, query.JobsByStateParams{State: string(state), Before: beforeID(before), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, ticket)
}

func (q queue) Counts(ctx context.Context) (map[office.JobState]int, error) {
	rows, err := q.q.CountJobs(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[office.JobState]int, len(rows))
	for _, r := range rows {
		out[office.JobState(r.State)] = int(r.N)
	}
	return out, nil
}
