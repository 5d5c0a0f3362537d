package filing_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/audit"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
)

// again starts the student permit once more, with other answers of the guide.
func (c *counter) again(facts application.Facts) (application.ID, error) {
	c.t.Helper()
	plan, err := c.Keep(c.t.Context(), c.owner, filing.Asked{}, filing.Keep{Facts: facts, Lang: locale.EN})
	if err != nil {
		c.t.Fatal(err)
	}
	return c.Start(c.t.Context(), c.owner, filing.Asked{}, filing.Start{
		Person: c.person, Procedure: "study-permit", Plan: plan, Lang: locale.EN,
	})
}

// with are answers of the guide with others in their place; "" takes one out.
func with(facts application.Facts, others application.Facts) application.Facts {
	out := maps.Clone(facts)
	maps.Copy(out, others)
	maps.DeleteFunc(out, func(_, value string) bool { return value == "" })
	return out
}

func TestWhoeverStartsAgainBringsTheirNewerAnswersIntoTheDraft(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		open := with(student(), application.Facts{"enrolled": ""})
		id, err := c.Start(t.Context(), c.owner, filing.Asked{}, filing.Start{Person: c.person, Procedure: "study-permit", Facts: open, Lang: locale.EN})
		if err != nil {
			t.Fatal(err)
		}
		hinders := filing.Hindrance{Kind: filing.FactHinders, Ref: "enrolled"}
		if !slices.Contains(c.opened(id).Hinders, hinders) {
			t.Fatalf("%+v", c.opened(id).Hinders)
		}
		got, err := c.again(student())
		if err != nil || got != id {
			t.Fatalf("%s is not %s: %v", got, id, err)
		}
		o := c.opened(id)
		if diff := cmp.Diff(student(), o.Application.Facts); diff != "" || slices.Contains(o.Hinders, hinders) || o.Changed != nil {
			t.Errorf("%s %+v %+v", diff, o.Hinders, o.Changed)
		}
		entries := c.entries("application/" + string(id))
		last := entries[len(entries)-1]
		if named := func(f audit.Field) bool { return f.Name == "facts.enrolled" }; last.Action != "application.resume" || !slices.ContainsFunc(last.Fields, named) {
			t.Errorf("%+v", last)
		}
	})
}

func TestAnAnswerOfTheFormThatTheGuideChangedIsShownForConfirmation(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		c.save(id, "home", c.answers(id, "home"))
		c.save(id, "stay", c.answers(id, "stay"))
		kept := c.page(id, "stay").Answers
		if got, err := c.again(with(student(), application.Facts{"county": "IS"})); err != nil || got != id {
			t.Fatal(got, err)
		}
		v := c.page(id, "home")
		if v.Typed.Get("address-county") != "IS" || len(v.Answers["address"]) > 0 || v.Suggested["address"] != filing.FromPlan || len(v.Answers["housing_title"]) == 0 {
			t.Errorf("%v from %q", v.Typed, v.Suggested["address"])
		}
		if i := slices.IndexFunc(c.opened(id).Pages, func(p filing.PageState) bool { return p.ID == "home" }); c.opened(id).Pages[i].Standing != filing.PageIncomplete {
			t.Error("nobody confirmed it, and the page is complete")
		}
		if diff := cmp.Diff(kept, c.page(id, "stay").Answers); diff != "" {
			t.Errorf("what has nothing to do with it: %s", diff)
		}
	})
}

func TestAnAnswerOfTheFormOutlivesAStartThatDoesNotChangeItsFact(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	id := c.start()
	typed := c.answers(id, "home")
	typed.Set("address-county", "IS")
	c.save(id, "home", typed)
	version := c.opened(id).Application.Version
	if _, err := c.again(student()); err != nil || c.opened(id).Application.Version != version {
		t.Errorf("the same answers changed the draft: %v", err)
	}
	if _, err := c.again(with(student(), application.Facts{"age": "25"})); err != nil {
		t.Fatal(err)
	}
	if v := c.page(id, "home"); !strings.Contains(string(v.Answers["address"]), `"county":"IS"`) || len(v.Suggested) > 0 {
		t.Errorf("%s from %v", v.Answers["address"], v.Suggested)
	}
}

func TestAnswersThatRuleTheProcedureOutChangeNothing(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	id := c.start()
	c.save(id, "contact", url.Values{"phone": {"+40700000000"}})
	before := c.opened(id).Application
	if _, err := c.again(with(student(), application.Facts{"enrolled": "false"})); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
	if after := c.opened(id).Application; after.Version != before.Version || after.Facts["enrolled"] != "true" {
		t.Errorf("%+v", after)
	}
}
