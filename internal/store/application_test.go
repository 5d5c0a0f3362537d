package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/person"
	"sejur/internal/reference"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// draft is a draft for a person, with a canary in what lies sealed.
func draft(by string, who person.ID, procedure string) application.Application {
	return application.Application{
		ID: application.ID(office.NewID()), Person: who, Account: by, State: application.Draft, Procedure: procedure, Lang: locale.UK, Law: "1",
		Facts: application.Facts{"county": "canary-facts"}, CreatedAt: noon, ChangedAt: noon, Version: 1,
		Seen: application.Seen{On: calendar.Of(noon), Papers: []string{"canary-paper"}, Fields: []string{"identity/surname"}, By: calendar.Of(noon)},
	}
}

// drafted stores a draft of somebody whom the account keeps.
func (r registry) drafted(t *testing.T, procedure string) application.Application {
	t.Helper()
	a := draft(r.mine, r.add(t, r.mine, ward()), procedure)
	change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Applications().Add(ctx, a) })
	return a
}

// received stores a draft, sends it in, and returns it with its case.
func (r registry) received(t *testing.T) (application.Application, casefile.Case) {
	t.Helper()
	a := r.drafted(t, "study-permit")
	c := casefile.Case{
		ID: casefile.ID(office.NewID()), Application: string(a.ID), State: casefile.Received, Reference: reference.New(), Procedure: a.Procedure,
		Office: "igi-cj", ReceivedAt: noon, MustBy: calendar.Of(noon).AddDays(60), ExpiresOn: calendar.Of(noon).AddDays(90), Version: 1,
	}
	a.SubmittedAt, a.Reference = noon, c.Reference
	change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Applications().Submit(ctx, a); err != nil {
			return err
		}
		return tx.Intake().Receive(ctx, c)
	})
	a.State, a.Version = application.Submitted, 2
	return a, c
}

// ward is somebody of whom an account may keep several.
func ward() account.Kept {
	k := amina()
	k.Relation, k.CNP = person.Ward, ""
	return k
}

// got reads something.
func got[T any](t *testing.T, s *store.Store, fn func(context.Context, *store.Tx) (T, error)) (out T) {
	t.Helper()
	err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = fn(ctx, tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// find reads an application.
func (r registry) find(t *testing.T, id application.ID) application.Application {
	t.Helper()
	return got(t, r.Store, func(ctx context.Context, tx *store.Tx) (application.Application, error) {
		return tx.Applications().Find(ctx, r.mine, id)
	})
}

func TestAnApplicationComesBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		a := r.drafted(t, "study-permit")
		if diff := cmp.Diff(a, r.find(t, a.ID), days()); diff != "" {
			t.Error(diff)
		}
		a.Facts, a.Law, a.ChangedAt = application.Facts{"county": "CJ"}, "2", noon.Add(time.Hour)
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Applications().Touch(ctx, a) })
		a.Version = 2
		if diff := cmp.Diff(a, r.find(t, a.ID), days()); diff != "" {
			t.Error(diff)
		}
		for name, id := range map[string]application.ID{r.hers: a.ID, r.mine: "nobody"} {
			if kind := refused(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Applications().Take(ctx, name, id)
				return err
			}); kind != fault.NotFound {
				t.Errorf("somebody else's: %v", kind)
			}
		}
	})
}

func TestOfAPersonAndAProcedureThereIsOneLiveDraft(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		a := r.drafted(t, "study-permit")
		add := func(b application.Application) func(context.Context, *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error { return tx.Applications().Add(ctx, b) }
		}
		second := draft(r.mine, a.Person, a.Procedure)
		if kind := refused(t, r.Store, add(second)); kind != fault.Conflict {
			t.Errorf("a second: %v", kind)
		}
		change(t, r.Store, add(draft(r.mine, a.Person, "visa-extension")))
		a.DeletedAt = noon
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Applications().Delete(ctx, a) })
		change(t, r.Store, add(second))
		a.Version, a.DeletedAt = 2, time.Time{}
		if kind := refused(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Applications().Restore(ctx, a) }); kind != fault.Conflict {
			t.Errorf("brought back beside another: %v", kind)
		}
		live := got(t, r.Store, func(ctx context.Context, tx *store.Tx) (application.ID, error) {
			return tx.Applications().Live(ctx, r.mine, a.Person, a.Procedure)
		})
		n := got(t, r.Store, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.Applications().Drafts(ctx, r.mine) })
		if live != second.ID || n != 3 {
			t.Errorf("live %s, %d drafts", live, n)
		}
	})
}

func TestOfTwoWritersWithOneVersionOneWins(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		a, c := r.received(t)
		open := r.drafted(t, "visa-extension")
		page := application.Page{ID: "identity", Answers: application.Answers{"sex": []byte(`"female"`)}, Law: "1", SavedAt: noon}
		plan := filing.KeptPlan{ID: office.NewID(), Account: r.mine, Lang: locale.RO, Law: "1", KeptAt: noon, SeenAt: noon, Version: 1}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.KeptPlans().Add(ctx, plan) })
		a.WithdrawnAt = noon
		first := page
		page.Version = 1
		for _, tt := range []struct {
			name  string
			write func(context.Context, *store.Tx) error
		}{
			{"a first page", func(ctx context.Context, tx *store.Tx) error { return tx.Pages().Put(ctx, open, first) }},
			{"a page", func(ctx context.Context, tx *store.Tx) error { return tx.Pages().Put(ctx, open, page) }},
			{"a draft", func(ctx context.Context, tx *store.Tx) error { return tx.Applications().Touch(ctx, open) }},
			{"a plan", func(ctx context.Context, tx *store.Tx) error { return tx.KeptPlans().See(ctx, plan) }},
			{"a withdrawn case", func(ctx context.Context, tx *store.Tx) error {
				ended, err := c.Withdraw(noon)
				if err != nil {
					return err
				}
				return tx.Intake().Move(ctx, ended, c.State)
			}},
			{"a withdrawn application", func(ctx context.Context, tx *store.Tx) error { return tx.Applications().Withdraw(ctx, a) }},
			{"a draft that was sent in", func(ctx context.Context, tx *store.Tx) error {
				sent := open
				sent.Version, sent.SubmittedAt, sent.Reference = 2, noon, reference.New()
				return tx.Applications().Submit(ctx, sent)
			}},
		} {
			errs := make(chan error, 2)
			for range cap(errs) {
				go func() { errs <- r.Change(t.Context(), tt.write) }()
			}
			one, two := <-errs, <-errs
			if (one == nil) == (two == nil) || one != nil && fault.KindOf(one) != fault.Conflict || two != nil && fault.KindOf(two) != fault.Conflict {
				t.Errorf("%s: %v and %v", tt.name, one, two)
			}
		}
	})
}

func TestPagesAndPlansComeBackAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		a := r.drafted(t, "study-permit")
		want := []application.Page{
			{ID: "contact", Answers: application.Answers{"phone": []byte(`"canary-phone"`)}, Law: "1", SavedAt: noon, Version: 1},
			{ID: "home", Answers: application.Answers{}, Typed: map[string][]string{"county": {"canary-typed"}}, Law: "1", SavedAt: noon, Version: 1},
			{ID: "home", Correction: "c1", Answers: application.Answers{}, Law: "2", SavedAt: noon, Version: 1},
		}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			for _, p := range want {
				p.Version = 0
				if err := tx.Pages().Put(ctx, a, p); err != nil {
					return err
				}
			}
			return nil
		})
		pages := got(t, r.Store, func(ctx context.Context, tx *store.Tx) ([]application.Page, error) { return tx.Pages().Of(ctx, a) })
		if diff := cmp.Diff(want, pages); diff != "" {
			t.Error(diff)
		}
		plan := filing.KeptPlan{
			ID: office.NewID(), Token: "mark", Facts: application.Facts{"purpose": "canary-plan"}, Lang: locale.RO, Law: "1", KeptAt: noon, SeenAt: noon,
			Seen: map[string]application.Seen{"study-permit": a.Seen}, ExpiresAt: noon.Add(time.Hour), Version: 1,
		}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.KeptPlans().Add(ctx, plan) })
		by := func(now time.Time) (filing.KeptPlan, error) {
			var out filing.KeptPlan
			err := r.Read(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
				out, err = tx.KeptPlans().ByToken(ctx, "mark", now)
				return err
			})
			return out, err
		}
		if back, err := by(noon); err != nil || cmp.Diff(plan, back, days()) != "" {
			t.Errorf("%v %s", err, cmp.Diff(plan, back, days()))
		}
		if _, err := by(noon.Add(time.Hour)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("after its end: %v", err)
		}
		plan.Account = r.mine
		claim := func(ctx context.Context, tx *store.Tx) error { return tx.KeptPlans().Claim(ctx, plan) }
		change(t, r.Store, claim)
		if kind := refused(t, r.Store, claim); kind != fault.Conflict {
			t.Errorf("claimed twice: %v", kind)
		}
		n := got(t, r.Store, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.KeptPlans().Count(ctx, r.mine) })
		if _, err := by(noon); fault.KindOf(err) != fault.NotFound || n != 1 {
			t.Errorf("%v, %d plans", err, n)
		}
	})
}

func TestACaseItsEventsAndItsCorrectionComeBack(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		a, c := r.received(t)
		back := got(t, r.Store, func(ctx context.Context, tx *store.Tx) (casefile.Case, error) { return tx.Intake().Of(ctx, a.ID) })
		if back != c {
			t.Errorf("got %+v, want %+v", back, c)
		}
		if kind := refused(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Intake().Receive(ctx, c) }); kind != fault.Conflict {
			t.Errorf("received twice: %v", kind)
		}
		var want []casefile.Event
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			for i, side := range []casefile.Side{casefile.OfApplicant, casefile.OfOffice, casefile.OfApplicant} {
				at := noon.Add(time.Duration(i) * time.Hour)
				e := casefile.Event{
					ID: office.FirstID(at), Case: c.ID, Kind: casefile.Message, At: at, Side: side, Account: "who", Role: "head", Office: "igi-cj",
					Document: "passport", Reason: "other", Until: calendar.Of(noon), Body: "canary-message",
				}
				want = append([]casefile.Event{e}, want...)
				if err := tx.Events().Add(ctx, a.Person, e); err != nil {
					return err
				}
			}
			return nil
		})
		list := func(before string, limit int) []casefile.Event {
			return got(t, r.Store, func(ctx context.Context, tx *store.Tx) ([]casefile.Event, error) {
				return tx.Events().Of(ctx, a.Person, c.ID, before, limit)
			})
		}
		first := list("", 2)
		if diff := cmp.Diff(want, append(first, list(first[1].ID, 2)...), days()); diff != "" {
			t.Errorf("page by page: %s", diff)
		}
		said := got(t, r.Store, func(ctx context.Context, tx *store.Tx) (int, error) {
			return tx.Events().Said(ctx, c.ID, casefile.OfApplicant, noon.Add(time.Minute))
		})
		read := make([]int, 2)
		for i := range read {
			change(t, r.Store, func(ctx context.Context, tx *store.Tx) (err error) {
				read[i], err = tx.Events().Read(ctx, c.ID, casefile.OfOffice, noon)
				return err
			})
		}
		if said != 1 || !slices.Equal(read, []int{1, 0}) || !list("", 9)[1].ReadAt.Equal(noon) || !list("", 9)[0].ReadAt.IsZero() {
			t.Errorf("said %d, read %v", said, read)
		}
		r.correct(t, a, c)
	})
}

// correct opens, reads and sends the correction of a case.
func (r registry) correct(t *testing.T, a application.Application, c casefile.Case) {
	t.Helper()
	open := func() (out casefile.Correction, err error) {
		err = r.Read(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
			out, err = tx.Corrections().Open(ctx, a.Person, c.ID)
			return err
		})
		return out, err
	}
	if _, err := open(); fault.KindOf(err) != fault.NotFound {
		t.Errorf("before it was opened: %v", err)
	}
	want := casefile.Correction{
		ID: office.NewID(), Case: c.ID, State: casefile.CorrectionOpen, Until: calendar.Of(noon).AddDays(9), OpenedAt: noon, Version: 1,
		Items: []casefile.CorrectionItem{
			{Kind: casefile.PageItem, Ref: "identity", Reason: "other", Note: "canary-note"},
			{Kind: casefile.DocumentItem, Ref: "passport", Reason: "unreadable"},
		},
	}
	change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Returns().Add(ctx, a.Person, want) })
	if back, err := open(); err != nil || cmp.Diff(want, back, days()) != "" {
		t.Errorf("%v %s", err, cmp.Diff(want, back, days()))
	}
	want.SentAt = noon
	send := func(ctx context.Context, tx *store.Tx) error { return tx.Corrections().Send(ctx, want) }
	change(t, r.Store, send)
	if kind := refused(t, r.Store, send); kind != fault.Conflict {
		t.Errorf("sent twice: %v", kind)
	}
}

func TestNoAnswerLiesInTheClearAndAllOfThemGo(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		a, c := r.received(t)
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			for _, put := range []error{
				tx.Pages().Put(ctx, a, application.Page{
					ID: "home", Answers: application.Answers{"county": []byte(`"canary-answer"`)}, Typed: map[string][]string{"x": {"canary-typed"}},
					Law: "1", SavedAt: noon,
				}),
				tx.Lines().Open(ctx, a.ID, "passport"),
				tx.Uploads().Add(ctx, application.Upload{
					ID: "u1-" + application.UploadID(a.ID), Application: a.ID, Document: "passport", Name: "canary-name.pdf", State: application.UploadReceiving, ReceivedAt: noon,
				}),
				tx.Events().Add(ctx, a.Person, casefile.Event{
					ID: office.NewID(), Case: c.ID, Kind: casefile.Message, At: noon, Side: casefile.OfOffice, Body: "canary-message",
				}),
				tx.Returns().Add(ctx, a.Person, casefile.Correction{
					ID: office.NewID(), Case: c.ID, State: casefile.CorrectionOpen, Until: calendar.Of(noon), OpenedAt: noon,
					Items: []casefile.CorrectionItem{{Kind: casefile.PageItem, Ref: "home", Reason: "other", Note: "canary-note"}},
				}),
				tx.KeptPlans().Add(ctx, filing.KeptPlan{
					ID: office.NewID(), Account: r.mine, Facts: a.Facts, Lang: locale.RO, Law: "1", KeptAt: noon, SeenAt: noon,
				}),
			} {
				if put != nil {
					return put
				}
			}
			return nil
		})
		lines := got(t, r.Store, func(ctx context.Context, tx *store.Tx) ([]application.Line, error) { return tx.Lines().Of(ctx, a) })
		if len(lines) != 1 || len(lines[0].Uploads) != 1 || lines[0].Uploads[0].Name != "canary-name.pdf" {
			t.Errorf("%+v", lines)
		}
		for where, text := range storetest.Dump(t, r.database) {
			if strings.Contains(text, "canary") {
				t.Errorf("%s has in the clear what shall lie sealed", where)
			}
		}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Erase(ctx, a.Person) })
		for where, text := range storetest.Dump(t, r.database) {
			if where != "file" && (strings.Contains(text, string(a.ID)) || strings.Contains(text, string(c.ID))) {
				t.Errorf("%s still has something of whoever was erased", where)
			}
		}
	})
}
