package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/office"
	"sejur/internal/office/admin"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// idAt is an id of version 7 as it is made at a time.
func idAt(at time.Time) string {
	ms := fmt.Sprintf("%012x", at.UnixMilli())
	return ms[:8] + "-" + ms[8:] + office.NewID()[13:]
}

// written adds entries of the record, an hour apart from noon on, and returns their ids.
func written(t *testing.T, s *store.Store, entries ...audit.Entry) []string {
	t.Helper()
	var ids []string
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		for i, e := range entries {
			e.At = noon.Add(time.Duration(i) * time.Hour)
			e.ID, e.As, e.Purpose = idAt(e.At), "staff", "test"
			ids = append(ids, e.ID)
			if err := tx.Trail().Add(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	return ids
}

func TestTheRecordIsFoundByWhatWasAsked(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ids := written(t, s,
			audit.Entry{Actor: "ana", Action: "person.open", Subject: "person/1"},
			audit.Entry{Actor: "ion", Action: "person.open", Subject: "person/2"},
			audit.Entry{Actor: "ana", Action: "person.change", Subject: "person/1"},
			audit.Entry{Actor: "ion", Action: "person.open", Subject: "person/1"},
		)
		for name, row := range map[string]struct {
			q    admin.RecordQuery
			want []string
		}{
			"everything, latest first": {admin.RecordQuery{}, []string{ids[3], ids[2], ids[1], ids[0]}},
			"whom it is about":         {admin.RecordQuery{Subject: "person/1"}, []string{ids[3], ids[2], ids[0]}},
			"who did it":               {admin.RecordQuery{Actor: "ana"}, []string{ids[2], ids[0]}},
			"what was done, by whom":   {admin.RecordQuery{Actor: "ion", Action: "person.open"}, []string{ids[3], ids[1]}},
			"from a moment on":         {admin.RecordQuery{From: noon.Add(2 * time.Hour)}, []string{ids[3], ids[2]}},
			"until a moment":           {admin.RecordQuery{Until: noon.Add(2 * time.Hour)}, []string{ids[1], ids[0]}},
			"in a span":                {admin.RecordQuery{From: noon.Add(time.Hour), Until: noon.Add(3 * time.Hour)}, []string{ids[2], ids[1]}},
			"in another year":          {admin.RecordQuery{From: noon.AddDate(-1, 0, 0), Until: noon.AddDate(0, -6, 0)}, nil},
			"the next page":            {admin.RecordQuery{Subject: "person/1", Before: ids[2]}, []string{ids[0]}},
		} {
			row.q.Limit = 10
			found := ask(t, s, func(ctx context.Context, tx *store.Tx) ([]audit.Entry, error) { return tx.Record().Search(ctx, row.q) })
			var got []string
			for _, e := range found {
				got = append(got, e.ID)
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}

func TestTheRecordSaysHowFarItIsSealed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		chain := func() admin.Chain {
			return ask(t, s, func(ctx context.Context, tx *store.Tx) (admin.Chain, error) { return tx.Record().Chain(ctx) })
		}
		if diff := cmp.Diff(admin.Chain{}, chain()); diff != "" {
			t.Errorf("empty: %s", diff)
		}
		written(t, s, audit.Entry{Action: "a"}, audit.Entry{Action: "b"})
		if diff := cmp.Diff(admin.Chain{Pending: admin.Count{N: 2}, Oldest: noon}, chain()); diff != "" {
			t.Errorf("before the sealer: %s", diff)
		}
		if _, err := office.Seal(t.Context(), s.Seals(), "a", noon); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(admin.Chain{Seq: 2, SealedTo: noon.Add(time.Hour)}, chain()); diff != "" {
			t.Errorf("after the sealer: %s", diff)
		}
	})
}

func TestOnlyColleaguesHaveNames(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := storetest.Hire(t, s, noon, "Ana Pop", access.FrontDesk)
		got := ask(t, s, func(ctx context.Context, tx *store.Tx) (map[string]string, error) {
			return tx.Record().Names(ctx, []string{a.ID, "somebody"})
		})
		if diff := cmp.Diff(map[string]string{a.ID: "Ana Pop"}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheTriesOfALetterAreTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		id := office.NewID()
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Outbox().Add(ctx, office.Posted{Letter: office.Letter{ID: id, To: "ana@example.org", Template: "test"}, CreatedAt: noon}); err != nil {
				return err
			}
			if err := tx.Outbox().Tried(ctx, id, office.LetterWaiting, "busy", noon); err != nil {
				return err
			}
			return tx.Outbox().Tried(ctx, id, office.LetterSent, "", noon.Add(time.Minute))
		})
		got := ask(t, s, func(ctx context.Context, tx *store.Tx) ([]admin.Try, error) { return tx.Deliveries().Tries(ctx, id) })
		want := []admin.Try{
			{Number: 1, At: noon, Outcome: office.LetterWaiting, Cause: "busy"}, {Number: 2, At: noon.Add(time.Minute), Outcome: office.LetterSent},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
