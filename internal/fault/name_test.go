package fault_test

import (
	"strings"
	"testing"

	"sejur/internal/fault"
)

func TestClip(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, typed, want string }{
		{"a short name stays", "facts.age", "facts.age"},
		{"line ends go", "a\r\nb\u2028c\x7f", "abc"},
		{"a long name is cut", strings.Repeat("a", 41), strings.Repeat("a", 40) + "…"},
		{"no letter is cut in two", strings.Repeat("ж", 21) + "a", strings.Repeat("ж", 20) + "…"},
		{"half a letter goes", strings.Repeat("a", 39) + "жж", strings.Repeat("a", 39) + "…"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := fault.Clip(tt.typed); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
