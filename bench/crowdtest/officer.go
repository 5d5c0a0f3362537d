package crowdtest

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"sejur/internal/access"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/store"
)

// Officer makes somebody of an office with one role, signed in. They have no application; what they ask for is asked by Get.
func (h *House) Officer(ctx context.Context, of string, role access.Role) (Applicant, error) {
	out := Applicant{Account: office.NewID(), Session: rand.Text(), handle: office.NewID()}
	now := h.store.Now()
	mail := out.Account + "@office.example"
	err := h.store.Change(ctx, func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.Accounts().Add(ctx, access.Account{
				ID: out.Account, Kind: access.Staff, Email: mail, Name: "Officer", Lang: locale.EN, Office: of, Roles: []access.Role{role},
				State: access.Active, CreatedAt: now, Version: 1,
			}, mail, "crowd"),
			tx.Sessions().Add(ctx, h.ring.Mark(markSession, out.Session), account.Session{
				Handle: out.handle, Account: out.Account, Method: account.ByPasskey, Agent: "crowd", CreatedAt: now, SeenAt: now, StrongAt: now,
				EndsAt: now.Add(12 * time.Hour),
			}),
		)
	})
	return out, err
}
