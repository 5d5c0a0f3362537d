//go:build e2e

package e2e

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"sejur/e2e/browser"
	"sejur/internal/web/ui"
)

// Options as a server sends them; the bytes are not secret here.
const (
	createOptions = `{"publicKey":{"challenge":"AQIDBAUGBwgJCgsMDQ4PEA","rp":{"id":"localhost","name":"Sejur"},"user":{"id":"_-8","name":"ana","displayName":"Ana"},
		"pubKeyCredParams":[{"type":"public-key","alg":-7}],"authenticatorSelection":{"residentKey":"required","userVerification":"required"}}}`
	useOptions = `{"challenge":"AQIDBAUGBwgJCgsMDQ4PEA","rpId":"localhost","userVerification":"required"}`
)

// withoutHelpers is the browser of some years ago: it knows passkeys and leaves JSON to the page.
const withoutHelpers = `delete PublicKeyCredential.parseCreationOptionsFromJSON; delete PublicKeyCredential.parseRequestOptionsFromJSON;
	delete PublicKeyCredential.prototype.toJSON;`

// passkeyPages serves the forms with the script of the house, and hands over what is posted.
func passkeyPages(t *testing.T, s *site, before string) (address string, sent <-chan string) {
	t.Helper()
	_, start := fetch(t, s.origin+"/en", "identity")
	_, script := fetch(t, s.origin+regexp.MustCompile(`/assets/sejur-[0-9a-f]+\.js`).FindString(string(start)), "identity")
	mux := http.NewServeMux()
	mux.HandleFunc("GET /script.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = io.WriteString(w, before+string(script))
	})
	mux.HandleFunc("GET /{does}", func(w http.ResponseWriter, r *http.Request) {
		form := ui.Passkey{
			Action: "/posted", Options: useOptions, Text: "Use a passkey", Missing: "missing", Cancelled: "cancelled", Known: "known", Failed: "failed",
		}
		if r.PathValue("does") == "create" {
			form.Options, form.Create = createOptions, true
		}
		if r.PathValue("does") == "broken" {
			form.Options = "{"
		}
		_, _ = io.WriteString(w, `<!DOCTYPE html><title>x</title><script defer src="/script.js"></script>`)
		if err := ui.PasskeyForm(form).Render(r.Context(), w); err != nil {
			t.Error(err)
		}
	})
	posted := make(chan string, 1)
	mux.HandleFunc("POST /posted", func(_ http.ResponseWriter, r *http.Request) { posted <- r.FormValue("credential") })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return "http://localhost:" + u.Port(), posted // passkeys belong to a name, not to an address
}

// credential is what a server reads of the answer.
type credential struct {
	ID, RawID, Type string
	Response        map[string]any
}

// press opens a page, presses its button and reads what is posted.
func press(t *testing.T, tab *browser.Tab, address string, sent <-chan string) credential {
	t.Helper()
	if _, err := tab.Open(address); err != nil {
		t.Fatal(err)
	}
	if _, err := tab.Follow("form button"); err != nil {
		t.Fatal(err)
	}
	text := <-sent
	var c credential
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatalf("posted %q: %v", text, err)
	}
	return c
}

func TestAPasskeyIsMadeAndUsed(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	for name, before := range map[string]string{"in a browser that helps with JSON": "", "in one that does not": withoutHelpers} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, sent := passkeyPages(t, s, before)
			tab := s.tab(t, browser.Phone())
			if err := tab.Passkeys(true); err != nil {
				t.Fatal(err)
			}
			made := press(t, tab, address+"/create", sent)
			used := press(t, tab, address+"/use", sent)
			if made.ID == "" || made.ID != made.RawID || used.ID != made.ID || made.Type != "public-key" {
				t.Errorf("made %+v, used %+v", made, used)
			}
			for _, part := range []string{"attestationObject", "clientDataJSON"} {
				if made.Response[part] == nil {
					t.Errorf("the new one has no %s", part)
				}
			}
			for _, part := range []string{"authenticatorData", "signature", "clientDataJSON"} {
				if used.Response[part] == nil {
					t.Errorf("the used one has no %s", part)
				}
			}
			if used.Response["userHandle"] != "_-8" {
				t.Errorf("the user is %v, want the one for whom it was made", used.Response["userHandle"])
			}
			data, err := base64.RawURLEncoding.DecodeString(used.Response["clientDataJSON"].(string))
			if err != nil || !strings.Contains(string(data), `"challenge":"AQIDBAUGBwgJCgsMDQ4PEA"`) {
				t.Errorf("the challenge was not answered: %s %v", data, err)
			}
		})
	}
}

func TestWhenThereIsNoPasskeyThePageSaysWhy(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	for name, tt := range map[string]struct{ path, says string }{
		"the owner does not agree":  {"/use", "cancelled"},
		"the options are no JSON":   {"/broken", "failed"},
		"the owner does not, again": {"/create", "cancelled"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := s.tab(t, browser.Phone())
			if err := tab.Passkeys(false); err != nil {
				t.Fatal(err)
			}
			address, _ := passkeyPages(t, s, "")
			if _, err := tab.Open(address + tt.path); err != nil {
				t.Fatal(err)
			}
			if err := tab.Click("form button"); err != nil {
				t.Fatal(err)
			}
			got, err := browser.Await[string](tab, `new Promise(done => {
				const alert = document.querySelector("[role=alert]");
				if (alert.textContent) { done(alert.textContent); }
				new MutationObserver(() => { if (alert.textContent) { done(alert.textContent); } }).observe(alert, {childList: true});
			})`)
			if err != nil || got != tt.says {
				t.Errorf("it says %q, want %q: %v", got, tt.says, err)
			}
		})
	}
}

func TestWithoutScriptsOrPasskeysThePageSaysSo(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	for name, tt := range map[string]struct {
		view   browser.View
		before string
		form   bool
	}{
		"with both":                  {browser.Phone(), "", true},
		"without scripts":            {browser.View{Width: 360, Height: 740, NoScript: true}, "", false},
		"in a browser that has none": {browser.Phone(), "delete window.PublicKeyCredential;", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := s.tab(t, tt.view)
			// The look of the page decides; the sheet is the house's own.
			sheet, err := ui.Sheet()
			if err != nil {
				t.Fatal(err)
			}
			address, _ := passkeyPages(t, s, tt.before)
			if _, err := tab.Open(address + "/use"); err != nil {
				t.Fatal(err)
			}
			css, err := json.Marshal(string(sheet))
			if err != nil {
				t.Fatal(err)
			}
			shown, err := browser.Read[[]bool](tab, `(() => {
				const style = document.createElement("style");
				style.textContent = `+string(css)+`;
				document.head.append(style);
				return [".passkey", ".passkey-missing"].map(e => getComputedStyle(document.querySelector(e)).display !== "none");
			})()`)
			if err != nil || shown[0] != tt.form || shown[1] == tt.form {
				t.Errorf("the form stands there: %v (%v)", shown, err)
			}
		})
	}
}
