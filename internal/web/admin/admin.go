// Package admin holds the pages of the administrators: how the service is doing, who works at the office, what the offices do and when,
// jobs and letters, settings, the law that is loaded, and who did or saw what.
//
// Every change is a form: it carries a token, comes back with what is wrong beside each field or with both values when somebody was
// faster, and leads on to a page that says that it is done.
package admin

import (
	"context"
	"net/url"
	"strconv"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/office/filing"
	"sejur/internal/office/issuing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Pages answers visits. It is made once and never changes.
type Pages struct {
	Desk   *desk.Desk
	Papers *issuing.Desk   // nil = there are no pages of documents
	Files  *filing.Uploads // nil = no files are stored
	Law    desk.Law
	Tokens page.Tokens
	Origin string // scheme and host of absolute links, without a slash at the end
}

// Page answers a visit to the pages of the administrators. Errors are faults, as those of page.Page.
type Page func(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error)

// Addresses that pages of this package lead to.
const (
	pathHome        = "/admin"
	pathStaff       = "/admin/staff"
	pathInvitations = "/admin/invitations"
	pathOffices     = "/admin/offices"
	pathJobs        = "/admin/jobs"
	pathOutbox      = "/admin/outbox"
	pathSettings    = "/admin/settings"
	pathLaw         = "/admin/law"
	pathAudit       = "/admin/audit"
	pathPapers      = "/admin/documents"
	pathFiles       = "/admin/files"
	pathSigning     = "/admin/signing"
	pathConfirm     = "/staff/account/confirm" // of the pages of accounts
)

// outcome is what became of a form.
type outcome int

const (
	shown outcome = iota // it is shown: for the first time, or with what is wrong
	done                 // what it asked for is done
	clash                // somebody was faster
)

// try carries out what a form asks for, if one was sent and nothing is wrong with it yet. An error is not about the input.
func (p *Pages) try(v *page.Visit, f *page.Form, do func(slip desk.Slip) error) (outcome, error) {
	if v.Form == nil {
		return shown, nil
	}
	key, err := p.Tokens.Key(v, v.Path)
	if err != nil {
		f.Take(err)
	}
	if !f.OK() {
		return shown, nil
	}
	err = do(desk.Slip{Request: v.Request, Key: key})
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

// prove leads to where somebody proves again who they are, and from there back here, before a form that gives or takes rights; false when
// they have just done so.
func (p *Pages) prove(v *page.Visit) (page.Reply, bool) {
	if p.Desk.Fresh(v.By()) == nil {
		return page.Reply{}, false
	}
	back := v.Path
	if q := v.Query.Encode(); q != "" {
		back += "?" + q
	}
	return page.SeeOther(pathConfirm + "?" + url.Values{"next": {back}}.Encode()), true
}

// version is the version that a form was drawn from; 0 if it says none.
func version(f *page.Form) int64 {
	n, err := strconv.ParseInt(f.Text("version"), 10, 64)
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

// count says how many there are.
func count(p *locale.Printer, c desk.Count) string {
	if c.More {
		return ui.Counted(p, c.N+1)
	}
	return p.Number(c.N)
}

// roleName names a role.
//
//locale:uses admin.role.*
func roleName(p *locale.Printer, r access.Role) string { return p.T("admin.role." + string(r)) }

// roleNames names roles, one after the other.
func roleNames(p *locale.Printer, roles []access.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = roleName(p, r)
	}
	return p.And(names)
}

// roleOptions are the roles to choose from.
//
//locale:uses admin.role_hint.*
func roleOptions(p *locale.Printer) []ui.Option {
	var out []ui.Option
	for _, r := range access.Roles() {
		out = append(out, ui.Option{Value: string(r), Text: roleName(p, r), Hint: p.T("admin.role_hint." + string(r))})
	}
	return out
}

// officeName names an office of the law in the reader's language, an own one by its id, none by "".
func (p *Pages) officeName(v *page.Visit, id string) string {
	if o, ok := p.Law.Office(id, v.P.Lang()); ok {
		return o.Name
	}
	return id
}

// officeOptions are the offices at which somebody may work.
func (p *Pages) officeOptions(ctx context.Context, v *page.Visit) ([]ui.Option, error) {
	rows, err := p.Desk.OfficeNames(ctx, v.By(), v.P.Lang())
	if err != nil {
		return nil, err
	}
	out := make([]ui.Option, len(rows))
	for i, r := range rows {
		out[i] = ui.Option{Value: r.ID, Text: r.Name}
	}
	return out, nil
}

// langOptions are the languages of staff.
func langOptions() []ui.Option {
	var out []ui.Option
	for _, l := range locale.StaffLanguages() {
		out = append(out, ui.Option{Value: string(l), Text: l.Name()})
	}
	return out
}
