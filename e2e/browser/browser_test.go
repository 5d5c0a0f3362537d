//go:build e2e

package browser_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"sejur/e2e/browser"
)

// planted is a page with two known faults: an input without a label, and a picture from another house.
const planted = `<!DOCTYPE html><html lang="en"><head><title>Planted</title></head><body><main><h1>Planted</h1>
<form action="/next"><input name="n" id="n"><button>Go</button></form><img alt="" src="http://other.invalid/x.png">
<p id="script">off</p><script>document.getElementById("script").textContent = "on"</script></main></body></html>`

const next = `<!DOCTYPE html><html lang="en"><head><title>Next</title></head><body><main><h1>Next</h1></main></body></html>`

func newHouse(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, planted) })
	mux.HandleFunc("GET /next", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, next) })
	mux.HandleFunc("GET /passkey", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, keys) })
	mux.HandleFunc("GET /form", func(w http.ResponseWriter, _ *http.Request) {
		//nolint:gosec // loopback has no TLS
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "s", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
		_, _ = fmt.Fprint(w, form)
	})
	mux.HandleFunc("GET /favicon.ico", func(http.ResponseWriter, *http.Request) {})
	house := httptest.NewServer(mux)
	t.Cleanup(house.Close)
	return house
}

func newBrowser(t *testing.T) *browser.Browser {
	t.Helper()
	b, err := browser.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := b.Close()
		if err != nil {
			t.Error(err)
		}
	})
	return b
}

func newTab(t *testing.T, v browser.View) *browser.Tab {
	t.Helper()
	tab, err := newBrowser(t).Tab(v)
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

func TestTheCheckerFindsWhatWasPlanted(t *testing.T) {
	t.Parallel()
	house := newHouse(t)
	tab := newTab(t, browser.Desk())
	axe, err := browser.LoadAxe(filepath.Join("..", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	status, err := tab.Open(house.URL + "/")
	if err != nil || status != 200 {
		t.Fatalf("status %d, %v", status, err)
	}
	found, err := tab.Barriers(axe)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, b := range found {
		ids = append(ids, b.ID)
	}
	if strings.Join(ids, " ") != "label" {
		t.Errorf("found %v, want the missing label alone", found)
	}
	if got := tab.Elsewhere(house.URL); len(got) != 1 || got[0] != "http://other.invalid/x.png" {
		t.Errorf("asked elsewhere for %v, want the picture", got)
	}
}

func TestATabWithoutScriptsStillSendsForms(t *testing.T) {
	t.Parallel()
	house := newHouse(t)
	v := browser.Phone()
	v.NoScript = true
	tab := newTab(t, v)
	_, err := tab.Open(house.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	ran, err := browser.Read[string](tab, `document.getElementById("script").textContent`)
	if err != nil || ran != "off" {
		t.Errorf("the page's script is %q (%v), want off", ran, err)
	}
	err = tab.Type("#n", "7")
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
	if got := address.RequestURI(); got != "/next?n=7" {
		t.Errorf("came to %s, want /next?n=7", got)
	}
}
