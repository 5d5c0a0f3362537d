// Package reference makes what the office calls a thing by towards the public: the code of a document, the reference of an application.
// A reference cannot be guessed, can be said over the telephone, and a slip in reading or typing it is noticed before anybody looks for it.
//
// Its letters are those of Crockford's base 32 (https://www.crockford.com/base32.html), which leaves out I, L, O and U. Fourteen of them
// are random, 70 bits; the fifteenth is a check symbol. It is written in three groups of five: 7K3MQ-2W9FD-X4N8T.
package reference

import (
	"crypto/rand"
	"strings"
	"unicode"
)

// Reference is a public name, without what is written between its groups. The zero Reference names nothing.
type Reference string

const (
	alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	random   = 14
	length   = random + 1
	group    = 5
)

// New makes a reference that nobody has. It cannot fail: a machine without randomness stops the program.
func New() Reference {
	var raw [random]byte
	_, _ = rand.Read(raw[:]) // never fails, crypto/rand says
	symbols := make([]byte, 0, length)
	sum := byte(0)
	for _, b := range raw {
		d := b % byte(len(alphabet)) // 256 is a multiple of 32, so each symbol is as likely as any other
		symbols = append(symbols, alphabet[d])
		sum = times(sum) ^ d
	}
	return Reference(append(symbols, alphabet[times(sum)]))
}

// Masked is the reference as lists show it to those who need not know whose it is: its last group alone.
func (r Reference) Masked() string {
	if len(r) != length {
		return ""
	}
	return "…" + string(r[length-group:])
}

// Problem is what is wrong with something that was typed as a reference. It is a message key without the leading "error.".
type Problem string

// The problems.
const (
	WrongLength Problem = "reference.length" // not fifteen letters and digits
	NotASymbol  Problem = "reference.symbol" // a letter or sign that no reference has
	WrongCheck  Problem = "reference.check"  // the last symbol does not follow from the others: something was misread
)

// Error is the key.
func (p Problem) Error() string { return string(p) }

// longest bounds what Parse reads: a reference with a space or a dash after each of its symbols, twice over.
const longest = 4 * length

// Parse reads a reference as people write one: capital or small, with spaces and dashes or without, O for 0, I and L for 1, and the
// letters that a Cyrillic keyboard gives for those that look the same. Its error is a Problem.
func Parse(typed string) (Reference, error) {
	symbols := make([]byte, 0, length)
	sum := byte(0)
	for n, r := range []rune(clipped(typed)) {
		if n >= longest {
			return "", WrongLength
		}
		if between(r) {
			continue
		}
		d := strings.IndexByte(alphabet, meant(r))
		if d < 0 {
			return "", NotASymbol
		}
		symbols = append(symbols, alphabet[d])
		sum = times(sum) ^ byte(d) //nolint:gosec // G115: below 32
	}
	switch {
	case len(symbols) != length:
		return "", WrongLength
	case sum != 0:
		return "", WrongCheck
	}
	return Reference(symbols), nil
}

// clipped keeps no more of a text than could be a reference: a letter has up to four bytes.
func clipped(typed string) string { return typed[:min(len(typed), 4*longest+4)] }

// String writes the reference in its groups.
func (r Reference) String() string {
	var out []string
	for rest := string(r); rest != ""; {
		n := min(group, len(rest))
		out, rest = append(out, rest[:n]), rest[n:]
	}
	return strings.Join(out, "-")
}

// Valid tells whether this is a reference as New makes them.
func (r Reference) Valid() bool {
	read, err := Parse(string(r))
	return err == nil && read == r
}

// Last are the last three symbols, by which lists name a thing to whoever knows it.
func (r Reference) Last() string { return string(r[max(0, len(r)-3):]) }

// between tells whether something is written between the symbols and means nothing.
func between(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Dash, r) || unicode.Is(unicode.Cf, r) || r == '.' || r == '_'
}

// meant is the symbol that somebody means by a letter; 0 when there is none.
func meant(r rune) byte {
	const cyrillic, latin = "АВЕКМНРСТХОІЈ", "ABEKMHPCTX01J" // printed alike; of the first each has two bytes
	r = unicode.ToUpper(r)
	if i := strings.IndexRune(cyrillic, r); i >= 0 {
		return latin[i/2]
	}
	switch {
	case r == 'O':
		return '0'
	case r == 'I', r == 'L':
		return '1'
	case r > unicode.MaxASCII:
		return 0
	}
	return byte(r) //nolint:gosec // G115: ASCII
}

// times multiplies by x in the field of 32 elements, modulo x⁵+x²+1. The sum of all symbols, each times a power of x of its own, is
// nothing in a good reference; x has 31 powers, so one wrong symbol is always noticed, and so are any two that changed places.
func times(a byte) byte {
	a <<= 1
	if a&0x20 != 0 {
		a ^= 0x25
	}
	return a
}
