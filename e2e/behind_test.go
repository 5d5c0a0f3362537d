//go:build e2e

package e2e

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"sejur/e2e/browser"
)

// theDemo is the running demo, one for all tests that change nothing of which another asks. It is before the browser of the site.
func theDemo(t *testing.T) *site {
	t.Helper()
	s := theSite(t)
	demo, err := s.demo.start()
	if err != nil {
		t.Fatal(err)
	}
	return s.beside(demo)
}

// aDemo is a demo of the test's own.
func aDemo(t *testing.T) *site {
	t.Helper()
	s := theSite(t)
	demo, err := serve("SEJUR_DEMO_BIN", "demo", "127.0.0.1:0", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := demo.stop(); err != nil {
			t.Error(err)
		}
	})
	return s.beside(demo)
}

// visitor is somebody of the demo who looks at every kind of page that leads from theirs.
type visitor struct {
	name  string
	group string // under which heading of the demo they stand
	place int    // their place there, from 0
	lang  string
	first []string // where they begin
	below []string // what is theirs
	view  browser.View
}

func visitors() []visitor {
	dark := browser.Desk()
	dark.Dark = true
	applicant := func(name string, place int, lang string, view browser.View) visitor {
		return visitor{name, "applicants", place, lang, []string{"/" + lang + "/my", "/" + lang + "/my/persons"}, []string{"/" + lang + "/my"}, view}
	}
	colleague := func(name string, place int, view browser.View) visitor {
		return visitor{name, "staff", place, "ro", []string{"/desk", "/staff/account"}, []string{"/desk", "/admin", "/staff/account"}, view}
	}
	return []visitor{
		applicant("a student on a phone", 0, "en", browser.Phone()),
		applicant("a family in the dark", 1, "uk", dark),
		applicant("somebody who entered nothing", 3, "ro", browser.Phone()),
		applicant("a pensioner who was accepted", 2, "ro", browser.Phone()),
		applicant("a student who waits, in the dark", 4, "uk", dark),
		applicant("a student of whom something is asked again", 5, "en", browser.Phone()),
		applicant("a student whose passport was photographed", 6, "ro", dark),
		colleague("a case officer in the dark", 2, dark),
		colleague("the administrator on a phone", 0, browser.Phone()),
		colleague("the head of an office on a phone", 1, browser.Phone()),
		colleague("the front desk in the dark", 3, dark),
		colleague("the auditor", 4, browser.Desk()),
	}
}

// Whoever signs in follows every link on their pages, and every kind of page is looked at once.
func TestNoPageBehindADoorStandsInAnybodysWay(t *testing.T) {
	t.Parallel()
	s := theDemo(t)
	origin := s.origin
	for _, who := range visitors() {
		t.Run(who.name, func(t *testing.T) {
			t.Parallel()
			tab, err := s.browser.Stranger(who.view)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(tab.Close)
			enter(t, tab, origin, who)
			seen := map[string]bool{}
			for waiting := who.first; len(waiting) > 0; waiting = waiting[1:] {
				path := waiting[0]
				kind := kindOf(path)
				if seen[kind] {
					continue
				}
				seen[kind] = true
				status, err := tab.Open(origin + path)
				if err != nil {
					t.Fatal(err)
				}
				if status != 200 {
					t.Errorf("%s answers %d", path, status)
					continue
				}
				waiting = append(waiting, links(t, tab, who.below)...)
				look(t, s, tab, who, path)
			}
			for _, address := range tab.Elsewhere(origin) {
				t.Errorf("asked for %s", address)
			}
			for _, problem := range tab.Problems() {
				t.Errorf("the browser complains: %s", problem)
			}
			t.Logf("%d kinds of pages", len(seen))
			if len(seen) < 3 {
				t.Errorf("only %d kinds of pages were found", len(seen))
			}
		})
	}
}

// enter signs in with one click.
func enter(t *testing.T, tab *browser.Tab, origin string, who visitor) {
	t.Helper()
	if _, err := tab.Open(origin + "/" + who.lang + "/demo"); err != nil {
		t.Fatal(err)
	}
	_, err := browser.Read[int](tab, `document.querySelector("section[aria-labelledby=`+who.group+`]").querySelectorAll("button").forEach((b, i) => b.id = "as-" + i), 0`)
	if err != nil {
		t.Fatal(err)
	}
	status, err := tab.Follow("section[aria-labelledby=" + who.group + "] #as-" + strconv.Itoa(who.place))
	if err != nil || status != 200 {
		t.Fatalf("sign in: %d, %v", status, err)
	}
}

var (
	anID   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	office = regexp.MustCompile(`/offices/(igi|own|ci|cr|ngo)-[a-z-]+`)
)

// kindOf is what a page has in common with others of its kind.
func kindOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return office.ReplaceAllString(anID.ReplaceAllString(path, "{id}"), "/offices/{id}")
}

// links are the addresses on the page that are below some others.
func links(t *testing.T, tab *browser.Tab, below []string) []string {
	t.Helper()
	all, err := browser.Read[[]string](tab, `[...document.querySelectorAll("main a[href], header a[href]")].map(a => a.href)`)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, address := range all {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(u.Path, ".pdf") || strings.HasSuffix(u.Path, ".json") || strings.HasSuffix(u.Path, "/original") || strings.Contains(u.Path, "/pictures/") {
			continue // a file, and no page
		}
		ours := slices.ContainsFunc(below, func(top string) bool { return u.Path == top || strings.HasPrefix(u.Path, top+"/") })
		if ours {
			out = append(out, u.RequestURI())
		}
	}
	return out
}

var drawing sync.Mutex // of one picture at a time

// look holds one page against what every page must be, and draws it when SEJUR_SHOTS names a folder.
func look(t *testing.T, s *site, tab *browser.Tab, who visitor, path string) {
	t.Helper()
	t.Run(kindOf(path), func(t *testing.T) {
		openEverything(t, tab)
		findBarriers(t, s, tab, []browser.View{who.view})
		fitsSmallPhone(t, tab)
		printsPlainly(t, tab)
		folder := os.Getenv("SEJUR_SHOTS")
		if folder == "" {
			return
		}
		drawing.Lock()
		defer drawing.Unlock()
		name := "behind-" + who.group + strconv.Itoa(who.place) + "-" + strings.NewReplacer("/", "_", "{", "", "}", "").Replace(strings.Trim(kindOf(path), "/"))
		for _, v := range []browser.View{browser.Phone(), browser.Desk()} {
			draw(t, tab, v, filepath.Join(folder, name+"-"+v.String()+".png"))
		}
	})
}
