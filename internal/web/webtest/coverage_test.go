package webtest_test

import (
	"strings"
	"testing"

	data "sejur/law"

	"sejur/internal/law"
	"sejur/internal/web/webtest"
)

// shownOn is where a page shows a rule that no persona can hold, and the facts that must stand there.
type shownOn struct {
	address string
	facts   []string
}

// rulesOnPages has every rule of law/ro/coverage that names a page.
func rulesOnPages() map[string]shownOn {
	const certificate, bucharest = "/en/procedures/eu-registration-certificate", "/en/offices/igi-b-iorga"
	return map[string]shownOn{
		"partner-ro-sham-filiation":     {"/en/procedures/fam-partner-ro", []string{"recognised", "child"}},
		"eu-cert-list-of-units":         {"/en/offices", []string{"/en/offices/igi-cj", "/en/offices/igi-tm", "/en/offices/igi-b-iorga"}},
		"eu-cert-authority-igi":         {certificate, []string{"General Inspectorate for Immigration"}},
		"eu-cert-acts":                  {certificate, []string{"GEO 102/2005", "GD 1864/2006"}},
		"eu-cert-pension-slip-fresh":    {"/en/documents/eu-means", []string{"at most 3 months before"}},
		"eu-cert-tax-return-year":       {"/en/documents/eu-means", []string{"tax return for the year before"}},
		"status-pages-exist":            {"/en/procedures/au-pair", []string{`id="known"`, `href="/en/offices"`}},
		"status-pages-dated":            {"/en/procedures/seasonal-worker", []string{"8 August 2026"}},
		"status-pages-ict":              {"/en/procedures/ict-permit", []string{"3 years", "1 year", "6 months"}},
		"general-online-platform":       {"/en/procedures/study-permit", []string{"https://portaligi.mai.gov.ro"}},
		"general-what-a-permit-is":      {"/en/documents/residence-permit", []string{"right to stay"}},
		"general-visas-elsewhere":       {"/en/procedures/short-stay-visa-c", []string{"onsulate"}},
		"bucharest-part-of-igi":         {bucharest, []string{"General Inspectorate for Immigration", "Ministry of Internal Affairs"}},
		"bucharest-local-authorities":   {bucharest, []string{"local authorities"}},
		"bucharest-contacts":            {bucharest, []string{"Nicolae Iorga", "2128007", "dimb.igi@mai.gov.ro"}},
		"bucharest-hours":               {bucharest, []string{"08:30", "13:30", "08:00", "10:00"}},
		"offices-unknown-stays-unknown": {"/en/offices/igi-ab", []string{"not known yet"}},
		"ext-office-contacts":           {"/en/offices/igi-ct", []string{"Constan"}},
	}
}

func TestRulesThatOnlyAPageCanShow(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	rules, err := law.Coverage(data.Files)
	if err != nil {
		t.Fatal(err)
	}
	tested := rulesOnPages()
	for _, r := range rules {
		where, ok := tested[r.ID]
		if (r.Page != "") != ok {
			t.Errorf("%s: page %q in the table of rules, in this test: %t", r.ID, r.Page, ok)
		}
		if !ok {
			continue
		}
		delete(tested, r.ID)
		text := page(t, site, where.address)
		for _, fact := range where.facts {
			if !strings.Contains(text, fact) {
				t.Errorf("%s: %s does not show %q", r.ID, where.address, fact)
			}
		}
	}
	for id := range tested {
		t.Errorf("no rule is called %s", id)
	}
}
