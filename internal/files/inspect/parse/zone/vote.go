package zone

import (
	"fmt"
	"strings"
)

// Unsure stands in a line where the readings do not agree.
const Unsure = '?'

const filler = '<'

// Lines are the lines of a zone, from what a program read on its sheet: lines of a character and its box (left, bottom, right, top, page), counted from the
// lower left corner, as tesseract writes them. What was read between two places, or twice in one, is seen by its box; what is no such line is passed over.
//
// A character is what most readings have; of a setting that mixes the lines the fillers alone count.
func (s Sheet) Lines(boxes string) []string {
	type reading struct {
		character byte
		off       float64
	}
	read := make([]map[int]reading, len(settings()))
	for i := range read {
		read[i] = make(map[int]reading)
	}
	for line := range strings.Lines(boxes) {
		var c string
		var left, bottom, right, top, page int
		if n, err := fmt.Sscanf(line, "%s %d %d %d %d %d", &c, &left, &bottom, &right, &top, &page); n != 6 || err != nil || len(c) != 1 {
			continue
		}
		at, setting, off := s.zone.place(float64(left+right)/2, float64(s.Rect.Dy())-float64(bottom+top)/2)
		if at < 0 {
			continue
		}
		was, there := read[setting][at]
		switch {
		case there && (was.character == filler || c[0] == filler):
			read[setting][at] = reading{filler, 0} // of a filler often something else is read besides
		case !there || off < was.off:
			read[setting][at] = reading{c[0], off}
		}
	}
	out := make([]string, s.zone.Lines)
	for i := range out {
		line := make([]byte, s.zone.Length)
		for k := range line {
			votes := make(map[byte]int)
			for way, one := range read {
				if r, ok := one[i*s.zone.Length+k]; ok && (r.character == filler || !settings()[way].mixed) {
					votes[r.character]++
				}
			}
			line[k] = elected(votes)
		}
		out[i] = string(line)
	}
	return out
}

// plain is how many settings there are that mix nothing.
func plain() int {
	n := 0
	for _, how := range settings() {
		if !how.mixed {
			n++
		}
	}
	return n
}

// elected is what more than half of the readings have. For a filler two are enough: it is often taken for a letter, and a letter hardly ever for a filler.
func elected(votes map[byte]int) byte {
	if votes[filler] >= 2 {
		return filler
	}
	for c, n := range votes {
		if 2*n > plain() {
			return c
		}
	}
	return Unsure
}
