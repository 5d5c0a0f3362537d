// Package applicant holds the pages of somebody with an account of their own, one file for each page.
package applicant

import (
	"context"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Persons has the pages of the persons whom an account keeps, below PersonsPath. Numbers are masked until somebody presses "show", and
// never stand in an address. Every form works without scripts, keeps what was typed, and is carried out once.
type Persons struct {
	Desk   *account.Persons
	Tokens page.Tokens
	Law    Documents
}

// Documents is what the pages ask of the law: the papers by their title.
type Documents interface {
	Documents(lang locale.Lang, on calendar.Date) []law.DocumentLine
}

// PersonsPath is the address of the list, after the language.
const PersonsPath = "/my/persons"

// pathOf is the address of a page about a person, after the language.
func pathOf(id person.ID, below ...string) string {
	return strings.Join(append([]string{PersonsPath, string(id)}, below...), "/")
}

// personOf is the person whom the address names.
func personOf(v *page.Visit) person.ID { return person.ID(v.Part("person")) }

// notFound is the fault of an address that leads to nothing.
func notFound() error { return fault.New(fault.NotFound, "not-found") }

// personsPage is the list of the persons of an account.
type personsPage struct {
	ui.Page
	Errors  []ui.FieldError
	Done    string
	Cards   []personCard
	Add     string // address
	Removed []removedPerson
}

// personCard is one person in the list.
type personCard struct {
	Name, Relation, Born, Href string
}

// removedPerson can still be brought back.
type removedPerson struct {
	Name, Gone    string
	Action, Token string
}

// List shows the persons of the account, and those who were removed and can be brought back.
func (p *Persons) List(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.list(ctx, v, nil)
}

// list shows the list; refused are the faults of a person who could not be brought back.
func (p *Persons) list(ctx context.Context, v *page.Visit, refused *page.Form) (page.Reply, error) {
	all, err := p.Desk.List(ctx, v.By())
	if err != nil {
		return page.Reply{}, err
	}
	pg := &personsPage{Page: v.Frame(v.P.T("persons.title"), ""), Done: doneWords(v), Add: v.Href(PersonsPath+"/new", "")}
	if refused != nil {
		pg.Errors, pg.Wrong = refused.Errors(), true
	}
	for _, k := range all {
		if k.Removed.IsZero() {
			pg.Cards = append(pg.Cards, cardOf(v, k))
			continue
		}
		restore := pathOf(k.ID, "restore")
		pg.Removed = append(pg.Removed, removedPerson{
			Name: k.Names.String(), Action: v.Href(restore, ""), Token: p.Tokens.Draw(v, restore),
			Gone: v.P.T("persons.gone_on", locale.Str("date", v.P.Date(calendar.Today(k.GoneAt())))),
		})
	}
	reply := page.Reply{Body: personsTemplate(pg)}
	if refused != nil {
		reply.Status = refused.Status()
	}
	return v.TellDone(reply), nil
}

func cardOf(v *page.Visit, k account.Kept) personCard {
	return personCard{
		Name: k.Names.String(), Relation: relationWord(v.P, k.Relation), Href: v.Href(pathOf(k.ID), ""),
		Born: v.P.T("persons.card", locale.Str("date", v.P.Date(k.BirthDate)), locale.Str("country", v.P.Country(k.Nationality))),
	}
}

// doneWords says what a form did just before.
//
//locale:uses persons.done.*
func doneWords(v *page.Visit) string {
	what, _ := v.Done()
	what, ours := strings.CutPrefix(what, "person-")
	if key := "persons.done." + what; ours && v.P.Has(key) {
		return v.P.T(key)
	}
	return ""
}

// done leads to a page that says what was done.
func done(v *page.Visit, path, what string) page.Reply {
	return page.SeeOtherDone(v.Href(path, ""), "person-"+what)
}
