package mrz

import (
	"slices"
	"strings"
)

// fit writes the components of a name into the positions of its field. A name that fits is written whole. Of one that does not, the last
// position is a letter, so that a reader knows; which components give way is left to the issuer, and Doc 9303 prints several ways
// (Doc 9303-4, 4.2.3; -5 and -6, 4.2.3; -7, 4.2.3 and 7.2.3). This is the first that it prints everywhere:
//
// Components of the primary identifier become initials, from the last on, until two fillers and a letter have room after it; the first
// one loses only the letters that must go. Where the part's example is sparing (MRV-B), so do the others. Of the secondary identifier each
// component gives way from the last on, no more than needed and down to its initial, and only then components are left out. A name without
// secondary identifier is cut at the end.
//
// Whoever wants another of the ways writes components that are shortened already.
func fit(primary, secondary []string, width int, sparing bool) string {
	whole := joined(primary)
	if len(secondary) == 0 {
		return cut(primary, whole, width)
	}
	if whole += "<<" + joined(secondary); len(whole) <= width {
		return whole
	}
	first := clip(primary, width-len("<<A"), !sparing)
	if spare := width - len(joined(first)+"<<"+joined(secondary)); spare > 0 { // initials freed more than was needed
		first = clip(primary, len(joined(first))+spare, false)
	}
	for {
		room := width - len(joined(first)) - len("<<")
		name := joined(first) + "<<" + joined(clip(secondary, room, false))
		// One position too few for the next initial: the primary identifier gives it.
		if len(name) == width || !shorten(first) {
			return name
		}
	}
}

func joined(components []string) string { return strings.Join(components, "<") }

// clip takes letters from components, from the last on, until they have room; initials takes all but the first letter at once, save from
// the first component. When initials alone are too many, the last are left out.
func clip(components []string, room int, initials bool) []string {
	for n := len(components); n > 1 && 2*n-1 > room; n-- {
		components = components[:n-1]
	}
	out := slices.Clone(components)
	over := len(joined(out)) - room
	for i := len(out) - 1; i >= 0 && over > 0; i-- {
		less := min(over, len(out[i])-1)
		if initials && i > 0 {
			less = len(out[i]) - 1
		}
		out[i] = out[i][:len(out[i])-less]
		over -= less
	}
	return out
}

// shorten takes one letter from the last component that has another. It tells whether there was one.
func shorten(components []string) bool {
	for i := len(components) - 1; i >= 0; i-- {
		if n := len(components[i]); n > 1 {
			components[i] = components[i][:n-1]
			return true
		}
	}
	return false
}

// cut ends a name at the end of its field, with a letter: where a filler would stand, a component before it gives one letter.
func cut(components []string, whole string, width int) string {
	if len(whole) <= width {
		return whole
	}
	if whole[width-1] != filler {
		return whole[:width]
	}
	before := strings.Count(whole[:width], "<")
	shorter := slices.Clone(components)
	if !shorten(shorter[:before]) {
		return whole[:width] // nothing but initials
	}
	return joined(shorter)[:width]
}
