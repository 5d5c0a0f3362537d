//go:build e2e

package e2e

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sejur/e2e/browser"
)

// kindOfPage is one kind of page with an address that shows it.
type kindOfPage struct {
	name   string // of the picture
	path   string // after the language
	status int
}

// kinds lists every kind of page that the house has.
func kinds() []kindOfPage {
	student := indianStudent().query()
	ask := func(fact string) string { return "/check?" + student + "&change=" + fact }
	return []kindOfPage{
		{"start", "", 200},
		{"check-country", "/check", 200},
		{"check-choice", "/check?nationality=IN", 200},
		{"check-yes-no", ask("enrolled"), 200},
		{"check-number", ask("age"), 200},
		{"check-date", ask("title_expires"), 200},
		{"check-county", ask("county"), 200},
		{"check-periods", "/check?on=" + day + "&nationality=IN&aim=settle&change=absences", 200},
		{"check-error", "/check?answering=nationality", 422},
		{"check-unreadable", "/check?nationality=XX&age=old&title_expires=2026-02-30", 422},
		{"plan-student", "/plan?" + student, 200},
		{"plan-ukrainian", "/plan?" + ukrainianFamily().query(), 200},
		{"plan-two-routes", "/plan?" + newlyArrived().query(), 200},
		{"plan-retiree", "/plan?" + frenchRetiree().query(), 200},
		{"plan-spouse", "/plan?" + moldovanSpouse().query(), 200},
		{"plan-half", "/plan?on=" + day + "&nationality=IN&aim=live", 200},
		{"plan-empty", "/plan", 200},
		{"plan-no-route", "/plan?" + nobodysCase().query(), 200},
		{"share", "/share?" + student, 200},
		{"procedures", "/procedures", 200},
		{"procedure-status", "/procedures/seasonal-worker", 200},
		{"changes", "/changes", 200},
		{"changes-compared", "/changes?from=2026-06-30&to=2026-08-08", 200},
		{"procedure", "/procedures/study-permit", 200},
		{"search-empty", "/search", 200},
		{"search-found", "/search?q=permis", 200},
		{"search-nothing", "/search?q=qqqqqqqq", 200},
		{"search-error", "/search?q=permis&on=2026-02-30", 422},
		{"documents", "/documents", 200},
		{"document-asked", "/documents/passport", 200},
		{"document-given", "/documents/criminal-record-ro", 200},
		{"open-data", "/open-data", 200},
		{"open-data-error", "/open-data?lang=fr", 422},
		{"offices", "/offices", 200},
		{"office", "/offices/igi-cj", 200},
		{"tool-90-180", "/tools/90-180", 200},
		{"tool-continuous-stay", "/tools/continuous-stay", 200},
		{"tool-deadline", "/tools/deadline", 200},
		{"procedure-closed", "/procedures/work-approval-employer", 200},
		{"offices-of-a-county", "/offices?county=B", 200},
		{"office-with-hours", "/offices/igi-b-iorga", 200},
		{"tools", "/tools", 200},
		{"tool-90-180-answer", "/tools/90-180?on=" + day + "&stay-1-entry=2026-06-01&stay-1-exit=2026-09-15&stay-2-entry=2026-09-16&stay-2-exit=2026-10-01" +
			"&stay-2-own=1&trip-entry=2026-12-01&trip-exit=2027-01-20", 200},
		{"tool-90-180-error", "/tools/90-180?stay-1-entry=2026-05-05&stay-1-exit=2026-05-04", 422},
		{"tool-continuous-stay-form", "/tools/continuous-stay?rule=eu-permanent", 200},
		{"tool-continuous-stay-answer", "/tools/continuous-stay?rule=long-term&period-1-title=study&period-1-from=2020-01-01&period-1-to=2022-12-31" +
			"&period-2-title=work&period-2-from=2023-01-01&away-1-out=2024-01-01&away-1-in=2024-07-01&on=" + day, 200},
		{"tool-deadline-answer", "/tools/deadline?from=2026-12-30&n=30&unit=calendar&direction=before", 200},
		{"privacy", "/privacy", 200},
		{"about", "/about", 200},
		{"sign-in", "/sign-in", 200},
		{"link-closed", "/recover/NOLINK", 410},
		{"account-ended", "/account-ended", 200},
		{"verify", "/verify", 200},
		{"verify-offline", "/verify/offline", 200},
		{"not-found", "/no-such-page", 404},
	}
}

func languages() []string { return []string{"ro", "en", "uk"} }

// views are the ways in which every page is looked at: both widths and both schemes, without every pair of them.
func views() []browser.View {
	desk := browser.Desk()
	desk.Dark = true
	return []browser.View{browser.Phone(), desk}
}

func TestNoPageStandsInAnybodysWay(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	tabs := s.turns(t, browser.Phone())
	for i, lang := range languages() {
		for j, kind := range kinds() {
			// In every language on a phone; each kind on a dark desk too, in one language after another.
			looks := views()[:1]
			if (i+j)%len(languages()) == 0 {
				looks = views()
			}
			t.Run(lang+"/"+kind.name, func(t *testing.T) {
				t.Parallel()
				tab, done := tabs.take(t)
				defer done()
				status, err := tab.Open(s.origin + "/" + lang + kind.path)
				if err != nil {
					t.Fatal(err)
				}
				if status != kind.status {
					t.Fatalf("answers %d, want %d", status, kind.status)
				}
				openEverything(t, tab)
				findBarriers(t, s, tab, looks)
				fitsSmallPhone(t, tab)
				printsPlainly(t, tab)
				for _, address := range tab.Elsewhere(s.origin) {
					t.Errorf("asked for %s", address)
				}
				for _, problem := range tab.Problems() {
					t.Errorf("the browser complains: %s", problem)
				}
			})
		}
	}
}

// turns are tabs of one view in which many pages are looked at, one after another: a tab of its own for each page costs more than the page.
type turns struct {
	site *site
	view browser.View
	free chan *browser.Tab // as many as tests run at once, made when they are wanted
}

// turns closes its tabs when the test ends with all its parts.
func (s *site) turns(t *testing.T, v browser.View) *turns {
	t.Helper()
	most := runtime.GOMAXPROCS(0)
	all := &turns{s, v, make(chan *browser.Tab, most)}
	for range most {
		all.free <- nil
	}
	t.Cleanup(func() {
		for range most {
			if tab := <-all.free; tab != nil {
				tab.Close()
			}
		}
	})
	return all
}

// take gives a tab in its first view. Of a test that failed it is closed by done, and the next test has a new one.
func (u *turns) take(t *testing.T) (tab *browser.Tab, done func()) {
	t.Helper()
	tab = <-u.free
	done = func() {
		if t.Failed() && tab != nil {
			tab.Close()
			tab = nil
		}
		u.free <- tab
	}
	var err error
	if tab == nil {
		tab, err = u.site.browser.Tab(u.view)
	} else {
		tab.Forget()
		err = tab.Look(u.view)
	}
	if err != nil {
		done()
		t.Fatal(err)
	}
	return tab, done
}

// openEverything unfolds what is folded, so that nothing escapes the checks.
func openEverything(t *testing.T, tab *browser.Tab) {
	t.Helper()
	_, err := browser.Read[int](tab, `document.querySelectorAll("details").forEach(d => { d.open = true }), 0`)
	if err != nil {
		t.Fatal(err)
	}
}

// findBarriers looks at the page in some views and tells each barrier once, with the views in which it stands.
func findBarriers(t *testing.T, s *site, tab *browser.Tab, looks []browser.View) {
	t.Helper()
	seen := map[string][]string{}
	for _, v := range looks {
		err := tab.Look(v)
		if err != nil {
			t.Fatal(err)
		}
		found, err := s.barriers(tab, v.String())
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range found {
			seen[b.String()] = append(seen[b.String()], v.String())
		}
	}
	for _, barrier := range slices.Sorted(maps.Keys(seen)) {
		t.Errorf("%s [%s]", barrier, strings.Join(seen[barrier], ", "))
	}
}

// fitsSmallPhone checks that 320 px are enough (WCAG 2.2, 1.4.10): nothing moves sideways.
func fitsSmallPhone(t *testing.T, tab *browser.Tab) {
	t.Helper()
	err := tab.Look(browser.View{Width: 320, Height: 568})
	if err != nil {
		t.Fatal(err)
	}
	wide, err := browser.Read[int](tab, "document.scrollingElement.scrollWidth")
	if err != nil {
		t.Fatal(err)
	}
	if wide > 320 {
		who, err := browser.Read[string](tab, `[...document.querySelectorAll("body *")]
			.filter(e => e.getBoundingClientRect().right > 321).slice(0, 3)
			.map(e => e.tagName.toLowerCase() + "." + e.className).join(", ")`)
		t.Errorf("%d px wide on a phone of 320: %s %v", wide, who, err)
	}
}

// printsPlainly checks that paper shows the content and none of what only a screen can do.
func printsPlainly(t *testing.T, tab *browser.Tab) {
	t.Helper()
	err := tab.Print()
	if err != nil {
		t.Fatal(err)
	}
	left, err := browser.Read[string](tab, `[...document.querySelectorAll("header nav, .skip, button, .no-print")]
		.filter(e => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden")
		.map(e => e.tagName.toLowerCase() + "." + e.className).join(", ")`)
	if err != nil {
		t.Fatal(err)
	}
	if left != "" {
		t.Errorf("on paper there is still %s", left)
	}
}

func TestThePlanFitsOnPaper(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	tab := s.tab(t, browser.Desk())
	status, err := tab.Open(s.origin + "/en/plan?" + indianStudent().query())
	if err != nil || status != 200 {
		t.Fatalf("answers %d: %v", status, err)
	}
	paper, err := tab.PDF()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(paper, []byte("%PDF-")) {
		t.Error("printing gives no PDF")
	}
}

// A slow phone on an old network reads these pages too: the page is counted before compression, what it loads after.
func TestPagesAreLight(t *testing.T) {
	t.Parallel()
	const pageMost, sheetMost, scriptMost = 60 << 10, 12 << 10, 12 << 10
	s := theSite(t)
	for _, lang := range languages() {
		for _, kind := range kinds() {
			t.Run(lang+"/"+kind.name, func(t *testing.T) {
				t.Parallel()
				if size := fetched(t, s.origin+"/"+lang+kind.path, "identity"); size > pageMost {
					t.Errorf("%d bytes of HTML, at most %d", size, pageMost)
				}
			})
		}
	}
	tab := s.tab(t, browser.Phone())
	_, err := tab.Open(s.origin + "/en/plan?" + indianStudent().query())
	if err != nil {
		t.Fatal(err)
	}
	sum := func(selector, attribute string) int {
		list, err := browser.Read[string](tab, fmt.Sprintf("[...document.querySelectorAll(%q)].map(e => e.%s).join(' ')", selector, attribute))
		if err != nil {
			t.Fatal(err)
		}
		total := 0
		for _, address := range strings.Fields(list) {
			total += fetched(t, address, "gzip")
		}
		return total
	}
	if size := sum("link[rel=stylesheet]", "href"); size == 0 || size > sheetMost {
		t.Errorf("%d bytes of styles, at most %d", size, sheetMost)
	}
	if size := sum("script[src]", "src"); size > scriptMost {
		t.Errorf("%d bytes of scripts, at most %d", size, scriptMost)
	}
}

// fetched returns how many bytes of body an address sends in the given encoding.
func fetched(t *testing.T, address, encoding string) int {
	t.Helper()
	_, body := fetch(t, address, encoding)
	return len(body)
}

// fetch asks for an address as a program does and returns the answer with its body as it was sent.
func fetch(t *testing.T, address, encoding string) (*http.Response, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", encoding)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close() // it has been read to its end
	if err != nil {
		t.Fatal(err)
	}
	return answer, body
}
