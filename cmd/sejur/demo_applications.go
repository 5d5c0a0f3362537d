//go:build demo

package main

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/form"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
)

// demoStudent has what Priya Sharma answered in the guide.
func demoStudent() application.Facts {
	return application.Facts{
		"nationality": "IN", "aim": "live", "purpose": "study", "enrolled": "true", "age": "23", "scholarship": "true",
		"first_application": "true", "county": "CJ",
	}
}

// beginDemoApplication keeps the plan of somebody who studies and begins her application, unless the account has one: of its pages the first is
// whole, and the second is begun.
func (h *house) beginDemoApplication(ctx context.Context, by access.Actor, lang locale.Lang) error {
	desk := h.desks.filing
	mine, err := desk.Mine(ctx, by, lang)
	if err != nil || len(mine) > 0 {
		return err
	}
	kept, err := h.desks.persons.List(ctx, by)
	if err != nil || len(kept) == 0 {
		return err
	}
	facts := demoStudent()
	facts["title_expires"] = calendar.Today(h.store.Now()).AddDays(120).String()
	plan, err := desk.Keep(ctx, by, filing.Asked{}, filing.Keep{Facts: facts, Lang: lang})
	if err != nil {
		return err
	}
	id, err := desk.Start(ctx, by, filing.Asked{}, filing.Start{Person: kept[0].ID, Procedure: "study-permit", Plan: plan, Lang: lang})
	if err != nil {
		return err
	}
	for page, more := range map[string]map[string]string{"identity": {"birth_place": "Jaipur"}, "studies": {"school_name": "Universitatea din Cluj"}} {
		view, err := desk.Page(ctx, by, "", filing.ReadPage{Application: id, Page: page, Lang: lang})
		if err != nil {
			return err
		}
		typed := form.Typed(view.Page, form.Answers(view.Answers))
		for name, text := range more {
			typed.Set(name, text)
		}
		_, err = desk.SavePage(ctx, by, filing.Asked{}, filing.SavePage{Application: id, Page: page, Version: view.Version, Typed: typed, Lang: lang})
		if err != nil {
			return err
		}
	}
	return nil
}
