package form

import (
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
)

// State is how far a page of a form has come.
type State string

// The states of a page.
const (
	NotBegun State = "not-begun" // nothing is answered
	Begun    State = "begun"     // something is missing or wrong
	Done     State = "done"
)

// PageState is how one page stands.
type PageState struct {
	ID     string
	State  State
	Faults fault.List // what is missing or wrong, by input
}

// Review is what a form looks like as a whole.
type Review struct {
	Pages []PageState
}

// Done tells that nothing is missing or wrong: the form may be sent.
func (r Review) Done() bool {
	return !slices.ContainsFunc(r.Pages, func(p PageState) bool { return p.State != Done })
}

// Faults are all that is missing or wrong, page by page.
func (r Review) Faults() fault.List {
	var out fault.List
	for _, p := range r.Pages {
		out = append(out, p.Faults...)
	}
	return out
}

// Whole reviews the answers of a form: what is missing, what is no longer accepted (a passport that has expired since), and what does not make sense
// together. Fields that the law may still not ask (Open) may be missing. Dates are checked against the form's day of filing.
func Whole(f law.PlanForm, a Answers) Review {
	out := Review{Pages: make([]PageState, len(f.Pages))}
	for i := range f.Pages {
		out.Pages[i] = review(&f.Pages[i], a, f.Filed)
	}
	for _, e := range together(f, a) {
		i := slices.IndexFunc(f.Pages, func(p law.PlanFormPage) bool {
			return slices.ContainsFunc(p.Fields, func(f law.PlanField) bool { return Owns(f.ID, e.Field) })
		})
		if i >= 0 {
			out.Pages[i].State, out.Pages[i].Faults = Begun, append(out.Pages[i].Faults, e)
		}
	}
	if a.Size() > MaxSize && len(out.Pages) > 0 {
		last := &out.Pages[len(out.Pages)-1]
		last.State, last.Faults = Begun, append(last.Faults, fault.New(fault.Invalid, "form.too-large"))
	}
	return out
}

// Owns tells whether an input is of a field: birth_date-day is of birth_date.
func Owns(field, input string) bool {
	return input == field || len(input) > len(field) && input[:len(field)] == field && input[len(field)] == '-'
}

// needed tells whether a page is not done without an answer.
func needed(page *law.PlanFormPage, f *law.PlanField) bool {
	return !f.Optional && len(f.Open) == 0 && len(page.Open) == 0
}

func review(page *law.PlanFormPage, a Answers, filed calendar.Date) PageState {
	out := PageState{ID: page.ID, State: NotBegun}
	answered := 0
	for i := range page.Fields {
		f := &page.Fields[i]
		raw, given := a[f.ID]
		if !given {
			if needed(page, f) {
				out.Faults = append(out.Faults, fault.Field(f.ID, "field.missing"))
			}
			continue
		}
		answered++
		v, ws := stored(f, raw)
		if len(ws) == 0 {
			v, ws = check(f, v, filed)
		}
		if f.Declared && v == false {
			ws = bad("form.declared")
		}
		out.Faults = append(out.Faults, ws.of(f.ID)...)
	}
	switch {
	case len(out.Faults) == 0: // also where nothing is needed
		out.State = Done
	case answered > 0:
		out.State = Begun
	}
	return out
}
