package store

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/office/issuing"
	"sejur/internal/person"
	"sejur/internal/reference"
	"sejur/internal/store/query"
)

// Documents is the port of documents.
func (t *Tx) Documents() issuing.Documents { return documents{t} }

type documents struct{ *Tx }

func (d documents) Reserve(ctx context.Context, n document.Number, now time.Time) (bool, error) {
	rows, err := d.q.ReserveNumber(ctx, query.ReserveNumberParams{Number: string(n), ReservedAt: stamp(now)})
	return rows == 1, err
}

func (d documents) Add(ctx context.Context, doc document.Document) error {
	return d.add(ctx, doc, document.Planned)
}

// add stores a document in its first state. One that is signed has its seal stored.
func (d documents) add(ctx context.Context, doc document.Document, first document.State) error {
	vault, err := d.vault(ctx, doc.Person)
	if err != nil {
		return err
	}
	facts, err := json.Marshal(doc.Facts)
	if err != nil {
		return fmt.Errorf("facts of document %s: %w", doc.ID, err)
	}
	row := sealedRow{vault: vault, table: "document", row: string(doc.ID)}
	params := query.AddDocumentParams{
		ID: string(doc.ID), Number: string(doc.Number), Code: string(doc.Code), Kind: string(doc.Kind),
		Application: basis(doc, document.OfApplication), Casefile: basis(doc, document.OfCase), Person: string(doc.Person),
		ProcedureID: doc.Procedure, Lang: string(doc.Lang), IssuedOn: doc.IssuedOn.String(), ValidUntil: doc.ValidUntil.String(),
		Facts: row.seal("facts", string(facts)), Specimen: yes(doc.Specimen), PlannedAt: stamp(doc.PlannedAt), Planned: d.planned(doc, string(facts)),
		State: string(first), Sealed: sql.NullString{String: string(doc.ID), Valid: first == document.Signed},
	}
	if row.err != nil {
		return row.err
	}
	return d.taken(d.q.AddDocument(ctx, params), "document.twice-planned")
}

// basis is the id of what a document rests on, where it is of that kind.
func basis(doc document.Document, k document.BasisKind) sql.NullString {
	return sql.NullString{String: doc.Basis.ID, Valid: doc.Basis.Kind == k}
}

// yes writes a truth.
func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// planned is the keyed hash over everything that a plan says. Whoever writes into the database cannot make it.
func (d documents) planned(doc document.Document, facts string) string {
	return d.keys.Lookup("document", strings.Join([]string{
		string(doc.ID), string(doc.Number), string(doc.Code), string(doc.Kind), string(doc.Basis.Kind), doc.Basis.ID, string(doc.Person),
		doc.Procedure, string(doc.Lang), doc.IssuedOn.String(), doc.ValidUntil.String(), yes(doc.Specimen), stamp(doc.PlannedAt), facts,
	}, "\x00"))
}

func (d documents) Find(ctx context.Context, id document.ID) (document.Document, error) {
	r, err := d.q.DocumentByID(ctx, string(id))
	if err != nil {
		return document.Document{}, found(err)
	}
	vault, err := d.vault(ctx, person.ID(r.Person))
	if err != nil {
		return document.Document{}, err
	}
	return d.read(r, sealedRow{vault: vault, table: "document", row: r.ID})
}

// read reads a stored document, and refuses one whose plan was changed.
func (d documents) read(r query.Document, row sealedRow) (document.Document, error) {
	var ds days
	var ts times
	doc := document.Document{
		ID: document.ID(r.ID), Number: document.Number(r.Number), Code: reference.Reference(r.Code), Kind: document.Kind(r.Kind),
		Basis: document.Basis{Kind: document.OfCase, ID: r.Casefile.String}, Person: person.ID(r.Person), Procedure: r.ProcedureID,
		Lang:     locale.Lang(r.Lang),
		IssuedOn: ds.at(r.IssuedOn), ValidUntil: ds.at(r.ValidUntil), Specimen: r.Specimen == yes(true), State: document.State(r.State),
		Fate:      document.Fate{Kind: document.FateKind(r.Fate), On: ds.at(r.FateOn), Reason: document.Reason(r.FateReason)},
		PlannedAt: ts.at(r.PlannedAt), Version: r.Version,
	}
	if r.Application.Valid {
		doc.Basis = document.Basis{Kind: document.OfApplication, ID: r.Application.String}
	}
	facts := row.open("facts", r.Facts)
	if err := errors.Join(row.err, ds.err, ts.err); err != nil {
		return document.Document{}, err
	}
	if !hmac.Equal([]byte(d.planned(doc, facts)), []byte(r.Planned)) {
		return document.Document{}, fmt.Errorf("document %s was changed after it was planned", r.ID)
	}
	if err := json.Unmarshal([]byte(facts), &doc.Facts); err != nil {
		return document.Document{}, fmt.Errorf("facts of document %s: %w", r.ID, err)
	}
	return doc, nil
}

func (d documents) ByCode(ctx context.Context, code reference.Reference) (document.Document, error) {
	id, err := d.q.DocumentIDByCode(ctx, string(code))
	if err != nil {
		return document.Document{}, found(err)
	}
	return d.Find(ctx, document.ID(id))
}

func (d documents) Waiting(ctx context.Context, s document.State, before time.Time, after document.ID, limit int) ([]document.ID, error) {
	ids, err := d.q.WaitingDocuments(ctx, query.WaitingDocumentsParams{
		State: string(s), Before: stamp(before), After: string(after), MaxRows: limited(limit),
	})
	return documentIDs(ids), err
}

func documentIDs(ids []string) []document.ID {
	out := make([]document.ID, len(ids))
	for i, id := range ids {
		out[i] = document.ID(id)
	}
	return out
}

func (d documents) Sign(ctx context.Context, id document.ID, version int64) error {
	return one(d.q.SignDocument(ctx, query.SignDocumentParams{ID: string(id), Version: version}))
}

func (d documents) Release(ctx context.Context, id document.ID, version int64) error {
	return one(d.q.ReleaseDocument(ctx, query.ReleaseDocumentParams{ID: string(id), Version: version}))
}

func (d documents) Void(ctx context.Context, id document.ID, version int64) error {
	return one(d.q.VoidDocument(ctx, query.VoidDocumentParams{ID: string(id), Version: version}))
}

func (d documents) End(ctx context.Context, doc document.Document) error {
	return one(d.q.EndDocument(ctx, query.EndDocumentParams{
		Fate: string(doc.Fate.Kind), FateOn: doc.Fate.On.String(), FateReason: string(doc.Fate.Reason), ID: string(doc.ID), Version: doc.Version,
	}))
}
