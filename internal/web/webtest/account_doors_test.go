package webtest_test

import (
	"context"
	"strings"
	"testing"

	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/store"
	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

func TestEveryDoorOfAHouseWithAccounts(t *testing.T) {
	t.Parallel()
	people := webtest.Everybody()
	h := webtest.OpenHouse(t, func(c *web.Config, _ *account.Config) { c.Visitors = people })
	h.Settle(t, people)
	table, err := web.Addresses(h.Config)
	if err != nil {
		t.Fatal(err)
	}
	parts := known()
	for _, row := range table {
		exists := strings.NewReplacer("{token}", "NOLINK", "/messages/{id}", "/messages/m1").Replace(row.Path)
		if exists != row.Path {
			parts[row.Path] = exists
		}
	}
	err = h.Store.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		told := office.Message{ID: "m1", Account: "a1", Template: "recovered", Args: map[string]string{"at": "2026-11-20T10:00:00Z"}}
		if err := tx.Messages().Add(ctx, told, h.Now()); err != nil {
			return err
		}
		for id, owner := range map[string]string{"key-a1": "a1", "key-s0": "s0"} {
			err := tx.Passkeys().Add(ctx, account.Passkey{ID: id, Account: owner, Credential: []byte(`{}`), CreatedAt: h.Now()})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// A passkey is its owner's alone: to colleagues, who have pages of the same kind, it is not there.
	var shared, own []web.Address
	for _, row := range table {
		for _, top := range []string{"/{lang}/my/account/passkeys/{id}", "/staff/account/passkeys/{id}"} {
			if rest, ok := strings.CutPrefix(row.Path, top); ok {
				id := map[bool]string{false: "key-a1", true: "key-s0"}[row.Staff]
				parts[row.Path] = strings.Replace(top, "{id}", id, 1) + rest
			}
		}
		if strings.Contains(row.Path, "/passkeys/{id}") {
			own = append(own, row)
			continue
		}
		shared = append(shared, row)
	}
	webtest.Guards(t, h.Handler, shared, people, parts)
	webtest.Guards(t, h.Handler, own, webtest.People{
		"nobody": people["nobody"], "applicant": people["applicant"], "newcomer": people["newcomer"],
	}, parts)
}
