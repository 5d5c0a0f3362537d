package law

import (
	"errors"

	"sejur/internal/calendar"
)

// nearest is the fact whose name is closest to a misspelt one, "" when none is close.
func nearest(name string, facts []*Fact) string {
	// A short name is near to every other short name.
	best, at := "", min(4, len(name)/2+1)
	for _, f := range facts {
		if f.Derived {
			continue
		}
		if d := distance(name, f.ID); d < at {
			best, at = f.ID, d
		}
	}
	return best
}

// distance is the Levenshtein distance of two ASCII names.
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

func isFormat(err error) bool { return errors.Is(err, calendar.ErrFormat) }
