package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/store/query"
)

// Invitations is the desk of accounts' port of one-time links.
func (t *Tx) Invitations() account.Invitations { return invitations{t} }

type invitations struct{ *Tx }

func (i invitations) Add(ctx context.Context, id string, in account.Invitation, now time.Time) error {
	roles, err := json.Marshal(in.Roles)
	if err != nil {
		return fmt.Errorf("write an invitation: %w", err)
	}
	return i.q.AddInvitation(ctx, query.AddInvitationParams{
		ID: id, Handle: in.Handle, Kind: string(in.Kind), Account: in.Account, Email: in.Email, Name: in.Name, Office: in.Office,
		Roles: string(roles), Lang: string(in.Lang), MadeBy: in.MadeBy, CreatedAt: stamp(now), ExpiresAt: stamp(in.ExpiresAt),
	})
}

func (i invitations) Open(ctx context.Context, id string, now time.Time) (account.Invitation, error) {
	r, err := i.q.OpenInvitation(ctx, query.OpenInvitationParams{ID: id, Now: stamp(now)})
	if err != nil {
		return account.Invitation{}, found(err)
	}
	var ts times
	out := account.Invitation{
		Handle: r.Handle, Kind: account.InvitationKind(r.Kind), Account: r.Account, Email: r.Email, Name: r.Name, Office: r.Office,
		Lang: locale.Lang(r.Lang), MadeBy: r.MadeBy, CreatedAt: ts.at(r.CreatedAt), ExpiresAt: ts.at(r.ExpiresAt),
	}
	if err := json.Unmarshal([]byte(r.Roles), &out.Roles); err != nil {
		return account.Invitation{}, fmt.Errorf("read invitation %s: %w", r.Handle, err)
	}
	return out, ts.err
}

func (i invitations) Use(ctx context.Context, id string, now time.Time) error {
	return one(i.q.UseInvitation(ctx, query.UseInvitationParams{Now: stamp(now), ID: id}))
}

func (i invitations) Revoke(ctx context.Context, kind account.InvitationKind, who string, now time.Time) (int, error) {
	n, err := i.q.RevokeInvitationsOf(ctx, query.RevokeInvitationsOfParams{Now: stamp(now), Kind: string(kind), Account: who})
	return int(n), err
}

// EmailChanges is the port of changes of address.
func (t *Tx) EmailChanges() account.EmailChanges { return emailChanges{t} }

type emailChanges struct{ *Tx }

func (e emailChanges) Put(ctx context.Context, c account.EmailChange) error {
	return e.q.PutEmailChange(ctx, query.PutEmailChangeParams{
		Account: c.Account, Handle: c.Handle, Email: c.Email, AskedAt: stamp(c.AskedAt), DueAt: stamp(c.DueAt),
	})
}

func (e emailChanges) Of(ctx context.Context, who string) (account.EmailChange, error) {
	return readEmailChange(e.q.EmailChangeOf(ctx, who))
}

func (e emailChanges) Find(ctx context.Context, handle string) (account.EmailChange, error) {
	return readEmailChange(e.q.EmailChangeByHandle(ctx, handle))
}

func readEmailChange(r query.EmailChange, err error) (account.EmailChange, error) {
	if err != nil {
		return account.EmailChange{}, found(err)
	}
	var ts times
	return account.EmailChange{
		Account: r.Account, Handle: r.Handle, Email: r.Email, AskedAt: ts.at(r.AskedAt), DueAt: ts.at(r.DueAt),
	}, ts.err
}

func (e emailChanges) Remove(ctx context.Context, who string) (bool, error) {
	n, err := e.q.RemoveEmailChange(ctx, who)
	return n > 0, err
}
