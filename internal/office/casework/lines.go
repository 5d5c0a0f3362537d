package casework

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// lines fills in the papers: those that are asked, in the order of the plan, and those that were sent all the same. It also says which of them
// stand in the way of accepting, and what today's law asks otherwise.
func (d *Desk) lines(ctx context.Context, tx Tx, by access.Actor, lang locale.Lang, out *Opened) error {
	sent, err := tx.CaseLines().Of(ctx, out.Application)
	if err != nil {
		return err
	}
	k, err := d.ask(out.Application, out.Answers, out.Application.AskedOn(out.Today), lang)
	if err != nil && !none(err) {
		return err
	}
	out.Lines = d.beside(k, sent, lang)
	for i := range out.Lines {
		if l := &out.Lines[i]; d.hidden(by, l.Document) {
			l.Hidden, l.Note = true, ""
			for j := range l.Uploads {
				l.Uploads[j].Name = ""
			}
		}
	}
	out.Open = standing(out.Lines)
	return d.differences(k.Papers(), out, lang)
}

// beside puts what is asked and what was sent together.
func (d *Desk) beside(k form.Asked, sent []application.Line, lang locale.Lang) []Line {
	all := application.Beside(d.law, k.Papers(), sent, lang)
	out := make([]Line, len(all))
	for i, l := range all {
		out[i] = Line{AskedLine: l}
	}
	return out
}

// standing are the papers that stand in the way of accepting: those that must be there and were not accepted, and all of which another is asked.
func standing(lines []Line) []string {
	var out []string
	for _, l := range lines {
		if (l.Need == application.Required && l.State != application.Accepted) || l.State == application.Replace {
			out = append(out, l.Document)
		}
	}
	return out
}

// differences says which papers today's law asks otherwise of the same answers.
func (d *Desk) differences(then []law.PlanDocument, out *Opened, lang locale.Lang) error {
	now, err := d.ask(out.Application, out.Answers, out.Today, lang)
	if none(err) {
		return nil // the page says that the procedure is not filed here any more
	}
	if err != nil {
		return err
	}
	has := func(list []law.PlanDocument, id string) bool {
		return slices.ContainsFunc(list, func(p law.PlanDocument) bool { return p.ID == id })
	}
	papers := now.Papers()
	for _, p := range papers {
		if !has(then, p.ID) {
			out.LawAsks = append(out.LawAsks, Difference{Title: p.Title})
		}
	}
	for _, p := range then {
		if !has(papers, p.ID) {
			out.LawAsks = append(out.LawAsks, Difference{Title: p.Title, Gone: true})
		}
	}
	return nil
}

// corrected are the answers of a case as they stand, with every correction that was sent.
func (d *Desk) corrected(ctx context.Context, tx Tx, s submission) (application.Answers, error) {
	pages, err := tx.CaseAnswers().Of(ctx, s.application)
	if err != nil {
		return nil, err
	}
	corrections, err := tx.Returns().Of(ctx, s.application.Person, s.ID)
	return application.Answered(pages, sentOf(corrections)...), err
}

// sentOf are those of some corrections that were sent, in their order.
func sentOf(corrections []casefile.Correction) []string {
	var out []string
	for _, c := range corrections {
		if c.State == casefile.CorrectionSent {
			out = append(out, c.ID)
		}
	}
	return out
}

// decided reads the lines and the form of a case within a change, as they stand now.
func (d *Desk) decided(ctx context.Context, tx Tx, s submission) ([]Line, law.PlanForm, error) {
	answers, err := d.corrected(ctx, tx, s)
	if err != nil {
		return nil, law.PlanForm{}, err
	}
	sent, err := tx.CaseLines().Of(ctx, s.application)
	if err != nil {
		return nil, law.PlanForm{}, err
	}
	k, err := d.ask(s.application, answers, s.application.AskedOn(d.today()), locale.RO)
	if err != nil && !none(err) {
		return nil, law.PlanForm{}, err
	}
	return d.beside(k, sent, locale.RO), k.Form, nil
}

// DocumentTitle is how the law calls a document, its id when it knows none.
func (d *Desk) DocumentTitle(id string, lang locale.Lang) string {
	if info, known := d.law.DocumentNamed(id, lang); known {
		return info.Title
	}
	return id
}

// Procedures are the names of the procedures by their ids.
func (d *Desk) Procedures(lang locale.Lang) map[string]string {
	out := make(map[string]string)
	for _, p := range d.law.Procedures(lang, d.today()) {
		out[p.ID] = p.Title
	}
	return out
}

// Filed are the procedures of which somebody of the office may have cases, by the alphabet of a language: those that are filed here, and those that
// were a year ago, of which cases may still be there.
func (d *Desk) Filed(by access.Actor, lang locale.Lang) []law.OnlineProcedure {
	out := d.law.Online(d.today(), lang)
	for _, before := range d.law.Online(d.today().AddYears(-1), lang) {
		if !slices.ContainsFunc(out, func(p law.OnlineProcedure) bool { return p.ID == before.ID }) {
			out = append(out, before)
		}
	}
	order := locale.Alphabet(lang)
	slices.SortFunc(out, func(a, b law.OnlineProcedure) int { return order(a.Title, b.Title) })
	return slices.DeleteFunc(out, func(p law.OnlineProcedure) bool { return d.protection[p.ID] && !casefile.Trusted(by) })
}
