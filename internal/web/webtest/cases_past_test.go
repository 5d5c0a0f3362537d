package webtest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/office"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/store"
	"sejur/internal/web/webtest"
)

func TestOldMessagesAreFoldedAndNoneThatNobodyHasRead(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	id := c.case1.ID
	err := c.store.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		app, err := tx.Cases().Application(ctx, application.ID(c.case1.Application))
		if err != nil {
			return err
		}
		return tx.Events().Add(ctx, app.Person, casefile.Event{
			ID: office.NewID(), Case: id, Kind: casefile.Message, At: webtest.Now(), Side: casefile.OfApplicant, Account: c.owner, Body: "message 1",
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := 2; n <= 6; n++ {
		say := casework.Say{Case: id, Body: fmt.Sprintf("message %d", n)}
		if err := c.desk.Say(t.Context(), caseworktest.Officer("ana"), casework.Asked{}, say); err != nil {
			t.Fatal(err)
		}
	}
	shown := func() (open, folded []string) {
		for _, e := range webtest.Find(c.page("ana-en", at(id, "")), "p") {
			switch {
			case len(e.Text) != len("message 1") || e.Text[:8] != "message ":
			case e.Inside("details"):
				folded = append(folded, e.Text)
			default:
				open = append(open, e.Text)
			}
		}
		return open, folded
	}
	all := []string{"message 6", "message 5", "message 4", "message 3", "message 2", "message 1"}
	for _, want := range []struct {
		name         string
		open, folded []string
	}{{"the first is not read", all, nil}, {"once it was shown", all[:3], all[3:]}} {
		open, folded := shown()
		if diff := cmp.Diff([][]string{want.open, want.folded}, [][]string{open, folded}); diff != "" {
			t.Error(want.name, diff)
		}
	}
	c.opened(id) // which judges the page
}
