// Package seal reads, writes and verifies visible digital seals: a few signed facts of a paper, printed on it as a bar code.
//
// The form is that of ICAO Doc 9303-13 and of BSI TR-03137 part 1: a header (who seals what, and when), a message (the features of the
// paper, each a tag, a length and a value) and a signature (ECDSA, r and s side by side, over header and message as they stand). Whoever
// has the signer's certificate verifies a seal without asking anybody.
//
// The papers of the two standards and of what is published beside them stand in definitions.go; the definitions of this office stand in
// private.go, are private, and are written down byte by byte in docs/seals.md. Days are text, "YYYY-MM-DD": the package knows no calendar
// and no clock. Bar codes are the business of the packages matrix (writing) and scan (reading); certificates of the package certificate.
package seal

import (
	"slices"
	"strings"
)

// maxBytes is longer than any bar code: a QR code of the largest size holds 2,953 bytes.
const maxBytes = 4096

// signatureTag ends the message and begins the signature.
const signatureTag = 0xff

// Seal is a seal as it was read. It says what is written, not that it is true: see Verify.
type Seal struct {
	Header
	Features  []Feature // in the order of the message
	Signature []byte    // r and s, each half of it

	raw    []byte
	signed int // how much of raw is signed: header and message
}

// Feature is one fact of a message.
type Feature struct {
	Tag    byte
	Name   string // of the standard; "0x07" when the definition does not know the tag
	Coding Coding
	Value  string // as text: see Coding
	Bytes  []byte // as they stand in the seal
}

// Parse reads a seal. What it refuses is an *Error that says why; a value that does not follow its own coding is no reason to
// refuse the seal: it is told in hexadecimal.
func Parse(raw []byte) (Seal, error) {
	if len(raw) > maxBytes {
		return Seal{}, refuse(TooLong, maxBytes)
	}
	raw = slices.Clone(raw)
	header, at, err := readHeader(raw)
	if err != nil {
		return Seal{}, err
	}
	s := Seal{Header: header, raw: raw}
	definition := find(header.Country, header.Definition, header.Category)
	for at < len(raw) {
		start := at
		tag, value, next, err := readField(raw, at)
		if err != nil {
			return Seal{}, err
		}
		at = next
		if tag == signatureTag {
			s.Signature, s.signed = value, start
			break
		}
		if slices.ContainsFunc(s.Features, func(f Feature) bool { return f.Tag == tag }) {
			return Seal{}, refuse(Twice, start)
		}
		s.Features = append(s.Features, definition.read(tag, value))
	}
	switch {
	case s.signed == 0:
		return Seal{}, refuse(Unsigned, at)
	case len(s.Features) == 0:
		return Seal{}, refuse(Empty, s.signed)
	case len(s.Signature) == 0 || len(s.Signature)%2 != 0:
		return Seal{}, refuse(SignatureLength, s.signed)
	case at < len(raw):
		return Seal{}, refuse(After, at)
	}
	return s, nil
}

// Raw is the seal as it was read.
func (s Seal) Raw() []byte { return slices.Clone(s.raw) }

// Signed is what the signature is about: header and message.
func (s Seal) Signed() []byte { return slices.Clone(s.raw[:s.signed]) }

// Kind names the paper, "RESIDENCE_PERMIT"; "" when the definition is not known.
func (s Seal) Kind() string {
	definition := find(s.Country, s.Definition, s.Category)
	return definition.Name
}

// Feature returns the feature with a name of its definition.
func (s Seal) Feature(name string) (Feature, bool) {
	i := slices.IndexFunc(s.Features, func(f Feature) bool { return f.Name == name })
	if i < 0 {
		return Feature{}, false
	}
	return s.Features[i], true
}

// MRZ is the machine-readable zone in the seal, its lines joined by a newline; "" when it holds none. Of a visa the second line is as short
// as the seal has it: without the optional data.
func (s Seal) MRZ() string {
	for _, f := range s.Features {
		if f.Coding.isMRZ() && strings.Contains(f.Value, "\n") {
			return f.Value
		}
	}
	return ""
}
