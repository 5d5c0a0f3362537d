//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"sejur/e2e/browser"
)

// TestShots draws every kind of page when SEJUR_SHOTS names a folder: for eyes, not for the machine.
func TestShots(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("SEJUR_SHOTS")
	if folder == "" {
		return
	}
	s := theSite(t)
	err := os.MkdirAll(folder, 0o750)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range languages() {
		for _, kind := range kinds() {
			t.Run(lang+"/"+kind.name, func(t *testing.T) {
				t.Parallel()
				tab := s.tab(t, browser.Phone())
				_, err := tab.Open(s.origin + "/" + lang + kind.path)
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range append(views(), browser.Desk()) {
					draw(t, tab, v, filepath.Join(folder, fmt.Sprintf("%s-%s-%s.png", kind.name, lang, v)))
				}
			})
		}
	}
}

func draw(t *testing.T, tab *browser.Tab, v browser.View, file string) {
	t.Helper()
	err := tab.Look(v)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := tab.Picture()
	if err != nil {
		t.Fatal(err)
	}
	err = os.WriteFile(file, picture, 0o600)
	if err != nil {
		t.Fatal(err)
	}
}
