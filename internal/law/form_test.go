package law_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// formOf asks for a form with answers as a link has them.
func formOf(t testing.TB, l *law.Law, procedure, on, answers string) (law.PlanForm, error) {
	t.Helper()
	return l.Form(law.FormQuery{Procedure: procedure, Facts: situation(t, l, day(t, on), answers), On: day(t, on), Lang: locale.EN})
}

// shape is a form as its pages and fields, with the facts that still decide them.
func shape(f law.PlanForm) map[string][]string {
	out := map[string][]string{}
	for _, p := range f.Pages {
		list := append([]string{}, p.Open...)
		for _, field := range p.Fields {
			list = append(list, field.ID)
			for _, open := range field.Open {
				list = append(list, "?"+open)
			}
		}
		out[p.ID] = list
	}
	return out
}

func TestAPageStandsWhileItsConditionIsOpenAndGoesWhenItFails(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, tt := range []struct {
		name  string
		facts string
		want  map[string][]string
	}{
		{"it holds", "aim=live", map[string][]string{"person": {"surname", "sex"}, "title": {"title_ends", "title_number"}}},
		{"nobody has said", "", map[string][]string{"person": {"surname", "sex"}, "title": {"aim", "title_ends", "title_number"}}},
		{"it fails", "aim=contest", map[string][]string{"person": {"surname", "sex"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := formOf(t, l, "student-permit", "2026-01-01", tt.facts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shape(f)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAFormComesWithItsWordsAndItsSources(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	f, err := formOf(t, l, "student-permit", "2026-01-01", "aim=live filing_date=2025-12-31")
	if err != nil {
		t.Fatal(err)
	}
	field := f.Pages[0].Fields[1]
	if len(field.Sources) == 0 || field.Grade != law.Official {
		t.Errorf("sources %v, grade %s", field.Sources, field.Grade)
	}
	got := []string{field.ID, string(field.Kind), field.Label, field.LabelRO, field.Why, field.Reason, field.From}
	if diff := cmp.Diff([]string{"sex", "choice", "Sex", "Sex", "To know who you are.", "identity", "person.sex"}, got); diff != "" {
		t.Error(diff)
	}
	options := []law.FieldOption{{ID: "female", Text: "Female", TextRO: "Feminin"}, {ID: "male", Text: "Male", TextRO: "Masculin"}}
	if diff := cmp.Diff(options, field.Options); diff != "" {
		t.Error(diff)
	}
	if f.Filing != "preparation" || f.Law != l.Version() || f.Filed != calendar.On(2025, 12, 31) {
		t.Errorf("filing %s of %s under %s", f.Filing, f.Filed, f.Law)
	}
}

func TestInTheRecordNobodyIsSpokenTo(t *testing.T) {
	t.Parallel()
	f, err := formOf(t, smallLaw(t), "student-permit", "2026-01-01", "aim=live")
	if err != nil {
		t.Fatal(err)
	}
	record := f.InRecord()
	got := []string{record.Pages[0].Title, record.Pages[0].TitleRO, record.Pages[0].Fields[0].Label, record.Pages[1].Title, record.Pages[1].TitleRO}
	if diff := cmp.Diff([]string{"Person", "Persoana", "Surname", "Title", "Titlul"}, got); diff != "" {
		t.Error(diff)
	}
	if f.Pages[0].Title != "Who you are" {
		t.Errorf("the form that is asked has changed: %s", f.Pages[0].Title)
	}
}

func TestOnlyWhatCanBePreparedOnThatDayHasAForm(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	for _, tt := range []struct{ name, procedure, on string }{
		{"a procedure at the counter", "visit-extension", "2026-01-01"},
		{"before there was one", "student-permit", "2021-12-31"},
		{"a procedure that does not exist", "no-permit", "2026-01-01"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := formOf(t, l, tt.procedure, tt.on, "")
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAFormSaysWhichClauseItsFactsBreak(t *testing.T) {
	t.Parallel()
	f, err := formOf(t, smallLaw(t), "student-permit", "2026-01-01", "nationality=IN aim=live purpose=family")
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Excluded) != 1 || f.Excluded[0].ID != "purpose" {
		t.Errorf("excluded: %v", f.Excluded)
	}
}

func TestEveryProcedureThatIsPreparedOnlineHasAForm(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	on := calendar.On(2026, 7, 1) // while employers still ask for approvals here
	online := l.Online(on, locale.EN)
	if len(online) < 40 {
		t.Errorf("%d procedures", len(online))
	}
	for _, p := range online {
		f, err := l.Form(law.FormQuery{Procedure: p.ID, On: on, Lang: locale.EN})
		if err != nil {
			t.Errorf("%s: %v", p.ID, err)
			continue
		}
		if f.ID != p.Form || len(f.Pages) == 0 || f.TitleRO == "" {
			t.Errorf("%s: form %s of %d pages", p.ID, f.ID, len(f.Pages))
		}
	}
}

func TestWhatAFormAnswersReplacesWhatItContradicts(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	on := calendar.On(2026, 1, 1)
	base := situation(t, l, on, "age=23 aim=live")
	got, faults := l.Answered(base, [][2]string{{"birth_date", "2001-05-06"}, {"title_expires", "soon"}}, on)
	if diff := cmp.Diff([][2]string{{"aim", "live"}, {"birth_date", "2001-05-06"}}, got.Pairs()); diff != "" {
		t.Error(diff)
	}
	if len(faults) != 1 || faults[0].Field != "title_expires" {
		t.Errorf("faults: %v", faults)
	}
	if v, _ := base.Value("age"); v != "23" {
		t.Error("the answers that were given before have changed")
	}
}
