package webtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/web/webtest"
)

func TestEveryProcedureHasItsPage(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	on := calendar.On(2026, time.November, 20)
	for _, info := range site.Law.Procedures("en", on) {
		for _, lang := range webtest.Languages() {
			t.Run(info.ID+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				got := site.Get("/" + string(lang) + "/procedures/" + info.ID)
				if got.Code != http.StatusOK {
					t.Fatalf("status %d", got.Code)
				}
				page := got.Body.String()
				webtest.Judge(t, lang, page)
				const most = 60 << 10
				if n := got.Body.Len(); n > most {
					t.Errorf("%d bytes, more than %d", n, most)
				}
				all, err := webtest.Parse(page)
				if err != nil {
					t.Fatal(err)
				}
				if len(webtest.Class(all, "sources")) != 1 {
					t.Error("no list of sources")
				}
			})
		}
	}
}

func TestTheListHasEveryProcedureOnce(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	page := site.Get("/en/procedures").Body.String()
	for _, info := range site.Law.Procedures("en", calendar.On(2026, time.November, 20)) {
		if n := strings.Count(page, `href="/en/procedures/`+info.ID+`"`); n != 1 {
			t.Errorf("%s stands %d times", info.ID, n)
		}
	}
}

func TestAProcedureShowsTheRulesOfItsDay(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	p := site.Catalogue.For("en")
	closed := p.T("page.procedure.closed_title")
	for name, row := range map[string]struct {
		address string
		closed  bool
		has     string
	}{
		"work approval before it ended":   {"/procedures/work-approval-employer?on=2026-08-07", false, ""},
		"work approval after it ended":    {"/procedures/work-approval-employer?on=2026-08-08", true, ""},
		"a study permit before its rules": {"/procedures/study-permit?on=2020-01-01", true, "27 January 2022"},
		"long-term residence in 2023":     {"/procedures/ltr-right?on=2023-01-01", false, "27 January 2022"},
		"its versions lead to their day":  {"/procedures/ltr-right", false, `href="/en/procedures/ltr-right?on=2022-01-27"`},
		"a day in three inputs":           {"/procedures/ltr-right?on-day=1&on-month=1&on-year=2023", false, "1 January 2023"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := site.Get("/en" + row.address).Body.String()
			if got := strings.Contains(page, closed); got != row.closed {
				t.Errorf("closed is %v, want %v", got, row.closed)
			}
			if !strings.Contains(page, row.has) {
				t.Errorf("no %s", row.has)
			}
		})
	}
}

func TestADecisionThatCameIsNotAppliedFor(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	p := site.Catalogue.For("en")
	for _, row := range []struct {
		name, procedure string
		court           bool // the days to go to court are known
	}{
		{"a return decision", "return-decision", true},
		{"a declaration as undesirable", "eu-undesirable", true},
		{"a limit, whose days stand in the decision alone", "eu-free-movement-restriction", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			page := site.Get("/en/procedures/" + row.procedure).Body.String()
			if strings.Contains(page, p.T("page.plan.apply_none_note")) {
				t.Error("says that there is no last day")
			}
			if strings.Contains(page, p.T("page.plan.refused")) || strings.Contains(page, p.T("page.plan.grounds")) {
				t.Error("speaks of a refusal that may come")
			}
			if got := strings.Contains(page, p.T("page.plan.court_by")); got != row.court {
				t.Errorf("the days to go to court: %v, want %v", got, row.court)
			}
		})
	}
}

func TestPlacesThatDoNotExist(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, address := range []string{
		"/en/procedures/none", "/en/offices/none", "/en/documents/none", "/en/documents/none?on=2020-01-01", "/en/offices?county=ZZ", "/en/tools/none", "/en/procedures/study-permit/more",
	} {
		if got := site.Get(address); got.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", address, got.Code)
		}
	}
}
