package filing

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// asking is what the law asks of one application on a day.
type asking struct {
	on       calendar.Date
	facts    law.Facts // of the guide, with what was answered since
	form     law.PlanForm
	route    law.Route
	applies  bool         // route holds
	possible []string     // facts that decide whether the procedure applies, when it may
	excluded []law.Reason // why it does not
}

// readFacts reads answers of the guide, and names what is wrong.
func (d *Desk) readFacts(f application.Facts) (law.Facts, fault.List) {
	in := make(map[string][]string, len(f))
	for id, value := range f {
		in[id] = []string{value}
	}
	return d.law.ReadFacts(in, d.today())
}

// known are those of some answers that the law of today knows.
func (d *Desk) known(f application.Facts) application.Facts {
	facts, _ := d.readFacts(f)
	return pairs(facts)
}

// pairs are answers as they are stored.
func pairs(f law.Facts) application.Facts {
	out := make(application.Facts)
	for _, p := range f.Pairs() {
		out[p[0]] = p[1]
	}
	return out
}

// plan is the plan of today.
func (d *Desk) plan(facts law.Facts, lang locale.Lang) (law.Plan, error) {
	return d.law.Plan(law.Query{On: d.today(), Lang: lang, Facts: facts})
}

// rounds bounds how often a form is asked anew because an answer opened a page with an answer that opens a page.
const rounds = 4

// ask says what the law asks of an application on a day, after what was answered so far. A procedure that is not filed online that day is a
// fault of kind NotFound.
func (d *Desk) ask(a application.Application, pages []application.Page, on calendar.Date, lang locale.Lang) (asking, error) {
	out := asking{on: on}
	base, _ := d.readFacts(a.Facts)
	out.facts = base
	saved := savedPages(pages, "")
	var answered [][2]string
	for range rounds {
		var err error
		out.form, err = d.law.Form(law.FormQuery{Procedure: a.Procedure, Facts: out.facts, On: on, Lang: lang})
		if err != nil {
			return asking{}, err
		}
		now := factAnswers(out.form, saved)
		if slices.Equal(now, answered) {
			break
		}
		answered = now
		out.facts, _ = d.law.Answered(base, answered, on) // what is wrong is told where it was typed
	}
	plan, err := d.law.Plan(law.Query{On: on, Lang: lang, Facts: out.facts})
	if err != nil {
		return asking{}, err
	}
	out.stands(plan, a.Procedure)
	return out, nil
}

// stands notes how a procedure stands in a plan.
func (k *asking) stands(plan law.Plan, procedure string) {
	for _, r := range plan.Routes {
		if r.Procedure == procedure {
			k.route, k.applies = r, true
		}
	}
	for _, p := range plan.Possible {
		if p.Procedure == procedure {
			k.possible = p.Undecided
		}
	}
	for _, e := range plan.Excluded {
		if e.Procedure == procedure {
			k.excluded = e.Because
		}
	}
}

// savedPages are the pages of an application itself, or of one of its corrections, by id.
func savedPages(pages []application.Page, correction string) map[string]application.Page {
	out := make(map[string]application.Page, len(pages))
	for _, p := range pages {
		if p.Correction == correction {
			out[p.ID] = p
		}
	}
	return out
}

// factAnswers are the answers of a form that are facts of the guide, in the order of the form.
func factAnswers(f law.PlanForm, saved map[string]application.Page) [][2]string {
	var out [][2]string
	for _, page := range f.Pages {
		for _, field := range page.Fields {
			id, isFact := strings.CutPrefix(field.From, "fact.")
			if value := saved[page.ID].Answers[field.ID]; isFact && len(value) > 0 {
				if raw := rawFact(value); raw != "" {
					out = append(out, [2]string{id, raw})
				}
			}
		}
	}
	return out
}

// rawFact is an answer as the law reads facts, "" when it is none.
func rawFact(value json.RawMessage) string {
	var v any
	if json.Unmarshal(value, &v) != nil {
		return ""
	}
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// papers are the documents that are asked as files. Where the form is filled in here, the printed one is made from the answers.
func (k asking) papers() []law.PlanDocument {
	return slices.DeleteFunc(slices.Clone(k.route.Documents), func(p law.PlanDocument) bool { return p.Kind == "form" && k.route.Form != "" })
}

// seen is what is asked, in the form by which changes of the law are noticed.
func (k asking) seen() application.Seen {
	out := application.Seen{On: k.on}
	for _, p := range k.papers() {
		out.Papers = append(out.Papers, p.ID)
	}
	for _, page := range k.form.Pages {
		for _, f := range page.Fields {
			out.Fields = append(out.Fields, page.ID+"/"+f.ID)
		}
	}
	if k.route.Apply != nil && k.route.Apply.By != nil {
		out.By = *k.route.Apply.By
	}
	return out
}
