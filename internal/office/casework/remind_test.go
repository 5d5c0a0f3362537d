package casework_test

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/store"
)

// returned sends a case back for another answer until some days from now.
func (d *desk) returned(c casefile.Case, days int) {
	d.t.Helper()
	err := d.Return(d.t.Context(), d.officer, casework.Asked{}, casework.Return{
		Seen: d.seen(c.ID), Until: d.today().AddDays(days), Pages: []casework.PageAsked{{Page: "identity", Reason: "wrong-answer"}},
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// reminders are how often the applicant was reminded, on the site and by letter.
func (d *desk) reminders() (told, letters int) {
	d.t.Helper()
	if err := d.RemindReturned(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	count := func(list []string) int {
		return len(slices.DeleteFunc(list, func(template string) bool { return template != "filing-reminder" }))
	}
	return count(d.messages()), count(d.letters())
}

func TestWhoeverWasAskedIsRemindedOnceBeforeTheLastDay(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		who := caseworktest.Keep(t, d.store, d.owner, caseworktest.Amina(), noon)
		c := d.send(caseworktest.Sent{Person: who})
		d.returned(c, 10)
		d.forward(6 * 24 * time.Hour)
		if told, letters := d.reminders(); told+letters != 0 {
			t.Errorf("four days before: %d, %d", told, letters)
		}
		d.forward(24 * time.Hour)
		for range 2 {
			if told, letters := d.reminders(); told != 1 || letters != 1 {
				t.Errorf("three days before: %d, %d", told, letters)
			}
		}
		if n := len(d.record(casework.Subject+"/"+string(c.ID), "case.remind")); n != 1 {
			t.Errorf("%d entries", n)
		}
		d.forward(24 * time.Hour)
		short, sent := d.send(caseworktest.Sent{Person: who}), d.send(caseworktest.Sent{Person: who})
		d.returned(short, 1)
		d.returned(sent, 2)
		d.correct(sent, "identity", application.Answers{"surname": caseworktest.Text("Rao")})
		if told, _ := d.reminders(); told != 1 {
			t.Errorf("on the day of the return: %d", told)
		}
		d.forward(24 * time.Hour)
		if told, _ := d.reminders(); told != 2 {
			t.Errorf("of a short term, on its last day: %d", told)
		}
	})
}

func TestACaseWhoseTermIsOverWaitsForItsCorrection(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		who := caseworktest.Keep(t, d.store, d.owner, caseworktest.Amina(), noon)
		later, first := d.send(caseworktest.Sent{Person: who}), d.send(caseworktest.Sent{Person: who})
		d.returned(later, 6)
		d.returned(first, 5)
		over := func() casework.Page {
			t.Helper()
			page, err := d.Queue(t.Context(), d.officer, "r", casework.Query{TermOver: true})
			if err != nil {
				t.Fatal(err)
			}
			return page
		}
		d.forward(5 * 24 * time.Hour)
		if page := over(); len(page.Rows) != 0 || page.Over != 0 {
			t.Errorf("on the last day: %v", ids(page.Rows))
		}
		d.forward(2 * 24 * time.Hour)
		if page := over(); !slices.Equal(ids(page.Rows), []casefile.ID{first.ID, later.ID}) || page.Over != 2 || page.Waiting != 0 {
			t.Errorf("the day after: %v, %d", ids(page.Rows), page.Over)
		}
		if o := d.opened(d.officer, first.ID); !o.Case.TermOver(o.Today) || o.Case.State != casefile.Returned {
			t.Errorf("%+v", o.Case)
		}
		d.correct(first, "identity", application.Answers{"surname": caseworktest.Text("Rao")})
		o := d.opened(d.officer, first.ID)
		if o.Case.State != casefile.Received || o.Case.TermOver(o.Today) || !o.Case.Corrected {
			t.Errorf("after its correction: %+v", o.Case)
		}
		if page := over(); !slices.Equal(ids(page.Rows), []casefile.ID{later.ID}) {
			t.Errorf("after the correction of one: %v", ids(page.Rows))
		}
		corrected, err := d.Queue(t.Context(), d.officer, "r", casework.Query{Corrected: true})
		if err != nil || !slices.Equal(ids(corrected.Rows), []casefile.ID{first.ID}) || !corrected.Rows[0].Corrected {
			t.Errorf("corrected: %v %v", ids(corrected.Rows), err)
		}
	})
}

// An officer can do nothing about a case whose term is over but look at it and write: what becomes of it is decided by the correction, or by the
// applicant who withdraws.
func TestNothingIsDecidedAtTheFirstDeskAboutACaseWhoseTermIsOver(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		c := d.send(caseworktest.Sent{})
		d.acceptAll(d.officer, c.ID)
		d.returned(c, 5)
		before := d.opened(d.officer, c.ID)
		d.forward(6 * 24 * time.Hour)
		ctx, seen := t.Context(), d.seen(c.ID)
		line := d.decision(c.ID, before.Lines[0].Document)
		for what, try := range map[string]func() error{
			"accepting it":      func() error { return d.Accept(ctx, d.officer, casework.Asked{}, seen) },
			"accepting a paper": func() error { return d.AcceptDocument(ctx, d.officer, casework.Asked{}, line) },
			"undoing a paper":   func() error { return d.UndoDocument(ctx, d.officer, casework.Asked{}, line) },
			"asking for another": func() error {
				return d.AskAnother(ctx, d.officer, casework.Asked{}, casework.Asking{Decision: line, Reason: "expired"})
			},
			"a longer term": func() error {
				return d.Return(ctx, d.officer, casework.Asked{}, casework.Return{
					Seen: seen, Until: d.today().AddDays(7), Pages: []casework.PageAsked{{Page: "identity", Reason: "wrong-answer"}},
				})
			},
		} {
			is(t, what, try(), fault.Conflict)
		}
		if err := d.Say(ctx, d.officer, casework.Asked{}, casework.Say{Case: c.ID, Body: "Please send it."}); err != nil {
			t.Errorf("writing: %v", err)
		}
		after := d.opened(d.officer, c.ID)
		if !reflect.DeepEqual(before.Lines, after.Lines) || after.Case != before.Case {
			t.Errorf("%+v with %+v", after.Case, after.Lines)
		}
		page, err := d.Queue(ctx, d.officer, "r", casework.Query{State: casefile.Returned})
		if err != nil || !slices.Equal(ids(page.Rows), []casefile.ID{c.ID}) || page.Rows[0].Term != before.Case.Term || page.Over != 1 || page.First != "" {
			t.Errorf("%+v, %v", page, err)
		}
	})
}

// TestWhatWasAskedEndsWithTheCase: a case that is taken back while it is returned has no term any more, and nobody is reminded.
func TestWhatWasAskedEndsWithTheCase(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		c := d.send(caseworktest.Sent{})
		d.returned(c, 2)
		err := d.store.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			now, err := tx.Intake().Of(ctx, application.ID(c.Application))
			if err != nil {
				return err
			}
			ended, err := now.Withdraw(d.now())
			if err != nil {
				return err
			}
			if err := tx.Intake().Move(ctx, ended, now.State); err != nil {
				return err
			}
			return tx.Corrections().End(ctx, c.ID)
		})
		if err != nil {
			t.Fatal(err)
		}
		d.forward(4 * 24 * time.Hour)
		o := d.opened(d.officer, c.ID)
		if o.Corrections[0].State != casefile.CorrectionEnded || !o.Case.Term.IsZero() || !o.Case.DecidedAt.Equal(noon) {
			t.Errorf("%+v, %s", o.Case, o.Corrections[0].State)
		}
		if told, letters := d.reminders(); told+letters != 0 {
			t.Errorf("reminded: %d, %d", told, letters)
		}
		err = d.store.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Returns().Remind(ctx, o.Corrections[0].ID)
		})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("an ended correction is reminded: %v", err)
		}
	})
}
