package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

func TestTokensOfPrograms(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ana, ion := opened(t, s, access.Applicant, "ana@example.org"), opened(t, s, access.Applicant, "ion@example.org")
		token := func(of access.Account, life time.Duration) account.Token {
			return account.Token{ID: office.NewID(), Account: of.ID, Name: "program", CreatedAt: noon, ExpiresAt: noon.Add(life)}
		}
		first, late, second, other := token(ana, time.Hour), token(ana, time.Minute), token(ana, time.Hour), token(ion, time.Hour)
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			for mark, one := range map[string]account.Token{"m1": first, "m2": late, "m3": second, "m4": other} {
				if err := tx.Tokens().Add(ctx, mark, one); err != nil {
					return err
				}
			}
			return nil
		})
		day, later := calendar.On(2026, time.March, 1), calendar.On(2026, time.March, 2)
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			for _, on := range []calendar.Date{day, later, day} { // an older day changes nothing
				if err := tx.Tokens().Use(ctx, first.ID, on); err != nil {
					return err
				}
			}
			return tx.Tokens().Revoke(ctx, ana.ID, second.ID, noon)
		})
		first.UsedOn, second.RevokedAt = later, noon
		soon := noon.Add(2 * time.Minute)
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			got, err := tx.Tokens().Find(ctx, "m3")
			if diff := cmp.Diff(second, got, dates()); diff != "" {
				t.Error(diff)
			}
			if err != nil {
				return err
			}
			list, err := tx.Tokens().Of(ctx, ana.ID, soon, 10)
			if diff := cmp.Diff([]account.Token{first}, list, dates()); diff != "" {
				t.Error(diff)
			}
			return err
		})
		for name, fn := range map[string]func(context.Context, *store.Tx) error{
			"finding none":        func(ctx context.Context, tx *store.Tx) error { _, err := tx.Tokens().Find(ctx, "m9"); return err },
			"ending another's":    func(ctx context.Context, tx *store.Tx) error { return tx.Tokens().Revoke(ctx, ana.ID, other.ID, soon) },
			"ending one twice":    func(ctx context.Context, tx *store.Tx) error { return tx.Tokens().Revoke(ctx, ana.ID, second.ID, soon) },
			"ending what is late": func(ctx context.Context, tx *store.Tx) error { return tx.Tokens().Revoke(ctx, ana.ID, late.ID, soon) },
		} {
			if got := kindOf(t, s, fn); got != fault.NotFound {
				t.Errorf("%s gives %v", name, got)
			}
		}
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Tokens().RevokeAll(ctx, ana.ID, soon); err != nil {
				return err
			}
			mine, err := tx.Tokens().Of(ctx, ana.ID, noon, 10)
			if err != nil {
				return err
			}
			hers, err := tx.Tokens().Of(ctx, ion.ID, noon, 10)
			if len(mine) != 0 || len(hers) != 1 {
				t.Errorf("%d and %d are left", len(mine), len(hers))
			}
			if err != nil {
				return err
			}
			n, err := tx.Tokens().Forget(ctx, soon, 10)
			if n != 1 {
				t.Errorf("%d forgotten", n)
			}
			return err
		})
	})
}
