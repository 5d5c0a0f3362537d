package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// InvitationKind is what a one-time link opens.
type InvitationKind string

// The kinds.
const (
	FirstAdministrator InvitationKind = "first-administrator" // made at start, when nobody runs the service
	Colleague          InvitationKind = "staff"               // made by an administrator
	Recovery           InvitationKind = "recovery"            // made at a counter for an applicant
)

// Invitation is a one-time link. Who made it handed it over in person; it is in no letter.
type Invitation struct {
	Handle    string
	Kind      InvitationKind
	Account   string        // of a recovery
	Email     string        // of a colleague
	Name      string        // of a colleague
	Office    string        // of a colleague, "" if none
	Roles     []access.Role // of a colleague
	Lang      locale.Lang
	MadeBy    string
	CreatedAt time.Time
	ExpiresAt time.Time
}

// Newcomer is what the first administrator says about themselves; a colleague's invitation says it already.
type Newcomer struct {
	Name  string      `json:"name,omitempty"`
	Email string      `json:"email,omitempty"`
	Lang  locale.Lang `json:"lang,omitempty"` // that they read; one of the staff's languages, or the invitation's
}

// LinkOver is the key of the fault of a link that opens nothing: it never did, was used, was replaced, or is late.
const LinkOver = "account.link-over"

func linkOver() error { return fault.New(fault.NotFound, LinkOver) }

// FirstAdministrator makes the one-time link of the first administrator when no active account has that role; the token is "" when one
// has. A link made before and not used is good no more. It is for the start of the program, whose console is the operator's.
func (d *Desk) FirstAdministrator(ctx context.Context) (token string, err error) {
	start := office.Act{
		By: access.Named("start"), Needs: access.RunOperations, Action: "account.first-link", Purpose: office.PurposeUpkeep,
	}
	there, err := office.See(ctx, d.office, start.By, start.Needs, func(ctx context.Context, tx Tx) (int, error) {
		return tx.Accounts().Administrators(ctx)
	})
	if err != nil || there > 0 {
		return "", err
	}
	return office.Do(ctx, d.office, start, func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
		if _, err := tx.Invitations().Revoke(ctx, FirstAdministrator, "", w.Now); err != nil {
			return "", err
		}
		i := Invitation{
			Handle: office.NewID(), Kind: FirstAdministrator, Roles: []access.Role{access.Administrator}, Lang: locale.RO,
			MadeBy: w.By().ID, CreatedAt: w.Now, ExpiresAt: w.Now.Add(inviteLife),
		}
		w.About("invitation", i.Handle)
		token := newToken()
		return token, tx.Invitations().Add(ctx, d.office.Mark(markInvitation, token), i, w.Now)
	})
}

// Invited tells what a link opens. Links that open nothing are all the same: NotFound with LinkOver. client is the network that asks.
func (d *Desk) Invited(ctx context.Context, token, client string) (Invitation, error) {
	var i Invitation
	err := d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		err := d.within(ctx, tx, linksOfClient(), client)
		if err != nil {
			return err
		}
		i, err = d.invited(ctx, tx, d.office.Mark(markInvitation, token))
		return err
	})
	return i, err
}

// invited returns the open invitation with a mark. The first administrator's opens nothing once there is one, and the others' nothing
// once whoever made them may make them no more.
func (d *Desk) invited(ctx context.Context, tx Tx, mark string) (Invitation, error) {
	i, err := tx.Invitations().Open(ctx, mark, d.office.Now())
	stands := false
	if err == nil {
		stands, err = d.stands(ctx, tx, i)
	}
	switch {
	case fault.KindOf(err) == fault.NotFound, err == nil && !stands:
		return Invitation{}, linkOver()
	case err != nil:
		return Invitation{}, err
	}
	return i, nil
}

// stands tells whether an open invitation is still good. Whoever leaves must not leave a door behind: the links that they made are worth
// what they themselves may today.
func (d *Desk) stands(ctx context.Context, tx Tx, i Invitation) (bool, error) {
	needs := access.ManageStaff
	switch i.Kind {
	case FirstAdministrator:
		there, err := tx.Accounts().Administrators(ctx)
		return there == 0, err
	case Recovery:
		needs = access.RecoverAccount
	case Colleague:
	}
	maker, err := tx.Accounts().Find(ctx, i.MadeBy)
	return d.may(maker.Actor("", time.Time{}), needs), err
}

// newcomer reads what the first administrator says, or takes what the invitation says.
func (d *Desk) newcomer(i Invitation, said Newcomer) (Newcomer, error) {
	if i.Kind != FirstAdministrator {
		return Newcomer{Name: i.Name, Email: i.Email, Lang: i.Lang}, nil
	}
	var wrong fault.List
	name, err := passkeyName(said.Name)
	switch {
	case err != nil:
		wrong = append(wrong, fault.All(err)...)
	case strings.TrimSpace(name) == "":
		wrong = append(wrong, fault.Field("name", "account.name-missing"))
	}
	email, err := d.address(said.Email)
	if err != nil {
		wrong = append(wrong, fault.All(err)...)
	}
	lang := i.Lang
	if slices.Contains(locale.StaffLanguages(), said.Lang) {
		lang = said.Lang
	}
	return Newcomer{Name: name, Email: email, Lang: lang}, wrong.Err()
}

// BeginInvitation asks the browser for the passkey of somebody who takes up an invitation to the office. Faults: NotFound with
// LinkOver; Invalid about name or email.
func (d *Desk) BeginInvitation(ctx context.Context, token string, said Newcomer) (Question, error) {
	mark := d.office.Mark(markInvitation, token)
	var q Question
	err := d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		i, err := d.invited(ctx, tx, mark)
		if err != nil {
			return err
		}
		if i.Kind == Recovery {
			return linkOver()
		}
		who, err := d.newcomer(i, said)
		if err != nil {
			return err
		}
		a := colleague(office.NewID(), i, who, d.office.Now())
		q, err = d.askNew(ctx, tx, Accepting, a, nil, ceremonyData{Account: a.ID, Invitation: mark, Newcomer: who})
		return err
	})
	return q, err
}

// colleague is the account that an invitation opens.
func colleague(id string, i Invitation, who Newcomer, now time.Time) access.Account {
	return access.Account{
		ID: id, Kind: access.Staff, Email: who.Email, Name: who.Name, Lang: who.Lang, Roles: i.Roles, Office: i.Office,
		State: access.Active, CreatedAt: now, Version: 1,
	}
}

// TakeInvitation is a browser's answer to BeginInvitation.
type TakeInvitation struct {
	Invitation string // the token in the link
	Ceremony   string
	Answer     []byte // JSON of the browser's PublicKeyCredential
	Browser    Browser
	Request    string
}

// TakeInvitation makes the account of somebody of the office with its first passkey, ends the link, and signs them in. Faults: NotFound
// with LinkOver; Invalid with PasskeyRefused or PasskeyLate; Conflict when the address has an account by now.
func (d *Desk) TakeInvitation(ctx context.Context, in TakeInvitation) (SignedIn, error) {
	mark := d.office.Mark(markInvitation, in.Invitation)
	return office.Do(ctx, d.office, entering("account.take-invitation", in.Request),
		func(ctx context.Context, tx Tx, w *office.Work) (SignedIn, error) {
			_, data, err := d.answered(ctx, tx, Accepting, in.Ceremony)
			if err != nil {
				return SignedIn{}, err
			}
			if !same(data.Invitation, mark) {
				return SignedIn{}, linkOver()
			}
			a, err := d.join(ctx, tx, w, mark, data.Account, data.Newcomer)
			if err != nil {
				return SignedIn{}, err
			}
			key, err := d.register(a, "", data, in.Answer, w.Now)
			if err != nil {
				return SignedIn{}, err
			}
			if err := tx.Passkeys().Add(ctx, key); err != nil {
				return SignedIn{}, err
			}
			w.Changed("passkey", "", key.ID)
			return d.open(ctx, tx, w, entry{account: a, isNew: true, method: ByInvitation, browser: in.Browser})
		})
}

// join ends an invitation and makes the account that it opens.
func (d *Desk) join(ctx context.Context, tx Tx, w *office.Work, mark, id string, who Newcomer) (access.Account, error) {
	i, err := d.invited(ctx, tx, mark)
	if err != nil {
		return access.Account{}, err
	}
	if i.Kind == Recovery {
		return access.Account{}, linkOver()
	}
	if err := tx.Invitations().Use(ctx, mark, w.Now); err != nil {
		return access.Account{}, err
	}
	a := colleague(id, i, who, w.Now)
	w.Changed("invitation", i.Handle, "")
	w.Changed("email", "", d.fold(a.Email))
	for _, role := range a.Roles {
		w.Changed("role/"+string(role), "", string(role))
	}
	return a, tx.Accounts().Add(ctx, a, d.fold(a.Email), i.MadeBy)
}
