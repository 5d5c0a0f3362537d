package admin

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// InviteStaff is who is invited, and to what.
type InviteStaff struct {
	Slip   `json:"-"`
	Email  string
	Name   string
	Office string // "" = none
	Roles  []access.Role
	Lang   locale.Lang
}

// Invited is an invitation that was made. The token is shown once, to whoever made it: it is stored nowhere, so it is empty when the
// same form comes a second time.
type Invited struct {
	Handle    string
	Token     string `json:"-"`
	ExpiresAt time.Time
}

// InviteStaff makes a one-time link for a new colleague. A letter tells them, without the link: that is handed over in person. An
// earlier link for the address ends. An address that already has an account is wrong. It wants a fresh proof
// (ConfirmFirst).
func (d *Desk) InviteStaff(ctx context.Context, by access.Actor, in InviteStaff) (Invited, error) {
	if err := d.Fresh(by); err != nil {
		return Invited{}, err
	}
	act := in.act(by, access.ManageStaff, "admin.invite-staff", in)
	token := rand.Text()
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (Invited, error) {
		inv, err := d.readInvitation(ctx, tx, w, in)
		if err != nil {
			return Invited{}, err
		}
		folded := d.cfg.FoldAddress(inv.Email)
		err = revokeWhere(ctx, tx, w, func(i Invitation) bool { return d.cfg.FoldAddress(i.Email) == folded })
		if err != nil {
			return Invited{}, err
		}
		w.About("invitation", inv.Handle)
		w.Changed("email", "", inv.Email)
		w.Changed("name", "", inv.Name)
		w.Changed("office", "", inv.Office)
		w.Changed("roles", "", roleWords(inv.Roles))
		w.Changed("lang", "", string(inv.Lang))
		w.Send(office.Letter{To: inv.Email, Lang: inv.Lang, Template: "staff-invitation"})
		err = tx.StaffInvitations().Add(ctx, d.office.Mark(InvitationMark, token), inv)
		return Invited{Handle: inv.Handle, Token: token, ExpiresAt: inv.ExpiresAt}, err
	})
}

// readInvitation checks what was asked.
func (d *Desk) readInvitation(ctx context.Context, tx Tx, w *office.Work, in InviteStaff) (Invitation, error) {
	email, wrongEmail := d.readEmail(in.Email)
	name, wrongName := checkName(in.Name)
	roles, wrongRoles := checkRoles(in.Roles)
	err := join(wrongEmail, wrongName, d.checkOffice(ctx, tx, in.Office), wrongRoles, checkLang(in.Lang))
	if err != nil {
		return Invitation{}, err
	}
	_, err = tx.Staff().ByEmail(ctx, d.cfg.FoldAddress(email))
	if err == nil {
		return Invitation{}, fault.Field("email", "admin.already-staff")
	}
	if fault.KindOf(err) != fault.NotFound {
		return Invitation{}, err
	}
	return Invitation{
		Handle: office.NewID(), Email: email, Name: name, Office: in.Office, Roles: roles, Lang: in.Lang, MadeBy: w.By().ID,
		CreatedAt: w.Now, ExpiresAt: w.Now.Add(InvitationLife),
	}, nil
}

// readEmail reads the address of a colleague.
func (d *Desk) readEmail(typed string) (string, error) {
	if strings.TrimSpace(typed) == "" {
		return "", fault.Field("email", "admin.email-missing")
	}
	return d.cfg.ParseAddress(typed)
}
