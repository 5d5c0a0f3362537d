package issuing

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"sejur/internal/access"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Reconciliation is what a comparison of signatures, documents and copies found.
type Reconciliation struct {
	At       time.Time
	Seals    int         // all there are
	Released int         // documents
	Tried    int         // released documents whose seal and copy were verified this time
	Reached  document.ID // the last of them; the next time goes on behind it
	Findings []Finding
}

// Finding is something that does not agree.
type Finding struct {
	Document document.ID `json:"document"`
	What     Discord     `json:"what"`
}

// Discord is what does not agree.
type Discord string

// The discords.
const (
	StraySeal   Discord = "stray-seal"   // a signature without a document: somebody signed what was never planned
	StrayCopy   Discord = "stray-copy"   // a copy without a document
	Unlisted    Discord = "unlisted"     // good no more, and on no list
	SealBroken  Discord = "seal-broken"  // its signature does not verify
	CopyBroken  Discord = "copy-broken"  // its bytes are not those that were handed out
	PlanChanged Discord = "plan-changed" // the row was changed after it was planned
)

// The bounds of a comparison. Reading every copy of a country every day would be too much: each time goes on where the last one ended, and
// begins anew behind the end.
const (
	triesOfOnce  = 5000
	findingsMost = 100
	triesOfAPage = 100
)

// Reconcile compares: every signature has one document, every document that is good no more stands on the list, every released document
// has a seal that verifies and a copy whose hash fits. What does not agree is an error in the log, a figure in the metrics, and stands before administrators.
func (d *Desk) Reconcile(ctx context.Context) (Reconciliation, error) {
	out := Reconciliation{At: d.office.Now(), Findings: []Finding{}}
	last, err := d.LastReconciliation(ctx, access.Named("issuing"))
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return out, err
	}
	if err := d.count(ctx, &out); err != nil {
		return out, err
	}
	out.Reached = last.Reached
	for out.Tried < triesOfOnce && len(out.Findings) < findingsMost {
		ids, err := d.nextReleased(ctx, out.Reached)
		if err != nil {
			return out, err
		}
		for _, id := range ids {
			if what := d.try(ctx, id); what != "" {
				out.Findings = append(out.Findings, Finding{Document: id, What: what})
			}
			out.Tried, out.Reached = out.Tried+1, id
		}
		if len(ids) < triesOfAPage {
			out.Reached = ""
			break
		}
	}
	if len(out.Findings) > 0 {
		d.log.Error("signatures and documents do not agree", slog.Int("findings", len(out.Findings)), slog.Any("first", out.Findings[0]))
	}
	act := upkeep("document.reconcile")
	act.Purpose = office.PurposeOversight
	_, err = office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (int, error) {
		w.Changed("findings", "", fmt.Sprint(out.Findings))
		return len(out.Findings), tx.Books().Keep(ctx, out)
	})
	return out, err
}

// count compares by what the database can say of all at once.
func (d *Desk) count(ctx context.Context, out *Reconciliation) error {
	return d.store.Read(ctx, func(ctx context.Context, tx Tx) error {
		documents, seals, err := tx.Books().Counts(ctx)
		if err != nil {
			return err
		}
		out.Seals, out.Released = seals, documents[document.Released]
		for _, look := range []struct {
			what Discord
			find func(context.Context, int) ([]document.ID, error)
		}{{StraySeal, tx.Books().StraySeals}, {StrayCopy, tx.Books().StrayCopies}, {Unlisted, tx.Books().Unlisted}} {
			ids, err := look.find(ctx, findingsMost)
			if err != nil {
				return err
			}
			for _, id := range ids {
				out.Findings = append(out.Findings, Finding{Document: id, What: look.what})
			}
		}
		return nil
	})
}

func (d *Desk) nextReleased(ctx context.Context, after document.ID) (ids []document.ID, err error) {
	err = d.store.Read(ctx, func(ctx context.Context, tx Tx) error {
		ids, err = tx.Books().Released(ctx, after, triesOfAPage)
		return err
	})
	return ids, err
}

// try verifies one released document, "" when everything agrees.
func (d *Desk) try(ctx context.Context, id document.ID) (what Discord) {
	_ = d.store.Read(ctx, func(ctx context.Context, tx Tx) error {
		doc, err := tx.Documents().Find(ctx, id)
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				what = PlanChanged
			}
			return err // erased meanwhile, or the store is away: then everything else fails too
		}
		seal, err := tx.Signatures().Of(ctx, id)
		all, err2 := tx.Signatures().Certificates(ctx)
		if err != nil || err2 != nil || sealFits(seal, doc, all) != nil {
			what = SealBroken
			return nil
		}
		kept, err := tx.Copies().Of(ctx, id)
		if err != nil || copyDigest(kept.PDF) != kept.Digest {
			what = CopyBroken
		}
		return nil
	})
	return what
}

// LastReconciliation is the last comparison, or a fault of kind NotFound.
func (d *Desk) LastReconciliation(ctx context.Context, by access.Actor) (Reconciliation, error) {
	return office.See(ctx, d.office, by, access.RunOperations, func(ctx context.Context, tx Tx) (Reconciliation, error) {
		return tx.Books().Last(ctx)
	})
}
