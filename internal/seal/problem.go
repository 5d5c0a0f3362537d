package seal

import "strconv"

// Problem is why a seal was refused, cannot be written, or is not valid. It is a message key without the leading "error.".
type Problem string

// What is wrong with the bytes of a seal.
const (
	TooLong         Problem = "seal.too-long"         // longer than any bar code
	Cut             Problem = "seal.cut"              // ends too early
	Magic           Problem = "seal.magic"            // does not begin with 0xDC: no seal
	WrongVersion    Problem = "seal.version"          // neither ICAO version 3 nor 4
	WrongReference  Problem = "seal.reference"        // the certificate's reference, or how long it is, cannot be read
	WrongCode       Problem = "seal.c40"              // text that is not in C40
	NoSuchDay       Problem = "seal.date"             // a day that does not exist
	WrongLength     Problem = "seal.length"           // a length that is not in the short or the long form of DER
	Twice           Problem = "seal.twice"            // two features of one tag
	Empty           Problem = "seal.empty"            // no feature
	Unsigned        Problem = "seal.unsigned"         // no signature
	SignatureLength Problem = "seal.signature-length" // the signature is not r and s of the key's curve
	After           Problem = "seal.after"            // something stands after the signature
)

// What cannot be sealed.
const (
	UnknownKind    Problem = "seal.kind"     // no such definition
	UnknownFeature Problem = "seal.feature"  // the definition has no feature of this name
	Missing        Problem = "seal.missing"  // the definition requires the feature
	WrongValue     Problem = "seal.value"    // the value does not fit the feature's coding
	WrongSize      Problem = "seal.size"     // the value is shorter or longer than the definition allows
	WrongHeader    Problem = "seal.header"   // country, signer or certificate cannot be written
	WrongKey       Problem = "seal.key"      // the key is not on P-256 or P-384
	Alternatives   Problem = "seal.one-of"   // the definition wants exactly one of several features
	WrongCategory  Problem = "seal.category" // the definition belongs to another country
)

// Error says why a seal was refused or cannot be written.
type Error struct {
	Problem Problem
	At      int    // the byte, counted from 0, at which reading ended
	Feature string // the feature or the part of the header that cannot be written
}

// Error is for logs and tests; a person reads the sentence of the problem.
func (e *Error) Error() string {
	if e.Feature != "" {
		return string(e.Problem) + ": " + e.Feature
	}
	return string(e.Problem) + " at byte " + strconv.Itoa(e.At)
}

func refuse(p Problem, at int) *Error { return &Error{Problem: p, At: at} }

func unfit(p Problem, feature string) *Error { return &Error{Problem: p, Feature: feature} }
