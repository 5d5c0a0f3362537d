package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"sejur/internal/audit"
	"sejur/internal/office"
	"sejur/internal/office/admin"
	"sejur/internal/store/query"
)

// Record is the port of the record for those who read it.
func (t *Tx) Record() admin.Record { return record{t} }

type record struct{ *Tx }

const entryColumns = "id, at, actor, acted_as, office, action, subject, purpose, request, reason, fields"

// drift is how far the clock by which an id was made may be from the time of its entry.
const drift = 24 * time.Hour

// Search pages by id. Ids begin with the moment at which they were made, so a span of days also bounds them: however large the record
// has grown, only the span is read.
func (r record) Search(ctx context.Context, q admin.RecordQuery) ([]audit.Entry, error) {
	where := []string{"id < $1"}
	args := []any{beforeID(q.Before)}
	and := func(condition string, value any) {
		args = append(args, value)
		where = append(where, condition+" "+place(len(args)))
	}
	for _, part := range []struct{ condition, value string }{
		{"subject =", q.Subject}, {"actor =", q.Actor}, {"action =", q.Action},
	} {
		if part.value != "" {
			and(part.condition, part.value)
		}
	}
	if !q.From.IsZero() {
		and("at >=", stamp(q.From))
		and("id >=", firstID(q.From.Add(-drift)))
	}
	if !q.Until.IsZero() {
		and("at <", stamp(q.Until))
		and("id <", firstID(q.Until.Add(drift)))
	}
	args = append(args, limited(q.Limit))
	search := "SELECT " + entryColumns + " FROM audit_entry WHERE " + strings.Join(where, " AND ") + " ORDER BY id DESC LIMIT " + place(len(args))
	rows, err := r.tx.QueryContext(ctx, search, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // read to the end below
	var out []audit.Entry
	for rows.Next() {
		var row query.AuditEntry
		err := rows.Scan(&row.ID, &row.At, &row.Actor, &row.ActedAs, &row.Office, &row.Action, &row.Subject, &row.Purpose, &row.Request,
			&row.Reason, &row.Fields)
		if err != nil {
			return nil, err
		}
		e, err := entry(row)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

// firstID stands before every id of version 7 that was made at the time or later (RFC 9562, section 5.7).
func firstID(t time.Time) string {
	ms := max(t.UnixMilli(), 0)
	var b [6]byte
	for i := range b {
		b[len(b)-1-i] = byte(ms >> (8 * i)) //nolint:gosec // G115: one byte after the other
	}
	s := hex.EncodeToString(b[:])
	return s[:8] + "-" + s[8:]
}

func (r record) Chain(ctx context.Context) (admin.Chain, error) {
	row, err := r.q.AuditState(ctx, limited(maxRows)+1)
	if err != nil {
		return admin.Chain{}, err
	}
	var ts times
	out := admin.Chain{
		Seq: row.LastSeq, SealedTo: ts.at(row.LastAt), Pending: admin.Counted(int(row.Pending)), Oldest: ts.at(row.OldestPendingAt),
	}
	return out, ts.err
}

func (r record) Names(ctx context.Context, ids []string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	names := "SELECT id, name FROM account WHERE kind = 'staff' AND id IN (" + placed(len(ids)) + ")"
	rows, err := r.tx.QueryContext(ctx, names, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // read to the end below
	for rows.Next() {
		var id, name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, err
		}
		out[id] = name
	}
	return out, rows.Err()
}

// Deliveries is the port of what became of letters.
func (t *Tx) Deliveries() admin.Deliveries { return deliveries{t} }

type deliveries struct{ *Tx }

func (d deliveries) Tries(ctx context.Context, letter string) ([]admin.Try, error) {
	rows, err := d.q.LetterTries(ctx, letter)
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.LetterTriesRow) (admin.Try, error) {
		at, err := instant(r.At)
		if err != nil {
			return admin.Try{}, fmt.Errorf("letter %s: %w", letter, err)
		}
		return admin.Try{Number: int(r.Number), At: at, Outcome: office.LetterState(r.Outcome), Cause: r.Cause}, nil
	})
}
