package account_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/store"
)

const nou = "ana.nou@example.org"

// changeEmail asks for a new address and proves it.
func (c counter) changeEmail(by access.Actor, email string) (account.EmailChange, error) {
	c.t.Helper()
	challenge, err := c.AskEmailChange(c.t.Context(), by, email, "")
	if err != nil {
		return account.EmailChange{}, err
	}
	return c.ProveEmailChange(c.t.Context(), by, challenge, c.code(email), "")
}

// runs does the jobs of changes of address that are due, and says how many.
func (c counter) runs() int {
	c.t.Helper()
	var due []office.Ticket
	err := c.store.Change(c.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		now := c.clock.Now()
		due, err = tx.Queue().Claim(ctx, []string{account.EmailDue}, now, now.Add(time.Minute), 10)
		return err
	})
	have(c.t, due, err)
	for _, job := range due {
		var body account.EmailDueBody
		if err := json.Unmarshal(job.Body, &body); err != nil {
			c.t.Fatal(err)
		}
		if err := c.EmailIsDue(c.t.Context(), office.Held{ID: job.ID, Token: job.Token}, body.Change); err != nil {
			c.t.Fatal(err)
		}
	}
	return len(due)
}

func TestANewAddressTakesEffectADayLater(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	in := c.enter(ana)
	change, err := c.changeEmail(c.actor(in.Session), nou)
	if !have(t, change, err).DueAt.Equal(c.clock.Now().Add(24 * time.Hour)) {
		t.Errorf("due at %v", change.DueAt)
	}
	c.clock.pass(24*time.Hour - time.Second)
	if c.runs() != 0 {
		t.Fatal("it took effect too soon")
	}
	c.clock.pass(time.Second)
	if c.runs() != 1 {
		t.Fatal("it did not take effect")
	}
	if got := c.enter(nou); got.Account.ID != in.Account.ID || got.Account.Email != nou {
		t.Errorf("the new address signs in %+v", got.Account)
	}
	if got := c.enter(ana); got.Account.ID == in.Account.ID {
		t.Error("the old address still opens the account")
	}
	want := []string{
		"sign-in-code " + ana, "email-change-code " + nou, "email-change-asked " + ana, "email-changed " + ana, "email-changed " + nou,
	}
	if diff := cmp.Diff(want, c.post()[:5]); diff != "" {
		t.Error(diff)
	}
}

func TestAChangeOfAddressThatIsVoidDoesNothing(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(c counter, by access.Actor){
		"stopped from another session": func(c counter, _ access.Actor) {
			if err := c.StopEmailChange(c.t.Context(), c.actor(c.enter(ana).Session), ""); err != nil {
				c.t.Fatal(err)
			}
		},
		"the address opened an account meanwhile": func(c counter, _ access.Actor) { c.enter(nou) },
		"the account ended": func(c counter, by access.Actor) {
			if err := c.EndAccount(c.t.Context(), by, ""); err != nil {
				c.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			in := c.enter(ana)
			by := c.actor(in.Session)
			change, err := c.changeEmail(by, nou)
			have(t, change, err)
			spoil(c, by)
			c.clock.pass(24 * time.Hour)
			if c.runs() != 1 {
				t.Fatal("the job did not come")
			}
			c.recorded("account.change-email-void")
			if got := c.enter(nou); got.Account.ID == in.Account.ID {
				t.Error("the address was changed all the same")
			}
		})
	}
}

func TestALaterChangeOfAddressTakesTheEarliersPlace(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	in := c.enter(ana)
	by := c.actor(in.Session)
	first, err := c.changeEmail(by, "typo@example.org")
	have(t, first, err)
	second, err := c.changeEmail(by, nou)
	have(t, second, err)
	waiting, err := c.WaitingEmail(t.Context(), by)
	if have(t, waiting, err).Email != nou {
		t.Errorf("%s waits", waiting.Email)
	}
	c.clock.pass(24 * time.Hour)
	if c.runs() != 2 {
		t.Fatal("both jobs come")
	}
	if got := c.enter(nou); got.Account.ID != in.Account.ID {
		t.Error("the later address does not open the account")
	}
}

func TestWhichAddressesAreRefused(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	by := c.actor(c.enter(ana).Session)
	c.enter("ion@example.org")
	_, err := c.AskEmailChange(t.Context(), by, "Ana@Example.org", "")
	refused(t, err, "account.email-same")
	_, err = c.AskEmailChange(t.Context(), by, "ana", "")
	refused(t, err, "mail.address-form")
	// That an address has an account is told to who can read its mail, and to nobody before.
	challenge, err := c.AskEmailChange(t.Context(), by, "ion@example.org", "")
	have(t, challenge, err)
	_, err = c.ProveEmailChange(t.Context(), by, challenge, c.code("ion@example.org"), "")
	refused(t, err, account.EmailTaken)
}

func TestAnAccountIsOpenedAgainAtTheCounter(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	lost := c.enter(ana)
	a := phone()
	c.withPasskey(a)
	pending, err := c.changeEmail(c.actor(c.enter(ana).Session), "thief@example.org")
	have(t, pending, err)
	c.firstAdministrator()
	officer := c.officer("mara@example.org")

	found, err := c.FindAccount(t.Context(), officer, "ANA@example.org", "")
	if have(t, found, err).ID != lost.Account.ID {
		t.Fatalf("found %+v", found)
	}
	link, err := c.GiveRecovery(t.Context(), officer, account.GiveRecovery{Account: found.ID, Reason: "mailbox-lost", PaperSeen: true})
	have(t, link, err)
	challenge, err := c.AskRecoveryCode(t.Context(), account.AskRecoveryCode{Invitation: link.Token, Email: nou, Client: "192.0.2.1"})
	have(t, challenge, err)
	back, err := c.Recover(t.Context(), account.Recover{Invitation: link.Token, Challenge: challenge, Code: c.code(nou)})
	have(t, back, err)

	who := c.visitor(back.Session)
	if who.Account.ID != lost.Account.ID || who.Account.Email != nou || !who.Account.CoolingUntil.Equal(c.clock.Now().Add(24*time.Hour)) {
		t.Errorf("the account is %+v", who.Account)
	}
	_, err = c.enterByPasskey(a)
	refused(t, err, account.PasskeyRefused)
	_, err = c.Resolve(t.Context(), lost.Session)
	refused(t, err, "not-found")
	_, err = c.WaitingEmail(t.Context(), who.Actor())
	refused(t, err, "not-found")
	post := c.post()
	if diff := cmp.Diff([]string{"email-change-code " + nou, "recovery-done " + ana}, post[len(post)-2:]); diff != "" {
		t.Error(diff)
	}
	_, err = c.AskRecoveryCode(t.Context(), account.AskRecoveryCode{Invitation: link.Token, Email: nou, Client: "192.0.2.1"})
	refused(t, err, account.LinkOver)
}

// officer is somebody of the front desk.
func (c counter) officer(email string) access.Actor {
	c.t.Helper()
	in, err := c.take(c.invite(email, access.FrontDesk), account.Newcomer{}, phone())
	return c.actor(have(c.t, in, err).Session)
}

func TestALinkFromTheCounterIsGuarded(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	her := c.enter(ana)
	admin := c.actor(c.firstAdministrator().Session)
	officer := c.officer("mara@example.org")
	give := account.GiveRecovery{Account: her.Account.ID, Reason: "mailbox-lost", PaperSeen: true}

	_, err := c.GiveRecovery(t.Context(), admin, give)
	refused(t, err, "forbidden") // an administrator meets nobody
	_, err = c.FindAccount(t.Context(), c.actor(her.Session), "ion@example.org", "")
	refused(t, err, "forbidden")
	_, err = c.GiveRecovery(t.Context(), officer, account.GiveRecovery{Account: her.Account.ID, Reason: "because", PaperSeen: false})
	refused(t, err, "account.reason-missing")
	_, err = c.GiveRecovery(t.Context(), officer, account.GiveRecovery{Account: admin.ID, Reason: "mailbox-lost", PaperSeen: true})
	refused(t, err, "not-found") // nobody of the office is opened again at a counter
	none, err := c.FindAccount(t.Context(), officer, "ion@example.org", "")
	if have(t, none, err).ID != "" {
		t.Error("an account of the office was found")
	}
	c.recorded("account.find")

	old, err := c.GiveRecovery(t.Context(), officer, give)
	have(t, old, err)
	link, err := c.GiveRecovery(t.Context(), officer, give)
	have(t, link, err)
	_, err = c.Invited(t.Context(), old.Token, "192.0.2.1")
	refused(t, err, account.LinkOver) // the later one counts
	_, err = c.BeginInvitation(t.Context(), link.Token, account.Newcomer{Name: "Ana", Email: ana})
	refused(t, err, account.LinkOver) // it opens no account of the office
	c.clock.pass(time.Hour)
	_, err = c.Invited(t.Context(), link.Token, "192.0.2.1")
	refused(t, err, account.LinkOver)
	_, err = c.GiveRecovery(t.Context(), officer, give)
	refused(t, err, account.ConfirmFirst)
}

func TestAnEndedAccountsAddressOpensANewOne(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	first := c.enter(ana)
	if err := c.EndAccount(t.Context(), c.actor(first.Session), ""); err != nil {
		t.Fatal(err)
	}
	if second := c.enter(ana); !second.New || second.Account.ID == first.Account.ID {
		t.Errorf("signed in %+v", second)
	}
}

func TestMessagesAreReadByTheirAccount(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	by := c.actor(c.enter(ana).Session)
	change, err := c.changeEmail(by, nou)
	have(t, change, err)
	n, err := c.Unread(t.Context(), by)
	if have(t, n, err) != 1 {
		t.Errorf("%d are unread, want 1", n)
	}
	list, err := c.Messages(t.Context(), by, "")
	id := have(t, list, err)[0].ID
	other := c.actor(c.enter("ion@example.org").Session)
	_, err = c.ReadMessage(t.Context(), other, id, "")
	refused(t, err, "not-found")
	m, err := c.ReadMessage(t.Context(), by, id, "")
	want := account.Message{
		ID: id, Template: "email-change-asked", Args: map[string]string{"at": change.DueAt.Format(time.RFC3339)}, SentAt: c.clock.Now(),
		ReadAt: c.clock.Now(),
	}
	if diff := cmp.Diff(want, have(t, m, err)); diff != "" {
		t.Error(diff)
	}
	c.clock.pass(time.Minute)
	again, err := c.ReadMessage(t.Context(), by, id, "")
	if !have(t, again, err).ReadAt.Equal(want.ReadAt) {
		t.Error("a second reading changed when it was read")
	}
	if c.dump("message") == "" {
		t.Fatal("no message is stored")
	}
}

func TestTheLanguageOfLettersIsTheAccounts(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	session := c.enter(ana).Session
	if err := c.SetLang(t.Context(), c.actor(session), locale.UK, ""); err != nil {
		t.Fatal(err)
	}
	if got := c.visitor(session).Account.Lang; got != locale.UK {
		t.Errorf("the language is %s", got)
	}
}
