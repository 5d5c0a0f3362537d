package fault

import (
	"strings"
	"unicode"
)

// maxName is the most bytes of a name from outside that are said back or compared; no name of ours is longer.
const maxName = 40

// Clip makes a name from outside fit to be said back: one short line, without characters that no name has.
func Clip(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' { // the two that begin a new line
			return -1
		}
		return r
	}, name)
	if len(name) <= maxName {
		return name
	}
	return strings.ToValidUTF8(name[:maxName], "") + "…"
}
