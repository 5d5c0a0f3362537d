package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"sejur/internal/audit"
	"sejur/internal/office"
	"sejur/internal/store/query"
)

// Trail is the port of the record.
func (t *Tx) Trail() office.Trail { return trail{t} }

type trail struct{ *Tx }

// Add stores entries and the marks that they wait for the sealer, each with one statement: an act that did several things waits no longer.
func (t trail) Add(ctx context.Context, entries ...audit.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	var all, marks rows
	for _, e := range entries {
		fields, err := json.Marshal(e.Fields)
		if err != nil {
			return fmt.Errorf("fields of entry %s: %w", e.ID, err)
		}
		all.add(e.ID, stamp(e.At), e.Actor, e.As, e.Office, e.Action, e.Subject, e.Purpose, e.Request, e.Reason, string(fields))
		marks.add(e.ID)
	}
	if _, err := t.ask.ExecContext(ctx, "INSERT INTO audit_entry ("+entryColumns+") VALUES "+all.text.String(), all.values...); err != nil {
		return err
	}
	_, err := t.ask.ExecContext(ctx, "INSERT INTO audit_pending (entry) VALUES "+marks.text.String(), marks.values...)
	return err
}

// entry reads a stored entry.
func entry(r query.AuditEntry) (audit.Entry, error) {
	var ts times
	e := audit.Entry{
		ID: r.ID, At: ts.at(r.At), Actor: r.Actor, As: r.ActedAs, Office: r.Office, Action: r.Action, Subject: r.Subject,
		Purpose: r.Purpose, Request: r.Request, Reason: r.Reason,
	}
	if err := json.Unmarshal([]byte(r.Fields), &e.Fields); err != nil {
		return audit.Entry{}, fmt.Errorf("fields of entry %s: %w", r.ID, err)
	}
	return e, ts.err
}

// Chain is the port of the sealer.
func (t *Tx) Chain() office.Chain { return chain{t} }

type chain struct{ *Tx }

func (c chain) Last(ctx context.Context) (audit.Link, error) {
	row, err := c.q.LastLink(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return audit.Link{}, nil
	}
	if err != nil {
		return audit.Link{}, err
	}
	return link(row.Seq, row.Entry, row.Hash)
}

func link(seq int64, entry, hash string) (audit.Link, error) {
	sum, err := hex.DecodeString(hash)
	if err != nil || len(sum) != len(audit.Link{}.Hash) {
		return audit.Link{}, fmt.Errorf("link %d: its hash is no hash", seq)
	}
	return audit.Link{Seq: seq, Entry: entry, Hash: [32]byte(sum)}, nil
}

func (c chain) Pending(ctx context.Context, limit int) ([]audit.Entry, error) {
	rows, err := c.q.PendingEntries(ctx, limited(limit))
	if err != nil {
		return nil, err
	}
	out := make([]audit.Entry, 0, len(rows))
	for _, r := range rows {
		e, err := entry(r)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// linksAtOnce is how many links one statement writes. There are as many texts of it, each prepared once: what links a thousand is read for
// longer than it is carried out.
const linksAtOnce = 50

// Append writes many links with one statement and removes their marks with another: the sealer must keep up with every writer.
func (c chain) Append(ctx context.Context, links []audit.Link) error {
	for some := range slices.Chunk(links, linksAtOnce) {
		if err := c.append(ctx, some); err != nil {
			return err
		}
	}
	return nil
}

func (c chain) append(ctx context.Context, links []audit.Link) error {
	var all, marks rows
	for _, l := range links {
		all.add(l.Seq, l.Entry, hex.EncodeToString(l.Hash[:]))
		marks.add(l.Entry)
	}
	if _, err := c.ask.ExecContext(ctx, "INSERT INTO audit_link (seq, entry, hash) VALUES "+all.text.String(), all.values...); err != nil {
		return err
	}
	result, err := c.ask.ExecContext(ctx, "DELETE FROM audit_pending WHERE entry IN ("+marks.text.String()+")", marks.values...)
	if err != nil {
		return err
	}
	gone, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if gone != int64(len(links)) {
		return fmt.Errorf("%d entries were linked and %d waited", len(links), gone)
	}
	return nil
}

// Seals is the store as the sealer sees it.
func (s *Store) Seals() office.SealStore { return seals{s} }

type seals struct{ store *Store }

func (s seals) Change(ctx context.Context, fn func(context.Context, office.SealTx) error) error {
	return s.store.Change(ctx, func(ctx context.Context, tx *Tx) error { return fn(ctx, tx) })
}

// Verify follows the whole chain, compares it with exported heads whose signatures were checked, and looks for entries outside it. It
// reads in pages and keeps none of them.
func (s *Store) Verify(ctx context.Context, heads []audit.Head) (audit.Report, error) {
	var report audit.Report
	err := s.Read(ctx, func(ctx context.Context, tx *Tx) error {
		v := audit.NewVerifier(heads)
		if err := tx.follow(ctx, v); err != nil {
			return err
		}
		lost, err := tx.q.UnlinkedEntries(ctx, limited(maxRows))
		if err != nil {
			return err
		}
		for _, id := range lost {
			v.Find(audit.Finding{Break: audit.Unlinked, Entry: id})
		}
		waiting, err := tx.q.CountPending(ctx)
		if err != nil {
			return err
		}
		report = v.End(waiting)
		return nil
	})
	if err != nil {
		return audit.Report{}, fmt.Errorf("verify the record: %w", err)
	}
	return report, nil
}

// follow reads the links behind the verifier's last, one page after another.
func (t *Tx) follow(ctx context.Context, v *audit.Verifier) error {
	for after := v.Last().Seq; ; {
		rows, err := t.q.Links(ctx, query.LinksParams{After: after, MaxRows: limited(maxRows)})
		if err != nil {
			return err
		}
		for _, r := range rows {
			after = r.Seq
			l, err := link(r.Seq, r.Entry, r.Hash)
			if err != nil {
				l = audit.Link{Seq: r.Seq, Entry: r.Entry} // what is no hash fits no chain
			}
			e, err := entry(query.AuditEntry{
				ID: r.Entry, At: r.At.String, Actor: r.Actor.String, ActedAs: r.ActedAs.String, Office: r.Office.String,
				Action: r.Action.String, Subject: r.Subject.String, Purpose: r.Purpose.String, Request: r.Request.String,
				Reason: r.Reason.String, Fields: r.Fields.String,
			})
			switch {
			case !r.At.Valid:
				v.Link(l, nil)
			case err != nil:
				v.Link(l, &audit.Entry{ID: r.Entry}) // what cannot be read is not what was written
			default:
				v.Link(l, &e)
			}
		}
		if len(rows) < maxRows {
			return nil
		}
	}
}

// Pending says how many entries wait for the sealer.
func (s *Store) Pending(ctx context.Context) (int64, error) {
	var n int64
	err := s.Read(ctx, func(ctx context.Context, tx *Tx) error {
		var err error
		n, err = tx.q.CountPending(ctx)
		return err
	})
	return n, err
}

// HashAt is the hash of the chain at a number, "" when the chain does not reach it. A head is held against it at every start.
func (s *Store) HashAt(ctx context.Context, seq int64) (string, error) {
	var hash string
	err := s.Read(ctx, func(ctx context.Context, tx *Tx) error {
		row, err := tx.q.LinkAt(ctx, seq)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		hash = row.Hash
		return err
	})
	return hash, err
}

// Head is the head of the chain as it stands.
func (s *Store) Head(ctx context.Context) (audit.Head, error) {
	var head audit.Head
	err := s.Read(ctx, func(ctx context.Context, tx *Tx) error {
		last, err := tx.Chain().Last(ctx)
		if err != nil {
			return err
		}
		row, err := tx.q.Installation(ctx)
		if err != nil {
			return found(err)
		}
		head = audit.HeadOf(last, s.Now(), row.Epoch)
		return nil
	})
	return head, err
}
