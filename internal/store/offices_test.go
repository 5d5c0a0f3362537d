package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/appointment"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// withOffice adds an office with one service.
func withOffice(t *testing.T, s *store.Store) (appointment.Office, appointment.Service) {
	t.Helper()
	o := appointment.Office{ID: "cluj", Name: "Cluj", City: "Cluj-Napoca", County: "CJ", Address: "Str. 1", Active: true, CreatedAt: noon}
	service := appointment.Service{ID: "s1", Office: "cluj", Visit: appointment.Filing, Procedures: []string{"a", "b"}, Minutes: 20, Note: "n", Active: true}
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Offices().Add(ctx, o); err != nil {
			return err
		}
		return tx.Offices().PutService(ctx, service)
	})
	o.Version, service.Version = 1, 1
	return o, service
}

func TestAnOfficeIsKeptAsItWasChanged(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, service := withOffice(t, s)
		refuses(t, s, fault.Conflict, "added twice", func(ctx context.Context, tx *store.Tx) error { return tx.Offices().Add(ctx, o) })
		o.Name, o.Active = "Cluj 2", false
		service.Procedures, service.Minutes, service.Active = []string{"c"}, 30, false
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Offices().Change(ctx, o); err != nil {
				return err
			}
			return tx.Offices().PutService(ctx, service)
		})
		for what, fn := range map[string]func(context.Context, *store.Tx) error{
			"office":  func(ctx context.Context, tx *store.Tx) error { return tx.Offices().Change(ctx, o) },
			"service": func(ctx context.Context, tx *store.Tx) error { return tx.Offices().PutService(ctx, service) },
		} {
			refuses(t, s, fault.Conflict, what+" with an old version", fn)
		}
		o.Version, service.Version = 2, 2
		got := ask(t, s, func(ctx context.Context, tx *store.Tx) ([]appointment.Office, error) { return tx.Offices().List(ctx) })
		if diff := cmp.Diff([]appointment.Office{o}, got, dates()); diff != "" {
			t.Error(diff)
		}
		services := ask(t, s, func(ctx context.Context, tx *store.Tx) ([]appointment.Service, error) {
			return tx.Offices().Services(ctx, o.ID)
		})
		if diff := cmp.Diff([]appointment.Service{service}, services, dates()); diff != "" {
			t.Error(diff)
		}
		refuses(t, s, fault.NotFound, "held an office that is not there", func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Offices().Hold(ctx, "nowhere")
			return err
		})
	})
}

func TestTwoDesksThatAreUsedHaveTwoNames(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, service := withOffice(t, s)
		first := appointment.Desk{ID: "d1", Office: o.ID, Name: "1", Services: []string{service.ID}, Active: true}
		second := appointment.Desk{ID: "d2", Office: o.ID, Name: "1", Active: true}
		put := func(d appointment.Desk) func(context.Context, *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error { return tx.Offices().PutDesk(ctx, d) }
		}
		change(t, s, put(first))
		refuses(t, s, fault.Conflict, "two desks with one name", put(second))
		first.Version, first.Active, first.Services = 1, false, nil
		change(t, s, put(first))
		change(t, s, put(second))
		first.Version, second.Version = 2, 1
		got := ask(t, s, func(ctx context.Context, tx *store.Tx) ([]appointment.Desk, error) {
			return tx.Offices().Desks(ctx, o.ID)
		})
		if diff := cmp.Diff([]appointment.Desk{first, second}, got, dates()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestHoursAndClosuresAreKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, service := withOffice(t, s)
		hours := appointment.Hours{
			ID: "h1", Office: o.ID, Service: service.ID, Weekday: time.Monday, Opens: 510, Closes: 810, From: calendar.On(2026, 1, 1), Active: true,
		}
		closed := appointment.Closure{
			ID: "c1", Office: o.ID, From: calendar.On(2026, 12, 24), Until: calendar.On(2026, 12, 31), Reason: appointment.BridgeDay, Note: "n", Active: true,
		}
		put := func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Timetable().PutHours(ctx, hours); err != nil {
				return err
			}
			return tx.Timetable().PutClosure(ctx, closed)
		}
		change(t, s, put)
		hours.Version, closed.Version = 1, 1
		hours.Until, hours.Active, closed.Active = calendar.On(2026, 6, 30), false, false
		change(t, s, put)
		refuses(t, s, fault.Conflict, "with an old version", put)
		hours.Version, closed.Version = 2, 2
		got := ask(t, s, func(ctx context.Context, tx *store.Tx) ([]appointment.Hours, error) {
			return tx.Timetable().Hours(ctx, o.ID)
		})
		if diff := cmp.Diff([]appointment.Hours{hours}, got, dates()); diff != "" {
			t.Error(diff)
		}
		for until, want := range map[calendar.Date][]appointment.Closure{closed.Until: {closed}, closed.Until.AddDays(1): {}, {}: {closed}} {
			got := ask(t, s, func(ctx context.Context, tx *store.Tx) ([]appointment.Closure, error) {
				return tx.Timetable().Closures(ctx, o.ID, until)
			})
			if diff := cmp.Diff(want, got, dates()); diff != "" {
				t.Errorf("from %s: %s", until, diff)
			}
		}
		one := ask(t, s, func(ctx context.Context, tx *store.Tx) (appointment.Closure, error) {
			return tx.Timetable().Closure(ctx, o.ID, "c1")
		})
		if diff := cmp.Diff(closed, one, dates()); diff != "" {
			t.Error(diff)
		}
	})
}
