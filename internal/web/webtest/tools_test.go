package webtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sejur/internal/locale"
	"sejur/internal/web/webtest"
)

// parts writes a date as the three inputs of a form do.
func parts(name, day, month, year string) string {
	return "&" + name + "-day=" + day + "&" + name + "-month=" + month + "&" + name + "-year=" + year
}

// counted are addresses of the lists and calculators that must be whole in every language.
func counted() map[string]string {
	full := ""
	for _, i := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"} {
		full += parts("stay-"+i+"-entry", "1", i, "2025") + parts("stay-"+i+"-exit", "5", i, "2025")
	}
	return map[string]string{
		"the list of procedures":             "/procedures",
		"the list on another day":            "/procedures?on=2025-01-01",
		"what changes":                       "/changes",
		"what differs between two days":      "/changes?from=2026-06-30&to=2026-08-08",
		"what differs over many years":       "/changes?from=2008-01-01&to=2026-11-20",
		"nothing differs on one day":         "/changes?from=2026-11-20&to=2026-11-20",
		"the search, empty":                  "/search",
		"the search, blank":                  "/search?q=+++",
		"the search with marks":              "/search?q=certificat+de+%C3%AEnregistrare",
		"the search on another day":          "/search?q=permit&on=2025-01-01",
		"the search, nothing found":          "/search?q=qqqqqqqq",
		"the search, far too long":           "/search?q=" + strings.Repeat("x%D0%B6%00", 1000),
		"the list of papers":                 "/documents",
		"the list of papers on another day":  "/documents?on=2019-01-01",
		"a paper that many ask for":          "/documents/passport",
		"a paper that ages":                  "/documents/criminal-record-ro?on=2025-01-01",
		"a paper of before the rules":        "/documents/passport?on=1990-01-01",
		"open data":                          "/open-data",
		"open data in another language":      "/open-data?lang=uk&on=2025-01-01",
		"open data at the beginning of days": "/open-data?on=1900-01-01",
		"the list of offices":                "/offices",
		"the offices of a county":            "/offices?county=TM",
		"an office with hours":               "/offices/igi-b-iorga",
		"an office of which little is known": "/offices/igi-cj",
		"an organisation":                    "/offices/ci-bucuresti-cnrr",
		"the calculators":                    "/tools",
		"90 days, empty":                     "/tools/90-180",
		"90 days, one more row":              "/tools/90-180?stay-rows=1&more=stay",
		"90 days, every row":                 "/tools/90-180?stay-rows=12" + full,
		"90 days, over the limit": "/tools/90-180?stay-1-entry=2026-06-01&stay-1-exit=2026-09-15&stay-2-entry=2026-09-15&stay-2-exit=2026-10-01&stay-2-own=1" +
			"&trip-entry=2026-12-01&trip-exit=2027-01-20",
		"90 days, still here":        "/tools/90-180?stay-1-entry=2026-10-01&on=2026-11-20",
		"90 days, a trip that fits":  "/tools/90-180?trip-entry=2026-12-01&trip-exit=2026-12-20",
		"90 days, a trip far ahead":  "/tools/90-180?trip-entry=2031-12-01&trip-exit=2032-12-20",
		"years, the choice":          "/tools/continuous-stay",
		"years, the form":            "/tools/continuous-stay?rule=long-term",
		"years, complete":            "/tools/continuous-stay?rule=eu-permanent&period-1-from=2020-01-01",
		"years, not complete":        "/tools/continuous-stay?rule=long-term-protection&period-1-from=2024-01-01&period-1-title=refugee&away-1-out=2025-01-01&away-1-in=2025-07-01",
		"years, broken":              "/tools/continuous-stay?rule=long-term&period-1-from=2016-01-01&period-1-title=work&away-1-out=2024-01-01",
		"years, with reasons":        "/tools/continuous-stay?rule=eu-permanent&period-1-from=2019-01-01&away-1-out=2022-01-01&away-1-in=2022-11-01&away-1-reason=important",
		"years, studies only":        "/tools/continuous-stay?rule=long-term&period-1-from=2016-01-01&period-1-title=study",
		"years, one more absence":    "/tools/continuous-stay?rule=long-term&period-rows=2&away-rows=1&more=away",
		"a term, empty":              "/tools/deadline",
		"a term to a working day":    "/tools/deadline?from=2026-11-02&n=10&unit=working",
		"a term to a holiday":        "/tools/deadline?from=2026-09-01&n=3&unit=months&direction=after",
		"a term back over a month":   "/tools/deadline?from=2027-01-31&n=30&unit=calendar&direction=before",
		"a term of a hundred years":  "/tools/deadline?from=2199-12-31&n=100&unit=years",
		"a term back a hundred more": "/tools/deadline?from=1900-01-01&n=36525&unit=calendar&direction=before",
	}
}

func TestEveryCalculatorAndListIsWholeInEveryLanguage(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, address := range counted() {
		for _, lang := range webtest.Languages() {
			t.Run(name+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				got := site.Get("/" + string(lang) + address)
				if got.Code != http.StatusOK {
					t.Fatalf("status %d, want 200", got.Code)
				}
				webtest.Judge(t, lang, got.Body.String())
				const most = 64 << 10
				if n := got.Body.Len(); n > most && lang != locale.Pseudo {
					t.Errorf("%d bytes, more than %d", n, most)
				}
			})
		}
	}
}

func TestWrongDatesAreSaidInEveryLanguage(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, row := range map[string]struct{ address, input, kept string }{
		"the list on a day that is none":       {"/procedures?" + parts("on", "30", "2", "2026"), "on-day", "30"},
		"a comparison with a day that is none": {"/changes?from=2026-06-30" + parts("to", "31", "6", "2026"), "to-day", "31"},
		"a comparison with one day":            {"/changes?from=2026-06-07", "to-day", "7"},
		"a procedure on no day":                {"/procedures/study-permit?" + parts("on", "x", "2", "2026"), "on-day", "x"},
		"a search on no day":                   {"/search?q=permis&" + parts("on", "x", "2", "2026"), "on-day", "permis"},
		"papers on a day that is none":         {"/documents?" + parts("on", "30", "2", "2026"), "on-day", "30"},
		"a paper on a day that is none":        {"/documents/passport?on=tomorrow", "on-day", ""},
		"data of a day that is none":           {"/open-data?" + parts("on", "30", "2", "2026"), "on-day", "30"},
		"data in no language":                  {"/open-data?lang=fr", "lang", ""},
		"an exit before its entry": {
			"/tools/90-180?" + parts("stay-1-entry", "5", "5", "2026") + parts("stay-1-exit", "4", "5", "2026"), "stay-1-exit-day", "4",
		},
		"stays that overlap": {
			"/tools/90-180?stay-1-entry=2026-05-01&stay-1-exit=2026-05-20&stay-3-entry=2026-05-10&stay-3-exit=2026-05-12", "stay-3-entry-day", "10",
		},
		"a day that no month has": {"/tools/90-180?" + parts("stay-2-entry", "31", "4", "2026"), "stay-2-entry-day", "31"},
		"letters for a day":       {"/tools/90-180?" + parts("stay-1-entry", "one", "4", "2026"), "stay-1-entry-day", "one"},
		"an exit alone":           {"/tools/90-180?" + parts("stay-1-exit", "7", "4", "2026"), "stay-1-entry-day", "7"},
		"a trip without an end":   {"/tools/90-180?trip-entry=2026-12-08", "trip-exit-day", "8"},
		"a trip that ends first":  {"/tools/90-180?trip-entry=2026-12-08&trip-exit=2026-12-07", "trip-exit-day", "7"},
		"no day to count on":      {"/tools/90-180?stay-1-entry=2026-05-01&on=yesterday", "on-day", ""},
		"two stays without end":   {"/tools/90-180?stay-1-entry=2026-05-01&stay-2-entry=2026-06-01", "stay-2-exit-day", "6"},
		"no such right":           {"/tools/continuous-stay?rule=forever", "rule", ""},
		"no years at all":         {"/tools/continuous-stay?rule=long-term&period-rows=1&away-rows=1", "period-1-from-day", ""},
		"years without a title":   {"/tools/continuous-stay?rule=long-term&period-1-from=2020-01-09", "period-1-title", "9"},
		"years that end first":    {"/tools/continuous-stay?rule=eu-permanent&period-1-from=2020-01-09&period-1-to=2020-01-08", "period-1-to-day", "8"},
		"a return before leaving": {
			"/tools/continuous-stay?rule=eu-permanent&period-1-from=2020-01-09&away-1-out=2021-01-09&away-1-in=2021-01-08", "away-1-in-day", "8",
		},
		"a term from nowhere":           {"/tools/deadline?n=30&unit=calendar", "from-day", "30"},
		"a term of nothing":             {"/tools/deadline?from=2026-01-07&n=&unit=calendar", "n", "7"},
		"a term of less":                {"/tools/deadline?from=2026-01-07&n=-5&unit=calendar", "n", "-5"},
		"a term of far too much":        {"/tools/deadline?from=2026-01-07&n=99999999999999999999&unit=years", "n", "7"},
		"a term with nothing filled in": {"/tools/deadline?from=2026-01-07&n=&unit=", "unit", "7"},
		"a term of moons":               {"/tools/deadline?from=2026-01-07&n=5&unit=moons", "unit", "5"},
	} {
		for _, lang := range webtest.Languages() {
			t.Run(name+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				judgeRefusal(t, lang, site.Get("/"+string(lang)+row.address), row.input, row.kept)
			})
		}
	}
}

// values are the large words of an answer, in order.
func values(t *testing.T, site *webtest.Site, address string) string {
	t.Helper()
	got := site.Get("/en" + address)
	if got.Code != http.StatusOK {
		t.Fatalf("%s: status %d", address, got.Code)
	}
	all, err := webtest.Parse(got.Body.String())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range webtest.Find(all, "dd") {
		if !strings.Contains(e.Parent.Parent.Attr["class"], "strip") {
			continue
		}
		text := e.Text
		for _, small := range webtest.Find(all, "small") {
			if small.Parent == e {
				text = strings.Replace(text, small.Text, "", 1)
			}
		}
		out = append(out, strings.TrimSpace(text))
	}
	return strings.Join(out, " | ")
}

func TestShortStaysAreCounted(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, row := range map[string]struct{ query, want string }{
		"one day in winter and two weeks in summer": {
			"stay-1-entry=2024-01-01&stay-1-exit=2024-01-01&stay-2-entry=2024-06-01&on=2024-06-14",
			"15 days | 75 days | 29 August 2024 | 14 June 2024",
		},
		"days under a permit are free": {
			"stay-1-entry=2026-06-01&stay-1-exit=2026-11-01&stay-1-own=1&on=2026-11-20",
			"0 days | 90 days | 17 February 2027 | 20 November 2026",
		},
		"a full 90 days leave none": {
			"stay-1-entry=2026-08-23&stay-1-exit=2026-11-20&on=2026-11-20",
			"90 days | 0 days | 20 November 2026 | 20 November 2026",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := values(t, site, "/tools/90-180?"+row.query); got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
		})
	}
}

func TestTheDaysAreDrawnTwiceAndListed(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	page := site.Get("/en/tools/90-180?stay-1-entry=2026-06-01&stay-1-exit=2026-09-15&trip-entry=2026-12-20&trip-exit=2027-01-20&on=2026-11-20").Body.String()
	all, err := webtest.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, class := range []string{"days-band", "days-rows"} {
		pictures := webtest.Class(all, class)
		if len(pictures) != 1 || pictures[0].Attr["role"] != "img" || pictures[0].Attr["aria-labelledby"] == "" {
			t.Errorf("%s is not drawn once, with a name", class)
		}
	}
	for _, kind := range []string{"d-counted", "d-over", "d-trip"} {
		if len(webtest.Class(all, kind)) < 3 {
			t.Errorf("%s is not in both pictures and in the legend", kind)
		}
	}
	if n := strings.Count(page, "patternTransform"); n == 0 {
		t.Error("the days differ by colour alone")
	}
}

func TestARowIsAddedAndNothingIsLost(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	page := site.Get("/en/tools/90-180?stay-rows=2" + parts("stay-1-entry", "5", "x", "2026") + "&stay-2-own=1&more=stay").Body.String()
	for _, want := range []string{`name="stay-3-entry-day"`, `name="stay-rows" value="3"`, `value="x"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(page, `class="errors"`) {
		t.Error("asking for a row is told off")
	}
	last := site.Get("/en/tools/90-180?stay-rows=12&more=stay").Body.String()
	if strings.Contains(last, `name="stay-13-entry-day"`) || strings.Contains(last, `value="stay"`) {
		t.Error("there are more than 12 rows")
	}
}

func TestContinuousStaysAreCounted(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	p := site.Catalogue.For("en")
	done, not := p.T("page.continuous-stay.yes"), p.T("page.continuous-stay.not_yet")
	for name, row := range map[string]struct {
		query string
		has   []string
	}{
		"five years to the day": {
			"rule=long-term&period-1-title=work&period-1-from=2021-11-20&on=2026-11-20", []string{done, "20 November 2026"},
		},
		"a day less": {
			"rule=long-term&period-1-title=work&period-1-from=2021-11-21&on=2026-11-20", []string{not, "Saturday, 21 November 2026"},
		},
		"four years are enough for a refugee": {
			"rule=long-term-protection&period-1-title=refugee&period-1-from=2022-11-20&on=2026-11-20", []string{done},
		},
		"exactly six months away is a warning": {
			"rule=long-term&period-1-title=work&period-1-from=2019-01-01&away-1-out=2023-01-01&away-1-in=2023-07-01", []string{done, "exactly 6 months"},
		},
		"more than six months break the stay": {
			"rule=long-term&period-1-title=work&period-1-from=2019-01-01&away-1-out=2023-01-01&away-1-in=2023-07-02", []string{not, "2 July 2023"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := site.Get("/en/tools/continuous-stay?" + row.query).Body.String()
			for _, want := range row.has {
				if !strings.Contains(page, want) {
					t.Errorf("no %q", want)
				}
			}
			if !strings.Contains(page, `href="#s1"`) {
				t.Error("the reasons name no source")
			}
		})
	}
}

func TestTermsAreCounted(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, row := range map[string]struct {
		query string
		has   []string
	}{
		"thirty days before the year's end meet a holiday": {
			"from=2026-12-30&n=30&unit=calendar&direction=before",
			[]string{`<p class="big">Monday, 30 November 2026</p>`, "Friday, 27 November 2026", "St Andrew"},
		},
		"three months end on the national day": {
			"from=2026-09-01&n=3&unit=months", []string{`<p class="big">Tuesday, 1 December 2026</p>`, "Wednesday, 2 December 2026"},
		},
		"working days skip holidays and the weekend": {
			"from=2026-11-27&n=1&unit=working", []string{`<p class="big">Wednesday, 2 December 2026</p>`},
		},
		"the last of a shorter month": {
			"from=2027-01-31&n=1&unit=months", []string{`<p class="big">Sunday, 28 February 2027</p>`, "Monday, 1 March 2027"},
		},
		"the year's holidays are those of the answer": {
			"from=2026-11-20&n=1&unit=years", []string{"2 May 2027", `<h2 id="holidays">Public holidays in 2027</h2>`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := site.Get("/en/tools/deadline?" + row.query).Body.String()
			for _, want := range row.has {
				if !strings.Contains(page, want) {
					t.Errorf("no %q", want)
				}
			}
		})
	}
}

func TestNoInputBreaksACalculator(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	names := []string{
		"stay-1-entry", "stay-1-exit", "stay-2-entry", "stay-12-exit", "stay-1-own", "stay-rows", "stay-99-entry", "stay-1-entry-day",
		"stay-1-entry-month", "stay-1-entry-year", "trip-entry", "trip-exit", "on", "on-day", "rule", "period-1-title", "period-1-from",
		"period-1-to", "period-2-from", "away-1-out", "away-1-in", "away-1-reason", "more", "from", "n", "unit", "direction", "county", "q", "lang",
	}
	words := []string{
		"", "~", "none", "2026-01-01", "2026-02-30", "2199-12-31", "1900-01-01", "0001-01-01", "9999-99-99", "-1", "1", "12", "31", "100", "1e9",
		"long-term", "eu-permanent", "work", "study", "important", "stay", "period", "calendar", "working", "months", "years", "before", "B",
		"<script>", "\x00", "ș", strings.Repeat("9", 40),
	}
	rapid.Check(t, func(rt *rapid.T) {
		address := rapid.SampledFrom([]string{
			"/tools/90-180", "/tools/continuous-stay", "/tools/deadline", "/offices", "/procedures", "/procedures/study-permit",
			"/search", "/documents", "/documents/passport", "/open-data",
		}).Draw(rt, "page")
		query := url.Values{}
		for range rapid.IntRange(0, 8).Draw(rt, "inputs") {
			query.Add(rapid.SampledFrom(names).Draw(rt, "name"), rapid.SampledFrom(words).Draw(rt, "value"))
		}
		got := site.Get("/ro" + address + "?" + query.Encode())
		switch got.Code {
		case http.StatusOK, http.StatusUnprocessableEntity, http.StatusNotFound:
		default:
			rt.Errorf("%s?%s: status %d", address, query.Encode(), got.Code)
		}
		if strings.Contains(got.Body.String(), "<script>") || strings.Contains(got.Body.String(), "⟦") {
			rt.Errorf("%s?%s: the page holds what it must not", address, query.Encode())
		}
	})
}
