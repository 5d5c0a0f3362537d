package jobs_test

import (
	"context"
	"slices"
	"testing"

	"sejur/internal/document"
	"sejur/internal/jobs"
	"sejur/internal/office"
	"sejur/internal/office/issuing"
	"sejur/internal/store"
)

// papers notes what it is asked, and fails as it is told.
type papers struct {
	asked []string
	err   error
}

func (p *papers) ask(what string) error {
	p.asked = append(p.asked, what)
	return p.err
}

func (p *papers) Sign(_ context.Context, id string) error  { return p.ask("sign " + id) }
func (p *papers) Print(_ context.Context, id string) error { return p.ask("print " + id) }
func (p *papers) PublishList(context.Context) error        { return p.ask("publish") }
func (p *papers) resume(context.Context) error             { return p.ask("resume") }
func (p *papers) compare(context.Context) (issuing.Reconciliation, error) {
	return issuing.Reconciliation{}, p.ask("compare")
}

func TestDocumentsAreHandedToWhoMakesThem(t *testing.T) {
	t.Parallel()
	s, c, p := sqlite(t), newClock(), new(papers)
	for i, kind := range []string{document.SignJob, document.PrintJob, issuing.PublishJob, "document.reconcile"} {
		ticket := office.Ticket{ID: office.NewID(), Kind: kind, Key: kind, Body: []byte(`{"document":"d1"}`), RunAt: noon.Add(-1), CreatedAt: noon}
		ticket.ID = ticket.ID[:len(ticket.ID)-1] + string(rune('0'+i))
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			err := tx.Queue().Enqueue(ctx, ticket)
			return err
		})
	}
	drain(t, runner(t, s, c, append(jobs.Documents(p, nil), jobs.Reconcile(p.resume, p.compare))...))
	for _, want := range []string{"sign d1", "print d1", "publish", "resume", "compare"} {
		if !slices.Contains(p.asked, want) {
			t.Errorf("nobody was asked to %s: %v", want, p.asked)
		}
	}
	if slices.Index(p.asked, "resume") > slices.Index(p.asked, "compare") {
		t.Errorf("compared before it was taken up: %v", p.asked)
	}
	if len(all(t, s, office.JobReady)) > 0 || len(all(t, s, office.JobFailed)) > 0 {
		t.Error("jobs are left")
	}
}

func TestWhileNothingCanBeSignedDocumentsWait(t *testing.T) {
	t.Parallel()
	s, c, p := sqlite(t), newClock(), &papers{err: errPlanted}
	ticket := office.Ticket{ID: office.NewID(), Kind: document.SignJob, Key: "k", Body: []byte(`{"document":"d1"}`), RunAt: noon, CreatedAt: noon}
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		err := tx.Queue().Enqueue(ctx, ticket)
		return err
	})
	shut := errPlanted
	r := runner(t, s, c, jobs.Documents(p, func(context.Context) error { return shut })...)
	for range 30 {
		drain(t, r)
		c.forward(2 * jobs.DefaultLease)
	}
	if got := find(t, s, ticket.ID); got.State != office.JobReady {
		t.Errorf("it is %s", got.State)
	}
	p.err, shut = nil, nil
	c.forward(2 * jobs.DefaultLease)
	drain(t, r)
	if got := find(t, s, ticket.ID); got.State != office.JobDone {
		t.Errorf("when signing goes on it is %s", got.State)
	}
}
