package account

import (
	"context"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Ways are how the actor can prove again who they are.
type Ways struct {
	Code     bool // applicants: a code to their address
	Passkey  bool
	Provider bool // people of the office who are bound to one
}

// Ways tells how the actor can prove again who they are.
func (d *Desk) Ways(ctx context.Context, by access.Actor) (Ways, error) {
	return office.See(ctx, d.office, by, access.ManageOwnAccount, func(ctx context.Context, tx Tx) (Ways, error) {
		keys, err := tx.Passkeys().Of(ctx, by.ID)
		if err != nil {
			return Ways{}, err
		}
		bound, err := tx.Identities().Of(ctx, by.ID)
		if err != nil {
			return Ways{}, err
		}
		return Ways{
			Code: by.Kind == access.Applicant, Passkey: len(keys) > 0,
			Provider: d.provider != nil && len(bound) > 0,
		}, nil
	})
}

// AskConfirmCode sends the actor a code, to the account's own address, and returns the challenge that the browser keeps. People of
// the office confirm without codes.
func (d *Desk) AskConfirmCode(ctx context.Context, by access.Actor, request string) (challenge string, err error) {
	if by.Kind != access.Applicant {
		return "", fault.New(fault.Forbidden, "forbidden")
	}
	return office.Do(ctx, d.office, own(by, "account.ask-code", request),
		func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
			if err := d.within(ctx, tx, codesOfAccount(), by.ID); err != nil {
				return "", err
			}
			a, err := byID(ctx, tx, by.ID)
			if err != nil {
				return "", err
			}
			w.About("account", a.ID)
			return d.challenge(ctx, tx, w, ask{
				purpose: ToConfirm, account: a.ID, email: a.Email, lang: a.Lang, template: "sign-in-code",
			})
		})
}

// ConfirmCode proves such a code: what asks for a fresh proof is open to the session for a while. Faults as of ProveCode.
func (d *Desk) ConfirmCode(ctx context.Context, by access.Actor, challenge, typed, request string) error {
	return d.provenBy(ctx, by, "account.confirm", request, codeTyped{challenge, typed, ToConfirm},
		func(ctx context.Context, tx Tx, w *office.Work, _ Code) error {
			return tx.Sessions().Strengthen(ctx, by.ID, by.Session, w.Now)
		})
}

// codeTyped is a code that somebody who is signed in types.
type codeTyped struct {
	challenge, typed string
	purpose          Purpose
}

// provenBy runs then when the code is right and was sent for the actor; a wrong try is stored and becomes a fault.
func (d *Desk) provenBy(
	ctx context.Context, by access.Actor, action, request string, in codeTyped,
	then func(ctx context.Context, tx Tx, w *office.Work, c Code) error,
) error {
	digits, ok := readCode(in.typed)
	if !ok {
		return fault.Field(FieldCode, CodeForm)
	}
	var p proof
	_, err := office.Do(ctx, d.office, own(by, action, request), func(ctx context.Context, tx Tx, w *office.Work) (struct{}, error) {
		w.About("account", by.ID)
		var err error
		p, err = d.try(ctx, tx, w, in.challenge, digits, in.purpose)
		if err != nil {
			return struct{}{}, err
		}
		if p.ok && p.code.Account != by.ID {
			return struct{}{}, codeOver() // somebody else's: nothing is stored, it is still theirs
		}
		if !p.ok {
			w.Became(action + "-refused")
			return struct{}{}, nil
		}
		return struct{}{}, then(ctx, tx, w, p.code)
	})
	if err != nil {
		return err
	}
	return p.fault()
}

// BeginConfirm asks one of the actor's own passkeys.
func (d *Desk) BeginConfirm(ctx context.Context, by access.Actor) (Question, error) {
	if !d.may(by, access.ManageOwnAccount) {
		return Question{}, fault.New(fault.Forbidden, "forbidden")
	}
	var q Question
	err := d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		h, err := d.holderByHandle(ctx, tx, by.ID)
		if err != nil {
			return err
		}
		if len(h.known) == 0 {
			return fault.New(fault.Conflict, "account.no-passkey")
		}
		options, session, err := d.passkeys.BeginLogin(h, webauthn.WithUserVerification(verification(h.account.Kind)))
		if err != nil {
			return fmt.Errorf("ask for a passkey: %w", err)
		}
		token, err := d.ask(ctx, tx, Confirming, by.ID, ceremonyData{Session: *session})
		if err != nil {
			return err
		}
		q, err = question(token, options.Response)
		return err
	})
	return q, err
}

// ConfirmPasskey takes the passkey's answer. Faults: Invalid with PasskeyRefused or PasskeyLate.
func (d *Desk) ConfirmPasskey(ctx context.Context, by access.Actor, ceremony string, answer []byte, request string) error {
	var refused error
	_, err := office.Do(ctx, d.office, own(by, "account.confirm", request),
		func(ctx context.Context, tx Tx, w *office.Work) (struct{}, error) {
			w.About("account", by.ID)
			c, data, err := d.answered(ctx, tx, Confirming, ceremony)
			if err != nil {
				return struct{}{}, err
			}
			if c.Account != by.ID {
				return struct{}{}, fault.New(fault.Invalid, PasskeyLate)
			}
			h, err := d.holderByHandle(ctx, tx, by.ID)
			if err != nil {
				return struct{}{}, err
			}
			credential, err := d.confirmed(h, data, answer)
			if err != nil {
				refused = passkeyRefused(err)
				w.Became("account.confirm-refused")
				return struct{}{}, nil
			}
			if err := used(ctx, tx, h, credential, w.Now); err != nil {
				return struct{}{}, err
			}
			return struct{}{}, tx.Sessions().Strengthen(ctx, by.ID, by.Session, w.Now)
		})
	if err != nil {
		return err
	}
	return refused
}

// confirmed checks the answer of a passkey that was asked by name.
func (d *Desk) confirmed(h holder, data ceremonyData, answer []byte) (*webauthn.Credential, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return nil, err
	}
	credential, err := d.passkeys.ValidateLogin(h, data.Session, parsed)
	if err != nil {
		return nil, err
	}
	return credential, checked(h.account, credential, parsed)
}
