package search_test

import (
	"strings"
	"testing"

	"sejur/internal/search"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"age", "nationality", "lang", "stays"}
	for _, tt := range []struct{ name, typed, want string }{
		{"a letter is missing", "nationalty", "nationality"},
		{"two letters are exchanged", "satys", "stays"},
		{"another word altogether", "colour", ""},
		{"a short word with half of it wrong", "axx", ""},
		{"nothing", "", ""},
		{"more than any name has", strings.Repeat("nationality", 9), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := search.Nearest(tt.typed, known); got != tt.want {
				t.Errorf("%q is near to %q, want %q", tt.typed, got, tt.want)
			}
		})
	}
}
