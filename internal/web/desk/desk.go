// Package desk holds the pages of the first desk: the queue, the case with its papers beside what was answered, and what becomes of it.
//
// An officer has forty files before noon: a case that was accepted leads on to the next one. Every change is a form with a token; somebody who was
// slower sees the case as it stands now and what they wanted. Nothing of persons stands in an address.
package desk

import (
	"context"
	"strconv"

	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/web/page"
)

// Pages answers visits. It is made once and never changes.
type Pages struct {
	Desk      *casework.Desk
	Tokens    page.Tokens
	Catalogue *locale.Catalogue                    // an applicant reads their own language
	Draw      func(document.Sheet) ([]byte, error) // nil = no case is printed whole
}

// Page answers a visit to the pages of the first desk. Errors are faults, as those of page.Page.
type Page func(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error)

// Addresses that pages of this package lead to.
const (
	Path     = "/desk/cases"
	NextPath = Path + "/next"
)

// caseOf is the case of an address.
func caseOf(v *page.Visit) casefile.ID { return casefile.ID(v.Part("id")) }

// pathOf is the address of a case.
func pathOf(id casefile.ID) string { return Path + "/" + string(id) }

// outcome is what became of a form.
type outcome int

const (
	shown outcome = iota // something is wrong with it
	done
	clash // somebody was faster
)

// try carries out what a form asks for. An error is not about the input.
func (p *Pages) try(v *page.Visit, f *page.Form, do func(asked casework.Asked) error) (outcome, error) {
	key, err := p.Tokens.Key(v, v.Path)
	if err != nil {
		f.Take(err)
	}
	if !f.OK() {
		return shown, nil
	}
	err = do(casework.Asked{Request: v.Request, Key: key})
	switch {
	case err == nil:
		return done, nil
	case f.Take(err):
		return shown, nil
	case fault.KindOf(err) == fault.Conflict:
		return clash, nil
	}
	return shown, err
}

// version is a version that a form was drawn from; 0 if it says none.
func version(f *page.Form, name string) int64 {
	n, err := strconv.ParseInt(f.Text(name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func versionText(n int64) string { return strconv.FormatInt(n, 10) }

// day is a date in words, "" for none.
func day(p *locale.Printer, d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return p.Date(d)
}

// stateName names the state of a case.
//
//locale:uses desk.case.state_of.*
func stateName(p *locale.Printer, s casefile.State) string {
	return p.T("desk.case.state_of." + string(s))
}

// reasonText is why another paper or answer is asked for.
//
//locale:uses reason.*
func reasonText(p *locale.Printer, id string) string { return p.T("reason." + id) }
