package admin_test

import (
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/appointment"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/admin"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// takesPart lets an office of the law take part, with one service, and returns the service.
func (h *house) takesPart(id string) appointment.Service {
	h.t.Helper()
	ctx, by := h.t.Context(), as(h.boss)
	if _, err := h.PutOffice(ctx, by, admin.PutOffice{ID: id, Active: true}); err != nil {
		h.t.Fatal(err)
	}
	s, err := h.PutService(ctx, by, admin.PutService{Service: appointment.Service{Office: id, Visit: appointment.Filing, Minutes: 20, Active: true}})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// hours are hours of a service on Mondays.
func hours(s appointment.Service, opens, closes appointment.Clock) admin.PutHours {
	return admin.PutHours{Hours: appointment.Hours{
		Office: s.Office, Service: s.ID, Weekday: time.Monday, Opens: opens, Closes: closes, From: on(1, 1), Active: true,
	}}
}

func TestAnOfficeOfTheLawTakesPart(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	service := h.takesPart("igi-cj")
	morning, err := h.PutHours(t.Context(), as(h.boss), hours(service, 510, 810))
	if err != nil {
		t.Fatal(err)
	}
	desk, err := h.PutDesk(t.Context(), as(h.boss), admin.PutDesk{Desk: appointment.Desk{Office: "igi-cj", Name: " 1 ", Services: []string{service.ID}, Active: true}})
	if err != nil {
		t.Fatal(err)
	}
	closed, err := h.PutClosure(t.Context(), as(h.boss), admin.PutClosure{Closure: appointment.Closure{
		Office: "igi-cj", From: on(12, 7), Until: on(12, 7), Reason: appointment.Training, Active: true,
	}})
	if err != nil {
		t.Fatal(err)
	}
	view, err := h.OpenOffice(t.Context(), as(h.boss), "igi-cj", locale.EN, calendar.Date{})
	if err != nil {
		t.Fatal(err)
	}
	if view.Law == nil || view.Own == nil || !view.Own.Active {
		t.Fatalf("%+v", view.OfficeRow)
	}
	same(t, []appointment.Service{service}, view.Services)
	same(t, []appointment.Hours{morning}, view.Hours)
	same(t, []appointment.Desk{desk}, view.Desks)
	same(t, []appointment.Closure{closed}, view.Closures)
	same(t, []appointment.Hours(nil), view.Week[0].Open) // Saint Andrew's day, a holiday
	same(t, on(11, 30), view.Week[0].Date)
	for day, want := range map[calendar.Date][]appointment.Hours{on(12, 7): nil, on(12, 14): {morning}} {
		view, err := h.OpenOffice(t.Context(), as(h.boss), "igi-cj", locale.EN, day.AddDays(3))
		if err != nil {
			t.Fatal(err)
		}
		same(t, want, view.Week[0].Open)
	}
	same(t, []string{
		"admin.put-closure closure/" + closed.ID + ": closure", "admin.put-desk desk/" + desk.ID + ": state name services",
		"admin.put-hours hours/" + morning.ID + ": hours", "admin.put-service service/" + service.ID + ": state visit minutes",
		"admin.put-office office/igi-cj: state",
	}, h.record())
}

func TestAnOfficeThatTakesNoPartIsShownAsTheLawHasIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	view, err := h.OpenOffice(t.Context(), as(h.boss), "igi-cj", locale.EN, calendar.Date{})
	if err != nil || view.Own != nil || view.Name == "" {
		t.Errorf("%+v, %v", view, err)
	}
	_, err = h.OpenOffice(t.Context(), as(h.boss), "moon", locale.EN, calendar.Date{})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("opened an office that is none: %v", err)
	}
}

func TestAnOwnOfficeStandsAfterThoseOfTheLaw(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	own, err := h.PutOffice(t.Context(), as(h.boss), admin.PutOffice{ID: "cluj-2", Active: true, Name: "Cluj 2", City: "Cluj-Napoca", County: "CJ"})
	if err != nil {
		t.Fatal(err)
	}
	h.takesPart("igi-ab")
	rows, err := h.ListOffices(t.Context(), as(h.boss), locale.RO)
	if err != nil {
		t.Fatal(err)
	}
	same(t, admin.OfficeRow{ID: "cluj-2", Name: "Cluj 2", City: "Cluj-Napoca", County: "CJ", Own: &own}, rows[len(rows)-1])
	part := 0
	for _, r := range rows {
		if r.Own != nil {
			part++
		}
	}
	if part != 2 {
		t.Errorf("%d of %d take part", part, len(rows))
	}
	own.Active, own.Version = false, 2
	got, err := h.PutOffice(t.Context(), as(h.boss), admin.PutOffice{ID: "cluj-2", Version: 1, Name: "Cluj 2", City: "Cluj-Napoca", County: "CJ"})
	if err != nil {
		t.Fatal(err)
	}
	same(t, own, got)
	_, err = h.ChangeStaff(t.Context(), as(h.boss), admin.ChangeStaff{ID: h.other.ID, Version: 1, Name: "O", Lang: locale.RO, Office: "cluj-2"})
	if err != nil {
		t.Errorf("nobody can work at an own office: %v", err)
	}
}

func TestWhatIsWrongAtAnOffice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	service := h.takesPart("igi-cj")
	if _, err := h.PutHours(t.Context(), as(h.boss), hours(service, 510, 810)); err != nil {
		t.Fatal(err)
	}
	if _, err := h.PutDesk(t.Context(), as(h.boss), admin.PutDesk{Desk: appointment.Desk{Office: "igi-cj", Name: "1", Active: true}}); err != nil {
		t.Fatal(err)
	}
	ctx, by := t.Context(), as(h.boss)
	second := func(_ any, err error) []string { return wrong(err) }
	for name, row := range map[string]struct{ got, want []string }{
		"an own office without anything": {second(h.PutOffice(ctx, by, admin.PutOffice{ID: "No Id"})),
			[]string{"id admin.office-id", "name field.missing", "city field.missing", "county field.missing"}},
		"an office twice":   {second(h.PutOffice(ctx, by, admin.PutOffice{ID: "igi-cj"})), []string{"conflict"}},
		"an old version":    {second(h.PutOffice(ctx, by, admin.PutOffice{ID: "igi-cj", Version: 7})), []string{"conflict"}},
		"the rest twice":    {second(h.PutService(ctx, by, admin.PutService{Service: appointment.Service{Office: "igi-cj", Visit: appointment.Filing, Minutes: 20, Active: true}})), []string{"procedures appointment.service-twice"}},
		"no such procedure": {second(h.PutService(ctx, by, admin.PutService{Service: appointment.Service{Office: "igi-cj", Visit: appointment.Filing, Minutes: 20, Procedures: []string{"moon"}}})), []string{"procedures admin.procedure-unknown"}},
		"a service of an office that takes no part": {second(h.PutService(ctx, by, admin.PutService{Service: appointment.Service{Office: "igi-ab", Visit: appointment.Filing, Minutes: 20}})), []string{"not-found"}},
		"a service that is none":                    {second(h.PutService(ctx, by, admin.PutService{Service: appointment.Service{ID: "x", Office: "igi-cj", Visit: appointment.Filing, Minutes: 20}})), []string{"not-found"}},
		"hours that overlap":                        {second(h.PutHours(ctx, by, hours(service, 800, 900))), []string{"opens appointment.hours-overlap"}},
		"hours that end before they begin":          {second(h.PutHours(ctx, by, hours(service, 900, 840))), []string{"closes appointment.ends-before-start"}},
		"hours of a service that is none":           {second(h.PutHours(ctx, by, hours(appointment.Service{ID: "x", Office: "igi-cj"}, 0, 10))), []string{"service admin.service-unknown"}},
		"a desk without a name":                     {second(h.PutDesk(ctx, by, admin.PutDesk{Desk: appointment.Desk{Office: "igi-cj"}})), []string{"name admin.desk-name"}},
		"a desk whose name is taken":                {second(h.PutDesk(ctx, by, admin.PutDesk{Desk: appointment.Desk{Office: "igi-cj", Name: "1", Active: true}})), []string{"name admin.desk-twice"}},
		"a desk for a service that is none":         {second(h.PutDesk(ctx, by, admin.PutDesk{Desk: appointment.Desk{Office: "igi-cj", Name: "2", Services: []string{"x"}}})), []string{"services admin.service-unknown"}},
		"a closure without a reason":                {second(h.PutClosure(ctx, by, admin.PutClosure{Closure: appointment.Closure{Office: "igi-cj", From: on(12, 1), Until: on(12, 1)}})), []string{"reason appointment.reason"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			same(t, row.want, row.got)
		})
	}
}

func TestOfTwoWhoChangeOneRowTheSecondIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	service := h.takesPart("igi-cj")
	service.Minutes = 30
	if _, err := h.PutService(t.Context(), as(h.boss), admin.PutService{Service: service}); err != nil {
		t.Fatal(err)
	}
	service.Minutes = 40
	_, err := h.PutService(t.Context(), as(h.other), admin.PutService{Service: service})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("the second was not told: %v", err)
	}
}

// Several add the same hours at the same moment, on either engine: what is checked beside the others is checked while the office is held.
func TestHoursThatComeAtTheSameMomentDoNotOverlap(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := opens(t, s, storetest.Keys(t))
		service := h.takesPart("igi-cj")
		begin := make(chan struct{})
		failed := make([]error, 4)
		var wait sync.WaitGroup
		for i := range failed {
			wait.Go(func() {
				<-begin
				_, failed[i] = h.PutHours(t.Context(), as([]access.Account{h.boss, h.other}[i%2]), hours(service, 510, 810))
			})
		}
		close(begin)
		wait.Wait()
		stored := 0
		for _, err := range failed {
			if err == nil {
				stored++
				continue
			}
			same(t, []string{"opens appointment.hours-overlap"}, wrong(err))
		}
		if stored != 1 {
			t.Errorf("%d of the same hours stand", stored)
		}
	})
}
