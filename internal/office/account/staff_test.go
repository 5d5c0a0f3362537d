package account_test

import (
	"context"
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

func TestTheFirstAdministratorComesByTheLink(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	old, err := c.FirstAdministrator(t.Context())
	have(t, old, err)
	link, err := c.FirstAdministrator(t.Context())
	have(t, link, err)
	_, err = c.Invited(t.Context(), old, "192.0.2.1")
	refused(t, err, account.LinkOver) // a new start, a new link
	in, err := c.take(link, account.Newcomer{Name: "Ion Pop", Email: "ion@example.org"}, phone())
	have(t, in, err)
	got := c.visitor(in.Session).Account
	want := access.Account{
		ID: got.ID, Kind: access.Staff, Email: "ion@example.org", Name: "Ion Pop", Lang: locale.RO, Roles: []access.Role{access.Administrator},
		State: access.Active, CreatedAt: got.CreatedAt, Version: 1,
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(calendar.Date{})); diff != "" {
		t.Error(diff)
	}
	_, err = c.take(link, account.Newcomer{Name: "Ana", Email: ana}, phone())
	refused(t, err, account.LinkOver)
	again, err := c.FirstAdministrator(t.Context())
	if have(t, again, err) != "" {
		t.Error("a link was made although there is an administrator")
	}
}

func TestWhatTheFirstAdministratorSaysIsRead(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	link, err := c.FirstAdministrator(t.Context())
	have(t, link, err)
	_, err = c.BeginInvitation(t.Context(), link, account.Newcomer{})
	var fields []string
	for _, f := range fault.All(err) {
		fields = append(fields, f.Field)
	}
	if diff := cmp.Diff([]string{"name", "email"}, fields); diff != "" {
		t.Error(diff)
	}
}

func TestALinkIsGoodForADay(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	link, err := c.FirstAdministrator(t.Context())
	have(t, link, err)
	c.clock.pass(24*time.Hour - time.Second)
	i, err := c.Invited(t.Context(), link, "192.0.2.1")
	have(t, i, err)
	c.clock.pass(time.Second)
	_, err = c.Invited(t.Context(), link, "192.0.2.1")
	refused(t, err, account.LinkOver)
}

// invite makes the link of a colleague, as the desk of administration does.
func (c counter) invite(email string, roles ...access.Role) string {
	c.t.Helper()
	link := "LINK-OF-" + email
	maker := storetest.Hire(c.t, c.store, c.clock.Now(), "Maker "+office.NewID(), access.Administrator)
	err := c.store.Change(c.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Invitations().Add(ctx, c.marks.Mark("invitation", link), account.Invitation{
			Handle: office.NewID(), Kind: account.Colleague, Email: email, Name: "Ana", Office: "cluj", Roles: roles, Lang: locale.EN,
			MadeBy: maker.ID, ExpiresAt: c.clock.Now().Add(72 * time.Hour),
		}, c.clock.Now())
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return link
}

func TestAColleagueTakesUpAnInvitation(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.firstAdministrator()
	link := c.invite(ana, access.Head, access.FrontDesk)
	// What the form says does not count: the invitation says who it is for, and with which roles (ASVS 15.3.3).
	in, err := c.take(link, account.Newcomer{Name: "Somebody", Email: "else@example.org"}, phone())
	got := c.visitor(have(t, in, err).Session).Account
	if got.Email != ana || got.Name != "Ana" || got.Office != "cluj" || got.Lang != locale.EN {
		t.Errorf("the account is %+v", got)
	}
	if diff := cmp.Diff([]access.Role{access.FrontDesk, access.Head}, got.Roles); diff != "" {
		t.Error(diff)
	}
	c.recorded("account.take-invitation")
	_, err = c.take(c.invite("ANA@example.org"), account.Newcomer{}, phone())
	refused(t, err, account.EmailTaken)
}

func TestStaffSignInAtAProvider(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.firstAdministrator()
	c.idp.says = account.Identity{Issuer: "https://one.example", Subject: "42", Email: ana}
	joined, err := c.joinAt(c.invite(ana, access.CaseOfficer))
	have(t, joined, err)
	in, err := c.enterAt()
	if have(t, in, err).Account.ID != joined.Account.ID {
		t.Error("another account was signed in")
	}
	if in.Session == joined.Session {
		t.Error("two sign-ins gave one session")
	}
}

// joinAt takes up an invitation at the provider.
func (c counter) joinAt(link string) (account.Arrival, error) {
	c.t.Helper()
	d, err := c.BeginProviderInvitation(c.t.Context(), link, account.Newcomer{})
	if err != nil {
		return account.Arrival{}, err
	}
	return c.back(access.Actor{}, d)
}

// enterAt signs in at the provider.
func (c counter) enterAt() (account.Arrival, error) {
	c.t.Helper()
	d, err := c.BeginProvider(c.t.Context(), "192.0.2.1")
	return c.back(access.Actor{}, have(c.t, d, err))
}

func (c counter) back(by access.Actor, d account.Departure) (account.Arrival, error) {
	return c.FinishProvider(c.t.Context(), by, account.Return{State: d.URL[len("https://idp.example/auth?state="):], Code: "1", Visitor: d.Visitor})
}

// TestOneAddressAtTwoProvidersIsTwoPeople is ASVS 6.8.1.
func TestOneAddressAtTwoProvidersIsTwoPeople(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.firstAdministrator()
	c.idp.says = account.Identity{Issuer: "https://one.example", Subject: "42", Email: ana}
	joined, err := c.joinAt(c.invite(ana))
	have(t, joined, err)
	for name, id := range map[string]account.Identity{
		"another provider":                {Issuer: "https://two.example", Subject: "42", Email: ana},
		"another subject":                 {Issuer: "https://one.example", Subject: "43", Email: ana},
		"somebody else's address":         {Issuer: "https://two.example", Subject: "7", Email: "ion@example.org"},
		"somebody whom nobody ever heard": {Issuer: "https://two.example", Subject: "8", Email: "x@example.org"},
	} {
		c.idp.says = id
		_, err := c.enterAt()
		if got := fault.All(err)[0].Key; err == nil || got != account.ProviderRefused {
			t.Errorf("%s: %v", name, err)
		}
		c.recorded("account.sign-in-refused")
	}
	c.idp.says = account.Identity{Issuer: "https://one.example", Subject: "42", Email: ana}
	_, err = c.joinAt(c.invite("b@example.org"))
	refused(t, err, account.IdentityTaken)
}

func TestAWayBackFromAProviderCountsOnceAndInItsBrowser(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.firstAdministrator()
	c.idp.says = account.Identity{Issuer: "https://one.example", Subject: "42"}
	joined, err := c.joinAt(c.invite(ana))
	have(t, joined, err)
	d, err := c.BeginProvider(t.Context(), "192.0.2.1")
	have(t, d, err)
	_, err = c.back(access.Actor{}, account.Departure{URL: d.URL, Visitor: "ANOTHER"})
	refused(t, err, account.ProviderRefused)
	in, err := c.back(access.Actor{}, d)
	have(t, in, err)
	_, err = c.back(access.Actor{}, d)
	refused(t, err, account.ProviderRefused)
	late, err := c.BeginProvider(t.Context(), "192.0.2.1")
	have(t, late, err)
	c.clock.pass(10 * time.Minute)
	_, err = c.back(access.Actor{}, late)
	refused(t, err, account.ProviderRefused)
}

func TestAProviderThatIsDownLetsNobodyIn(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.idp.err = fault.New(fault.Unavailable, "account.provider-down")
	_, err := c.enterAt()
	refused(t, err, "account.provider-down")
	c.idp.err = context.Canceled // any other error is an answer that must not be believed
	_, err = c.enterAt()
	refused(t, err, account.ProviderRefused)
	c.recorded("account.sign-in-refused")
}

func TestAProofAtTheProviderIsThePersonsOwn(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.firstAdministrator()
	hers := account.Identity{Issuer: "https://one.example", Subject: "42"}
	his := account.Identity{Issuer: "https://one.example", Subject: "43"}
	c.idp.says = his
	_, err := c.joinAt(c.invite("mihai@example.org"))
	if err != nil {
		t.Fatal(err)
	}
	c.idp.says = hers
	joined, err := c.joinAt(c.invite(ana))
	session := have(t, joined, err).Session
	c.clock.pass(6 * time.Minute)
	by := c.actor(session)
	d, err := c.BeginProviderConfirm(t.Context(), by)
	have(t, d, err)
	c.idp.says = his
	_, err = c.back(by, d)
	refused(t, err, account.ProviderRefused)
	d, err = c.BeginProviderConfirm(t.Context(), by)
	have(t, d, err)
	c.idp.says = hers
	in, err := c.back(by, d)
	if !have(t, in, err).Confirmed || !c.actor(session).FreshAt(c.clock.Now(), time.Minute) {
		t.Error("the proof was not noted")
	}
}
