package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"sejur/internal/office/account"
	"sejur/internal/office/account/openid"
	webaccount "sejur/internal/web/account"
)

// providerFlags say at which identity provider people of the office may sign in.
type providerFlags struct {
	OIDCIssuer string `name:"oidc-issuer" placeholder:"URL" help:"The OpenID Connect provider at which people of the office may sign in, with --oidc-client-id. It must send them back to /staff/provider. Default: SEJUR_OIDC_ISSUER, then none."`
	OIDCClient string `name:"oidc-client-id" placeholder:"ID" help:"As what the provider knows this service; the secret stands in SEJUR_OIDC_SECRET or in the file that SEJUR_OIDC_SECRET_FILE names. Default: SEJUR_OIDC_CLIENT_ID."`
}

// provider is the one that is named, nil if none is.
func (f providerFlags) provider(d *desk, origin string) (account.Provider, error) {
	issuer, client := d.setting(f.OIDCIssuer, "SEJUR_OIDC_ISSUER"), d.setting(f.OIDCClient, "SEJUR_OIDC_CLIENT_ID")
	if issuer == "" && client == "" {
		return nil, nil
	}
	if issuer == "" || client == "" {
		return nil, usageError{errors.New("--oidc-issuer and --oidc-client-id belong together")}
	}
	secret, err := d.secret("SEJUR_OIDC_SECRET")
	if err != nil {
		return nil, err
	}
	return openid.New(openid.Config{Issuer: issuer, ClientID: client, Secret: secret, Return: origin + webaccount.ReturnPath})
}

// secret reads a secret from the environment, or from the file that the variable with _FILE at its end names; "" if there is none. It never
// stands on a command line, which others on the machine can read.
func (d *desk) secret(env string) (string, error) {
	file := d.getenv(env + "_FILE")
	if file == "" {
		return d.getenv(env), nil
	}
	text, err := os.ReadFile(file) //nolint:gosec // G304: the operator names it
	if err != nil {
		return "", fmt.Errorf("read %s_FILE: %w", env, err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}
