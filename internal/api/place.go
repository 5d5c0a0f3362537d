package api

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// member is the place of a member of the object at path. A name is somebody's input: it is said back short and in one line.
func member(path, name string) string {
	name = Clip(name)
	if path == "" {
		return name
	}
	return path + "." + name
}

func element(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// Clip shortens a name from outside, before it is said back, and takes out what no name has.
func Clip(name string) string {
	const most = 40
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 {
			return -1
		}
		return r
	}, name)
	if len(name) <= most {
		return name
	}
	return strings.ToValidUTF8(name[:most], "") + "…"
}

// nearest is the known name that a misspelt one was perhaps meant to be, "" when none is close.
func nearest[V any](name string, known map[string]V) string {
	best, at := "", 4
	if len(name) > 40 {
		return ""
	}
	for _, k := range slices.Sorted(maps.Keys(known)) {
		// A short name is near to everything: at least half of it must be right.
		if d := distance(name, k); d < at && 2*d <= len(k) {
			best, at = k, d
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
