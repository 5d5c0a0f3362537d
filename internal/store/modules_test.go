package store_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// SQLite's driver works with exactly the C runtime that it names; another module may lift it without anybody noticing.
func TestTheDriverOfSQLiteHasItsOwnRuntime(t *testing.T) {
	t.Parallel()
	list := func(format, module string) string {
		out, err := exec.Command("go", "list", "-m", "-f", format, module).Output()
		if err != nil {
			t.Fatalf("go list %s: %v", module, err)
		}
		return strings.TrimSpace(string(out))
	}
	text, err := os.ReadFile(list("{{.GoMod}}", "modernc.org/sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	wanted := regexp.MustCompile(`modernc\.org/libc (v\S+)`).FindStringSubmatch(string(text))
	if got := list("{{.Version}}", "modernc.org/libc"); wanted == nil || got != wanted[1] {
		t.Errorf("modernc.org/libc is %s, and modernc.org/sqlite wants %v", got, wanted)
	}
}
