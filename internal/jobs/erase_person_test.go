package jobs_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/jobs"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

func TestARemovalIsHandedToWhoErases(t *testing.T) {
	t.Parallel()
	s, c := storetest.SQLite(t), newClock()
	want := account.RemovedPerson{Account: "a1", Person: "p1", Removed: noon.Add(-time.Hour)}
	body, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	ticket := office.Ticket{ID: office.NewID(), Kind: account.EraseRemoved, Key: "k", Body: body, RunAt: noon, CreatedAt: noon}
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		err := tx.Queue().Enqueue(ctx, ticket)
		return err
	})
	var got []account.RemovedPerson
	drain(t, runner(t, s, c, jobs.ErasePerson(func(_ context.Context, held office.Held, in account.RemovedPerson) error {
		if held.ID != ticket.ID {
			t.Errorf("held is job %s", held.ID)
		}
		got = append(got, in)
		return nil
	})))
	if diff := cmp.Diff([]account.RemovedPerson{want}, got); diff != "" {
		t.Error(diff)
	}
}
