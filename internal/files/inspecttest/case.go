package inspecttest

import "slices"

// Case is one file, made anew whenever it is asked for, always the same bytes.
type Case struct {
	Name string
	Data func() []byte
	Want []string // the keys with which it may be refused; "" = it may also be accepted, when what is made out of it is harmless
}

// Harmless stands in Want for a file that may be accepted.
const Harmless = ""

func one(name string, data []byte, want ...string) Case {
	return Case{name, func() []byte { return data }, want}
}

// Hostile are files that nobody should have to open, and some that are only odd: more than two hundred.
func Hostile() []Case {
	return slices.Concat(polyglots(), pictures(), pictureBombs(), pdfBombs(), pdfLoops(), scripts(), actions(), documents(), truncated(), mutants(), odd())
}
