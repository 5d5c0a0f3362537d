package law_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/law"
)

// These tests read the embedded law through its plans: dates, formalities and amounts as people will see them.

const (
	realStudent = "nationality=VN purpose=study enrolled=true age=19 scholarship=false romanian_origin=false county=IS "
	realEU      = "nationality=FR aim=live purpose=own-means age=40 insured_without_contribution=false county=CJ "
)

func TestWhenToApply(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	for _, row := range []struct {
		name, on, procedure, answers string
		by, rolls, advised           string
	}{
		{"three months end on two holidays", "2026-09-07", "eu-registration-certificate", realEU + "entry_date=2026-08-31", "2026-11-30", "2026-12-02", "2026-11-27"},
		{"three months end on a holiday", "2026-09-07", "eu-registration-certificate", realEU + "entry_date=2026-09-01", "2026-12-01", "2026-12-02", "2026-11-27"},
		{"a permit that ends in November", "2026-09-07", "study-permit", realStudent + "aim=renew title_expires=2026-11-15", "2026-10-16", "", "2026-10-15"},
		{"a permit that ends after Easter and Labour Day", "2026-09-07", "study-permit", realStudent + "aim=renew title_expires=2027-06-01", "2027-05-02", "", "2027-04-29"},
		{"a long-stay visa of 90 days from 1 March: day 60 of the stay", "2026-03-02", "study-permit", realStudent + "aim=live title_expires=2026-05-29", "2026-04-29", "", "2026-04-28"},
		{"three months of 92 days: the 90th day comes first", "2026-07-06", "eu-registration-certificate", realEU + "entry_date=2026-07-01", "2026-10-01", "", "2026-09-28"},
		{"three months of 89 days: the law's last day comes first", "2027-02-01", "eu-registration-certificate", realEU + "entry_date=2027-02-01", "2027-05-01", "2027-05-04", "2027-04-29"},
		{"48 hours over closed days: not before the loss itself", "2026-11-29", "eu-document-replace", "nationality=SE aim=report report_kind=lost county=B happened_on=2026-11-28", "2026-11-30", "2026-12-02", "2026-11-30"},
		{"48 hours to the police end on a Saturday", "2026-11-20", "passport-loss", "nationality=NG aim=report report_kind=passport-lost happened_on=2026-11-19", "2026-11-21", "", "2026-11-21"},
		{"three months that end on the last of a shorter month", "2026-12-01", "eu-registration-certificate", realEU + "entry_date=2026-11-30", "2027-02-28", "2027-03-01", "2027-02-26"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := routeOf(t, ask(t, l, row.on, row.answers), row.procedure)
			if r.Apply == nil {
				t.Fatal("no date to apply")
			}
			got := [3]string{dateText(r.Apply.By), dateText(r.Apply.RollsTo), dateText(r.Apply.AdvisedBy)}
			if want := [3]string{row.by, row.rolls, row.advised}; got != want {
				t.Errorf("by, rolls to, advised by: %v, want %v", got, want)
			}
		})
	}
}

func TestWhatAForeignPaperNeeds(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	translation, apostille, superlegalisation := []string{"translation"}, []string{"translation", "apostille"}, []string{"translation", "superlegalisation"}
	none := []string{}
	for _, row := range []struct {
		name, paper string // issued in, multilingual extract, translated in
		filing      string
		want        []string
		notes       int
		open        []string
	}{
		{"a Romanian paper", "document_issued_in=RO", "2026-06-01", none, 0, nil},
		{"a paper of a member state", "document_issued_in=FR multilingual_extract=false translated_in=RO", "2026-06-01", translation, 0, nil},
		{"a multilingual extract of a member state", "document_issued_in=FR multilingual_extract=true", "2026-06-01", none, 0, nil},
		{"a multilingual extract of another state", "document_issued_in=TR multilingual_extract=true", "2026-06-01", none, 0, nil},
		{"a Belgian paper carries a caution", "document_issued_in=BE multilingual_extract=false translated_in=RO", "2026-06-01", translation, 1, nil},
		{"a Bulgarian paper carries a caution", "document_issued_in=BG multilingual_extract=false translated_in=RO", "2026-06-01", translation, 1, nil},
		{"a Norwegian paper: not of the Union", "document_issued_in=NO multilingual_extract=false translated_in=RO", "2026-06-01", apostille, 0, nil},
		{"a Chinese paper while superlegalisation held", "document_issued_in=CN multilingual_extract=false translated_in=RO", "2023-11-06", superlegalisation, 0, nil},
		{"a Chinese paper from the day of the convention", "document_issued_in=CN multilingual_extract=false translated_in=RO", "2023-11-07", apostille, 0, nil},
		{"a Hong Kong paper while Chinese ones were superlegalised", "document_issued_in=HK multilingual_extract=false translated_in=RO", "2023-11-06", apostille, 0, nil},
		{"a Hong Kong paper", "document_issued_in=HK multilingual_extract=false translated_in=RO", "2026-06-01", apostille, 0, nil},
		{"a Moldovan paper translated in Moldova", "document_issued_in=MD multilingual_extract=false translated_in=MD", "2026-06-01", translation, 0, nil},
		{"an Indian paper translated in Moldova", "document_issued_in=IN multilingual_extract=false translated_in=MD", "2026-06-01", translation, 1, nil},
		{"a Moldovan paper translated in Turkey", "document_issued_in=MD multilingual_extract=false translated_in=TR", "2026-06-01", apostille, 1, nil},
		{"a Cuban paper translated in Germany: no party to the convention", "document_issued_in=CU multilingual_extract=false translated_in=DE", "2026-06-01", superlegalisation, 1, nil},
		{"an Indian paper translated in Romania", "document_issued_in=IN multilingual_extract=false translated_in=RO", "2026-06-01", apostille, 0, nil},
		{"an Indian paper translated in Belgium carries a caution", "document_issued_in=IN multilingual_extract=false translated_in=BE", "2026-06-01", translation, 1, nil},
		{"an Indian paper translated in China while superlegalisation held", "document_issued_in=IN multilingual_extract=false translated_in=CN", "2023-11-06", superlegalisation, 0, nil},
		{"a Chinese paper translated in Moldova", "document_issued_in=CN multilingual_extract=false translated_in=MD", "2023-11-06", translation, 1, nil},
		{"nothing is known of the paper", "", "2026-06-01", none, 0, []string{"document_issued_in"}},
		{"the extract is not known", "document_issued_in=FR", "2026-06-01", translation, 0, []string{"multilingual_extract"}},
		{"the translator is not known", "document_issued_in=IN multilingual_extract=false", "2026-06-01", translation, 0, []string{"translated_in"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			const family = "nationality=FR aim=live purpose=family tie=spouse age=40 insured_without_contribution=false county=CJ entry_date=2023-09-01 "
			r := routeOf(t, ask(t, l, "2026-06-01", family+row.paper+" filing_date="+row.filing), "eu-registration-certificate")
			i := slices.IndexFunc(r.Documents, func(d law.PlanDocument) bool { return d.ID == "eu-civil" })
			if i < 0 {
				t.Fatal("no civil-status paper is asked")
			}
			d := r.Documents[i]
			if diff := cmp.Diff(row.want, d.Formalities); diff != "" {
				t.Errorf("formalities (-want +got):\n%s", diff)
			}
			if len(d.Notes) != row.notes {
				t.Errorf("%d cautions, want %d", len(d.Notes), row.notes)
			}
			if diff := cmp.Diff(row.open, d.Open); diff != "" {
				t.Errorf("open (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheMeansOfAStudentFollowTheWage(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	for filing, want := range map[string]string{"2026-06-30": "24300.00 RON", "2026-07-01": "25950.00 RON"} {
		r := routeOf(t, ask(t, l, "2026-06-30", realStudent+"aim=live title_expires=2027-03-31 filing_date="+filing), "study-permit")
		i := slices.IndexFunc(r.Documents, func(d law.PlanDocument) bool { return d.ID == "means-proof" })
		if i < 0 || r.Documents[i].Amount == nil {
			t.Fatalf("filed on %s: no proof of means with an amount", filing)
		}
		if got := r.Documents[i].Amount; got.Amount+" "+got.Currency != want {
			t.Errorf("filed on %s: %v, want %s", filing, *got, want)
		}
	}
}

func TestAFeeIsThatOfTheDayOfFiling(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	for filing, want := range map[string]string{"2025-12-31": "259.00", "2026-01-01": "265.00"} {
		r := routeOf(t, ask(t, l, "2026-03-02", realStudent+"aim=live title_expires=2027-03-31 filing_date="+filing), "study-permit")
		i := slices.IndexFunc(r.Fees, func(f law.Fee) bool { return f.ID == "fee-card" })
		if i < 0 || r.Fees[i].Amount == nil || *r.Fees[i].Amount != want {
			t.Errorf("filed on %s: %+v, want %s", filing, r.Fees, want)
		}
	}
}

func TestTheDayToContestIsSafe(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	for _, row := range []struct{ name, told, safe string }{
		{"ten days end on a Thursday", "2026-11-09", "2026-11-19"},
		{"ten days end on St Andrew's day, a Monday", "2026-11-20", "2026-11-27"},
		{"ten days end on Union Day, after a closed Monday", "2026-11-21", "2026-11-27"},
		{"ten days end on Easter Saturday", "2027-04-21", "2027-04-29"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c := routeOf(t, ask(t, l, "2027-06-01", "nationality=FR aim=contest measure=decision-to-leave notified_on="+row.told), "eu-decision-to-leave").Contest
			if c == nil || dateText(c.SafeBy) != row.safe {
				t.Errorf("%+v, want %s", c, row.safe)
			}
		})
	}
}

func TestTheEmployersApprovalEndedWithTheSingleApplication(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	const hire = "nationality=VN aim=hire worker_kind=permanent change_of_employer=false student_or_family_permit=false county=CJ filing_date="
	if p := ask(t, l, "2026-11-20", hire+"2026-08-07"); !slices.Contains(routes(p), "work-approval-employer") {
		t.Errorf("filed on the last day: routes %v, ruled out by %v", routes(p), excludedBy(p, "work-approval-employer"))
	}
	if got := excludedBy(ask(t, l, "2026-11-20", hire+"2026-08-08"), "work-approval-employer"); !slices.Equal(got, []string{"ended"}) {
		t.Errorf("filed on the day after: ruled out by %v", got)
	}
}
