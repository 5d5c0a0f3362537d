package issuing

import (
	"context"
	"errors"
	"fmt"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// OwnPage is a page of documents of the persons whom somebody's account keeps.
type OwnPage struct {
	Documents []Opened
	Next      document.ID // the key of the page that follows, "" on the last
}

// Own lists the released documents of the persons whom the actor's account keeps, latest first.
func (d *Desk) Own(ctx context.Context, by access.Actor, before document.ID) (OwnPage, error) {
	return office.See(ctx, d.office, by, access.KeepPersons, func(ctx context.Context, tx Tx) (OwnPage, error) {
		ids, err := tx.Documents().OfAccount(ctx, by.ID, before, PageSize+1)
		if err != nil {
			return OwnPage{}, err
		}
		var out OwnPage
		if len(ids) > PageSize {
			ids = ids[:PageSize]
			out.Next = ids[PageSize-1]
		}
		for _, id := range ids {
			doc, err := tx.Documents().Find(ctx, id)
			if err != nil {
				return OwnPage{}, err
			}
			out.Documents = append(out.Documents, Opened{Document: doc, Status: doc.Status(calendar.Today(d.office.Now()))})
		}
		return out, nil
	})
}

// File is a document as it was handed out.
type File struct {
	Name string
	PDF  []byte
}

// Cooling is the key of the fault of an account that was opened again a short while ago: nobody collects a document for it yet.
const Cooling = "document.cooling"

// Fetch hands the actor a released document of a person whom their account keeps, always the same bytes. The record has it. A copy whose bytes
// have changed is never handed out. Faults: NotFound; Invalid with the key Cooling.
func (d *Desk) Fetch(ctx context.Context, by access.Actor, request string, id document.ID) (File, error) {
	act := office.Act{By: by, Needs: access.KeepPersons, Action: "document.fetch", Purpose: office.PurposeOwn, Request: request}
	return office.Look(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (File, error) {
		about(w, id)
		kept, err := tx.Documents().KeptBy(ctx, by.ID, id)
		if err != nil {
			return File{}, err
		}
		if !kept {
			return File{}, fault.New(fault.NotFound, "not-found")
		}
		until, err := tx.Documents().CoolingUntil(ctx, by.ID)
		if err != nil {
			return File{}, err
		}
		if w.Now.Before(until) {
			return File{}, fault.New(fault.Invalid, Cooling)
		}
		return file(ctx, tx, id)
	})
}

// FetchForDesk hands an officer a released document, for the counter. The record has it. Faults: NotFound.
func (d *Desk) FetchForDesk(ctx context.Context, by access.Actor, request string, id document.ID) (File, error) {
	act := office.Act{By: by, Needs: access.IssueDocuments, Action: "document.fetch", Purpose: office.PurposeCase, Request: request}
	return office.Look(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (File, error) {
		about(w, id)
		return file(ctx, tx, id)
	})
}

// Preview draws a document that is not released yet for an officer: without seal and signature, and marked on every page. The record has it.
// Faults: NotFound, also of one that is released, or never will be.
func (d *Desk) Preview(ctx context.Context, by access.Actor, request string, id document.ID) (File, error) {
	act := office.Act{By: by, Needs: access.IssueDocuments, Action: "document.preview", Purpose: office.PurposeCase, Request: request}
	doc, err := office.Look(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (document.Document, error) {
		about(w, id)
		doc, err := tx.Documents().Find(ctx, id)
		if err == nil && doc.State != document.Planned && doc.State != document.Signed {
			err = fault.New(fault.NotFound, "not-found")
		}
		return doc, err
	})
	if err != nil {
		return File{}, err
	}
	sheet := d.sheet(doc, Seal{SignedAt: doc.PlannedAt})
	sheet.Mark = d.catalogue.For(locale.RO).T("letter.preview")
	pdf, err := d.printer.Draw(sheet)
	if err != nil {
		return File{}, fmt.Errorf("draw document %s: %w", id, err)
	}
	return File{Name: "preview-" + nameOf(doc), PDF: pdf}, nil
}

// nameOf is the name of a document's file.
func nameOf(doc document.Document) string {
	return string(doc.Kind) + "-" + string(doc.Number) + ".pdf"
}

// errChanged says that a copy is not what was handed out.
var errChanged = errors.New("the copy is not what was handed out")

func file(ctx context.Context, tx Tx, id document.ID) (File, error) {
	doc, err := tx.Documents().Find(ctx, id)
	if err != nil {
		return File{}, err
	}
	if doc.State != document.Released {
		return File{}, fault.New(fault.NotFound, "not-found")
	}
	c, err := tx.Copies().Of(ctx, id)
	if err != nil {
		return File{}, err
	}
	if copyDigest(c.PDF) != c.Digest {
		return File{}, fmt.Errorf("document %s: %w", id, errChanged)
	}
	return File{Name: nameOf(doc), PDF: c.PDF}, nil
}
