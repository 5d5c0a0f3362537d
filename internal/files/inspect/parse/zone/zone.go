// Package zone finds the machine-readable zone in the picture of a page and sets its characters anew: upright, of one size, apart from each other, a few
// in a row. So a program that reads printed text reads them well, and whether it read one too many or too few can be seen.
//
// It reads nothing itself. Whatever the picture is, it takes time and memory in proportion to the number of its pixels.
package zone

import (
	"image"
	"math"
	"slices"
)

// Zone is a zone that was found: the rows of its characters.
type Zone struct {
	picture *image.Gray
	rows    []row
	Lines   int // 2 or 3
	Length  int // characters of each: 44, 36 or 30
}

// Find finds what could be zones in a picture that stands upright or on its head, the likeliest first.
func Find(p *image.Gray) []Zone {
	all := rows(glyphs(p))
	// From the bottom of the page up: there the zone stands.
	slices.SortFunc(all, func(a, b row) int { return int(b.middle().y - a.middle().y) })
	var out []Zone
	for _, shape := range []struct{ lines, length int }{{2, 44}, {3, 30}, {2, 36}} {
		for i := range all {
			group := stack(all[i:], shape.lines)
			if z, ok := together(p, group, shape.length); ok {
				out = append(out, z)
			}
		}
	}
	return out
}

// point is a place in a picture.
type point struct{ x, y float64 }

func (r row) middle() point {
	k := float64(r.from+r.to-1) / 2
	return point{r.across.at(k), r.down.at(k)}
}

// stack takes a row and those that stand straight above it, the lowest first.
func stack(all []row, lines int) []row {
	out := []row{all[0]}
	for _, r := range all[1:] {
		last := out[len(out)-1]
		a, b := last.middle(), r.middle()
		gap := (last.down.at(float64(last.from+last.to-1)/2) - b.y) / last.height
		if gap > 1.1 && gap < 4 && math.Abs(a.x-b.x) < 12*last.height && r.height < 1.4*last.height && r.height > 0.7*last.height {
			if out = append(out, r); len(out) == lines {
				return out
			}
		}
	}
	return out
}

// together makes a zone of rows when they have as many characters as they should: one of them at least has, and what is missing of the others
// is where it has its first and its last.
func together(p *image.Gray, lowestFirst []row, length int) (Zone, bool) {
	z := Zone{picture: p, Length: length, Lines: len(lowestFirst)}
	if len(lowestFirst) != 2 && length != 30 || length == 30 && len(lowestFirst) != 3 {
		return z, false
	}
	whole := -1
	for i, r := range lowestFirst {
		if r.to-r.from == length {
			whole = i
		}
		if r.to-r.from > length {
			return z, false
		}
	}
	if whole < 0 {
		return z, false
	}
	w := lowestFirst[whole]
	first := point{w.across.at(float64(w.from)), w.down.at(float64(w.from))}
	for _, r := range lowestFirst {
		if r.to-r.from != length {
			// Its first character stands under the other's first.
			r.from = int(math.Round(invert(r.across, first.x-(r.down.at(float64(r.from))-first.y)*w.down.slope(float64(w.from))/w.across.b, float64(r.from))))
			r.to = r.from + length
		}
		z.rows = append(z.rows, r)
	}
	slices.Reverse(z.rows)
	return z, true
}
