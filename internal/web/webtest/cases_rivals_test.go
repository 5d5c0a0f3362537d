package webtest_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/web/webtest"
)

// both opens the case of the counter before two officers.
func (c *counter) both() {
	c.t.Helper()
	c.page("ana-en", at(c.case1.ID, ""))
	c.elements(c.ask("dan-en", http.MethodPost, at(c.case1.ID, ""), url.Values{"reason": {"second-look"}}), http.StatusOK)
}

// happened counts the events of a kind in the case.
func (c *counter) happened(kind casefile.Kind) (n int) {
	c.t.Helper()
	o, err := c.desk.Open(c.t.Context(), caseworktest.Officer("ana"), casework.Opening{Case: c.case1.ID, Lang: locale.EN})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, e := range o.Events {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// theSlower judges that of answers to the same wish one was carried out, and gives the page that the other officer was shown.
func theSlower(t *testing.T, answers ...*httptest.ResponseRecorder) string {
	t.Helper()
	done, slower := 0, ""
	for _, got := range answers {
		switch got.Code {
		case http.StatusSeeOther:
			done++
		case http.StatusConflict:
			slower = got.Body.String()
		default:
			t.Errorf("%d", got.Code)
		}
	}
	if done != 1 || slower == "" {
		t.Fatalf("%d were carried out", done)
	}
	webtest.Judge(t, locale.EN, slower)
	return slower
}

func TestOfTwoOfficersWhoReturnACaseAtOnceOneDoesAndTheOtherReadsWhoWasFasterAndWhatTheyHadTyped(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.both()
	here := at(c.case1.ID, "/return")
	answers := make([]*httptest.ResponseRecorder, 2)
	var all sync.WaitGroup
	for i, who := range []string{"ana-en", "dan-en"} {
		in := c.form(c.page(who, here), here)
		for name, value := range map[string]string{
			"step": "send", "pages-identity-reason": "wrong-answer", "pages-identity-note": "The words of " + who, "until-day": "10", "until-month": "12", "until-year": "2026",
		} {
			in.Set(name, value)
		}
		all.Go(func() { answers[i] = c.ask(who, http.MethodPost, here, in) })
	}
	all.Wait()
	slower := theSlower(t, answers...)
	mine := "The words of dan-en"
	if answers[1].Code == http.StatusSeeOther {
		mine = "The words of ana-en"
	}
	p := c.site.Catalogue.For(locale.EN)
	for _, want := range []string{mine, p.T("desk.case.state_of.returned"), p.T("desk.role.case-officer"), "20 November 2026"} {
		if !strings.Contains(slower, want) {
			t.Errorf("the slower one does not read %q", want)
		}
	}
	if n := c.happened(casefile.WasReturned); n != 1 {
		t.Errorf("returned %d times", n)
	}
}

func TestWhoAsksForAnotherPaperWhileItIsAcceptedKeepsTheirWords(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.both()
	here, document := at(c.case1.ID, ""), c.papers[0].Document
	address := at(c.case1.ID, "/documents/"+document)
	form := func(who, say string) url.Values {
		in := c.form(c.page(who, here), address)
		in["say"], in["token"], in["version"] = []string{say}, in["token"][:1], in["version"][:1]
		return in
	}
	early := form("dan-en", "ask")
	early.Set("reason-"+document, "expired")
	early.Set("note-"+document, "The stamp is of 2019.")
	slower := theSlower(t, c.ask("ana-en", http.MethodPost, address, form("ana-en", "accept")), c.ask("dan-en", http.MethodPost, address, early))
	all, err := webtest.Parse(slower)
	if err != nil {
		t.Fatal(err)
	}
	typed := c.form(all, address)
	if typed.Get("note-"+document) != "The stamp is of 2019." || typed.Get("reason-"+document) != "expired" {
		t.Errorf("what was typed is gone: %v", typed)
	}
}
