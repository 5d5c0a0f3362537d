package account_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office/account"
)

// makeToken makes a token for an account.
func (c counter) makeToken(by access.Actor, name string) account.NewToken {
	c.t.Helper()
	made, err := c.MakeToken(c.t.Context(), by, account.MakeToken{Name: name, Days: 90})
	return have(c.t, made, err)
}

func TestATokenActsForItsAccountInNoSession(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	by := c.actor(c.enter(ana).Session)
	made := c.makeToken(by, "  lawyer’s program ")
	c.recorded("account.make-token")
	if got := c.post(); got[len(got)-1] != "token-made "+ana {
		t.Errorf("the post is %v", got)
	}
	told, err := c.Messages(t.Context(), by, "")
	if err != nil || len(told) != 1 || told[0].Template != "token-made" {
		t.Errorf("told %v, %v", told, err)
	}
	got, err := c.UseToken(t.Context(), made.Secret, "192.0.2.7")
	if err != nil {
		t.Fatal(err)
	}
	want := access.Actor{Kind: access.Applicant, ID: by.ID}
	if diff := cmp.Diff(want, got.Actor()); diff != "" {
		t.Error(diff)
	}
	if err := c.Fresh(got.Actor()); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a program counts as a fresh proof: %v", err)
	}
	day, _ := calendar.Parse("2026-11-30")
	list, err := c.Tokens(t.Context(), by)
	wantList := []account.Token{{
		ID: made.Token.ID, Account: by.ID, Name: "lawyer’s program", CreatedAt: c.clock.Now(), ExpiresAt: c.clock.Now().AddDate(0, 0, 90), UsedOn: day,
	}}
	if diff := cmp.Diff(wantList, list, cmpopts.EquateComparable(calendar.Date{})); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

func TestASecretIsShownOnceAndStoredNowhere(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	by := c.actor(c.enter(ana).Session)
	in := account.MakeToken{Name: "one", Days: 365, Key: "form-1"}
	made, err := c.MakeToken(t.Context(), by, in)
	have(t, made, err)
	if !strings.HasPrefix(made.Secret, "sejur_") || len(made.Secret) != len("sejur_")+26 {
		t.Errorf("a token of %d characters", len(made.Secret))
	}
	again, err := c.MakeToken(t.Context(), by, in)
	if err != nil || again.Secret != "" || again.Token.ID != made.Token.ID {
		t.Errorf("sent twice: the secret %q of %s, %v", again.Secret, again.Token.ID, err)
	}
	in.Name = "two"
	_, err = c.MakeToken(t.Context(), by, in)
	refused(t, err, "repeat/other-input")
	random := strings.TrimPrefix(made.Secret, "sejur_")
	for _, table := range []string{"account_token", "outcome", "audit_entry", "message", "letter", "job", "allowance"} {
		if strings.Contains(c.dump(table), random) {
			t.Errorf("%s holds the token", table)
		}
	}
}

func TestWhatIsNoGoodTokenIsAlwaysTheSame(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(c counter, by access.Actor, made *account.NewToken){
		"none": func(_ counter, _ access.Actor, made *account.NewToken) { made.Secret = "" },
		"without its prefix": func(_ counter, _ access.Actor, made *account.NewToken) {
			made.Secret = strings.TrimPrefix(made.Secret, account.TokenPrefix)
		},
		"one that never was": func(_ counter, _ access.Actor, made *account.NewToken) {
			made.Secret = account.TokenPrefix + strings.Repeat("A", 26)
		},
		"one in small letters": func(_ counter, _ access.Actor, made *account.NewToken) { made.Secret = strings.ToLower(made.Secret) },
		"a session": func(c counter, _ access.Actor, made *account.NewToken) {
			made.Secret = account.TokenPrefix + c.enter(ana).Session
		},
		"one that has ended": func(c counter, _ access.Actor, _ *account.NewToken) { c.clock.pass(90 * 24 * time.Hour) },
		"one that was revoked": func(c counter, by access.Actor, made *account.NewToken) {
			if err := c.RevokeToken(c.t.Context(), by, made.Token.ID, ""); err != nil {
				c.t.Fatal(err)
			}
		},
		"one of an account that ended": func(c counter, by access.Actor, _ *account.NewToken) {
			if err := c.EndAccount(c.t.Context(), by, ""); err != nil {
				c.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			by := c.actor(c.enter(ana).Session)
			made := c.makeToken(by, "one")
			spoil(c, by, &made)
			p, err := c.UseToken(t.Context(), made.Secret, "192.0.2.7")
			refused(t, err, "not-found")
			if p.Account.ID != "" || p.Actor().SignedIn() {
				t.Errorf("it is still %v", p)
			}
		})
	}
}

func TestATokenIsNoSession(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	made := c.makeToken(c.actor(c.enter(ana).Session), "one")
	for _, session := range []string{made.Secret, strings.TrimPrefix(made.Secret, account.TokenPrefix)} {
		_, err := c.Resolve(t.Context(), session)
		refused(t, err, "not-found")
	}
}

func TestATokenWantsAFreshProof(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	by := c.actor(c.enter(ana).Session)
	made := c.makeToken(by, "one")
	c.clock.pass(6 * time.Minute)
	for name, actor := range map[string]access.Actor{"an old session": by, "a program": {Kind: access.Applicant, ID: by.ID}} {
		if _, err := c.MakeToken(t.Context(), actor, account.MakeToken{Name: "two", Days: 90}); err == nil {
			t.Errorf("%s made a token", name)
		} else {
			refused(t, err, account.ConfirmFirst)
		}
	}
	// Ending one wants none: whoever fears a thief is not asked to wait for a code.
	if err := c.RevokeToken(t.Context(), by, made.Token.ID, ""); err != nil {
		t.Error(err)
	}
	c.recorded("account.revoke-token")
}

func TestWhatATokenIsAskedWithIsChecked(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	by := c.actor(c.enter(ana).Session)
	for name, tt := range map[string]struct {
		in   account.MakeToken
		want string
	}{
		"no name":          {account.MakeToken{Name: " ", Days: 90}, "account.token-name-missing"},
		"a long name":      {account.MakeToken{Name: strings.Repeat("n", 61), Days: 90}, "account.name-long"},
		"two lines":        {account.MakeToken{Name: "a\nb", Days: 90}, "account.name-letters"},
		"no end":           {account.MakeToken{Name: "a"}, "account.token-days"},
		"more than a year": {account.MakeToken{Name: "a", Days: 366}, "account.token-days"},
	} {
		_, err := c.MakeToken(t.Context(), by, tt.in)
		if err == nil {
			t.Errorf("%s was taken", name)
			continue
		}
		refused(t, err, tt.want)
	}
	boss := c.actor(c.firstAdministrator().Session)
	_, err := c.MakeToken(t.Context(), boss, account.MakeToken{Name: "a", Days: 90})
	refused(t, err, "forbidden")
	_, err = c.Tokens(t.Context(), boss)
	refused(t, err, "forbidden")
}

func TestAnAccountHasAtMostTenTokensWhateverComesAtOnce(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	by := c.actor(c.enter(ana).Session)
	var all sync.WaitGroup
	var mu sync.Mutex
	made := 0
	for range 14 {
		all.Go(func() {
			_, err := c.MakeToken(t.Context(), by, account.MakeToken{Name: "one", Days: 30})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				made++
			case fault.All(err)[0].Key != "account.tokens-many":
				t.Error(err)
			}
		})
	}
	all.Wait()
	if list, err := c.Tokens(t.Context(), by); made != 10 || len(list) != 10 || err != nil {
		t.Errorf("%d made, %d listed, %v", made, len(list), err)
	}
	c.clock.pass(31 * 24 * time.Hour) // those that ended take no room
	c.makeToken(c.actor(c.enter(ana).Session), "one more")
}

func TestNobodyEndsTheTokenOfAnother(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	made := c.makeToken(c.actor(c.enter(ana).Session), "one")
	other := c.actor(c.enter("ion@example.org").Session)
	refused(t, c.RevokeToken(t.Context(), other, made.Token.ID, ""), "not-found")
	if list, err := c.Tokens(t.Context(), other); len(list) != 0 || err != nil {
		t.Errorf("sees %v, %v", list, err)
	}
	if _, err := c.UseToken(t.Context(), made.Secret, "192.0.2.7"); err != nil {
		t.Error(err)
	}
}

func TestWhoTriesTokensIsCountedAndNobodyElseIs(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	made := c.makeToken(c.actor(c.enter(ana).Session), "one")
	wrong := account.TokenPrefix + strings.Repeat("A", 26)
	var err error
	tries := 0
	for ; tries <= 3000; tries++ {
		if _, err = c.UseToken(t.Context(), wrong, "198.51.100.1"); fault.KindOf(err) != fault.NotFound {
			break
		}
	}
	refused(t, err, account.TooManyRequests)
	if tries != 3000 {
		t.Errorf("refused after %d", tries)
	}
	for range 600 {
		if _, err := c.UseToken(t.Context(), made.Secret, "192.0.2.7"); err != nil {
			t.Fatal(err)
		}
	}
	_, err = c.UseToken(t.Context(), made.Secret, "203.0.113.9")
	refused(t, err, account.TooManyRequests)
	c.clock.pass(time.Second) // one a second comes free
	if _, err := c.UseToken(t.Context(), made.Secret, "203.0.113.9"); err != nil {
		t.Error(err)
	}
}

func TestTokensThatEndedAreTidiedAway(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.makeToken(c.actor(c.enter(ana).Session), "one")
	c.clock.pass(91 * 24 * time.Hour)
	if _, err := c.Tidy(t.Context(), access.Named("tidy"), c.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if got := c.dump("account_token"); got != "" {
		t.Errorf("left: %s", got)
	}
}
