// Package account is the desk of accounts: how people prove who they are, where they are signed in, and what they keep of it.
//
// Applicants sign in with a one-time code that goes to their address, or with a passkey. People of the office sign in with a passkey or
// at an identity provider, and never with a code: an e-mail is no factor for them (ASVS 6.3.6). Who asks for a code gets the same
// answer, and causes the same work, whether the address is known or not (ASVS 6.3.8). Nobody's wrong tries lock out anybody else
// (ASVS 6.1.1); limits.go has the numbers.
//
// Tokens are random, live in one browser, and are stored as keyed marks only. What a browser holds for an account:
//
//   - a challenge, while it waits for a code (AskCode);
//   - a ceremony or a visit, while a passkey or a provider is asked;
//   - a session;
//   - a device token, by which the browser is known again the next time.
package account

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Config is what the desk needs. Provider may be nil: then nobody signs in at one.
type Config struct {
	House    office.House
	Store    office.Store[Tx]
	Origin   string                       // of the pages, such as https://sejur.example: where passkeys are good
	Site     string                       // the name of the service, as the browser shows it beside a passkey
	Address  func(string) (string, error) // reads an e-mail address; its fault is Invalid, about the field email
	Fold     func(string) string          // the form in which two addresses are compared
	Provider Provider
}

// Desk has the verbs of accounts. It may be used by many at once.
type Desk struct {
	office   *office.Office[Tx]
	store    office.Store[Tx]
	may      func(access.Actor, access.Permission) bool
	passkeys *webauthn.WebAuthn
	address  func(string) (string, error)
	fold     func(string) string
	provider Provider
}

// New opens the desk. The origin must be an address with a host.
func New(c Config) (*Desk, error) {
	if c.Store == nil || c.Address == nil || c.Fold == nil || c.House.Now == nil || c.House.Mark == nil {
		return nil, errors.New("account: store, clock, marks and the reading of addresses are needed")
	}
	origin, err := url.Parse(c.Origin)
	if err != nil || origin.Hostname() == "" {
		return nil, fmt.Errorf("account: the origin %q has no host", c.Origin)
	}
	passkeys, err := relyingParty(origin, c.Site)
	if err != nil {
		return nil, err
	}
	may := c.House.May
	if may == nil {
		may = access.May
	}
	return &Desk{
		office: office.New(c.House, c.Store), store: c.Store, may: may, passkeys: passkeys, address: c.Address, fold: c.Fold,
		provider: c.Provider,
	}, nil
}

// relyingParty says where passkeys are good. They belong to a name and never to an address of the network.
func relyingParty(origin *url.URL, site string) (*webauthn.WebAuthn, error) {
	if net.ParseIP(origin.Hostname()) != nil {
		return nil, fmt.Errorf("the origin %s has an address and no name, and passkeys belong to a name: use --origin https://name", origin)
	}
	passkeys, err := webauthn.New(&webauthn.Config{
		RPID: origin.Hostname(), RPDisplayName: site, RPOrigins: []string{origin.Scheme + "://" + origin.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		// Some keepers of passkeys say more than they were asked. Nothing of it is used.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("account: passkeys at %s: %w", origin, err)
	}
	return passkeys, nil
}

// own is the act of somebody who minds their own account.
func own(by access.Actor, action, request string) office.Act {
	return office.Act{By: by, Needs: access.ManageOwnAccount, Action: action, Purpose: office.PurposeOwn, Request: request}
}

// entering is the act of somebody who is at the door: nobody yet.
func entering(action, request string) office.Act {
	return office.Act{Needs: access.Public, Action: action, Purpose: office.PurposeSignIn, Request: request}
}

// Fresh refuses whoever has not proved a moment ago who they are (ASVS 7.5.1). Faces lead to the proof and back.
func (d *Desk) Fresh(by access.Actor) error {
	if !by.FreshAt(d.office.Now(), freshness) {
		return fault.New(fault.Forbidden, ConfirmFirst)
	}
	return nil
}

// ConfirmFirst is the key of the fault by which a face knows that a fresh proof is asked.
const ConfirmFirst = "account.confirm-first"

// byID is the account that somebody acts for; one that is gone or ended is nobody's.
func byID(ctx context.Context, tx Tx, id string) (access.Account, error) {
	a, err := tx.Accounts().Find(ctx, id)
	if err != nil {
		return access.Account{}, err
	}
	if a.State != access.Active {
		return access.Account{}, fault.New(fault.NotFound, "not-found")
	}
	return a, nil
}
