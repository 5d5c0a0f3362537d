package account_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/store"
)

// ASVS 14.2.7: whoever closes their account leaves nobody behind in it.
func TestWithAnAccountGoThePersonsItKept(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	persons := account.NewPersons(account.PersonsConfig{
		House: office.House{Now: c.clock.Now, Mark: c.marks}, Title: func(string) bool { return true },
		Store: store.Desk(c.store, func(tx *store.Tx) account.PersonsTx { return tx }),
	})
	by, other := c.actor(c.enter(ana).Session), c.actor(c.enter("ion@example.org").Session)
	for i, p := range []person.Person{amina(), noor()} {
		id, err := persons.AddPerson(t.Context(), by, account.Asked{}, account.AddPerson{Relation: []person.Relation{person.Self, person.Child}[i], Person: p})
		have(t, id, err)
		if i == 1 { // one was removed before, and could be brought back
			if err := persons.RemovePerson(t.Context(), by, account.Asked{}, id); err != nil {
				t.Fatal(err)
			}
		}
	}
	stays, err := persons.AddPerson(t.Context(), other, account.Asked{}, account.AddPerson{Relation: person.Self, Person: noor()})
	have(t, stays, err)
	if err := c.EndAccount(t.Context(), by, ""); err != nil {
		t.Fatal(err)
	}
	erase := func(want int) {
		t.Helper()
		var due []office.Ticket
		err := c.store.Change(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
			due, err = tx.Queue().Claim(ctx, []string{account.EraseRemoved}, c.clock.Now(), c.clock.Now().Add(time.Minute), 10)
			return err
		})
		if have(t, due, err); len(due) != want {
			t.Errorf("%d jobs are due, want %d", len(due), want)
		}
		for _, job := range due {
			var in account.RemovedPerson
			if err := json.Unmarshal(job.Body, &in); err != nil {
				t.Fatal(err)
			}
			if err := persons.EraseRemoved(t.Context(), office.Held{ID: job.ID, Token: job.Token}, in); err != nil {
				t.Fatal(err)
			}
		}
	}
	erase(1)
	c.clock.pass(account.UndoFor)
	erase(1)
	for _, table := range []string{"person", "person_key", "account_person"} {
		if n := strings.Count(c.dump(table), "\n"); n != 1 || !strings.Contains(c.dump(table), string(stays)) {
			t.Errorf("%s has %d rows, want the one of somebody else: %s", table, n, c.dump(table))
		}
	}
}
