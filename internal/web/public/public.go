// Package public holds the pages that anybody may read without signing in: the start page, the questions, the plan,
// and what belongs to them.
//
// Every page is a function from a Visit to a Reply: it reads the query, asks the law, fills a struct with sentences
// and hands it to its template. Pages write nothing themselves, so a page is either whole or an error. Answers live
// in the query alone; nothing here is stored or logged.
package public

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/stay"
	"sejur/internal/web/ui"
)

// Guide is what these pages ask of the law. *law.Law is one.
type Guide interface {
	Version() string
	Calendar() *calendar.Calendar
	ReadFacts(in map[string][]string, on calendar.Date) (law.Facts, fault.List)
	Plan(q law.Query) (law.Plan, error)
	Question(id string, q law.Query) (law.Question, bool)
	Answers(q law.Query) []law.Answer
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
	Site   *ui.Site
	Origin string // scheme and host of absolute links, without a slash at the end
}

// Visit is one request for a page.
type Visit struct {
	P     *locale.Printer
	Path  string // after the language: "/check"
	Query url.Values
	Now   time.Time
	Today calendar.Date            // the legal day in Romania
	Part  func(name string) string // a named part of the path
}

// Reply is what a page answers.
type Reply struct {
	Status   int             // 0 = 200
	Location string          // of a redirect (303), instead of a body
	Body     templ.Component // an HTML page
	File     *File           // instead of a page
	Private  bool            // depends on somebody's answers: kept nowhere, told to nobody
}

// File is an answer that is no page.
type File struct {
	Name, Type string
	Data       []byte
}

// Page answers a visit. An error that is a fault of kind fault.NotFound shows the page for that; other errors are
// the service's own.
type Page func(p *Pages, v *Visit) (Reply, error)

// page fills what the layout needs. query is kept when the reader changes the language.
func (p *Pages) page(v *Visit, title, query string) ui.Page {
	return ui.Page{Site: p.Site, P: v.P, Title: title, Path: v.Path, Query: query}
}

// href is the address of a page of the house with answers.
func href(v *Visit, path, query string) string {
	out := "/" + string(v.P.Lang()) + path
	if query != "" {
		out += "?" + query
	}
	return out
}

// seeOther sends the reader to another page of the house.
func seeOther(v *Visit, path, query string) Reply {
	return Reply{Status: http.StatusSeeOther, Location: href(v, path, query), Private: true}
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
