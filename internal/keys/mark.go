package keys

import (
	"crypto/hmac"
	"encoding/hex"
)

// Lookup is a keyed hash (HMAC-SHA256, 64 hexadecimal digits) by which an encrypted number is found again: the same kind and value give
// the same look-up. The caller writes the value in one form first: "AB 123" and "ab123" have different look-ups. Who has the
// database without the keys cannot try numbers against it.
func (r *Ring) Lookup(kind, value string) string {
	return hex.EncodeToString(hashOf(r.lookups, kind, value))
}

// Mark is a keyed hash (HMAC-SHA256, 64 hexadecimal digits) of a value that is recognised and never read again: values in the audit
// chain, tokens of sessions, one-time codes, the keys of rate limits. It has a sub-key of its own, so a mark never equals a look-up.
func (r *Ring) Mark(kind, value string) string {
	return hex.EncodeToString(hashOf(r.marks, kind, value))
}

// Matches reports whether mark is the Mark of kind and value, in a time that does not depend on where they differ.
func (r *Ring) Matches(kind, value, mark string) bool {
	return hmac.Equal([]byte(r.Mark(kind, value)), []byte(mark))
}
