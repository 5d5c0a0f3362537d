package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sejur/internal/document"
	"sejur/internal/office"
	"sejur/internal/office/issuing"
)

// Papers makes what the office hands out: the desk of documents, or the way to the process that has the key. Done already, each of its verbs
// changes nothing.
type Papers interface {
	Sign(ctx context.Context, id string) error
	Print(ctx context.Context, id string) error
	PublishList(ctx context.Context) error
}

const (
	papersAtOnce = 4               // a PDF takes a hand for a while, and letters want to leave meanwhile
	paperLease   = 3 * time.Minute // drawing and signing by a slow token
	booksLease   = 30 * time.Minute
)

// Documents are the kinds that make documents. way tells whether anything can be signed now; nil = it always can.
func Documents(p Papers, way func(context.Context) error) []Kind {
	return []Kind{
		{Name: document.SignJob, Lease: paperLease, AtOnce: papersAtOnce, Way: way, Run: ofDocument(p.Sign)},
		{Name: document.PrintJob, Lease: paperLease, AtOnce: papersAtOnce, Way: way, Run: ofDocument(p.Print)},
		{
			Name: issuing.PublishJob, Slots: Slots{Every: 24 * time.Hour, After: beforeFive}, Lease: paperLease, AtOnce: 1, Way: way,
			Run: func(ctx context.Context, _ office.Ticket) error { return p.PublishList(ctx) },
		},
	}
}

// ofDocument hands the document of a job to a verb.
func ofDocument(do func(ctx context.Context, id string) error) func(context.Context, office.Ticket) error {
	return func(ctx context.Context, t office.Ticket) error {
		var job document.Job
		if err := json.Unmarshal(t.Body, &job); err != nil {
			return fmt.Errorf("read the job: %w", err)
		}
		return do(ctx, string(job.Document))
	}
}

// beforeFive is an hour before the daily mail of administrators.
const beforeFive = atFive - time.Hour

// Reconcile takes up, every day, documents that stopped halfway, and compares signatures, documents and copies.
func Reconcile(resume func(context.Context) error, reconcile func(context.Context) (issuing.Reconciliation, error)) Kind {
	return Kind{
		Name: "document.reconcile", Slots: Slots{Every: 24 * time.Hour, After: beforeFive}, Lease: booksLease, Tries: 3, AtOnce: 1,
		Run: func(ctx context.Context, _ office.Ticket) error {
			stuck := resume(ctx)
			if stuck != nil {
				stuck = fmt.Errorf("take up documents: %w", stuck)
			}
			_, err := reconcile(ctx) // all the more
			return errors.Join(stuck, err)
		},
	}
}
