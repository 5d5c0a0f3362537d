package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// BeginSignIn asks the browser for any passkey of this service. Nobody says who they are: the passkey knows. door is the kind of
// account that the page is for; its people's passkeys must recognise them, and others may come in there as well. Passkeys cannot be
// guessed, so no account is ever limited; client is the network that asks.
func (d *Desk) BeginSignIn(ctx context.Context, door access.Kind, client string) (Question, error) {
	options, session, err := d.passkeys.BeginDiscoverableLogin(webauthn.WithUserVerification(verification(door)))
	if err != nil {
		return Question{}, fmt.Errorf("ask for a passkey: %w", err)
	}
	var token string
	err = d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		if err := d.within(ctx, tx, ceremoniesOfClient(), client); err != nil {
			return err
		}
		token, err = d.ask(ctx, tx, SigningIn, "", ceremonyData{Session: *session})
		return err
	})
	if err != nil {
		return Question{}, err
	}
	return question(token, options.Response)
}

// PasskeySignIn is a browser's answer to BeginSignIn.
type PasskeySignIn struct {
	Ceremony string
	Answer   []byte // JSON of the browser's PublicKeyCredential
	Browser  Browser
	Request  string
}

// PasskeySignIn signs in whoever the passkey belongs to: applicants and people of the office. Whatever does not fit is Invalid with
// PasskeyRefused, and stands in the record; an answer that comes too late or twice is PasskeyLate.
func (d *Desk) PasskeySignIn(ctx context.Context, in PasskeySignIn) (SignedIn, error) {
	var refused error
	out, err := office.Do(ctx, d.office, entering("account.sign-in", in.Request),
		func(ctx context.Context, tx Tx, w *office.Work) (SignedIn, error) {
			_, data, err := d.answered(ctx, tx, SigningIn, in.Ceremony)
			if err != nil {
				return SignedIn{}, err
			}
			parsed, err := protocol.ParseCredentialRequestResponseBytes(in.Answer)
			if err != nil {
				return SignedIn{}, passkeyRefused(err)
			}
			h, err := d.holderByHandle(ctx, tx, string(parsed.Response.UserHandle))
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return SignedIn{}, err
			}
			credential, err := d.recognised(h, data, parsed)
			if err != nil {
				refused = passkeyRefused(err)
				w.Became("account.sign-in-refused")
				if h.account.ID != "" {
					w.About("account", h.account.ID)
				}
				if errors.Is(err, errCloned) {
					w.Because("passkey-counter")
				}
				return SignedIn{}, nil
			}
			if err := used(ctx, tx, h, credential, w.Now); err != nil {
				return SignedIn{}, err
			}
			return d.open(ctx, tx, w, entry{account: h.account, method: ByPasskey, browser: in.Browser})
		})
	if err != nil {
		return SignedIn{}, err
	}
	return out, refused
}

// holderByHandle is whoever a passkey says it belongs to: an active account, or a fault of kind NotFound. The handle comes from outside: bytes
// that are no id are nobody's, and no database need look at them.
func (d *Desk) holderByHandle(ctx context.Context, tx Tx, id string) (holder, error) {
	if !utf8.ValidString(id) || strings.ContainsRune(id, 0) {
		return holder{}, fault.New(fault.NotFound, "not-found")
	}
	a, err := byID(ctx, tx, id)
	if err != nil {
		return holder{}, err
	}
	keys, err := tx.Passkeys().Of(ctx, a.ID)
	if err != nil {
		return holder{}, err
	}
	return holderOf(a, keys)
}

// recognised checks the answer of a passkey that was asked without a name.
func (d *Desk) recognised(h holder, data ceremonyData, parsed *protocol.ParsedCredentialAssertionData) (*webauthn.Credential, error) {
	if h.account.ID == "" {
		return nil, errors.New("no account has this handle")
	}
	whose := func(_, _ []byte) (webauthn.User, error) { return h, nil }
	credential, err := d.passkeys.ValidateDiscoverableLogin(whose, data.Session, parsed)
	if err != nil {
		return nil, err
	}
	return credential, checked(h.account, credential, parsed)
}
