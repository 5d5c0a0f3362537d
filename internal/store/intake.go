package store

import (
	"context"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/office/filing"
	"sejur/internal/reference"
	"sejur/internal/store/query"
)

// Intake is the port of cases as far as an applicant changes them.
func (t *Tx) Intake() filing.Intake { return intake{t} }

// Receipts is the port of what an applicant may know of a receipt, and of who looked.
func (t *Tx) Receipts() filing.Receipts { return receipts{t} }

type (
	intake   struct{ *Tx }
	receipts struct{ *Tx }
)

func (i intake) Receive(ctx context.Context, c casefile.Case) error {
	return i.taken(i.q.AddReceivedCase(ctx, query.AddReceivedCaseParams{
		ID: string(c.ID), Application: c.Application, Reference: string(c.Reference), ProcedureID: c.Procedure, Office: c.Office,
		ReceivedAt: stamp(c.ReceivedAt), MustBy: c.MustBy.String(), ExpiresOn: c.ExpiresOn.String(),
	}), "conflict")
}

func (i intake) Of(ctx context.Context, a application.ID) (casefile.Case, error) {
	r, err := i.q.CaseOfApplication(ctx, string(a))
	if err != nil {
		return casefile.Case{}, found(err)
	}
	return readCase(r)
}

// readCase reads a stored case.
func readCase(r query.CaseOfApplicationRow) (casefile.Case, error) {
	var ts times
	var ds days
	out := casefile.Case{
		ID: casefile.ID(r.ID), Application: r.Application, State: casefile.State(r.State), Reference: reference.Reference(r.Reference),
		Procedure: r.ProcedureID, Office: r.Office, ReceivedAt: ts.at(r.ReceivedAt), MustBy: ds.at(r.MustBy), ExpiresOn: ds.at(r.ExpiresOn),
		Corrected: r.Corrected == 1, Term: ds.at(r.Term), DecidedAt: ts.at(r.DecidedAt), Version: r.Version,
	}
	if ts.err != nil {
		return casefile.Case{}, ts.err
	}
	return out, ds.err
}

func (i intake) Move(ctx context.Context, c casefile.Case, before casefile.State) error {
	return i.moveCase(ctx, c, before)
}

func (r receipts) Of(ctx context.Context, a application.ID) (document.ID, bool, error) {
	row, err := r.q.ReceiptOfApplication(ctx, some(string(a)))
	return document.ID(row.ID), row.State == string(document.Released), found(err)
}

// lookAtCase is the action of an officer who opens a case.
const lookAtCase = "case.open"

func (r receipts) Looks(ctx context.Context, c casefile.ID, limit int) ([]filing.Look, error) {
	rows, err := r.q.LooksAt(ctx, query.LooksAtParams{Subject: "casefile/" + string(c), Action: lookAtCase, MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.LooksAtRow) (filing.Look, error) {
		var ts times
		return filing.Look{At: ts.at(r.At), Office: r.Office, Reason: r.Reason}, ts.err
	})
}
