package applicant_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/locale"
	"sejur/internal/web"
	"sejur/internal/web/applicant"
	"sejur/internal/web/webtest"
)

func TestEveryDoorOfApplications(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	delete(c.people, "his")
	table, err := web.Addresses(c.cfg)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	var rows []web.Address
	for _, row := range table {
		below, ours := strings.CutPrefix(row.Path, "/{lang}"+applicant.ApplicationsPath+"/{application}")
		// What can be asked for once it is sent alone, and forms without a page of their own, other tests try.
		gone := row.Method == http.MethodPost && !strings.Contains("/pages/{page} /passport /check /delete", below)
		switch below {
		case "/sent", "/withdraw", "/corrections/{correction}/pages/{page}":
			gone = true
		}
		if !ours || gone || below == "" && row.Method == http.MethodPost {
			continue
		}
		rows = append(rows, row)
		parts[row.Path] = "/{lang}" + of(p.draft) + strings.ReplaceAll(below, "{page}", "identity")
	}
	if len(rows) < 9 {
		t.Errorf("%d addresses", len(rows))
	}
	webtest.Guards(t, c.site.Handler, rows, c.people, parts)
}

func TestEveryPageOfADraftIsWholeAndLightInEveryLanguage(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	const most = 60 << 10
	for _, lang := range webtest.Languages() {
		for _, path := range p.pages(c.pagesOf(p.draft)) {
			t.Run(string(lang)+path, func(t *testing.T) {
				t.Parallel()
				got := c.ask("applicant", http.MethodGet, lang, path, nil)
				if got.Code != http.StatusOK || got.Header().Get("Cache-Control") != "no-store" {
					t.Fatalf("%d, %s", got.Code, got.Header().Get("Cache-Control"))
				}
				if n := got.Body.Len(); n > most {
					t.Errorf("%d bytes", n)
				}
				webtest.Judge(t, lang, got.Body.String())
			})
		}
	}
}

func TestAnEmptyPageIsShownAgainInEveryLanguage(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	for _, lang := range webtest.Languages() {
		for _, page := range c.pagesOf(p.draft) {
			t.Run(string(lang)+"/"+page, func(t *testing.T) {
				t.Parallel()
				got := c.ask("applicant", http.MethodPost, lang, of(p.draft, "pages", page), nil)
				if got.Code != http.StatusUnprocessableEntity || len(wrong(t, got.Body.String())) == 0 {
					t.Fatalf("%d, %v", got.Code, wrong(t, got.Body.String()))
				}
				webtest.Judge(t, lang, got.Body.String())
			})
		}
	}
}

func TestWhatIsWrongIsNamedAndWhatWasTypedStays(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	path := of(p.draft, "pages", "travel-document")
	in := typed(answersOf("travel-document"), date("document_expires", day("2020-02-28")), url.Values{"document_number": {"x!"}})
	got := c.send(path, in)
	if diff := cmp.Diff([]string{"document_number", "document_expires-day"}, wrong(t, got.Body.String())); diff != "" {
		t.Error(diff)
	}
	for range 2 { // at once, and when the page is opened again
		form := inputs(t, got.Body.String())
		if form.Get("document_number") != "x!" || form.Get("document_expires-year") != "2020" || form.Get("document_issuer") != "IN" {
			t.Errorf("what was typed is not there: %v", form)
		}
		got = c.get(path)
	}
}

func TestWhatIsKnownIsShownToBeConfirmedAndNotAsked(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	got := c.get(of(p.draft, "pages", "birth"))
	form := inputs(t, got.Body.String())
	if form.Get("birth_date-year") != "2003" || form.Get("citizenship") != "IN" {
		t.Errorf("%v", form)
	}
	for _, key := range []string{"filing.origin.person", "filing.origin.plan"} {
		if !strings.Contains(got.Body.String(), c.site.Catalogue.For(locale.EN).T(key)) {
			t.Errorf("the page does not say %s", key)
		}
	}
}

func TestOfTwoWhoSaveOnePageTheLaterSeesBothValues(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	path := of(p.draft, "pages", "birth")
	first := c.filled(path, typed(answersOf("birth"), url.Values{"birth_place": {"Jaipur"}}))
	second := c.filled(path, typed(answersOf("birth"), url.Values{"birth_place": {"Delhi"}}))
	if got := c.post(path, first); got.Code != http.StatusSeeOther {
		t.Fatalf("the first: %d, %v", got.Code, wrong(t, got.Body.String()))
	}
	got := c.post(path, second)
	if got.Code != http.StatusConflict {
		t.Fatalf("the second: %d", got.Code)
	}
	webtest.Judge(t, locale.EN, got.Body.String())
	all, err := webtest.Parse(got.Body.String())
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, e := range webtest.Find(all, "td") {
		cells = append(cells, strings.TrimSpace(e.Text))
	}
	if diff := cmp.Diff([]string{"Delhi", "Jaipur"}, cells); diff != "" {
		t.Error(diff)
	}
	decided := inputs(t, got.Body.String())
	decided.Set("then", "next")
	if got := c.post(path, decided); got.Code != http.StatusSeeOther {
		t.Fatalf("deciding: %d, %v", got.Code, wrong(t, got.Body.String()))
	}
	if form := inputs(t, c.get(path).Body.String()); form.Get("birth_place") != "Delhi" {
		t.Errorf("%s is kept", form.Get("birth_place"))
	}
}

func TestThePageBehindTheBackButtonLosesNothing(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	path := of(p.draft, "pages", "birth")
	form := c.filled(path, answersOf("birth"))
	c.post(path, form)
	if got := c.post(path, form); got.Code != http.StatusSeeOther { // sent twice: once
		t.Errorf("sent again unchanged: %d", got.Code)
	}
	form.Set("birth_place", "Delhi")
	if got := c.post(path, form); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "Jaipur") {
		t.Errorf("sent again with another answer: %d", got.Code)
	}
}

func TestAPageSavesItself(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	path := of(p.draft, "pages", "birth")
	if policy := c.get(path).Header().Get("Content-Security-Policy"); !strings.Contains(policy, "connect-src 'self'") {
		t.Errorf("its script may ask nobody: %s", policy)
	}
	form := c.filled(path, url.Values{"birth_place": {"Jaip"}, "then": {"stay"}})
	var first, second, stale struct{ Version, Token, Saved, Wrong string }
	read := func(got *httptest.ResponseRecorder, into any) {
		t.Helper()
		if err := json.Unmarshal(got.Body.Bytes(), into); err != nil || got.Code != http.StatusOK {
			t.Fatalf("%d: %v", got.Code, err)
		}
	}
	read(c.post(path, form), &first)
	if first.Version != "1" || first.Token == "" || first.Saved == "" {
		t.Errorf("%+v", first)
	}
	next := typed(form, url.Values{"birth_place": {"Jaipur"}, "version": {first.Version}, "token": {first.Token}})
	read(c.post(path, next), &second)
	if second.Version != "2" {
		t.Errorf("%+v", second)
	}
	read(c.post(path, typed(form, url.Values{"token": {second.Token}})), &stale)
	if stale.Wrong == "" || stale.Saved != "" {
		t.Errorf("over a version that is gone: %+v", stale)
	}
	if form := inputs(t, c.get(path).Body.String()); form.Get("birth_place") != "Jaipur" {
		t.Errorf("%q is kept", form.Get("birth_place"))
	}
}

func TestAListGrowsAndShrinksWithoutScriptsAndLosesNothing(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	path := of(p.draft, "pages", "relatives")
	got := c.send(path, url.Values{"children-more": {"2"}})
	form := inputs(t, got.Body.String())
	if _, there := form["children-2-surname"]; got.Code != http.StatusOK || !there {
		t.Fatalf("%d: no second row", got.Code)
	}
	form.Set("children-1-surname", "Sharma")
	form.Set("children-2-surname", "Rao")
	form.Set("children-2-birth_date-year", "2020")
	form.Set("children-drop", "1")
	got = c.post(path, form)
	form = inputs(t, got.Body.String())
	if _, there := form["children-2-surname"]; there || form.Get("children-1-surname") != "Rao" || form.Get("children-1-birth_date-year") != "2020" {
		t.Errorf("%d: %v", got.Code, form)
	}
	webtest.Judge(t, locale.EN, got.Body.String())
}

func TestAPlanWaitsBehindTheSignInForWhoeverKeptIt(t *testing.T) {
	t.Parallel()
	c := open(t)
	got := c.ask("nobody", http.MethodPost, locale.EN, "/keep", typed(student(), url.Values{"begin-procedure": {"study-permit"}}))
	to, err := url.Parse(got.Header().Get("Location"))
	if err != nil || got.Code != http.StatusSeeOther || to.Path != "/en/sign-in" {
		t.Fatalf("%d to %s", got.Code, to)
	}
	for fact := range student() {
		if strings.Contains(to.RawQuery, fact+"%3D") {
			t.Errorf("%s stands in the address", fact)
		}
	}
	cookie := ""
	for _, one := range got.Result().Cookies() {
		if one.Name == "plan" && one.HttpOnly {
			cookie = one.Value
		}
	}
	c.priya()
	next := to.Query().Get("next")
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, next, nil)
	r.Header.Set("Cookie", "session=applicant; plan="+cookie)
	got = c.site.Do(r)
	form := inputs(t, got.Body.String())
	if got.Code != http.StatusOK || form.Get("plan") == "" || form.Get("procedure") != "study-permit" || form.Get("person") == "" {
		t.Fatalf("%d: %v", got.Code, form)
	}
	if got := c.post(applicant.NewPath, form); got.Code != http.StatusSeeOther || !strings.HasPrefix(got.Header().Get("Location"), "/en/my/applications/0") {
		t.Errorf("beginning: %d to %q", got.Code, got.Header().Get("Location"))
	}
	if body := c.get(applicant.PlansPath).Body.String(); strings.Count(body, "/forget") != 2 {
		t.Errorf("%d plans are kept", strings.Count(body, "/forget"))
	}
}

func TestAPlanIsKeptOnceAndForgotten(t *testing.T) {
	t.Parallel()
	c := open(t)
	for range 2 {
		if got := c.post("/keep", student()); got.Header().Get("Location") != "/en"+applicant.PlansPath {
			t.Fatalf("%d to %q", got.Code, got.Header().Get("Location"))
		}
	}
	body := c.get(applicant.PlansPath).Body.String()
	if strings.Count(body, "/forget") != 1 {
		t.Fatalf("%d plans", strings.Count(body, "/forget"))
	}
	path := "/my" + strings.Split(strings.Split(body, `action="/en/my`)[1], `"`)[0]
	if got := c.post(path, inputs(t, body)); got.Code != http.StatusSeeOther {
		t.Fatalf("forgetting: %d", got.Code)
	}
	if body := c.get(applicant.PlansPath).Body.String(); strings.Contains(body, "/forget") {
		t.Error("the plan is still there")
	}
	if got := c.post("/keep", url.Values{"nationality": {"Mars"}}); !strings.HasPrefix(got.Header().Get("Location"), "/en/plan?") {
		t.Errorf("what cannot be read: %d to %q", got.Code, got.Header().Get("Location"))
	}
}

func TestADraftIsThrownAwayAndBroughtBack(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	if got := c.send(of(p.draft, "delete"), nil); got.Header().Get("Location") != "/en"+applicant.ApplicationsPath {
		t.Fatalf("%d", got.Code)
	}
	if got := c.get(of(p.draft)); got.Code != http.StatusSeeOther {
		t.Errorf("its task list: %d", got.Code)
	}
	list := c.get(applicant.ApplicationsPath).Body.String()
	if got := c.post(of(p.draft, "restore"), inputs(t, list)); got.Header().Get("Location") != "/en"+of(p.draft) {
		t.Errorf("bringing it back: %d", got.Code)
	}
	if got := c.get(of(p.draft)); got.Code != http.StatusOK {
		t.Errorf("its task list: %d", got.Code)
	}
}

func TestWhatHindersIsSaidAndNothingIsSent(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	path := of(p.draft, "check")
	got := c.get(path)
	if strings.Contains(got.Body.String(), `action="/en`+path) {
		t.Error("what is not whole can be sent")
	}
	if n := strings.Count(got.Body.String(), `/documents/`); n < 4 {
		t.Errorf("%d links to papers", n)
	}
	if got := c.post(path, url.Values{"version": {"1"}}); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("sent all the same: %d", got.Code)
	}
}

func TestSomebodyElsesApplicationHasNoPage(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	const nobody = "01990000-0000-7000-8000-000000000000"
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		for _, below := range []string{"", "/pages/identity", "/passport", "/check", "/sent", "/withdraw", "/delete", "/application.pdf", "/application.json", "/corrections/x/pages/identity"} {
			his := c.ask("his", method, locale.EN, of(p.draft)+below, nil)
			none := c.ask("his", method, locale.EN, of(nobody)+below, nil)
			if his.Code == http.StatusMethodNotAllowed {
				continue
			}
			if his.Code != http.StatusNotFound || his.Body.String() != strings.ReplaceAll(none.Body.String(), nobody, string(p.draft)) {
				t.Errorf("%s %s: %d, and one there is not %d", method, below, his.Code, none.Code)
			}
		}
	}
}

func TestAnApplicationIsTakenAlong(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	c.send(of(p.draft, "pages", "birth"), typed(answersOf("birth"), url.Values{"then": {"next"}}))
	var paper struct {
		Lang, Mark string
		Blocks     []struct {
			Kind  string
			Lang  string
			Other *struct{ Lang string }
		}
	}
	got := c.ask("applicant", http.MethodGet, locale.UK, of(p.draft, "application.pdf"), nil)
	if err := json.Unmarshal(got.Body.Bytes(), &paper); err != nil {
		t.Fatal(err)
	}
	if paper.Lang != "ro" || paper.Mark == "" || len(paper.Blocks) < 10 || paper.Blocks[1].Other == nil || paper.Blocks[1].Other.Lang != "uk" {
		t.Errorf("%+v", paper)
	}
	var data struct {
		Procedure string
		Pages     []struct {
			ID     string
			Fields []struct {
				ID    string
				Value any
			}
		}
	}
	if err := json.Unmarshal(c.get(of(p.draft, "application.json")).Body.Bytes(), &data); err != nil {
		t.Fatal(err)
	}
	if data.Procedure != "study-permit" || data.Pages[1].Fields[1].Value != "Jaipur" {
		t.Errorf("%+v", data)
	}
}
