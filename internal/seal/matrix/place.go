package matrix

// bit is where a module gets its colour from: a bit of a codeword, counted from 1 from the left. The codeword 0 is no codeword: the module is
// light, or dark when the bit is 1 (the corner that no codeword reaches).
type bit struct{ codeword, bit int }

func (b bit) dark(codewords []byte) bool {
	if b.codeword == 0 {
		return b.bit == 1
	}
	return codewords[b.codeword-1]>>(8-b.bit)&1 == 1
}

// board is the inside of a symbol without its borders, as ISO/IEC 16022 annex F fills it.
type board struct {
	side int
	bits []bit
	next int // the codeword to be placed
}

func (b *board) at(x, y int) bit { return b.bits[y*b.side+x] }

func (b *board) free(row, col int) bool { return b.bits[row*b.side+col] == bit{} }

// put places a bit; what leaves the board on the left or on the top comes in again on the other side, shifted.
func (b *board) put(row, col, n int) {
	if row < 0 {
		row += b.side
		col += 4 - (b.side+4)%8
	}
	if col < 0 {
		col += b.side
		row += 4 - (b.side+4)%8
	}
	b.bits[row*b.side+col] = bit{b.next, n}
}

// shaped places the eight bits of the next codeword, each at its row and column.
func (b *board) shaped(at [8][2]int) {
	for i, p := range at {
		b.put(p[0], p[1], i+1)
	}
	b.next++
}

// usual is the shape of nearly every codeword, named by its last module.
func (b *board) usual(row, col int) {
	b.shaped([8][2]int{
		{row - 2, col - 2}, {row - 2, col - 1}, {row - 1, col - 2}, {row - 1, col - 1},
		{row - 1, col}, {row, col - 2}, {row, col - 1}, {row, col},
	})
}

// corner places a codeword that is broken over corners, where the walk arrives at one.
func (b *board) corner(row, col int) {
	n := b.side
	switch {
	case row == n && col == 0:
		b.shaped([8][2]int{{n - 1, 0}, {n - 1, 1}, {n - 1, 2}, {0, n - 2}, {0, n - 1}, {1, n - 1}, {2, n - 1}, {3, n - 1}})
	case row == n-2 && col == 0 && n%8 == 4:
		b.shaped([8][2]int{{n - 3, 0}, {n - 2, 0}, {n - 1, 0}, {0, n - 2}, {0, n - 1}, {1, n - 1}, {2, n - 1}, {3, n - 1}})
	case row == n-2 && col == 0 && n%4 != 0:
		b.shaped([8][2]int{{n - 3, 0}, {n - 2, 0}, {n - 1, 0}, {0, n - 4}, {0, n - 3}, {0, n - 2}, {0, n - 1}, {1, n - 1}})
	case row == n+4 && col == 2 && n%8 == 0:
		b.shaped([8][2]int{{n - 1, 0}, {n - 1, n - 1}, {0, n - 3}, {0, n - 2}, {0, n - 1}, {1, n - 3}, {1, n - 2}, {1, n - 1}})
	}
}

// place walks the board in diagonals, up to the right and down to the left, and gives each codeword its modules.
func place(side int) *board {
	b := &board{side: side, bits: make([]bit, side*side), next: 1}
	for row, col := 4, 0; row < side || col < side; {
		b.corner(row, col)
		for ; row >= 0 && col < side; row, col = row-2, col+2 {
			if row < side && col >= 0 && b.free(row, col) {
				b.usual(row, col)
			}
		}
		row, col = row+1, col+3
		for ; row < side && col >= 0; row, col = row+2, col-2 {
			if row >= 0 && col < side && b.free(row, col) {
				b.usual(row, col)
			}
		}
		row, col = row+3, col+1
	}
	if b.free(side-1, side-1) {
		b.bits[side*side-1], b.bits[side*side-side-2] = bit{0, 1}, bit{0, 1}
	}
	return b
}
