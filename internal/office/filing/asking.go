package filing

import (
	"context"
	"slices"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// readFacts reads answers of the guide, and names what is wrong.
func (d *Desk) readFacts(f application.Facts) (law.Facts, fault.List) {
	return d.law.Recall(f, d.today())
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
func (d *Desk) ask(a application.Application, answers application.Answers, on calendar.Date, lang locale.Lang) (form.Asked, error) {
	facts, _ := d.law.Recall(a.Facts, on) // what the law does not know any more is left out
	return form.Ask(d.law, law.FormQuery{Procedure: a.Procedure, Facts: facts, On: on, Lang: lang}, form.Answers(answers))
}

// rounds are the corrections of which the answers count, in their order: those that were sent, and last the one that is being filled in ("" = none).
func rounds(ctx context.Context, tx Tx, a application.Application, pages []application.Page, now string) ([]string, error) {
	var out []string
	if slices.ContainsFunc(pages, func(p application.Page) bool { return p.Correction != "" && p.Correction != now }) {
		c, err := tx.Intake().Of(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		if out, err = tx.Corrections().Sent(ctx, c.ID); err != nil {
			return nil, err
		}
	}
	if now != "" {
		out = append(out, now)
	}
	return out, nil
}

// asks says what the law asks of an application as it stands: with the corrections that were sent, and with the one that is being filled in ("" = none).
// Faults as of ask.
func (d *Desk) asks(
	ctx context.Context, tx Tx, a application.Application, pages []application.Page, correction string, lang locale.Lang,
) (form.Asked, error) {
	all, err := rounds(ctx, tx, a, pages, correction)
	if err != nil {
		return form.Asked{}, err
	}
	return d.ask(a, application.Answered(pages, all...), a.AskedOn(d.today()), lang)
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

// seen is what is asked, in the form by which changes of the law are noticed.
func seen(k form.Asked) application.Seen {
	out := application.Seen{On: k.On}
	for _, p := range k.Papers() {
		out.Papers = append(out.Papers, p.ID)
	}
	for _, page := range k.Form.Pages {
		for _, f := range page.Fields {
			out.Fields = append(out.Fields, page.ID+"/"+f.ID)
		}
	}
	if k.Route.Apply != nil && k.Route.Apply.By != nil {
		out.By = *k.Route.Apply.By
	}
	return out
}
