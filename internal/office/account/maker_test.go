package account_test

import (
	"context"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/office/account"
	"sejur/internal/office/admin"
	"sejur/internal/store"
)

// Threat 23 turned around: an administrator who is about to be sent away makes a link for later. It is worth what they are worth.
func TestALinkIsWorthWhatItsMakerMayToday(t *testing.T) {
	t.Parallel()
	leave := func(ctx context.Context, c counter, tx *store.Tx, a access.Account) error {
		return tx.Staff().End(ctx, a.ID, a.Version, c.clock.Now())
	}
	for name, tt := range map[string]struct {
		role   access.Role
		change func(ctx context.Context, c counter, tx *store.Tx, a access.Account) error
		good   bool
	}{
		"an administrator who is one": {access.Administrator, func(context.Context, counter, *store.Tx, access.Account) error { return nil }, true},
		"an administrator who left":   {access.Administrator, leave, false},
		"an administrator who is one no more": {access.Administrator, func(ctx context.Context, c counter, tx *store.Tx, a access.Account) error {
			return tx.Staff().GiveRoles(ctx, admin.RoleGift{
				Account: a.ID, Version: a.Version, Add: []access.Role{access.Auditor}, Take: []access.Role{access.Administrator}, At: c.clock.Now(),
			})
		}, false},
		"an officer at the counter who is one": {access.FrontDesk, func(context.Context, counter, *store.Tx, access.Account) error { return nil }, true},
		"an officer at the counter who left":   {access.FrontDesk, leave, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			c.firstAdministrator() // somebody stays
			applicant := c.enter(ana)
			in, err := c.take(c.invite("mara@example.org", tt.role), account.Newcomer{}, phone())
			maker := have(t, in, err).Account
			kind, of := account.Colleague, ""
			if tt.role == access.FrontDesk {
				kind, of = account.Recovery, applicant.Account.ID
			}
			err = c.store.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				err := tx.Invitations().Add(ctx, c.marks.Mark("invitation", "LINK"), account.Invitation{
					Handle: "1", Kind: kind, Account: of, Email: "friend@example.org", Name: "Friend", Roles: []access.Role{access.Administrator},
					Lang: "en", MadeBy: maker.ID, ExpiresAt: c.clock.Now().Add(time.Minute),
				}, c.clock.Now())
				if err != nil {
					return err
				}
				return tt.change(ctx, c, tx, maker)
			})
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Invited(t.Context(), "LINK", "192.0.2.1")
			if tt.good != (err == nil) {
				t.Fatalf("the link says %v", err)
			}
			if tt.good {
				return
			}
			refused(t, err, account.LinkOver)
			_, err = c.BeginInvitation(t.Context(), "LINK", account.Newcomer{})
			refused(t, err, account.LinkOver)
			_, err = c.AskRecoveryCode(t.Context(), account.AskRecoveryCode{Invitation: "LINK", Email: "friend@example.org", Client: "192.0.2.1"})
			refused(t, err, account.LinkOver)
		})
	}
}
