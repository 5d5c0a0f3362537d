package filing

import (
	"slices"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// asking is what the law asks of one application on a day.
type asking struct {
	on       calendar.Date
	facts    law.Facts    // of the guide, with what was answered since
	answers  form.Answers // of all pages
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

// ask says what the law asks of an application on a day, after what was answered so far. A procedure that is not filed online that day is a
// fault of kind NotFound.
func (d *Desk) ask(a application.Application, answers form.Answers, on calendar.Date, lang locale.Lang) (asking, error) {
	out := asking{on: on, answers: answers}
	facts, _ := d.readFacts(a.Facts) // what the law does not know any more is left out
	var err error
	out.form, out.facts, err = form.Ask(d.law, law.FormQuery{Procedure: a.Procedure, Facts: facts, On: on, Lang: lang}, answers)
	if err != nil {
		return asking{}, err
	}
	plan, err := d.law.Plan(law.Query{On: on, Lang: lang, Facts: out.facts})
	if err != nil {
		return asking{}, err
	}
	out.stands(plan, a.Procedure)
	return out, nil
}

// answered are the answers of all pages of an application, those of a correction over those of before. correction "" = of the application alone.
func answered(pages []application.Page, correction string) form.Answers {
	out := make(form.Answers)
	for _, id := range []string{"", correction} {
		for _, p := range savedPages(pages, id) {
			for field, value := range p.Answers {
				out[field] = value
			}
		}
	}
	return out
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
