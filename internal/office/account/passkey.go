package account

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"sejur/internal/access"
	"sejur/internal/fault"
)

// Passkey is a passkey of an account (Web Authentication, level 3).
type Passkey struct {
	ID         string // of the credential, base64url
	Account    string
	Name       string // as its owner calls it; may be ""
	Credential []byte // its public half and what the library keeps of it, as JSON
	CreatedAt  time.Time
	UsedAt     time.Time // zero if never
	Version    int64
}

// Question is what a page asks the browser's passkeys.
type Question struct {
	Ceremony string          // the token that the browser keeps until it answers
	Options  json.RawMessage // as PublicKeyCredential.parse…OptionsFromJSON reads them
}

// The keys of what can be wrong with an answer.
const (
	PasskeyRefused = "account.passkey-refused" // it does not fit, whatever the reason
	PasskeyLate    = "account.passkey-late"    // the question was asked too long ago, or answered
	PasskeyTaken   = "account.passkey-taken"   // it opens an account already
)

func passkeyRefused(cause error) error {
	return &fault.Error{Kind: fault.Invalid, Key: PasskeyRefused, Cause: cause}
}

// holder is an account as the library of passkeys sees it. The handle that a passkey keeps is the account's id, which says nothing.
type holder struct {
	account access.Account
	keys    []Passkey
	known   []webauthn.Credential
}

// holderOf reads the passkeys of an account.
func holderOf(a access.Account, keys []Passkey) (holder, error) {
	h := holder{account: a, keys: keys}
	for _, k := range keys {
		var c webauthn.Credential
		if err := json.Unmarshal(k.Credential, &c); err != nil {
			return holder{}, fmt.Errorf("read passkey %s: %w", k.ID, err)
		}
		h.known = append(h.known, c)
	}
	return h, nil
}

// WebAuthnID is the handle that a passkey keeps and gives back.
func (h holder) WebAuthnID() []byte { return []byte(h.account.ID) }

// WebAuthnName is what a list of passkeys shows.
func (h holder) WebAuthnName() string { return h.account.Email }

// WebAuthnDisplayName is what a list of passkeys shows beside it.
func (h holder) WebAuthnDisplayName() string {
	if h.account.Name != "" {
		return h.account.Name
	}
	return h.account.Email
}

// WebAuthnCredentials are the passkeys.
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.known }

// find returns the stored passkey of a credential.
func (h holder) find(credential []byte) (Passkey, bool) {
	id := credentialID(credential)
	for _, k := range h.keys {
		if k.ID == id {
			return k, true
		}
	}
	return Passkey{}, false
}

func credentialID(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// verification is what a passkey must do: for people of the office it must have recognised its person (finger, face, PIN), because
// nothing else stands beside it (ASVS 6.3.3).
func verification(k access.Kind) protocol.UserVerificationRequirement {
	if k == access.Staff {
		return protocol.VerificationRequired
	}
	return protocol.VerificationPreferred
}

// ceremonyData is what is kept while a passkey is asked.
type ceremonyData struct {
	Session    webauthn.SessionData `json:"session"`
	Account    string               `json:"account,omitempty"` // the id that a new account will have
	Invitation string               `json:"invitation,omitempty"`
	Newcomer   Newcomer             `json:"newcomer,omitzero"`
}

// ask stores a ceremony. Nothing of anybody's is changed by a question, so the record has no entry for it.
func (d *Desk) ask(ctx context.Context, tx Tx, kind CeremonyKind, account string, data ceremonyData) (token string, err error) {
	text, err := json.Marshal(data)
	if err != nil {
		return "", fmt.Errorf("write a ceremony: %w", err)
	}
	token = newToken()
	return token, tx.Ceremonies().Add(ctx, Ceremony{
		ID: d.office.Mark(markCeremony, token), Kind: kind, Account: account, Data: string(text),
		ExpiresAt: d.office.Now().Add(ceremonyLife),
	})
}

// answered takes a ceremony: an answer counts once, right or wrong.
func (d *Desk) answered(ctx context.Context, tx Tx, kind CeremonyKind, token string) (Ceremony, ceremonyData, error) {
	c, err := tx.Ceremonies().Take(ctx, d.office.Mark(markCeremony, token), kind, d.office.Now())
	if fault.KindOf(err) == fault.NotFound {
		return Ceremony{}, ceremonyData{}, fault.New(fault.Invalid, PasskeyLate)
	}
	if err != nil {
		return Ceremony{}, ceremonyData{}, err
	}
	var data ceremonyData
	if err := json.Unmarshal([]byte(c.Data), &data); err != nil {
		return Ceremony{}, ceremonyData{}, fmt.Errorf("read a ceremony: %w", err)
	}
	return c, data, nil
}

// question puts the options into the form that browsers read.
func question(token string, options any) (Question, error) {
	text, err := json.Marshal(options)
	if err != nil {
		return Question{}, fmt.Errorf("write the options of a passkey: %w", err)
	}
	return Question{Ceremony: token, Options: text}, nil
}

// errCloned says that a passkey counted backwards: two of them may be about.
var errCloned = errors.New("the passkey's counter did not grow")

// checked looks at an answer that the library has found right: the office's people must have been recognised, and the counter must
// have grown where a passkey counts.
func checked(a access.Account, c *webauthn.Credential, parsed *protocol.ParsedCredentialAssertionData) error {
	if a.Kind == access.Staff && !parsed.Response.AuthenticatorData.Flags.HasUserVerified() {
		return errors.New("the passkey did not recognise its person")
	}
	if c.Authenticator.CloneWarning {
		return errCloned
	}
	return nil
}

// used stores what a passkey learned when it was used.
func used(ctx context.Context, tx Tx, h holder, c *webauthn.Credential, now time.Time) error {
	k, ok := h.find(c.ID)
	if !ok {
		return fault.New(fault.Conflict, "conflict")
	}
	text, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("write passkey %s: %w", k.ID, err)
	}
	k.Credential, k.UsedAt = text, now
	return tx.Passkeys().Use(ctx, k)
}

// passkeyName reads the name that an owner gives a passkey. It may be empty.
func passkeyName(name string) (string, error) {
	name = strings.TrimSpace(name)
	if utf8.RuneCountInString(name) > maxName {
		return "", fault.Field("name", "account.name-long", fault.Num("n", maxName))
	}
	if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return "", fault.Field("name", "account.name-letters")
	}
	return name, nil
}
