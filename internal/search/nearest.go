package search

// maxName is the most bytes of a name from outside that are compared; no name of ours is longer.
const maxName = 40

// Nearest is the known name that a misspelt one was perhaps meant to be, "" when none is close; of several as close, the first.
func Nearest(name string, known []string) string {
	if len(name) > maxName {
		return ""
	}
	best, most := "", 4
	typed := []rune(name)
	for _, k := range known {
		// A short name is near to everything: at least half of it must be right.
		if d := distance(typed, []rune(k)); d < most && 2*d <= len(k) {
			best, most = k, d
		}
	}
	return best
}

// distance is the number of letters to insert, drop or change (Levenshtein); two neighbours exchanged count as one (optimal string
// alignment).
func distance(a, b []rune) int {
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		next[0] = i + 1
		for j := range b {
			cost := row[j]
			if a[i] != b[j] {
				cost++
			}
			next[j+1] = min(cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
