package webtest_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
	"sejur/internal/web/webtest"
)

// results are the addresses that a search leads to, in order, without the language.
func results(t *testing.T, page string) []string {
	t.Helper()
	all, err := webtest.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, a := range webtest.Find(all, "a") {
		if a.Inside("li") && a.Parent.Name == "div" && a.Inside("main") {
			out = append(out, a.Attr["href"][len("/en"):])
		}
	}
	return out
}

func TestTheSearchFindsWhatIsMeant(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, row := range []struct{ name, words, want string }{
		{"a procedure", "student permit", "/procedures/study-permit"},
		{"with a slip", "studnet", "/procedures/study-permit"},
		{"with marks", "certificat de înregistrare", "/procedures/eu-registration-certificate"},
		{"without marks", "certificat de inregistrare", "/procedures/eu-registration-certificate"},
		{"in another script", "тимчасовий захист", "/procedures/temporary-protection"},
		{"a paper", "cazier judiciar", "/documents/criminal-record-ro"},
		{"an office", "timisoara", "/offices/igi-tm"},
	} {
		for _, lang := range locale.All() {
			t.Run(row.name+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				got := results(t, site.Get("/"+string(lang)+"/search?q="+url.QueryEscape(row.words)).Body.String())
				if !slices.Contains(got[:min(len(got), 3)], row.want) {
					t.Errorf("%q leads to %v, want %s among the first three", row.words, got, row.want)
				}
			})
		}
	}
}

func TestTheSearchKeepsItsWords(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, row := range []struct{ name, typed, kept string }{
		{"as they were typed", "  Timișoara ", "Timișoara"},
		{"marks that mean something in HTML", `"><script>alert(1)</script>`, `"><script>alert(1)</script>`},
		{"in one line", "student\r\n\tpermit", "student   permit"},
		{"no more than the box takes", strings.Repeat("ж", 5000), strings.Repeat("ж", ui.MaxSearch)},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := site.Get("/uk/search?q=" + url.QueryEscape(row.typed[:min(len(row.typed), 2000)]))
			all, err := webtest.Parse(got.Body.String())
			if err != nil {
				t.Fatal(err)
			}
			if got.Code != http.StatusOK || !holds(all, row.kept) {
				t.Errorf("status %d, and the box does not hold %q", got.Code, row.kept)
			}
			if strings.Contains(got.Body.String(), "<script>") {
				t.Error("what was typed became part of the page")
			}
			other := "/ro/search?q=" + url.QueryEscape(row.kept)
			if !slices.ContainsFunc(webtest.Find(all, "a"), func(a *webtest.Element) bool { return a.Attr["href"] == other }) {
				t.Error("another language loses the words")
			}
		})
	}
	if junk := site.Get("/en/search?q=%ff%fe%00%c3").Body.String(); !utf8.ValidString(junk) {
		t.Error("bytes that are no text became part of the page")
	}
}

func TestWordsThatWereLookedForAreKeptNowhere(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	h := site.Get("/en/search?q=asylum").Header()
	if h.Get("Cache-Control") != "no-store" || h.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("Cache-Control %q, X-Robots-Tag %q", h.Get("Cache-Control"), h.Get("X-Robots-Tag"))
	}
	if robots := site.Get("/robots.txt").Body.String(); !strings.Contains(robots, "Disallow: /en/search\n") {
		t.Error("crawlers may search")
	}
}

func TestTheSearchSaysHowManyAndOnWhichDay(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	p := site.Catalogue.For(locale.EN)
	page := site.Get("/en/search?q=work+approval+employer").Body.String()
	all, err := webtest.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	n := len(results(t, page))
	said := p.T("page.search.found", locale.Num("n", n), locale.Str("words", "work approval employer"))
	for _, name := range []string{"title", "b"} {
		if !slices.ContainsFunc(webtest.Find(all, name), func(e *webtest.Element) bool { return strings.Contains(e.Text, said) }) {
			t.Errorf("%s does not say %q", name, said)
		}
	}
	const address = "/en/procedures/work-approval-employer"
	if said := lineOf(t, page, address); !strings.Contains(said, p.T("page.search.closed")) {
		t.Errorf("a procedure that has ended is shown as %q", said)
	}
	before := site.Get("/en/search?q=work+approval+employer&on=2026-08-07").Body.String()
	if said := lineOf(t, before, address+"?on=2026-08-07"); !strings.Contains(said, p.T("page.search.open")) {
		t.Errorf("before its end it is shown as %q", said)
	}
	if !strings.Contains(before, `type="hidden" name="on" value="2026-08-07"`) {
		t.Error("the next search is about another day")
	}
}

// lineOf is what stands beside a link, "" where the link is not.
func lineOf(t *testing.T, page, address string) string {
	t.Helper()
	all, err := webtest.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range webtest.Find(all, "a") {
		if a.Attr["href"] == address {
			return strings.Join(strings.Fields(a.Parent.Text), " ")
		}
	}
	return ""
}

func TestEveryPaperHasItsPage(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	on := calendar.On(2026, 11, 20)
	list := site.Get("/en/documents").Body.String()
	for _, d := range site.Law.Documents(locale.EN, on) {
		if n := strings.Count(list, `href="/en/documents/`+d.ID+`"`); n != 1 {
			t.Errorf("%s stands %d times in the list", d.ID, n)
		}
		for _, lang := range webtest.Languages() {
			got := site.Get("/" + string(lang) + "/documents/" + d.ID)
			if got.Code != http.StatusOK {
				t.Fatalf("%s in %s: status %d", d.ID, lang, got.Code)
			}
			webtest.Judge(t, lang, got.Body.String())
			const most = 60 << 10
			if n := got.Body.Len(); n > most {
				t.Errorf("%s in %s: %d bytes, more than %d", d.ID, lang, n, most)
			}
			if t.Failed() {
				t.Fatalf("%s in %s", d.ID, lang)
			}
		}
	}
}

func TestAPaperLeadsToTheProceduresOfItsDay(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, row := range map[string]struct {
		address string
		has     []string
		hasNot  string
	}{
		"a paper asked for today": {"/documents/criminal-record-ro", []string{`href="/en/procedures/ltr-right"`, "6 months"}, "?on="},
		"the same on another day": {"/documents/criminal-record-ro?on=2025-01-01", []string{`href="/en/procedures/ltr-right?on=2025-01-01"`}, `href="/en/procedures/ltr-right"`},
		"its procedure leads back": {
			"/procedures/ltr-right?on=2025-01-01", []string{`href="/en/documents/criminal-record-ro?on=2025-01-01"`}, `href="/en/documents/criminal-record-ro"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := site.Get("/en" + row.address).Body.String()
			for _, want := range row.has {
				if !strings.Contains(page, want) {
					t.Errorf("no %s", want)
				}
			}
			if strings.Contains(page, row.hasNot) {
				t.Errorf("%s stands there", row.hasNot)
			}
		})
	}
}

func TestTheNewPagesAnswerHead(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, address := range []string{"/en/search?q=permit", "/ro/documents", "/uk/documents/passport", "/en/open-data"} {
		got := site.Do(httptest.NewRequestWithContext(t.Context(), http.MethodHead, address, nil))
		if got.Code != http.StatusOK || got.Body.Len() > 0 || got.Header().Get("Content-Length") == "0" {
			t.Errorf("%s: status %d, %d bytes of %s", address, got.Code, got.Body.Len(), got.Header().Get("Content-Length"))
		}
	}
}

func TestTheBoxOfTheSearchStandsWherePeopleLook(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, address := range []string{"", "/procedures", "/documents", "/search"} {
		page := site.Get("/ro" + address).Body.String()
		if n := strings.Count(page, `role="search" method="get" action="/ro/search"`); n != 1 {
			t.Errorf("%s: %d boxes, want 1", address, n)
		}
	}
}
