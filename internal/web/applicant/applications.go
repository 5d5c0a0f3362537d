package applicant

import (
	"strings"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
)

// Applications has the pages of plans that are kept and of applications: written as drafts, sent, and followed. Ids stand in addresses and
// nothing else of anybody does. Every form works without scripts, keeps what was typed, and is carried out once.
type Applications struct {
	Desk    *filing.Desk
	Persons *account.Persons
	Tokens  page.Tokens
	Law     Procedures
	Words   func(locale.Lang) *locale.Printer // of another language than the reader's
	// Draw makes a PDF of a sheet; nil = nothing is drawn, and nothing offers it.
	Draw func(document.Sheet) ([]byte, error)
}

// Procedures is what the pages ask of the law.
type Procedures interface {
	ReadFacts(in map[string][]string, on calendar.Date) (law.Facts, fault.List)
	Answers(q law.Query) []law.Answer
	Online(on calendar.Date, lang locale.Lang) []law.OnlineProcedure
	Procedure(id string, lang locale.Lang, on calendar.Date) (law.ProcedurePage, bool)
	Office(id string, lang locale.Lang) (law.Office, bool)
}

// The addresses of these pages, after the language.
const (
	PlansPath        = "/my/plans"
	ApplicationsPath = "/my/applications"
	NewPath          = ApplicationsPath + "/new"
)

// applicationPath is the address of a page about an application, after the language.
func applicationPath(id application.ID, below ...string) string {
	return strings.Join(append([]string{ApplicationsPath, string(id)}, below...), "/")
}

// applicationOf is the application that the address names.
func applicationOf(v *page.Visit) application.ID { return application.ID(v.Part("application")) }
