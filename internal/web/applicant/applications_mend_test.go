package applicant_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/office/filing"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web/webtest"
)

// The words of the officer who returned a case.
const (
	wordsOfPage  = "Is the street right?"
	wordsOfPaper = "The second page is cut off."
)

// returned is what was sent and came back: an officer asks for the page of the home again, and for another paper.
type returned struct {
	priya
	correction, paper string
	until             calendar.Date
}

// returned sends an application in and has an officer return it.
func (c *counter) returned() returned {
	c.t.Helper()
	out := returned{priya: c.submitted(), until: calendar.Today(webtest.Now()).AddDays(14)}
	desk, err := casework.New(casework.Config{
		House: office.House{Now: webtest.Now, Mark: c.cfg.Mark}, Law: c.site.Law, Store: store.Desk(c.store, func(tx *store.Tx) casework.Tx { return tx }),
	})
	if err != nil {
		c.t.Fatal(err)
	}
	ctx, ana := c.t.Context(), caseworktest.Officer("ana")
	opened := func() casework.Opened {
		o, err := desk.Open(ctx, ana, casework.Opening{Case: c.file(out.draft).Case.ID, Reason: "second-look", Lang: locale.EN})
		if err != nil {
			c.t.Fatal(err)
		}
		return o
	}
	o := opened()
	out.paper = o.Lines[0].Document
	err = desk.AskAnother(ctx, ana, casework.Asked{}, casework.Asking{
		Decision: casework.Decision{Case: o.Case.ID, Document: out.paper, Version: o.Lines[0].Version}, Reason: "unreadable", Note: wordsOfPaper,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	err = desk.Return(ctx, ana, casework.Asked{}, casework.Return{
		Seen: casework.Seen{Case: o.Case.ID, Version: opened().Case.Version}, Until: out.until,
		Pages: []casework.PageAsked{{Page: "home", Reason: "wrong-answer", Note: wordsOfPage}},
	})
	if err != nil {
		c.t.Fatal(err)
	}
	out.correction = c.file(out.draft).Correction.ID
	return out
}

// file is what became of an application.
func (c *counter) file(id application.ID) filing.File {
	c.t.Helper()
	f, err := c.filing.File(c.t.Context(), c.mine(), id, locale.EN)
	if err != nil {
		c.t.Fatal(err)
	}
	return f
}

// mend is the path of a page of the correction.
func (r returned) mend(page string) string {
	return of(r.draft, "corrections", r.correction, "pages", page)
}

// hiddenOf are the hidden inputs of the form of a page that is sent to a path, nil when there is none.
func hiddenOf(t *testing.T, body, path string) (out url.Values) {
	t.Helper()
	all, err := webtest.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range webtest.Find(all, "input") {
		form := e.Parent
		for form != nil && form.Name != "form" {
			form = form.Parent
		}
		if form == nil || form.Attr["action"] != "/en"+path {
			continue
		}
		if out == nil {
			out = url.Values{}
		}
		out.Set(e.Attr["name"], e.Attr["value"])
	}
	return out
}

// says fails for each text that a page does not have.
func says(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(body, text) {
			t.Errorf("the page does not say %q", text)
		}
	}
}

func TestWhatIsAskedAgainIsSaidInEveryLanguageAndWhyAndUntilWhen(t *testing.T) {
	t.Parallel()
	c := open(t)
	r := c.returned()
	for _, lang := range webtest.Languages() {
		words := c.site.Catalogue.For(lang)
		until := words.DateWeekday(r.until)
		for path, texts := range map[string][]string{
			of(r.draft):    {until, words.T("reason.unreadable"), words.T("reason.wrong-answer"), wordsOfPage, wordsOfPaper, r.mend("home")},
			r.mend("home"): {until, words.T("filing.mend.asked"), words.T("reason.wrong-answer"), wordsOfPage},
		} {
			t.Run(string(lang)+path, func(t *testing.T) {
				t.Parallel()
				got := c.ask("applicant", http.MethodGet, lang, path, nil)
				if got.Code != http.StatusOK {
					t.Fatal(got.Code)
				}
				says(t, got.Body.String(), texts...)
				webtest.Judge(t, lang, got.Body.String())
			})
		}
	}
}

func TestACorrectionIsSentOnceEverythingInItIsMended(t *testing.T) {
	t.Parallel()
	c := open(t)
	r := c.returned()
	send := of(r.draft, "corrections", r.correction, "send")
	if strings.Contains(c.get(of(r.draft)).Body.String(), `action="/en`+send) {
		t.Error("it can be sent with nothing mended")
	}
	got := c.send(r.mend("home"), url.Values{"address-street": {"Strada Scurtă"}, "then": {"next"}})
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/en"+of(r.draft) {
		t.Fatalf("saving: %d to %q, %v", got.Code, got.Header().Get("Location"), wrong(t, got.Body.String()))
	}
	if body := c.get(r.mend("home")).Body.String(); inputs(t, body).Get("address-street") != "Strada Scurtă" {
		t.Error("what was saved is not there")
	}
	if got := c.post(send, url.Values{"version": {"1"}}); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("sent without the paper: %d", got.Code)
	}
	c.uploadFor(r.draft, r.paper, r.correction)
	form := hiddenOf(t, c.get(of(r.draft)).Body.String(), send)
	if form == nil {
		t.Fatal("it cannot be sent when everything is mended")
	}
	for range 2 { // pressed twice: sent once
		if got := c.post(send, form); got.Header().Get("Location") != "/en"+of(r.draft) {
			t.Fatalf("sending: %d to %q", got.Code, got.Header().Get("Location"))
		}
	}
	words, file := c.site.Catalogue.For(locale.EN), c.file(r.draft)
	if file.Case.State != casefile.Received || file.Correction != nil {
		t.Errorf("%+v", file.Case)
	}
	body := c.get(of(r.draft)).Body.String()
	says(t, body, words.T("filing.state.received"), words.T("filing.event.corrected"))
	if strings.Contains(body, r.mend("home")) {
		t.Error("the page still asks for it")
	}
	if got := c.get(r.mend("home")); got.Code != http.StatusNotFound {
		t.Errorf("the page of a correction that is sent: %d", got.Code)
	}
}

// over sets the last day of what is asked again to a day that has passed.
func (r returned) over(c *counter) calendar.Date {
	c.t.Helper()
	day, db := calendar.Today(webtest.Now()).AddDays(-1), storetest.SQL(c.t, c.db)
	for statement, id := range map[string]string{
		"UPDATE correction SET until = $1 WHERE id = $2": r.correction, "UPDATE casefile SET term = $1 WHERE application = $2": string(r.draft),
	} {
		if _, err := db.ExecContext(c.t.Context(), statement, day.String(), id); err != nil {
			c.t.Fatal(err)
		}
	}
	return day
}

func TestAfterTheLastDayACorrectionIsStillMendedAndSent(t *testing.T) {
	t.Parallel()
	c := open(t)
	r := c.returned()
	day, send := r.over(c), of(r.draft, "corrections", r.correction, "send")
	for _, lang := range webtest.Languages() {
		words, body := c.site.Catalogue.For(lang), c.ask("applicant", http.MethodGet, lang, of(r.draft), nil).Body.String()
		says(t, body, words.T("filing.mend.over", locale.Str("date", words.DateWeekday(day))), r.mend("home"), of(r.draft, "withdraw"))
		webtest.Judge(t, lang, body)
	}
	if got := c.send(r.mend("home"), url.Values{"address-street": {"Strada Scurtă"}, "then": {"next"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("mending: %d %v", got.Code, wrong(t, got.Body.String()))
	}
	c.uploadFor(r.draft, r.paper, r.correction)
	if got := c.post(send, hiddenOf(t, c.get(of(r.draft)).Body.String(), send)); got.Code != http.StatusSeeOther {
		t.Fatalf("sending: %d", got.Code)
	}
	if f := c.file(r.draft); f.Case.State != casefile.Received || f.Correction != nil || !f.Case.Term.IsZero() {
		t.Errorf("%+v", f.Case)
	}
}

func TestNothingButWhatIsNamedCanBeChangedByACorrection(t *testing.T) {
	t.Parallel()
	c := open(t)
	r := c.returned()
	form := c.filled(r.mend("home"), url.Values{"then": {"next"}})
	for _, path := range []string{
		r.mend("contact"), r.mend("nowhere"), of(r.draft, "corrections", office.NewID(), "pages", "home"), of(r.draft, "corrections", "x", "pages", "home"),
	} {
		if got := c.get(path); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
		if got := c.post(path, form); got.Code != http.StatusNotFound {
			t.Errorf("posted to %s: %d", path, got.Code)
		}
	}
	if got := c.ask("his", http.MethodPost, locale.EN, r.mend("home"), form); got.Code != http.StatusNotFound {
		t.Errorf("somebody else: %d", got.Code)
	}
	if got := c.send(of(r.draft, "pages", "home"), url.Values{"address-street": {"Strada Scurtă"}}); got.Code == http.StatusSeeOther {
		t.Error("what was sent is changed past the correction")
	}
	if f := c.file(r.draft); len(f.Mended) != 0 {
		t.Errorf("%v", f.Mended)
	}
}
