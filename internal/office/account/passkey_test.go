package account_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office/account"
	"sejur/internal/office/account/passkeytest"
)

func TestAnApplicantAddsAPasskeyAndSignsInWithIt(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	in, other := c.enter(ana), c.enter(ana)
	a := phone()
	key, err := c.addPasskey(c.actor(in.Session), a)
	if have(t, key, err).Name != "phone" {
		t.Errorf("the passkey is called %q", key.Name)
	}
	_, err = c.Resolve(t.Context(), other.Session)
	refused(t, err, "not-found") // other sessions end (ASVS 7.4.3)
	c.visitor(in.Session)
	again, err := c.enterByPasskey(a)
	if have(t, again, err).Account.ID != in.Account.ID || again.Session == in.Session {
		t.Errorf("signed in %+v", again)
	}
	c.recorded("account.add-passkey", "account.sign-in")
	last := c.post()
	if diff := cmp.Diff([]string{"passkey-added " + ana, "new-device " + ana}, last[len(last)-2:]); diff != "" {
		t.Error(diff)
	}
}

func TestWhatAPasskeyIsRefusedFor(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		key string
		try func(c counter) error
	}{
		"it is of another site": {account.PasskeyRefused, func(c counter) error {
			a := phone()
			c.withPasskey(a)
			a.Origin = "https://sejur.example.evil"
			_, err := c.enterByPasskey(a)
			return err
		}},
		"it was removed": {account.PasskeyRefused, func(c counter) error {
			a := phone()
			by, key := c.withPasskey(a)
			if err := c.RemovePasskey(c.t.Context(), by, key.ID, ""); err != nil {
				c.t.Fatal(err)
			}
			_, err := c.enterByPasskey(a)
			return err
		}},
		"its account ended": {account.PasskeyRefused, func(c counter) error {
			a := phone()
			by, _ := c.withPasskey(a)
			if err := c.EndAccount(c.t.Context(), by, ""); err != nil {
				c.t.Fatal(err)
			}
			_, err := c.enterByPasskey(a)
			return err
		}},
		"its counter went back": {account.PasskeyRefused, func(c counter) error {
			a := phone()
			a.Counts = true
			c.withPasskey(a)
			in, err := c.enterByPasskey(a)
			have(c.t, in, err)
			a.Passkey[0].Uses = 0 // a copy from before
			_, err = c.enterByPasskey(a)
			return err
		}},
		"it is one of the office that only felt a touch": {account.PasskeyRefused, func(c counter) error {
			_, a := c.firstWithPhone()
			a.Unsure = true
			_, err := c.enterByPasskey(a)
			return err
		}},
		"the answer comes late": {account.PasskeyLate, func(c counter) error {
			a := phone()
			c.withPasskey(a)
			q, err := c.BeginSignIn(c.t.Context(), access.Applicant, "192.0.2.1")
			have(c.t, q, err)
			c.clock.pass(10 * time.Minute)
			answer, err := a.Get(q.Options)
			_, err = c.PasskeySignIn(c.t.Context(), account.PasskeySignIn{Ceremony: q.Ceremony, Answer: have(c.t, answer, err)})
			return err
		}},
		"the answer comes twice": {account.PasskeyLate, func(c counter) error {
			a := phone()
			c.withPasskey(a)
			q, err := c.BeginSignIn(c.t.Context(), access.Applicant, "192.0.2.1")
			have(c.t, q, err)
			answer, err := a.Get(q.Options)
			in := account.PasskeySignIn{Ceremony: q.Ceremony, Answer: have(c.t, answer, err)}
			first, err := c.PasskeySignIn(c.t.Context(), in)
			have(c.t, first, err)
			_, err = c.PasskeySignIn(c.t.Context(), in)
			return err
		}},
		"the answer is to another question": {account.PasskeyRefused, func(c counter) error {
			a := phone()
			c.withPasskey(a)
			q, err := c.BeginSignIn(c.t.Context(), access.Applicant, "192.0.2.1")
			have(c.t, q, err)
			other, err := c.BeginSignIn(c.t.Context(), access.Applicant, "192.0.2.1")
			have(c.t, other, err)
			answer, err := a.Get(q.Options)
			_, err = c.PasskeySignIn(c.t.Context(), account.PasskeySignIn{Ceremony: other.Ceremony, Answer: have(c.t, answer, err)})
			return err
		}},
		"it is no JSON": {account.PasskeyRefused, func(c counter) error {
			q, err := c.BeginSignIn(c.t.Context(), access.Applicant, "192.0.2.1")
			_, err = c.PasskeySignIn(c.t.Context(), account.PasskeySignIn{Ceremony: have(c.t, q, err).Ceremony, Answer: []byte("{")})
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			refused(t, tt.try(c), tt.key)
		})
	}
}

// withPasskey signs an applicant in and gives them a passkey.
func (c counter) withPasskey(a *passkeytest.Authenticator) (access.Actor, account.Passkey) {
	c.t.Helper()
	by := c.actor(c.enter(ana).Session)
	key, err := c.addPasskey(by, a)
	return by, have(c.t, key, err)
}

func TestARefusedPasskeyStandsInTheRecord(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	a := phone()
	c.withPasskey(a)
	a.Origin = "https://elsewhere.example"
	_, err := c.enterByPasskey(a)
	refused(t, err, account.PasskeyRefused)
	c.recorded("account.sign-in-refused")
}

func TestAFreshProofIsAskedForWhatChangesTheWaysIn(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	a := phone()
	_, key := c.withPasskey(a)
	session := c.enter(ana).Session
	c.clock.pass(5*time.Minute + time.Second)
	by := c.actor(session)
	for name, do := range map[string]func() error{
		"add a passkey":     func() error { _, err := c.addPasskey(by, phone()); return err },
		"remove a passkey":  func() error { return c.RemovePasskey(t.Context(), by, key.ID, "") },
		"change the e-mail": func() error { _, err := c.AskEmailChange(t.Context(), by, "new@example.org", ""); return err },
		"end the account":   func() error { return c.EndAccount(t.Context(), by, "") },
	} {
		if got := fault.All(do())[0].Key; got != account.ConfirmFirst {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAProofIsGivenAgain(t *testing.T) {
	t.Parallel()
	for name, confirm := range map[string]func(c counter, by access.Actor, a *passkeytest.Authenticator) error{
		"by code": func(c counter, by access.Actor, _ *passkeytest.Authenticator) error {
			challenge, err := c.AskConfirmCode(c.t.Context(), by, "")
			return c.ConfirmCode(c.t.Context(), by, have(c.t, challenge, err), c.code(ana), "")
		},
		"by passkey": func(c counter, by access.Actor, a *passkeytest.Authenticator) error {
			q, err := c.BeginConfirm(c.t.Context(), by)
			have(c.t, q, err)
			answer, err := a.Get(q.Options)
			return c.ConfirmPasskey(c.t.Context(), by, q.Ceremony, have(c.t, answer, err), "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			a := phone()
			c.withPasskey(a)
			session := c.enter(ana).Session
			c.clock.pass(6 * time.Minute)
			if err := confirm(c, c.actor(session), a); err != nil {
				t.Fatal(err)
			}
			if !c.actor(session).FreshAt(c.clock.Now(), time.Minute) {
				t.Error("the proof was not noted")
			}
			c.recorded("account.confirm")
		})
	}
}

func TestACodeToConfirmDoesNotSignIn(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	by := c.actor(c.enter(ana).Session)
	challenge, err := c.AskConfirmCode(t.Context(), by, "")
	have(t, challenge, err)
	_, err = c.prove(challenge, c.code(ana), "")
	refused(t, err, account.CodeOver)
	other := c.actor(c.enter("ion@example.org").Session)
	refused(t, c.ConfirmCode(t.Context(), other, challenge, c.code(ana), ""), account.CodeOver)
	if err := c.ConfirmCode(t.Context(), by, challenge, c.code(ana), ""); err != nil {
		t.Errorf("the owner's own try: %v", err)
	}
}

func TestThoseOfTheOfficeKeepAWayIn(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	in := c.firstAdministrator()
	by := c.actor(in.Session)
	own, err := c.Own(t.Context(), by)
	first := have(t, own, err).Passkeys[0].ID
	refused(t, c.RemovePasskey(t.Context(), by, first, ""), account.LastWay)
	second, err := c.addPasskey(by, phone())
	have(t, second, err)
	if err := c.RemovePasskey(t.Context(), by, first, ""); err != nil {
		t.Error(err)
	}
	refused(t, c.RemovePasskey(t.Context(), by, second.ID, ""), account.LastWay)
	if _, err := c.AskConfirmCode(t.Context(), by, ""); err == nil {
		t.Error("a code was sent to somebody of the office")
	}
}

func TestPasskeysAreRenamedByTheirOwner(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	by, key := c.withPasskey(phone())
	if err := c.RenamePasskey(t.Context(), by, key.ID, "  my phone ", ""); err != nil {
		t.Fatal(err)
	}
	own, err := c.Own(t.Context(), by)
	if have(t, own, err).Passkeys[0].Name != "my phone" {
		t.Errorf("it is called %q", own.Passkeys[0].Name)
	}
	refused(t, c.RenamePasskey(t.Context(), by, key.ID, "a\nb", ""), "account.name-letters")
	other := c.actor(c.enter("ion@example.org").Session)
	refused(t, c.RenamePasskey(t.Context(), other, key.ID, "mine", ""), "not-found")
	refused(t, c.RemovePasskey(t.Context(), other, key.ID, ""), "not-found")
}

func TestWhatIsAskedOfABrowser(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	by := c.actor(c.enter(ana).Session)
	q, err := c.BeginPasskey(t.Context(), by)
	have(t, q, err)
	var options struct {
		Site struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"rp"`
		Selection struct {
			Resident     string `json:"residentKey"`
			Verification string `json:"userVerification"`
		} `json:"authenticatorSelection"`
		Attestation string `json:"attestation"`
	}
	if err := json.Unmarshal(q.Options, &options); err != nil {
		t.Fatal(err)
	}
	got := []string{
		options.Site.ID, options.Site.Name, options.Selection.Resident, options.Selection.Verification, options.Attestation,
	}
	if diff := cmp.Diff([]string{"sejur.example", "Sejur", "required", "preferred", "none"}, got); diff != "" {
		t.Error(diff)
	}
}
