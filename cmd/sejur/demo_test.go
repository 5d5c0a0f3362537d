package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A release has no way in without proof: neither the files that are for a demo nor what they define.
func TestAReleaseHasNoDemo(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "sejur")
	build := exec.Command("go", "build", "-trimpath", "-o", program, ".")
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	out, err := exec.Command("go", "tool", "nm", program).Output()
	if err != nil {
		t.Fatalf("list the symbols: %v", err)
	}
	symbols := string(out)
	if !strings.Contains(symbols, "sejur/internal/office/account.(*Desk).ProveCode") {
		t.Fatal("the symbols of the desk of accounts are not listed")
	}
	for _, name := range []string{"(*Desk).LetIn", "(*Desk).Invent", "account.Demo", "demoPeople", "demoCommand", "demoStaff", "openDemoOffice"} {
		if strings.Contains(symbols, name) {
			t.Errorf("a release has %s", name)
		}
	}
}
