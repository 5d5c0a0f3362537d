package store

import (
	"context"
	"errors"
	"time"

	"sejur/internal/access"
	"sejur/internal/casefile"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Events is the port of what happened to a case. Applicants and officers share it.
func (t *Tx) Events() filing.Events { return events{t} }

type events struct{ *Tx }

func (e events) Add(ctx context.Context, who person.ID, in casefile.Event) error {
	row := sealedRow{table: "case_event", row: in.ID}
	if in.Body != "" {
		var err error
		if row.vault, err = e.vault(ctx, who); err != nil {
			return err
		}
	}
	params := query.AddCaseEventParams{
		ID: in.ID, Casefile: string(in.Case), Kind: string(in.Kind), At: stamp(in.At), Side: string(in.Side), Account: in.Account,
		Role: string(in.Role), Office: in.Office, Document: in.Document, Reason: in.Reason, Until: in.Until.String(), Body: row.seal("body", in.Body),
	}
	if row.err != nil {
		return row.err
	}
	return e.q.AddCaseEvent(ctx, params)
}

func (e events) Of(ctx context.Context, who person.ID, c casefile.ID, before string, limit int) ([]casefile.Event, error) {
	rows, err := e.q.EventsOfCase(ctx, query.EventsOfCaseParams{Casefile: string(c), Before: beforeID(before), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	vault, err := e.vault(ctx, who)
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.CaseEvent) (casefile.Event, error) {
		row := sealedRow{vault: vault, table: "case_event", row: r.ID}
		var ts times
		var ds days
		return casefile.Event{
			ID: r.ID, Case: casefile.ID(r.Casefile), Kind: casefile.Kind(r.Kind), At: ts.at(r.At), Side: casefile.Side(r.Side), Account: r.Account,
			Role: access.Role(r.Role), Office: r.Office, Document: r.Document, Reason: r.Reason, Until: ds.at(r.Until), Body: row.open("body", r.Body),
			ReadAt: ts.at(r.ReadAt),
		}, errors.Join(row.err, ts.err, ds.err)
	})
}

// Said reads the time from the ids, which grow with it.
func (e events) Said(ctx context.Context, c casefile.ID, side casefile.Side, since time.Time) (int, error) {
	n, err := e.q.CountMessagesOfSide(ctx, query.CountMessagesOfSideParams{Casefile: string(c), Side: string(side), Since: office.FirstID(since)})
	return int(n), err
}

func (e events) Read(ctx context.Context, c casefile.ID, side casefile.Side, now time.Time) (int, error) {
	n, err := e.q.ReadMessagesOfSide(ctx, query.ReadMessagesOfSideParams{ReadAt: stamp(now), Casefile: string(c), Side: string(side)})
	return int(n), err
}
