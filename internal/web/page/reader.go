package page

import (
	"sejur/internal/access"
	"sejur/internal/web/ui"
)

// Addresses that the frame of every page and the guard before it know. Those of applicants stand after the language, those of staff
// stand alone.
const (
	SignIn       = "/sign-in"
	SignOut      = "/sign-out" // is posted to
	Home         = "/my"
	StaffSignIn  = "/staff/sign-in"
	StaffSignOut = "/staff/sign-out" // is posted to
	StaffHome    = "/desk"
	// StaffInvitation is where one-time links lead; the token follows.
	StaffInvitation = "/staff/invitation"
	StaffLanguage   = "/staff/language" // is posted to: lang, next
	Keep            = "/keep"           // is posted to: the answers of the guide, InBegin
)

// InBegin is the input of a plan that is kept that names the procedure to begin with. No fact is called so.
const InBegin = "begin-procedure"

// reader is what the header says about the viewer; nil where the service has no accounts.
func (v *Visit) reader() *ui.Reader {
	if !v.Site.Accounts {
		return nil
	}
	out := &ui.Reader{SignedIn: v.Viewer.Actor.SignedIn(), Name: v.Viewer.Name}
	if v.Staff != nil || v.Viewer.Actor.Kind == access.Staff {
		out.SignIn, out.Home, out.HomeKey, out.SignOut = StaffSignIn, StaffHome, "ui.desk", StaffSignOut
		return out
	}
	lang := "/" + string(v.P.Lang())
	out.SignIn, out.Home, out.HomeKey, out.SignOut = lang+SignIn, lang+Home, "ui.my_page", lang+SignOut
	return out
}
