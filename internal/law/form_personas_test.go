package law_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	data "sejur/law"

	"sejur/internal/law"
	"sejur/internal/locale"
)

// reached is what the personas who end in a procedure with a form see of it.
type reached struct {
	form  law.PlanForm
	shown map[string]bool // fields that are asked for certain
	who   map[string]law.PlanForm
}

// personaForms asks for the form of every route of every persona that has one.
func personaForms(t *testing.T, l *law.Law) map[string]*reached {
	t.Helper()
	personas, err := law.Personas(data.Files)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*reached{}
	for i := range personas {
		q, plan, err := l.Ask(&personas[i], locale.EN)
		if err != nil {
			t.Fatalf("%s: %v", &personas[i], err)
		}
		for _, r := range plan.Routes {
			if r.Form == "" {
				continue
			}
			f, err := l.Form(law.FormQuery{Procedure: r.Procedure, Facts: q.Facts, On: q.On, Lang: q.Lang})
			if err != nil {
				t.Errorf("%s: the form of %s: %v", &personas[i], r.Procedure, err)
				continue
			}
			if f.ID != r.Form || len(f.Excluded) > 0 {
				t.Errorf("%s: %s has the form %s, excluded %v; its plan says %s", &personas[i], r.Procedure, f.ID, f.Excluded, r.Form)
			}
			if out[r.Procedure] == nil {
				out[r.Procedure] = &reached{form: f, shown: map[string]bool{}, who: map[string]law.PlanForm{}}
			}
			out[r.Procedure].who[personas[i].String()] = f
			for _, p := range f.Pages {
				for _, field := range p.Fields {
					if len(p.Open)+len(field.Open) == 0 {
						out[r.Procedure].shown[field.ID] = true
					}
				}
			}
		}
	}
	return out
}

// Data minimisation: what is asked has a reason and a source, is asked of somebody, and is never asked beside an answer that the plan has and
// that says otherwise.
func TestPersonasSeeFormsWithAReasonForEachField(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	forms := personaForms(t, l)
	for _, p := range l.Online(day(t, "2026-07-01"), locale.EN) {
		if forms[p.ID] == nil {
			t.Errorf("no persona sees the form of %s", p.ID)
		}
	}
	for procedure, r := range forms {
		for who, f := range r.who {
			for _, p := range f.Pages {
				for _, field := range p.Fields {
					if field.Why == "" || field.Label == "" || field.LabelRO == "" || len(field.Sources) == 0 {
						t.Errorf("%s: %s: %s says no why, no label or no source", procedure, who, field.ID)
					}
					if field.Kind == law.FieldChoice && len(field.Options) < 2 {
						t.Errorf("%s: %s: %s offers %d options", procedure, who, field.ID, len(field.Options))
					}
				}
			}
		}
	}
}

// Every field of a form is asked of somebody who ends in a procedure with that form.
func TestEveryFieldIsAskedOfSomebody(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	shown, all := map[string]bool{}, map[string]bool{}
	for procedure, r := range personaForms(t, l) {
		for field := range r.shown {
			shown[r.form.ID+"."+field] = true
		}
		// With nothing known, nothing is left out.
		f, err := l.Form(law.FormQuery{Procedure: procedure, On: day(t, "2026-07-01"), Lang: locale.EN})
		if err != nil {
			t.Fatalf("%s: %v", procedure, err)
		}
		for _, p := range f.Pages {
			for _, field := range p.Fields {
				all[f.ID+"."+field.ID] = true
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if !shown[id] {
			t.Errorf("no persona is asked %s", id)
		}
	}
}

// What the plan of a persona has answered is the value of its field: the form offers it among its options and asks no such thing twice.
func TestAFormHasRoomForWhatThePlanKnows(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	personas, err := law.Personas(data.Files)
	if err != nil {
		t.Fatal(err)
	}
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
			for _, misfit := range misfits(f, q.Facts) {
				t.Errorf("%s: %s: %s", &personas[i], r.Procedure, misfit)
			}
		}
	}
}

// misfits are the fields bound to a fact that could not take its value, and facts that stand in two fields.
func misfits(f law.PlanForm, facts law.Facts) []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range f.Pages {
		for _, field := range p.Fields {
			fact, bound := strings.CutPrefix(field.From, "fact.")
			if !bound {
				continue
			}
			if seen[fact] {
				out = append(out, "two fields ask "+fact)
			}
			seen[fact] = true
			value, given := facts.Value(fact)
			if !given || value == law.DontKnow || field.Kind != law.FieldChoice {
				continue
			}
			if !slices.ContainsFunc(field.Options, func(o law.FieldOption) bool { return o.ID == value }) {
				out = append(out, field.ID+" does not offer "+value)
			}
		}
	}
	return out
}
