package account_test

import (
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/office/account"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

func TestASessionEndsByItself(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		staff bool
		every time.Duration // between two requests
		last  time.Duration // when it still answers
	}{
		"an applicant who does nothing":      {false, 0, time.Hour - time.Second},
		"an applicant who is busy":           {false, 30 * time.Minute, 12*time.Hour - time.Second},
		"somebody of the office who left":    {true, 0, 15*time.Minute - time.Second},
		"somebody of the office who is busy": {true, 10 * time.Minute, 9*time.Hour - time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			session := ""
			if tt.staff {
				session = c.firstAdministrator().Session
			} else {
				session = c.enter(ana).Session
			}
			for passed := time.Duration(0); passed < tt.last; {
				step := tt.last - passed
				if tt.every > 0 {
					step = min(step, tt.every)
				}
				c.clock.pass(step)
				passed += step
				c.visitor(session)
			}
			if tt.every == 0 {
				c.clock.pass(time.Hour)
			}
			c.clock.pass(time.Second)
			_, err := c.Resolve(t.Context(), session)
			refused(t, err, "not-found")
		})
	}
}

func TestWhoSignedOutIsOut(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	session := c.enter(ana).Session
	by := c.actor(session)
	if err := c.SignOut(t.Context(), by, ""); err != nil {
		t.Fatal(err)
	}
	_, err := c.Resolve(t.Context(), session)
	refused(t, err, "not-found")
	c.recorded("account.sign-out")
}

func TestATokenOfAnotherKindIsNoSession(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	challenge := c.ask(ana, "192.0.2.1", "")
	in := c.enter(ana)
	for _, token := range []string{"", challenge, in.Device, in.Account.ID, c.visitor(in.Session).Session.Handle} {
		_, err := c.Resolve(t.Context(), token)
		refused(t, err, "not-found")
	}
}

func TestSomebodyEndsOtherSessions(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	one, two, three := c.enter(ana).Session, c.enter(ana).Session, c.enter(ana).Session
	by := c.actor(three)
	own, err := c.Own(t.Context(), by)
	if len(have(t, own, err).Sessions) != 3 || own.Sessions[0].Handle != by.Session {
		t.Fatalf("sessions %+v", own.Sessions)
	}
	if err := c.EndSession(t.Context(), by, c.visitor(one).Session.Handle, ""); err != nil {
		t.Fatal(err)
	}
	_, err = c.Resolve(t.Context(), one)
	refused(t, err, "not-found")
	c.visitor(two)
	ended, err := c.EndOtherSessions(t.Context(), by, "")
	if have(t, ended, err) != 1 {
		t.Errorf("%d ended, want 1", ended)
	}
	_, err = c.Resolve(t.Context(), two)
	refused(t, err, "not-found")
	c.visitor(three)
}

func TestNobodyEndsSomebodyElsesSession(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	hers := c.enter(ana).Session
	his := c.actor(c.enter("ion@example.org").Session)
	refused(t, c.EndSession(t.Context(), his, c.visitor(hers).Session.Handle, ""), "not-found")
	c.visitor(hers)
}

func TestNobodyHasNoAccountToMind(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	_, err := c.Own(t.Context(), access.Actor{})
	refused(t, err, "forbidden")
	refused(t, c.SignOut(t.Context(), access.Actor{}, ""), "forbidden")
	_, err = c.BeginPasskey(t.Context(), access.Actor{})
	refused(t, err, "forbidden")
}

// TestAnEndedAccountIsOutAtOnceOnEveryNode is ASVS 7.4.2 with two nodes on one database.
func TestAnEndedAccountIsOutAtOnceOnEveryNode(t *testing.T) {
	t.Parallel()
	storetest.LeaveToMakeTest(t)
	keys, database := storetest.Keys(t), storetest.Postgres(t)
	here := counterOn(t, storetest.Open(t, store.Config{Database: database, Keys: keys}), keys)
	there := counterOn(t, storetest.Open(t, store.Config{Database: database, Keys: keys}), keys)
	session, other := here.enter(ana).Session, there.enter(ana).Session
	there.visitor(session)
	here.visitor(other)
	if err := here.EndAccount(t.Context(), here.actor(session), ""); err != nil {
		t.Fatal(err)
	}
	for _, c := range []counter{here, there} {
		for _, token := range []string{session, other} {
			_, err := c.Resolve(t.Context(), token)
			refused(t, err, "not-found")
		}
	}
}

func TestLastUseIsWrittenOnceAMinute(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	session := c.enter(ana).Session
	began := c.clock.Now()
	c.clock.pass(59 * time.Second)
	if seen := c.visitor(session).Session.SeenAt; !seen.Equal(began) {
		t.Errorf("seen at %v", seen)
	}
	c.clock.pass(time.Second)
	c.visitor(session)
	c.clock.pass(30 * time.Second)
	if seen := c.visitor(session).Session.SeenAt; !seen.Equal(began.Add(time.Minute)) {
		t.Errorf("seen at %v, want a minute after %v", seen, began)
	}
}

func TestWhatEndedIsTidiedAway(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.enter(ana)
	c.ask(ana, "192.0.2.1", "")
	q, err := c.BeginSignIn(t.Context(), access.Applicant, "192.0.2.1")
	have(t, q, err)
	d, err := c.BeginProvider(t.Context(), "192.0.2.1")
	have(t, d, err)
	c.clock.pass(48 * time.Hour)
	gone, err := c.Tidy(t.Context(), access.Named("tidy"), c.clock.Now().Add(-24*time.Hour))
	if have(t, gone, err) != 5 {
		t.Errorf("%d went, want a session, two codes, a ceremony and a visit", gone)
	}
	c.clock.pass(account.DeviceLife)
	gone, err = c.Tidy(t.Context(), access.Named("tidy"), c.clock.Now().Add(-24*time.Hour))
	if have(t, gone, err) != 1 {
		t.Errorf("%d went, want the device", gone)
	}
	_, err = c.Tidy(t.Context(), access.Actor{Kind: access.Applicant, ID: "1"}, c.clock.Now())
	refused(t, err, "forbidden")
}
