package offline_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"sejur/internal/web/offline"
)

// What a picture shows leaves the device by no way: the scripts ask for their own files and for nothing else, and keep nothing but those.
func TestTheScriptsSendNothingAndKeepTheirOwnFilesAlone(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		read func() ([]byte, error)
		may  map[string]int // words that may stand there, and how often
	}{
		{"camera", offline.Camera, nil},
		{"verifier", offline.Script, map[string]int{"fetch(": 1}},                              // the verifier itself
		{"worker", offline.Worker, map[string]int{"fetch(": 2, "caches.": 2, "cache.put(": 1}}, // the page and its files
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			script, err := row.read()
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range []string{
				"fetch(", "caches.", "cache.put(", "localStorage", "sessionStorage", "indexedDB", "document.cookie", "XMLHttpRequest", "sendBeacon",
				"WebSocket", "EventSource", "eval(", "new Function", "innerHTML", "document.write", "postMessage", "://", "</script",
			} {
				if got := strings.Count(string(script), word); got != row.may[word] {
					t.Errorf("%s stands there %d times, want %d", word, got, row.may[word])
				}
			}
		})
	}
}

// A program that was built without the verifier has none of it; one that has it has all of it.
func TestTheVerifierIsWholeOrNotThere(t *testing.T) {
	t.Parallel()
	program, there, err := offline.Load()
	if err != nil {
		t.Fatal(err)
	}
	if !there {
		if len(program.Wasm)+len(program.Start)+len(program.Terms) > 0 {
			t.Error("a part of it is there")
		}
		return
	}
	r, err := gzip.NewReader(bytes.NewReader(program.Wasm))
	if err != nil {
		t.Fatal(err)
	}
	wasm, err := io.ReadAll(r)
	if err != nil || !bytes.HasPrefix(wasm, []byte("\x00asm\x01\x00\x00\x00")) {
		t.Errorf("no WebAssembly: %v", err)
	}
	if !bytes.Contains(program.Terms, []byte("Redistribution")) || bytes.Contains(program.Terms, []byte("--")) {
		t.Error("the licence is missing, or cannot stand in a comment")
	}
	if !bytes.Contains(program.Start, []byte("globalThis.Go")) || bytes.Contains(program.Start, []byte("</script")) {
		t.Error("what starts it is missing, or cannot stand in a page")
	}
}
