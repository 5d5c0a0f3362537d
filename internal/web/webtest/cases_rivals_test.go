package webtest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/store"
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

// acceptable is the case of the counter with every paper accepted.
func (c *counter) acceptable() {
	c.t.Helper()
	address := at(c.case1.ID, "/ready")
	if got := c.ask("ana-en", http.MethodPost, address, c.form(c.page("ana-en", at(c.case1.ID, "")), address)); got.Code != http.StatusSeeOther {
		c.t.Fatal(got.Code)
	}
}

func TestOfTwoOfficersWhoAcceptACaseAtOnceOneDoesAndTheOtherReadsWhoWasFasterAndWhen(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.both()
	c.acceptable()
	here := at(c.case1.ID, "/accept")
	answers := make([]*httptest.ResponseRecorder, 2)
	var all sync.WaitGroup
	for i, who := range []string{"ana-en", "dan-en"} {
		in := c.form(c.page(who, at(c.case1.ID, "")), here)
		all.Go(func() { answers[i] = c.ask(who, http.MethodPost, here, in) })
	}
	all.Wait()
	slower := theSlower(t, answers...)
	p := c.site.Catalogue.For(locale.EN)
	c.reads(slower, p.T("desk.case.accept"), p.T("desk.case.state_of.accepted"), p.T("desk.role.case-officer"), "20 November 2026")
	if n := c.happened(casefile.WasAccepted); n != 1 {
		t.Errorf("accepted %d times", n)
	}
	o, err := c.desk.Open(t.Context(), caseworktest.Officer("ana"), casework.Opening{Case: c.case1.ID, Lang: locale.EN})
	if err != nil || o.Case.State != casefile.Accepted {
		t.Errorf("%s, %v", o.Case.State, err)
	}
}

// cameBack is the case of the counter once it was returned and came back.
func (c *counter) cameBack() {
	c.t.Helper()
	err := c.desk.Return(c.t.Context(), caseworktest.Officer("ana"), casework.Asked{}, casework.Return{
		Seen: casework.Seen{Case: c.case1.ID, Version: c.case1.Version}, Until: calendar.Today(webtest.Now()).AddDays(7),
		Pages: []casework.PageAsked{{Page: "identity", Reason: "wrong-answer"}},
	})
	if err == nil {
		err = c.store.Change(c.t.Context(), func(ctx context.Context, tx *store.Tx) error {
			now, err := tx.Intake().Of(ctx, application.ID(c.case1.Application))
			if err != nil {
				return err
			}
			again, err := now.Again()
			if err != nil {
				return err
			}
			return tx.Intake().Move(ctx, again, now.State)
		})
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

// Of a paper they read when the office said something of it, and not what became of the case long before.
func TestOfTwoOfficersWhoAcceptAPaperAtOnceOneDoesAndTheOtherReadsWhen(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.cameBack()
	c.both()
	address := at(c.case1.ID, "/documents/"+c.papers[0].Document)
	answers := make([]*httptest.ResponseRecorder, 2)
	var all sync.WaitGroup
	for i, who := range []string{"ana-en", "dan-en"} {
		in := c.form(c.page(who, at(c.case1.ID, "")), address)
		in["say"], in["token"], in["version"] = []string{"accept"}, in["token"][:1], in["version"][:1]
		all.Go(func() { answers[i] = c.ask(who, http.MethodPost, address, in) })
	}
	all.Wait()
	slower, p := theSlower(t, answers...), c.site.Catalogue.For(locale.EN)
	c.reads(slower, p.T("desk.case.accept_document"), p.T("desk.case.standing.accepted"), "20 November 2026", p.T("desk.case.of_office"))
	if strings.Contains(clashOf(slower), p.T("desk.role.case-officer")) {
		t.Error("the one who returned the case is said to have been faster")
	}
}

// reads fails for each text that an officer does not read in the table of what was wanted and what stands.
func (c *counter) reads(body string, texts ...string) {
	c.t.Helper()
	table := clashOf(body)
	for _, text := range texts {
		if !strings.Contains(table, text) {
			c.t.Errorf("the slower one does not read %q in %s", text, table)
		}
	}
}

// clashOf is the table of what was wanted and what stands.
func clashOf(body string) string {
	_, table, _ := strings.Cut(body, `class="cards`)
	table, _, _ = strings.Cut(table, "</table>")
	return table
}
