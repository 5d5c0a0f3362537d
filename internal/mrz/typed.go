package mrz

import "unicode"

// maxSize is the most characters of a zone, those of a TD1.
const maxSize = 90

// typed are the lines as they were typed, brought together.
type typed struct {
	text    [maxSize]byte
	n       int // characters, also those for which there is no room in text
	lengths [3]int
	lines   int  // with something in them
	open    bool // the last of them goes on
	illegal []stranger
}

// stranger is a character that no zone has.
type stranger struct {
	at int
	is rune
}

func (t *typed) take(text string) {
	for _, r := range text {
		switch {
		case r >= 0 && r < unicode.MaxASCII && value(byte(r)) >= 0:
			t.put(byte(r))
		case r >= 'a' && r <= 'z':
			t.put(byte(r) - 'a' + 'A')
		case r == '\n' || r == '\r':
			t.open = false
		case unicode.IsSpace(r) || r == '\ufeff':
		case r == '«': // what some editors make of two fillers
			t.put(filler)
			t.put(filler)
		case r == '‹' || r == '＜':
			t.put(filler)
		default:
			if t.n < maxSize {
				t.illegal = append(t.illegal, stranger{t.n, r})
			}
			t.put(illegal)
		}
	}
}

func (t *typed) put(c byte) {
	if !t.open {
		t.open = true
		t.lines++
	}
	if t.n < maxSize {
		t.text[t.n] = c
	}
	t.n++
	if t.lines <= len(t.lengths) {
		t.lengths[t.lines-1]++
	}
}

// shape finds the format by the number and the length of the lines; a zone that begins with V is a visa.
func (t *typed) shape() (layout, Faults) {
	var format Format
	switch {
	case t.lines == 3:
		format = TD1
	case t.lines == 2:
		format = t.page(t.lengths[0], t.lengths[1])
	case t.lines == 1 && t.n == maxSize:
		format = TD1
	case t.lines == 1 && (t.n == 2*44 || t.n == 2*36):
		format = t.page(t.n/2, t.n/2)
	case t.lines == 0:
		return layout{}, Faults{{Problem: Empty}}
	default:
		return layout{}, Faults{{Problem: WrongLines, N: t.lines}}
	}
	l, _ := layoutOf(format)
	var faults Faults
	for i, n := range t.lengths[:t.lines] {
		if t.lines > 1 && n != l.length {
			faults = append(faults, Fault{Problem: WrongLength, Line: i + 1, N: n, Limit: l.length})
		}
	}
	return l, faults
}

// page is the format of two lines, or the one that was probably meant where their lengths are wrong.
func (t *typed) page(first, second int) Format {
	wide := first == 44 || first != 36 && (second == 44 || second != 36 && first+second > 80)
	visa := t.text[0] == 'V'
	switch {
	case wide && visa:
		return MRVA
	case wide:
		return TD3
	case visa:
		return MRVB
	}
	return TD2
}
