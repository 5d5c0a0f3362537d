package webtest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sejur/internal/locale"
	"sejur/internal/web/webtest"
)

// student is somebody for whom one route is complete.
const student = "nationality=IN&aim=live&purpose=study&first_application=true&age=23&enrolled=true&scholarship=true" +
	"&romanian_origin=false&title_expires=2026-12-31&county=B"

// addresses are pages that must be whole in every language, each a kind of its own.
func addresses() map[string]string {
	return map[string]string{
		"the start page":                            "",
		"the first question, a country":             "/check",
		"a choice":                                  "/check?nationality=IN",
		"a choice answered before":                  "/check?nationality=IN&aim=live&change=aim",
		"a yes or no":                               "/check?nationality=IN&aim=live&purpose=study&change=enrolled",
		"a number":                                  "/check?nationality=IN&aim=live&purpose=study&change=age",
		"a date":                                    "/check?" + student + "&change=title_expires",
		"a county":                                  "/check?" + student + "&change=county",
		"periods":                                   "/check?nationality=IN&aim=settle&change=absences",
		"periods with rows":                         "/check?nationality=IN&aim=settle&absences=2024-01-01..2024-02-01,2026-03-01..&change=absences",
		"one more row of periods":                   "/check?nationality=IN&aim=settle&answering=absences&more=3&absences-1-from-day=x",
		"a plan with one route":                     "/plan?" + student,
		"a plan on another day":                     "/plan?" + student + "&on=2025-03-03",
		"a plan of somebody late":                   "/plan?" + strings.Replace(student, "2026-12-31", "2026-11-21", 1),
		"a plan for an EU citizen":                  "/plan?nationality=FR&aim=live&purpose=own-means&entry_date=2026-09-01",
		"a plan without answers":                    "/plan",
		"a plan where much is open":                 "/plan?nationality=IN&aim=live",
		"a plan where nothing is known":             "/plan?nationality=IN&aim=~",
		"a plan for protection":                     "/plan?nationality=UA&aim=protection",
		"a plan for an invitation":                  "/plan?nationality=IN&aim=invite",
		"a plan against a measure":                  "/plan?nationality=FR&aim=contest&measure=decision-to-leave&notified_on=2026-11-16",
		"a plan that nothing fits":                  "/plan?nationality=RO&aim=live&purpose=study",
		"sharing":                                   "/share?" + student,
		"sharing what is sensitive":                 "/share?nationality=UA&aim=protection&protected_without_break=true",
		"sharing what is sensitive, and wanting to": "/share?nationality=UA&aim=protection&keep=aim",
		"privacy":                                   "/privacy",
		"about":                                     "/about",
	}
}

func TestEveryPageIsWholeInEveryLanguage(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, address := range addresses() {
		for _, lang := range webtest.Languages() {
			t.Run(name+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				got := site.Get("/" + string(lang) + address)
				if got.Code != http.StatusOK {
					t.Fatalf("status %d, want 200", got.Code)
				}
				webtest.Judge(t, lang, got.Body.String())
				const most = 60 << 10
				if n := got.Body.Len(); n > most && lang != locale.Pseudo {
					t.Errorf("%d bytes, more than %d", n, most)
				}
			})
		}
	}
}

func TestWrongInputIsSaidInEveryLanguage(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, row := range map[string]struct{ address, input, kept string }{
		"nothing chosen":              {"/check?nationality=IN&answering=aim", "aim", ""},
		"no country chosen":           {"/check?answering=nationality&nationality=", "nationality", ""},
		"a country that is none":      {"/check?answering=nationality&nationality=ZZ", "nationality", ""},
		"an option that is none":      {"/check?nationality=IN&answering=aim&aim=fly", "aim", ""},
		"letters for a number":        {"/check?nationality=IN&aim=live&purpose=study&answering=age&age=old", "age", "old"},
		"a number out of bounds":      {"/check?nationality=IN&aim=live&purpose=study&answering=age&age=900", "age", "900"},
		"a day that does not exist":   {"/check?nationality=IN&aim=renew&answering=title_expires&title_expires-day=31&title_expires-month=2&title_expires-year=2026", "title_expires-day", "31"},
		"a date without a year":       {"/check?nationality=IN&aim=renew&answering=title_expires&title_expires-day=31&title_expires-month=3", "title_expires-day", "31"},
		"a date in letters":           {"/check?nationality=IN&aim=renew&answering=title_expires&title_expires-day=one&title_expires-month=3&title_expires-year=2026", "title_expires-day", "one"},
		"a period that ends too soon": {"/check?nationality=IN&aim=settle&answering=absences&absences-rows=1&absences-1-from-day=5&absences-1-from-month=5&absences-1-from-year=2025&absences-1-to-day=4&absences-1-to-month=5&absences-1-to-year=2025", "absences", "2025"},
		"no period at all":            {"/check?nationality=IN&aim=settle&answering=absences&absences-rows=2", "absences", ""},
		"a wrong fact in a link":      {"/check?nationality=IN&aim=live&age=old", "age", "old"},
	} {
		for _, lang := range webtest.Languages() {
			t.Run(name+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				judgeRefusal(t, lang, site.Get("/"+string(lang)+row.address), row.input, row.kept)
			})
		}
	}
}

// judgeRefusal wants the page again, with the box of errors leading to the input and with what was typed still there.
func judgeRefusal(t *testing.T, lang locale.Lang, got *httptest.ResponseRecorder, input, kept string) {
	t.Helper()
	if got.Code != http.StatusUnprocessableEntity {
		t.Fatalf("status %d, want 422", got.Code)
	}
	webtest.Judge(t, lang, got.Body.String())
	all, err := webtest.Parse(got.Body.String())
	if err != nil {
		t.Fatal(err)
	}
	judgeSummary(t, all, input)
	if kept != "" && !holds(all, kept) {
		t.Errorf("what was typed is gone: %q", kept)
	}
}

// judgeSummary wants one box of errors whose link leads to the input.
func judgeSummary(t *testing.T, all []*webtest.Element, input string) {
	t.Helper()
	boxes := webtest.Class(all, "errors")
	if len(boxes) != 1 {
		t.Fatalf("%d boxes of errors, want 1", len(boxes))
	}
	for _, a := range webtest.Find(all, "a") {
		if a.Attr["href"] == "#"+input {
			return
		}
	}
	t.Errorf("no link leads to the input %q", input)
}

// holds tells whether some input holds a value.
func holds(all []*webtest.Element, value string) bool {
	for _, e := range webtest.Find(all, "input") {
		if e.Attr["value"] == value && e.Attr["type"] != "hidden" {
			return true
		}
	}
	return false
}

func TestAddressesThatCannotBeReadAreSaid(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, address := range map[string]string{
		"an unknown fact":              "/plan?colour=blue",
		"a day that does not exist":    "/plan?on=2026-02-30",
		"a day that is none":           "/plan?on-day=x&on-month=1&on-year=2026",
		"a fact given twice":           "/plan?aim=live&aim=renew",
		"a calendar of nonsense":       "/plan.ics?nationality=Atlantis",
		"a PDF of nonsense":            "/plan.pdf?nationality=Atlantis",
		"a checklist of nonsense":      "/checklist.pdf?on=never",
		"sharing nonsense":             "/share?nationality=Atlantis",
		"an age that the birth denies": "/plan?nationality=IN&aim=live&purpose=study&birth_date=2000-01-01&age=12",
	} {
		for _, lang := range webtest.Languages() {
			t.Run(name+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				got := site.Get("/" + string(lang) + address)
				if got.Code != http.StatusUnprocessableEntity {
					t.Fatalf("status %d, want 422", got.Code)
				}
				webtest.Judge(t, lang, got.Body.String())
			})
		}
	}
}
