package casework

import (
	"context"
	"fmt"
	"strings"

	"sejur/internal/access"
	"sejur/internal/casefile"
	"sejur/internal/office"
)

// PageSize is how many cases a page of the queue has at most.
const PageSize = 50

// Most is how far cases are counted.
const Most = 1000

// Query says which cases somebody wants to see. The zero query is the work that is to be done.
type Query struct {
	State     casefile.State // "" = received
	Procedure string         // "" = any
	Corrected bool           // that were returned and corrected
	Late      bool           // that should have been dealt with before today
	TermOver  bool           // that are returned, and the last day of the term is over; State does not matter then
	After     Key
}

// Page is one page of the queue.
type Page struct {
	Rows    []Row
	Next    *Key // the key of the page that follows; nil on the last
	Waiting int  // received cases in all, up to Most and one more
	Late    int  // of them those whose day is over
	Over    int  // returned cases whose term is over, counted as Waiting
	First   casefile.ID
}

// sought turns a query into what the store is asked for somebody.
func (d *Desk) sought(by access.Actor, q Query) Sought {
	out := Sought{
		Office: by.Office, State: q.State, Procedure: q.Procedure, Corrected: q.Corrected, Reader: by.ID, After: q.After, Limit: PageSize + 1,
	}
	if out.State == "" {
		out.State = casefile.Received
	}
	if q.Late {
		out.Before = d.today()
	}
	if q.TermOver {
		out.State, out.TermOver = casefile.Returned, d.today()
	}
	if !casefile.Trusted(by) {
		for id := range d.protection {
			out.Without = append(out.Without, id)
		}
	}
	return out
}

// Queue lists the cases of an officer's office, masked, the one that must be dealt with first in front. The record has what was asked, how
// many rows were shown, and a hash of which.
func (d *Desk) Queue(ctx context.Context, by access.Actor, request string, q Query) (Page, error) {
	return office.Look(ctx, d.office, act(by, Asked{Request: request}, "case.queue", nil), func(ctx context.Context, tx Tx, w *office.Work) (Page, error) {
		rows, err := tx.Cases().Queue(ctx, d.sought(by, q))
		if err != nil {
			return Page{}, err
		}
		out := Page{Rows: rows}
		if len(rows) > PageSize {
			out.Rows = rows[:PageSize]
			last := out.Rows[PageSize-1]
			out.Next = &Key{Day: last.MustBy, ID: last.ID}
			if q.TermOver {
				out.Next.Day = last.Term
			}
		}
		if err := d.counts(ctx, tx, by, &out); err != nil {
			return Page{}, err
		}
		if out.First, err = d.first(ctx, tx, by); err != nil {
			return Page{}, err
		}
		claimed, err := d.claims(ctx, tx, by, out.Rows)
		if err != nil {
			return Page{}, err
		}
		ids := make([]string, len(out.Rows))
		for i := range out.Rows {
			ids[i] = string(out.Rows[i].ID)
			out.Rows[i].LookedAt = claimed[out.Rows[i].ID]
		}
		w.About("list", "casefiles")
		w.Because(fmt.Sprintf("state=%s procedure=%s corrected=%t late=%t over=%t page=%t; rows=%d",
			q.State, q.Procedure, q.Corrected, q.Late, q.TermOver, q.After.ID != "", len(ids)))
		w.Changed("ids", "", strings.Join(ids, ","))
		return out, nil
	})
}

// counts says how much there is to do.
func (d *Desk) counts(ctx context.Context, tx Tx, by access.Actor, out *Page) error {
	var err error
	if out.Waiting, err = tx.Cases().Count(ctx, d.sought(by, Query{})); err != nil {
		return err
	}
	if out.Late, err = tx.Cases().Count(ctx, d.sought(by, Query{Late: true})); err != nil {
		return err
	}
	out.Over, err = tx.Cases().Count(ctx, d.sought(by, Query{TermOver: true}))
	return err
}

// ahead is how many cases at the head of the queue are looked at for one that nobody works on.
const ahead = 20

// first is the next case of an officer: of those that wait the first at which no colleague looks; "" when nothing waits.
func (d *Desk) first(ctx context.Context, tx Tx, by access.Actor) (casefile.ID, error) {
	s := d.sought(by, Query{})
	s.Limit = ahead
	rows, err := tx.Cases().Queue(ctx, s)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	claimed, err := d.claims(ctx, tx, by, rows)
	if err != nil {
		return "", err
	}
	for _, r := range rows {
		if claimed[r.ID].IsZero() {
			return r.ID, nil
		}
	}
	return rows[0].ID, nil
}

// Next is the officer's next case, "" when nothing waits. It says nothing of anybody, and leaves no entry.
func (d *Desk) Next(ctx context.Context, by access.Actor) (casefile.ID, error) {
	return office.See(ctx, d.office, by, access.IntakeCases, func(ctx context.Context, tx Tx) (casefile.ID, error) {
		return d.first(ctx, tx, by)
	})
}
