package law_test

import (
	"testing"

	"sejur/internal/law"
	"sejur/internal/locale"
)

// What nobody could confirm is shown, because people are asked for it; it must not become what the guide is made of.
func TestAtMostATenthIsNotConfirmed(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	on := day(t, askedOn)
	var all, unverified int
	count := func(grade law.Grade) {
		all++
		if grade == law.Unverified {
			unverified++
		}
	}
	for _, info := range l.Procedures(locale.EN, on) {
		page, _ := l.Procedure(info.ID, locale.EN, on)
		for _, d := range page.Route.Documents {
			count(d.Grade)
		}
		for _, f := range page.Route.Fees {
			count(f.Grade)
		}
		for _, notes := range [][]law.Note{page.Route.Steps, page.Route.Duties, page.Route.Warnings} {
			for _, n := range notes {
				count(n.Grade)
			}
		}
		for _, reasons := range [][]law.Reason{page.Clauses, page.Route.Grounds} {
			for _, r := range reasons {
				count(law.BestGrade(r.Sources))
			}
		}
	}
	t.Logf("%d of %d statements are not confirmed", unverified, all)
	if 10*unverified > all {
		t.Errorf("%d of %d statements are not confirmed, more than a tenth", unverified, all)
	}
}
