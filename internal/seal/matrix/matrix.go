// Package matrix writes bytes as a Data Matrix (ISO/IEC 16022, ECC 200, square symbols), and reads the codewords of one back into bytes.
//
// Seals are written in the Base 256 mode, as TR-03137 part 1, 3.2 has it: any byte is one codeword, and the symbol is the smallest. It
// depends on nothing, so that whoever only prints does not carry a reader of pictures.
package matrix

import (
	"fmt"
)

// Quiet is how many light modules surround a symbol on each side. The standard asks for one.
const Quiet = 2

// Grid is a symbol with its quiet zone, row by row from the top; true is a dark module. It is square.
type Grid [][]bool

// shape is a square symbol.
type shape struct {
	side    int // modules, without the quiet zone
	regions int // in a row; each has a border of its own
	data    int // codewords
	check   int // codewords that correct errors
	blocks  int // over which both are dealt out in turn
}

// shapes are the square symbols of the standard but the largest, whose blocks differ in length.
func shapes() []shape {
	return []shape{
		{10, 1, 3, 5, 1}, {12, 1, 5, 7, 1}, {14, 1, 8, 10, 1}, {16, 1, 12, 12, 1}, {18, 1, 18, 14, 1}, {20, 1, 22, 18, 1},
		{22, 1, 30, 20, 1}, {24, 1, 36, 24, 1}, {26, 1, 44, 28, 1}, {32, 2, 62, 36, 1}, {36, 2, 86, 42, 1}, {40, 2, 114, 48, 1},
		{44, 2, 144, 56, 1}, {48, 2, 174, 68, 1}, {52, 2, 204, 84, 2}, {64, 4, 280, 112, 2}, {72, 4, 368, 144, 4},
		{80, 4, 456, 192, 4}, {88, 4, 576, 224, 4}, {96, 4, 696, 272, 4}, {104, 4, 816, 336, 6}, {120, 6, 1050, 408, 6},
		{132, 6, 1304, 496, 8},
	}
}

// MaxBytes is how much a symbol holds.
const MaxBytes = 1304 - 3

// Draw writes raw as the smallest symbol that holds it. An error: raw is empty, or longer than MaxBytes.
func Draw(raw []byte) (Grid, error) {
	if len(raw) == 0 || len(raw) > MaxBytes {
		return nil, fmt.Errorf("draw a Data Matrix: %d bytes, possible are 1 to %d", len(raw), MaxBytes)
	}
	message := base256(raw)
	all := shapes()
	i := 0
	for all[i].data < len(message) {
		i++
	}
	return all[i].draw(all[i].correct(pad(message, all[i].data))), nil
}

const (
	latchBase256 = 231
	padCodeword  = 129
	shortBase256 = 249 // the longest run whose length is one codeword
)

// base256 writes raw as one run of the Base 256 mode.
func base256(raw []byte) []byte {
	out := []byte{latchBase256}
	if n := len(raw); n > shortBase256 {
		out = append(out, byte((n/(shortBase256+1)+shortBase256)&0xff), byte(n%(shortBase256+1)&0xff))
	} else {
		out = append(out, byte(n))
	}
	out = append(out, raw...)
	for i := 1; i < len(out); i++ {
		out[i] += spread(i + 1)
	}
	return out
}

// spread is what is added to a codeword of the Base 256 mode at a position counted from 1, so that equal bytes look different.
func spread(position int) byte { return byte((149*position%255 + 1) & 0xff) }

// pad fills the message up: the first filler as it is, the others spread.
func pad(message []byte, length int) []byte {
	out := make([]byte, length)
	n := copy(out, message)
	for i := n; i < length; i++ {
		out[i] = padCodeword
		if i > n {
			filler := padCodeword + 149*(i+1)%253 + 1
			if filler > 254 {
				filler -= 254
			}
			out[i] = byte(filler & 0xff)
		}
	}
	return out
}

// draw places the codewords within the borders, and all within the quiet zone.
func (s shape) draw(codewords []byte) Grid {
	inner := place(s.side - 2*s.regions)
	region := s.side / s.regions
	grid := make(Grid, s.side+2*Quiet)
	for y := range grid {
		grid[y] = make([]bool, s.side+2*Quiet)
	}
	for y := range s.side {
		for x := range s.side {
			part, dark := s.border(x, y)
			if part == Written {
				dark = inner.at(x-2*(x/region)-1, y-2*(y/region)-1).dark(codewords)
			}
			grid[y+Quiet][x+Quiet] = dark
		}
	}
	return grid
}
