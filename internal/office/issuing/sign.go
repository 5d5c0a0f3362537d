package issuing

import (
	"context"
	"fmt"

	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Signer signs planned documents: this desk, or a client of the process that has the key.
type Signer interface {
	Sign(ctx context.Context, id document.ID) error
}

// Sign signs a planned document, when what it rests on says that it may be. Signed already it changes nothing; a document that can never
// be signed becomes void; one that was erased is nothing. The signature is verified with the registered certificate before it is stored,
// and its entry in the record is committed with it. Faults: Conflict when it is too early, or somebody was faster; Invalid when Lint
// refuses what was planned.
func (d *Desk) Sign(ctx context.Context, id document.ID) error {
	plan, g, err := d.read(ctx, id)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return nil
	}
	if err != nil || plan.State != document.Planned {
		return err
	}
	switch stands(plan, g) {
	case never:
		return d.void(ctx, plan)
	case notYet:
		return fault.New(fault.Conflict, "document.too-early")
	case ready:
	}
	on := calendar.Today(d.office.Now())
	if err := plan.Lint(on); err != nil {
		return fmt.Errorf("document %s may not be signed: %w", id, err)
	}
	key, err := d.key(ctx)
	if err != nil {
		return fmt.Errorf("open the key: %w", err)
	}
	raw, err := document.Write(plan, key, on)
	if err != nil {
		return fmt.Errorf("seal document %s: %w", id, err)
	}
	return d.keep(ctx, plan, raw, key)
}

// read reads a document and what it rests on.
func (d *Desk) read(ctx context.Context, id document.ID) (doc document.Document, g Ground, err error) {
	err = d.store.Read(ctx, func(ctx context.Context, tx Tx) error {
		doc, g, err = found(ctx, tx, id)
		return err
	})
	return doc, g, err
}

// keep verifies a seal and stores it, unless the document or what it rests on has changed meanwhile.
func (d *Desk) keep(ctx context.Context, plan document.Document, raw []byte, key Key) error {
	_, err := office.Do(ctx, d.office, upkeep("document.sign"), func(ctx context.Context, tx Tx, w *office.Work) (document.ID, error) {
		about(w, plan.ID)
		now, g, err := found(ctx, tx, plan.ID)
		if err != nil {
			return "", err
		}
		if now.State != document.Planned || now.Version != plan.Version || stands(now, g) != ready {
			return "", fault.New(fault.Conflict, "conflict")
		}
		all, err := tx.Signatures().Certificates(ctx)
		if err != nil {
			return "", err
		}
		seal, err := document.Verified(now, raw, key, all, w.Now)
		if err != nil {
			return "", err
		}
		if err := tx.Signatures().Add(ctx, seal.Seal); err != nil {
			return "", err
		}
		w.Changed("state", string(document.Planned), string(document.Signed))
		w.Changed("seal", "", seal.Digest)
		w.Changed("certificate", "", seal.Reference)
		w.Enqueue(office.Job{Kind: document.PrintJob, Key: plan.PrintKey(), Body: document.Job{Document: plan.ID}})
		return plan.ID, tx.Documents().Sign(ctx, plan.ID, plan.Version)
	})
	return err
}
