package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/person"
)

// answers fills in what was answered: as it stands, as it stood before corrections, and where the register says something else.
func (d *Desk) answers(ctx context.Context, tx Tx, s submission, file person.File, lang locale.Lang, out *Opened) error {
	pages, err := tx.CaseAnswers().Of(ctx, s.application)
	if err != nil {
		return err
	}
	first := answersOf(pages, "")
	out.Answers = withCorrections(pages, out.Corrections)
	k, err := d.ask(s.application, out.Answers, submittedOn(s.application), lang)
	if err != nil && !none(err) {
		return err
	}
	out.Form, out.Title = k.form.InRecord(), k.title
	out.Before, out.InFile = make(form.Answers), make(form.Answers)
	for _, page := range k.form.Pages {
		for i := range page.Fields {
			compare(&page.Fields[i], first, file, out)
		}
	}
	return nil
}

// answersOf are the answers of an application itself, or of one of its corrections.
func answersOf(pages []application.Page, correction string) form.Answers {
	out := make(form.Answers)
	for _, p := range pages {
		if p.Correction == correction {
			for id, value := range p.Answers {
				out[id] = value
			}
		}
	}
	return out
}

// compare notes of a field what stood there before corrections, and what the register says, where that is something else.
func compare(f *law.PlanField, first form.Answers, file person.File, out *Opened) {
	now := out.Answers[f.ID]
	if !bytes.Equal(now, first[f.ID]) {
		out.Before[f.ID] = first[f.ID]
	}
	if f.From == "paper.passport.expires" {
		out.Passport = dayOf(now)
	}
	if kept := registered(f.From, file); kept != "" {
		if raw, err := json.Marshal(kept); err == nil && now != nil && !bytes.Equal(now, raw) {
			out.InFile[f.ID] = raw
		}
	}
}

// dayOf is an answer that is a date; none when it is no such answer.
func dayOf(raw json.RawMessage) calendar.Date {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return calendar.Date{}
	}
	day, err := calendar.Parse(text)
	if err != nil {
		return calendar.Date{}
	}
	return day
}

// registered is what the register says of somebody under the name that the law's forms use; "" when it says nothing, or cannot be compared.
func registered(from string, file person.File) string {
	switch from {
	case "person.surname":
		return file.Names.Surname
	case "person.given_names":
		return file.Names.Given
	case "fact.birth_date":
		return file.BirthDate.String()
	case "person.birth_place":
		return file.BirthPlace
	case "person.birth_country":
		return file.BirthCountry
	case "fact.nationality":
		return file.Nationality
	case "person.cnp":
		return file.CNP
	}
	i := slices.IndexFunc(file.Papers, func(p person.Item[person.Paper]) bool { return p.Value.Ended.IsZero() })
	if i < 0 {
		return ""
	}
	paper := file.Papers[i].Value
	switch from {
	case "paper.passport.number":
		return paper.Number
	case "paper.passport.issuer":
		return paper.Issuer
	case "paper.passport.issued_on":
		return paper.Issued.String()
	case "paper.passport.expires":
		return paper.Expires.String()
	}
	return ""
}
