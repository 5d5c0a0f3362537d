package oidctest_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"sejur/internal/web/oidctest"
)

const callback = "http://127.0.0.1:9/callback" // nobody listens there; the address itself is read

// party is the house that people sign in to.
type party struct {
	house  oidctest.House
	oidc   *oidc.Provider
	config oauth2.Config
}

func newParty(t *testing.T) party {
	t.Helper()
	house := oidctest.Provider(t, callback)
	found, err := oidc.NewProvider(t.Context(), house.Issuer)
	if err != nil {
		t.Fatal(err)
	}
	return party{house, found, oauth2.Config{
		ClientID: house.ClientID, ClientSecret: house.ClientSecret, Endpoint: found.Endpoint(),
		RedirectURL: callback, Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}}
}

// token signs in and returns the ID token as it came.
func (p party) token(ctx context.Context, account string, options ...oauth2.AuthCodeOption) (string, error) {
	verifier := oauth2.GenerateVerifier()
	options = append(options, oauth2.S256ChallengeOption(verifier), oidc.Nonce("once"))
	back, err := p.house.SignIn(&http.Client{}, p.config.AuthCodeURL("state", options...), account)
	if err != nil {
		return "", err
	}
	tokens, err := p.config.Exchange(ctx, back.Query().Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		return "", err
	}
	raw, _ := tokens.Extra("id_token").(string)
	return raw, nil
}

func TestPeopleSignIn(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	for name, row := range map[string]struct {
		account string
		options []oauth2.AuthCodeOption
		want    map[string]any
	}{
		"on the page":                {oidctest.Ana, nil, map[string]any{"sub": "ana", "email": "ana@example.test", "email_verified": true, "name": "Ana"}},
		"named by the house":         {"", []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("login_hint", oidctest.Ion)}, map[string]any{"sub": "ion", "email": "ion@example.test", "email_verified": true, "name": "Ion"}},
		"with an unverified address": {oidctest.Unverified, nil, map[string]any{"sub": "mara", "email": "mara@example.test", "email_verified": false, "name": "Mara"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw, err := p.token(t.Context(), row.account, row.options...)
			if err != nil {
				t.Fatal(err)
			}
			token, err := p.oidc.Verifier(&oidc.Config{ClientID: p.house.ClientID}).Verify(t.Context(), raw)
			if err != nil {
				t.Fatal(err)
			}
			if token.Nonce != "once" {
				t.Errorf("the nonce is %q", token.Nonce)
			}
			var all map[string]any
			err = token.Claims(&all)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]any{}
			for claim := range row.want {
				got[claim] = all[claim]
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("claims (-want +got):\n%s", diff)
			}
		})
	}
}

func TestATokenForAnotherAudienceIsRefused(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	raw, err := p.token(t.Context(), oidctest.Ana)
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.oidc.Verifier(&oidc.Config{ClientID: "another house"}).Verify(t.Context(), raw)
	if err == nil {
		t.Error("another house takes the token")
	}
}

func TestTheProviderSendsRefusalsBack(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	for name, row := range map[string]struct {
		options []oauth2.AuthCodeOption
		want    string
	}{
		"the person cancels": {[]oauth2.AuthCodeOption{oauth2.S256ChallengeOption(oauth2.GenerateVerifier())}, "access_denied"},
		"no PKCE":            {nil, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			back, err := p.house.SignIn(&http.Client{}, p.config.AuthCodeURL("state", row.options...), "")
			if err != nil {
				t.Fatal(err)
			}
			want := url.Values{"error": {row.want}, "state": {"state"}, "iss": {p.house.Issuer}}
			got := back.Query()
			got.Del("error_description")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("sent back with (-want +got):\n%s", diff)
			}
		})
	}
}
