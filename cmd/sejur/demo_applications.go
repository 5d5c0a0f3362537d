//go:build demo

package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/form"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/office/filing"
	"sejur/internal/person"
)

// demoFate is what became of a made-up application.
type demoFate int

// The fates: each has what the one before has.
const (
	demoNone     demoFate = iota
	demoBegun             // a plan is kept, one page is whole and one is begun
	demoSent              // it waits at the first desk, with its papers
	demoReturned          // a paper and a page of it are asked again
	demoAccepted          // instead: the first desk took it on
)

// demoApplication is what somebody of the demo applies for.
type demoApplication struct {
	fate      demoFate
	procedure string
	facts     application.Facts // of the guide
	answers   map[string]string // to what the house cannot know yet, by the name of the input
	passport  bool              // of one that is begun: a photo of the passport was sent
}

// demoStudies is the application of somebody who begins to study.
func demoStudies(fate demoFate, country, age, birthPlace string, today calendar.Date) demoApplication {
	answers := demoAnswers(birthPlace, today)
	if fate == demoBegun {
		answers = map[string]string{"birth_place": birthPlace, "school_name": "Universitatea din Cluj"}
	}
	return demoApplication{fate: fate, procedure: "study-permit", answers: answers, facts: application.Facts{
		"nationality": country, "aim": "live", "purpose": "study", "enrolled": "true", "age": age, "scholarship": "true",
		"first_application": "true", "county": "CJ", "title_expires": today.AddDays(120).String(),
	}}
}

// demoPhotographed is that of somebody who has begun, and has sent a photo of their passport.
func demoPhotographed(country, age, birthPlace string, today calendar.Date) demoApplication {
	out := demoStudies(demoBegun, country, age, birthPlace, today)
	out.passport = true
	return out
}

// demoResidence is the application of a citizen of the Union who lives on a pension.
func demoResidence(fate demoFate, birthPlace string, today calendar.Date) demoApplication {
	return demoApplication{fate: fate, procedure: "eu-registration-certificate", answers: demoAnswers(birthPlace, today), facts: application.Facts{
		"nationality": "FR", "aim": "live", "purpose": "own-means", "insured_without_contribution": "false", "county": "CJ",
		"entry_date": today.AddDays(-40).String(),
	}}
}

// demoAnswers answer whatever a form of the demo asks beside what the guide and the person's file know.
func demoAnswers(birthPlace string, today calendar.Date) map[string]string {
	out := map[string]string{
		"birth_place": birthPlace, "document_kind": "passport", "visa_symbol": "D/SD", "visa_number": "RO123456", "requested_months": "12",
		"address-county": "CJ", "address-locality": "Cluj-Napoca", "address-street": "Strada Lungă", "address-number": "5",
		"housing_title": "lease", "marital_status": "single", "school_name": "Universitatea din Cluj", "study_level": "master",
		"study_field": "Biology", "means_kind": "pension", "phone": "+40700000000", "delivery": "counter",
		"declares_true": "true", "declares_home": "true",
	}
	for field, day := range map[string]calendar.Date{"entry_date": today.AddDays(-40), "studies_end": today.AddDays(600)} {
		year, rest, _ := strings.Cut(day.String(), "-")
		month, of, _ := strings.Cut(rest, "-")
		out[field+"-year"], out[field+"-month"], out[field+"-day"] = year, month, of
	}
	return out
}

// applyDemo has somebody apply, and an officer look at what was sent, unless the account has an application.
func (h *house) applyDemo(ctx context.Context, who, officer access.Account, a demoApplication) error {
	by := who.Actor("", time.Time{})
	mine, err := h.desks.filing.Mine(ctx, by, who.Lang)
	if err != nil || len(mine) > 0 || a.fate == demoNone {
		return err
	}
	kept, err := h.desks.persons.List(ctx, by)
	if err != nil {
		return err
	}
	id, err := h.beginDemoApplication(ctx, by, kept[0].ID, who.Lang, a)
	if err == nil && a.passport {
		err = h.sendDemoPassport(ctx, by, id, kept[0].Person)
	}
	if err != nil || a.fate == demoBegun {
		return err
	}
	if err := h.sendDemoPapers(ctx, by, id); err != nil {
		return err
	}
	o, err := h.desks.filing.Open(ctx, by, id, who.Lang)
	if err != nil {
		return err
	}
	sent, err := h.desks.filing.Submit(ctx, by, filing.Asked{}, filing.Submit{
		Application: id, Version: o.Application.Version, Office: demoOffice, Lang: who.Lang,
	})
	if err != nil {
		return fmt.Errorf("send in, with %d hindrances: %w", len(o.Hinders), err)
	}
	return h.decideDemo(ctx, officer.Actor("", time.Time{}), sent.Case, a.fate)
}

// beginDemoApplication keeps the plan of somebody, begins their application, and answers every page of which something is known.
func (h *house) beginDemoApplication(
	ctx context.Context, by access.Actor, of person.ID, lang locale.Lang, a demoApplication,
) (application.ID, error) {
	desk := h.desks.filing
	plan, err := desk.Keep(ctx, by, filing.Asked{}, filing.Keep{Facts: a.facts, Lang: lang})
	if err != nil {
		return "", err
	}
	id, err := desk.Start(ctx, by, filing.Asked{}, filing.Start{Person: of, Procedure: a.procedure, Plan: plan, Lang: lang})
	if err != nil {
		return "", err
	}
	o, err := desk.Open(ctx, by, id, lang)
	if err != nil {
		return "", err
	}
	for _, p := range o.Form.Pages {
		view, err := desk.Page(ctx, by, "", filing.ReadPage{Application: id, Page: p.ID, Lang: lang})
		if err != nil {
			return "", err
		}
		typed := form.Typed(view.Page, form.Answers(view.Answers))
		if !a.fill(view, typed) {
			continue
		}
		_, err = desk.SavePage(ctx, by, filing.Asked{}, filing.SavePage{Application: id, Page: p.ID, Version: view.Version, Typed: typed, Lang: lang})
		if err != nil {
			return "", err
		}
	}
	return id, nil
}

// fill puts what is known into the inputs of a page, and tells whether the page is saved: of an application that is only begun only those of
// which somebody typed something.
func (a demoApplication) fill(view filing.PageView, typed url.Values) bool {
	something := a.fate > demoBegun
	for i := range view.Page.Fields {
		f := &view.Page.Fields[i]
		if len(view.Answers[f.ID]) > 0 {
			continue
		}
		for name, text := range a.answers {
			if name == f.ID || strings.HasPrefix(name, f.ID+"-") {
				typed.Set(name, text)
				something = true
			}
		}
	}
	return something
}

// decideDemo has an officer look at a case and decide about it.
func (h *house) decideDemo(ctx context.Context, by access.Actor, id casefile.ID, fate demoFate) error {
	if fate < demoReturned {
		return nil
	}
	desk := h.desks.casework
	if fate == demoAccepted { // only what was looked into is accepted
		if err := h.runner.Drain(ctx); err != nil {
			return err
		}
	}
	c, err := desk.Open(ctx, by, casework.Opening{Case: id, Reason: casework.Reasons()[0], Lang: locale.RO})
	if err != nil {
		return err
	}
	decision := func(l casework.Line) casework.Decision {
		return casework.Decision{Case: id, Document: l.Document, Version: l.Version}
	}
	if fate == demoReturned {
		err := desk.AskAnother(ctx, by, casework.Asked{}, casework.Asking{Decision: decision(c.Lines[1]), Reason: "unreadable"})
		if err != nil {
			return err
		}
	} else {
		var ready []casework.Decision
		for _, l := range c.Lines {
			if l.Sent() {
				ready = append(ready, decision(l))
			}
		}
		if err := desk.AcceptReady(ctx, by, casework.Asked{}, ready); err != nil {
			return err
		}
	}
	c, err = desk.Open(ctx, by, casework.Opening{Case: id, Lang: locale.RO})
	if err != nil {
		return err
	}
	seen := casework.Seen{Case: id, Version: c.Case.Version}
	if fate == demoAccepted {
		return desk.Accept(ctx, by, casework.Asked{}, seen)
	}
	return desk.Return(ctx, by, casework.Asked{}, casework.Return{
		Seen: seen, Until: calendar.Today(h.store.Now()).AddDays(30),
		Pages: []casework.PageAsked{{Page: "home", Reason: "wrong-answer", Note: "Numărul casei nu este cel din contract."}},
	})
}
