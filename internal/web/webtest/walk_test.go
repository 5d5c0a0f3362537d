package webtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sejur/internal/web/webtest"
)

// maxQuestions is more than anybody is asked.
const maxQuestions = 60

// walk answers question after question as choose says, sending the forms as a browser does, and gives the address
// of the plan.
func walk(t *testing.T, site *webtest.Site, start string, choose func(form form) (name, value string)) string {
	t.Helper()
	address := start
	for range maxQuestions {
		got := site.Get(address)
		if got.Code == http.StatusSeeOther {
			address = got.Header().Get("Location")
			if strings.Contains(address, "/plan") {
				return address
			}
			continue
		}
		if got.Code != http.StatusOK {
			t.Fatalf("%s: status %d", address, got.Code)
		}
		f := readForm(t, got.Body.String())
		name, value := choose(f)
		f.values.Add(name, value)
		address = f.action + "?" + f.values.Encode()
	}
	t.Fatalf("no plan after %d questions; the last was %s", maxQuestions, address)
	return ""
}

// form is the form of a question: what it carries and the inputs of its question.
type form struct {
	action  string
	values  url.Values
	asks    string
	radios  []string
	selects []string
	parts   bool // a date in parts
}

func readForm(t *testing.T, page string) form {
	t.Helper()
	all, err := webtest.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	f := form{values: url.Values{}}
	for _, e := range all {
		switch {
		case e.Name == "form":
			f.action = e.Attr["action"]
		case e.Name == "input" && e.Attr["type"] == "hidden":
			f.values.Add(e.Attr["name"], e.Attr["value"])
		case e.Name == "input" && e.Attr["type"] == "radio":
			f.radios = append(f.radios, e.Attr["value"])
		case e.Name == "input" && strings.HasSuffix(e.Attr["name"], "-day"):
			f.parts = true
		case e.Name == "option" && e.Attr["value"] != "":
			f.selects = append(f.selects, e.Attr["value"])
		}
	}
	f.asks = f.values.Get("answering")
	if f.asks == "" {
		t.Fatal("the form does not say what it asks")
	}
	return f
}

func TestWhoeverKnowsNothingStillGetsAPlan(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, country := range []string{"IN", "UA", "FR", "RO", "US", "XK"} {
		t.Run(country, func(t *testing.T) {
			t.Parallel()
			address := walk(t, site, "/en/check", func(f form) (string, string) {
				if f.asks == "nationality" {
					return f.asks, country
				}
				return f.asks, "~"
			})
			if got := site.Get(address); got.Code != http.StatusOK {
				t.Errorf("%s: status %d", address, got.Code)
			}
		})
	}
}

func TestEveryFirstAndLastAnswerLeadsToAPlan(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, country := range []string{"IN", "UA", "FR"} {
		for _, aim := range []string{"live", "renew", "settle", "visit", "extend-visa", "protection", "invite", "hire", "contest"} {
			for name, last := range map[string]bool{"first": false, "last": true} {
				t.Run(country+" "+aim+" "+name, func(t *testing.T) {
					t.Parallel()
					start := "/ro/check?nationality=" + country + "&aim=" + aim
					address := walk(t, site, start, func(f form) (string, string) { return pick(f, last) })
					got := site.Get(address)
					if got.Code != http.StatusOK {
						t.Fatalf("%s: status %d", address, got.Code)
					}
					webtest.Judge(t, "ro", got.Body.String())
				})
			}
		}
	}
}

// pick answers with the first or the last that is offered, and does not know what has to be written.
func pick(f form, last bool) (name, value string) {
	options := append(f.radios, f.selects...)
	switch {
	case len(options) == 0:
		return f.asks, "~"
	case last:
		return f.asks, options[len(options)-1]
	}
	return f.asks, options[0]
}

func TestADateInPartsComesBackWhole(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	got := site.Get("/en/check?nationality=IN&aim=live&purpose=study&answering=title_expires" +
		"&title_expires-day=5&title_expires-month=01&title_expires-year=2027")
	if got.Code != http.StatusSeeOther || !strings.Contains(got.Header().Get("Location"), "title_expires=2027-01-05") {
		t.Fatalf("%d to %q", got.Code, got.Header().Get("Location"))
	}
	form := site.Get("/en/check?nationality=IN&aim=live&purpose=study&title_expires=2027-01-05&change=title_expires")
	all, err := webtest.Parse(form.Body.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"5", "1", "2027"} {
		if !holds(all, want) {
			t.Errorf("%q is not in the form", want)
		}
	}
}

func TestPeriodsComeBackWhole(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	rows := "&absences-1-from-day=1&absences-1-from-month=2&absences-1-from-year=2024" +
		"&absences-1-to-day=3&absences-1-to-month=3&absences-1-to-year=2024" +
		"&absences-2-from-day=9&absences-2-from-month=9&absences-2-from-year=2026"
	address := "/en/check?nationality=IN&aim=settle&answering=absences&absences-rows=2" + rows
	t.Run("sent", func(t *testing.T) {
		t.Parallel()
		got := site.Get(address)
		want := "absences=" + url.QueryEscape("2024-02-01..2024-03-03,2026-09-09..")
		if got.Code != http.StatusSeeOther || !strings.Contains(got.Header().Get("Location"), want) {
			t.Errorf("%d to %q, want %s", got.Code, got.Header().Get("Location"), want)
		}
	})
	t.Run("with one more row", func(t *testing.T) {
		t.Parallel()
		got := site.Get(address + "&more=3")
		if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `name="absences-3-from-day"`) {
			t.Errorf("status %d, or no third row", got.Code)
		}
		if !strings.Contains(got.Body.String(), `name="absences-2-from-year" value="2026"`) {
			t.Error("the second row was lost")
		}
	})
	t.Run("without any", func(t *testing.T) {
		t.Parallel()
		got := site.Get("/en/check?nationality=IN&aim=settle&answering=absences&absences-rows=1&absences=none")
		if got.Code != http.StatusSeeOther || !strings.Contains(got.Header().Get("Location"), "absences=none") {
			t.Errorf("%d to %q", got.Code, got.Header().Get("Location"))
		}
	})
}

func TestChangingAnAnswerDropsWhatMakesNoSenseAnyMore(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	got := site.Get("/en/check?" + strings.Replace(student, "purpose=study", "", 1) + "&answering=purpose&purpose=employment")
	to := got.Header().Get("Location")
	if got.Code != http.StatusSeeOther || strings.Contains(to, "scholarship") || !strings.Contains(to, "purpose=employment") {
		t.Errorf("%d to %q", got.Code, to)
	}
}

func TestTheDayIsKeptOnTheWay(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, address := range map[string]string{
		"from a question": "/en/check?nationality=IN&answering=aim&aim=live&on=2025-03-03",
		"from the plan":   "/en/plan?nationality=IN&aim=live&on-day=3&on-month=3&on-year=2025",
	} {
		got := site.Get(address)
		if got.Code != http.StatusSeeOther || !strings.HasSuffix(got.Header().Get("Location"), "&on=2025-03-03") {
			t.Errorf("%s: %d to %q", name, got.Code, got.Header().Get("Location"))
		}
	}
}

func TestASharedLinkLeavesOutWhatIsSensitive(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	const given = "nationality=UA&aim=protection&protected_without_break=true"
	for name, row := range map[string]struct{ keep, want string }{
		"nothing ticked":    {"", "/en/plan?nationality=UA"},
		"the wish ticked":   {"&keep=aim", "/en/plan?nationality=UA&aim=protection"},
		"everything ticked": {"&keep=aim&keep=protected_without_break", "/en/plan?" + given},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, err := webtest.Parse(site.Get("/en/share?" + given + row.keep).Body.String())
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range webtest.Find(all, "input") {
				if e.Attr["id"] == "link" && e.Attr["value"] != webtest.Origin+row.want {
					t.Errorf("the link is %q, want %q", e.Attr["value"], webtest.Origin+row.want)
				}
			}
		})
	}
}

func TestTheLanguageChangesAndThePlaceStays(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	page := site.Get("/en/check?nationality=IN&aim=live").Body.String()
	for _, want := range []string{`href="/ro/check?nationality=IN&amp;aim=live"`, `href="/uk/check?nationality=IN&amp;aim=live"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no link %s", want)
		}
	}
}

func TestTheCalendarFileIsWellFormed(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, lang := range webtest.Languages() {
		got := site.Get("/" + string(lang) + "/plan.ics?" + student)
		if got.Code != http.StatusOK || !strings.HasPrefix(got.Header().Get("Content-Type"), "text/calendar") {
			t.Fatalf("%s: %d %s", lang, got.Code, got.Header().Get("Content-Type"))
		}
		text := got.Body.String()
		if !strings.HasPrefix(text, "BEGIN:VCALENDAR\r\n") || !strings.HasSuffix(text, "END:VCALENDAR\r\n") {
			t.Errorf("%s: not a calendar", lang)
		}
		if n := strings.Count(text, "BEGIN:VEVENT"); n == 0 || n != strings.Count(text, "END:VEVENT") || n != strings.Count(text, "\r\nUID:") {
			t.Errorf("%s: %d events, not all whole", lang, n)
		}
		for line := range strings.SplitSeq(text, "\r\n") {
			if len(line) > 75 || strings.Contains(line, "\n") {
				t.Errorf("%s: a line of %d bytes", lang, len(line))
			}
		}
		if strings.Contains(text, "scholarship") || strings.Contains(text, "nationality") {
			t.Errorf("%s: answers are in the file", lang)
		}
	}
}
