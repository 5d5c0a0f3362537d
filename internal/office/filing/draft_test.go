package filing_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/store/storetest"
)

func TestAPageKnowsWhatWasToldBeforeAndFromWhere(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	id := c.start()
	for page, want := range map[string]map[string]filing.Origin{
		"identity": {"surname": filing.FromPerson, "given_names": filing.FromPerson, "sex": filing.FromPerson},
		"birth":    {"birth_date": filing.FromPerson, "citizenship": filing.FromPlan},
	} {
		if diff := cmp.Diff(want, c.page(id, page).Suggested); diff != "" {
			t.Errorf("%s: %s", page, diff)
		}
	}
	if sex := c.page(id, "identity").Answers["sex"]; string(sex) != `"female"` {
		t.Errorf("%s", sex)
	}
}

func TestOfTwoThatSaveAPageTheSecondIsTold(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		in := filing.SavePage{Application: id, Page: "contact", Typed: url.Values{"phone": {"+40700000000"}}, Lang: locale.EN}
		if _, err := c.SavePage(t.Context(), c.owner, filing.Asked{}, in); err != nil {
			t.Fatal(err)
		}
		if _, err := c.SavePage(t.Context(), c.owner, filing.Asked{}, in); fault.KindOf(err) != fault.Conflict {
			t.Errorf("over a stale version: %v", err)
		}
		home := filing.SavePage{Application: id, Page: "home", Typed: url.Values{"county": {"CJ"}}, Lang: locale.EN}
		if _, err := c.SavePage(t.Context(), c.owner, filing.Asked{}, home); err != nil {
			t.Errorf("another page: %v", err)
		}
	})
}

func TestWhatCannotBeAcceptedIsKeptAsItWasTyped(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		typed := url.Values{"birth_date-day": {"31"}, "birth_date-month": {"2"}, "birth_date-year": {"2002"}, "birth_place": {"Pune"}}
		out := c.save(id, "birth", typed)
		if !slices.ContainsFunc(out.Problems, func(e *fault.Error) bool { return strings.HasPrefix(e.Field, "birth_date") && e.Key == "not-a-date" }) {
			t.Errorf("%v", out.Problems)
		}
		v := c.page(id, "birth")
		if v.Typed.Get("birth_date-day") != "31" || string(v.Answers["birth_place"]) != `"Pune"` || len(v.Answers["birth_date"]) > 0 {
			t.Errorf("%+v", v)
		}
		if c.state(id, "birth").Standing != filing.PageIncomplete {
			t.Error("the page is not incomplete")
		}
		_, err := c.SavePage(t.Context(), c.owner, filing.Asked{}, filing.SavePage{
			Application: id, Page: "home", Typed: url.Values{"owner_name": {strings.Repeat("a", filing.MaxPage)}},
		})
		if keyOf(err) != "filing.page-long" {
			t.Errorf("too much: %v", err)
		}
	})
}

func TestNumbersThatAreShownAreALook(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	id := c.start()
	c.fill(id)
	before := len(c.actions(id))
	c.page(id, "home")
	if got := c.actions(id); len(got) != before {
		t.Errorf("a page without numbers: %v", got)
	}
	c.page(id, "travel-document")
	if got := c.actions(id); got[len(got)-1] != "application.show-numbers" {
		t.Errorf("%v", got)
	}
}

func TestPlansAreKeptAndClaimed(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		ctx, token := t.Context(), strings.Repeat("A", 26)
		if _, err := c.Keep(ctx, access.Actor{}, filing.Asked{}, filing.Keep{Facts: student(), Lang: locale.EN, Token: token}); err != nil {
			t.Fatal(err)
		}
		kept := func(by access.Actor, token string) []filing.KeptNow {
			all, err := c.Kept(ctx, by, token)
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		if len(kept(access.Actor{}, token)) != 1 || len(kept(access.Actor{}, strings.Repeat("B", 26))) != 0 {
			t.Error("a browser sees its own plan alone")
		}
		mine := kept(c.owner, token)
		if len(mine) != 1 || mine[0].Facts["purpose"] != "study" || len(mine[0].Changed) != 0 || len(mine[0].Titles) == 0 {
			t.Errorf("%+v", mine)
		}
		if len(kept(c.stranger, token)) != 0 || len(kept(access.Actor{}, token)) != 0 {
			t.Error("claimed, and still in the browser")
		}
		for range filing.MaxPlans - 1 {
			if _, err := c.Keep(ctx, c.owner, filing.Asked{}, filing.Keep{Facts: student(), Lang: locale.EN}); err != nil {
				t.Fatal(err)
			}
		}
		_, err := c.Keep(ctx, c.owner, filing.Asked{}, filing.Keep{Facts: student(), Lang: locale.EN})
		if keyOf(err) != "filing.plans-many" {
			t.Errorf("one more than it may: %v", err)
		}
		if err := c.Forget(ctx, c.stranger, filing.Asked{}, mine[0].ID, ""); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else's: %v", err)
		}
		if err := c.Forget(ctx, c.owner, filing.Asked{}, mine[0].ID, ""); err != nil {
			t.Error(err)
		}
	})
}

func TestPlansThatNobodyClaimsAreAllRemoved(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	for i := range 101 { // more than one round reads at once
		token := fmt.Sprintf("%026d", i)
		if _, err := c.Keep(t.Context(), access.Actor{}, filing.Asked{}, filing.Keep{Facts: student(), Lang: locale.EN, Token: token}); err != nil {
			t.Fatal(err)
		}
	}
	c.forward(25 * time.Hour)
	if err := c.TidyDrafts(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := storetest.SQL(t, c.database).QueryRowContext(t.Context(), `SELECT COUNT(*) FROM kept_plan`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d plans are left, %v", left, err)
	}
}

func TestWhatIsNotFiledHereIsNotStarted(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	for procedure, want := range map[string]string{
		"temporary-protection": "filing.counter", "no-such-thing": "not-found", "invitation-approval": "filing.excluded",
	} {
		_, err := c.Start(t.Context(), c.owner, filing.Asked{}, filing.Start{Person: c.person, Procedure: procedure, Facts: student(), Lang: locale.EN})
		if keyOf(err) != want {
			t.Errorf("%s: %v", procedure, err)
		}
	}
	_, err := c.Start(t.Context(), c.stranger, filing.Asked{}, filing.Start{Person: c.person, Procedure: "study-permit", Facts: student()})
	if keyOf(err) != "not-found" {
		t.Errorf("somebody else's person: %v", err)
	}
}

func TestADraftIsThrownAwayAndBroughtBack(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		if err := c.Delete(t.Context(), c.owner, filing.Asked{}, id, 1); err != nil {
			t.Fatal(err)
		}
		if err := c.Restore(t.Context(), c.owner, filing.Asked{}, id, 2); err != nil {
			t.Fatal(err)
		}
		if err := c.Delete(t.Context(), c.owner, filing.Asked{}, id, 3); err != nil {
			t.Fatal(err)
		}
		other := c.start()
		if err := c.Restore(t.Context(), c.owner, filing.Asked{}, id, 4); other == id || fault.KindOf(err) != fault.Conflict {
			t.Errorf("beside another: %v", err)
		}
		c.forward(filing.UndoFor)
		if err := c.Restore(t.Context(), c.owner, filing.Asked{}, id, 4); fault.KindOf(err) != fault.NotFound {
			t.Errorf("too late: %v", err)
		}
		c.forward(time.Second)
		if err := c.TidyDrafts(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Open(t.Context(), c.owner, id, locale.EN); fault.KindOf(err) != fault.NotFound {
			t.Errorf("after it was tidied away: %v", err)
		}
	})
}

func TestADraftThatNobodyChangesIsWarnedAboutTwiceAndRemoved(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		c.fill(id)
		at := func(days int) []string {
			c.forward(noon.Add(time.Duration(days) * 24 * time.Hour).Sub(c.now()))
			for range 2 { // once more changes nothing
				if err := c.TidyDrafts(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			return c.letters()
		}
		for days, want := range map[int]int{59: 0} {
			if got := at(days); len(got) != want {
				t.Errorf("after %d days %v", days, got)
			}
		}
		for i, days := range []int{60, 80} {
			if got := at(days + 1); len(got) != i+1 || got[0] != "draft-removal" {
				t.Errorf("after %d days %v", days, got)
			}
		}
		if _, err := c.Open(t.Context(), c.owner, id, locale.EN); err != nil {
			t.Error(err)
		}
		at(92) // the last warning came a day late, and gave ten days
		if _, err := c.Open(t.Context(), c.owner, id, locale.EN); fault.KindOf(err) != fault.NotFound {
			t.Errorf("after 91 days: %v", err)
		}
		if got := c.actions(id); got[len(got)-1] != "application.remove" {
			t.Errorf("%v", got)
		}
	})
}

func TestSomebodyWritesToTheOfficeAndTakesItBack(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id, sent := c.send()
		ctx := t.Context()
		for body, want := range map[string]string{"": "field.missing", strings.Repeat("a", filing.MaxSaid+1): "person.too-long", "When?": ""} {
			if err := c.Say(ctx, c.owner, filing.Asked{}, filing.Say{Application: id, Body: body}); keyOf(err) != want {
				t.Errorf("%.10q: %v", body, err)
			}
		}
		if f := c.file(id); len(f.Thread) != 1 || f.Thread[0].Body != "When?" || !f.CanWithdraw {
			t.Errorf("%+v", f.Thread)
		}
		version := c.file(id).Application.Version
		if err := c.Withdraw(ctx, c.owner, filing.Asked{}, id, version); err != nil {
			t.Fatal(err)
		}
		f := c.file(id)
		if f.Application.State != application.Withdrawn || f.Case.State != casefile.Withdrawn || f.Receipt != sent.Receipt || f.CanWithdraw {
			t.Errorf("%+v", f.Case)
		}
		if err := c.Withdraw(ctx, c.owner, filing.Asked{}, id, version+1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("twice: %v", err)
		}
		if err := c.Say(ctx, c.owner, filing.Asked{}, filing.Say{Application: id, Body: "And now?"}); keyOf(err) != "filing.over" {
			t.Errorf("after the end: %v", err)
		}
		if diff := cmp.Diff([]string{"filing-withdrawn", "filing-received"}, c.letters()); diff != "" {
			t.Error(diff)
		}
	})
}
