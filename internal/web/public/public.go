// Package public holds the pages that anybody may read without signing in: the start page, the questions, the plan,
// and what belongs to them.
//
// Every page reads the query, asks the law, fills a struct with sentences and hands it to its template. Answers live in the query
// alone; nothing here is stored or logged.
package public

import (
	"fmt"

	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/stay"
	"sejur/internal/web/page"
)

// Guide is what these pages ask of the law. *law.Law is one.
type Guide interface {
	Version() string
	Calendar() *calendar.Calendar
	ReadFacts(in map[string][]string, on calendar.Date) (law.Facts, fault.List)
	Plan(q law.Query) (law.Plan, error)
	Question(id string, q law.Query) (law.Question, bool)
	Answers(q law.Query) []law.Answer
	Online(on calendar.Date, lang locale.Lang) []law.OnlineProcedure
	Procedures(lang locale.Lang, on calendar.Date) []law.ProcedureInfo
	ProceduresByArea(lang locale.Lang, on calendar.Date) [][]law.ProcedureInfo
	Procedure(id string, lang locale.Lang, on calendar.Date) (law.ProcedurePage, bool)
	Compare(from, to calendar.Date, lang locale.Lang) law.Comparison
	Changes(lang locale.Lang) []law.Comparison
	Documents(lang locale.Lang, on calendar.Date) []law.DocumentLine
	Document(id string, lang locale.Lang, on calendar.Date) (law.DocumentPage, bool)
	Search(words string, lang locale.Lang, on calendar.Date) []law.Found
	Offices(lang locale.Lang, on calendar.Date) []law.Office
	Office(id string, lang locale.Lang) (law.Office, bool)
	StayReasons(rule stay.Rule, reasons []stay.Reason, lang locale.Lang) []law.StayReason
	StaySources(rule stay.Rule, lang locale.Lang) []*law.Source
}

// Pages answers visits. It is made once and never changes.
type Pages struct {
	Law    Guide
	Origin string // scheme and host of absolute links, without a slash at the end
	Papers bool   // there is a page on which papers are checked
	Keep   string // where a plan is sent that is to be kept, or begun with, after the language; "" = nowhere
	// Draw makes a PDF of a sheet; nil = nothing is drawn, and nothing offers it.
	Draw func(document.Sheet) ([]byte, error)
}

// Page answers a visit to the public pages. An error that is a fault of kind fault.NotFound shows the page for that; other errors are
// the service's own.
type Page func(p *Pages, v *page.Visit) (page.Reply, error)

// seeOther sends the reader to another page of the house.
func seeOther(v *page.Visit, path, query string) page.Reply {
	return page.SeeOther(v.Href(path, query))
}

// notFound is the error of a page that does not exist.
func notFound() error { return fault.New(fault.NotFound, "not-found") }

// plan asks the law, if the answers could be read. What is wrong with them when they stand together is added to their
// faults, and then there is no plan; the error is the service's own.
func (p *Pages) plan(a *answers) (law.Plan, error) {
	if len(a.faults) > 0 {
		return law.Plan{}, nil
	}
	plan, err := p.Law.Plan(a.Query)
	if err != nil && fault.KindOf(err) == fault.Invalid {
		a.faults = append(a.faults, fault.All(err)...)
		return law.Plan{}, nil
	}
	if err != nil {
		return law.Plan{}, fmt.Errorf("plan on %s: %w", a.On, err)
	}
	return plan, nil
}
