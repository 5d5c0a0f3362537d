package mrz

// filler stands where nothing stands.
const filler = '<'

// span is a part of a zone whose lines are put one after the other, without line ends: from the first position, to before the second.
type span struct{ from, to int }

func at(position int) span { return span{position, position + 1} }

func (s span) len() int           { return s.to - s.from }
func (s span) of(z string) string { return z[s.from:s.to] }

func (s span) has(i int) bool { return i >= s.from && i < s.to }

// layout says where a format has what. A span of no length is a field that the format does not have.
type layout struct {
	format        Format
	lines, length int
	code, issuer, names, nationality, sex,
	number, numberCheck, birth, birthCheck, expiry, expiryCheck,
	optional, optional2, optionalCheck, compositeCheck span
	composite [4]span // what the composite check digit covers
	overflows bool    // a number that is too long goes on in the optional data
	sparing   bool    // see fit
}

// size is the number of characters of a zone.
func (l layout) size() int { return l.lines * l.length }

// place is where a character stands for who reads the lines.
func (l layout) place(i int) (line, position int) { return i/l.length + 1, i%l.length + 1 }

func layoutOf(format Format) (layout, bool) {
	switch format {
	case TD1:
		return td1(), true
	case TD2: // Doc 9303-6, 4.2.2 and 4.2.4
		l := twoLines(format, 36)
		l.optional, l.compositeCheck, l.overflows = span{64, 71}, at(71), true
		l.composite = [4]span{{36, 46}, {49, 56}, {57, 71}}
		return l, true
	case TD3: // Doc 9303-4, 4.2.2 and 4.2.4
		l := twoLines(format, 44)
		l.optional, l.optionalCheck, l.compositeCheck = span{72, 86}, at(86), at(87)
		l.composite = [4]span{{44, 54}, {57, 64}, {65, 87}}
		return l, true
	case MRVA: // Doc 9303-7, 4.2.2: no composite check digit
		l := twoLines(format, 44)
		l.optional = span{72, 88}
		return l, true
	case MRVB: // Doc 9303-7, 7.2.2
		l := twoLines(format, 36)
		l.optional, l.sparing = span{64, 72}, true
		return l, true
	}
	return layout{}, false
}

// td1 is the card (Doc 9303-5, 4.2.2 and 4.2.4).
func td1() layout {
	return layout{
		format: TD1, lines: 3, length: 30, overflows: true,
		code: span{0, 2}, issuer: span{2, 5}, number: span{5, 14}, numberCheck: at(14), optional: span{15, 30},
		birth: span{30, 36}, birthCheck: at(36), sex: at(37), expiry: span{38, 44}, expiryCheck: at(44),
		nationality: span{45, 48}, optional2: span{48, 59}, compositeCheck: at(59),
		composite: [4]span{{5, 30}, {30, 37}, {38, 45}, {48, 59}}, names: span{60, 90},
	}
}

// twoLines is what the formats of two lines share.
func twoLines(format Format, length int) layout {
	second := func(from, to int) span { return span{length + from, length + to} }
	return layout{
		format: format, lines: 2, length: length,
		code: span{0, 2}, issuer: span{2, 5}, names: span{5, length},
		number: second(0, 9), numberCheck: second(9, 10), nationality: second(10, 13), birth: second(13, 19), birthCheck: second(19, 20),
		sex: second(20, 21), expiry: second(21, 27), expiryCheck: second(27, 28),
	}
}
