package form_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/form"
	"sejur/internal/law"
)

func TestAPageIsNotBegunThenBegunThenDone(t *testing.T) {
	t.Parallel()
	f := law.PlanForm{Filed: filed, Pages: []law.PlanFormPage{page(
		law.Field{ID: "name", Kind: law.FieldName},
		law.Field{ID: "former", Kind: law.FieldName, Optional: true},
		law.Field{ID: "expires", Kind: law.FieldDate, After: law.AfterFiling},
		law.Field{ID: "true", Kind: law.FieldYesNo, Declared: true},
	)}}
	for _, tt := range []struct {
		name, answers string
		state         form.State
		want          []string
	}{
		{"nothing is answered", `{}`, form.NotBegun, []string{"name field.missing", "expires field.missing", "true field.missing"}},
		{"something is", `{"former":"Rao"}`, form.Begun, []string{"name field.missing", "expires field.missing", "true field.missing"}},
		{"all that is needed", `{"name":"Rao","expires":"2027-01-01","true":true}`, form.Done, []string{}},
		{"a paper that has expired since", `{"name":"Rao","expires":"2026-11-29","true":true}`, form.Begun, []string{"expires form.after-filing"}},
		{"a statement that is not made", `{"name":"Rao","expires":"2027-01-01","true":false}`, form.Begun, []string{"true form.declared"}},
		{"an answer that other hands wrote", `{"name":7,"expires":"2027-01-01","true":true}`, form.Begun, []string{"name field.text"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := form.Whole(f, answers(t, tt.answers))
			if got.Pages[0].State != tt.state {
				t.Errorf("the page is %s, want %s", got.Pages[0].State, tt.state)
			}
			if diff := cmp.Diff(tt.want, told(got.Faults())); diff != "" {
				t.Error(diff)
			}
			if got.Done() != (tt.state == form.Done) {
				t.Errorf("the form is done: %v", got.Done())
			}
		})
	}
}

func TestWhatTheLawMayNotAskMayBeMissing(t *testing.T) {
	t.Parallel()
	p := page(law.Field{ID: "name", Kind: law.FieldName}, law.Field{ID: "text", Kind: law.FieldText})
	p.Fields[1].Open = []string{"purpose"}
	f := law.PlanForm{Filed: filed, Pages: []law.PlanFormPage{p}}
	if got := form.Whole(f, answers(t, `{"name":"Rao"}`)); !got.Done() {
		t.Error(got.Faults())
	}
	if diff := cmp.Diff([]string{"name field.missing"}, told(form.Whole(f, nil).Faults())); diff != "" {
		t.Error(diff)
	}
}

func TestAnswersTooLongAltogetherAreNotSent(t *testing.T) {
	t.Parallel()
	f := law.PlanForm{Filed: filed, Pages: []law.PlanFormPage{page(law.Field{ID: "name", Kind: law.FieldName})}}
	a := answers(t, `{"name":"Rao"}`)
	a["other"] = json.RawMessage(`"` + strings.Repeat("a", form.MaxSize) + `"`)
	if diff := cmp.Diff([]string{" form.too-large"}, told(form.Whole(f, a).Faults())); diff != "" {
		t.Error(diff)
	}
}

func TestAnswersMakeSenseTogether(t *testing.T) {
	t.Parallel()
	f := law.PlanForm{Filed: filed, Pages: []law.PlanFormPage{
		page(
			law.Field{ID: "born", Kind: law.FieldDate, From: "fact.birth_date"},
			law.Field{ID: "issued", Kind: law.FieldDate, From: "paper.passport.issued_on"},
			law.Field{ID: "expires", Kind: law.FieldDate, From: "paper.passport.expires"},
			law.Field{ID: "from", Kind: law.FieldDate, Label: "First day"},
		),
		page(
			law.Field{ID: "children", Kind: law.FieldPeople, From: "family.children"},
			law.Field{ID: "parents", Kind: law.FieldPeople, From: "family.parents"},
			law.Field{ID: "sponsor_born", Kind: law.FieldDate, From: "sponsor.birth_date"},
			law.Field{ID: "tie", Kind: law.FieldText, From: "fact.tie"},
			law.Field{ID: "wedding", Kind: law.FieldDate, From: "family.wedding_date"},
			law.Field{ID: "until", Kind: law.FieldDate, After: "from"},
		),
	}}
	child := func(born string) string { return `[{"surname":"Rao","birth_date":"` + born + `","citizenship":"IN"}]` }
	for _, tt := range []struct {
		name, answers string
		want          string
	}{
		{"a paper expires before it is issued", `{"issued":"2024-01-01","expires":"2023-01-01"}`, "expires person.expires-first"},
		{"a paper is issued before its holder is born", `{"born":"2000-01-01","issued":"1999-01-01"}`, "issued form.issued-before-birth"},
		{"a child is as old as its parent", `{"born":"2000-01-01","children":` + child("2000-01-01") + `}`, "children-1-birth_date person.child-older"},
		{"a parent is younger", `{"born":"2000-01-01","parents":` + child("2001-01-01") + `}`, "parents-1-birth_date person.parent-younger"},
		{"a child joins somebody younger", `{"born":"2000-01-01","tie":"child","sponsor_born":"2001-01-01"}`, "sponsor_born person.parent-younger"},
		{"a parent joins somebody older", `{"born":"2000-01-01","tie":"parent","sponsor_born":"1999-01-01"}`, "sponsor_born person.child-older"},
		{"a wedding before a birth", `{"born":"2000-01-01","wedding":"1999-01-01"}`, "wedding form.wedding-before-birth"},
		{"a day of another page comes first", `{"from":"2026-12-05","until":"2026-12-05"}`, "until form.after"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := told(form.Whole(f, answers(t, tt.answers)).Faults())
			if !strings.Contains(strings.Join(got, "\n"), tt.want) {
				t.Errorf("nobody says %q, only %q", tt.want, got)
			}
		})
	}
	fine := form.Whole(f, answers(t, `{"born":"2000-01-01","issued":"2024-01-01","expires":"2034-01-01","from":"2026-12-01","children":`+child("2020-01-01")+
		`,"parents":`+child("1970-01-01")+`,"sponsor_born":"1999-01-01","tie":"child","wedding":"2022-01-01","until":"2026-12-02"}`))
	if !fine.Done() {
		t.Errorf("what makes sense is refused: %v", told(fine.Faults()))
	}
}

// answers are answers as JSON has them; what stands in them need not be right.
func answers(t testing.TB, text string) form.Answers {
	t.Helper()
	var out form.Answers
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func BenchmarkWhole(b *testing.B) {
	f, _ := studyForm(b, student())
	a := fitting(f)
	b.ReportAllocs()
	for b.Loop() {
		form.Whole(f, a)
	}
}

func BenchmarkAsk(b *testing.B) {
	f, q := studyForm(b, student())
	a := fitting(f)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := form.Ask(realLaw(b), q, a); err != nil {
			b.Fatal(err)
		}
	}
}

// fitting are answers that every field of a form accepts.
func fitting(f law.PlanForm) form.Answers {
	out := form.Answers{}
	for _, p := range f.Pages {
		for _, field := range p.Fields {
			out[field.ID] = json.RawMessage(sample(field))
		}
	}
	return out
}

func sample(f law.PlanField) string {
	switch {
	case f.From == "sponsor.birth_date":
		return `"1960-01-01"`
	case f.From == "fact.birth_date":
		return `"1980-01-01"`
	case f.From == "family.parents":
		return `[{"birth_date":"1960-01-01","citizenship":"IN","surname":"Rao"}]`
	case f.Kind == law.FieldDate && f.After != "" && f.After != law.AfterFiling:
		return `"2029-02-01"`
	case f.Kind == law.FieldDate && f.After != "":
		return `"2029-01-01"`
	case f.Kind == law.FieldAddress && f.From == "address.abroad":
		return `{"country":"IN","locality":"Pune"}`
	case f.Kind == law.FieldChoice:
		return `"` + f.Options[0].ID + `"`
	case f.Pattern == "[0-9]{13}":
		return `"1900101123456"`
	case f.Pattern != "":
		return `"123456"`
	}
	return map[law.FieldKind]string{
		law.FieldName: `"Rao"`, law.FieldText: `"D/SD"`, law.FieldLongText: `"one\ntwo"`, law.FieldDate: `"2006-01-01"`, law.FieldYesNo: "true",
		law.FieldCountry: `"IN"`, law.FieldCounty: `"CJ"`, law.FieldPhone: `"+40721000000"`, law.FieldEMail: `"asha@example.org"`, law.FieldNumber: "12",
		law.FieldAddress: `{"country":"RO","county":"CJ","locality":"Cluj-Napoca","number":"5","street":"Strada Lungă"}`,
		law.FieldMoney:   `{"amount":"4050.00","currency":"RON"}`,
		law.FieldPeriods: `[{"from":"2025-01-01","to":"2025-02-01"}]`,
		law.FieldPeople:  `[{"birth_date":"2005-01-01","citizenship":"IN","surname":"Rao"}]`,
	}[f.Kind]
}
