package account

import (
	"context"
	"slices"
	"time"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// Reasons are why an account is opened again at a counter, in the order in which a page lists them. They stand in the record, so they
// are words from a list and nobody's own.
func Reasons() []string { return []string{"mailbox-lost", "address-mistyped", "taken-over"} }

// Found is an applicant's account as the counter sees it. ID is "" when nobody has the address.
type Found struct {
	ID        string
	Email     string
	Lang      locale.Lang
	CreatedAt time.Time
}

// FindAccount looks for the applicant's account of an address, typed exactly as its owner says it. The look stands in the record, whether
// somebody was found or not. Faults: Invalid about email.
func (d *Desk) FindAccount(ctx context.Context, by access.Actor, email, request string) (Found, error) {
	email, err := d.address(email)
	if err != nil {
		return Found{}, err
	}
	act := office.Act{
		By: by, Needs: access.RecoverAccount, Action: "account.find", Purpose: office.PurposeCounter, Request: request,
	}
	return office.Look(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (Found, error) {
		a, err := tx.Accounts().ByEmail(ctx, access.Applicant, d.fold(email))
		if fault.KindOf(err) == fault.NotFound {
			w.Changed("email", "", d.fold(email))
			return Found{}, nil
		}
		if err != nil {
			return Found{}, err
		}
		w.About("account", a.ID)
		return Found{ID: a.ID, Email: a.Email, Lang: a.Lang, CreatedAt: a.CreatedAt}, nil
	})
}

// GiveRecovery is what an officer records before an account is opened again.
type GiveRecovery struct {
	Account   string
	Reason    string // one of Reasons
	PaperSeen bool   // the identity paper was seen, and it is this person's
	Request   string
}

// Link is a one-time link that is shown once.
type Link struct {
	Token     string
	Lang      locale.Lang // of whoever it is for
	ExpiresAt time.Time
}

// GiveRecovery makes the one-time link by which somebody who lost their mailbox gets their account back. It is handed over in person and
// good for an hour; an earlier one is good no more. The officer proves again who they are (ConfirmFirst): who sits down at an open
// screen must not take accounts. Faults: Invalid about reason or paper; NotFound.
func (d *Desk) GiveRecovery(ctx context.Context, by access.Actor, in GiveRecovery) (Link, error) {
	if err := d.Fresh(by); err != nil {
		return Link{}, err
	}
	var wrong fault.List
	if !slices.Contains(Reasons(), in.Reason) {
		wrong = append(wrong, fault.Field("reason", "account.reason-missing"))
	}
	if !in.PaperSeen {
		wrong = append(wrong, fault.Field("paper", "account.paper-not-seen"))
	}
	if err := wrong.Err(); err != nil {
		return Link{}, err
	}
	act := office.Act{
		By: by, Needs: access.RecoverAccount, Action: "account.give-recovery", Purpose: office.PurposeCounter, Request: in.Request,
		Reason: in.Reason,
	}
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (Link, error) {
		a, err := byID(ctx, tx, in.Account)
		if err != nil {
			return Link{}, err
		}
		if a.Kind != access.Applicant {
			return Link{}, fault.New(fault.NotFound, "not-found")
		}
		if _, err := tx.Invitations().Revoke(ctx, Recovery, a.ID, w.Now); err != nil {
			return Link{}, err
		}
		w.About("account", a.ID)
		out := Link{Token: newToken(), Lang: a.Lang, ExpiresAt: w.Now.Add(recoveryLife)}
		return out, tx.Invitations().Add(ctx, d.office.Mark(markInvitation, out.Token), Invitation{
			Handle: office.NewID(), Kind: Recovery, Account: a.ID, Lang: a.Lang, MadeBy: by.ID, CreatedAt: w.Now, ExpiresAt: out.ExpiresAt,
		}, w.Now)
	})
}

// AskRecoveryCode is what the holder of a link asks for a code with.
type AskRecoveryCode struct {
	Invitation string // the token in the link
	Email      string // the new address, as typed
	Client     string
	Request    string
}

// AskRecoveryCode sends a code to the address that an account is to have from now on, and returns the challenge that the browser keeps.
// Faults: NotFound with LinkOver; Invalid about email; Unavailable with TooMany.
func (d *Desk) AskRecoveryCode(ctx context.Context, in AskRecoveryCode) (challenge string, err error) {
	email, err := d.address(in.Email)
	if err != nil {
		return "", err
	}
	return office.Do(ctx, d.office, entering("account.ask-code", in.Request),
		func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
			if err := d.within(ctx, tx, codesOfClient(), in.Client); err != nil {
				return "", err
			}
			i, err := d.recovery(ctx, tx, in.Invitation)
			if err != nil {
				return "", err
			}
			if err := d.within(ctx, tx, codesOfAccount(), i.Account); err != nil {
				return "", err
			}
			w.About("account", i.Account)
			w.Changed("new-email", "", d.fold(email))
			return d.challenge(ctx, tx, w, ask{
				purpose: ToRecover, account: i.Account, email: email, lang: i.Lang, template: "email-change-code",
			})
		})
}

// recovery is the open invitation of a link from a counter.
func (d *Desk) recovery(ctx context.Context, tx Tx, token string) (Invitation, error) {
	i, err := d.invited(ctx, tx, d.office.Mark(markInvitation, token))
	if err == nil && i.Kind != Recovery {
		return Invitation{}, linkOver()
	}
	return i, err
}

// Recover is what the holder of a link proves the new address with.
type Recover struct {
	Invitation string // the token in the link
	Challenge  string
	Code       string // as typed
	Browser    Browser
	Request    string
}

// Recover opens an account again with a new address. Whatever opened it before opens it no more: sessions, passkeys, tokens of programs, known
// devices. For
// a day nobody collects a document for it. The old address is told. Faults as of ProveCode; NotFound with LinkOver; Conflict with
// EmailTaken.
func (d *Desk) Recover(ctx context.Context, in Recover) (SignedIn, error) {
	digits, ok := readCode(in.Code)
	if !ok {
		return SignedIn{}, fault.Field(FieldCode, CodeForm)
	}
	var p proof
	out, err := office.Do(ctx, d.office, entering("account.recover", in.Request),
		func(ctx context.Context, tx Tx, w *office.Work) (SignedIn, error) {
			i, err := d.recovery(ctx, tx, in.Invitation)
			if err != nil {
				return SignedIn{}, err
			}
			w.About("account", i.Account)
			p, err = d.try(ctx, tx, w, in.Challenge, digits, ToRecover)
			if err != nil {
				return SignedIn{}, err
			}
			if p.ok && p.code.Account != i.Account {
				return SignedIn{}, codeOver()
			}
			if !p.ok {
				w.Became("account.recover-refused")
				return SignedIn{}, nil
			}
			if err := tx.Invitations().Use(ctx, d.office.Mark(markInvitation, in.Invitation), w.Now); err != nil {
				return SignedIn{}, err
			}
			a, err := d.reopen(ctx, tx, w, i.Account, p.code.Email)
			if err != nil {
				return SignedIn{}, err
			}
			return d.open(ctx, tx, w, entry{account: a, quiet: true, method: ByCode, browser: in.Browser})
		})
	if err != nil {
		return SignedIn{}, err
	}
	return out, p.fault()
}

// reopen gives an account its new address and closes every way that led into it.
func (d *Desk) reopen(ctx context.Context, tx Tx, w *office.Work, id, email string) (access.Account, error) {
	a, err := byID(ctx, tx, id)
	if err != nil {
		return access.Account{}, err
	}
	before := a.Email
	if d.fold(email) != d.fold(before) {
		if err := d.unused(ctx, tx, email); err != nil {
			return access.Account{}, err
		}
	}
	a.Email, a.CoolingUntil = email, w.Now.Add(coolDown)
	if err := tx.Accounts().SetEmail(ctx, a, d.fold(email)); err != nil {
		return access.Account{}, err
	}
	a.Version++
	w.Changed("email", d.fold(before), d.fold(email))
	w.Send(office.Letter{To: before, Lang: a.Lang, Template: "recovery-done", Args: at(w.Now)})
	w.Tell(office.Message{Account: a.ID, Template: "recovered", Args: at(a.CoolingUntil), Quiet: true})
	return a, closeWays(ctx, tx, a.ID, w.Now)
}

// closeWays ends everything that opens an account, and a change of address that waits.
func closeWays(ctx context.Context, tx Tx, id string, now time.Time) error {
	if err := tx.Tokens().RevokeAll(ctx, id, now); err != nil {
		return err
	}
	if _, err := tx.Passkeys().RemoveAll(ctx, id); err != nil {
		return err
	}
	if _, err := tx.Sessions().EndOthers(ctx, id, ""); err != nil {
		return err
	}
	if err := tx.Devices().ForgetAll(ctx, id); err != nil {
		return err
	}
	_, err := tx.EmailChanges().Remove(ctx, id)
	return err
}
