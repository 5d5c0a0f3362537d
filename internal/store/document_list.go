package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"sejur/internal/document"
	"sejur/internal/office/issuing"
	"sejur/internal/store/query"
)

func (d documents) List(ctx context.Context, s document.State, before document.ID, limit int) ([]issuing.Row, error) {
	if s == "" {
		rows, err := d.q.ListDocuments(ctx, query.ListDocumentsParams{Before: beforeID(string(before)), MaxRows: limited(limit)})
		if err != nil {
			return nil, err
		}
		return each(rows, func(r query.ListDocumentsRow) (issuing.Row, error) { return masked(query.ListDocumentsInRow(r)) })
	}
	rows, err := d.q.ListDocumentsIn(ctx, query.ListDocumentsInParams{
		State: string(s), Before: beforeID(string(before)), MaxRows: limited(limit),
	})
	if err != nil {
		return nil, err
	}
	return each(rows, masked)
}

// masked is a row without what names anybody.
func masked(r query.ListDocumentsInRow) (issuing.Row, error) {
	var ds days
	initial, _ := utf8.DecodeRuneInString(r.Surname)
	row := issuing.Row{
		ID: document.ID(r.ID), Number: document.Number(r.Number).Masked(), Kind: document.Kind(r.Kind), State: document.State(r.State),
		Fate: document.FateKind(r.Fate), IssuedOn: ds.at(r.IssuedOn), ValidUntil: ds.at(r.ValidUntil), Initial: string(initial),
		BornIn: ds.at(r.BirthDate).Year(),
	}
	return row, ds.err
}

func (d documents) OfAccount(ctx context.Context, account string, before document.ID, limit int) ([]document.ID, error) {
	ids, err := d.q.DocumentsOfAccount(ctx, query.DocumentsOfAccountParams{
		Account: account, Before: beforeID(string(before)), MaxRows: limited(limit),
	})
	return documentIDs(ids), err
}

func (d documents) KeptBy(ctx context.Context, account string, id document.ID) (bool, error) {
	n, err := d.q.AccountKeepsDocument(ctx, query.AccountKeepsDocumentParams{Account: account, ID: string(id)})
	return n > 0, err
}

func (d documents) CoolingUntil(ctx context.Context, account string) (time.Time, error) {
	until, err := d.q.CoolingUntil(ctx, account)
	if err != nil {
		return time.Time{}, found(err)
	}
	return instant(until)
}

// Books is the port of who compares signatures, documents and copies.
func (t *Tx) Books() issuing.Books { return books{t} }

type books struct{ *Tx }

func (b books) Counts(ctx context.Context) (map[document.State]int, int, error) {
	rows, err := b.q.CountDocuments(ctx)
	if err != nil {
		return nil, 0, err
	}
	counts := make(map[document.State]int)
	for _, r := range rows {
		counts[document.State(r.State)] = int(r.N)
	}
	seals, err := b.q.CountSeals(ctx)
	return counts, int(seals), err
}

func (b books) StraySeals(ctx context.Context, limit int) ([]document.ID, error) {
	ids, err := b.q.StraySeals(ctx, limited(limit))
	return documentIDs(ids), err
}

func (b books) StrayCopies(ctx context.Context, limit int) ([]document.ID, error) {
	ids, err := b.q.StrayCopies(ctx, limited(limit))
	return documentIDs(ids), err
}

func (b books) Unlisted(ctx context.Context, limit int) ([]document.ID, error) {
	ids, err := b.q.UnlistedSeals(ctx, limited(limit))
	return documentIDs(ids), err
}

func (b books) Released(ctx context.Context, after document.ID, limit int) ([]document.ID, error) {
	ids, err := b.q.ReleasedAfter(ctx, query.ReleasedAfterParams{After: string(after), MaxRows: limited(limit)})
	return documentIDs(ids), err
}

func (b books) Keep(ctx context.Context, r issuing.Reconciliation) error {
	findings, err := json.Marshal(r.Findings)
	if err != nil {
		return fmt.Errorf("findings: %w", err)
	}
	return one(b.q.KeepReconciliation(ctx, query.KeepReconciliationParams{
		At: stamp(r.At), Seals: int64(r.Seals), Released: int64(r.Released), Tried: int64(r.Tried), Reached: string(r.Reached),
		Findings: string(findings),
	}))
}

func (b books) Last(ctx context.Context) (issuing.Reconciliation, error) {
	r, err := b.q.LastReconciliation(ctx)
	if err != nil {
		return issuing.Reconciliation{}, found(err)
	}
	var ts times
	out := issuing.Reconciliation{
		At: ts.at(r.At), Seals: int(r.Seals), Released: int(r.Released), Tried: int(r.Tried), Reached: document.ID(r.Reached),
	}
	return out, errors.Join(ts.err, json.Unmarshal([]byte(r.Findings), &out.Findings))
}
