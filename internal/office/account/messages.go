package account

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/office"
)

// Message is something that the office told an account. What it says is its template's, in the reader's language.
type Message struct {
	ID       string
	Template string
	Args     map[string]string // empty in a list
	SentAt   time.Time
	ReadAt   time.Time // zero while it was not read
}

// Messages lists what the office told the actor, latest first, from before an id ("" = from the start).
func (d *Desk) Messages(ctx context.Context, by access.Actor, before string) ([]Message, error) {
	return office.See(ctx, d.office, by, access.ManageOwnAccount, func(ctx context.Context, tx Tx) ([]Message, error) {
		return tx.Inbox().List(ctx, by.ID, before, MessagesOnPage)
	})
}

// Unread counts the actor's messages that were not read, up to what a page lists.
func (d *Desk) Unread(ctx context.Context, by access.Actor) (int, error) {
	return office.See(ctx, d.office, by, access.ManageOwnAccount, func(ctx context.Context, tx Tx) (int, error) {
		return tx.Inbox().Unread(ctx, by.ID, MessagesOnPage)
	})
}

// ReadMessage opens one of the actor's messages. The first time stands in the record: from then on it was told. Somebody else's is a
// fault of kind NotFound.
func (d *Desk) ReadMessage(ctx context.Context, by access.Actor, id, request string) (Message, error) {
	m, err := office.See(ctx, d.office, by, access.ManageOwnAccount, func(ctx context.Context, tx Tx) (Message, error) {
		return tx.Inbox().Find(ctx, by.ID, id)
	})
	if err != nil || !m.ReadAt.IsZero() {
		return m, err
	}
	return office.Do(ctx, d.office, own(by, "account.read-message", request),
		func(ctx context.Context, tx Tx, w *office.Work) (Message, error) {
			w.About("message", m.ID)
			m.ReadAt = w.Now
			return m, tx.Inbox().Read(ctx, by.ID, m.ID, w.Now)
		})
}
