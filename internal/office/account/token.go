package account

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"strings"
)

// newToken makes a secret for one browser: 130 random bits as 26 letters and digits (ASVS 7.2.3).
func newToken() string { return rand.Text() }

// The kinds of marks, so that no token of one kind is good as another.
const (
	markChallenge  = "account/challenge"
	markCode       = "account/code"
	markCeremony   = "account/ceremony"
	markState      = "account/state"
	markVisitor    = "account/visitor"
	markSession    = "account/session"
	markDevice     = "account/device"
	markToken      = "account/token"
	markInvitation = "invitation" // the desk of administration, which invites colleagues, marks its links under the same word
)

// newCode draws the digits of a code, each of the 10^8 as likely as any other.
func newCode() (string, error) {
	const all = 100_000_000
	n, err := rand.Int(rand.Reader, big.NewInt(all))
	if err != nil {
		return "", fmt.Errorf("draw a code: %w", err)
	}
	return fmt.Sprintf("%0*d", codeDigits, n), nil
}

// readCode reads digits as people type and paste them: with spaces and hyphens, or what a letter has around them. The answer is false
// if they are not as many as a code has.
func readCode(typed string) (string, bool) {
	var digits strings.Builder
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case r == ' ' || r == '-' || r == '\u00a0' || r == '\u202f' || r == '\t':
		default:
			return "", false
		}
	}
	return digits.String(), digits.Len() == codeDigits
}

// same compares marks in a time that does not depend on where they differ.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
