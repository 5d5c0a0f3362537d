//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sejur/e2e/browser"
)

// Whose applications the demo has at the first desk, by their place among the applicants.
const (
	whoWaits    = 4
	whoIsAsked  = 5
	caseOfficer = 2 // among the staff
)

// enters signs somebody of the demo in with one click.
func enters(t *testing.T, s *site, who visitor) *journey {
	t.Helper()
	j := guest(t, s, who.lang, who.view)
	enter(t, j.tab, s.origin, who)
	return j
}

// applicant is somebody of the demo before the page of their application.
func applicant(t *testing.T, s *site, place int) *journey {
	t.Helper()
	j := enters(t, s, visitor{group: "applicants", place: place, lang: "en", view: browser.Phone()})
	j.open("/my/applications")
	j.goes("main a.tile")
	return j
}

// officer is the case officer of the demo, who makes a passkey and comes in again with it.
func officer(t *testing.T, s *site) *journey {
	t.Helper()
	j := enters(t, s, visitor{group: "staff", place: caseOfficer, lang: "ro", view: browser.Desk()})
	j.must(j.tab.Passkeys(true))
	j.visit("/staff/account/passkeys/new")
	j.must(j.tab.Fill(map[string]string{"name": "Cheie"}))
	j.goes(".passkey button")
	j.goes(".account form button")
	j.at("/staff/sign-in")
	j.goes(".passkey button")
	j.at("/desk")
	return j
}

// An officer returns a case with a reason and a term. Its applicant learns so by mail and on the page, and somebody of whom a page and a paper
// were asked before answers too, each on a phone and with scripts: then nothing is asked any more, and the officer takes both on.
func TestWhatAnOfficerAsksAgainIsSentAgainAndTakenOn(t *testing.T) {
	t.Parallel()
	s := aDemo(t)
	desk := officer(t, s)
	waits := applicant(t, s, whoWaits)
	if waits.has("section[aria-labelledby=mend]") {
		t.Fatal("something is asked before anybody looked")
	}
	before := waits.letters()
	desk.returnsNext()
	waits.hearsOf(before)
	waits.reloads()
	waits.mends(1)
	applicant(t, s, whoIsAsked).mends(2)
	desk.takesOn(2)
	desk.clean()
}

// returnsNext has the officer take the next case and send it back: one page is to be answered again within two weeks.
func (j *journey) returnsNext() {
	j.t.Helper()
	j.visit("/desk/cases")
	j.goes(`main a[href="/desk/cases/next"]`)
	j.judge()
	j.goes(`main a[href$="/return"]`)
	j.must(j.tab.Choose(`select[name^="pages-"]`, "wrong-answer"))
	j.must(j.tab.Fill(onDay("until", inDays(14))))
	j.judge()
	j.goes(`button[name=step][value=check]`)
	j.judge()
	j.goes(`button[name=step][value=send]`)
}

// address is where the letters of the account go.
func (j *journey) address() string {
	j.t.Helper()
	u, err := j.tab.URL()
	j.must(err)
	j.open("/my/account")
	address := regexp.MustCompile(`[a-z.]+@post\.example`).FindString(j.text())
	if address == "" {
		j.t.Fatalf("no address: %s", j.text())
	}
	j.visit(u.Path)
	return address
}

// letters counts the letters that left the house for the account.
func (j *journey) letters() (n int) {
	j.t.Helper()
	address := j.address()
	all, err := filepath.Glob(filepath.Join(j.site.data, "mail", "*.eml"))
	j.must(err)
	for _, file := range all {
		text, err := os.ReadFile(file)
		j.must(err)
		if strings.Contains(string(text), address) {
			n++
		}
	}
	return n
}

// hearsOf waits for a letter after so many.
func (j *journey) hearsOf(before int) {
	j.t.Helper()
	for range 200 {
		if j.letters() > before {
			return
		}
		time.Sleep(50 * time.Millisecond) // the letter leaves the house by a job
	}
	j.t.Error("no letter came")
}

func (j *journey) reloads() {
	j.t.Helper()
	u, err := j.tab.URL()
	j.must(err)
	j.visit(u.Path)
}

// mends answers everything that is asked again, of which there is so much, and sends it back.
func (j *journey) mends(things int) {
	j.t.Helper()
	file := j.draft()
	asked, err := browser.Read[[]string](j.tab, `[...document.querySelectorAll("section[aria-labelledby=mend] .tasks a")].map(a => a.getAttribute("href"))`)
	j.must(err)
	if len(asked) != things || j.has(`form[action$="/send"]`) {
		j.t.Fatalf("asked again: %v", asked)
	}
	again := newPapers(j.t).small
	for _, href := range asked {
		j.visit(href)
		if strings.Contains(href, "/pages/") {
			j.fillsPage(written{"address-number": "7"})
			j.judge()
			j.goes("main form button.btn-main")
			continue
		}
		j.attach(again)
	}
	j.visit(file)
	j.goes(`form[action$="/send"] button`)
	j.at(file)
	if j.has("section[aria-labelledby=mend]") {
		j.t.Error("something is still asked")
	}
	j.clean()
}

// takesOn has the officer accept the papers of the cases that came back, and take these on until none waits.
func (j *journey) takesOn(cases int) {
	j.t.Helper()
	const corrected = "/desk/cases?only=corrected"
	const ready, accept = `form[action$="/ready"] button`, `form[action$="/accept"] button`
	taken := 0
	for range 200 { // a job looks into the files that came again
		switch {
		case j.has(accept):
			j.goes(accept)
			taken++
			continue
		case j.has(ready):
			j.goes(ready)
			continue
		}
		j.visit(corrected)
		if !j.has("main table a") {
			break
		}
		j.goes("main table a")
	}
	if taken != cases {
		j.t.Errorf("%d cases were taken on, want %d: %s", taken, cases, j.text())
	}
}
