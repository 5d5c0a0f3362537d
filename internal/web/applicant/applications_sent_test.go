package applicant_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sejur/internal/locale"
	"sejur/internal/web/webtest"
)

func TestEveryPageOfWhatWasSentIsWholeInEveryLanguage(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.submitted()
	if got := c.send(of(p.draft), url.Values{"body": {"x"}}); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("posted to: %d", got.Code)
	}
	for _, lang := range webtest.Languages() {
		for _, path := range []string{of(p.draft), of(p.draft, "sent"), of(p.draft, "withdraw"), "/my/applications"} {
			t.Run(string(lang)+path, func(t *testing.T) {
				t.Parallel()
				got := c.ask("applicant", http.MethodGet, lang, path, nil)
				if got.Code != http.StatusOK {
					t.Fatal(got.Code)
				}
				webtest.Judge(t, lang, got.Body.String())
			})
		}
	}
}

func TestWhoeverSentTheirApplicationIsToldWhatItMeansInLaw(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.submitted()
	body := c.get(of(p.draft, "sent")).Body.String()
	words := c.site.Catalogue.For(locale.EN)
	for _, key := range []string{"filing.means.preparation", "filing.sent.checked", "filing.sent.receipt_made"} {
		if !strings.Contains(body, words.T(key)) {
			t.Errorf("the page does not say %s", key)
		}
	}
	o, err := c.filing.Open(t.Context(), c.mine(), p.draft, locale.EN)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(body, o.Application.Reference.String()) {
		t.Error("the page does not give the reference")
	}
}

func TestAnApplicationThatIsSentTwiceIsSentOnce(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	c.fill(p.draft)
	path := of(p.draft, "check")
	form, other := c.filled(path, nil), c.filled(path, nil)
	for range 2 {
		if got := c.post(path, form); !strings.HasSuffix(got.Header().Get("Location"), "/sent") {
			t.Errorf("%d to %q", got.Code, got.Header().Get("Location"))
		}
	}
	if got := c.post(path, other); got.Header().Get("Location") != "/en"+of(p.draft) { // of another tab
		t.Errorf("%d to %q", got.Code, got.Header().Get("Location"))
	}
	got := c.get(of(p.draft, "pages", "birth"))
	if got.Code == http.StatusOK && c.post(of(p.draft, "pages", "birth"), inputs(t, got.Body.String())).Code == http.StatusSeeOther {
		t.Error("what was sent can be changed")
	}
}

func TestWhatWasCheckedBeforeItChangedIsCheckedAgain(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	c.fill(p.draft)
	path := of(p.draft, "check")
	seen := c.filled(path, nil)
	c.send(of(p.draft, "pages", "studies"), url.Values{"study_field": {"Chemistry"}, "then": {"list"}})
	got := c.post(path, seen)
	if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "Chemistry") {
		t.Fatalf("%d", got.Code)
	}
	if got := c.post(path, inputs(t, got.Body.String())); !strings.HasSuffix(got.Header().Get("Location"), "/sent") {
		t.Errorf("%d to %q", got.Code, got.Header().Get("Location"))
	}
}

func TestAMessageIsWrittenAndStaysWhenItIsTooShort(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.submitted()
	page := c.get(of(p.draft)).Body.String()
	form := inputs(t, page)
	form.Set("body", "")
	if got := c.post(of(p.draft, "messages"), form); got.Code != http.StatusUnprocessableEntity || len(wrong(t, got.Body.String())) == 0 {
		t.Errorf("an empty one: %d", got.Code)
	}
	form.Set("body", "When may I come?\n<b>Thank you</b>")
	if got := c.post(of(p.draft, "messages"), form); got.Code != http.StatusSeeOther {
		t.Fatalf("%d", got.Code)
	}
	body := c.get(of(p.draft)).Body.String()
	if !strings.Contains(body, "When may I come?") || strings.Contains(body, "<b>Thank you") {
		t.Error("it does not stand on the page as it was written")
	}
}

func TestWhatWasSentIsTakenBackOnceItIsSaidWhatThatMeans(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.submitted()
	if got := c.send(of(p.draft, "withdraw"), nil); got.Header().Get("Location") != "/en"+of(p.draft) {
		t.Fatalf("%d", got.Code)
	}
	body := c.get(of(p.draft)).Body.String()
	if !strings.Contains(body, c.site.Catalogue.For(locale.EN).T("filing.now.withdrawn")) || strings.Contains(body, "/withdraw") {
		t.Error("the page does not say that it is withdrawn")
	}
}

func TestAPassportIsReadFromItsLinesOrItsFailingPartIsNamed(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	path := of(p.draft, "passport")
	const first = "P<INDSHARMA<<PRIYA<<<<<<<<<<<<<<<<<<<<<<<<<<"
	got := c.send(path, url.Values{"mrz": {first + "\nN1234567<0IND0305149F3202287<<<<<<<<<<<<<<<0"}})
	if got.Code != http.StatusUnprocessableEntity || len(wrong(t, got.Body.String())) != 1 || !strings.Contains(got.Body.String(), "N1234567") {
		t.Fatalf("%d: %v", got.Code, wrong(t, got.Body.String()))
	}
	webtest.Judge(t, locale.EN, got.Body.String())
	zone, err := zoneOf("N1234567", "030514", "320228")
	if err != nil {
		t.Fatal(err)
	}
	got = c.send(path, url.Values{"mrz": {strings.ToLower(zone)}})
	if got.Code != http.StatusSeeOther {
		t.Fatalf("%d: %v", got.Code, wrong(t, got.Body.String()))
	}
	form := inputs(t, c.get(of(p.draft, "pages", "travel-document")).Body.String())
	if form.Get("document_number") != "N1234567" || form.Get("document_issuer") != "IN" || form.Get("document_expires-year") != "2032" {
		t.Errorf("%v", form)
	}
}
