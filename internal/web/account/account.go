// Package account holds the pages by which people come in and mind their own account: applicants by code or passkey, people of the
// office by passkey or at their provider; sessions, passkeys, the address, messages, the end; and the counter's page by which
// somebody who lost every way in gets their account back.
//
// Applicants and people of the office share what is the same for both; where they do not, a page says so. Everything but a passkey works
// without scripts. What a page begins lies in short-lived cookies that no script reads, so that nothing of it stands in an address.
package account

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"sejur/internal/access"
	"sejur/internal/fault"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
)

// Pages answers visits. It is made once and never changes.
type Pages struct {
	Desk      *desk.Desk
	Tokens    page.Tokens // of forms
	Origin    string      // of absolute links: the counter hands one over
	Persons   bool        // there are pages of the persons whom an account keeps
	Documents bool        // and of what the office handed out to them
	// Applications says that there are pages of applications and of plans that are kept.
	Applications bool
}

// Page answers a visit to the pages of accounts. Errors are faults, as those of page.Page.
type Page func(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error)

// The cookies of accounts.
const (
	cookieSession   = "session"   // until the browser is closed; the server ends it sooner
	cookieDevice    = "device"    // by which the browser is known again
	cookieChallenge = "challenge" // while it waits for a code
	cookieCeremony  = "ceremony"  // while a passkey is asked
	cookieVisitor   = "visitor"   // while somebody is at the provider
)

// briefLife is longer than what a cookie is for: the server says when that is over.
const briefLife = 15 * time.Minute

// Visitors tells whose session a request carries.
type Visitors struct {
	Desk    *desk.Desk
	Cookies page.Cookies
}

// Visitor resolves the session cookie. No session, one that has ended and one that never was are the same: nobody.
func (s Visitors) Visitor(r *http.Request) (page.Viewer, error) {
	token := s.Cookies.Value(r, cookieSession)
	if token == "" {
		return page.Viewer{}, nil
	}
	who, err := s.Desk.Resolve(r.Context(), token)
	if fault.KindOf(err) == fault.NotFound {
		return page.Viewer{}, nil
	}
	if err != nil {
		return page.Viewer{}, err
	}
	return page.Viewer{Actor: who.Actor(), Lang: who.Account.Lang, Name: who.Account.Name}, nil
}

// browser is what the desk is told of the browser.
func browser(v *page.Visit) desk.Browser {
	return desk.Browser{Device: v.Cookie(cookieDevice), Agent: agentWords(v.Agent), Client: v.From()}
}

// brief is a cookie for as long as something is under way.
func brief(name, value string) page.Cookie {
	return page.Cookie{Name: name, Value: value, Life: briefLife}
}

// next is the address of this house to which the visitor wanted, "" if none.
func next(v *page.Visit) string {
	asked := v.Query.Get("next")
	if v.Form != nil {
		asked = v.Form.Get("next")
	}
	own, _ := page.OwnPath(asked)
	return own
}

// onward is a query that keeps where the visitor wanted.
func onward(next string) string {
	if next == "" {
		return ""
	}
	return url.Values{"next": {next}}.Encode()
}

// welcome lets somebody in: the session begins, the browser is known from now on, and what led here is over.
func welcome(v *page.Visit, in desk.SignedIn, next string) page.Reply {
	reply := page.SeeOther(landing(v, in.Account.Kind, next))
	reply.Cookies = []page.Cookie{
		{Name: cookieSession, Value: in.Session},
		{Name: cookieDevice, Value: in.Device, Life: desk.DeviceLife},
		{Name: cookieChallenge}, {Name: cookieCeremony}, {Name: cookieVisitor},
	}
	return reply
}

// landing is where somebody goes who signed in: where they wanted, if that is for their kind, or their first page.
func landing(v *page.Visit, kind access.Kind, next string) string {
	ofStaff := false
	for _, top := range []string{"/desk", "/admin", "/staff"} {
		ofStaff = ofStaff || next == top || strings.HasPrefix(next, top+"/") || strings.HasPrefix(next, top+"?")
	}
	switch {
	case next != "" && ofStaff == (kind == access.Staff):
		return next
	case kind == access.Staff:
		return page.StaffHome
	}
	return "/" + string(v.P.Lang()) + page.Home
}

// base is where the pages of the visitor's own account stand.
func base(v *page.Visit) string {
	if v.Staff != nil {
		return pathStaffAccount
	}
	return pathAccount
}

// Addresses that pages of this package lead to; those of applicants stand after the language.
const (
	pathCode         = page.SignIn + "/code"
	pathSignInKey    = page.SignIn + "/passkey"
	pathMessages     = page.Home + "/messages"
	pathPersons      = page.Home + "/persons"
	pathDocuments    = page.Home + "/documents"
	pathApplications = page.Home + "/applications"
	pathPlans        = page.Home + "/plans"
	pathAccount      = page.Home + "/account"
	pathRecover      = "/recover"
	pathStaffKey     = page.StaffSignIn + "/passkey"
	pathProvider     = page.StaffSignIn + "/provider"
	pathInvitation   = page.StaffInvitation
	pathStaffAccount = "/staff/account"
	pathDeskRecover  = "/desk/recover"

	// Below the own account of either.
	belowConfirm  = "/confirm"
	belowPasskeys = "/passkeys"
	belowSessions = "/sessions"
	belowTokens   = "/tokens"
	belowEmail    = "/email"
	belowEnd      = "/end"
)

// ReturnPath is the address to which a provider sends people back.
const ReturnPath = "/staff/provider"

// toConfirm leads to where somebody proves again who they are, and from there back here, when an error asks for that.
func toConfirm(v *page.Visit, err error, back string) (page.Reply, bool) {
	var told *fault.Error
	if !errors.As(err, &told) || told.Key != desk.ConfirmFirst {
		return page.Reply{}, false
	}
	return page.SeeOther(v.Href(base(v)+belowConfirm, onward(v.Href(back, "")))), true
}

// tooMany shows a used up allowance in the form that asked.
func tooMany(f *page.Form, err error) bool {
	var told *fault.Error
	if !errors.As(err, &told) || told.Key != desk.TooMany {
		return false
	}
	here := *told
	here.Kind = fault.Invalid // of the form as a whole
	return f.Take(&here)
}

// tried takes what is wrong with what was sent into the form. Any other error is the page's.
func tried(f *page.Form, err error) error {
	if err == nil || tooMany(f, err) || f.Take(err) {
		return nil
	}
	return err
}
