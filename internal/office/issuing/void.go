package issuing

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Void gives a document up before its release, over the version that was seen. Its number stays taken. Faults: NotFound; Conflict when
// it was released, or somebody changed it since it was seen.
func (d *Desk) Void(ctx context.Context, by access.Actor, asked Asked, id document.ID, version int64) error {
	act := office.Act{
		By: by, Needs: access.IssueDocuments, Action: "document.void", Purpose: office.PurposeCase, Request: asked.Request, Key: asked.Key,
		Input: id,
	}
	return d.giveUp(ctx, act, id, version)
}

// void gives a document up that can never be signed.
func (d *Desk) void(ctx context.Context, doc document.Document) error {
	return d.giveUp(ctx, upkeep("document.void"), doc.ID, doc.Version)
}

// giveUp makes a document void. Its seal, if it has one, goes on the list: it may have been seen.
func (d *Desk) giveUp(ctx context.Context, act office.Act, id document.ID, version int64) error {
	_, err := office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (document.ID, error) {
		about(w, id)
		doc, err := tx.Documents().Find(ctx, id)
		if err != nil {
			return "", err
		}
		w.Changed("state", string(doc.State), string(document.Void))
		switch doc.State {
		case document.Signed:
			if err := d.list(ctx, tx, w, id, document.IsRevoked, calendar.Today(w.Now)); err != nil {
				return "", err
			}
		case document.Released:
			return "", fault.New(fault.Conflict, "document.released")
		case document.Planned, document.Void:
		}
		return id, tx.Documents().Void(ctx, id, version)
	})
	return err
}
