package form_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"

	data "sejur/law"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// filed is the day of filing of all tests.
var filed = calendar.On(2026, 11, 30)

// The catalogue and the law are loaded once for all tests; nothing ever changes them.
var (
	catalogue = sync.OnceValues(locale.Load)
	embedded  = sync.OnceValues(func() (*law.Law, error) {
		c, err := catalogue()
		if err != nil {
			return nil, err
		}
		return law.Load(data.Files, c)
	})
)

func printer(t testing.TB, lang locale.Lang) *locale.Printer {
	t.Helper()
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c.For(lang)
}

func realLaw(t testing.TB) *law.Law {
	t.Helper()
	l, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// studyForm is the form for a study permit in English, and the question that it answers.
func studyForm(t testing.TB, facts map[string][]string) (law.PlanForm, law.FormQuery) {
	t.Helper()
	l := realLaw(t)
	given, faults := l.ReadFacts(facts, filed)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	q := law.FormQuery{Procedure: "study-permit", Facts: given, On: filed, Lang: locale.EN}
	f, err := l.Form(q)
	if err != nil {
		t.Fatal(err)
	}
	return f, q
}

// student is somebody who asks for a first permit for studies.
func student() map[string][]string {
	return map[string][]string{
		"nationality": {"IN"}, "aim": {"live"}, "purpose": {"study"}, "enrolled": {"true"}, "age": {"27"}, "scholarship": {"false"},
		"romanian_origin": {"false"}, "title_expires": {"2027-01-31"}, "county": {"CJ"},
	}
}

// page is a page with one field of each of some kinds, called as the kind.
func page(fields ...law.Field) law.PlanFormPage {
	out := law.PlanFormPage{ID: "page", Who: "applicant"}
	for i := range fields {
		f := law.PlanField{Field: &fields[i]}
		if f.Kind == law.FieldChoice {
			f.Options = []law.FieldOption{{ID: "one", Text: "One", TextRO: "Unu"}, {ID: "two", Text: "Two", TextRO: "Doi"}}
		}
		out.Fields = append(out.Fields, f)
	}
	return out
}

// everyKind is a page with a field of every kind, each called f and its place.
func everyKind() law.PlanFormPage {
	var fields []law.Field
	for _, k := range law.FieldKinds() {
		fields = append(fields, law.Field{ID: fieldOf(k), Kind: k, Label: string(k), LabelRO: "ro " + string(k)})
	}
	return page(fields...)
}

// fieldOf is the id of the field of a kind in everyKind.
func fieldOf(k law.FieldKind) string { return strings.ReplaceAll(string(k), "-", "_") }

// words are answers as text, to compare.
func words(a form.Answers) map[string]string {
	out := map[string]string{}
	for id, v := range a {
		out[id] = string(v)
	}
	return out
}

// told are faults as "input key".
func told(list fault.List) []string {
	out := []string{}
	for _, e := range list {
		out = append(out, e.Field+" "+e.Key)
	}
	return out
}

func values(pairs ...string) url.Values {
	out := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Add(pairs[i], pairs[i+1])
	}
	return out
}
