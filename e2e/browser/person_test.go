//go:build e2e

package browser_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/e2e/browser"
)

// keys is a page that makes a passkey and signs with it; what comes of it stands in the address of the next page.
const keys = `<!DOCTYPE html><html lang="en"><head><title>Passkey</title></head><body><main><h1>Passkey</h1>
<button id="make">Make</button><button id="use">Use</button></main><script>
const bytes = text => new TextEncoder().encode(text);
const verified = data => (new Uint8Array(data)[32] & 4) ? "yes" : "no";
const go = promise => promise.then(p => location = "/next?is=" + p, e => location = "/next?is=" + e.name);
document.getElementById("make").onclick = () => go(navigator.credentials.create({publicKey: {
	challenge: bytes("made anew"), rp: {name: "House"}, user: {id: bytes("7"), name: "ana", displayName: "Ana"},
	pubKeyCredParams: [{type: "public-key", alg: -7}], authenticatorSelection: {residentKey: "required", userVerification: "required"},
}}).then(c => verified(c.response.getAuthenticatorData())));
document.getElementById("use").onclick = () => go(navigator.credentials.get({publicKey: {
	challenge: bytes("made anew"), userVerification: "required",
}}).then(c => verified(c.response.authenticatorData)));
</script></body></html>`

const form = `<!DOCTYPE html><html lang="en"><head><title>Form</title></head><body><main><h1>Form</h1><form action="/next">
<input name="given"><textarea name="why"></textarea><select name="where"><option>A<option value="b">B</select>
<input type="radio" name="how" value="post"><input type="radio" name="how" value="desk"><input type="checkbox" name="true" value="yes">
<button>Go</button></form></main></body></html>`

// goTo opens the page, presses the button and returns the query that it leads to.
func goTo(t *testing.T, tab *browser.Tab, page, button string) url.Values {
	t.Helper()
	_, err := tab.Open(page)
	if err != nil {
		t.Fatal(err)
	}
	_, err = tab.Follow(button)
	if err != nil {
		t.Fatal(err)
	}
	address, err := tab.URL()
	if err != nil {
		t.Fatal(err)
	}
	return address.Query()
}

func TestAPersonMakesAndUsesAPasskey(t *testing.T) {
	t.Parallel()
	// An address of numbers is no name of a site that passkeys could belong to.
	page := strings.Replace(newHouse(t).URL, "127.0.0.1", "localhost", 1) + "/passkey"
	tab := newTab(t, browser.Phone())
	phone, err := tab.Authenticator()
	if err != nil {
		t.Fatal(err)
	}
	got := []string{goTo(t, tab, page, "#make").Get("is"), goTo(t, tab, page, "#use").Get("is")}
	kept, err := phone.Passkeys()
	if err != nil || len(kept) != 1 {
		t.Fatalf("%d passkeys are kept, %v", len(kept), err)
	}
	if kept[0].Site != "localhost" || string(kept[0].User) != "7" || kept[0].Uses < 1 || len(kept[0].ID) == 0 {
		t.Errorf("kept is %+v, want a used key of user 7 for localhost", kept[0])
	}
	err = phone.Recognise(false)
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, goTo(t, tab, page, "#use").Get("is"))
	err = phone.Remove()
	if err != nil {
		t.Fatal(err)
	}
	_, err = phone.Passkeys()
	if err == nil {
		t.Error("a removed authenticator still tells its passkeys")
	}
	if diff := cmp.Diff([]string{"yes", "yes", "NotAllowedError"}, got); diff != "" {
		t.Errorf("made, used, used by somebody else (-want +got):\n%s", diff)
	}
}

func TestAPersonFillsAForm(t *testing.T) {
	t.Parallel()
	house := newHouse(t)
	tab := newTab(t, browser.Desk())
	_, err := tab.Open(house.URL + "/form")
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string]string{"given": "Ștefan", "why": "study", "where": "b", "how": "desk", "true": "yes"}
	err = tab.Fill(answers)
	if err != nil {
		t.Fatal(err)
	}
	_, err = tab.Follow("button")
	if err != nil {
		t.Fatal(err)
	}
	address, err := tab.URL()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for name, values := range address.Query() {
		got[name] = strings.Join(values, " and ")
	}
	if diff := cmp.Diff(answers, got); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	err = tab.Fill(map[string]string{"given": "a page without fields"})
	if err == nil {
		t.Error("a field that is not there was filled")
	}
}

func TestCookiesShowTheirFlagsAndStayWithTheirPerson(t *testing.T) {
	t.Parallel()
	house := newHouse(t)
	b := newBrowser(t)
	tab, err := b.Tab(browser.Desk())
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := b.Stranger(browser.Desk())
	if err != nil {
		t.Fatal(err)
	}
	_, err = tab.Open(house.URL + "/form")
	if err != nil {
		t.Fatal(err)
	}
	_, err = stranger.Open(house.URL + "/next")
	if err != nil {
		t.Fatal(err)
	}
	got, err := tab.Cookie("session")
	if err != nil {
		t.Fatal(err)
	}
	//nolint:gosec // as the page set it
	want := &http.Cookie{Name: "session", Value: "s", Domain: "127.0.0.1", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the cookie (-want +got):\n%s", diff)
	}
	other, err := stranger.Cookie("session")
	if err != nil || other != nil {
		t.Errorf("the stranger has the cookie %v, %v", other, err)
	}
}
