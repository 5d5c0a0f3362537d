package form_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
)

func TestAnAnswerInWords(t *testing.T) {
	t.Parallel()
	p := everyKind()
	for _, tt := range []struct {
		field, value string
		lang         locale.Lang
		want         []string
	}{
		{"name", `"Rao"`, locale.EN, []string{"Rao"}},
		{"long_text", `"one\ntwo"`, locale.EN, []string{"one", "two"}},
		{"date", `"2026-11-30"`, locale.RO, []string{"30 noiembrie 2026"}},
		{"yes_no", `true`, locale.RO, []string{"Da"}},
		{"choice", `"two"`, locale.EN, []string{"Two"}},
		{"choice", `"two"`, locale.RO, []string{"Doi"}},
		{"choice", `"three"`, locale.RO, []string{"three"}},
		{"country", `"IN"`, locale.RO, []string{"India"}},
		{"county", `"CJ"`, locale.EN, []string{"Cluj"}},
		{"number", `1200`, locale.EN, []string{"1,200"}},
		{"money", `{"amount":"4050.00","currency":"RON"}`, locale.RO, []string{"4.050\u00a0lei"}},
		{"address", `{"country":"RO","county":"CJ","locality":"Cluj-Napoca","number":"5","postcode":"400001","street":"Strada Lungă"}`, locale.EN,
			[]string{"Strada Lungă 5", "400001 Cluj-Napoca, Cluj", "Romania"}},
		{"people", `[{"birth_date":"2015-05-01","citizenship":"IN","given_names":"Asha","surname":"Rao","tie":"fiică"}]`, locale.RO,
			[]string{"Rao Asha, data nașterii: 1 mai 2015, cetățenia: India (fiică)"}},
		{"people", `[]`, locale.EN, []string{"None"}},
		{"periods", `[{"from":"2025-01-01","to":"2025-02-01"},{"from":"2026-01-01"}]`, locale.EN, []string{"1 January 2025 – 1 February 2025", "From 1 January 2026, and still"}},
		{"number", `"by other hands"`, locale.EN, []string{`"by other hands"`}},
		{"text", ``, locale.EN, nil},
	} {
		t.Run(tt.field+" "+string(tt.lang), func(t *testing.T) {
			t.Parallel()
			for i := range p.Fields {
				if p.Fields[i].ID != tt.field {
					continue
				}
				var raw json.RawMessage
				if tt.value != "" {
					raw = json.RawMessage(tt.value)
				}
				if diff := cmp.Diff(tt.want, form.Text(printer(t, tt.lang), &p.Fields[i], raw)); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestTheApplicationOnPaperIsRomanian(t *testing.T) {
	t.Parallel()
	f, _ := studyForm(t, student())
	got := form.Show(printer(t, locale.RO), f, answers(t, `{"sex":"female"}`))
	if len(got) != len(f.Pages) || got[0].Title != f.Pages[0].TitleRO || got[0].Title == f.Pages[0].Title {
		t.Fatalf("%d sections, the first is %q", len(got), got[0].Title)
	}
	for _, row := range got[0].Rows {
		if row.Field == "sex" {
			if diff := cmp.Diff(form.Row{Field: "sex", Label: "Sex", Lines: []string{"Feminin"}}, row); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func TestAWholeApplicationAsJSON(t *testing.T) {
	t.Parallel()
	f := law.PlanForm{ID: "permit", Procedure: "student-permit", Law: "2026-01-01-abcdef01", Filing: "preparation", Filed: filed, Pages: []law.PlanFormPage{
		page(law.Field{ID: "name", Kind: law.FieldName}, law.Field{ID: "number", Kind: law.FieldNumber}),
	}}
	got, err := json.Marshal(form.ExportOf(f, answers(t, `{"name":"Rao","other":1}`)))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"form":"permit","procedure":"student-permit","law":"2026-01-01-abcdef01","filing":"preparation","filed":"2026-11-30",` +
		`"pages":[{"id":"page","who":"applicant","fields":[{"id":"name","kind":"name","value":"Rao"},{"id":"number","kind":"number","value":null}]}]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}
