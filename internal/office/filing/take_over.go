package filing

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/office"
)

// takeOver gives a live draft the answers of the guide with which its writer starts again; a start without any changes nothing. Where an answer
// of the form says otherwise than a fact that was changed, it is taken off its page, which shows the new one for confirmation; an answer that
// was typed against a fact that stays as it was keeps counting. Faults: as of Start; Conflict when somebody changes the draft meanwhile.
func (d *Desk) takeOver(ctx context.Context, tx Tx, by access.Actor, w *office.Work, id application.ID, in Start) error {
	if in.Plan == "" && len(in.Facts) == 0 {
		return nil
	}
	facts, err := d.startFacts(ctx, tx, by, in)
	if err != nil {
		return err
	}
	a, err := tx.Applications().Take(ctx, by.ID, id)
	if err != nil || maps.Equal(a.Facts, facts) {
		return err
	}
	pages, err := tx.Pages().Of(ctx, a)
	if err != nil {
		return err
	}
	before, err := d.ask(a, application.Answered(pages), d.today(), in.Lang)
	if err != nil {
		return ignoring(err, fault.NotFound) // it is not filed here any more: its task list says so
	}
	changed := changedFacts(w, a.Facts, facts)
	a.Facts = facts
	alone, err := d.ask(a, nil, d.today(), in.Lang)
	if err != nil {
		return err
	}
	pages, err = freed(ctx, tx, w, a, pages, superseded(changed, before, alone))
	if err != nil {
		return err
	}
	after, err := d.ask(a, application.Answered(pages), d.today(), in.Lang)
	if err != nil {
		return err
	}
	if len(after.Excluded) > 0 {
		return fault.New(fault.Invalid, "filing.excluded", fault.Text("why", after.Excluded[0].Text))
	}
	a.Seen, a.ChangedAt = carried(a.Seen, seen(before), seen(after)), w.Now
	return tx.Applications().Touch(ctx, a)
}

// changedFacts notes which answers of the guide change, and returns those that have a value now, with it.
func changedFacts(w *office.Work, before, now application.Facts) application.Facts {
	all := maps.Clone(now)
	maps.Copy(all, before)
	out := make(application.Facts)
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if before[id] == now[id] {
			continue
		}
		w.Changed("facts."+id, before[id], now[id])
		if value, given := now[id]; given {
			out[id] = value
		}
	}
	return out
}

// superseded are the fields, on whatever page, whose answer says otherwise than a fact that was changed. Before has what counted until now, with
// the answers of the form; alone is what is asked after the new facts and nothing else.
func superseded(changed application.Facts, before, alone form.Asked) map[string]bool {
	out := make(map[string]bool)
	for _, f := range []law.PlanForm{before.Form, alone.Form} {
		for _, page := range f.Pages {
			for _, field := range page.Fields {
				fact, follows := field.Fact()
				value, is := changed[fact]
				if counted, _ := before.Facts.Value(fact); follows && is && counted != value {
					out[field.ID] = true
				}
			}
		}
	}
	return out
}

// freed takes answers off the pages of a draft, and returns the pages as they are then.
func freed(
	ctx context.Context, tx Tx, w *office.Work, a application.Application, pages []application.Page, fields map[string]bool,
) ([]application.Page, error) {
	out := slices.Clone(pages)
	for i, p := range out {
		was := p.Answers
		p.Answers = maps.Clone(was)
		maps.DeleteFunc(p.Answers, func(field string, _ json.RawMessage) bool { return fields[field] })
		if p.Correction != "" || len(p.Answers) == len(was) {
			continue
		}
		if err := tx.Pages().Put(ctx, a, p); err != nil {
			return nil, err
		}
		record(w, p.ID, was, p.Answers)
		p.Version++
		out[i] = p
	}
	return out, nil
}
