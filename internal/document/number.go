package document

import (
	"crypto/rand"
	"math/big"
	"slices"
	"strings"
)

// Number is the serial of a document: the letter of its kind and eight digits, R04821733. It is as long as the document number of a
// machine-readable zone (ICAO 9303-5: nine characters). Numbers are drawn, not counted: nobody reads from one how many papers there are,
// and no two officers wait for each other.
type Number string

// numberDigits are the digits of a number.
const numberDigits = 8

// NewNumber draws a number. Whether it is free, the store knows: one that was reserved once is never given again.
func NewNumber(k Kind) Number {
	n, err := rand.Int(rand.Reader, big.NewInt(1e8))
	if err != nil {
		panic(err) // crypto/rand never fails
	}
	digits := n.String()
	return Number(k.letter() + strings.Repeat("0", numberDigits-len(digits)) + digits)
}

// letter begins the numbers of a kind.
func (k Kind) letter() string {
	switch k {
	case Receipt:
		return "R"
	case Certificate:
		return "C"
	case Decision:
		return "D"
	case Invitation:
		return "I"
	case Letter:
		return "L"
	}
	return ""
}

// Of tells whether this is a number of a kind.
func (n Number) Of(k Kind) bool {
	digits, ok := strings.CutPrefix(string(n), k.letter())
	return ok && slices.Contains(Kinds(), k) && len(digits) == numberDigits &&
		!strings.ContainsFunc(digits, func(r rune) bool { return r < '0' || r > '9' })
}

// Masked is the number as lists show it: its letter and its last three digits.
func (n Number) Masked() string {
	if len(n) < 4 {
		return ""
	}
	return string(n[:1]) + "…" + string(n[len(n)-3:])
}
