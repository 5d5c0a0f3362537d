package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/store"
)

// Hire stores an account of the office for somebody with roles. name becomes the address too: "Ana Pop" is ana.pop@example.org.
func Hire(t testing.TB, s *store.Store, at time.Time, name string, roles ...access.Role) access.Account {
	t.Helper()
	a := access.Account{
		ID: office.NewID(), Kind: access.Staff, Name: name, Email: strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.org",
		Lang: locale.RO, Roles: roles, State: access.Active, CreatedAt: at, Version: 1,
	}
	err := s.Change(context.WithoutCancel(t.Context()), func(ctx context.Context, tx *store.Tx) error {
		return tx.Accounts().Add(ctx, a, a.Email, "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
