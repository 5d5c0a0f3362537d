package webtest_test

import (
	"strings"
	"testing"

	data "sejur/law"

	"sejur/internal/law"
	"sejur/internal/web/webtest"
)

// shownOn is where a page shows what no persona can hold of a rule, such as the words of a text, and the facts that must stand there.
type shownOn struct {
	address string
	facts   []string
}

// rulesOnPages has every rule of law/ro/coverage that names a page.
func rulesOnPages() map[string]shownOn {
	const certificate, bucharest = "/en/procedures/eu-registration-certificate", "/en/offices/igi-b-iorga"
	return map[string]shownOn{
		"partner-ro-sham-filiation":              {"/en/procedures/fam-partner-ro", []string{"recognised", "child"}},
		"eu-cert-list-of-units":                  {"/en/offices", []string{"/en/offices/igi-cj", "/en/offices/igi-tm", "/en/offices/igi-b-iorga"}},
		"eu-cert-authority-igi":                  {certificate, []string{"General Inspectorate for Immigration"}},
		"eu-cert-acts":                           {certificate, []string{"GEO 102/2005", "GD 1864/2006"}},
		"eu-cert-pension-slip-fresh":             {"/en/documents/eu-means", []string{"at most 3 months before"}},
		"eu-cert-tax-return-year":                {"/en/documents/eu-means", []string{"tax return for the year before"}},
		"status-pages-exist":                     {"/en/procedures/au-pair", []string{`id="known"`, `href="/en/offices"`}},
		"status-pages-dated":                     {"/en/procedures/seasonal-worker", []string{"8 August 2026"}},
		"status-pages-ict":                       {"/en/procedures/ict-permit", []string{"3 years", "1 year", "6 months"}},
		"general-online-platform":                {"/en/procedures/study-permit", []string{"https://portaligi.mai.gov.ro"}},
		"general-what-a-permit-is":               {"/en/documents/residence-permit", []string{"right to stay"}},
		"general-visas-elsewhere":                {"/en/procedures/short-stay-visa-c", []string{"onsulate"}},
		"bucharest-part-of-igi":                  {bucharest, []string{"General Inspectorate for Immigration", "Ministry of Internal Affairs"}},
		"bucharest-local-authorities":            {bucharest, []string{"local authorities"}},
		"bucharest-contacts":                     {bucharest, []string{"Nicolae Iorga", "2128007", "dimb.igi@mai.gov.ro"}},
		"bucharest-hours":                        {bucharest, []string{"08:30", "13:30", "08:00", "10:00"}},
		"offices-unknown-stays-unknown":          {"/en/offices/igi-ab", []string{"not known yet"}},
		"ext-office-contacts":                    {"/en/offices/igi-ct", []string{"Brătianu nr. 246", "0241-550909"}},
		"spouse-ro-how-to-marry":                 {"/en/plan?nationality=GE&aim=live&purpose=family&sponsor=romanian&tie=partner-common-child", []string{"civil status office at the town hall"}},
		"spouse-foreigner-how-to-marry":          {"/en/plan?nationality=GE&aim=live&purpose=family&sponsor=foreign-resident&sponsor_status=temporary&tie=other-dependant", []string{"civil status office at the town hall"}},
		"partner-ro-how-to-marry":                {"/en/procedures/fam-partner-ro", []string{"https://cezicelegea.ro/en/marriage"}},
		"other-foreigner-sponsor-word":           {"/en/procedures/fam-other-foreigner", []string{"calls that foreigner the sponsor"}},
		"visa-one-or-more-entries":               {"/en/documents/short-stay-visa", []string{"one or more entries"}},
		"eu-cert-usually-five-years":             {certificate, []string{"usual term is 5 years"}},
		"eu-cert-employment-register":            {"/en/documents/eu-emp-register-reges", []string{"signs and stamps"}},
		"eu-cert-employment-contract":            {"/en/documents/eu-emp-contract", []string{"the original certificate"}},
		"eu-cert-any-means":                      {"/en/documents/eu-means", []string{"Any one of these", "bank statement"}},
		"eu-cert-late-fine":                      {"/en/plan?nationality=FR&aim=live&purpose=employment&entry_date=2026-08-01&county=TM", []string{"25 to 50 lei"}},
		"eu-card-late-fine":                      {"/en/plan?nationality=IN&aim=live&purpose=family&sponsor=eu-citizen&tie=spouse&sponsor_registered=true&entry_date=2026-08-01&county=TM", []string{"25 to 50 lei"}},
		"eu-cert-no-duty-to-carry":               {certificate, []string{"You do not have to carry the document", "no penalty"}},
		"ltr-criminal-record":                    {"/en/documents/criminal-record-ro", []string{"ghiseul.ro", "police", "3 days", "At most 6 months"}},
		"ltr-first-step-to-domicile":             {"/en/procedures/ltr-right", []string{"first step to having your legal home (domicile)"}},
		"ltr-cnrr-guide":                         {"/en/plan?nationality=SY&aim=settle&protection_status=refugee&long_term_right_granted=false&residence_since=2022-01-05&removal_measure=false&family_of_romanian=false&document_issued_in=RO&study_periods=none&absences=none&county=TM", []string{"Romanian National Council for Refugees"}},
		"ltr-absence-ends-right":                 {"/en/procedures/ltr-right", []string{"more than 12 months in a row", "temporary right in another EU state"}},
		"leave-court-in-30-days":                 {"/en/procedures/eu-decision-to-leave", []string{"within 30 days from the day it gets your complaint"}},
		"leave-court-is-final":                   {"/en/procedures/eu-decision-to-leave", []string{"There is no further appeal"}},
		"leave-within-30-days":                   {"/en/procedures/eu-decision-to-leave", []string{"within 30 days from the day you were told"}},
		"undesirable-court":                      {"/en/procedures/eu-undesirable", []string{"specially named prosecutor", "Bucharest Court of Appeal decides"}},
		"undesirable-institutions":               {"/en/procedures/eu-undesirable", []string{"solid data or signs"}},
		"undesirable-10-days":                    {"/en/procedures/eu-undesirable", []string{"High Court of Cassation and Justice within 10 days"}},
		"undesirable-5-days":                     {"/en/procedures/eu-undesirable", []string{"5 days to rule"}},
		"undesirable-final":                      {"/en/procedures/eu-undesirable", []string{"What the High Court rules is final"}},
		"restriction-three-grounds":              {"/en/procedures/eu-free-movement-restriction", []string{"Public order.", "National security.", "Public health."}},
		"restriction-never-economic":             {"/en/procedures/eu-free-movement-restriction", []string{"may never be the real reason"}},
		"restriction-permanent-only-imminent":    {"/en/procedures/eu-free-movement-restriction", []string{"danger must be imminent", "national security or public order"}},
		"restriction-proportionate-and-personal": {"/en/procedures/eu-free-movement-restriction", []string{"must not go further than needed", "what you yourself did"}},
		"restriction-threat":                     {"/en/procedures/eu-free-movement-restriction", []string{"real and present threat to the basic values of society"}},
		"restriction-not-on-conviction-alone":    {"/en/procedures/eu-free-movement-restriction", []string{"conviction alone is not a sufficient reason"}},
		"restriction-in-writing":                 {"/en/procedures/eu-free-movement-restriction", []string{"in writing, from the authority that took it"}},
		"restriction-reasons":                    {"/en/procedures/eu-free-movement-restriction", []string{"what happened, and which law applies"}},
		"restriction-states-court-and-term":      {"/en/procedures/eu-free-movement-restriction", []string{"which court you can go to", "by when you must leave"}},
		"restriction-review":                     {"/en/procedures/eu-free-movement-restriction", []string{"whether it is proportionate", "whether the facts justify it"}},
		"inv-two-copies":                         {"/en/procedures/invitation-approval", []string{"fill it in twice"}},
		"inv-host-gets-one":                      {"/en/procedures/invitation-approval", []string{"one of the two signed copies", "shows the original at the consulate"}},
		"inv-visa-in-30-days":                    {"/en/procedures/invitation-approval", []string{"within 30 days of the approval"}},
		"inv-removal-costs":                      {"/en/procedures/invitation-approval", []string{"you pay the costs"}},
		"inv-enforceable":                        {"/en/procedures/invitation-approval", []string{"without a trial first"}},
		"tp-rights-link":                         {"/en/procedures/temporary-protection", []string{"https://protectieucraina.gov.ro"}},
		"tp-council-decides":                     {"/en/procedures/temporary-protection", []string{"may lengthen this protection", "end it early"}},
		"tp-step-copies":                         {"/en/procedures/temporary-protection", []string{"You need not bring copies"}},
		"tp-step-photo":                          {"/en/procedures/temporary-protection", []string{"takes your photo. You need not bring one"}},
		"tp-step-data":                           {"/en/procedures/temporary-protection", []string{"nine things", "your address here if you know it"}},
		"tp-step-permit":                         {"/en/procedures/temporary-protection", []string{"personal code (CNP)"}},
		"tp-family-proof":                        {"/en/plan?nationality=GE&aim=protection&protection_status=none&ukraine_link=family&ukraine_tie=spouse", []string{"A family card counts too"}},
		"asylum-proves-three":                    {"/en/procedures/asylum-id-document", []string{"proves three things: who you are, where you live"}},
		"asylum-by-stage":                        {"/en/procedures/asylum-id-document", []string{"no fixed end", "stage by stage"}},
		"asylum-six-centres":                     {"/en/procedures/asylum-id-document", []string{"Bucharest, Giurgiu, Galați, Rădăuți, Șomcuta Mare or Timișoara"}},
		"asylum-cnp":                             {"/en/procedures/asylum-id-document", []string{"personal code (CNP) at once"}},
		"study-ministry-approval":                {"/en/procedures/study-permit", []string{"Your place rests on the education ministry"}},
		"protection-collect-or-courier":          {"/en/procedures/protection-permit", []string{"at the office where you filed", "by courier at your own cost"}},
		"protection-home-kinds":                  {"/en/documents/housing-proof", []string{"sale contract", "registered with the tax office (ANAF)", "free of charge"}},
		"nomad-contract":                         {"/en/documents/foreign-contract-nomad", []string{"The original contract", "remotely, by information and communication technology"}},
		"nomad-company-letter":                   {"/en/documents/foreign-company-letter", []string{"all its contacts", "field of work", "your role in it", "who represents it"}},
		"spouse-ro-declaration":                  {"/en/procedures/fam-spouse-ro", []string{"married to nobody else"}},
		"spouse-ro-housing":                      {"/en/procedures/fam-spouse-ro", []string{"the same address that you declare as your home"}},
		"spouse-foreigner-no-other-marriage":     {"/en/procedures/fam-spouse-foreigner", []string{"Another paper that shows that there is no second marriage"}},
		"partner-ro-unmarried-document":          {"/en/documents/partners-unmarried-proof", []string{"must cover you and your partner"}},
		"child-ro-citizen-id":                    {"/en/procedures/fam-child-ro", []string{"Romanian parent or step-parent"}},
		"parent-ro-citizen-id":                   {"/en/procedures/fam-parent-ro", []string{"identity document of your Romanian child"}},
		"general-official-app":                   {"/en/procedures/study-permit", []string{"official app of the immigration office"}},
		"eu-change-electronic":                   {"/en/procedures/eu-change-of-data", []string{"by electronic means"}},
		"eu-change-fine":                         {"/en/procedures/eu-change-of-data", []string{"25 to 50 lei"}},
		"ext-no-contest":                         {"/en/procedures/short-stay-extension", []string{"you cannot contest it"}},
		"ext-calculator":                         {"/en/procedures/short-stay-extension", []string{"https://home-affairs.ec.europa.eu/"}},
		"visa-at-the-consulate":                  {"/en/procedures/short-stay-visa-c", []string{"https://eviza.mae.ro"}},
		"eu-cert-own-page":                       {certificate, []string{"https://igi.mai.gov.ro/cetatenii-din-statele-ue-see-2/"}},
		"papers-belgium-caution":                 {"/en/plan?nationality=IN&aim=live&purpose=family&sponsor=romanian&tie=child&lives_together=true&age=12&document_issued_in=BE&multilingual_extract=false&translated_in=RO&county=CJ", []string{"may still ask for an apostille"}},
		"papers-bulgaria-caution":                {"/en/plan?nationality=IN&aim=live&purpose=family&sponsor=romanian&tie=child&lives_together=true&age=12&document_issued_in=BG&multilingual_extract=false&translated_in=RO&county=CJ", []string{"may still ask for an apostille"}},
		"ext-constanta":                          {"/en/offices/igi-ct", []string{"Brătianu nr. 246", "Matei Millo", "0241-550909"}},
		"ext-timis":                              {"/en/offices/igi-tm", []string{"Andrei Mocioni nr. 8-10", "0256-402430"}},
		"ext-cluj":                               {"/en/offices/igi-cj", []string{"Alexandru Vaida Voevod nr. 53-55", "0264-555656"}},
		"ext-iasi":                               {"/en/offices/igi-is", []string{"Mihai Costăchescu nr. 6", "0232-302315"}},
		"ext-bucharest":                          {"/en/offices/igi-b-grandarena", []string{"Metalurgiei nr. 12-18", "021/303.70.80 int. 30461"}},
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

// A status that only has a page has no people who could stand on both sides of the day on which its law changed.
func TestPagesOfStatusesFollowTheDay(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for id, fact := range map[string]string{
		"athlete": "The employer makes the single application", "au-pair": "The employer makes the single application",
		"cross-border-worker": "The employer makes the single application", "ict-permit": "cannot post workers to Romania",
		"seasonal-worker": "The employer makes the single application", "trainee": "The employer makes the single application",
	} {
		eve, day := page(t, site, "/en/procedures/"+id+"?on=2026-08-07"), page(t, site, "/en/procedures/"+id+"?on=2026-08-08")
		// The history names it on every day; the law of the day only once it holds.
		if before, after := strings.Count(eve, fact), strings.Count(day, fact); before != 1 || after != 2 {
			t.Errorf("%s: %q stands there %d times on the eve and %d times on the day, want 1 and 2", id, fact, before, after)
		}
	}
}
