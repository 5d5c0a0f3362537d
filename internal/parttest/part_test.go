package parttest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sejur/internal/parttest"
)

// echo answers each word with itself, except "bad"; what it leaves in the folder goes when its input ends.
const echo = `touch "$1/here"; echo warming up >&2; echo ok address
while read -r word; do [ "$word" = bad ] && echo "no $word" || echo "ok $word"; done
rm "$1/here"`

func TestAPartAnswersAndGoes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	part, address, err := parttest.Start(exec.Command("bash", "-c", echo, "echo", dir))
	if err != nil || address != "address" {
		t.Fatalf("it said %q, %v", address, err)
	}
	answer, err := part.Ask("two words")
	if err != nil || answer != "two words" {
		t.Errorf("it answered %q, %v", answer, err)
	}
	_, err = part.Ask("bad")
	if err == nil {
		t.Error("its no is no error")
	}
	err = part.Close()
	if err != nil {
		t.Error(err)
	}
	_, err = os.Stat(filepath.Join(dir, "here"))
	if !os.IsNotExist(err) {
		t.Errorf("it left its file behind: %v", err)
	}
}

func TestAPartThatDoesNotStartSaysWhy(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ script, want string }{
		"it says no":    {`echo no room; read -r _`, "room"},
		"it breaks off": {`echo lost the key >&2; exit 3`, "lost the key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := parttest.Start(exec.Command("bash", "-c", row.script))
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("the error is %v, want one that says %q", err, row.want)
			}
		})
	}
}
