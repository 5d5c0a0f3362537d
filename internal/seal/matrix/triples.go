package matrix

// The alphabets of the modes that write three values in two codewords. The first values of C40 and Text are shifts; what the others are by
// themselves stands in basic, behind the third shift in third.
const (
	c40Basic  = "\x00\x00\x00 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	textBasic = "\x00\x00\x00 0123456789abcdefghijklmnopqrstuvwxyz"
	c40Third  = "`abcdefghijklmnopqrstuvwxyz{|}~\x7f"
	textThird = "`ABCDEFGHIJKLMNOPQRSTUVWXYZ{|}~\x7f"
	second    = "!\"#$%&'()*+,-./:;<=>?@[\\]^_"
	x12       = "\r*> 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// In the set behind the second shift these two are no characters.
const (
	functionOne = 27
	upperHalf   = 30
)

// triples is one run of such a mode.
type triples struct {
	basic, third string
	flat         bool // no shifts
	shift        int  // 1 to 3: which set the next value is of
	upper        byte // what is added to the next character
}

// triples reads a run, until it is unlatched or one codeword is left, which is in the ASCII mode again.
func (r *reading) triples(t *triples) {
	for len(r.in)-r.at > 1 && !r.broken {
		a := r.next()
		if a == unlatch {
			return
		}
		word := int(a)<<8 | int(r.next())
		if word == 0 {
			r.broken = true
			return
		}
		word--
		for _, value := range [3]int{word / 1600, word / 40 % 40, word % 40} {
			r.value(t, value)
		}
	}
	if r.at < len(r.in) && r.in[r.at] == unlatch {
		r.at++
	}
}

// value reads one value: a shift, or a character of the set that the shift before it chose.
func (r *reading) value(t *triples, value int) {
	set := t.basic
	switch {
	case value >= 40:
		r.broken = true
		return
	case t.flat:
	case t.shift == 0 && value < 3:
		t.shift = value + 1
		return
	case t.shift == 1:
		if value > 0x1f {
			r.broken = true
			return
		}
		r.character(t, byte(value&0x1f))
		return
	case t.shift == 2 && value == upperHalf:
		t.shift, t.upper = 0, 0x80
		return
	case t.shift == 2 && value == functionOne:
		r.broken = true
		return
	case t.shift == 2:
		set = second
	case t.shift == 3:
		set = t.third
	}
	if value >= len(set) {
		r.broken = true
		return
	}
	r.character(t, set[value])
}

func (r *reading) character(t *triples, c byte) {
	r.out = append(r.out, c+t.upper)
	t.shift, t.upper = 0, 0
}
