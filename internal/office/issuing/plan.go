package issuing

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Asked is what comes with every request that changes something.
type Asked struct {
	Request string
	Key     string // makes the act happen once; "" = it may happen again
}

// Plan plans a document: its number and code are taken, and a job will sign it. The ID of in is not used. Faults: those of
// document.Lint; NotFound for a basis that is not there; Conflict when the basis is another person's, ended otherwise, or has its receipt.
func (d *Desk) Plan(ctx context.Context, by access.Actor, asked Asked, in document.New) (document.ID, error) {
	act := office.Act{
		By: by, Needs: access.IssueDocuments, Action: "document.plan", Purpose: office.PurposeCase, Request: asked.Request, Key: asked.Key,
		Input: in,
	}
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (document.ID, error) {
		in.ID = document.ID(office.NewID())
		in.Specimen = in.Specimen || d.specimen
		planned, err := document.Plan(ctx, tx.Documents(), in, w.Now)
		if err != nil {
			return "", err
		}
		_, g, err := found(ctx, tx, planned.ID)
		if err != nil {
			return "", err
		}
		if stands(planned, g) == never {
			return "", fault.New(fault.Conflict, "document.basis")
		}
		about(w, planned.ID)
		w.Changed("state", "", string(planned.State))
		w.Changed("number", "", string(planned.Number))
		w.Enqueue(office.Job{Kind: document.SignJob, Key: planned.SignKey(), Body: document.Job{Document: planned.ID}})
		return planned.ID, nil
	})
}
