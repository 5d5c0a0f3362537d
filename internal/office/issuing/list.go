package issuing

import (
	"context"
	"fmt"
	"strings"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/office"
)

// PageSize is how many documents a list has at most.
const PageSize = 50

// Query says which documents are asked for.
type Query struct {
	State  document.State // "" = any
	Before document.ID    // the key of the page
}

// Page is one page of a list. Next is the key of the page that follows, "" on the last.
type Page struct {
	Rows []Row
	Next document.ID
}

// List lists documents, latest first and masked. The record has what was asked, how many rows were shown, and a hash of which.
func (d *Desk) List(ctx context.Context, by access.Actor, request string, q Query) (Page, error) {
	act := office.Act{By: by, Needs: access.IssueDocuments, Action: "document.list-all", Purpose: office.PurposeCase, Request: request}
	return office.Look(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (Page, error) {
		rows, err := tx.Documents().List(ctx, q.State, q.Before, PageSize+1)
		if err != nil {
			return Page{}, err
		}
		out := Page{Rows: rows}
		if len(rows) > PageSize {
			out.Rows = rows[:PageSize]
			out.Next = out.Rows[PageSize-1].ID
		}
		ids := make([]string, len(out.Rows))
		for i, r := range out.Rows {
			ids[i] = string(r.ID)
		}
		w.About("list", "documents")
		w.Because(fmt.Sprintf("state=%s page=%t; rows=%d", q.State, q.Before != "", len(ids)))
		w.Changed("ids", "", strings.Join(ids, ","))
		return out, nil
	})
}

// Opened is a document as an officer sees it.
type Opened struct {
	document.Document
	Status      document.Status // of a released one, today
	Certificate string          // reference of the certificate that signed it, "" before
}

// Open shows a document to an officer. The record has the look. Faults: NotFound.
func (d *Desk) Open(ctx context.Context, by access.Actor, request string, id document.ID) (Opened, error) {
	act := office.Act{By: by, Needs: access.IssueDocuments, Action: "document.look", Purpose: office.PurposeCase, Request: request}
	return office.Look(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (Opened, error) {
		about(w, id)
		doc, err := tx.Documents().Find(ctx, id)
		if err != nil {
			return Opened{}, err
		}
		out := Opened{Document: doc}
		if doc.State == document.Released {
			out.Status = doc.Status(calendar.Today(w.Now))
		}
		if doc.State == document.Planned || doc.State == document.Void {
			return out, nil
		}
		seal, err := tx.Signatures().Of(ctx, id)
		if err != nil {
			return Opened{}, err
		}
		all, err := tx.Signatures().Certificates(ctx)
		for _, c := range all {
			if c.ID == seal.Certificate {
				out.Certificate = c.Reference
			}
		}
		return out, err
	})
}
