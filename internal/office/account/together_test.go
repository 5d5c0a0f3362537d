package account_test

import (
	"strings"
	"sync"
	"testing"

	"sejur/internal/fault"
	"sejur/internal/office/account"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// onPostgres opens a desk where several write at once.
func onPostgres(t *testing.T) counter {
	t.Helper()
	storetest.LeaveToMakeTest(t)
	keys := storetest.Keys(t)
	return counterOn(t, storetest.Open(t, store.Config{Database: storetest.Postgres(t), Keys: keys}), keys)
}

// together does all at once and returns what came of each.
func together(do ...func() error) []error {
	out := make([]error, len(do))
	var wait sync.WaitGroup
	for i, one := range do {
		wait.Go(func() { out[i] = one() })
	}
	wait.Wait()
	return out
}

func TestTwoWhoRemoveTheLastPasskeysLeaveOne(t *testing.T) {
	t.Parallel()
	c := onPostgres(t)
	by := c.actor(c.firstAdministrator().Session)
	for range 10 {
		own, err := c.Own(t.Context(), by)
		have(t, own, err)
		for len(own.Passkeys) < 2 {
			key, err := c.addPasskey(by, phone())
			own.Passkeys = append(own.Passkeys, have(t, key, err))
		}
		remove := func(key account.Passkey) func() error {
			return func() error { return c.RemovePasskey(t.Context(), by, key.ID, "") }
		}
		together(remove(own.Passkeys[0]), remove(own.Passkeys[1]))
		left, err := c.Own(t.Context(), by)
		if n := len(have(t, left, err).Passkeys); n != 1 {
			t.Fatalf("%d passkeys are left, want 1", n)
		}
	}
}

func TestOfTwoWhoTakeUpOneLinkOneComesIn(t *testing.T) {
	t.Parallel()
	c := onPostgres(t)
	link, err := c.FirstAdministrator(t.Context())
	have(t, link, err)
	take := func(email string) func() error {
		return func() error {
			_, err := c.take(link, account.Newcomer{Name: "Ana", Email: email}, phone())
			return err
		}
	}
	in := 0
	for _, err := range together(take("a@example.org"), take("b@example.org"), take("c@example.org")) {
		switch kind := fault.KindOf(err); {
		case err == nil:
			in++
		case kind != fault.Conflict && kind != fault.NotFound:
			t.Error(err)
		}
	}
	if in != 1 {
		t.Errorf("%d came in, want 1", in)
	}
}

func TestOfTwoWhoProveOneCodeOneComesIn(t *testing.T) {
	t.Parallel()
	c := onPostgres(t)
	challenge := c.ask(ana, "192.0.2.1", "")
	code := c.code(ana)
	prove := func() error { _, err := c.prove(challenge, code, ""); return err }
	in := 0
	for _, err := range together(prove, prove, prove) {
		switch kind := fault.KindOf(err); {
		case err == nil:
			in++
		case kind != fault.Invalid && kind != fault.Conflict:
			t.Error(err)
		}
	}
	if in != 1 {
		t.Errorf("%d came in, want 1", in)
	}
}

// TestAHandleOfAnyBytesIsNobodys answers with a passkey of somebody else's making. PostgreSQL takes no zero in a text.
func TestAHandleOfAnyBytesIsNobodys(t *testing.T) {
	t.Parallel()
	c := onPostgres(t)
	a := phone()
	c.withPasskey(a)
	for _, handle := range []string{"\x00", "\xff\xfe", "nobody", strings.Repeat("x", 64)} {
		a.Passkey[0].User = []byte(handle)
		_, err := c.enterByPasskey(a)
		refused(t, err, account.PasskeyRefused)
	}
}
