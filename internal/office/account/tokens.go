package account

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Token is what a program acts with for an account. The secret itself is shown once, when it is made.
type Token struct {
	ID        string // by which pages name it
	Account   string
	Name      string // as its owner calls it
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedOn    calendar.Date // the last day, zero = never
	RevokedAt time.Time     // zero = not
}

// good tells whether a token is good at a time. Whether its account is, is for the caller.
func (t Token) good(now time.Time) bool { return t.RevokedAt.IsZero() && now.Before(t.ExpiresAt) }

// Tokens is the port of tokens for programs. mark is the mark of the secret.
type Tokens interface {
	Add(ctx context.Context, mark string, t Token) error
	// Find returns a token, whatever its state, or a fault of kind NotFound.
	Find(ctx context.Context, mark string) (Token, error)
	// Of lists the tokens of an account that are good at a time, latest first.
	Of(ctx context.Context, account string, now time.Time, limit int) ([]Token, error)
	// Use notes the last day of use.
	Use(ctx context.Context, id string, day calendar.Date) error
	// Revoke ends one token of an account that is good. Any other is a fault of kind NotFound.
	Revoke(ctx context.Context, account, id string, now time.Time) error
	// RevokeAll ends every token of an account.
	RevokeAll(ctx context.Context, account string, now time.Time) error
	// Forget removes what ended by itself before the time, at most limit, and says how many.
	Forget(ctx context.Context, before time.Time, limit int) (int, error)
}

// Tokens lists the actor's tokens that are good, latest first. Only applicants have any: whoever is not one gets a fault of kind Forbidden.
func (d *Desk) Tokens(ctx context.Context, by access.Actor) ([]Token, error) {
	if by.Kind != access.Applicant {
		return nil, fault.New(fault.Forbidden, "forbidden")
	}
	return office.See(ctx, d.office, by, access.ManageOwnAccount, func(ctx context.Context, tx Tx) ([]Token, error) {
		return tx.Tokens().Of(ctx, by.ID, d.office.Now(), maxTokens)
	})
}
