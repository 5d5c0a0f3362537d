//go:build e2e

package e2e

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"sejur/e2e/browser"
)

// mostQuestions is more than any honest way through the guide asks.
const mostQuestions = 30

// journey is one person before the screen.
type journey struct {
	t    *testing.T
	site *site
	tab  *browser.Tab
	lang string
}

func begin(t *testing.T, lang string, v browser.View) *journey {
	t.Helper()
	s := theSite(t)
	return &journey{t: t, site: s, tab: s.tab(t, v), lang: lang}
}

func (j *journey) must(err error) {
	j.t.Helper()
	if err != nil {
		j.t.Fatal(err)
	}
}

func (j *journey) open(path string) {
	j.t.Helper()
	status, err := j.tab.Open(j.site.origin + "/" + j.lang + path)
	j.must(err)
	if status != 200 {
		j.t.Fatalf("%s answers %d", path, status)
	}
}

// question returns the fact that the page asks, "" when the plan has been reached.
func (j *journey) question() string {
	j.t.Helper()
	fact, err := browser.Read[string](j.tab, `(document.querySelector("form input[name=answering]") || {value: ""}).value`)
	j.must(err)
	if fact == "" {
		address, err := j.tab.URL()
		j.must(err)
		if !strings.HasSuffix(address.Path, "/plan") {
			j.t.Fatalf("no question and no plan at %s", address.Path)
		}
	}
	return fact
}

// kind tells the control of the question: select, radio, date, periods or text.
func (j *journey) kind(fact string) string {
	j.t.Helper()
	kind, err := browser.Read[string](j.tab, `(fact => {
		if (document.getElementsByName(fact + "-rows").length) return "periods";
		if (document.getElementById(fact + "-day")) return "date";
		const e = document.getElementById(fact);
		return e ? (e.tagName === "SELECT" ? "select" : e.type) : "none";
	})(`+strconv.Quote(fact)+`)`)
	j.must(err)
	return kind
}

const forward = "form button.btn-main"

// answer gives the person's answer with mouse and keyboard, or says that they do not know.
func (j *journey) answer(fact string, p person) {
	j.t.Helper()
	value, known := p.answers[fact]
	if !known {
		j.send(`form button[name="` + fact + `"][value="~"]`)
		return
	}
	switch kind := j.kind(fact); kind {
	case "select":
		j.must(j.tab.Choose("#"+fact, value))
	case "radio":
		j.must(j.tab.Click(`input[name="` + fact + `"][value="` + value + `"]`))
	case "text":
		j.must(j.tab.Type("#"+fact, value))
	case "date":
		part := strings.Split(value, "-")
		j.must(j.tab.Type("#"+fact+"-day", part[2]))
		j.must(j.tab.Type("#"+fact+"-month", part[1]))
		j.must(j.tab.Type("#"+fact+"-year", part[0]))
	default:
		j.t.Fatalf("%s is asked by %s, which no person of these tests can answer", fact, kind)
	}
	j.send(forward)
}

func (j *journey) send(button string) {
	j.t.Helper()
	status, err := j.tab.Follow(button)
	j.must(err)
	if status != 200 {
		j.t.Fatalf("%s answers %d", button, status)
	}
}

// walk answers questions until the plan is there. No question comes twice.
func (j *journey) walk(p person, answer func(fact string, p person)) {
	j.t.Helper()
	asked := map[string]bool{}
	for fact := j.question(); fact != ""; fact = j.question() {
		if asked[fact] || len(asked) == mostQuestions {
			j.t.Fatalf("%s is asked again, or too much is: %v", fact, asked)
		}
		asked[fact] = true
		answer(fact, p)
	}
}

// planIs checks that the plan lists the person's papers and speaks their language.
func (j *journey) planIs(p person) {
	j.t.Helper()
	for _, id := range p.papers {
		if !j.has(`main input[type=checkbox][id$="-` + id + `"]`) {
			j.t.Errorf("the plan does not list %s", id)
		}
	}
	for _, id := range p.without {
		if j.has(`main input[type=checkbox][id$="-` + id + `"]`) {
			j.t.Errorf("the plan lists %s", id)
		}
	}
	lang, err := browser.Read[string](j.tab, "document.documentElement.lang")
	j.must(err)
	if lang != j.lang {
		j.t.Errorf("the plan speaks %q, want %q", lang, j.lang)
	}
}

// calendarOf checks that the dates of the person's plan come as a calendar.
func (j *journey) calendarOf(p person) {
	j.t.Helper()
	answer, body := fetch(j.t, j.site.origin+"/"+j.lang+"/plan.ics?"+p.query(), "identity")
	if kind := answer.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/calendar") {
		j.t.Errorf("the calendar comes as %q", kind)
	}
	if !bytes.HasPrefix(body, []byte("BEGIN:VCALENDAR\r\n")) || !bytes.Contains(body, []byte("BEGIN:VEVENT\r\n")) {
		j.t.Errorf("the calendar has no dates: %d bytes", len(body))
	}
}

// papersOf checks that the person's plan and its checklist come as files to keep.
func (j *journey) papersOf(p person) {
	j.t.Helper()
	for _, file := range []string{"/plan.pdf", "/checklist.pdf"} {
		if !j.has(`main a[href*="` + file + `?"]`) {
			j.t.Errorf("the plan offers no %s", file)
		}
		answer, body := fetch(j.t, j.site.origin+"/"+j.lang+file+"?"+p.query(), "identity")
		if kind := answer.Header.Get("Content-Type"); kind != "application/pdf" || !bytes.HasPrefix(body, []byte("%PDF-")) {
			j.t.Errorf("%s comes as %q with %d bytes", file, kind, len(body))
		}
	}
}

func (j *journey) has(css string) bool {
	j.t.Helper()
	found, err := browser.Read[bool](j.tab, "!!document.querySelector("+strconv.Quote(css)+")")
	j.must(err)
	return found
}

// clean checks that the journey asked no other house for anything and broke no promise of the page's own policy.
func (j *journey) clean() {
	j.t.Helper()
	for _, address := range j.tab.Elsewhere(j.site.origin) {
		j.t.Errorf("asked for %s", address)
	}
	for _, problem := range j.tab.Problems() {
		j.t.Errorf("the browser complains: %s", problem)
	}
}

func TestAnIndianStudentFindsTheirPlanInEnglish(t *testing.T) {
	t.Parallel()
	j := begin(t, "en", browser.Desk())
	j.open("")
	j.send(`main a[href*="/en/check"]`)
	j.open("/check?on=" + day)
	p := indianStudent()
	j.walk(p, j.answer)
	j.planIs(p)
	if !j.has(`main a[href*="/plan.ics"]`) || !j.has(`main a[href*="/en/share"]`) {
		t.Error("the plan offers no calendar or no link to share")
	}

	j.calendarOf(p)
	j.papersOf(p)

	// Another answer, another plan: without the scholarship money must be proved.
	j.open("/check?" + p.query() + "&change=scholarship")
	p.answers["scholarship"] = "false"
	p.answers["romanian_origin"] = "false"
	j.answer("scholarship", p)
	j.walk(p, j.answer)
	j.planIs(person{papers: []string{"means-proof"}, without: []string{"scholarship-proof"}})
	j.clean()
}

func TestAUkrainianFamilyFindsTheirPlanInUkrainian(t *testing.T) {
	t.Parallel()
	j := begin(t, "uk", browser.Phone())
	j.open("/check?on=" + day)
	p := ukrainianFamily()
	j.walk(p, j.answer)
	j.planIs(p)

	// The same plan in Romanian, for the clerk: the language switch keeps the place and the answers.
	before, err := j.tab.URL()
	j.must(err)
	j.send(`header a[hreflang="ro"]`)
	after, err := j.tab.URL()
	j.must(err)
	if after.Path != "/ro/plan" || after.Query().Get("nationality") != before.Query().Get("nationality") {
		t.Errorf("the switch leads from %s to %s", before, after)
	}
	j.clean()
}

func TestAFrenchRetireeFindsTheirPlanInRomanianOnAPhone(t *testing.T) {
	t.Parallel()
	j := begin(t, "ro", browser.Phone())
	j.open("/check?on=" + day)
	p := frenchRetiree()
	j.walk(p, j.answer)
	j.planIs(p)
	wide, err := browser.Read[int](j.tab, "document.scrollingElement.scrollWidth")
	j.must(err)
	if wide > 360 {
		t.Errorf("the plan is %d px wide on a phone of 360", wide)
	}
	j.clean()
}

func TestAStudentWithoutScriptsFindsTheSamePlan(t *testing.T) {
	t.Parallel()
	v := browser.Phone()
	v.NoScript = true
	j := begin(t, "en", v)
	j.open("/check?on=" + day)
	p := indianStudent()
	j.walk(p, j.answer)
	j.planIs(p)

	// Nothing answered: the page says so, and what stood there stays.
	j.open("/check?on=" + day + "&nationality=IN")
	status, err := j.tab.Follow(forward)
	j.must(err)
	if status != 422 || !j.has("main .errors a") {
		t.Errorf("an empty answer is answered with %d", status)
	}
	j.clean()
}
