package filing_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/office/issuing"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/store"
)

func TestADraftIsFilledInAndSentIn(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		if again := c.start(); again != id {
			t.Errorf("started again: %s", again)
		}
		c.fill(id)
		o := c.opened(id)
		if len(o.Hinders) > 0 {
			t.Fatalf("hindered by %+v", o.Hinders)
		}
		c.upload(id, o.Lines[0].Document, application.UploadChecking)
		in := filing.Submit{Application: id, Version: o.Application.Version, Lang: locale.EN}
		sent, err := c.Submit(t.Context(), c.owner, filing.Asked{Key: "k"}, in)
		if err != nil {
			t.Fatal(err)
		}
		if !sent.Reference.Valid() || sent.Case == "" || sent.Receipt == "" {
			t.Errorf("%+v", sent)
		}
		if diff := cmp.Diff([]string{o.Lines[0].Document}, sent.StillChecked); diff != "" {
			t.Error(diff)
		}
		again, err := c.Submit(t.Context(), c.owner, filing.Asked{Key: "k"}, in)
		if diff := cmp.Diff(sent, again); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		other := in
		other.Office = "elsewhere"
		if _, err := c.Submit(t.Context(), c.owner, filing.Asked{Key: "k"}, other); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the same key with another input: %v", err)
		}
		if _, err := c.Submit(t.Context(), c.owner, filing.Asked{Key: "k2"}, in); keyOf(err) != "filing.sent" {
			t.Errorf("sent twice: %v", err)
		}
		f := c.file(id)
		want := casefile.Case{
			ID: sent.Case, Application: string(id), State: casefile.Received, Reference: sent.Reference, Procedure: "study-permit", Office: "igi-cj",
			ReceivedAt: noon, MustBy: calendar.On(2027, time.January, 1), ExpiresOn: calendar.On(2027, time.January, 31), Version: 1,
		}
		if f.Case != want {
			t.Errorf("got %+v, want %+v", f.Case, want)
		}
		if len(f.Events) != 1 || f.Events[0].Kind != casefile.WasReceived || f.Released || f.Receipt != sent.Receipt {
			t.Errorf("%+v", f)
		}
		actions := c.actions(id)
		if n := len(actions); n == 0 || actions[n-1] != "application.submit" {
			t.Errorf("recorded %v", actions)
		}
		if got := c.waiting(document.SignJob); len(got) != 1 {
			t.Errorf("jobs that sign: %v", got)
		}
		if diff := cmp.Diff([]string{"filing-received"}, c.letters()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAReceiptIsSealedAsItsApplicationIsSentIn(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		key := issuingtest.Key(t, noon, 1)
		var keyErr error
		papers := c.register(key)
		c.Desk = c.open(c.law, func(context.Context) (document.Key, error) { return key, keyErr })
		id, sent := c.send()
		var doc document.Document
		c.change(func(ctx context.Context, tx *store.Tx) error {
			var err error
			doc, err = tx.Documents().Find(ctx, sent.Receipt)
			return err
		})
		if doc.State != document.Signed || doc.Fact(document.Filing) != document.FilingPreparation || doc.Fact(document.ComeBy) != "" {
			t.Errorf("%+v", doc)
		}
		if diff := cmp.Diff([]string{doc.PrintKey()}, c.waiting(document.PrintJob)); diff != "" || len(c.waiting(document.SignJob)) > 0 {
			t.Error(diff)
		}
		var actions []string
		for _, e := range c.entries("document/" + string(sent.Receipt)) {
			actions = append(actions, e.Action)
		}
		if diff := cmp.Diff([]string{"document.plan", "document.sign"}, actions); diff != "" {
			t.Error(diff)
		}
		if err := papers.Print(t.Context(), sent.Receipt); err != nil { // the seal is verified once more
			t.Fatal(err)
		}
		if f := c.file(id); !f.Released {
			t.Error("the receipt is not there")
		}
		keyErr = errors.New("planted")
		c.person = c.keep(c.owner, amina())
		if _, sent = c.send(); len(c.waiting(document.SignJob)) != 1 {
			t.Error("whoever has no key now leaves it to a job")
		}
	})
}

func TestAReceiptSaysToComeBeforeTheRightEnds(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	c.forward(45 * 24 * time.Hour)
	id, sent := c.send()
	c.change(func(ctx context.Context, tx *store.Tx) error {
		doc, err := tx.Documents().Find(ctx, sent.Receipt)
		if doc.Fact(document.ComeBy) != "2027-01-31" {
			t.Errorf("%+v", doc.Facts)
		}
		return err
	})
	if f := c.file(id); !slices.ContainsFunc(f.Warnings, func(w filing.Warning) bool { return w.Kind == filing.RightEnds }) {
		t.Errorf("%+v", f.Warnings)
	}
}

func TestWhatTheFormLearnedStandsInTheFileAndNothingIsOverwritten(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		c.send()
		c.change(func(ctx context.Context, tx *store.Tx) error {
			f, err := tx.People().File(ctx, c.person)
			if err != nil {
				return err
			}
			if len(f.Papers) != 1 || f.Papers[0].Value.Expires != calendar.On(2031, time.March, 1) || len(f.Addresses) != 1 || f.BirthPlace == "" {
				t.Errorf("%+v", f)
			}
			if f.Names != amina().Names || f.BirthDate != amina().BirthDate || f.Nationality != "IN" {
				t.Errorf("overwritten: %+v", f.Person)
			}
			return nil
		})
	})
}

func TestNothingIsSentInThatIsNotWhole(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		submit := func(version int64) error {
			_, err := c.Submit(t.Context(), c.owner, filing.Asked{}, filing.Submit{Application: id, Version: version, Lang: locale.EN})
			return err
		}
		if err := submit(1); keyOf(err) != "filing.incomplete" {
			t.Errorf("an empty draft: %v", err)
		}
		c.fill(id)
		version := c.opened(id).Application.Version
		if err := submit(version - 1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("as it was seen before a page was saved: %v", err)
		}
		c.exec(`UPDATE upload SET state = 'refused', refused = 'upload.kind' WHERE application = $1`, string(id))
		if err := submit(version); keyOf(err) != "filing.incomplete" {
			t.Errorf("with refused files: %v", err)
		}
		if all, err := c.Mine(t.Context(), c.owner, locale.EN); err != nil || all[0].State != application.Draft {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

func TestOfManyThatSendAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		c.fill(id)
		in := filing.Submit{Application: id, Version: c.opened(id).Application.Version, Lang: locale.EN}
		const many = 8
		errs := make(chan error, many)
		for range many {
			go func() {
				_, err := c.Submit(t.Context(), c.owner, filing.Asked{}, in)
				errs <- err
			}()
		}
		sent := 0
		for range many {
			switch err := <-errs; {
			case err == nil:
				sent++
			case fault.KindOf(err) != fault.Conflict:
				t.Error(err)
			}
		}
		if sent != 1 || len(c.file(id).Events) != 1 {
			t.Errorf("sent %d times", sent)
		}
	})
}

func TestSomebodyElsesApplicationIsAsOneThatIsNotThere(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id, _ := c.send()
		ctx := t.Context()
		for _, of := range []application.ID{id, "nobody"} {
			_, opened := c.Open(ctx, c.stranger, of, locale.EN)
			_, page := c.Page(ctx, c.stranger, "r", filing.ReadPage{Application: of, Page: "identity", Lang: locale.EN})
			_, saved := c.SavePage(ctx, c.stranger, filing.Asked{}, filing.SavePage{Application: of, Page: "identity", Lang: locale.EN})
			_, sent := c.Submit(ctx, c.stranger, filing.Asked{}, filing.Submit{Application: of, Version: 1})
			_, file := c.File(ctx, c.stranger, of, locale.EN)
			for verb, err := range map[string]error{
				"open": opened, "page": page, "save": saved, "submit": sent, "file": file,
				"say":      c.Say(ctx, c.stranger, filing.Asked{}, filing.Say{Application: of, Body: "Hello"}),
				"withdraw": c.Withdraw(ctx, c.stranger, filing.Asked{}, of, 1), "delete": c.Delete(ctx, c.stranger, filing.Asked{}, of, 1),
				"correct": c.SendCorrection(ctx, c.stranger, filing.Asked{}, of, 1), "see": c.SeeChange(ctx, c.stranger, filing.Asked{}, of, 1),
			} {
				if fault.KindOf(err) != fault.NotFound || keyOf(err) != "not-found" {
					t.Errorf("%s of %s: %v", verb, of, err)
				}
			}
		}
		officer := access.Actor{Kind: access.Staff, ID: "o", Roles: access.Roles(), Session: "s"}
		if _, err := c.Open(ctx, officer, id, locale.EN); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("an officer at the applicant's desk: %v", err)
		}
	})
}

// register publishes a key, and returns the desk that draws what is signed with it.
func (c *counter) register(key document.Key) *issuing.Desk {
	c.t.Helper()
	papers, err := issuing.New(issuing.Config{
		House: c.house, Store: store.Desk(c.store, func(tx *store.Tx) issuing.Tx { return tx }), Catalogue: catalogue(c.t), Origin: "https://sejur.example",
		Printer: printer{}, Key: func(context.Context) (issuing.Key, error) { return key, nil },
	})
	if err != nil {
		c.t.Fatal(err)
	}
	if err := papers.RegisterCertificate(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	return papers
}

func catalogue(t *testing.T) *locale.Catalogue {
	t.Helper()
	out, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// printer writes the title of a sheet.
type printer struct{}

func (printer) Print(_ context.Context, s document.Sheet) ([]byte, error) {
	return []byte("%PDF " + s.Title), nil
}
func (p printer) Draw(s document.Sheet) ([]byte, error) { return p.Print(context.Background(), s) }

// Each statement is a way to the server and back, and on SQLite time in which nobody else writes.
func TestSendingInAsksFewStatements(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		key := issuingtest.Key(t, noon, 1)
		c.register(key)
		c.Desk = c.open(c.law, func(context.Context) (document.Key, error) { return key, nil })
		id := c.start()
		c.fill(id)
		in := filing.Submit{Application: id, Version: c.opened(id).Application.Version, Lang: locale.EN}
		asked := c.statements(func() {
			if _, err := c.Submit(t.Context(), c.owner, filing.Asked{Key: "k"}, in); err != nil {
				t.Fatal(err)
			}
		})
		if n := len(asked); n > 24 {
			t.Errorf("%d statements:\n%s", n, strings.Join(asked, "\n"))
		}
	})
}
