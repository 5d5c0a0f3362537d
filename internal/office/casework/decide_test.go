package casework_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/store"
)

func TestACaseIsAcceptedPaperByPaper(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		c := d.send(caseworktest.Sent{})
		subject := casework.Subject + "/" + string(c.ID)
		open := d.opened(d.officer, c.ID).Open
		if len(open) != len(d.papers()) {
			t.Fatalf("%d papers stand in the way", len(open))
		}
		first := d.decision(c.ID, open[0])
		if err := d.AcceptDocument(t.Context(), d.officer, casework.Asked{}, first); err != nil {
			t.Fatal(err)
		}
		is(t, "the same again", d.AcceptDocument(t.Context(), d.officer, casework.Asked{}, first), fault.Conflict)
		err := d.Accept(t.Context(), d.officer, casework.Asked{}, d.seen(c.ID))
		var named []string
		for _, e := range fault.All(err) {
			named = append(named, e.Field)
		}
		if diff := cmp.Diff(open[1:], named); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string(nil), d.letters()); diff != "" {
			t.Error(diff)
		}
		d.acceptAll(d.officer, c.ID)
		stale := casework.Seen{Case: c.ID, Version: 1}
		is(t, "a version of before", d.Accept(t.Context(), d.officer, casework.Asked{}, stale), fault.Conflict)
		if err := d.Accept(t.Context(), d.officer, casework.Asked{Key: "once"}, d.seen(c.ID)); err != nil {
			t.Fatal(err)
		}
		o := d.opened(d.officer, c.ID)
		if o.Case.State != casefile.Accepted || o.Events[0].Kind != casefile.WasAccepted || o.Events[0].Role != access.CaseOfficer {
			t.Errorf("%s %+v", o.Case.State, o.Events)
		}
		if diff := cmp.Diff([]string{"message-waiting"}, d.letters()); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"filing-accepted"}, d.messages()); diff != "" {
			t.Error(diff)
		}
		if len(d.record(subject, "case.accept")) != 1 || len(d.record(subject, "case.accept-document")) != 2 {
			t.Error("the record lacks something")
		}
		is(t, "an accepted case", d.UndoDocument(t.Context(), d.officer, casework.Asked{}, d.decision(c.ID, open[0])), fault.Conflict)
	})
}

func TestWhatIsSaidOfAPaperIsTakenBack(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		c := d.send(caseworktest.Sent{})
		document := d.opened(d.officer, c.ID).Open[0]
		ask := casework.Asking{Decision: d.decision(c.ID, document), Reason: "unreadable", Note: "The stamp cannot be read."}
		wrong := ask
		wrong.Reason = "dislike"
		is(t, "no reason of the list", d.AskAnother(t.Context(), d.officer, casework.Asked{}, wrong), fault.Invalid)
		if err := d.AskAnother(t.Context(), d.officer, casework.Asked{}, ask); err != nil {
			t.Fatal(err)
		}
		line := func() casework.Line {
			for _, l := range d.opened(d.officer, c.ID).Lines {
				if l.Document == document {
					return l
				}
			}
			return casework.Line{}
		}
		if l := line(); l.State != application.Replace || l.Reason != "unreadable" || l.Note != "The stamp cannot be read." {
			t.Errorf("%+v", l)
		}
		if err := d.UndoDocument(t.Context(), d.officer, casework.Asked{}, d.decision(c.ID, document)); err != nil {
			t.Fatal(err)
		}
		if l := line(); l.State != application.Open || l.Reason != "" || l.Note != "" || l.Standing != application.Uploaded {
			t.Errorf("%+v", l)
		}
		for _, e := range d.record(casework.Subject+"/"+string(c.ID), "case.ask-document") {
			for _, f := range e.Fields {
				if strings.Contains(f.After, "stamp") {
					t.Error("the record has the officer's words")
				}
			}
		}
		if len(d.letters()) != 0 {
			t.Errorf("%v", d.letters())
		}
	})
}

func TestPapersAboutHealthAreNotTheFrontDesks(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	front := access.Actor{Kind: access.Staff, ID: "fay", Roles: []access.Role{access.FrontDesk}, Office: "igi-cj", Session: "s"}
	papers := append(d.papers(), caseworktest.Paper{Document: "medical-cert"})
	c := d.send(caseworktest.Sent{Papers: papers})
	for _, l := range d.opened(front, c.ID).Lines {
		if l.Hidden != (l.Document == "medical-cert") {
			t.Errorf("%s hidden: %t", l.Document, l.Hidden)
		}
		if l.Document != "medical-cert" {
			continue
		}
		file := casework.FileOf{Case: c.ID, Upload: l.Uploads[0].ID, N: 1}
		_, err := d.Picture(t.Context(), front, file)
		is(t, "its picture", err, fault.NotFound)
		_, err = d.Original(t.Context(), front, file)
		is(t, "its original", err, fault.NotFound)
		is(t, "accepting it", d.AcceptDocument(t.Context(), front, casework.Asked{}, d.decision(c.ID, l.Document)), fault.NotFound)
		if got, err := d.Picture(t.Context(), d.officer, file); err != nil || got.Type != "image/jpeg" {
			t.Errorf("an officer: %s, %v", got.Type, err)
		}
	}
}

func TestACaseIsReturnedWithWhatIsAsked(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		c := d.send(caseworktest.Sent{})
		document := d.opened(d.officer, c.ID).Open[0]
		in := casework.Return{Seen: d.seen(c.ID), Until: d.today().AddDays(14)}
		is(t, "nothing asked", d.Return(t.Context(), d.officer, casework.Asked{}, in), fault.Invalid)
		ask := casework.Asking{Decision: d.decision(c.ID, document), Reason: "expired", Note: "It ended in May."}
		if err := d.AskAnother(t.Context(), d.officer, casework.Asked{}, ask); err != nil {
			t.Fatal(err)
		}
		is(t, "a version of before", d.Return(t.Context(), d.officer, casework.Asked{}, in), fault.Conflict)
		in.Seen = d.seen(c.ID)
		in.Pages = []casework.PageAsked{{Page: "identity", Reason: "other"}}
		err := d.Return(t.Context(), d.officer, casework.Asked{}, in)
		if e := fault.All(err)[0]; e.Field != "pages-identity-note" {
			t.Errorf("%v", err)
		}
		in.Pages[0] = casework.PageAsked{Page: "nothing", Reason: "wrong-answer"}
		is(t, "no such page", d.Return(t.Context(), d.officer, casework.Asked{}, in), fault.NotFound)
		in.Pages[0] = casework.PageAsked{Page: "identity", Reason: "wrong-answer", Note: "As in the passport."}
		told, lang, err := d.CheckReturn(t.Context(), d.officer, in)
		if err != nil || len(told) != 2 || lang != locale.EN || told[0].Title == told[0].TitleRO || told[1].TitleRO == document {
			t.Errorf("%s %+v %v", lang, told, err)
		}
		for range 2 { // the second press of the button
			if err := d.Return(t.Context(), d.officer, casework.Asked{Key: "once"}, in); err != nil {
				t.Fatal(err)
			}
		}
		o := d.opened(d.officer, c.ID)
		if o.Case.State != casefile.Returned || o.Case.MustBy != c.MustBy || len(o.Corrections) != 1 {
			t.Fatalf("%+v", o.Case)
		}
		want := []casefile.CorrectionItem{
			{Kind: casefile.PageItem, Ref: "identity", Reason: "wrong-answer", Note: "As in the passport."},
			{Kind: casefile.DocumentItem, Ref: document, Reason: "expired", Note: "It ended in May."},
		}
		if diff := cmp.Diff(want, o.Corrections[0].Items); diff != "" {
			t.Error(diff)
		}
		if o.Corrections[0].Until != in.Until || o.Events[0].Until != in.Until || o.Events[0].Kind != casefile.WasReturned || o.Events[1].Reason != "expired" {
			t.Errorf("%+v %+v", o.Corrections[0], o.Events)
		}
		if diff := cmp.Diff([]string{"filing-returned"}, d.messages()); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"message-waiting"}, d.letters()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAfterACorrectionBothAnswersAreShown(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		c := d.send(caseworktest.Sent{})
		in := casework.Return{
			Seen: d.seen(c.ID), Until: d.today().AddDays(14), Pages: []casework.PageAsked{{Page: "identity", Reason: "wrong-answer"}},
		}
		if err := d.Return(t.Context(), d.officer, casework.Asked{}, in); err != nil {
			t.Fatal(err)
		}
		d.correct(c, "identity", application.Answers{"given_names": caseworktest.Text("Amina")})
		o := d.opened(d.officer, c.ID)
		if o.Case.State != casefile.Received || string(o.Answers["given_names"]) != `"Amina"` || string(o.Before["given_names"]) != `"Anima"` || len(o.Before) != 1 {
			t.Errorf("%s %s %v", o.Case.State, o.Answers["given_names"], o.Before)
		}
		page, err := d.Queue(t.Context(), d.officer, "r", casework.Query{Corrected: true})
		if err != nil || len(page.Rows) != 1 || !page.Rows[0].Corrected {
			t.Errorf("%+v %v", page.Rows, err)
		}
	})
}

func TestWhatTheRegisterSaysOtherwiseIsShown(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	o := d.opened(d.officer, d.send(caseworktest.Sent{}).ID)
	if string(o.InFile["given_names"]) != `"Amina"` || len(o.InFile) != 1 {
		t.Errorf("%v", o.InFile)
	}
	if o.LawMoved || len(o.LawAsks) != 0 {
		t.Errorf("the law moved: %t %v", o.LawMoved, o.LawAsks)
	}
	o = d.opened(d.officer, d.send(caseworktest.Sent{Law: "another"}).ID)
	if !o.LawMoved {
		t.Error("another edition of the law is not noticed")
	}
}

// correct sends the open correction of a case with another page.
func (d *desk) correct(c casefile.Case, page string, answers application.Answers) {
	d.t.Helper()
	err := d.store.Change(context.WithoutCancel(d.t.Context()), func(ctx context.Context, tx *store.Tx) error {
		app, err := tx.Cases().Application(ctx, application.ID(c.Application))
		if err != nil {
			return err
		}
		open, err := tx.Corrections().Open(ctx, app.Person, c.ID)
		if err != nil {
			return err
		}
		err = tx.Pages().Put(ctx, app, application.Page{ID: page, Correction: open.ID, Answers: answers, Law: app.Law, SavedAt: noon})
		if err != nil {
			return err
		}
		open.SentAt = noon
		if err := tx.Corrections().Send(ctx, open); err != nil {
			return err
		}
		now, err := tx.Intake().Of(ctx, app.ID)
		if err != nil {
			return err
		}
		again, err := now.Again()
		if err != nil {
			return err
		}
		return tx.Intake().Move(ctx, again, now.State)
	})
	if err != nil {
		d.t.Fatal(err)
	}
}
