package mrz

import "strings"

// Seen reads the lines of a passport or a card as a program saw them in a picture, and returns them as they were printed. ok is false unless every
// check digit is right and nothing else is wrong.
//
// What looks alike is put right where the standard leaves one reading: a figure where letters alone can stand, a letter where figures alone can, a letter
// that a filler looks like behind the end of the names. In a number both may stand, and nothing is put right. The names have no check digit: a person compares.
func Seen(lines []string) (z Zone, printed []string, ok bool) {
	l, known := seenLayout(lines)
	if !known {
		return Zone{}, nil, false
	}
	text := []byte(strings.Join(lines, ""))
	for _, s := range []span{at(l.code.from), l.issuer, l.names, l.nationality} {
		replace(text, s, letterLike)
	}
	for _, s := range []span{l.birth, l.birthCheck, l.expiry, l.expiryCheck, l.numberCheck, l.optionalCheck, l.compositeCheck} {
		replace(text, s, digitLike)
	}
	if !fillAfter(text[l.names.from:l.names.to]) {
		return Zone{}, nil, false
	}
	w := writing{layout: l, zone: text}
	printed = w.cutLines()
	z, err := Read(strings.Join(printed, "\n"))
	return z, printed, err == nil && z.Format == l.format && z.Valid() && codeFits(z.Format, z.Fields.DocumentCode)
}

// seenLayout is the format that lines of their number and lengths have.
func seenLayout(lines []string) (layout, bool) {
	for _, format := range []Format{TD3, TD1, TD2} {
		l, _ := layoutOf(format)
		fits := len(lines) == l.lines
		for _, line := range lines {
			fits = fits && len(line) == l.length
		}
		if fits {
			return l, true
		}
	}
	return layout{}, false
}

func replace(text []byte, s span, by func(byte) byte) {
	for i := s.from; i < s.to; i++ {
		text[i] = by(text[i])
	}
}

// letterLike is the letter that a figure looks like.
func letterLike(c byte) byte {
	switch c {
	case '0':
		return 'O'
	case '1':
		return 'I'
	case '2':
		return 'Z'
	case '5':
		return 'S'
	case '6':
		return 'G'
	case '8':
		return 'B'
	}
	return c
}

// digitLike is the figure that a letter looks like.
func digitLike(c byte) byte {
	switch c {
	case 'O', 'Q', 'D':
		return '0'
	case 'I', 'L':
		return '1'
	case 'Z':
		return '2'
	case 'S':
		return '5'
	case 'G':
		return '6'
	case 'B':
		return '8'
	}
	return c
}

// fillAfter puts fillers for the letters that they are taken for, behind the end of the names, and tells whether nothing else is there. Two fillers part
// the primary identifier from the secondary; two more, or three at once, are the end (Doc 9303-3, 4.6).
func fillAfter(names []byte) bool {
	whole := string(names)
	given := strings.Index(whole, "<<") + 2
	if given < 2 {
		return true // one name that fills all
	}
	end := strings.Index(whole[given:], "<<")
	switch {
	case given < len(whole) && whole[given] == filler:
		end = 0
	case end < 0:
		return true
	}
	for i := given + end; i < len(names); i++ {
		switch {
		case strings.IndexByte("KXCSELZ", names[i]) >= 0:
			names[i] = filler
		case names[i] != filler:
			return false
		}
	}
	return true
}
