package account_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/store"
)

const ana = "ana@example.org"

func TestACodeOpensAnAccountAndTheNextSignsIn(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	first := c.enter(ana)
	if !first.New || first.Account.Kind != access.Applicant || first.Account.Email != ana || first.Account.Lang != locale.EN {
		t.Errorf("opened %+v", first)
	}
	second := c.enter("ANA@example.org")
	if second.New || second.Account.ID != first.Account.ID {
		t.Errorf("the same address signed in to %+v", second.Account)
	}
	if second.Session == first.Session {
		t.Error("two sign-ins gave one session")
	}
	c.recorded("account.ask-code", "account.open", "account.ask-code", "account.sign-in")
}

func TestWhatACodeIsRefusedFor(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		key string
		try func(c counter, challenge, code string) error
	}{
		"another code": {account.CodeWrong, func(c counter, challenge, code string) error {
			_, err := c.prove(challenge, wrong(code), "")
			return err
		}},
		"too few digits": {account.CodeForm, func(c counter, challenge, code string) error {
			_, err := c.prove(challenge, code[:7], "")
			return err
		}},
		"used before": {account.CodeOver, func(c counter, challenge, code string) error {
			in, err := c.prove(challenge, code, "")
			have(c.t, in, err)
			_, err = c.prove(challenge, code, "")
			return err
		}},
		"ten minutes later": {account.CodeOver, func(c counter, challenge, code string) error {
			c.clock.pass(10 * time.Minute)
			_, err := c.prove(challenge, code, "")
			return err
		}},
		"another browser's": {account.CodeOver, func(c counter, _, code string) error {
			_, err := c.prove("A2B3C4D5E6F7G2H3I4J5K6L7M2", code, "")
			return err
		}},
		"another request's": {account.CodeWrong, func(c counter, _, code string) error {
			_, err := c.prove(c.ask(ana, "192.0.2.1", ""), code, "")
			return err
		}},
		"after five wrong tries": {account.CodeOver, func(c counter, challenge, code string) error {
			for range 5 {
				_, err := c.prove(challenge, wrong(code), "")
				if err == nil {
					c.t.Fatal("a wrong code was taken")
				}
			}
			_, err := c.prove(challenge, code, "")
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			challenge := c.ask(ana, "192.0.2.1", "")
			refused(t, tt.try(c, challenge, c.code(ana)), tt.key)
		})
	}
}

func TestACodeMayBeTypedAsItIsShown(t *testing.T) {
	t.Parallel()
	for _, between := range []string{" ", "-", "\u00a0"} {
		c := newCounter(t)
		challenge := c.ask(ana, "192.0.2.1", "")
		code := c.code(ana)
		in, err := c.prove(challenge, " "+code[:4]+between+code[4:]+" ", "")
		have(t, in, err)
	}
}

func TestACodeLiesNowhereReadable(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	challenge := c.ask(ana, "192.0.2.1", "")
	code := c.code(ana)
	for _, table := range []string{"code", "letter", "audit_entry", "job"} {
		if dump := c.dump(table); strings.Contains(dump, code) || strings.Contains(dump, challenge) {
			t.Errorf("%s has the code or the challenge: %s", table, dump)
		}
	}
}

// TestNobodyLearnsWhetherAnAddressIsKnown is ASVS 6.3.8: the same answer, the same letters, the same lines in the record, and the
// same rows for an address with an account, for one without, and for one of the office.
func TestNobodyLearnsWhetherAnAddressIsKnown(t *testing.T) {
	t.Parallel()
	asked := func(prepare func(c counter)) (map[string]int, []string, []string) {
		c := newCounter(t)
		c.firstAdministrator()
		prepare(c)
		before, posted := len(c.actions()), len(c.post())
		rows := c.rows()
		challenge := c.ask("ion@example.org", "192.0.2.9", "")
		grown := c.rows()
		for table, n := range rows {
			grown[table] -= n
		}
		grown["letters of the challenge"] = len(challenge)
		return grown, c.actions()[before:], c.post()[posted:]
	}
	known, knownActions, knownPost := asked(func(c counter) { c.enter("ion@example.org") })
	unknown, unknownActions, unknownPost := asked(func(c counter) {
		c.ask("ion@example.org", "192.0.2.1", "")
		in, err := c.prove(c.ask("mara@example.org", "192.0.2.1", ""), c.code("mara@example.org"), "")
		have(c.t, in, err)
	})
	if diff := cmp.Diff(known, unknown); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(knownActions, unknownActions); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(knownPost, unknownPost); diff != "" {
		t.Error(diff)
	}
}

func TestACodeNeverOpensAnAccountOfTheOffice(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	staff := c.firstAdministrator()
	in := c.enter("ion@example.org")
	if in.Account.Kind != access.Applicant || in.Account.ID == staff.Account.ID || len(in.Account.Roles) > 0 {
		t.Errorf("a code signed in %+v", in.Account)
	}
}

// TestNobodyLocksTheOwnerOut is ASVS 6.1.1: wrong codes from everywhere (10,000 in make prove), and the owner signs in on the device that
// the account knows.
func TestNobodyLocksTheOwnerOut(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	owner := c.enter(ana)
	tries, guess := 0, "0000 0000"
	for client := 0; tries < wrongCodes; client++ {
		from := fmt.Sprintf("198.51.%d.%d", client/250, client%250)
		for range 3 {
			challenge, err := c.AskCode(t.Context(), account.AskCode{Email: ana, Lang: locale.EN, Client: from})
			have(t, challenge, err)
			for range 5 {
				if _, err := c.prove(challenge, guess, ""); err == nil {
					t.Fatal("a guess was taken")
				}
				tries++
			}
		}
	}
	challenge := c.ask(ana, "192.0.2.1", owner.Device)
	in, err := c.prove(challenge, c.code(ana), owner.Device)
	if have(t, in, err).Account.ID != owner.Account.ID {
		t.Error("the owner came into another account")
	}
	if got := strings.Count(strings.Join(c.post(), "\n"), "sign-in-code "+ana); got > 25 {
		t.Errorf("%d letters were sent to the address in no time", got)
	}
}

// TestAStrangerInTheSameNetworkKeepsNobodyWaiting has somebody behind the same address use up what the network may ask for.
func TestAStrangerInTheSameNetworkKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	owner := c.enter(ana)
	for i := 0; ; i++ {
		_, err := c.AskCode(t.Context(), account.AskCode{Email: fmt.Sprintf("p%d@example.org", i), Lang: locale.EN, Client: "192.0.2.1"})
		if err != nil {
			refused(t, err, account.TooMany)
			break
		}
	}
	in, err := c.prove(c.ask(ana, "192.0.2.1", owner.Device), c.code(ana), owner.Device)
	have(t, in, err)
	for range 9 {
		c.ask(ana, "192.0.2.1", owner.Device)
	}
	_, err = c.AskCode(t.Context(), account.AskCode{Email: ana, Lang: locale.EN, Client: "192.0.2.1", Device: owner.Device})
	refused(t, err, account.TooMany) // a device has its own bound
}

func TestWhatWasNotSentCannotBeGuessed(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	for i := range 20 {
		c.ask(ana, fmt.Sprintf("198.51.100.%d", i), "")
	}
	before := len(c.post())
	held := c.ask(ana, "198.51.100.99", "")
	if len(c.post()) != before {
		t.Fatal("a letter was sent beyond the allowance")
	}
	var stored account.Code
	err := c.store.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		stored, err = tx.Codes().Find(ctx, c.marks.Mark("account/challenge", held))
		return err
	})
	if have(t, stored, err).Mark != "" {
		t.Error("a code that nobody was sent fits")
	}
	if _, err := c.Waiting(t.Context(), held, account.ToSignIn); err != nil {
		t.Errorf("the page is another one: %v", err)
	}
}

func TestAskingTooOftenIsToldByWhoAsks(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		most    int
		address func(i int) string
	}{
		"a network that asks for many": {30, func(i int) string { return fmt.Sprintf("p%d@example.org", i) }},
		"a network that asks for one":  {5, func(int) string { return ana }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			for i := range tt.most {
				c.ask(tt.address(i), "192.0.2.1", "")
			}
			_, err := c.AskCode(t.Context(), account.AskCode{Email: tt.address(tt.most), Lang: locale.EN, Client: "192.0.2.1"})
			refused(t, err, account.TooMany)
			if got := len(c.letters()); got != tt.most {
				t.Errorf("%d letters were sent, want %d", got, tt.most)
			}
			c.ask(tt.address(tt.most), "192.0.2.2", "") // another network is not kept waiting
			c.clock.pass(3 * time.Minute)
			c.ask(tt.address(tt.most), "192.0.2.1", "") // and this one not for long
		})
	}
}

func TestANewDeviceIsToldToTheOwner(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	first := c.enter(ana)
	again, err := c.prove(c.ask(ana, "192.0.2.1", first.Device), c.code(ana), first.Device)
	if have(t, again, err).Device != first.Device {
		t.Error("a known device got another token")
	}
	planted, err := c.prove(c.ask(ana, "192.0.2.1", "PLANTED"), c.code(ana), "PLANTED")
	if have(t, planted, err).Device == "PLANTED" {
		t.Error("a token that was not made here was taken over")
	}
	want := []string{"sign-in-code " + ana, "sign-in-code " + ana, "sign-in-code " + ana, "new-device " + ana}
	if diff := cmp.Diff(want, c.post()); diff != "" {
		t.Error(diff)
	}
}
