package matrix

import "errors"

// The codewords that change the mode, and others of the ASCII mode that are no character.
const (
	asciiLast    = 128
	digitsFirst  = 130
	digitsLast   = 229
	latchC40     = 230
	upperShift   = 235
	latchX12     = 238
	latchText    = 239
	latchEDIFACT = 240
	unlatch      = 254
)

// ErrCodewords is what codewords are that no message of bytes has: cut within a character, of a mode or with a sign (structured append,
// macros, other alphabets) that a seal has no use for.
var ErrCodewords = errors.New("the codewords are no message of bytes")

// Read turns the data codewords of a symbol, after its errors were corrected, into the bytes they stand for. All modes are read; which one
// somebody else wrote a seal in cannot be chosen.
func Read(codewords []byte) ([]byte, error) {
	r := &reading{in: codewords}
	for r.at < len(r.in) && !r.ended {
		r.ascii()
		if r.broken {
			return nil, ErrCodewords
		}
	}
	return r.out, nil
}

// reading is a message half read. A mode returns to the ASCII mode when it ends.
type reading struct {
	in     []byte
	at     int
	out    []byte
	ended  bool
	broken bool
}

// next is the next codeword; at the end the message is broken.
func (r *reading) next() byte {
	if r.at >= len(r.in) {
		r.broken = true
		return 0
	}
	r.at++
	return r.in[r.at-1]
}

// ascii reads one codeword in the ASCII mode, or the whole run of the mode that it begins.
func (r *reading) ascii() {
	switch c := r.next(); {
	case c == 0:
		r.broken = true
	case c <= asciiLast:
		r.out = append(r.out, c-1)
	case c == padCodeword:
		r.ended = true
	case c >= digitsFirst && c <= digitsLast:
		r.out = append(r.out, '0'+(c-digitsFirst)/10, '0'+(c-digitsFirst)%10)
	case c == latchC40:
		r.triples(&triples{basic: c40Basic, third: c40Third})
	case c == latchText:
		r.triples(&triples{basic: textBasic, third: textThird})
	case c == latchX12:
		r.triples(&triples{basic: x12, flat: true})
	case c == latchEDIFACT:
		r.edifact()
	case c == latchBase256:
		r.base256()
	case c == upperShift:
		c := r.next()
		if c == 0 || c > asciiLast {
			r.broken = true
		}
		r.out = append(r.out, c-1+0x80)
	default:
		r.broken = true
	}
}

// base256 reads a run of bytes. The length 0 says: to the end of the symbol.
func (r *reading) base256() {
	byteAt := func() int {
		c := r.next()
		return int(c - spread(r.at))
	}
	n := byteAt()
	switch {
	case n == 0:
		n = len(r.in) - r.at
	case n > shortBase256:
		n = (n-shortBase256)*(shortBase256+1) + byteAt()
	}
	if n > len(r.in)-r.at {
		r.broken = true
		return
	}
	for range n {
		r.out = append(r.out, byte(byteAt()&0xff))
	}
}

// edifact reads characters of six bits, four in three codewords, until one of them says the end.
func (r *reading) edifact() {
	const end = 0x1f
	for len(r.in)-r.at > 2 {
		a, b, c := int(r.next()), int(r.next()), int(r.next())
		word := a<<16 | b<<8 | c
		for i, shift := range []int{18, 12, 6, 0} {
			six := word >> shift & 0x3f
			if six == end {
				r.at += (i+1)*6/8 + min(1, (i+1)*6%8) - 3 // codewords that the end does not reach begin anew
				return
			}
			if six < 0x20 {
				six |= 0x40
			}
			r.out = append(r.out, byte(six))
		}
	}
}
