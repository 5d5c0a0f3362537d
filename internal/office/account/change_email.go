package account

import (
	"context"
	"errors"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// EmailDue is the kind of the job that lets a new address take effect. Its body is an EmailDueBody.
const EmailDue = "account.email-due"

// EmailDueBody names the change of a job.
type EmailDueBody struct {
	Change string `json:"change"`
}

// EmailTaken is the key of the fault of an address that signs in another account. It is told only to who has proved the address.
const EmailTaken = "account.email-taken"

// AskEmailChange sends a code to the address that the actor wants instead of theirs, and returns the challenge that the browser keeps. It
// wants a fresh proof (ConfirmFirst). The address may have an account: that is told to its owner alone, by the code. The addresses
// of the office's people are an administrator's to change. Faults: Invalid about email; Unavailable with TooMany.
func (d *Desk) AskEmailChange(ctx context.Context, by access.Actor, email, request string) (challenge string, err error) {
	if by.Kind != access.Applicant {
		return "", fault.New(fault.Forbidden, "forbidden")
	}
	if err := d.Fresh(by); err != nil {
		return "", err
	}
	email, err = d.address(email)
	if err != nil {
		return "", err
	}
	return office.Do(ctx, d.office, own(by, "account.ask-email-change", request),
		func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
			if err := d.within(ctx, tx, codesOfAccount(), by.ID); err != nil {
				return "", err
			}
			a, err := byID(ctx, tx, by.ID)
			if err != nil {
				return "", err
			}
			if d.fold(email) == d.fold(a.Email) {
				return "", fault.Field("email", "account.email-same")
			}
			w.About("account", a.ID)
			w.Changed("new-email", "", d.fold(email))
			return d.challenge(ctx, tx, w, ask{
				purpose: ToChangeAddress, account: a.ID, email: email, lang: a.Lang, template: "email-change-code",
			})
		})
}

// ProveEmailChange proves the new address. It takes effect a day later; the old address is told now and how to stop it. Another change
// that waits is given up. Faults as of ProveCode; Conflict with EmailTaken.
func (d *Desk) ProveEmailChange(ctx context.Context, by access.Actor, challenge, typed, request string) (EmailChange, error) {
	var change EmailChange
	if err := d.Fresh(by); err != nil {
		return EmailChange{}, err
	}
	err := d.provenBy(ctx, by, "account.prove-email-change", request, codeTyped{challenge, typed, ToChangeAddress},
		func(ctx context.Context, tx Tx, w *office.Work, c Code) error {
			a, err := byID(ctx, tx, by.ID)
			if err != nil {
				return err
			}
			if err := d.unused(ctx, tx, c.Email); err != nil {
				return err
			}
			change = EmailChange{
				Account: a.ID, Handle: office.NewID(), Email: c.Email, AskedAt: w.Now, DueAt: w.Now.Add(emailWait),
			}
			if err := tx.EmailChanges().Put(ctx, change); err != nil {
				return err
			}
			w.Changed("new-email", "", d.fold(c.Email))
			w.Send(office.Letter{To: a.Email, Lang: a.Lang, Template: "email-change-asked", Args: at(change.DueAt)})
			w.Tell(office.Message{Account: a.ID, Template: "email-change-asked", Args: at(change.DueAt), Quiet: true})
			w.Enqueue(office.Job{
				Kind: EmailDue, Key: EmailDue + "/" + change.Handle, Body: EmailDueBody{Change: change.Handle}, At: change.DueAt,
			})
			return nil
		})
	return change, err
}

// unused refuses an address that signs in an active account.
func (d *Desk) unused(ctx context.Context, tx Tx, email string) error {
	_, err := tx.Accounts().ByEmail(ctx, access.Applicant, d.fold(email))
	switch {
	case err == nil:
		return fault.New(fault.Conflict, EmailTaken)
	case fault.KindOf(err) == fault.NotFound:
		return nil
	}
	return err
}

// WaitingEmail is the actor's change of address that waits; a fault of kind NotFound when none does.
func (d *Desk) WaitingEmail(ctx context.Context, by access.Actor) (EmailChange, error) {
	return office.See(ctx, d.office, by, access.ManageOwnAccount, func(ctx context.Context, tx Tx) (EmailChange, error) {
		return tx.EmailChanges().Of(ctx, by.ID)
	})
}

// StopEmailChange gives up the change that waits. Any session of the account may: who is in a hurry to stop a thief is asked for nothing
// more. It is a fault of kind NotFound when none waits.
func (d *Desk) StopEmailChange(ctx context.Context, by access.Actor, request string) error {
	_, err := office.Do(ctx, d.office, own(by, "account.stop-email-change", request),
		func(ctx context.Context, tx Tx, w *office.Work) (struct{}, error) {
			w.About("account", by.ID)
			there, err := tx.EmailChanges().Remove(ctx, by.ID)
			if err == nil && !there {
				err = fault.New(fault.NotFound, "not-found")
			}
			return struct{}{}, err
		})
	return err
}

// EmailIsDue lets a change of address take effect: for the job of kind EmailDue, which may run twice. One that was stopped, replaced or
// done is nothing to do; one whose address signs in another account by now is given up. The account's sessions end, and
// both addresses hear of it.
func (d *Desk) EmailIsDue(ctx context.Context, held office.Held, handle string) error {
	act := office.Act{
		By: access.Named("jobs"), Needs: access.RunOperations, Action: "account.change-email", Purpose: office.PurposeUpkeep, Job: &held,
	}
	_, err := office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (struct{}, error) {
		c, err := tx.EmailChanges().Find(ctx, handle)
		if fault.KindOf(err) == fault.NotFound {
			w.Became("account.change-email-void")
			return struct{}{}, nil
		}
		if err != nil {
			return struct{}{}, err
		}
		if w.Now.Before(c.DueAt) {
			return struct{}{}, errors.New("the change is not due yet")
		}
		w.About("account", c.Account)
		if _, err := tx.EmailChanges().Remove(ctx, c.Account); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, d.moveTo(ctx, tx, w, c)
	})
	return err
}

// moveTo gives an account its new address.
func (d *Desk) moveTo(ctx context.Context, tx Tx, w *office.Work, c EmailChange) error {
	a, err := byID(ctx, tx, c.Account)
	if err == nil {
		err = d.unused(ctx, tx, c.Email)
	}
	if kind := fault.KindOf(err); kind == fault.NotFound || kind == fault.Conflict {
		w.Became("account.change-email-void")
		return nil
	}
	if err != nil {
		return err
	}
	before := a.Email
	a.Email = c.Email
	if err := tx.Accounts().SetEmail(ctx, a, d.fold(a.Email)); err != nil {
		return err
	}
	w.Changed("email", d.fold(before), d.fold(a.Email))
	for _, to := range []string{before, a.Email} {
		w.Send(office.Letter{To: to, Lang: a.Lang, Template: "email-changed", Args: at(w.Now)})
	}
	_, err = tx.Sessions().EndOthers(ctx, a.ID, "")
	return err
}

// SetLang stores the language in which the actor is written to.
func (d *Desk) SetLang(ctx context.Context, by access.Actor, lang locale.Lang, request string) error {
	_, err := office.Do(ctx, d.office, own(by, "account.set-lang", request),
		func(ctx context.Context, tx Tx, w *office.Work) (struct{}, error) {
			a, err := byID(ctx, tx, by.ID)
			if err != nil {
				return struct{}{}, err
			}
			w.About("account", a.ID)
			w.Changed("lang", string(a.Lang), string(lang))
			a.Lang = lang
			return struct{}{}, tx.Accounts().SetLang(ctx, a)
		})
	return err
}
