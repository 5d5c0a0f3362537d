package api

import (
	"errors"
	"fmt"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// PlanInput is the question of a plan: the answers of one person, as of a day, in a language.
type PlanInput struct {
	On    calendar.Date  `json:"on,omitzero" doc:"The day whose law answers; today in Bucharest when absent."`
	Lang  string         `json:"lang,omitempty" doc:"The language of the answer."`
	Facts map[string]any `json:"facts,omitempty" doc:"What is known, by fact id (GET /api/v1/law/facts). null says: asked, and the person does not know."`
}

// ReadPlan reads a PlanInput from JSON. What is right is kept beside the faults, so that they can be told in the language asked for.
func ReadPlan(data []byte) (PlanInput, error) {
	var in PlanInput
	faults := read(data, &in)
	if _, known := locale.ParseLang(in.Lang); in.Lang != "" && !known {
		faults = append(faults, wrongLang())
		in.Lang = ""
	}
	return in, faults.Err()
}

// wrongLang is the fault of a language that is not spoken here.
func wrongLang() *fault.Error {
	names := make([]string, 0, len(locale.All()))
	for _, lang := range locale.All() {
		names = append(names, string(lang))
	}
	return fault.Field("lang", "field.choice", fault.Text("accepted", strings.Join(names, ", ")))
}

// Plan answers the question under one edition of the law. In.On and In.Lang must be set. all gives every reason of an excluded
// procedure. What was found wrong before is told together with what is wrong in the facts, which are named facts.<id>.
func Plan(l *law.Law, in PlanInput, all bool, before ...error) (law.Plan, error) {
	facts, faults := l.ReadFactsJSON(in.Facts, in.On)
	if len(faults) > 0 {
		before = append(before, underFacts(faults))
	}
	if err := merge(before...); err != nil {
		return law.Plan{}, err
	}
	plan, err := l.Plan(law.Query{On: in.On, Lang: locale.Lang(in.Lang), Facts: facts, AllReasons: all})
	if err != nil {
		return law.Plan{}, underFacts(err)
	}
	return plan, nil
}

// underFacts names the inputs of the law's faults as they stand in the question. An error that is no fault stays as it is.
func underFacts(err error) error {
	faults := fault.All(err)
	if faults[0].Kind == fault.Internal {
		return fmt.Errorf("make the plan: %w", err)
	}
	out := make(fault.List, len(faults))
	for i, f := range faults {
		moved := *f
		moved.Field = member("facts", f.Field)
		out[i] = &moved
	}
	return out
}

// merge joins the faults of two readings.
func merge(errs ...error) error {
	var all fault.List
	for _, err := range errs {
		var list fault.List
		var one *fault.Error
		switch {
		case err == nil:
		case errors.As(err, &list):
			all = append(all, list...)
		case errors.As(err, &one):
			all = append(all, one)
		default:
			return err
		}
	}
	return all.Err()
}
