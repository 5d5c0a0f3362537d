package law_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// student is a situation in which the small law's student permit applies and nothing is left to ask.
const student = "nationality=IN aim=live purpose=study age=20 scholarship=false title_expires=2026-12-31 county=CJ"

func TestAnUnknownFactLeavesAClauseOpen(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	const on = "2026-06-01"
	for _, row := range []struct {
		name, answers string
		route         bool     // visit-extension is a route
		undecided     []string // visit-extension is possible, and these decide
		fails         []string // visit-extension is ruled out by these
		because       []string // the clauses whose own sentence says that they stay open
		next          []string
	}{
		{"nothing is known", "", false, []string{"nationality", "aim", "age", "stays"}, nil, nil, []string{"nationality", "aim", "age"}},
		{"a false clause outweighs unknown ones", "aim=contest", false, nil, []string{"aim"}, nil, []string{"residence_since", "notified_on"}},
		{"a fact not asked may be asked", "nationality=IN aim=visit", false, []string{"age", "stays"}, nil, nil, []string{"age", "stays"}},
		{"a fact that is not known to the person is not asked again", "nationality=IN aim=visit age=~", false, []string{"age", "stays"}, nil, []string{"grown-up"}, []string{"stays"}},
		{"nothing is left to ask", "nationality=IN aim=visit age=~ stays=none", false, []string{"age"}, nil, []string{"grown-up"}, []string{}},
		{"everything is known", "nationality=IN aim=visit age=30 stays=none county=B entry_date=2026-05-01", true, nil, nil, nil, []string{}},
		{"a later false clause rules out in spite of an unknown one before it", "aim=visit stays=2026-01-01.. nationality=IN", false, nil, []string{"days-left"}, nil, []string{}},
		{"the law does not know the state's list", "nationality=XK aim=visit age=30 stays=none", false, []string{}, nil, []string{"on-list"}, []string{}},
		{"the law does not know the list, the person not the age", "nationality=XK aim=visit stays=none age=~", false, []string{"age"}, nil, []string{"on-list", "grown-up"}, []string{}},
		{"the law is silent at 18", "nationality=IN aim=visit age=18 stays=none", false, []string{}, nil, []string{"grown-up"}, []string{}},
		{"the law speaks at 17", "nationality=IN aim=visit age=17 stays=none", false, nil, []string{"grown-up"}, nil, []string{}},
		{"the law is silent twice", "nationality=XK aim=visit age=18 stays=none", false, []string{}, nil, []string{"on-list", "grown-up"}, []string{}},
		{"the law knew the list on the day of entry", "nationality=XK aim=visit age=30 stays=none entry_date=2023-12-31 county=B", true, nil, nil, nil, []string{}},
		{"the list changed on the day after", "nationality=XK aim=visit age=30 stays=none entry_date=2024-01-01 county=B", false, []string{}, nil, []string{"on-list"}, []string{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := ask(t, l, on, row.answers)
			if got := slices.Contains(routes(p), "visit-extension"); got != row.route {
				t.Errorf("a route: %v, want %v", got, row.route)
			}
			if diff := cmp.Diff(row.fails, excludedBy(p, "visit-extension")); diff != "" {
				t.Errorf("ruled out by (-want +got):\n%s", diff)
			}
			var undecided, because []string
			for _, x := range p.Possible {
				if x.Procedure == "visit-extension" {
					undecided = x.Undecided
					for _, r := range x.Because {
						because = append(because, r.ID)
						if r.Text == "" || len(r.Sources) == 0 {
							t.Errorf("clause %s: no sentence or no source", r.ID)
						}
					}
				}
			}
			if diff := cmp.Diff(row.undecided, undecided); diff != "" {
				t.Errorf("undecided (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(row.because, because); diff != "" {
				t.Errorf("not said by the law (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(row.next, nexts(p)); diff != "" {
				t.Errorf("next (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAValueThatNobodyConfirmedDecidesNothing(t *testing.T) {
	t.Parallel()
	l, err := load(plant(t, edit{countriesFile, "{value: third, sources: [act]}", "{value: third, sources: [rumour]}"}))
	if err != nil {
		t.Fatal(err)
	}
	p := ask(t, l, "2026-06-01", student)
	if got := possibles(p); !slices.Contains(got, "student-permit") {
		t.Errorf("possible: %v, routes: %v", got, routes(p))
	}
}

func TestAProcedureStopsAtItsFirstFalseClause(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, row := range []struct {
		name, answers string
		all           bool
		want          []string
	}{
		{"the first of three", "nationality=FR aim=contest", false, []string{"third-country"}},
		{"all that are false", "nationality=FR aim=contest age=10", true, []string{"third-country", "aim", "purpose", "old-enough"}},
		{"the second", "nationality=IN aim=contest age=10", false, []string{"aim"}},
		{"the last", "nationality=IN aim=live purpose=study age=15", false, []string{"old-enough"}},
		{"an unknown clause is no false one", "nationality=FR aim=live", true, []string{"third-country"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			on := day(t, "2026-06-01")
			p, err := l.Plan(law.Query{On: on, Lang: locale.EN, Facts: situation(t, l, on, row.answers), AllReasons: row.all})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, excludedBy(p, "student-permit")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOnlyWhatMattersIsAsked(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, row := range []struct {
		name, answers string
		status        law.Status
		next          []string
		sharpen       []string
		ignored       []string
	}{
		{"nothing is known", "", law.NeedsAnswers, []string{"nationality", "aim", "age"}, nil, nil},
		{"in the order of the file, whatever the order of the clauses", "aim=visit", law.NeedsAnswers, []string{"nationality", "age", "stays"}, nil, nil},
		{"what may not make sense is replaced by what decides that", "nationality=IN age=20", law.NeedsAnswers, []string{"aim"}, nil, nil},
		{"a procedure ruled out asks nothing", "nationality=FR aim=live", law.NoRoute, []string{}, nil, nil},
		{"all routes asked for, the items ask", "nationality=IN aim=live purpose=study age=20", law.NeedsAnswers, []string{"scholarship", "title_expires", "county"}, []string{"studies_end"}, nil},
		{"a minor's papers ask where they come from", "nationality=IN aim=live purpose=study age=17 scholarship=true title_expires=2026-12-31 county=B", law.NeedsAnswers, []string{"document_issued_in"}, []string{"studies_end"}, nil},
		{"a Romanian paper asks no more", "nationality=IN aim=live purpose=study age=17 scholarship=true title_expires=2026-12-31 county=B document_issued_in=RO", law.Complete, []string{}, []string{"studies_end"}, nil},
		{"a foreign one does", "nationality=IN aim=live purpose=study age=17 scholarship=true title_expires=2026-12-31 county=B document_issued_in=IN", law.NeedsAnswers, []string{"multilingual_extract"}, []string{"studies_end"}, nil},
		{"an extract in many languages asks for no translator", "nationality=IN aim=live purpose=study age=17 scholarship=true title_expires=2026-12-31 county=B document_issued_in=IN multilingual_extract=true", law.Complete, []string{}, []string{"studies_end"}, nil},
		{"complete", student, law.Complete, []string{}, []string{"studies_end"}, nil},
		{"complete though the person does not know", "nationality=IN aim=live purpose=study age=20 scholarship=~ title_expires=~ county=~", law.Complete, []string{}, []string{"studies_end"}, nil},
		{"sharpened", student + " studies_end=2028-07-01", law.Complete, []string{}, nil, nil},
		{"an answer to a question that makes no sense is set aside", student + " stays=none notified_on=2026-05-01", law.Complete, []string{}, []string{"studies_end"}, []string{"stays", "notified_on"}},
		{"not knowing what makes no sense is set aside too", student + " stays=~", law.Complete, []string{}, []string{"studies_end"}, []string{"stays"}},
		{"nothing fits", "nationality=FR aim=live purpose=study", law.NoRoute, []string{}, nil, nil},
		{"possible and nothing to ask is complete", "nationality=XK aim=visit age=30 stays=none", law.Complete, []string{}, nil, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := ask(t, l, "2026-06-01", row.answers)
			if p.Status != row.status {
				t.Errorf("status %s, want %s", p.Status, row.status)
			}
			if diff := cmp.Diff(row.next, nexts(p)); diff != "" {
				t.Errorf("next (-want +got):\n%s", diff)
			}
			var sharpen []string
			for _, q := range p.Sharpen {
				sharpen = append(sharpen, q.Fact)
			}
			if diff := cmp.Diff(row.sharpen, sharpen); diff != "" {
				t.Errorf("sharpen (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(row.ignored, p.Ignored); diff != "" {
				t.Errorf("ignored (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAQuestionThatMayNotMakeSenseIsNotAskedYet(t *testing.T) {
	t.Parallel()
	l, err := load(plant(t, edit{studentFile, "if: age >= 16,", "if: translated_in == \"IN\","}))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ name, answers, next string }{
		{"the age decides whether a paper is asked", "", "age"},
		{"an age that is not known leaves nothing to ask", "age=~", ""},
		{"then the state decides whether it is foreign", "age=15", "document_issued_in"},
		{"then the extract whether it is translated", "age=15 document_issued_in=IN", "multilingual_extract"},
		{"then the question itself", "age=15 document_issued_in=IN multilingual_extract=false", "translated_in"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := ask(t, l, "2026-06-01", "nationality=IN aim=live purpose=study "+row.answers)
			if got := strings.Join(nexts(p), " "); got != row.next {
				t.Errorf("next %q, want %q", got, row.next)
			}
		})
	}
}

func TestAQuestionOffersWhatMakesSense(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, row := range []struct {
		name, answers string
		options       []string
		decides       []string
	}{
		{"before the citizenship is known", "", []string{"live", "visit", "contest"}, []string{"appeal", "student-permit", "visit-extension"}},
		{"to an Indian citizen", "nationality=IN", []string{"live", "visit", "contest"}, []string{"appeal", "student-permit", "visit-extension"}},
		{"to a French citizen", "nationality=FR", []string{"live", "contest"}, []string{"appeal"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := ask(t, l, "2026-06-01", row.answers)
			i := slices.IndexFunc(p.Next, func(q law.Question) bool { return q.Fact == "aim" })
			if i < 0 {
				t.Fatalf("aim is not asked: %v", nexts(p))
			}
			if diff := cmp.Diff(row.options, ids(p.Next[i].Options, func(o law.Option) string { return o.ID })); diff != "" {
				t.Errorf("options (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(row.decides, p.Next[i].Decides); diff != "" {
				t.Errorf("decides (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnAgeFollowsFromABirthDate(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	const on = "2026-06-15"
	for _, row := range []struct {
		name, answers string
		fails         bool // younger than 16
	}{
		{"the day before the 16th birthday", "birth_date=2010-06-16", true},
		{"the 16th birthday", "birth_date=2010-06-15", false},
		{"the day after", "birth_date=2010-06-14", false},
		{"the day of filing counts, not today", "birth_date=2010-06-14 filing_date=2026-06-13", true},
		{"filing on the birthday", "birth_date=2010-06-14 filing_date=2026-06-14", false},
		{"born on a leap day, on the day after", "birth_date=2008-02-29 filing_date=2024-03-01", false},
		{"born on a leap day, on the last day of February", "birth_date=2012-02-29 filing_date=2028-02-28", true},
		{"both given and agreed", "birth_date=2010-06-15 age=16", false},
		{"an age that the person does not know follows too", "birth_date=2010-06-16 age=~", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := ask(t, l, on, "nationality=IN aim=live purpose=study "+row.answers)
			if got := excludedBy(p, "student-permit") != nil; got != row.fails {
				t.Errorf("ruled out %v, want %v", got, row.fails)
			}
			if slices.Contains(nexts(p), "age") {
				t.Error("the age is asked")
			}
		})
	}
	for _, answers := range []string{"birth_date=2010-06-15 age=15", "birth_date=2010-06-16 age=16", "birth_date=2010-06-15 age=16 filing_date=2026-06-14"} {
		t.Run("disagreement: "+answers, func(t *testing.T) {
			t.Parallel()
			at := day(t, on)
			_, err := l.Plan(law.Query{On: at, Lang: locale.EN, Facts: situation(t, l, at, answers)})
			var list fault.List
			if !errors.As(err, &list) || len(list) != 1 || list[0].Field != "age" || list[0].Key != "fact.disagree" {
				t.Errorf("%v, want age: fact.disagree", err)
			}
		})
	}
}

func TestTheEventsDatePicksTheVersion(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, row := range []struct {
		name, on, answers string
		documents         int      // of student-permit, 0 = no route
		excluded          []string // why not
	}{
		{"today, when the day of filing is not known", "2026-06-01", "", 4, nil},
		{"the last day of the first version", "2026-06-01", "filing_date=2024-02-29", 1, nil},
		{"the first day of the second", "2026-06-01", "filing_date=2024-03-01", 4, nil},
		{"the first day of all", "2026-06-01", "filing_date=2022-01-01", 1, nil},
		{"the day before the first", "2026-06-01", "filing_date=2021-12-31", 0, []string{"not-yet"}},
		{"asked about an old day", "2023-01-01", "", 1, nil},
		{"asked about an old day, filed later", "2023-01-01", "filing_date=2025-01-01", 4, nil},
		{"not knowing the day of filing is as not telling it", "2023-01-01", "filing_date=~", 1, nil},
		{"the day of entry is of no account", "2026-06-01", "entry_date=2023-01-01", 4, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := ask(t, l, row.on, student+" "+row.answers)
			if diff := cmp.Diff(row.excluded, excludedBy(p, "student-permit")); diff != "" {
				t.Errorf("ruled out (-want +got):\n%s", diff)
			}
			if row.documents == 0 {
				return
			}
			if got := len(routeOf(t, p, "student-permit").Documents); got != row.documents {
				t.Errorf("%d documents, want %d", got, row.documents)
			}
		})
	}
}

func TestAClosedProcedureSaysThatItHasEnded(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	const guest = "nationality=IN aim=visit age=30 stays=none county=B "
	for _, row := range []struct {
		name, answers string
		want          []string
	}{
		{"its last day", guest + "entry_date=2026-06-30", nil},
		{"the day after", guest + "entry_date=2026-07-01", []string{"ended"}},
		{"the day before its first", guest + "entry_date=2022-12-31", []string{"not-yet"}},
		{"what does not apply anyway is told first", "nationality=IN aim=live entry_date=2026-07-01", []string{"aim"}},
		{"even when something is not known", "nationality=IN aim=visit entry_date=2026-07-01", []string{"ended"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := ask(t, l, "2026-07-02", row.answers)
			if diff := cmp.Diff(row.want, excludedBy(p, "visit-extension")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestARouteSaysWhatItAsks(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	r := routeOf(t, ask(t, l, "2026-08-03", student), "student-permit")
	type line struct {
		ID     string
		Grade  law.Grade
		Amount string
		Fresh  string
	}
	var got []line
	for _, d := range r.Documents {
		amount := ""
		if d.Amount != nil {
			amount = d.Amount.Amount + " " + d.Amount.Currency
		}
		got = append(got, line{d.ID, d.Grade, amount, dateText(d.FreshUntil)})
	}
	want := []line{
		{"passport", law.Official, "", ""},
		{"means-proof", law.Official, "663.00 RON", "2026-11-03"},
		{"first-paper", law.Secondary, "", ""},
		{"photo", law.Unverified, "", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"third-country", "aim", "purpose", "old-enough"}, ids(r.Why, func(r law.Reason) string { return r.ID })); diff != "" {
		t.Errorf("why (-want +got):\n%s", diff)
	}
	if r.Output == nil || r.Output.Validity.Until != nil || !slices.Equal(r.Output.Open, []string{"studies_end"}) {
		t.Errorf("output %+v, want open for studies_end", r.Output)
	}
	if want := "until 3 months after your studies end"; r.Output != nil && (r.Output.Validity.Rule == nil || *r.Output.Validity.Rule != want) {
		t.Errorf("the end follows from %v, want %q", r.Output.Validity.Rule, want)
	}
	if r.Processing == nil || r.Processing.Days != 30 || r.Processing.ExtensionDays != 15 || r.Processing.SameDay {
		t.Errorf("processing %+v, want 30+15 days", r.Processing)
	}
	if !slices.IsSortedFunc(r.Dates, func(a, b law.PlanDate) int { return a.Date.Compare(b.Date) }) {
		t.Errorf("the timeline is out of order: %+v", r.Dates)
	}
}

func TestAnAmountIsThatOfTheEventsDay(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, row := range []struct{ name, filing, means, fee string }{
		{"the last day of the old wage", "2026-06-30", "600.00 RON", "unknown EUR"},
		{"the first day of the new wage", "2026-07-01", "663.00 RON", "unknown EUR"},
		{"the last day on which the fee is known", "2025-12-31", "600.00 RON", "20.00 EUR"},
		{"the first on which it is not", "2026-01-01", "600.00 RON", "unknown EUR"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := routeOf(t, ask(t, l, "2026-08-03", student+" filing_date="+row.filing), "student-permit")
			if got := r.Documents[1].Amount; got == nil || got.Amount+" "+got.Currency != row.means {
				t.Errorf("means %+v, want %s", got, row.means)
			}
			amount := "unknown"
			if r.Fees[0].Amount != nil {
				amount = *r.Fees[0].Amount
			}
			if got := amount + " " + r.Fees[0].Currency; got != row.fee {
				t.Errorf("fee %s, want %s", got, row.fee)
			}
		})
	}
}

func TestAFeeIsNoBetterFoundedThanItsAmount(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		edits []edit
		grade law.Grade
	}{
		{"an official fee of a reported amount", nil, law.Secondary},
		{"a rumoured fee of an official amount", []edit{
			{visitFile, "{id: old-fee, sources: [act]}", "{id: old-fee, sources: [rumour]}"},
			{amountsFile, "sources: [report]", "sources: [act]"},
		}, law.Unverified},
		{"both official", one(amountsFile, "sources: [report]", "sources: [act]"), law.Official},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			l, err := load(plant(t, row.edits...))
			if err != nil {
				t.Fatal(err)
			}
			r := routeOf(t, ask(t, l, "2026-06-01", "nationality=IN aim=visit age=30 stays=none"), "visit-extension")
			if r.Fees[0].Grade != row.grade {
				t.Errorf("grade %s, want %s", r.Fees[0].Grade, row.grade)
			}
		})
	}
}

func TestTheFirstItemThatHoldsCounts(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	const guest = "nationality=IN aim=visit stays=none county=B "
	for _, row := range []struct {
		name, age string
		same      bool
		days      int
		open      []string
	}{
		{"the first", "65", true, 0, nil},
		{"the second", "64", false, 5, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := routeOf(t, ask(t, l, "2026-06-01", guest+"age="+row.age), "visit-extension").Processing
			if p == nil || p.SameDay != row.same || p.Days != row.days || !slices.Equal(p.Open, row.open) {
				t.Errorf("%+v", p)
			}
		})
	}
	appeal := func(answers string) *law.Output {
		return routeOf(t, ask(t, l, "2026-11-20", "aim=contest "+answers), "appeal").Output
	}
	if o := appeal("residence_since=2021-11-20"); o == nil || o.Validity.AtMost == nil || *o.Validity.AtMost != "P10Y" {
		t.Errorf("five years on the day: %+v", o)
	}
	if o := appeal("residence_since=2021-11-21"); o == nil || dateText(o.Validity.Until) != "2030-12-31" {
		t.Errorf("five years less a day: %+v", o)
	}
	if o := appeal("residence_since=1900-01-01"); o == nil || o.Validity.AtMost == nil {
		t.Errorf("more than a hundred years: %+v", o)
	}
	if o := appeal(""); o == nil || !slices.Equal(o.Open, []string{"residence_since"}) {
		t.Errorf("a day not known: %+v", o)
	}
}

func TestTheDaysToContestEndOnAWorkingDay(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, row := range []struct{ name, told, safe string }{
		{"the tenth day is a working day", "2026-11-09", "2026-11-19"},
		{"the tenth day is a Saturday", "2026-11-04", "2026-11-13"},
		{"the tenth day is a holiday", "2026-11-21", "2026-11-30"}, // 1 December
		{"the day of notice is not known", "~", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c := routeOf(t, ask(t, l, "2026-11-25", "aim=contest residence_since=2020-01-01 notified_on="+row.told), "appeal").Contest
			if c == nil || dateText(c.SafeBy) != row.safe {
				t.Errorf("%+v, want %s", c, row.safe)
			}
		})
	}
}

func TestOfficesFollowTheCounty(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	const guest = "nationality=IN aim=visit age=30 stays=none "
	for _, row := range []struct {
		name, on, procedure, answers string
		offices, open                []string
	}{
		{"the office of the county", "2026-06-01", "student-permit", student, []string{"north"}, nil},
		{"an office that serves the county next to it", "2026-06-01", "student-permit", "nationality=IN aim=live purpose=study age=20 county=MM", []string{"north"}, nil},
		{"a county without an office", "2026-06-01", "student-permit", "nationality=IN aim=live purpose=study age=20 county=TM", []string{}, nil},
		{"a county not known", "2026-06-01", "student-permit", "nationality=IN aim=live purpose=study age=20", []string{}, []string{"county"}},
		{"a service that one office offers to all", "2026-06-01", "visit-extension", guest + "county=CJ", []string{"capital"}, nil},
		{"a service for a county not known", "2026-06-01", "visit-extension", guest, []string{"capital"}, []string{"county"}},
		{"no office at all", "2026-06-01", "appeal", "aim=contest", []string{}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := routeOf(t, ask(t, l, row.on, row.answers), row.procedure)
			if !slices.Equal(r.Offices, row.offices) || !slices.Equal(r.OfficesOpen, row.open) {
				t.Errorf("offices %v open %v, want %v open %v", r.Offices, r.OfficesOpen, row.offices, row.open)
			}
		})
	}
}

// A county without an asylum centre or a visa counter is sent to the nearest; a county with one to its own alone.
func TestOfficesOfOtherCountiesStandNearestFirst(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	const asylum = "nationality=AF aim=protection protection_status=asylum-seeker ukraine_link=none housed_in_centre=false has_identity_paper=true "
	for county, want := range map[string][]string{
		"SV": {"igi-cr-radauti"},
		"BT": {"igi-cr-radauti", "igi-cr-somcuta", "igi-cr-galati", "igi-cr-bucuresti", "igi-cr-giurgiu", "igi-cr-timisoara"},
		"TR": {"igi-cr-giurgiu", "igi-cr-bucuresti", "igi-cr-galati", "igi-cr-timisoara", "igi-cr-radauti", "igi-cr-somcuta"},
		"~":  {"igi-cr-bucuresti", "igi-cr-giurgiu", "igi-cr-galati", "igi-cr-radauti", "igi-cr-somcuta", "igi-cr-timisoara"},
	} {
		r := routeOf(t, ask(t, l, "2026-11-20", asylum+"county="+county), "asylum-id-document")
		if !slices.Equal(r.Offices, want) {
			t.Errorf("%s: %v, want %v", county, r.Offices, want)
		}
	}
}

func TestDaysOfLongAgoDoNotDisturbACount(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, row := range []struct {
		name, stays string
		want        []string
	}{
		{"a visit of forty years ago", "1985-01-01..1985-03-01,2026-05-01..", nil},
		{"a visit planned for much later", "2026-05-01..2026-05-10,2090-01-01..2090-02-01", nil},
		{"90 days to the day", "2026-03-04..2026-06-01", nil},
		{"91 days", "2026-03-03..2026-06-01", []string{"days-left"}},
		{"a visit that goes on", "2026-03-03..", []string{"days-left"}},
		{"a visit that reaches into the window from before it", "2025-06-01..2026-02-01", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := ask(t, l, "2026-06-01", "nationality=IN aim=visit age=30 county=B stays="+row.stays)
			if diff := cmp.Diff(row.want, excludedBy(p, "visit-extension")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheFirstDayOfApplying(t *testing.T) {
	t.Parallel()
	files := smallFiles(t)
	procedure := files[studentFile]
	const by = "by: {before: 30, unit: calendar}"
	procedure.Data = []byte(strings.Replace(string(procedure.Data), by, by+", from: {before: 2, unit: months}", 1))
	l, err := load(files)
	if err != nil {
		t.Fatal(err)
	}
	apply := routeOf(t, ask(t, l, askedOn, student), "student-permit").Apply
	if dateText(apply.From) != "2026-10-31" || dateText(apply.By) != "2026-12-01" {
		t.Errorf("from %s by %s", dateText(apply.From), dateText(apply.By))
	}
}

func TestACourtIsNamedWhoseTermIsNotKnown(t *testing.T) {
	t.Parallel()
	l, err := load(plant(t, edit{studentFile, "contest: {where: court, n: 10, unit: calendar, regime: procedural, suspends: true, sources: [act]}", "contest: {where: court, sources: [act]}"}))
	if err != nil {
		t.Fatal(err)
	}
	page, _ := l.Procedure("student-permit", locale.EN, day(t, askedOn))
	if c := page.Route.Contest; c == nil || c.Where != "court" || c.Days != 0 || c.Unit != "" || c.Suspends != nil {
		t.Errorf("contest %+v, want the court and no term", c)
	}
}

// A card that lasts as long as the studies and three months, but for two years at most.
func TestADocumentEndsByTheEarlierOfTwo(t *testing.T) {
	t.Parallel()
	l, err := load(plant(t, edit{studentFile, "at_least: P1M, until:", "at_most: P2Y, until:"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ ends, until, rule string }{
		{"studies_end=2027-08-20", "2027-11-20", ""},
		{"studies_end=2028-08-20", "2028-11-20", ""},
		{"studies_end=2028-08-21", "", ""},
		{"", "", "until 3 months after your studies end"},
	} {
		r := routeOf(t, ask(t, l, "2026-11-20", "nationality=IN aim=live purpose=study age=20 scholarship=true title_expires=2026-12-31 county=CJ "+row.ends), "student-permit")
		if v := r.Output.Validity; dateText(v.Until) != row.until || (v.Rule == nil) != (row.rule == "") || v.Rule != nil && *v.Rule != row.rule || v.AtMost == nil || *v.AtMost != "P2Y" {
			t.Errorf("%s: %+v", row.ends, v)
		}
	}
}
