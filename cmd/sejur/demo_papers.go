//go:build demo

package main

import (
	"context"
	"fmt"
	"time"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/office/issuing"
	"sejur/internal/reference"
	pages "sejur/internal/web/account"
	"sejur/internal/web/public"
)

// demoPaper is a made-up document, and what became of it.
type demoPaper struct {
	kind      document.Kind
	procedure string
	years     int // since it was issued; a certificate is good for one
	fate      document.FateKind
	why       document.Reason
	facts     []document.Fact
}

// demoPapers are the documents of an applicant, by the address.
func demoPapers(address string) []demoPaper {
	words := func(n document.Name, ro, other string) document.Fact {
		return document.Fact{Name: n, Value: ro, Other: other}
	}
	residence := words(document.Law, "OUG nr. 102/2005, art. 15", "GEO 102/2005, art. 15")
	switch address {
	case "marie.dupont@post.example":
		return []demoPaper{
			{kind: document.Certificate, procedure: "eu-registration-certificate", years: 3, facts: []document.Fact{residence}},
			{kind: document.Receipt, procedure: "eu-registration-certificate"},
			{kind: document.Certificate, procedure: "eu-registration-certificate", facts: []document.Fact{residence}},
		}
	case "priya.sharma@post.example":
		return []demoPaper{
			{kind: document.Certificate, procedure: "study-permit", fate: document.Revoked, why: document.WrongData, facts: []document.Fact{
				words(document.Law, "OUG nr. 194/2002, art. 58", "GEO 194/2002, art. 58"),
			}},
			{kind: document.Decision, procedure: "study-permit", facts: []document.Fact{
				words(document.Law, "OUG nr. 194/2002, art. 58", "GEO 194/2002, art. 58"),
				words(document.Reasons, "Nu ați dovedit mijloace de întreținere pentru întreaga perioadă.\n\nPuteți depune din nou cu dovada lor.",
					"You have not proved means of support for the whole period.\n\nYou may file again with the proof."),
				words(document.ContestAt, "Curtea de Apel Cluj", ""),
			}},
		}
	case "olena.koval@post.example":
		return []demoPaper{
			{kind: document.Certificate, procedure: "protection-permit", fate: document.Lost, why: document.Mislaid, facts: []document.Fact{
				words(document.Law, "Legea nr. 122/2006", "Закон 122/2006"),
			}},
		}
	}
	return nil
}

// issueDemoPapers makes the documents of an applicant, unless there are some, and tells their codes.
func (h *house) issueDemoPapers(ctx context.Context, l public.Guide, staff, owner access.Account) ([]pages.Paper, error) {
	by := owner.Actor("", time.Time{})
	kept, err := h.desks.persons.List(ctx, by)
	if err != nil {
		return nil, err
	}
	own, err := h.desks.issuing.Own(ctx, by, "")
	if err != nil {
		return nil, err
	}
	if len(own.Documents) == 0 && len(kept) > 0 {
		for _, p := range demoPapers(owner.Email) {
			if err := h.issueDemoPaper(ctx, l, staff.Actor("", time.Time{}), kept[0], owner.Lang, p); err != nil {
				return nil, fmt.Errorf("%s of %s: %w", p.kind, owner.Email, err)
			}
		}
		if own, err = h.desks.issuing.Own(ctx, by, ""); err != nil {
			return nil, err
		}
	}
	var out []pages.Paper
	for _, d := range own.Documents {
		out = append(out, pages.Paper{Kind: d.Kind, Status: d.Status, Code: d.Code})
	}
	return out, nil
}

// issueDemoPaper makes one document by the verbs of its desk.
func (h *house) issueDemoPaper(ctx context.Context, l public.Guide, by access.Actor, who account.Kept, lang locale.Lang, p demoPaper) error {
	desk := h.desks.issuing
	state := casefile.Granted
	if p.kind == document.Decision {
		state = casefile.Refused
	}
	issued := calendar.Today(h.store.Now()).AddYears(-p.years)
	ground, err := desk.Invent(ctx, who.ID, state, h.store.Now())
	if err != nil {
		return err
	}
	in := document.New{
		Kind: p.kind, Basis: ground.Case, Person: who.ID, Procedure: p.procedure, Lang: lang, IssuedOn: issued,
		Facts: append(demoFacts(l, who, p, issued, lang), p.facts...), Specimen: true,
	}
	switch p.kind {
	case document.Receipt:
		in.Basis = ground.Application
	case document.Certificate:
		in.ValidUntil = issued.AddYears(1)
	case document.Decision, document.Invitation, document.Letter:
	}
	id, err := desk.Plan(ctx, by, issuing.Asked{}, in)
	if err != nil {
		return err
	}
	if err := desk.Sign(ctx, id); err != nil {
		return err
	}
	if err := desk.Print(ctx, id); err != nil {
		return err
	}
	end := issuing.Ending{Document: id, Version: 3, Reason: p.why}
	switch p.fate {
	case document.Revoked:
		return desk.Revoke(ctx, by, issuing.Asked{}, end)
	case document.Lost:
		return desk.ReportLost(ctx, by, issuing.Asked{}, end)
	case document.Replaced:
		return desk.Replace(ctx, by, issuing.Asked{}, end)
	}
	return nil
}

// demoFacts are what every paper of a kind says.
func demoFacts(l public.Guide, who account.Kept, p demoPaper, issued calendar.Date, lang locale.Lang) []document.Fact {
	title := func(lang locale.Lang) string {
		procedure, _ := l.Procedure(p.procedure, lang, issued)
		return procedure.Title
	}
	facts := []document.Fact{
		{Name: document.Surname, Value: who.Names.Surname}, {Name: document.Given, Value: who.Names.Given},
		{Name: document.BirthDate, Value: who.BirthDate.String()}, {Name: document.Nationality, Value: who.Nationality},
		{Name: document.Procedure, Value: title(locale.RO), Other: title(lang)},
	}
	switch p.kind {
	case document.Receipt:
		facts = append(facts, document.Fact{Name: document.FiledOn, Value: issued.String()}, document.Fact{Name: document.Office, Value: "Cluj"},
			document.Fact{Name: document.Application, Value: reference.New().String()})
	case document.Decision:
		facts = append(facts, document.Fact{Name: document.Outcome, Value: document.OutcomeRefused},
			document.Fact{Name: document.ContestBy, Value: issued.AddDays(30).String()},
			document.Fact{Name: document.Application, Value: reference.New().String()})
	case document.Certificate, document.Invitation, document.Letter:
	}
	return facts
}
