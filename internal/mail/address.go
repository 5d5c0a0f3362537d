package mail

import (
	"strings"

	"sejur/internal/fault"
)

// Bounds of RFC 5321, section 4.5.3.1: what mail servers must take.
const (
	maxAddress = 254 // a path of 256 without its angle brackets
	maxLocal   = 64
	maxDomain  = 253
	maxLabel   = 63
)

// ParseAddress reads one e-mail address that a person typed, without a display name, and returns it with its domain in small letters; spaces
// around it do not matter. What stands before the @ is kept as typed: only its own server knows whether capitals matter there.
//
// It takes fewer addresses than RFC 5322 knows: no quotes, no comments, no numeric hosts, no letters beyond ASCII (a domain in other
// letters has a form with xn--, which is taken). The faults are Invalid, about the field email.
func ParseAddress(s string) (string, error) {
	s = strings.Trim(s, " ")
	if s == "" {
		return "", fault.Field("email", "mail.address-missing")
	}
	if len(s) > maxAddress {
		return "", fault.Field("email", "mail.address-long")
	}
	if !oneLine(s) {
		return "", fault.Field("email", "mail.address-form")
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r > '~' }) {
		return "", fault.Field("email", "mail.address-letters")
	}
	local, domain, found := strings.Cut(s, "@")
	if !found || !isLocal(local) || !isDomain(domain) {
		return "", fault.Field("email", "mail.address-form")
	}
	return local + "@" + strings.ToLower(domain), nil
}

// Fold is the form in which two addresses are compared: nobody may open a second account by writing their address in capitals. s is an
// address from ParseAddress.
func Fold(s string) string {
	return strings.ToLower(s)
}

// isLocal tells whether s is a dot-atom (RFC 5322, section 3.2.3) of a length that servers take.
func isLocal(s string) bool {
	const atom = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~"
	if len(s) > maxLocal {
		return false
	}
	for part := range strings.SplitSeq(s, ".") {
		if !made(part, atom) {
			return false
		}
	}
	return true
}

// isDomain tells whether s is the name of a host with at least two labels, the last of which is no number.
func isDomain(s string) bool {
	const letters, digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
	labels := strings.Split(s, ".")
	if len(s) > maxDomain || len(labels) < 2 || made(labels[len(labels)-1], digits) {
		return false
	}
	for _, label := range labels {
		if len(label) > maxLabel || !made(label, letters+digits+"-") || strings.Trim(label, "-") != label {
			return false
		}
	}
	return true
}
