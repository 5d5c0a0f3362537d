package webtest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	data "sejur/law"

	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/webtest"
)

// sheet reads what was to be drawn.
func sheet(t *testing.T, got *httptest.ResponseRecorder) document.Sheet {
	t.Helper()
	if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "application/pdf" {
		t.Fatalf("%d, %s", got.Code, got.Header().Get("Content-Type"))
	}
	var out document.Sheet
	if err := json.Unmarshal(got.Body.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// asked is somebody's question as the address of their plan and as the law reads it.
type asked struct {
	who   string
	query url.Values
	law.Query
}

// everybody are the questions of all made-up people, the languages in turn.
func everybody(t *testing.T, site *webtest.Site) []asked {
	t.Helper()
	personas, err := law.Personas(data.Files)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]asked, len(personas))
	for i := range personas {
		p := &personas[i]
		facts, faults := site.Law.ReadFactsJSON(p.Facts, p.On.Date)
		if len(faults) > 0 {
			t.Fatalf("%s: %v", p.Who, faults)
		}
		out[i] = asked{p.Who, url.Values{"on": {p.On.String()}}, law.Query{On: p.On.Date, Lang: locale.All()[i%len(locale.All())], Facts: facts}}
		for _, pair := range facts.Pairs() {
			out[i].query.Set(pair[0], pair[1])
		}
	}
	return out
}

// routesOf are the blocks of each route: they begin with its title.
func routesOf(s document.Sheet, routes []law.Route) [][]document.Block {
	var out [][]document.Block
	for _, block := range s.Blocks {
		title := block.Kind == document.Title || block.Kind == document.Heading
		if title && len(out) < len(routes) && block.Text == routes[len(out)].Title {
			out = append(out, nil)
		}
		if len(out) > 0 {
			out[len(out)-1] = append(out[len(out)-1], block)
		}
	}
	return out
}

// boxes are the lines of a part that have a box to tick.
func boxes(part []document.Block) []string {
	var out []string
	for _, block := range part {
		if block.Kind == document.Checklist {
			for _, item := range block.Items {
				out = append(out, item.Text)
			}
		}
	}
	slices.Sort(out)
	return out
}

// papers are the titles of the papers of a route.
func papers(r *law.Route) []string {
	var out []string
	for i := range r.Documents {
		out = append(out, r.Documents[i].Title)
	}
	slices.Sort(out)
	return out
}

// row tells whether a part has a row of a table with these cells; what follows a cell in it are notes and numbers of sources.
func row(part []document.Block, cells ...string) bool {
	for _, block := range part {
		for _, row := range block.Rows {
			if len(row) == len(cells) && !slices.ContainsFunc(cells, func(cell string) bool {
				return !strings.HasPrefix(row[slices.Index(cells, cell)], cell)
			}) {
				return true
			}
		}
	}
	return false
}

// What the law says to somebody stands on their paper, whole and once.
func TestThePaperOfAPlanSaysAllOfIt(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, who := range everybody(t, site) {
		plan, err := site.Law.Plan(who.Query)
		if err != nil {
			t.Fatalf("%s: %v", who.who, err)
		}
		s := sheet(t, site.Get("/"+string(who.Lang)+"/plan.pdf?"+who.query.Encode()))
		all := routesOf(s, plan.Routes)
		if len(all) != len(plan.Routes) {
			t.Errorf("%s: %d routes on paper, want %d", who.who, len(all), len(plan.Routes))
			continue
		}
		for i := range all {
			judgeRoute(t, who, site.Catalogue.For(who.Lang), &plan.Routes[i], all[i])
		}
		judgeSources(t, who, plan, s)
	}
}

func judgeRoute(t *testing.T, who asked, p *locale.Printer, r *law.Route, part []document.Block) {
	t.Helper()
	at := who.who + ": " + r.Procedure + ": "
	if diff := cmp.Diff(papers(r), boxes(part)); diff != "" {
		t.Error(at + "papers: " + diff)
	}
	for _, fee := range r.Fees {
		amount := p.T("page.plan.ask_office")
		if fee.Amount != nil {
			amount = p.Money(*fee.Amount, fee.Currency)
		}
		if !row(part, fee.Title, amount) {
			t.Error(at + "no fee " + fee.ID + " of " + amount)
		}
	}
	for _, d := range r.Dates {
		if len(r.Dates) > 1 && !row(part, p.DateWeekday(d.Date), "") {
			t.Errorf("%sno date %s", at, d.Date)
		}
	}
	if a := r.Apply; a != nil && a.By != nil {
		for _, day := range []*calendar.Date{a.From, a.AdvisedBy, a.By, a.RollsTo} {
			if day != nil && !row(part, p.DateWeekday(*day), "") {
				t.Errorf("%snothing of %s, a day of applying", at, day)
			}
		}
	}
	for _, not := range r.NotNeeded {
		if n := lines(part, not.Title); n < 1 {
			t.Error(at + "nothing of " + not.ID + ", which is not needed")
		}
	}
	if r.Contest != nil && r.Contest.SafeBy != nil && !holdsText(part, p.DateWeekday(*r.Contest.SafeBy)) {
		t.Error(at + "no day until which to go to court")
	}
}

// lines counts the lines of lists that say a text.
func lines(part []document.Block, text string) int {
	n := 0
	for _, block := range part {
		for _, item := range block.Items {
			if item.Text == text {
				n++
			}
		}
	}
	return n
}

func holdsText(part []document.Block, text string) bool {
	return slices.ContainsFunc(part, func(b document.Block) bool { return strings.Contains(b.Text, text) })
}

// judgeSources wants the source of every paper at the end, with where it stands and whether it is official.
func judgeSources(t *testing.T, who asked, plan law.Plan, s document.Sheet) {
	t.Helper()
	p := webtest.Open(t).Catalogue.For(who.Lang)
	var last document.Block
	for _, block := range s.Blocks {
		if block.Kind == document.List {
			last = block
		}
	}
	for i := range plan.Routes {
		for _, d := range plan.Routes[i].Documents {
			for _, source := range d.Sources {
				if !slices.ContainsFunc(last.Items, func(item document.Item) bool {
					return strings.Contains(item.Text, source.Title) && strings.Contains(item.Text, source.Article) &&
						strings.Contains(item.Note, source.URL) && strings.Contains(item.Note, source.Grade.Name(p))
				}) {
					t.Errorf("%s: the source %s %s of %s is not told", who.who, source.Title, source.Article, d.ID)
				}
			}
		}
	}
}

// The checklist has the same papers, for each route under its name, with where to go and what to pay.
func TestTheChecklistHasThePapersOfThePlan(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, who := range everybody(t, site) {
		plan, err := site.Law.Plan(who.Query)
		if err != nil {
			t.Fatalf("%s: %v", who.who, err)
		}
		got := site.Get("/" + string(who.Lang) + "/checklist.pdf?" + who.query.Encode())
		if number := regexp.MustCompile(`\[[0-9]+\]`).Find(got.Body.Bytes()); number != nil {
			t.Errorf("%s: the source %s is named, and told nowhere", who.who, number)
		}
		s := sheet(t, got)
		all := routesOf(s, plan.Routes)
		if len(all) != len(plan.Routes) {
			t.Errorf("%s: %d routes on paper, want %d", who.who, len(all), len(plan.Routes))
			continue
		}
		for i := range all {
			if diff := cmp.Diff(papers(&plan.Routes[i]), boxes(all[i])); diff != "" {
				t.Errorf("%s: %s: %s", who.who, plan.Routes[i].Procedure, diff)
			}
			if i > 0 && !all[i][0].Apart {
				t.Errorf("%s: %s begins on the page of another route", who.who, plan.Routes[i].Procedure)
			}
			for _, fee := range plan.Routes[i].Fees {
				if !row(all[i], fee.Title, "") {
					t.Errorf("%s: nothing of the fee %s", who.who, fee.ID)
				}
			}
		}
	}
}

func TestAPaperIsWholeInEveryLanguage(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, address := range addresses() {
		query, isPlan := strings.CutPrefix(address, "/plan")
		if !isPlan {
			continue
		}
		for _, lang := range webtest.Languages() {
			for _, file := range []string{"/plan.pdf", "/checklist.pdf"} {
				t.Run(name+" in "+string(lang)+" as "+file, func(t *testing.T) {
					t.Parallel()
					judgeSheet(t, lang, sheet(t, site.Get("/"+string(lang)+file+query)))
				})
			}
		}
	}
}

// judgeSheet wants one title, which comes first, nothing that is empty, and rows as wide as their head.
func judgeSheet(t *testing.T, lang locale.Lang, s document.Sheet) {
	t.Helper()
	if s.Lang != string(lang) || s.Title == "" || s.Foot == "" {
		t.Errorf("the file is in %q, called %q, with the foot %q", s.Lang, s.Title, s.Foot)
	}
	if !strings.Contains(s.PageOf, "{n}") || !strings.Contains(s.PageOf, "{total}") {
		t.Errorf("pages are numbered by %q", s.PageOf)
	}
	if want := webtest.Now().Truncate(24 * time.Hour); !s.At.Equal(want) {
		t.Errorf("the file bears %s, want the day %s", s.At, want)
	}
	if len(s.Blocks) < 3 {
		t.Errorf("there is little on it: %+v", s.Blocks)
	}
	for i, block := range s.Blocks {
		if (block.Kind == document.Title) != (i == 0) {
			t.Errorf("block %d is %s", i, block.Kind)
		}
		wide := len(block.Head)
		if block.Kind == document.Facts {
			wide = 2
		}
		for _, cells := range block.Rows {
			if len(cells) != wide || cells[len(cells)-1] == "" {
				t.Errorf("a row of %d cells: %q", wide, cells)
			}
		}
		if block.Text == "" && len(block.Items)+len(block.Rows) == 0 {
			t.Errorf("block %d, %s, is empty", i, block.Kind)
		}
		for _, item := range block.Items {
			if item.Text == "" {
				t.Errorf("block %d, %s, has an empty line with %q", i, block.Kind, item.Note)
			}
		}
	}
}

func TestAPaperIsCalledByItsDayAlone(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for address, want := range map[string]string{
		"/en/plan.pdf?nationality=UA&aim=protection":                    `attachment; filename="plan-2026-11-20.pdf"`,
		"/uk/checklist.pdf?nationality=UA&aim=protection&on=2025-03-03": `attachment; filename="checklist-2025-03-03.pdf"`,
	} {
		h := site.Get(address).Header()
		if got := h.Get("Content-Disposition"); got != want {
			t.Errorf("%s is called %s, want %s", address, got, want)
		}
		if h.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%s may be indexed", address)
		}
		for name, values := range h {
			if text := strings.Join(values, " "); strings.Contains(text, "protection") || strings.Contains(text, "nationality") {
				t.Errorf("%s: the header %s holds answers: %s", address, name, text)
			}
		}
	}
}
