// Package oidctest is the test kit of signing in with OpenID Connect: a real provider (npm oidc-provider, with settings in e2e/oidc) on
// loopback, and a walk through its pages.
package oidctest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sejur/internal/parttest"
)

// The accounts that the provider knows; each is also the subject of its tokens. Name and address are made of it: "Ana", ana@example.test.
const (
	Ana        = "ana"
	Ion        = "ion"
	Unverified = "mara" // the provider does not vouch for her address
)

// House is a running provider with one client.
type House struct {
	Issuer       string
	ClientID     string
	ClientSecret string
}

type client struct {
	ID           string   `json:"client_id"`
	Secret       string   `json:"client_secret"`
	RedirectURIs []string `json:"redirect_uris"`
}

type account struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Verified bool   `json:"email_verified"`
}

// Provider starts a provider whose only client may be sent back to the addresses; it goes with the test. It wants PKCE, and puts the claims
// of the scopes email and profile into the ID token. A machine where npm has not installed it fails the test.
func Provider(t testing.TB, redirectURIs ...string) House {
	t.Helper()
	h := House{ClientID: "sejur", ClientSecret: "a secret of the tests"}
	config, err := json.Marshal(map[string]any{
		"clients": []client{{h.ClientID, h.ClientSecret, redirectURIs}},
		"accounts": map[string]account{
			Ana:        {"Ana", "ana@example.test", true},
			Ion:        {"Ion", "ion@example.test", true},
			Unverified: {"Mara", "mara@example.test", false},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	e2e, err := folder()
	if err != nil {
		t.Fatal(err)
	}
	// npm's own Node: Debian's is too old for this provider.
	node := filepath.Join(e2e, "node_modules", ".bin", "node")
	part, issuer, err := parttest.Start(exec.Command(node, filepath.Join(e2e, "oidc", "provider.mjs"), string(config)))
	if err != nil {
		t.Fatalf("start an identity provider (scripts/setup.sh installs it): %v", err)
	}
	t.Cleanup(func() {
		err := part.Close()
		if err != nil {
			t.Errorf("end the identity provider: %v", err)
		}
	})
	h.Issuer = issuer
	return h
}

// folder finds e2e/ from the folder that the test runs in.
func folder() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		_, err = os.Stat(filepath.Join(dir, "go.mod"))
		if err == nil {
			return filepath.Join(dir, "e2e"), nil
		}
		if !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			return "", fmt.Errorf("find the module's root: %w", err)
		}
		dir = filepath.Dir(dir)
	}
}

// SignIn goes to start, an address of the provider or one of the house that leads there, signs in with the account ("" cancels), and
// returns the address that the provider sends the person back to; it is not asked for. Cookies of both sides stay in the client's jar.
func (h House) SignIn(person *http.Client, start, account string) (*url.URL, error) {
	own := *person
	if own.Jar == nil {
		own.Jar, _ = cookiejar.New(nil) // without options it cannot fail
	}
	own.CheckRedirect = func(to *http.Request, via []*http.Request) error {
		if h.holds(via[len(via)-1].URL) && !h.holds(to.URL) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	answer, err := own.Get(start)
	if err != nil {
		return nil, fmt.Errorf("ask to sign in: %w", err)
	}
	if answer.StatusCode == http.StatusOK && strings.HasPrefix(answer.Request.URL.String(), h.Issuer+"/sign-in/") {
		_ = answer.Body.Close()
		answer, err = own.PostForm(answer.Request.URL.String(), url.Values{"account": {account}})
		if err != nil {
			return nil, fmt.Errorf("sign in: %w", err)
		}
	}
	defer func() { _ = answer.Body.Close() }()
	if !h.holds(answer.Request.URL) || answer.StatusCode/100 != 3 {
		body, _ := io.ReadAll(io.LimitReader(answer.Body, 1000))
		return nil, fmt.Errorf("sign in: %s answered %s: %s", answer.Request.URL, answer.Status, body)
	}
	return answer.Location()
}

func (h House) holds(u *url.URL) bool { return strings.HasPrefix(u.String(), h.Issuer+"/") }
