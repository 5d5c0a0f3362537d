package account

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// BeginPasskey asks the browser for a new passkey of the actor's account. It wants a fresh proof (ConfirmFirst).
func (d *Desk) BeginPasskey(ctx context.Context, by access.Actor) (Question, error) {
	if !d.may(by, access.ManageOwnAccount) {
		return Question{}, fault.New(fault.Forbidden, "forbidden")
	}
	if err := d.Fresh(by); err != nil {
		return Question{}, err
	}
	var q Question
	err := d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		a, err := byID(ctx, tx, by.ID)
		if err != nil {
			return err
		}
		keys, err := tx.Passkeys().Of(ctx, by.ID)
		if err != nil {
			return err
		}
		if len(keys) >= maxPasskeys {
			return fault.New(fault.Conflict, "account.passkeys-many", fault.Num("n", maxPasskeys))
		}
		q, err = d.askNew(ctx, tx, Registering, a, keys, ceremonyData{Account: a.ID})
		return err
	})
	return q, err
}

// askNew asks for a new passkey of an account, which may not be stored yet. The passkey must be one that a browser finds without
// being told whose, so that nobody types an address to sign in.
func (d *Desk) askNew(
	ctx context.Context, tx Tx, kind CeremonyKind, a access.Account, keys []Passkey, data ceremonyData,
) (Question, error) {
	h, err := holderOf(a, keys)
	if err != nil {
		return Question{}, err
	}
	options, session, err := d.passkeys.BeginRegistration(h,
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: verification(a.Kind),
		}),
		webauthn.WithExclusions(webauthn.Credentials(h.known).CredentialDescriptors()),
	)
	if err != nil {
		return Question{}, fmt.Errorf("ask for a passkey: %w", err)
	}
	data.Session = *session
	token, err := d.ask(ctx, tx, kind, a.ID, data)
	if err != nil {
		return Question{}, err
	}
	return question(token, options.Response)
}

// AddPasskey is a browser's answer to BeginPasskey.
type AddPasskey struct {
	Ceremony string
	Answer   []byte // JSON of the browser's PublicKeyCredential
	Name     string // as typed; may be ""
	Request  string
}

// AddPasskey stores a new passkey, tells its owner, and ends the other sessions of the account (ASVS 6.3.7, 7.4.3). Faults: Invalid
// with PasskeyRefused or PasskeyLate, or about name; Conflict when the passkey is somebody's already.
func (d *Desk) AddPasskey(ctx context.Context, by access.Actor, in AddPasskey) (Passkey, error) {
	if err := d.Fresh(by); err != nil {
		return Passkey{}, err
	}
	name, err := passkeyName(in.Name)
	if err != nil {
		return Passkey{}, err
	}
	return office.Do(ctx, d.office, own(by, "account.add-passkey", in.Request),
		func(ctx context.Context, tx Tx, w *office.Work) (Passkey, error) {
			c, data, err := d.answered(ctx, tx, Registering, in.Ceremony)
			if err != nil {
				return Passkey{}, err
			}
			if c.Account != by.ID {
				return Passkey{}, fault.New(fault.Invalid, PasskeyLate)
			}
			a, err := byID(ctx, tx, by.ID)
			if err != nil {
				return Passkey{}, err
			}
			key, err := d.register(a, name, data, in.Answer, w.Now)
			if err != nil {
				return Passkey{}, err
			}
			if err := tx.Passkeys().Add(ctx, key); err != nil {
				return Passkey{}, err
			}
			w.About("account", a.ID)
			w.Changed("passkey", "", key.ID)
			return key, d.factorsChanged(ctx, tx, w, a, "passkey-added")
		})
}

// register reads a browser's answer as a new passkey of an account.
func (d *Desk) register(a access.Account, name string, data ceremonyData, answer []byte, now time.Time) (Passkey, error) {
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Passkey{}, passkeyRefused(err)
	}
	credential, err := d.passkeys.CreateCredential(holder{account: a}, data.Session, parsed)
	if err != nil {
		return Passkey{}, passkeyRefused(err)
	}
	text, err := json.Marshal(credential)
	if err != nil {
		return Passkey{}, fmt.Errorf("write a passkey: %w", err)
	}
	return Passkey{ID: credentialID(credential.ID), Account: a.ID, Name: name, Credential: text, CreatedAt: now, Version: 1}, nil
}

// factorsChanged tells the owner that the ways into an account changed, and ends the sessions that the change was not made in.
func (d *Desk) factorsChanged(ctx context.Context, tx Tx, w *office.Work, a access.Account, letter string) error {
	w.Send(office.Letter{To: a.Email, Lang: a.Lang, Template: letter, Args: at(w.Now)})
	_, err := tx.Sessions().EndOthers(ctx, a.ID, w.By().Session)
	return err
}
