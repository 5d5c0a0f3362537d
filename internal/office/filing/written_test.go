package filing_test

import (
	"context"
	"maps"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/store"
)

// splitLater are the pages whose questions stood on another one until it was split.
func splitLater() map[string]string {
	return map[string]string{"birth": "identity", "held-title": "stay"}
}

// begunBefore is a draft that was answered whole before pages of its form were split: the answers lie under the pages that asked them then, as does
// what its writer saw.
func (c *counter) begunBefore() application.ID {
	c.t.Helper()
	id := c.start()
	c.fill(id)
	c.save(id, "birth", typedAs(c.answers(id, "birth"), "second_citizenship", "LK"))
	c.change(func(ctx context.Context, tx *store.Tx) error {
		a, err := tx.Applications().Find(ctx, c.owner.ID, id)
		if err != nil {
			return err
		}
		rows, err := tx.Pages().Of(ctx, a)
		if err != nil {
			return err
		}
		byID := make(map[string]application.Page)
		for _, r := range rows {
			byID[r.ID] = r
		}
		for later, before := range splitLater() {
			row := byID[before]
			maps.Copy(row.Answers, byID[later].Answers)
			if err := tx.Pages().Put(ctx, a, row); err != nil {
				return err
			}
			for i, field := range a.Seen.Fields {
				if rest, moved := strings.CutPrefix(field, later+"/"); moved {
					a.Seen.Fields[i] = before + "/" + rest
				}
			}
		}
		return tx.Applications().Touch(ctx, a)
	})
	for later := range splitLater() {
		c.exec(`DELETE FROM application_page WHERE application = $1 AND page = $2`, string(id), later)
	}
	return id
}

// typedAs is a page as it is filled in, with another text in one of its inputs.
func typedAs(in url.Values, name, text string) url.Values {
	in.Set(name, text)
	return in
}

// review are all answers of a draft.
func (c *counter) review(id application.ID) application.Answers {
	c.t.Helper()
	o, err := c.Review(c.t.Context(), c.owner, "r", id, locale.EN)
	if err != nil {
		c.t.Fatal(err)
	}
	return application.Answers(o.Answers)
}

func TestADraftOfFormerPagesLosesNothingAndAsksNothingAgain(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.begunBefore()
		o := c.opened(id)
		if len(o.Hinders) > 0 || o.Changed != nil {
			t.Errorf("hinders %+v, changed %+v", o.Hinders, o.Changed)
		}
		for _, p := range o.Pages {
			if p.Standing != filing.PageComplete {
				t.Errorf("%s is %s, missing %d", p.ID, p.Standing, p.Missing)
			}
		}
		v := c.page(id, "birth")
		if len(v.Suggested) > 0 || string(v.Answers["second_citizenship"]) != `"LK"` || len(v.Problems) > 0 {
			t.Errorf("%v %s %v", v.Suggested, v.Answers, v.Problems)
		}
		answers := c.review(id)
		sent, err := c.Submit(t.Context(), c.owner, filing.Asked{}, filing.Submit{Application: id, Version: o.Application.Version, Lang: locale.EN})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(answers, c.review(id)); diff != "" || sent.Reference == "" {
			t.Error(diff)
		}
	})
}

func TestAnAnswerOfAFormerPageMovesToThePageThatAsksItNow(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.begunBefore()
		want := c.review(id)
		c.save(id, "identity", typedAs(c.answers(id, "identity"), "former_names", "Nair"))
		want["former_names"] = []byte(`"Nair"`)
		if diff := cmp.Diff(want, c.review(id)); diff != "" {
			t.Errorf("the former page saved: %s", diff)
		}
		c.save(id, "birth", typedAs(typedAs(c.answers(id, "birth"), "birth_place", "Pune"), "second_citizenship", ""))
		want["birth_place"] = []byte(`"Pune"`)
		delete(want, "second_citizenship")
		if diff := cmp.Diff(want, c.review(id)); diff != "" {
			t.Errorf("the new page saved: %s", diff)
		}
		c.save(id, "identity", c.answers(id, "identity"))
		if diff := cmp.Diff(want, c.review(id)); diff != "" {
			t.Errorf("the former page saved once more: %s", diff)
		}
	})
}

func TestWhatWasTypedOnAFormerPageIsShownWhereItIsAskedNow(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.begunBefore()
		c.change(func(ctx context.Context, tx *store.Tx) error {
			a, err := tx.Applications().Find(ctx, c.owner.ID, id)
			if err != nil {
				return err
			}
			rows, err := tx.Pages().Of(ctx, a)
			for _, row := range rows {
				if row.ID == "identity" {
					row.Typed = url.Values{"birth_date-day": {"71"}}
					return tx.Pages().Put(ctx, a, row)
				}
			}
			return err
		})
		if got := c.page(id, "birth"); got.Typed.Get("birth_date-day") != "71" || c.state(id, "birth").Standing != filing.PageIncomplete {
			t.Errorf("%v", got.Typed)
		}
		if c.state(id, "identity").Standing != filing.PageComplete {
			t.Error("a page that does not ask it waits for it")
		}
		c.save(id, "birth", c.answers(id, "birth"))
		if got := c.page(id, "birth"); len(got.Typed) > 0 {
			t.Errorf("it was mended and is shown still: %v", got.Typed)
		}
	})
}

// formerLaw is the law of before day and place of birth went from the page of the identity to the one after it.
var formerLaw = sync.OnceValues(func() (*law.Law, error) {
	const page = "- id: birth\n  who: applicant\n  fields:\n"
	const moved = "  - {id: birth_date, kind: date, from: fact.birth_date, mrz: birth_date, why: identity, sources: [form-fields]}\n" +
		"  - {id: birth_place, kind: text, from: person.birth_place, max: 80, why: identity, sources: [form-fields]}\n"
	return editionOf("ro/forms/residence-permit.yaml", map[string]string{page + moved: moved + page})
})

// returnedBefore is an application that was sent in and returned before questions of its form went to another page, and the correction, which names a page.
func (c *counter) returnedBefore(page string) (application.ID, string) {
	c.t.Helper()
	former, err := formerLaw()
	if err != nil {
		c.t.Fatal(err)
	}
	now := c.Desk
	c.Desk = c.open(former, nil)
	id, sent := c.send()
	c.Desk = now
	fix := office.NewID()
	c.exec(`UPDATE casefile SET state = 'returned', version = version + 1 WHERE id = $1`, string(sent.Case))
	c.exec(`INSERT INTO correction (id, casefile, state, until, opened_at, sent_at, version) VALUES ($1, $2, 'open', '2026-12-30',
		'2026-11-30T12:00:00.000000Z', '', 1)`, fix, string(sent.Case))
	c.exec(`INSERT INTO correction_item (correction, kind, ref, reason, note) VALUES ($1, 'page', $2, 'wrong-answer', '')`, fix, page)
	return id, fix
}

// itemsOf are what a correction opens, and why.
func itemsOf(f filing.File) (out []string) {
	for _, i := range f.Correction.Items {
		out = append(out, i.Ref+" "+i.Reason)
	}
	return out
}

func TestACorrectionOfAFormerPageOpensEveryPageThatAsksItsQuestionsNow(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id, fix := c.returnedBefore("identity")
		if diff := cmp.Diff([]string{"identity wrong-answer", "birth wrong-answer"}, itemsOf(c.file(id))); diff != "" {
			t.Error(diff)
		}
		read := filing.ReadPage{Application: id, Correction: fix, Page: "birth", Lang: locale.EN}
		v, err := c.Page(t.Context(), c.owner, "r", read)
		if err != nil || v.Asked.Reason != "wrong-answer" {
			t.Fatalf("%+v, %v", v.Asked, err)
		}
		save := filing.SavePage{Application: id, Correction: fix, Page: "birth", Typed: typedAs(filingtest.Answers(v), "birth_place", "Pune"), Lang: locale.EN}
		if _, err := c.SavePage(t.Context(), c.owner, filing.Asked{}, save); err != nil {
			t.Fatal(err)
		}
		for _, other := range []string{"travel-document", "held-title"} {
			save.Page = other
			if _, err := c.SavePage(t.Context(), c.owner, filing.Asked{}, save); keyOf(err) != "filing.not-open" {
				t.Errorf("%s: %v", other, err)
			}
		}
		if diff := cmp.Diff([]string{"page/identity", "page/birth"}, c.file(id).Mended); diff != "" {
			t.Error(diff)
		}
		if err := c.SendCorrection(t.Context(), c.owner, filing.Asked{}, id, 1); err != nil {
			t.Errorf("one of its pages was mended: %v", err)
		}
	})
}

// A page of which nothing was split is open alone, whatever was changed elsewhere.
func TestACorrectionOfAPageThatStayedAsItWasOpensNoOther(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id, _ := c.returnedBefore("contact")
		if diff := cmp.Diff([]string{"contact wrong-answer"}, itemsOf(c.file(id))); diff != "" {
			t.Error(diff)
		}
	})
}

// A page that the form does not have any more hinders nobody: what is asked nowhere cannot be mended.
func TestACorrectionOfAPageThatIsAskedNoMoreCanBeSent(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id, _ := c.returnedBefore("horoscope")
		if f := c.file(id); len(f.Correction.Items) > 0 {
			t.Errorf("%v", itemsOf(f))
		}
		if err := c.SendCorrection(t.Context(), c.owner, filing.Asked{}, id, 1); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatWasMendedOnAFormerPageCountsOnThoseThatAskItNow(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id, fix := c.returnedBefore("identity")
		former, err := formerLaw()
		if err != nil {
			t.Fatal(err)
		}
		v, err := c.open(former, nil).Page(t.Context(), c.owner, "r", filing.ReadPage{Application: id, Correction: fix, Page: "identity", Lang: locale.EN})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.open(former, nil).SavePage(t.Context(), c.owner, filing.Asked{}, filing.SavePage{
			Application: id, Correction: fix, Page: "identity", Typed: typedAs(filingtest.Answers(v), "birth_place", "Pune"), Lang: locale.EN,
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"page/identity", "page/birth"}, c.file(id).Mended); diff != "" {
			t.Error(diff)
		}
		now, err := c.Page(t.Context(), c.owner, "r", filing.ReadPage{Application: id, Correction: fix, Page: "birth", Lang: locale.EN})
		if err != nil || string(now.Answers["birth_place"]) != `"Pune"` {
			t.Errorf("%s, %v", now.Answers["birth_place"], err)
		}
	})
}
