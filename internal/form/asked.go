package form

import (
	"encoding/json"
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/law"
)

// Asked is what the law asks of one application on a day: its form, as the answers themselves decide it, and how its procedure stands in the plan.
type Asked struct {
	On       calendar.Date
	Facts    law.Facts // of the guide, with what was answered on the form in their place
	Answers  Answers   // of all pages
	Form     law.PlanForm
	Route    law.Route
	Applies  bool         // Route holds
	Possible []string     // facts that decide whether the procedure applies, while it may
	Excluded []law.Reason // why it does not
}

// Ask says what the law asks of who has given these answers. q.Facts are those of the guide. A procedure that has no form on the day is a fault of
// kind NotFound; facts that contradict each other are a fault.List, as with law.Plan.
func Ask(l *law.Law, q law.FormQuery, a Answers) (Asked, error) {
	f, facts, err := settle(l, q, a)
	if err != nil {
		return Asked{}, err
	}
	plan, err := l.Plan(law.Query{On: q.On, Lang: q.Lang, Facts: facts})
	if err != nil {
		return Asked{}, err
	}
	out := Asked{On: q.On, Facts: facts, Answers: a, Form: f}
	out.stand(plan, q.Procedure)
	return out, nil
}

// settle gives the form of a procedure as the answers decide it, with the facts that follow from them. An answer counts while its field is asked, so
// the form is asked again until its answers say nothing new: an answer may bring a page, and the page another answer.
func settle(l *law.Law, q law.FormQuery, a Answers) (law.PlanForm, law.Facts, error) {
	base := q.Facts
	const most = 4 // deeper than conditions of a form hang on each other
	f, err := l.Form(q)
	for range most {
		if err != nil {
			break
		}
		facts, _ := Facts(l, f, base, a)
		if slices.Equal(facts.Pairs(), q.Facts.Pairs()) {
			break
		}
		q.Facts = facts
		f, err = l.Form(q)
	}
	return f, q.Facts, err
}

// stand notes how a procedure stands in a plan.
func (k *Asked) stand(plan law.Plan, procedure string) {
	for _, r := range plan.Routes {
		if r.Procedure == procedure {
			k.Route, k.Applies = r, true
		}
	}
	for _, p := range plan.Possible {
		if p.Procedure == procedure {
			k.Possible = p.Undecided
		}
	}
	for _, e := range plan.Excluded {
		if e.Procedure == procedure {
			k.Excluded = e.Because
		}
	}
}

// Papers are the documents that are asked as files, in the order of the plan. Where the form is filled in here, the printed one is made from the
// answers and nobody sends it.
func (k Asked) Papers() []law.PlanDocument {
	return slices.DeleteFunc(slices.Clone(k.Route.Documents), func(p law.PlanDocument) bool { return p.Kind == "form" && k.Route.Form != "" })
}

// Text is the answer of the field that is known from a place (law.Field.From); "" when none is asked or answered, or it is no text.
func (k Asked) Text(from string) string {
	f := k.Form.FieldFrom(from)
	if f == nil {
		return ""
	}
	return k.Answers.Text(f.ID)
}

// Date is Text of a date; none when it is no date.
func (k Asked) Date(from string) calendar.Date {
	f := k.Form.FieldFrom(from)
	if f == nil {
		return calendar.Date{}
	}
	return k.Answers.Date(f.ID)
}

// Text is an answer that is a text, "" when there is none or it is another kind of value.
func (a Answers) Text(field string) string {
	var out string
	if json.Unmarshal(a[field], &out) != nil {
		return ""
	}
	return out
}

// Date is an answer that is a date, none when there is none or it is another kind of value.
func (a Answers) Date(field string) calendar.Date {
	d, _ := dateOf(a, field)
	return d
}
