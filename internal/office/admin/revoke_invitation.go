package admin

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/office"
)

// RevokeInvitation names an invitation.
type RevokeInvitation struct {
	Slip   `json:"-"`
	Handle string
}

// RevokeInvitation makes a one-time link useless. One that was taken up or revoked is a fault of kind Conflict.
func (d *Desk) RevokeInvitation(ctx context.Context, by access.Actor, in RevokeInvitation) (Invitation, error) {
	act := in.act(by, access.ManageStaff, "admin.revoke-invitation", in)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (Invitation, error) {
		w.About("invitation", in.Handle)
		before, err := tx.StaffInvitations().Find(ctx, in.Handle)
		if err != nil {
			return Invitation{}, err
		}
		if err := tx.StaffInvitations().Revoke(ctx, in.Handle, w.Now); err != nil {
			return Invitation{}, err
		}
		w.Changed("state", "open", "revoked")
		before.RevokedAt = w.Now
		return before, nil
	})
}

// OpenInvitation shows one invitation, whatever came of it, or is a fault of kind NotFound. The record says so.
func (d *Desk) OpenInvitation(ctx context.Context, by access.Actor, request, handle string) (Invitation, error) {
	return office.Look(ctx, d.office, look(by, access.ManageStaff, "admin.open-invitation", request),
		func(ctx context.Context, tx Tx, w *office.Work) (Invitation, error) {
			w.About("invitation", handle)
			return tx.StaffInvitations().Find(ctx, handle)
		})
}

// revokeBy ends the open invitations that somebody made. Few are ever open.
func revokeBy(ctx context.Context, tx Tx, w *office.Work, maker string) error {
	return revokeWhere(ctx, tx, w, func(i Invitation) bool { return i.MadeBy == maker })
}

// revokeWhere ends the open invitations that fit.
func revokeWhere(ctx context.Context, tx Tx, w *office.Work, fits func(Invitation) bool) error {
	open, err := tx.StaffInvitations().Open(ctx, w.Now, "", Most)
	if err != nil {
		return err
	}
	for _, i := range open {
		if !fits(i) {
			continue
		}
		if err := tx.StaffInvitations().Revoke(ctx, i.Handle, w.Now); err != nil {
			return err
		}
		w.Changed("invitation", i.Handle, "")
	}
	return nil
}

// ListInvitations lists the invitations that can still be taken up, latest first. The record says that they were shown.
func (d *Desk) ListInvitations(ctx context.Context, by access.Actor, request, before string) (Page[Invitation], error) {
	return office.Look(ctx, d.office, look(by, access.ManageStaff, "admin.list-invitations", request),
		func(ctx context.Context, tx Tx, w *office.Work) (Page[Invitation], error) {
			rows, err := tx.StaffInvitations().Open(ctx, w.Now, before, PageSize+1)
			if err != nil {
				return Page[Invitation]{}, err
			}
			out := paged(rows, func(i Invitation) string { return i.Handle })
			handles := make([]string, len(out.Rows))
			for i, r := range out.Rows {
				handles[i] = r.Handle
			}
			listed(w, "invitations", "open", handles)
			return out, nil
		})
}
