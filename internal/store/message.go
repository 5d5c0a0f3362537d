package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/store/query"
)

// Messages is the port by which every desk tells an account something.
func (t *Tx) Messages() office.Messages { return messages{t} }

// Inbox is the port by which an account reads what it was told.
func (t *Tx) Inbox() account.Inbox { return inbox{t} }

type (
	messages struct{ *Tx }
	inbox    struct{ *Tx }
)

func messagePlace(id string) office.Place {
	return office.Place{Table: "message", Column: "args", Row: id}
}

func (m messages) Add(ctx context.Context, in office.Message, now time.Time) error {
	plain, err := json.Marshal(in.Args)
	if err != nil {
		return fmt.Errorf("values of message %s: %w", in.ID, err)
	}
	sealed, err := m.seal(messagePlace(in.ID), plain)
	if err != nil {
		return err
	}
	return m.q.AddMessage(ctx, query.AddMessageParams{
		ID: in.ID, Account: in.Account, Template: in.Template, Args: sealed, SentAt: stamp(now),
	})
}

// readMessage reads a message without its values.
func readMessage(r query.Message) (account.Message, error) {
	var ts times
	return account.Message{ID: r.ID, Template: r.Template, SentAt: ts.at(r.SentAt), ReadAt: ts.at(r.ReadAt)}, ts.err
}

func (i inbox) List(ctx context.Context, who, before string, limit int) ([]account.Message, error) {
	rows, err := i.q.MessagesOf(ctx, query.MessagesOfParams{Account: who, Before: beforeID(before), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, readMessage)
}

func (i inbox) Find(ctx context.Context, who, id string) (account.Message, error) {
	r, err := i.q.MessageByID(ctx, query.MessageByIDParams{ID: id, Account: who})
	if err != nil {
		return account.Message{}, found(err)
	}
	out, err := readMessage(r)
	if err != nil {
		return account.Message{}, err
	}
	plain, err := i.unseal(messagePlace(id), r.Args)
	if err != nil {
		return account.Message{}, err
	}
	if err := json.Unmarshal(plain, &out.Args); err != nil {
		return account.Message{}, fmt.Errorf("values of message %s: %w", id, err)
	}
	return out, nil
}

func (i inbox) Read(ctx context.Context, who, id string, now time.Time) error {
	return one(i.q.ReadMessage(ctx, query.ReadMessageParams{Now: stamp(now), ID: id, Account: who}))
}

func (i inbox) Unread(ctx context.Context, who string, limit int) (int, error) {
	n, err := i.q.CountUnreadMessages(ctx, query.CountUnreadMessagesParams{Account: who, MaxRows: limited(limit)})
	return int(n), err
}
