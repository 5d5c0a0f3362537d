package applicant_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/applicant"
	"sejur/internal/web/webtest"
)

func TestAnOpenQuestionLeadsThroughTheGuideBackIntoTheDraft(t *testing.T) {
	t.Parallel()
	c := open(t)
	who := c.priya().person
	facts := application.Facts{}
	for fact := range student() {
		facts[fact] = student().Get(fact)
	}
	delete(facts, "enrolled")
	c.discard()
	draft, err := c.filing.Start(t.Context(), c.mine(), filing.Asked{}, filing.Start{Person: who, Procedure: "study-permit", Facts: facts, Lang: locale.EN})
	if err != nil {
		t.Fatal(err)
	}
	c.send(of(draft, "pages", "birth"), typed(answersOf("birth"), url.Values{"then": {"list"}}))
	guide := questionOf(t, c.get(of(draft)).Body.String())
	if guide.Get("change") != "enrolled" || guide.Get("purpose") != "study" {
		t.Fatalf("the task list leads to %v", guide)
	}
	guide.Del("change")
	guide.Set("enrolled", "true")
	guide.Set("begin-procedure", "study-permit") // the button of the plan that follows
	got := c.post("/keep", guide)
	begin := strings.TrimPrefix(got.Header().Get("Location"), "/en")
	if got = c.send(begin, nil); got.Header().Get("Location") != "/en"+of(draft) {
		t.Fatalf("%d to %q", got.Code, got.Header().Get("Location"))
	}
	if left := questionOf(t, c.get(of(draft)).Body.String()); left != nil {
		t.Errorf("it still asks %v", left)
	}
	if form := inputs(t, c.get(of(draft, "pages", "birth")).Body.String()); form.Get("birth_place") != "Jaipur" {
		t.Errorf("what was answered is gone: %v", form)
	}
}

// discard throws away every draft of the applicant.
func (c *counter) discard() {
	c.t.Helper()
	all, err := c.filing.Mine(c.t.Context(), c.mine(), locale.EN)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, s := range all {
		if got := c.send(of(s.ID, "delete"), nil); got.Code != http.StatusSeeOther {
			c.t.Fatalf("%d", got.Code)
		}
	}
}

// questionOf are the answers with which a page leads to a question of the guide, nil when it does not.
func questionOf(t *testing.T, body string) url.Values {
	t.Helper()
	all, err := webtest.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range webtest.Find(all, "a") {
		if to, err := url.Parse(e.Attr["href"]); err == nil && to.Path == "/en/check" && to.Query().Has("change") {
			return to.Query()
		}
	}
	return nil
}

func TestTheListSaysHowFarEachDraftIs(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	c.send(of(p.draft, "pages", "birth"), typed(answersOf("birth"), url.Values{"then": {"list"}}))
	c.upload(p.draft, "passport")
	words, body := c.site.Catalogue.For(locale.EN), c.get(applicant.ApplicationsPath).Body.String()
	says(t, body, words.T("filing.list.pages", locale.Num("n", 1)), words.T("filing.list.papers", locale.Num("n", 1)))
}

func TestALargeFamilyFitsOnALightPage(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	path := of(p.draft, "pages", "relatives")
	form := c.filled(path, url.Values{"marital_status": {"single"}})
	for n := range 20 {
		row := "children-" + strconv.Itoa(n+1)
		form.Set(row+"-surname", "Sharma")
		form.Set(row+"-given_names", "Child "+strings.Repeat("a", n+1))
		form.Set(row+"-birth_date-day", "1")
		form.Set(row+"-birth_date-month", "2")
		form.Set(row+"-birth_date-year", "2020")
		form.Set(row+"-citizenship", "IN")
	}
	form.Set("then", "list")
	if got := c.post(path, form); got.Code != http.StatusSeeOther {
		t.Fatalf("%d %v", got.Code, wrong(t, got.Body.String()))
	}
	for _, lang := range webtest.Languages() {
		got := c.ask("applicant", http.MethodGet, lang, path, nil)
		if n := got.Body.Len(); n > 60<<10 {
			t.Errorf("%s: %d bytes", lang, n)
		}
		webtest.Judge(t, lang, got.Body.String())
	}
	got := c.send(path, url.Values{"children-open": {"7"}})
	all, err := webtest.Parse(got.Body.String())
	if err != nil {
		t.Fatal(err)
	}
	var visible []string
	for _, e := range webtest.Find(all, "input") {
		if strings.HasSuffix(e.Attr["name"], "-surname") && strings.HasPrefix(e.Attr["name"], "children") && e.Attr["type"] != "hidden" {
			visible = append(visible, e.Attr["name"])
		}
	}
	if diff := cmp.Diff([]string{"children-7-surname"}, visible); diff != "" || got.Body.Len() > 60<<10 {
		t.Errorf("%d bytes, open: %s", got.Body.Len(), diff)
	}
	changed := inputs(t, got.Body.String())
	changed.Set("children-7-given_names", "Asha")
	changed.Set("then", "list")
	if got := c.post(path, changed); got.Code != http.StatusSeeOther {
		t.Fatalf("%d %v", got.Code, wrong(t, got.Body.String()))
	}
	after := inputs(t, c.get(path).Body.String())
	if after.Get("children-7-given_names") != "Asha" || after.Get("children-20-given_names") != form.Get("children-20-given_names") {
		t.Errorf("%v", after)
	}
}
