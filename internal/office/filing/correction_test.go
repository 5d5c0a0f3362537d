package filing_test

import (
	"context"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/store"
)

func TestWhatIsReturnedIsMendedAndNothingElse(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id, sent := c.send()
		ctx := t.Context()
		fix := c.reopened(sent.Case, "contact")
		f := c.file(id)
		if f.Correction == nil || len(f.Correction.Items) != 1 || len(f.Mended) != 0 {
			t.Fatalf("%+v", f.Correction)
		}
		if err := c.SendCorrection(ctx, c.owner, filing.Asked{}, id, 1); keyOf(err) != "filing.incomplete" {
			t.Errorf("with nothing mended: %v", err)
		}
		for page, want := range map[string]string{"home": "filing.not-open", "contact": ""} {
			v, err := c.Page(ctx, c.owner, "r", filing.ReadPage{Application: id, Correction: fix, Page: "contact", Lang: locale.EN})
			if err != nil {
				t.Fatal(err)
			}
			typed := url.Values{"phone": {"+40700000001"}}
			for _, field := range v.Page.Fields {
				for name, text := range filingtest.Fitting(field) {
					typed.Set(field.ID+name, text)
				}
			}
			_, err = c.SavePage(ctx, c.owner, filing.Asked{}, filing.SavePage{
				Application: id, Correction: fix, Page: page, Typed: typed, Lang: locale.EN,
			})
			if keyOf(err) != want {
				t.Errorf("%s: %v", page, err)
			}
		}
		if err := c.SendCorrection(ctx, c.owner, filing.Asked{}, id, 1); err != nil {
			t.Fatal(err)
		}
		f = c.file(id)
		if f.Case.State != casefile.Received || f.Correction != nil || f.Events[0].Kind != casefile.WasCorrected {
			t.Errorf("%+v", f.Case)
		}
		if err := c.SendCorrection(ctx, c.owner, filing.Asked{}, id, 1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("sent twice: %v", err)
		}
	})
}

// reopened has the office return a case once more, with a page of the form.
func (c *counter) reopened(of casefile.ID, page string) (correction string) {
	c.t.Helper()
	correction = office.NewID()
	c.exec(`UPDATE casefile SET state = 'returned', version = version + 1 WHERE id = $1`, string(of))
	c.exec(`INSERT INTO correction (id, casefile, state, until, opened_at, sent_at, version) VALUES ($1, $2, 'open', '2026-12-30',
		'2026-11-30T12:00:00.000000Z', '', 1)`, correction, string(of))
	c.exec(`INSERT INTO correction_item (correction, kind, ref, reason, note) VALUES ($1, 'page', $2, 'wrong-answer', '')`, correction, page)
	return correction
}

func TestASecondCorrectionBeginsWithTheAnswersOfTheFirst(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	id := c.start()
	c.fill(id)
	c.save(id, "birth", typedAs(c.answers(id, "birth"), "second_citizenship", "LK"))
	in := filing.Submit{Application: id, Version: c.opened(id).Application.Version, Lang: locale.EN}
	sent, err := c.Submit(t.Context(), c.owner, filing.Asked{}, in)
	if err != nil {
		t.Fatal(err)
	}
	first := c.reopened(sent.Case, "birth")
	read := filing.ReadPage{Application: id, Correction: first, Page: "birth", Lang: locale.EN}
	view := func() filing.PageView {
		v, err := c.Page(t.Context(), c.owner, "r", read)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	mend := func(place, second string) {
		typed := typedAs(typedAs(filingtest.Answers(view()), "birth_place", place), "second_citizenship", second)
		if _, err := c.SavePage(t.Context(), c.owner, filing.Asked{}, filing.SavePage{
			Application: id, Correction: read.Correction, Page: "birth", Typed: typed, Lang: locale.EN,
		}); err != nil {
			t.Fatal(err)
		}
		if err := c.SendCorrection(t.Context(), c.owner, filing.Asked{}, id, 1); err != nil {
			t.Fatal(err)
		}
	}
	is := func(when string, got application.Answers, place, second string) {
		t.Helper()
		if string(got["birth_place"]) != place || string(got["second_citizenship"]) != second {
			t.Errorf("%s: %s, second citizenship %q", when, got["birth_place"], got["second_citizenship"])
		}
	}
	mend("Pune", "")
	is("after the first", c.review(id), `"Pune"`, "")
	read.Correction = c.reopened(sent.Case, "birth")
	is("at the second", view().Answers, `"Pune"`, "")
	mend("Nashik", "LK")
	is("after the second", c.review(id), `"Nashik"`, `"LK"`)
}

// A house may load another edition of the law, in which a procedure is not filed here any more.
func TestWhatWasSentInIsShownWhenTheLawHasNoSuchFormAnyMore(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	id, _ := c.send()
	lines := len(c.file(id).Lines)
	c.exec(`UPDATE application SET procedure_id = 'no-such-procedure' WHERE id = $1`, string(id))
	f := c.file(id)
	if f.Case.State != casefile.Received || len(f.Form.Pages) != 0 || len(f.Lines) != lines || len(f.Hinders) != 0 {
		t.Errorf("%s, %d pages, %d of %d lines, %v", f.Case.State, len(f.Form.Pages), len(f.Lines), lines, f.Hinders)
	}
	if got := c.review(id); string(got["surname"]) == "" {
		t.Errorf("what was answered is gone: %v", got)
	}
}

// returned sends an application in, which the office returns with one paper opened again, and says which.
func (c *counter) returned() (id application.ID, sent filing.Submitted, fix, document string) {
	c.t.Helper()
	id, sent = c.send()
	document, fix = c.file(id).Lines[0].Document, office.NewID()
	c.exec(`UPDATE casefile SET state = 'returned', version = version + 1 WHERE id = $1`, string(sent.Case))
	c.exec(`UPDATE application_line SET state = 'replace', reason = 'unreadable', version = version + 1 WHERE application = $1 AND document = $2`,
		string(id), document)
	c.exec(`INSERT INTO correction (id, casefile, state, until, opened_at, sent_at, version) VALUES ($1, $2, 'open', '2026-12-30',
		'2026-11-30T12:00:00.000000Z', '', 1)`, fix, string(sent.Case))
	c.exec(`INSERT INTO correction_item (correction, kind, ref, reason, note) VALUES ($1, 'document', $2, 'unreadable', '')`, fix, document)
	return id, sent, fix, document
}

func TestAPaperThatIsAskedAgainIsSentAgain(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id, sent, fix, document := c.returned()
		send := func(by int64) string { return keyOf(c.SendCorrection(t.Context(), c.owner, filing.Asked{}, id, by)) }
		if got := send(1); got != "filing.incomplete" {
			t.Errorf("with the paper of before: %q", got)
		}
		c.upload(id, document, application.UploadChecking)
		c.exec(`UPDATE upload SET correction = $1, state = 'refused', refused = 'upload.kind' WHERE application = $2 AND state = 'checking'`, fix, string(id))
		if got := send(1); got != "filing.incomplete" {
			t.Errorf("with a file that was refused: %q", got)
		}
		c.exec(`UPDATE upload SET state = 'checking', refused = '' WHERE correction = $1`, fix)
		if diff := cmp.Diff([]string{"document/" + document}, c.file(id).Mended); diff != "" {
			t.Error(diff)
		}
		if got := send(2); got != "conflict" {
			t.Errorf("over another version: %q", got)
		}
		if got := send(1); got != "" {
			t.Fatal(got)
		}
		f := c.file(id)
		if f.Case.State != casefile.Received || f.Correction != nil || f.Lines[0].State != application.Open {
			t.Errorf("%+v, line %s", f.Case, f.Lines[0].State)
		}
		var done []string
		for _, e := range c.entries("casefile/" + string(sent.Case)) {
			done = append(done, e.Action)
		}
		if !slices.Contains(done, "case.corrected") {
			t.Errorf("recorded %v", done)
		}
	})
}

func TestACorrectionEndsWithItsApplication(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id, _, fix, _ := c.returned()
		if err := c.Withdraw(t.Context(), c.owner, filing.Asked{}, id, c.file(id).Application.Version); err != nil {
			t.Fatal(err)
		}
		_, err := c.SavePage(t.Context(), c.owner, filing.Asked{}, filing.SavePage{Application: id, Correction: fix, Page: "contact", Lang: locale.EN})
		if keyOf(err) != "filing.not-open" || c.file(id).Correction != nil {
			t.Errorf("%v", err)
		}
	})
}

func TestAfterTheLastDayTheApplicantMayStillDoEverything(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id, sent, fix, document := c.returned()
		c.exec(`UPDATE casefile SET term = '2026-12-30' WHERE id = $1`, string(sent.Case))
		c.forward(31 * 24 * time.Hour)
		if f := c.file(id); !f.Case.TermOver(calendar.Today(c.now())) || f.Correction == nil || f.Correction.State != casefile.CorrectionOpen {
			t.Fatalf("%+v %+v", f.Case, f.Correction)
		}
		if err := c.Say(t.Context(), c.owner, filing.Asked{}, filing.Say{Application: id, Body: "I was ill."}); err != nil {
			t.Errorf("writing: %v", err)
		}
		c.upload(id, document, application.UploadChecking)
		c.exec(`UPDATE upload SET correction = $1 WHERE application = $2 AND state = 'checking'`, fix, string(id))
		if err := c.SendCorrection(t.Context(), c.owner, filing.Asked{}, id, 1); err != nil {
			t.Errorf("sending: %v", err)
		}
		if f := c.file(id); f.Case.State != casefile.Received || !f.Case.Term.IsZero() || !f.Case.Corrected {
			t.Errorf("%+v", f.Case)
		}
		if err := c.Withdraw(t.Context(), c.owner, filing.Asked{}, id, c.file(id).Application.Version); err != nil {
			t.Errorf("withdrawing: %v", err)
		}
	})
}

func TestTheOwnerSeesWhoLookedAndWhatTheOfficeWrote(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id, sent := c.send()
		officer := access.Actor{Kind: access.Staff, ID: "officer-1", Session: "s", Office: "igi-cj", Roles: []access.Role{access.FrontDesk}}
		desk := office.New(c.house, store.Desk(c.store, func(tx *store.Tx) filing.Tx { return tx }))
		look := office.Act{By: officer, Needs: access.IntakeCases, Action: "case.open", Purpose: office.PurposeCase}
		if _, err := office.Look(t.Context(), desk, look, func(_ context.Context, _ filing.Tx, w *office.Work) (string, error) {
			w.About("casefile", string(sent.Case))
			w.Because("intake")
			return "", nil
		}); err != nil {
			t.Fatal(err)
		}
		c.change(func(ctx context.Context, tx *store.Tx) error {
			return tx.Events().Add(ctx, c.person, casefile.Event{
				ID: office.NewID(), Case: sent.Case, Kind: casefile.Message, At: c.now(), Side: casefile.OfOffice, Account: officer.ID,
				Role: access.FrontDesk, Office: "igi-cj", Body: "Come at nine.",
			})
		})
		f := c.file(id)
		if diff := cmp.Diff([]filing.Look{{At: noon, Office: "igi-cj", Reason: "intake"}}, f.Looks); diff != "" {
			t.Error(diff)
		}
		if f.NewMessages != 1 || f.Thread[0].Body != "Come at nine." || f.Thread[0].Account != "" || f.Thread[0].Role != access.FrontDesk {
			t.Errorf("%+v", f.Thread)
		}
		read := func(by access.Actor, mine bool) int {
			n, err := c.ReadThread(t.Context(), by, "r", id)
			if mine && err != nil || !mine && fault.KindOf(err) != fault.NotFound {
				t.Error(err)
			}
			return n
		}
		if a, b, d := read(c.stranger, false), read(c.owner, true), read(c.owner, true); a != 0 || b != 1 || d != 0 {
			t.Errorf("%d, %d and %d messages were new, want 0, 1 and 0", a, b, d)
		}
		if f := c.file(id); f.NewMessages != 0 || !f.Thread[0].ReadAt.Equal(noon) {
			t.Errorf("%+v", f.Thread)
		}
	})
}
