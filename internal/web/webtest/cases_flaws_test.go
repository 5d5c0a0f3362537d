package webtest_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/store/storetest"
	"sejur/internal/web/webtest"
)

// opened is the page of a case as an officer sees it who gives a reason where one is asked for.
func (c *counter) opened(id casefile.ID) string {
	c.t.Helper()
	got := c.ask("ana-en", http.MethodPost, at(id, ""), url.Values{"reason": {"second-look"}})
	if got.Code != http.StatusOK {
		c.t.Fatalf("%d: %.300s", got.Code, main(got.Body.String()))
	}
	webtest.Judge(c.t, locale.EN, got.Body.String())
	return got.Body.String()
}

// paperOf is the part of a page about a paper.
func paperOf(body, document string) string {
	_, part, _ := strings.Cut(body, `aria-labelledby="doc-`+document+`"`)
	part, _, _ = strings.Cut(part, "</article>")
	return part
}

// actions are the addresses below a case to which the forms of a part of its page lead, each once.
func actions(t *testing.T, part string, id casefile.ID) (out []string) {
	t.Helper()
	all, err := webtest.Parse(part)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range webtest.Find(all, "form") {
		if to, below := strings.CutPrefix(e.Attr["action"], at(id, "/")); below {
			out = append(out, to)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestAPaperThatCannotBeLookedAtSaysWhyAndCannotBeAccepted(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	words := c.site.Catalogue.For(locale.EN)
	notReady := func(standing string) string {
		return words.T("desk.case.not_ready", locale.Str("state", words.T("desk.case.standing."+standing)))
	}
	for name, tt := range map[string]struct {
		paper  caseworktest.Paper
		says   string
		accept bool // there is a button for it
		shown  bool // and a picture, and the file as it was sent
	}{
		"the scanner was down":         {caseworktest.Paper{State: application.UploadWaiting}, notReady("waiting"), false, false},
		"its inspection is under way":  {caseworktest.Paper{State: application.UploadChecking}, notReady("checking"), false, false},
		"its inspection found a fault": {caseworktest.Paper{State: application.UploadRefused}, words.T("desk.case.fell"), false, false},
		"there is no scanner":          {caseworktest.Paper{Scanned: application.Unscanned}, words.T("desk.case.unscanned"), true, true},
		"the store lost it":            {caseworktest.Paper{Flaw: application.Lost}, words.T("desk.case.flaw.lost"), true, false},
		"the store spoiled it":         {caseworktest.Paper{Flaw: application.Altered}, words.T("desk.case.flaw.altered"), true, false},
		"nothing is wrong with it":     {caseworktest.Paper{}, words.T("desk.case.standing.uploaded"), true, true},
	} {
		papers := slices.Clone(c.papers)
		tt.paper.Document = papers[0].Document
		papers[0] = tt.paper
		id := c.sent(caseworktest.Sent{Papers: papers}).ID
		body := c.opened(id)
		part := paperOf(body, tt.paper.Document)
		if !strings.Contains(part, tt.says) {
			t.Errorf("%s: it does not say %q", name, tt.says)
		}
		if strings.Contains(part, `value="accept"`) != tt.accept || !strings.Contains(part, `value="ask"`) {
			t.Errorf("%s: it can be accepted: %t; or another cannot be asked for", name, !tt.accept)
		}
		if strings.Contains(part, "<img") != tt.shown || strings.Contains(part, "/original") != tt.shown {
			t.Errorf("%s: it is shown: %t", name, !tt.shown)
		}
		if ready := strings.Contains(body, `value="`+tt.paper.Document+`=`); ready != tt.accept {
			t.Errorf("%s: it is accepted with the rest: %t", name, ready)
		}
		if damaged := strings.Contains(body, words.T("desk.case.flawed")); damaged != (tt.paper.Flaw != "") {
			t.Errorf("%s: the page warns of damage: %t", name, damaged)
		}
		if other := paperOf(body, papers[1].Document); !strings.Contains(other, "<img") || !strings.Contains(other, `value="accept"`) {
			t.Errorf("%s: the other papers are gone", name)
		}
	}
}

// A form that is sent by hand for a paper that has no button says why beside the paper.
func TestAPaperThatIsNotReadyIsNotAcceptedByAForgedForm(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	papers := slices.Clone(c.papers)
	papers[0].State = application.UploadWaiting
	id := c.sent(caseworktest.Sent{Papers: papers}).ID
	all, err := webtest.Parse(c.opened(id))
	if err != nil {
		t.Fatal(err)
	}
	address := at(id, "/documents/"+papers[0].Document)
	in := c.form(all, address)
	in["say"] = []string{"accept"}
	got := c.ask("ana-en", http.MethodPost, address, in)
	if got.Code != http.StatusUnprocessableEntity || !strings.Contains(paperOf(got.Body.String(), papers[0].Document), "case-else") {
		t.Errorf("%d %s", got.Code, paperOf(got.Body.String(), papers[0].Document))
	}
}

func TestACaseWhoseTermIsOverSaysSoAndLeavesNothingToDecide(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	id, today := c.case1.ID, calendar.Today(webtest.Now())
	err := c.desk.Return(t.Context(), caseworktest.Officer("ana"), casework.Asked{}, casework.Return{
		Seen: casework.Seen{Case: id, Version: c.case1.Version}, Until: today.AddDays(7), Pages: []casework.PageAsked{{Page: "identity", Reason: "wrong-answer"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	words := c.site.Catalogue.For(locale.EN)
	over := func(day calendar.Date) string {
		return words.T("desk.case.term_over", locale.Str("date", words.DateWeekday(day)))
	}
	if body := c.opened(id); strings.Contains(body, over(today.AddDays(7))) {
		t.Error("it says so before the last day")
	}
	day := today.AddDays(-1)
	if _, err := storetest.SQL(t, c.database).ExecContext(t.Context(), "UPDATE casefile SET term = $1 WHERE id = $2", day.String(), string(id)); err != nil {
		t.Fatal(err)
	}
	body := c.opened(id)
	for _, want := range []string{over(day), words.T("desk.case.term_over_text"), words.T("desk.case.state_of.returned")} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	left := slices.DeleteFunc(actions(t, body, id), func(to string) bool { return strings.HasSuffix(to, "/original") })
	if diff := cmp.Diff([]string{"file.pdf", "messages"}, left); diff != "" || strings.Contains(body, at(id, "/return")) {
		t.Error("what an officer can do:", diff)
	}
	queue := c.ask("ana-en", http.MethodGet, "/desk/cases?only=over", nil).Body.String()
	if !strings.Contains(queue, words.T("desk.cases.mark_over", locale.Str("date", words.Date(day)))) || !strings.Contains(queue, at(id, "")) {
		t.Error("the queue does not have it")
	}
}
