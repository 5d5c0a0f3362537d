package inspect_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sejur/internal/files/inspect"
	"sejur/internal/files/inspecttest"
)

// ASVS 5.2.2, 5.2.3, 5.2.6.
func TestEveryHostileFileIsRefusedOrHarmless(t *testing.T) {
	t.Parallel()
	command := inspecttest.Command(t)
	limits := inspect.DefaultLimits()
	limits.Time, limits.CPU, limits.Draw = 45*time.Second, 15*time.Second, 10*time.Second // the same, sooner
	i := inspect.New(inspect.Config{Command: command, Turns: 2, Limits: limits})
	cases := inspecttest.Hostile()
	if len(cases) < 200 {
		t.Fatalf("%d files, want 200", len(cases))
	}
	names := make(map[string]bool)
	t.Run("files", func(t *testing.T) {
		for _, c := range cases {
			if names[c.Name] {
				t.Errorf("two files are called %q", c.Name)
			}
			names[c.Name] = true
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				got, err := inspecttest.Inspect(t.Context(), i, c.Data())
				if err != nil {
					t.Fatal(err)
				}
				if c.Want != nil && !slices.Contains(c.Want, got.Findings.Refused) {
					t.Fatalf("refused %q, want one of %q", got.Findings.Refused, c.Want)
				}
				if got.Findings.Refused != "" {
					return
				}
				for _, wrong := range got.Harmless() {
					t.Error(wrong)
				}
			})
		}
	})
	// What a child started was killed with it, and is gone as soon as the kernel gets to it.
	left := running(t, command[0])
	for tries := 0; left != 0 && tries < 1000; tries++ {
		left = running(t, command[0])
	}
	if left != 0 {
		t.Errorf("%d children live on", left)
	}
}

// running counts the processes of a program.
func running(t *testing.T, program string) int {
	t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, exe := range all {
		if of, err := os.Readlink(exe); err == nil && of == program {
			n++
		}
	}
	return n
}
