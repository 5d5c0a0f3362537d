package matrix

import "slices"

// Sides are the sizes of symbols that Undraw knows, in modules, without the quiet zone.
func Sides() []int {
	var sides []int
	for _, s := range shapes() {
		sides = append(sides, s.side)
	}
	return sides
}

// Part is what a module of a symbol belongs to.
type Part int

// The parts. Only what stands in the first is written; the others are the same in every symbol of a size.
const (
	Written     Part = iota
	Solid            // the dark sides of a region, left and bottom
	Alternating      // its other sides, dark and light in turn
)

// Frame says of every module of a symbol, row by row, which part it belongs to, and of those that are not written whether they are dark.
func Frame(side int) (parts []Part, dark []bool) {
	parts, dark = make([]Part, side*side), make([]bool, side*side)
	s, ok := shaped(side)
	if !ok {
		return parts, dark
	}
	for i := range parts {
		parts[i], dark[i] = s.border(i%side, i/side)
	}
	return parts, dark
}

// Undraw is the inverse of Draw: it reads the modules of a symbol (without its quiet zone), corrects what was misread, and returns the
// bytes. ErrCodewords: more is misread than can be corrected, or it is no message of bytes.
func Undraw(side int, dark func(x, y int) bool) ([]byte, error) {
	s, ok := shaped(side)
	if !ok {
		return nil, ErrCodewords
	}
	inner := place(s.side - 2*s.regions)
	codewords := make([]byte, s.data+s.check)
	region := s.side / s.regions
	for y := range s.side {
		for x := range s.side {
			if part, _ := s.border(x, y); part != Written {
				continue
			}
			b := inner.at(x-2*(x/region)-1, y-2*(y/region)-1)
			if b.codeword > 0 && dark(x, y) {
				codewords[b.codeword-1] |= 1 << (8 - b.bit)
			}
		}
	}
	if !s.mend(codewords) {
		return nil, ErrCodewords
	}
	return Read(codewords[:s.data])
}

func shaped(side int) (shape, bool) {
	all := shapes()
	i := slices.IndexFunc(all, func(s shape) bool { return s.side == side })
	if i < 0 {
		return shape{}, false
	}
	return all[i], true
}

// border is the pattern around every region.
func (s shape) border(x, y int) (part Part, dark bool) {
	region := s.side / s.regions
	x, y = x%region, y%region
	switch {
	case x == 0 || y == region-1:
		return Solid, true
	case y == 0:
		return Alternating, x%2 == 0
	case x == region-1:
		return Alternating, y%2 == 1
	}
	return Written, false
}

// mend corrects the misread codewords of every block in place, as many as half its check codewords. False: there are more.
func (s shape) mend(codewords []byte) bool {
	checks := s.check / s.blocks
	for block := range s.blocks {
		var at []int // where the codewords of the block stand
		for i := block; i < s.data; i += s.blocks {
			at = append(at, i)
		}
		for j := range checks {
			at = append(at, s.data+block+j*s.blocks)
		}
		word := make([]byte, len(at))
		for i, p := range at {
			word[i] = codewords[p]
		}
		if !mend(word, checks) {
			return false
		}
		for i, p := range at {
			codewords[p] = word[i]
		}
	}
	return true
}
