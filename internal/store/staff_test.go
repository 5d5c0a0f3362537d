package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/admin"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// ask reads one value in a transaction.
func ask[T any](t *testing.T, s *store.Store, fn func(context.Context, *store.Tx) (T, error)) T {
	t.Helper()
	var out T
	change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = fn(ctx, tx)
		return err
	})
	return out
}

// refuses wants a change to come to a fault of a kind.
func refuses(t *testing.T, s *store.Store, want fault.Kind, what string, fn func(context.Context, *store.Tx) error) {
	t.Helper()
	err := s.Change(t.Context(), fn)
	if err == nil || fault.KindOf(err) != want {
		t.Errorf("%s: %v, want a fault of kind %v", what, err, want)
	}
}

func TestAColleagueIsKeptAsTheyWereChanged(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		want := storetest.Hire(t, s, noon, "Ana Pop", access.Auditor, access.FrontDesk)
		want.Roles = []access.Role{access.FrontDesk, access.Auditor} // in the order of access.Roles
		find := func() access.Account {
			return ask(t, s, func(ctx context.Context, tx *store.Tx) (access.Account, error) { return tx.Staff().Find(ctx, want.ID) })
		}
		if diff := cmp.Diff(want, find(), dates()); diff != "" {
			t.Fatal(diff)
		}
		want.Name, want.Lang, want.Office = "Ana Popa", locale.EN, "igi-cj"
		want.Absent = access.Absence{From: calendar.On(2026, time.December, 1), Until: calendar.On(2026, time.December, 9)}
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Staff().Change(ctx, want) })
		want.Version = 2
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			return tx.Staff().GiveRoles(ctx, admin.RoleGift{
				Account: want.ID, Version: 2, Add: []access.Role{access.Head}, Take: []access.Role{access.Auditor}, By: "b", At: noon,
			})
		})
		want.Roles, want.Version = []access.Role{access.FrontDesk, access.Head}, 3
		if diff := cmp.Diff(want, find(), dates()); diff != "" {
			t.Error(diff)
		}
		by := ask(t, s, func(ctx context.Context, tx *store.Tx) (access.Account, error) {
			return tx.Staff().ByEmail(ctx, want.Email)
		})
		if diff := cmp.Diff(want, by, dates()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOfTwoWhoChangeAColleagueOneIsTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := storetest.Hire(t, s, noon, "Ana Pop", access.FrontDesk)
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Staff().Change(ctx, a) })
		for name, fn := range map[string]func(context.Context, *store.Tx) error{
			"change": func(ctx context.Context, tx *store.Tx) error { return tx.Staff().Change(ctx, a) },
			"roles": func(ctx context.Context, tx *store.Tx) error {
				return tx.Staff().GiveRoles(ctx, admin.RoleGift{Account: a.ID, Version: a.Version, Add: []access.Role{access.Head}, At: noon})
			},
			"end": func(ctx context.Context, tx *store.Tx) error { return tx.Staff().End(ctx, a.ID, a.Version, noon) },
		} {
			refuses(t, s, fault.Conflict, name, fn)
		}
	})
}

func TestWhoHasEndedIsFoundAndListedApart(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := storetest.Hire(t, s, noon, "Ana Pop", access.FrontDesk)
		b := storetest.Hire(t, s, noon, "Ion Rus", access.FrontDesk)
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			return tx.Staff().End(ctx, a.ID, a.Version, noon.Add(time.Hour))
		})
		got := ask(t, s, func(ctx context.Context, tx *store.Tx) (access.Account, error) { return tx.Staff().Find(ctx, a.ID) })
		a.State, a.EndedAt, a.Version = access.Ended, noon.Add(time.Hour), 2
		if diff := cmp.Diff(a, got, dates()); diff != "" {
			t.Error(diff)
		}
		for state, want := range map[access.State]access.Account{access.Active: b, access.Ended: a} {
			list := ask(t, s, func(ctx context.Context, tx *store.Tx) ([]access.Account, error) {
				return tx.Staff().List(ctx, state, "", 10)
			})
			if diff := cmp.Diff([]access.Account{want}, list, dates()); diff != "" {
				t.Errorf("%s: %s", state, diff)
			}
		}
		refuses(t, s, fault.NotFound, "the address of somebody who left", func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Staff().ByEmail(ctx, a.Email)
			return err
		})
	})
}

func TestColleaguesComePageByPageAndAreCountedUpToABound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var want []string
		for i := range 5 {
			want = append([]string{storetest.Hire(t, s, noon, fmt.Sprintf("N%d Pop", i), access.FrontDesk).ID}, want...)
		}
		var got []string
		for before := ""; ; {
			page := ask(t, s, func(ctx context.Context, tx *store.Tx) ([]access.Account, error) {
				return tx.Staff().List(ctx, access.Active, before, 2)
			})
			for _, a := range page {
				got, before = append(got, a.ID), a.ID
			}
			if len(page) < 2 {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for limit, want := range map[int]int{3: 3, 5: 5, 9: 5} {
			n := ask(t, s, func(ctx context.Context, tx *store.Tx) (int, error) {
				return tx.Staff().Count(ctx, access.Active, limit)
			})
			if n != want {
				t.Errorf("counted %d up to %d, want %d", n, limit, want)
			}
		}
	})
}

// Three administrators remove each other at the same moment: one of them must remain, whoever is faster.
func TestTheLastAdministratorRemainsHoweverManyRemoveEachOther(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for round := range 8 {
			var all []access.Account
			for i := range 3 {
				all = append(all, storetest.Hire(t, s, noon, fmt.Sprintf("A%d%d Pop", round, i), access.Administrator))
			}
			begin := make(chan struct{})
			var wait sync.WaitGroup
			for i, victim := range all {
				wait.Go(func() {
					<-begin
					err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error { return removeUnlessLast(ctx, tx, victim, i%2 == 0) })
					if err != nil {
						t.Error(err)
					}
				})
			}
			close(begin)
			wait.Wait()
			var left []access.Account
			for _, a := range ask(t, s, func(ctx context.Context, tx *store.Tx) ([]access.Account, error) {
				return tx.Staff().List(ctx, access.Active, "", 100)
			}) {
				if cmp.Equal(a.Roles, []access.Role{access.Administrator}) {
					left = append(left, a)
				}
			}
			if len(left) != 1 {
				t.Fatalf("round %d: %d administrators are left", round, len(left))
			}
			change(t, s, func(ctx context.Context, tx *store.Tx) error {
				return tx.Staff().End(ctx, left[0].ID, left[0].Version, noon)
			})
		}
	})
}

// removeUnlessLast ends an administrator's account or takes the role, unless there is no other one.
func removeUnlessLast(ctx context.Context, tx *store.Tx, a access.Account, end bool) error {
	others, err := tx.Staff().OtherAdministrators(ctx, a.ID)
	if err != nil || others == 0 {
		return err
	}
	if end {
		return tx.Staff().End(ctx, a.ID, a.Version, noon)
	}
	return tx.Staff().GiveRoles(ctx, admin.RoleGift{
		Account: a.ID, Version: a.Version, Add: []access.Role{access.Auditor}, Take: []access.Role{access.Administrator}, At: noon,
	})
}

func TestAnInvitationIsOpenUntilItEnds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		invitation := func(ends time.Time) admin.Invitation {
			return admin.Invitation{
				Handle: office.NewID(), Email: "ana@example.org", Name: "Ana", Office: "igi-cj", Roles: []access.Role{access.Head}, Lang: locale.EN,
				MadeBy: "b", CreatedAt: noon, ExpiresAt: ends,
			}
		}
		late, revoked, open := invitation(noon), invitation(noon.Add(time.Hour)), invitation(noon.Add(time.Hour))
		for _, i := range []admin.Invitation{late, revoked, open} {
			change(t, s, func(ctx context.Context, tx *store.Tx) error {
				return tx.StaffInvitations().Add(ctx, "mark-"+i.Handle, i)
			})
		}
		revoke := func(ctx context.Context, tx *store.Tx) error {
			return tx.StaffInvitations().Revoke(ctx, revoked.Handle, noon)
		}
		change(t, s, revoke)
		refuses(t, s, fault.Conflict, "revoked twice", revoke)
		got := ask(t, s, func(ctx context.Context, tx *store.Tx) ([]admin.Invitation, error) {
			return tx.StaffInvitations().Open(ctx, noon, "", 10)
		})
		if diff := cmp.Diff([]admin.Invitation{open}, got, dates()); diff != "" {
			t.Error(diff)
		}
		one := ask(t, s, func(ctx context.Context, tx *store.Tx) (admin.Invitation, error) {
			return tx.StaffInvitations().Find(ctx, revoked.Handle)
		})
		revoked.RevokedAt = noon
		if diff := cmp.Diff(revoked, one, dates()); diff != "" {
			t.Error(diff)
		}
	})
}

// Whoever leaves is out on every node with the next request, and whoever comes back binds the same identity to a new account.
func TestWhoEndsIsOutEverywhere(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a, b := storetest.Hire(t, s, noon, "Ana Pop", access.FrontDesk), storetest.Hire(t, s, noon, "Ion Rus", access.FrontDesk)
		identity := account.Identity{Issuer: "https://id.example.org", Subject: "ana"}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			for _, of := range []string{a.ID, b.ID} {
				session := account.Session{Handle: "h-" + of, Account: of, Method: account.ByPasskey, CreatedAt: noon, SeenAt: noon, EndsAt: noon.Add(time.Hour)}
				if err := tx.Sessions().Add(ctx, "s-"+of, session); err != nil {
					return err
				}
			}
			return tx.Identities().Add(ctx, identity, a.ID, noon)
		})
		count := func(id string, now time.Time) int {
			return ask(t, s, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.Staff().Sessions(ctx, id, now) })
		}
		if now, later := count(a.ID, noon), count(a.ID, noon.Add(time.Hour)); now != 1 || later != 0 {
			t.Errorf("%d sessions, an hour later %d; want 1 and 0", now, later)
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Staff().End(ctx, a.ID, a.Version, noon) })
		refuses(t, s, fault.NotFound, "the session of somebody who left", func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Sessions().Find(ctx, "s-"+a.ID)
			return err
		})
		if n := count(b.ID, noon); n != 1 {
			t.Errorf("a colleague has %d sessions left, want 1", n)
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Identities().Add(ctx, identity, b.ID, noon) })
		ended := ask(t, s, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.Staff().EndSessions(ctx, b.ID) })
		if ended != 1 || count(b.ID, noon) != 0 {
			t.Errorf("signed out of %d sessions", ended)
		}
	})
}

func TestTheDeskOfAccountsFindsWhatTheAdministratorInvited(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		made := admin.Invitation{
			Handle: office.NewID(), Email: "ana@example.org", Name: "Ana", Office: "igi-cj", Roles: []access.Role{access.Head}, Lang: locale.EN,
			MadeBy: "b", CreatedAt: noon, ExpiresAt: noon.Add(admin.InvitationLife),
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.StaffInvitations().Add(ctx, "mark", made) })
		got := ask(t, s, func(ctx context.Context, tx *store.Tx) (account.Invitation, error) {
			return tx.Invitations().Open(ctx, "mark", noon)
		})
		want := account.Invitation{
			Handle: made.Handle, Kind: account.Colleague, Email: made.Email, Name: made.Name, Office: made.Office, Roles: made.Roles, Lang: made.Lang,
			MadeBy: made.MadeBy, CreatedAt: made.CreatedAt, ExpiresAt: made.ExpiresAt,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			return tx.StaffInvitations().Revoke(ctx, made.Handle, noon)
		})
		refuses(t, s, fault.NotFound, "a link that was revoked", func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Invitations().Open(ctx, "mark", noon)
			return err
		})
	})
}
