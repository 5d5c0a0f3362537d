//go:build e2e

package browser

import (
	"fmt"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// Authenticator is the part of a person's phone or computer that keeps passkeys: here one that the browser plays. Its person is
// present and recognised by it, until Recognise says otherwise.
type Authenticator struct {
	tab *Tab
	id  webauthn.AuthenticatorID
}

// Passkey is a key that an authenticator keeps for a site.
type Passkey struct {
	ID   []byte
	Site string // the relying party, such as "localhost"
	User []byte // the handle that the site gave
	Uses int    // how often it signed, as the site is told
}

// Authenticator gives the tab an authenticator that finds passkeys by itself and recognises its person. A page must come from a secure
// origin to use it, of which http://localhost is one and http://127.0.0.1 is none.
func (t *Tab) Authenticator() (*Authenticator, error) {
	_, err := chromedp.Call(t.ctx, webauthn.Enable, webauthn.EnableParams{})
	if err != nil {
		return nil, fmt.Errorf("switch on authenticators: %w", err)
	}
	added, err := chromedp.Call(t.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol:                    webauthn.AuthenticatorProtocolCtap2,
			Transport:                   webauthn.AuthenticatorTransportInternal,
			HasResidentKey:              true,
			HasUserVerification:         true,
			IsUserVerified:              true,
			AutomaticPresenceSimulation: true,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("add an authenticator: %w", err)
	}
	return &Authenticator{tab: t, id: added.AuthenticatorID}, nil
}

// Recognise says whether the authenticator recognises its person from now on.
func (a *Authenticator) Recognise(yes bool) error {
	_, err := chromedp.Call(a.tab.ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: a.id, IsUserVerified: yes})
	if err != nil {
		return fmt.Errorf("change whether the person is recognised: %w", err)
	}
	return nil
}

// Passkeys returns what the authenticator keeps.
func (a *Authenticator) Passkeys() ([]Passkey, error) {
	kept, err := chromedp.Call(a.tab.ctx, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: a.id})
	if err != nil {
		return nil, fmt.Errorf("list passkeys: %w", err)
	}
	var list []Passkey
	for _, c := range kept.Credentials {
		list = append(list, Passkey{ID: c.CredentialID, Site: c.RpID, User: c.UserHandle, Uses: int(c.SignCount)})
	}
	return list, nil
}

// Remove takes the authenticator away with all it keeps, as a lost phone does.
func (a *Authenticator) Remove() error {
	_, err := chromedp.Call(a.tab.ctx, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams{AuthenticatorID: a.id})
	if err != nil {
		return fmt.Errorf("remove an authenticator: %w", err)
	}
	return nil
}
