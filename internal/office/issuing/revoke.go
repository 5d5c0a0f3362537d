package issuing

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/office"
)

// Ending is what became of a document.
type Ending struct {
	Document document.ID
	Version  int64 // that was seen
	Reason   document.Reason
}

// Revoke ends a document: it is good no more. Faults: Invalid about reason; NotFound; Conflict when it was not released, has ended, or
// somebody changed it since it was seen.
func (d *Desk) Revoke(ctx context.Context, by access.Actor, asked Asked, in Ending) error {
	return d.end(ctx, by, asked, in, ending{document.Revoked, access.RevokeDocuments, "document.revoke"})
}

// Replace notes that a newer document stands in the place of this one. Faults as of Revoke.
func (d *Desk) Replace(ctx context.Context, by access.Actor, asked Asked, in Ending) error {
	return d.end(ctx, by, asked, in, ending{document.Replaced, access.IssueDocuments, "document.replace"})
}

// ReportLost notes that a document is in nobody's hand that should have it. Faults as of Revoke.
func (d *Desk) ReportLost(ctx context.Context, by access.Actor, asked Asked, in Ending) error {
	return d.end(ctx, by, asked, in, ending{document.Lost, access.IssueDocuments, "document.report-lost"})
}

type ending struct {
	fate   document.FateKind
	needs  access.Permission
	action string
}

// end stores what became of a document, puts its seal on the list, and has a new list published.
func (d *Desk) end(ctx context.Context, by access.Actor, asked Asked, in Ending, e ending) error {
	act := office.Act{
		By: by, Needs: e.needs, Action: e.action, Purpose: office.PurposeCase, Request: asked.Request, Reason: string(in.Reason),
		Key: asked.Key, Input: in,
	}
	_, err := office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (document.ID, error) {
		about(w, in.Document)
		before, err := tx.Documents().Find(ctx, in.Document)
		if err != nil {
			return "", err
		}
		after, err := before.Befall(document.Fate{Kind: e.fate, On: calendar.Today(w.Now), Reason: in.Reason})
		if err != nil {
			return "", err
		}
		after.Version = in.Version
		if err := tx.Documents().End(ctx, after); err != nil {
			return "", err
		}
		w.Changed("fate", string(before.Fate.Kind), string(after.Fate.Kind))
		w.Changed("fate-reason", string(before.Fate.Reason), string(after.Fate.Reason))
		return in.Document, d.list(ctx, tx, w, in.Document, after.Status(after.Fate.On), after.Fate.On)
	})
	return err
}

// PublishJob is the kind of job that publishes a list of revoked seals.
const PublishJob = "document.list"

// list puts the seal of a document on the next list, and has that published.
func (d *Desk) list(ctx context.Context, tx Tx, w *office.Work, id document.ID, status document.Status, since calendar.Date) error {
	seal, err := tx.Signatures().Of(ctx, id)
	if err != nil {
		return err
	}
	w.Enqueue(office.Job{Kind: PublishJob, Key: PublishJob + "/" + string(id) + "/" + string(status)})
	return tx.Lists().Revoke(ctx, Gone{Digest: seal.Digest, Status: status, Since: since})
}
