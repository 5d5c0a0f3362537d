package admin

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/office"
)

// JobList is a page of jobs in a state, with how many there are in each.
type JobList struct {
	Page[office.Ticket]
	Counts map[office.JobState]Count // of those that are done, nobody counts
}

// ListJobs lists jobs in a state, latest first. What they do is told by their kind; their bodies are left out.
func (d *Desk) ListJobs(ctx context.Context, by access.Actor, state office.JobState, before string) (JobList, error) {
	return see(ctx, d, by, access.RunOperations, func(ctx context.Context, tx Tx) (JobList, error) {
		rows, err := tx.Queue().List(ctx, state, before, PageSize+1)
		if err != nil {
			return JobList{}, err
		}
		for i := range rows {
			rows[i] = shown(rows[i])
		}
		counts, err := jobCounts(ctx, tx)
		return JobList{Page: paged(rows, func(t office.Ticket) string { return t.ID }), Counts: counts}, err
	})
}

// OpenJob shows one job, or is a fault of kind NotFound.
func (d *Desk) OpenJob(ctx context.Context, by access.Actor, id string) (office.Ticket, error) {
	return see(ctx, d, by, access.RunOperations, func(ctx context.Context, tx Tx) (office.Ticket, error) {
		t, err := tx.Queue().Find(ctx, id)
		return shown(t), err
	})
}

// shown is a job without what it is about.
func shown(t office.Ticket) office.Ticket {
	t.Body = nil
	t.Error = maskAll(t.Error)
	return t
}

func jobCounts(ctx context.Context, tx Tx) (map[office.JobState]Count, error) {
	counts, err := tx.Queue().Counts(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[office.JobState]Count, len(counts))
	for state, n := range counts {
		out[state] = Counted(n)
	}
	return out, nil
}

// RestartJob names a job.
type RestartJob struct {
	Slip `json:"-"`
	ID   string
}

// RestartJob makes a failed job ready again. Any other job is a fault of kind Conflict: somebody was faster, or it still runs.
func (d *Desk) RestartJob(ctx context.Context, by access.Actor, in RestartJob) (office.Ticket, error) {
	act := in.act(by, access.RunOperations, "admin.restart-job", in)
	out, err := office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (office.Ticket, error) {
		w.About("job", in.ID)
		before, err := tx.Queue().Find(ctx, in.ID)
		if err != nil {
			return office.Ticket{}, err
		}
		if err := tx.Queue().Restart(ctx, in.ID, w.Now); err != nil {
			return office.Ticket{}, err
		}
		w.Changed("state", string(before.State), string(office.JobReady))
		before.State, before.RunAt = office.JobReady, w.Now
		return shown(before), nil
	})
	if err == nil && d.cfg.House.Bell != nil {
		d.cfg.House.Bell()
	}
	return out, err
}
