package account

import (
	"net/http"

	"github.com/a-h/templ"

	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// sheet is a page of this package: what was just done, what is wrong, and its parts one below the other.
type sheet struct {
	ui.Page
	Back   link // "" = none
	Done   string
	Errors []ui.FieldError
	Lead   []string
	Parts  []templ.Component

	status int
}

type link struct{ Text, Href string }

// newSheet begins a page whose title is the sentence of a key.
func newSheet(v *page.Visit, key string, args ...locale.Arg) *sheet {
	return &sheet{Page: v.Frame(v.P.T(key, args...), v.Query.Encode())}
}

// back adds the link to the page above.
func (s *sheet) back(v *page.Visit, path string) *sheet {
	s.Back = link{Text: v.P.T("ui.back"), Href: v.Href(path, "")}
	return s
}

// add puts parts below those that are there.
func (s *sheet) add(parts ...templ.Component) *sheet {
	s.Parts = append(s.Parts, parts...)
	return s
}

// wrong takes over what is wrong with a form, when its fields are made.
func (s *sheet) wrong(f *page.Form) *sheet {
	s.Errors = f.Errors()
	s.Wrong = len(s.Errors) > 0
	s.status = f.Status()
	return s
}

// reply shows the page, with the cookies that go with it.
func (s *sheet) reply(cookies ...page.Cookie) page.Reply {
	s.Slim = true
	return page.Reply{Status: max(s.status, http.StatusOK), Body: sheetTemplate(s), Private: true, Cookies: cookies}
}

// passkey is the form that asks the browser for a passkey, in the words of the page. hidden goes with the answer.
func passkey(p *locale.Printer, action string, options []byte, create bool, text string, hidden ...[2]string) templ.Component {
	var more []templ.Component
	for _, h := range hidden {
		more = append(more, ui.Hidden(h[0], h[1]))
	}
	return passkeyWith(p, action, options, create, text, more...)
}

// passkeyWith is the same with fields to fill in.
func passkeyWith(p *locale.Printer, action string, options []byte, create bool, text string, fields ...templ.Component) templ.Component {
	missing := "account.passkey.missing"
	if create {
		missing = "account.passkey.missing_new"
	}
	return passkeyTemplate(ui.Passkey{
		Action: action, Options: string(options), Create: create, Text: text, Missing: p.T(missing),
		Cancelled: p.T("account.passkey.cancelled"), Known: p.T("account.passkey.known"), Failed: p.T("account.passkey.failed"),
	}, fields)
}
