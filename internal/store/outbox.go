package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/store/query"
)

// Outbox is the port of letters. The values of a letter lie sealed: a code must not stand readable in a copy of the database.
func (t *Tx) Outbox() office.Outbox { return outbox{t} }

type outbox struct{ *Tx }

func letterPlace(id string) office.Place {
	return office.Place{Table: "letter", Column: "args", Row: id}
}

func (o outbox) Add(ctx context.Context, p office.Posted) error {
	plain, err := json.Marshal(p.Args)
	if err != nil {
		return fmt.Errorf("values of letter %s: %w", p.ID, err)
	}
	sealed, err := o.seal(letterPlace(p.ID), plain)
	if err != nil {
		return err
	}
	if p.Account != "" {
		return o.q.AddLetterToAccount(ctx, query.AddLetterToAccountParams{
			ID: p.ID, Account: p.Account, Template: p.Template, Args: sealed, CreatedAt: stamp(p.CreatedAt),
		})
	}
	return o.q.AddLetter(ctx, query.AddLetterParams{
		ID: p.ID, Address: p.To, Lang: string(p.Lang), Template: p.Template, Args: sealed,
		CreatedAt: stamp(p.CreatedAt),
	})
}

func (o outbox) Find(ctx context.Context, id string) (office.Posted, error) {
	r, err := o.q.LetterByID(ctx, id)
	if err != nil {
		return office.Posted{}, found(err)
	}
	p, err := posted(r)
	if err != nil || r.Args == "" {
		return p, err
	}
	plain, err := o.unseal(letterPlace(id), r.Args)
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(plain, &p.Args); err != nil {
		return p, fmt.Errorf("values of letter %s: %w", id, err)
	}
	return p, nil
}

// posted reads a stored letter without its values.
func posted(r query.Letter) (office.Posted, error) {
	var ts times
	p := office.Posted{
		Letter: office.Letter{ID: r.ID, To: r.Address, Lang: locale.Lang(r.Lang), Template: r.Template},
		State:  office.LetterState(r.State), CreatedAt: ts.at(r.CreatedAt), SentAt: ts.at(r.SentAt), Tries: int(r.Tries), Error: r.Error,
	}
	return p, ts.err
}

// Tried leaves a letter alone that was sent already: the answer to a second sending changes nothing.
func (o outbox) Tried(ctx context.Context, id string, state office.LetterState, cause string, now time.Time) error {
	sent := ""
	if state == office.LetterSent {
		sent = stamp(now)
	}
	n, err := o.q.TryLetter(ctx, query.TryLetterParams{State: string(state), Error: clipped(cause), SentAt: sent, ID: id})
	if err != nil {
		return found(err)
	}
	return o.q.AddLetterTry(ctx, query.AddLetterTryParams{Letter: id, Number: n, At: stamp(now), Outcome: string(state), Cause: clipped(cause)})
}

func (o outbox) List(ctx context.Context, state office.LetterState, before string, limit int) ([]office.Posted, error) {
	rows, err := o.q.LettersByState(ctx, query.LettersByStateParams{State: string(state), Before: beforeID(before), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, posted)
}

func (o outbox) Counts(ctx context.Context) (map[office.LetterState]int, error) {
	rows, err := o.q.CountLetters(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[office.LetterState]int, len(rows))
	for _, r := range rows {
		out[office.LetterState(r.State)] = int(r.N)
	}
	return out, nil
}
