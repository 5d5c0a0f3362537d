package casework

import (
	"context"
	"maps"
	"slices"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
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
	on := submittedOn(out.Application)
	k, err := d.ask(out.Application, out.Answers, on, lang)
	if err != nil && !none(err) {
		return err
	}
	out.Lines = d.joined(k.papers, sent, on, lang)
	for i := range out.Lines {
		if l := &out.Lines[i]; d.hidden(by, l.Document) {
			l.Hidden, l.Note = true, ""
			for j := range l.Uploads {
				l.Uploads[j].Name = ""
			}
		}
	}
	out.Open = standing(out.Lines)
	return d.differences(k.papers, out, lang)
}

// joined puts what is asked and what was sent together.
func (d *Desk) joined(papers []law.PlanDocument, sent []application.Line, on calendar.Date, lang locale.Lang) []Line {
	rest := make(map[string]application.Line, len(sent))
	for _, l := range sent {
		rest[l.Document] = l
	}
	var out []Line
	for _, p := range papers {
		l, there := rest[p.ID]
		if !there {
			l = application.Line{Document: p.ID, State: application.Open}
		}
		delete(rest, p.ID)
		line := Line{Line: l, Title: p.Title, Asked: true, Required: required(p), Standing: l.Standing()}
		if p.FreshUntil != nil {
			line.GoodUntil = d.goodUntil(l, on)
		}
		out = append(out, line)
	}
	for _, id := range slices.Sorted(maps.Keys(rest)) {
		if l := rest[id]; len(l.Uploads) > 0 || l.State != application.Open {
			info, _ := d.law.Document(id, lang, on)
			out = append(out, Line{Line: l, Title: info.Title, Standing: l.Standing()})
		}
	}
	return out
}

// goodUntil is until when a paper is good by the day that its owner read on it.
func (d *Desk) goodUntil(l application.Line, on calendar.Date) calendar.Date {
	info, known := d.law.Document(l.Document, locale.EN, on)
	if !known || info.Fresh == nil || l.IssuedOn.IsZero() {
		return calendar.Date{}
	}
	return d.law.Calendar().Add(l.IssuedOn, *info.Fresh)
}

// standing are the papers that stand in the way of accepting: those that must be there and were not accepted, and all of which another is asked.
func standing(lines []Line) []string {
	var out []string
	for _, l := range lines {
		if (l.Required && l.State != application.Accepted) || l.State == application.Replace {
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
	for _, p := range now.papers {
		if !has(then, p.ID) {
			out.LawAsks = append(out.LawAsks, Difference{Title: p.Title})
		}
	}
	for _, p := range then {
		if !has(now.papers, p.ID) {
			out.LawAsks = append(out.LawAsks, Difference{Title: p.Title, Gone: true})
		}
	}
	return nil
}

// corrected are the answers of a case as they stand, with every correction that was sent.
func (d *Desk) corrected(ctx context.Context, tx Tx, s submission) (form.Answers, error) {
	pages, err := tx.CaseAnswers().Of(ctx, s.application)
	if err != nil {
		return nil, err
	}
	corrections, err := tx.Returns().Of(ctx, s.application.Person, s.ID)
	return withCorrections(pages, corrections), err
}

// withCorrections puts answers of corrections that were sent in the place of those of before.
func withCorrections(pages []application.Page, corrections []casefile.Correction) form.Answers {
	out := answersOf(pages, "")
	for _, c := range corrections {
		if c.State == casefile.CorrectionSent {
			out = out.With(answersOf(pages, c.ID))
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
	on := submittedOn(s.application)
	k, err := d.ask(s.application, answers, on, locale.RO)
	if err != nil && !none(err) {
		return nil, law.PlanForm{}, err
	}
	return d.joined(k.papers, sent, on, locale.RO), k.form, nil
}

// DocumentTitle is how the law calls a document, its id when it knows none.
func (d *Desk) DocumentTitle(id string, lang locale.Lang) string {
	if info, known := d.law.Document(id, lang, d.today()); known {
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
