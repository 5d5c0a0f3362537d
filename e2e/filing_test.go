//go:build e2e

package e2e

import (
	"maps"
	"strings"
	"testing"

	"sejur/e2e/browser"
)

// answersOfAStudent are what somebody who begins to study has still to answer, page by page.
func answersOfAStudent() []map[string]string {
	date := func(name, day, month, year string) map[string]string {
		return map[string]string{name + "-day": day, name + "-month": month, name + "-year": year}
	}
	with := func(answers ...map[string]string) map[string]string {
		out := map[string]string{}
		for _, a := range answers {
			maps.Copy(out, a)
		}
		return out
	}
	return []map[string]string{
		{},
		{"birth_place": "Jaipur"},
		{},
		{"requested_months": "12"},
		with(date("entry_date", "20", "9", "2026"), map[string]string{"visa_symbol": "D/SD", "visa_number": "AB123456"}),
		{"address-county": "CJ", "address-locality": "Cluj-Napoca", "address-street": "Strada Lungă", "address-number": "5", "housing_title": "lease"},
		{"marital_status": "single"},
		with(date("studies_end", "15", "7", "2028"), map[string]string{"school_name": "A university", "study_level": "master", "study_field": "Biology"}),
		{"phone": "0721 000 000", "delivery": "counter"},
		{"declares_true": "true", "declares_home": "true"},
	}
}

// A student answers the whole form on a phone, page after page, without scripts: then only her papers are missing.
func TestAStudentFillsInHerApplicationWithoutScripts(t *testing.T) {
	t.Parallel()
	s := theDemo(t)
	origin := s.origin
	view := browser.Phone()
	view.NoScript = true
	tab, err := s.browser.Stranger(view)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tab.Close)
	lead := func(status int, err error) {
		t.Helper()
		if err != nil || status != 200 {
			u, _ := tab.URL()
			t.Fatalf("%d, %v at %v", status, err, u)
		}
	}
	lead(tab.Open(origin + "/en/demo"))
	lead(tab.Follow("section[aria-labelledby=applicants] button"))
	lead(tab.Open(origin + "/en/my/applications"))
	lead(tab.Follow("main a.tile"))
	lead(tab.Follow(`main a[href$="/pages/identity"]`))
	for _, answers := range answersOfAStudent() {
		if err := tab.Fill(answers); err != nil {
			t.Fatal(err)
		}
		lead(tab.Follow("button.btn-main[name=then]"))
	}
	u, err := tab.URL()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(u.Path, "/pages/") {
		t.Fatalf("still at %s", u.Path)
	}
	lead(tab.Open(u.String() + "/check"))
	left, err := browser.Read[[]string](tab, `[...document.querySelectorAll("#send ~ .notice a")].map(a => new URL(a.href).pathname)`)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) == 0 {
		t.Error("nothing is left to do, and no paper was sent")
	}
	for _, path := range left {
		if !strings.Contains(path, "/documents/") {
			t.Errorf("still asked: %s", path)
		}
	}
}
