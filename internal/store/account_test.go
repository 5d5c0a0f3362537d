package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// opened stores an account.
func opened(t *testing.T, s *store.Store, kind access.Kind, email string, roles ...access.Role) access.Account {
	t.Helper()
	a := access.Account{
		ID: office.NewID(), Kind: kind, Email: email, Lang: locale.UK, Roles: roles, State: access.Active, CreatedAt: noon, Version: 1,
	}
	change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Accounts().Add(ctx, a, email, "1") })
	return a
}

// kindOf runs fn in a transaction and returns the kind of its fault.
func kindOf(t *testing.T, s *store.Store, fn func(context.Context, *store.Tx) error) fault.Kind {
	t.Helper()
	err := s.Change(t.Context(), fn)
	if err == nil {
		t.Fatal("it was taken")
	}
	return fault.KindOf(err)
}

func dates() cmp.Option { return cmpopts.EquateComparable(calendar.Date{}) }

func TestAccountsAreFoundAsTheyWereStored(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		want := opened(t, s, access.Staff, "ana@example.org", access.FrontDesk, access.Auditor)
		opened(t, s, access.Applicant, "ana@example.org") // of another kind
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			byID, err := tx.Accounts().Find(ctx, want.ID)
			if err != nil {
				return err
			}
			byEmail, err := tx.Accounts().ByEmail(ctx, access.Staff, "ana@example.org")
			if diff := cmp.Diff([]access.Account{want, want}, []access.Account{byID, byEmail}, dates()); diff != "" {
				t.Error(diff)
			}
			return err
		})
		none := kindOf(t, s, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Accounts().ByEmail(ctx, access.Staff, "ion@example.org")
			return err
		})
		if none != fault.NotFound {
			t.Errorf("nobody's address gives %v", none)
		}
	})
}

func TestAnAddressSignsInOneActiveAccountOfAKind(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		first := opened(t, s, access.Applicant, "ana@example.org")
		other := opened(t, s, access.Applicant, "ion@example.org")
		again := func(ctx context.Context, tx *store.Tx) error {
			return tx.Accounts().Add(ctx, access.Account{ID: office.NewID(), Kind: access.Applicant, Lang: locale.RO, CreatedAt: noon},
				"ana@example.org", "")
		}
		if got := kindOf(t, s, again); got != fault.Conflict {
			t.Errorf("a second account gives %v", got)
		}
		other.Email = "ana@example.org"
		moved := func(ctx context.Context, tx *store.Tx) error {
			return tx.Accounts().SetEmail(ctx, other, "ana@example.org")
		}
		if got := kindOf(t, s, moved); got != fault.Conflict {
			t.Errorf("moving to a taken address gives %v", got)
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Accounts().End(ctx, first, noon) })
		change(t, s, again)
	})
}

func TestAChangeOfAnAccountNamesTheVersionThatItSaw(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := opened(t, s, access.Applicant, "ana@example.org")
		a.Lang = locale.RO
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Accounts().SetLang(ctx, a) })
		for name, fn := range map[string]func(context.Context, *store.Tx) error{
			"language": func(ctx context.Context, tx *store.Tx) error { return tx.Accounts().SetLang(ctx, a) },
			"address":  func(ctx context.Context, tx *store.Tx) error { return tx.Accounts().SetEmail(ctx, a, "b@example.org") },
			"end":      func(ctx context.Context, tx *store.Tx) error { return tx.Accounts().End(ctx, a, noon) },
		} {
			if got := kindOf(t, s, fn); got != fault.Conflict {
				t.Errorf("%s with an old version gives %v", name, got)
			}
		}
		a.Version, a.CoolingUntil, a.Email = 2, noon.Add(time.Hour), "b@example.org"
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Accounts().SetEmail(ctx, a, "b@example.org") })
		a.Version = 3
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			got, err := tx.Accounts().Find(ctx, a.ID)
			if diff := cmp.Diff(a, got, dates()); diff != "" {
				t.Error(diff)
			}
			return err
		})
	})
}

func TestAdministratorsAreCountedWhileTheyAreActive(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := opened(t, s, access.Staff, "ana@example.org", access.Administrator)
		opened(t, s, access.Staff, "ion@example.org", access.Head)
		count := func() (n int) {
			change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
				n, err = tx.Accounts().Administrators(ctx)
				return err
			})
			return n
		}
		if got := count(); got != 1 {
			t.Errorf("%d administrators, want 1", got)
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Accounts().End(ctx, a, noon) })
		if got := count(); got != 0 {
			t.Errorf("%d administrators after the end, want 0", got)
		}
	})
}

func TestTriesOfACodeAreCountedHoweverManyTryAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		code := account.Code{
			ID: "c", Purpose: account.ToSignIn, Email: "ana@example.org", Lang: locale.EN, Mark: "m", CreatedAt: noon,
			ExpiresAt: noon.Add(time.Minute),
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Codes().Add(ctx, code) })
		try := func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Codes().Try(ctx, "c", account.ToSignIn, 5, noon)
			return err
		}
		var mu sync.Mutex
		taken := 0
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				for range 4 {
					err := s.Change(t.Context(), try)
					mu.Lock()
					if err == nil {
						taken++
					} else if fault.KindOf(err) != fault.NotFound {
						t.Error(err)
					}
					mu.Unlock()
				}
			})
		}
		wait.Wait()
		if taken != 5 {
			t.Errorf("%d tries were taken, want 5", taken)
		}
	})
}

func TestACodeIsGoodForOnePurposeOnceAndForAWhile(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		code := account.Code{ID: "c", Purpose: account.ToConfirm, Account: "1", Lang: locale.EN, CreatedAt: noon, ExpiresAt: noon.Add(time.Minute)}
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Codes().Add(ctx, code) })
		try := func(purpose account.Purpose, now time.Time) func(context.Context, *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Codes().Try(ctx, "c", purpose, 5, now)
				return err
			}
		}
		for name, fn := range map[string]func(context.Context, *store.Tx) error{
			"another purpose": try(account.ToSignIn, noon), "late": try(account.ToConfirm, noon.Add(time.Minute)),
		} {
			if got := kindOf(t, s, fn); got != fault.NotFound {
				t.Errorf("%s gives %v", name, got)
			}
		}
		change(t, s, try(account.ToConfirm, noon))
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Codes().Use(ctx, "c", noon) })
		if got := kindOf(t, s, try(account.ToConfirm, noon)); got != fault.NotFound {
			t.Errorf("a used code gives %v", got)
		}
		again := kindOf(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Codes().Use(ctx, "c", noon) })
		if again != fault.Conflict {
			t.Errorf("a second use gives %v", again)
		}
		code.Tries, code.UsedAt = 1, noon
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			got, err := tx.Codes().Find(ctx, "c")
			if diff := cmp.Diff(code, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
	})
}

func TestDevicesAreKnownToTheirAccounts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := opened(t, s, access.Applicant, "ana@example.org")
		b := opened(t, s, access.Applicant, "ion@example.org")
		known := func() (out []bool) {
			change(t, s, func(ctx context.Context, tx *store.Tx) error {
				hers, err := tx.Devices().Known(ctx, "d", a.ID)
				if err != nil {
					return err
				}
				his, err := tx.Devices().Known(ctx, "d", b.ID)
				if err != nil {
					return err
				}
				byEmail, err := tx.Devices().KnownToEmail(ctx, "d", access.Applicant, "ana@example.org")
				if err != nil {
					return err
				}
				anybody, err := tx.Devices().KnownToAnybody(ctx, "d")
				out = []bool{hers, his, byEmail, anybody}
				return err
			})
			return out
		}
		if diff := cmp.Diff([]bool{false, false, false, false}, known()); diff != "" {
			t.Error(diff)
		}
		for range 2 {
			change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Devices().See(ctx, "d", a.ID, noon) })
		}
		if diff := cmp.Diff([]bool{true, false, true, true}, known()); diff != "" {
			t.Error(diff)
		}
		for before, want := range map[time.Time]int{noon: 0, noon.Add(time.Second): 1} {
			change(t, s, func(ctx context.Context, tx *store.Tx) error {
				if err := tx.Devices().See(ctx, "old", b.ID, noon); err != nil {
					return err
				}
				if err := tx.Devices().See(ctx, "d", a.ID, noon.Add(time.Hour)); err != nil {
					return err
				}
				n, err := tx.Devices().Forget(ctx, before, 10)
				if n != want {
					t.Errorf("%d devices were forgotten, want %d", n, want)
				}
				return err
			})
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Devices().ForgetAll(ctx, a.ID) })
		if diff := cmp.Diff([]bool{false, false, false, false}, known()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := opened(t, s, access.Applicant, "ana@example.org")
		session := func(handle string, seen, ends time.Time) account.Session {
			out := account.Session{
				Handle: handle, Account: a.ID, Method: account.ByCode, Agent: "Firefox", CreatedAt: noon, SeenAt: seen, StrongAt: noon, EndsAt: ends,
			}
			change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Sessions().Add(ctx, "mark-"+handle, out) })
			return out
		}
		one := session("1", noon, noon.Add(time.Hour))
		two := session("2", noon, noon.Add(time.Hour))
		session("3", noon, noon)                                // over
		session("4", noon.Add(-time.Hour), noon.Add(time.Hour)) // idle for too long
		list := func() (out []account.Session) {
			change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
				out, err = tx.Sessions().Of(ctx, a.ID, noon, noon.Add(-time.Minute), 10)
				return err
			})
			return out
		}
		if diff := cmp.Diff([]account.Session{two, one}, list()); diff != "" {
			t.Error(diff)
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Sessions().See(ctx, "mark-1", noon.Add(time.Minute), noon); err != nil {
				return err
			}
			if err := tx.Sessions().See(ctx, "mark-2", noon.Add(time.Minute), noon.Add(-time.Second)); err != nil { // was seen after that
				return err
			}
			if err := tx.Sessions().Strengthen(ctx, a.ID, "1", noon.Add(time.Minute)); err != nil {
				return err
			}
			got, err := tx.Sessions().Find(ctx, "mark-1")
			one.SeenAt, one.StrongAt = noon.Add(time.Minute), noon.Add(time.Minute)
			if diff := cmp.Diff(one, got.Session); diff != "" || got.Account.ID != a.ID {
				t.Error(diff)
			}
			return err
		})
		if diff := cmp.Diff([]account.Session{two, one}, list()); diff != "" {
			t.Error(diff)
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			n, err := tx.Sessions().EndOthers(ctx, a.ID, "1")
			if n != 3 {
				t.Errorf("%d ended, want 3", n)
			}
			return err
		})
		for name, fn := range map[string]func(context.Context, *store.Tx) error{
			"a session that is gone": func(ctx context.Context, tx *store.Tx) error { return tx.Sessions().End(ctx, a.ID, "2") },
			"somebody else's":        func(ctx context.Context, tx *store.Tx) error { return tx.Sessions().End(ctx, "x", "1") },
			"a proof in it":          func(ctx context.Context, tx *store.Tx) error { return tx.Sessions().Strengthen(ctx, "x", "1", noon) },
			"its token": func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Sessions().Find(ctx, "mark-2")
				return err
			},
		} {
			if got := kindOf(t, s, fn); got != fault.NotFound {
				t.Errorf("%s gives %v", name, got)
			}
		}
	})
}

func TestPasskeysHaveOneOwnerAndOneUseAtATime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := opened(t, s, access.Applicant, "ana@example.org")
		b := opened(t, s, access.Applicant, "ion@example.org")
		key := account.Passkey{ID: "k", Account: a.ID, Name: "phone", Credential: []byte(`{"n":1}`), CreatedAt: noon, Version: 1}
		change(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Passkeys().Add(ctx, key) })
		theirs := key
		theirs.Account = b.ID
		taken := kindOf(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Passkeys().Add(ctx, theirs) })
		if taken != fault.Conflict {
			t.Errorf("a second owner gives %v", taken)
		}
		used := key
		used.Credential, used.UsedAt = []byte(`{"n":2}`), noon
		use := func(ctx context.Context, tx *store.Tx) error { return tx.Passkeys().Use(ctx, used) }
		change(t, s, use)
		if got := kindOf(t, s, use); got != fault.Conflict {
			t.Errorf("a use of an old version gives %v", got)
		}
		for name, fn := range map[string]func(context.Context, *store.Tx) error{
			"renaming": func(ctx context.Context, tx *store.Tx) error { return tx.Passkeys().Rename(ctx, b.ID, "k", "mine") },
			"removing": func(ctx context.Context, tx *store.Tx) error { return tx.Passkeys().Remove(ctx, b.ID, "k") },
		} {
			if got := kindOf(t, s, fn); got != fault.NotFound {
				t.Errorf("%s somebody else's gives %v", name, got)
			}
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Passkeys().Rename(ctx, a.ID, "k", "key"); err != nil {
				return err
			}
			got, err := tx.Passkeys().Of(ctx, a.ID)
			used.Name, used.Version = "key", 2
			if diff := cmp.Diff([]account.Passkey{used}, got); diff != "" {
				t.Error(diff)
			}
			if err != nil {
				return err
			}
			n, err := tx.Passkeys().RemoveAll(ctx, a.ID)
			if n != 1 {
				t.Errorf("%d removed, want 1", n)
			}
			return err
		})
	})
}

func TestWhatIsTakenIsTakenOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		until := noon.Add(time.Minute)
		ceremony := account.Ceremony{ID: "c", Kind: account.SigningIn, Data: `{}`, ExpiresAt: until}
		visit := account.Visit{
			ID: "v", Browser: "b", Nonce: "n", Verifier: "p", Invitation: "i", Newcomer: account.Newcomer{Name: "Ana"}, Session: "s", ExpiresAt: until,
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Ceremonies().Add(ctx, ceremony); err != nil {
				return err
			}
			return tx.Visits().Add(ctx, visit)
		})
		takeCeremony := func(kind account.CeremonyKind, now time.Time) func(context.Context, *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error {
				got, err := tx.Ceremonies().Take(ctx, "c", kind, now)
				if err == nil {
					if diff := cmp.Diff(ceremony, got); diff != "" {
						t.Error(diff)
					}
				}
				return err
			}
		}
		takeVisit := func(browser string, now time.Time) func(context.Context, *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error {
				got, err := tx.Visits().Take(ctx, "v", browser, now)
				if err == nil {
					if diff := cmp.Diff(visit, got); diff != "" {
						t.Error(diff)
					}
				}
				return err
			}
		}
		not := func(fns ...func(context.Context, *store.Tx) error) {
			t.Helper()
			for i, fn := range fns {
				if got := kindOf(t, s, fn); got != fault.NotFound {
					t.Errorf("%d gives %v", i, got)
				}
			}
		}
		not(takeCeremony(account.Confirming, noon), takeCeremony(account.SigningIn, until), takeVisit("other", noon), takeVisit("b", until))
		change(t, s, takeCeremony(account.SigningIn, noon))
		change(t, s, takeVisit("b", noon))
		not(takeCeremony(account.SigningIn, noon), takeVisit("b", noon))
	})
}

func TestAnIdentityIsBoundOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := opened(t, s, access.Staff, "ana@example.org")
		b := opened(t, s, access.Staff, "ion@example.org")
		id := account.Identity{Issuer: "https://one.example", Subject: "42"}
		bind := func(id account.Identity, who string) func(context.Context, *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error { return tx.Identities().Add(ctx, id, who, noon) }
		}
		change(t, s, bind(id, a.ID))
		if got := kindOf(t, s, bind(id, b.ID)); got != fault.Conflict {
			t.Errorf("a second account gives %v", got)
		}
		change(t, s, bind(account.Identity{Issuer: "https://two.example", Subject: "42"}, b.ID))
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			who, err := tx.Identities().Account(ctx, id)
			if who != a.ID {
				t.Errorf("bound to %s", who)
			}
			if err != nil {
				return err
			}
			got, err := tx.Identities().Of(ctx, a.ID)
			if diff := cmp.Diff([]account.Identity{id}, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
	})
}

func TestAnInvitationIsUsedOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		want := account.Invitation{
			Handle: "h", Kind: account.Colleague, Email: "ana@example.org", Name: "Ana", Office: "cluj", Roles: []access.Role{access.Head},
			Lang: locale.RO, MadeBy: "1", CreatedAt: noon, ExpiresAt: noon.Add(time.Hour),
		}
		first := account.Invitation{Handle: "f", Kind: account.FirstAdministrator, Lang: locale.RO, CreatedAt: noon, ExpiresAt: noon.Add(time.Hour)}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Invitations().Add(ctx, "m", want, noon); err != nil {
				return err
			}
			return tx.Invitations().Add(ctx, "n", first, noon)
		})
		open := func(id string, now time.Time) func(context.Context, *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Invitations().Open(ctx, id, now)
				return err
			}
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			got, err := tx.Invitations().Open(ctx, "m", noon)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
		if got := kindOf(t, s, open("m", noon.Add(time.Hour))); got != fault.NotFound {
			t.Errorf("a late one gives %v", got)
		}
		use := func(ctx context.Context, tx *store.Tx) error { return tx.Invitations().Use(ctx, "m", noon) }
		change(t, s, use)
		if got := kindOf(t, s, use); got != fault.Conflict {
			t.Errorf("a second use gives %v", got)
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			n, err := tx.Invitations().Revoke(ctx, account.FirstAdministrator, "", noon)
			if n != 1 {
				t.Errorf("%d revoked, want 1", n)
			}
			return err
		})
		for _, id := range []string{"m", "n", "x"} {
			if got := kindOf(t, s, open(id, noon)); got != fault.NotFound {
				t.Errorf("%s gives %v", id, got)
			}
		}
	})
}

func TestOneChangeOfAddressWaitsForAnAccount(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := opened(t, s, access.Applicant, "ana@example.org")
		first := account.EmailChange{Account: a.ID, Handle: "1", Email: "x@example.org", AskedAt: noon, DueAt: noon.Add(time.Hour)}
		second := first
		second.Handle, second.Email = "2", "y@example.org"
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			for _, c := range []account.EmailChange{first, second} {
				if err := tx.EmailChanges().Put(ctx, c); err != nil {
					return err
				}
			}
			_, err := tx.EmailChanges().Find(ctx, "1")
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("the first one gives %v", err)
			}
			byHandle, err := tx.EmailChanges().Find(ctx, "2")
			if err != nil {
				return err
			}
			byAccount, err := tx.EmailChanges().Of(ctx, a.ID)
			if diff := cmp.Diff([]account.EmailChange{second, second}, []account.EmailChange{byHandle, byAccount}); diff != "" {
				t.Error(diff)
			}
			return err
		})
		var removed []bool
		for range 2 {
			change(t, s, func(ctx context.Context, tx *store.Tx) error {
				was, err := tx.EmailChanges().Remove(ctx, a.ID)
				removed = append(removed, was)
				return err
			})
		}
		if diff := cmp.Diff([]bool{true, false}, removed); diff != "" {
			t.Error(diff)
		}
	})
}

func TestALetterToAnAccountHasItsAddressAndLanguage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := opened(t, s, access.Applicant, "ana@example.org")
		letter := office.Letter{ID: "letter", Account: a.ID, Template: "message-waiting"}
		var got office.Posted
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Outbox().Add(ctx, office.Posted{Letter: letter, State: office.LetterWaiting, CreatedAt: noon}); err != nil {
				return err
			}
			var err error
			got, err = tx.Outbox().Find(ctx, "letter")
			return err
		})
		want := office.Letter{ID: "letter", To: "ana@example.org", Lang: locale.UK, Template: "message-waiting"}
		if diff := cmp.Diff(want, got.Letter); diff != "" {
			t.Error(diff)
		}
		letter.ID, letter.Account = "other", "nobody"
		err := s.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Outbox().Add(ctx, office.Posted{Letter: letter, State: office.LetterWaiting, CreatedAt: noon})
		})
		if err == nil {
			t.Error("a letter to no account was taken")
		}
	})
}

func TestMessagesLieSealedAndAreReadOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := opened(t, s, access.Applicant, "ana@example.org")
		args := map[string]string{"at": "2026-11-30T12:00:00Z"}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			for _, id := range []string{"1", "2"} {
				if err := tx.Messages().Add(ctx, office.Message{ID: id, Account: a.ID, Template: "recovered", Args: args}, noon); err != nil {
					return err
				}
			}
			return nil
		})
		read := func(ctx context.Context, tx *store.Tx) error { return tx.Inbox().Read(ctx, a.ID, "1", noon) }
		change(t, s, read)
		if got := kindOf(t, s, read); got != fault.Conflict {
			t.Errorf("a second reading gives %v", got)
		}
		one := account.Message{ID: "1", Template: "recovered", SentAt: noon, ReadAt: noon}
		two := account.Message{ID: "2", Template: "recovered", SentAt: noon}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			list, err := tx.Inbox().List(ctx, a.ID, "", 10)
			if err != nil {
				return err
			}
			next, err := tx.Inbox().List(ctx, a.ID, "2", 10)
			if err != nil {
				return err
			}
			if diff := cmp.Diff([][]account.Message{{two, one}, {one}}, [][]account.Message{list, next}); diff != "" {
				t.Error(diff)
			}
			got, err := tx.Inbox().Find(ctx, a.ID, "2")
			two.Args = args
			if diff := cmp.Diff(two, got); diff != "" {
				t.Error(diff)
			}
			if err != nil {
				return err
			}
			n, err := tx.Inbox().Unread(ctx, a.ID, 10)
			if n != 1 {
				t.Errorf("%d are unread, want 1", n)
			}
			return err
		})
		other := kindOf(t, s, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Inbox().Find(ctx, "somebody", "2")
			return err
		})
		if other != fault.NotFound {
			t.Errorf("somebody else's message gives %v", other)
		}
	})
}
