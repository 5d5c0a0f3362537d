package ui_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"

	"sejur/internal/web/ui"
)

// ASVS 14.3.3: the browser keeps nothing for us but cookies, which no script reads; and nothing is asked of anybody else. Requests go to
// addresses of the page itself, and its policy lets them go nowhere else (Reply.Asks).
func TestTheScriptKeepsNothingAndAsksNobody(t *testing.T) {
	t.Parallel()
	script, err := ui.Script()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{
		"localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches.", "sendBeacon", "WebSocket", "EventSource",
		"fetch(", "eval(", "new Function", "innerHTML", "document.write", "postMessage", "://",
	} {
		if strings.Contains(string(script), word) {
			t.Errorf("the script has %s", word)
		}
	}
}

// It comes with every page, over every line.
func TestTheScriptIsLight(t *testing.T) {
	t.Parallel()
	script, err := ui.Script()
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err = w.Write(script)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	if n := zipped.Len(); n > 12<<10 {
		t.Errorf("%d bytes, compressed", n)
	}
}
