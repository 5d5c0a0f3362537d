package filing

import (
	"net/url"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/person"
)

// read reads a page as it was typed: the answers that can be accepted, the inputs of those that cannot, and what is wrong with them.
func (d *Desk) read(page law.PlanFormPage, in url.Values, filed calendar.Date) (application.Answers, url.Values, fault.List) {
	answers, faults := form.ReadPage(page, in, filed)
	faults = append(faults, d.doubt(page, answers, filed)...)
	var typed url.Values
	for _, f := range page.Fields {
		if !wrong(f.ID, faults) {
			continue
		}
		delete(answers, f.ID)
		for name, values := range in {
			if form.Owns(f.ID, name) {
				if typed == nil {
					typed = url.Values{}
				}
				typed[name] = values
			}
		}
	}
	return application.Answers(answers), typed, faults
}

// doubt names what the form cannot know to be wrong: codes that were never given to anybody, addresses to which no letter goes.
func (d *Desk) doubt(page law.PlanFormPage, answers form.Answers, filed calendar.Date) (out fault.List) {
	for _, f := range page.Fields {
		answer := answers.Text(f.ID)
		switch {
		case answer == "":
		case f.From == "person.cnp" || f.From == "sponsor.cnp":
			if code := person.ReadCNP(answer, filed); !code.Valid {
				out = append(out, code.Faults(f.ID)...)
			}
		case f.Kind == law.FieldEMail && d.address != nil:
			if _, err := d.address(answer); err != nil {
				told := *fault.All(err)[0]
				told.Field = f.ID
				out = append(out, &told)
			}
		}
	}
	return out
}

// over are the answers of a page with those of before in place of what was typed and cannot be accepted: a slip takes no answer away. Until it
// is mended the page is not complete.
func over(page law.PlanFormPage, before, answers application.Answers, typed url.Values) application.Answers {
	for _, f := range page.Fields {
		if answer, there := before[f.ID]; there && typedOf(f.ID, typed) {
			answers[f.ID] = answer
		}
	}
	return answers
}

// wrong tells whether something is wrong with a field.
func wrong(field string, faults fault.List) bool {
	for _, e := range faults {
		if form.Owns(field, e.Field) {
			return true
		}
	}
	return false
}
