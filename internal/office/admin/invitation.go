package admin

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/locale"
)

// InvitationLife is how long a one-time link of a colleague is good.
const InvitationLife = 72 * time.Hour

// InvitationMark is the kind under which the token of a one-time link is marked; whoever takes up an invitation marks what the link
// carries under the same kind.
const InvitationMark = "invitation"

// Invitation is a one-time link to an account of the office. The link itself is known to nobody but to whom it was shown.
type Invitation struct {
	Handle    string // by which pages name it
	Email     string
	Name      string
	Office    string
	Roles     []access.Role
	Lang      locale.Lang
	MadeBy    string // account
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time // zero while it is open
	RevokedAt time.Time // zero unless it was revoked
}

// Open tells whether somebody can still take it up.
func (i Invitation) Open(now time.Time) bool {
	return i.UsedAt.IsZero() && i.RevokedAt.IsZero() && now.Before(i.ExpiresAt)
}

// Invitations is the port of the invitations of staff.
type Invitations interface {
	// Add stores an invitation under the mark of its token.
	Add(ctx context.Context, mark string, i Invitation) error
	// Find returns one, whatever came of it, or a fault of kind NotFound.
	Find(ctx context.Context, handle string) (Invitation, error)
	// Open returns those that can still be taken up, latest first, from before a handle ("" = from the start).
	Open(ctx context.Context, now time.Time, before string, limit int) ([]Invitation, error)
	// Revoke ends an open invitation. One that was used or revoked is a fault of kind Conflict.
	Revoke(ctx context.Context, handle string, now time.Time) error
}
