package form_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	data "sejur/law"

	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// Everybody who ends in a procedure with a form can fill it in: what each field accepts is kept, shown in its inputs, read again and put into
// words in each language, and the whole is done.
func TestEveryPersonaCanFillInTheirForm(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	personas, err := law.Personas(data.Files)
	if err != nil {
		t.Fatal(err)
	}
	filledOnce := map[string]bool{} // of the same form with the same fields one is enough
	for i := range personas {
		q, plan, err := l.Ask(&personas[i], locale.EN)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range plan.Routes {
			if r.Form == "" {
				continue
			}
			f, err := l.Form(law.FormQuery{Procedure: r.Procedure, Facts: q.Facts, On: q.On, Lang: q.Lang})
			if err != nil {
				t.Fatal(err)
			}
			if key := r.Procedure + f.Filed.String() + fieldList(f); !filledOnce[key] {
				filledOnce[key] = true
				fillIn(t, personas[i].String()+": "+r.Procedure, l, f, q)
			}
		}
	}
}

func fillIn(t *testing.T, who string, l *law.Law, f law.PlanForm, q law.Query) {
	t.Helper()
	a := fitting(f)
	known := form.Suggest(f, q.Facts, form.Answers{}, nil)
	for _, p := range f.Pages {
		for _, field := range p.Fields {
			if s, given := known[field.ID]; given {
				a[field.ID] = s.Value
			} else if fact, bound := strings.CutPrefix(field.From, "fact."); bound {
				if v, answered := q.Facts.Value(fact); answered && v != law.DontKnow {
					t.Errorf("%s: the plan knows %s is %s, and %s does not accept it", who, fact, v, field.ID)
				}
			}
		}
	}
	if string(a["tie"]) == `"parent"` {
		a["sponsor_birth_date"] = json.RawMessage(`"2005-01-01"`)
	}
	for _, p := range f.Pages {
		read, faults := form.ReadPage(p, form.Typed(p, a), f.Filed)
		if len(faults) > 0 {
			t.Errorf("%s: page %s: %v", who, p.ID, told(faults))
		}
		want := form.Answers{}
		for _, field := range p.Fields {
			want[field.ID] = a[field.ID]
		}
		if diff := cmp.Diff(words(want), words(read)); diff != "" {
			t.Errorf("%s: page %s: %s", who, p.ID, diff)
		}
	}
	if review := form.Whole(f, a); !review.Done() {
		t.Errorf("%s: %v", who, told(review.Faults()))
	}
	for _, lang := range locale.All() {
		for _, s := range form.Show(printer(t, lang), f, a) {
			for _, row := range s.Rows {
				if row.Label == "" || len(row.Lines) == 0 {
					t.Errorf("%s: %s is %q: %q in %s", who, row.Field, row.Label, row.Lines, lang)
				}
			}
		}
	}
	if _, faults := form.Facts(l, f, q.Facts, a); len(faults) > 0 {
		t.Errorf("%s: as facts: %v", who, told(faults))
	}
}

func fieldList(f law.PlanForm) string {
	var out string
	for _, p := range f.Pages {
		for _, field := range p.Fields {
			out += " " + field.ID
		}
	}
	return out
}
