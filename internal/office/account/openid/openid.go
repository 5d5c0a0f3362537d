// Package openid asks an identity provider who somebody is, with OpenID Connect: the authorization code flow with PKCE and a nonce.
package openid

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"sejur/internal/fault"
	"sejur/internal/office/account"
)

// Config names a provider and what it knows this service as.
type Config struct {
	Issuer   string // as the provider writes itself in its tokens
	ClientID string
	Secret   string
	Return   string           // the address to which people are sent back
	Now      func() time.Time // nil = time.Now
}

// Provider is one identity provider. It may be used by many at once.
type Provider struct {
	config Config
	client *http.Client

	mu    sync.Mutex     // of known
	known *oidc.Provider // nil until the provider was reached once
}

const (
	patience  = 10 * time.Second // for one answer of the provider
	loginSkew = time.Minute      // how far the provider's clock may be from ours
	loginAge  = 5 * time.Minute  // how old a fresh proof may be: the way back takes its time
)

// New checks the configuration. It does not ask the provider anything: the house starts while the provider is down. An issuer that is
// not https is taken on loopback alone (ASVS 12.3.1).
func New(c Config) (*Provider, error) {
	if c.ClientID == "" || c.Return == "" {
		return nil, errors.New("openid: a client id and an address to come back to are needed")
	}
	issuer, err := url.Parse(c.Issuer)
	if err != nil || issuer.Host == "" || (issuer.Scheme != "https" && !loopback(issuer)) {
		return nil, fmt.Errorf("openid: the issuer %q is no https address", c.Issuer)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Provider{config: c, client: &http.Client{Timeout: patience}}, nil
}

// loopback tells whether an address leads to this machine.
func loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "http" && (u.Hostname() == "localhost" || ip.IsLoopback())
}

// down is the fault of a provider that cannot be reached.
func down(cause error) error {
	return &fault.Error{Kind: fault.Unavailable, Key: "account.provider-down", Cause: cause}
}

// reach asks the provider for its addresses and keys, until it has answered once.
func (p *Provider) reach() (*oidc.Provider, error) {
	p.mu.Lock()
	known := p.known
	p.mu.Unlock()
	if known != nil {
		return known, nil
	}
	// Asked without the lock: while the provider is silent nobody waits for another's question.
	// The library keeps this context for later questions, so it must not end with the request.
	known, err := oidc.NewProvider(oidc.ClientContext(context.Background(), p.client), p.config.Issuer)
	if err != nil {
		return nil, down(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known = known
	return known, nil
}

func (p *Provider) oauth(known *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.config.ClientID, ClientSecret: p.config.Secret, Endpoint: known.Endpoint(), RedirectURL: p.config.Return,
		Scopes: []string{oidc.ScopeOpenID, "email"},
	}
}

// Begin is the address at which the provider asks somebody who they are.
func (p *Provider) Begin(_ context.Context, e account.Errand) (string, error) {
	known, err := p.reach()
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(e.Nonce), oauth2.S256ChallengeOption(e.Verifier)}
	if e.Fresh {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return p.oauth(known).AuthCodeURL(e.State, options...), nil
}

// Finish exchanges the code and checks what the provider signed: issuer, audience, time, nonce, and for a fresh proof when it was given.
func (p *Provider) Finish(ctx context.Context, code string, e account.Errand) (account.Identity, error) {
	if code == "" {
		return account.Identity{}, errors.New("the provider sent no code")
	}
	known, err := p.reach()
	if err != nil {
		return account.Identity{}, err
	}
	token, err := p.oauth(known).Exchange(oidc.ClientContext(ctx, p.client), code, oauth2.VerifierOption(e.Verifier))
	if err != nil {
		return account.Identity{}, p.unanswered(err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return account.Identity{}, errors.New("the provider sent no ID token")
	}
	signed, err := known.Verifier(&oidc.Config{ClientID: p.config.ClientID, Now: p.config.Now}).Verify(ctx, raw)
	if err != nil {
		return account.Identity{}, fmt.Errorf("verify the ID token: %w", err)
	}
	if subtle.ConstantTimeCompare([]byte(signed.Nonce), []byte(e.Nonce)) != 1 {
		return account.Identity{}, errors.New("the ID token answers another question")
	}
	var claims struct {
		Email    string `json:"email"`
		AuthTime int64  `json:"auth_time"`
	}
	if err := signed.Claims(&claims); err != nil {
		return account.Identity{}, fmt.Errorf("read the ID token: %w", err)
	}
	if e.Fresh && !p.justNow(time.Unix(claims.AuthTime, 0)) {
		return account.Identity{}, errors.New("the provider did not ask again")
	}
	return account.Identity{Issuer: signed.Issuer, Subject: signed.Subject, Email: claims.Email}, nil
}

// unanswered tells a provider that cannot be reached from one that refuses.
func (p *Provider) unanswered(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode < http.StatusInternalServerError {
		return fmt.Errorf("exchange the code: %w", err)
	}
	return down(err)
}

func (p *Provider) justNow(at time.Time) bool {
	age := p.config.Now().Sub(at)
	return -loginSkew <= age && age <= loginAge
}
