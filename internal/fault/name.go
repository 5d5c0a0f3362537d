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

// Nearest is the known name that a misspelt one was perhaps meant to be, "" when none is close; of several as close, the first.
func Nearest(name string, known []string) string {
	if len(name) > maxName {
		return ""
	}
	best, most := "", 4
	for _, k := range known {
		// A short name is near to everything: at least half of it must be right.
		if d := distance(name, k); d < most && 2*d <= len(k) {
			best, most = k, d
		}
	}
	return best
}

// distance is the number of bytes to insert, drop or change (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
