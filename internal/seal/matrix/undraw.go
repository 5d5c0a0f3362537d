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

// Border says what stands at a module of a symbol whatever is written in it: the borders of its regions. Fixed is false where codewords
// stand.
func Border(side, x, y int) (dark, fixed bool) {
	s, ok := shaped(side)
	if !ok {
		return false, false
	}
	return s.border(x, y)
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
			if _, fixed := s.border(x, y); fixed {
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

// border is the pattern around every region: left and bottom dark, top and right alternating.
func (s shape) border(x, y int) (dark, fixed bool) {
	region := s.side / s.regions
	x, y = x%region, y%region
	switch {
	case x == 0 || y == region-1:
		return true, true
	case y == 0:
		return x%2 == 0, true
	case x == region-1:
		return y%2 == 1, true
	}
	return false, false
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
