package seal

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	_ "crypto/sha256" // the digests of signatures
	_ "crypto/sha512"
	"math/big"
	"strings"

	"github.com/ProtonMail/go-crypto/brainpool"
)

// Status is what a verification came to.
type Status string

// The statuses.
const (
	Valid         Status = "valid"          // signed by the key that the header names
	Invalid       Status = "invalid"        // not a seal, or not signed by that key, or changed since
	UnknownSigner Status = "unknown-signer" // we have no key for the signer; nothing is said about the seal
	UnknownCurve  Status = "unknown-curve"  // we have the key and cannot use it; nothing is said about the seal
)

// Why a seal has its status, beside the problems of its bytes.
const (
	Holds         Problem = "seal.holds"           // the signature is right
	Outside       Problem = "seal.outside"         // the same, on a day on which the certificate was not valid; said by those who know it
	Forged        Problem = "seal.signature"       // the signature does not belong to these bytes and this key
	OutOfRange    Problem = "seal.signature-range" // r or s is no number of a signature
	NoCertificate Problem = "seal.no-certificate"  // no key for signer and certificate
	OtherCurve    Problem = "seal.curve"           // neither P-256 nor P-384 nor brainpoolP256r1
)

// Verdict is a status and why.
type Verdict struct {
	Status Status
	Sub    Problem
}

// Keys knows the keys of signers.
type Keys interface {
	// Key returns the public key of a signer's certificate: the signer as the header has it ("ROSJ"), the certificate's serial number in
	// upper-case hexadecimal digits without leading zeros (see Reference). A key that is no *ecdsa.PublicKey on a curve we know says that the
	// signer is known and its curve is not.
	Key(signer, certificate string) (crypto.PublicKey, bool)
}

// Reference is the form in which certificates are looked up: upper case, without leading zeros. Version 3 fills up to five digits.
func Reference(certificate string) string {
	if short := strings.TrimLeft(strings.ToUpper(certificate), "0"); short != "" {
		return short
	}
	return "0"
}

// Check parses and verifies in one go. Bytes that are no seal are invalid, and Sub says what is wrong with them.
func Check(raw []byte, keys Keys) (Seal, Verdict) {
	s, err := Parse(raw)
	if err != nil {
		return Seal{}, Verdict{Invalid, err.(*Error).Problem} //nolint:errorlint,forcetypeassert // Parse refuses with nothing else
	}
	return s, s.Verify(keys)
}

// Verify says whether the signature is that of the key which the header names. It does not know whether the certificate of that key is
// to be trusted, nor until when: whoever fills Keys does.
//
// (r, n−s) is as valid as (r, s); that is so with every ECDSA signature and changes nothing of what is sealed. A seal is therefore
// recognised by what it says, never by its bytes.
func (s Seal) Verify(keys Keys) Verdict {
	key, ok := keys.Key(strings.ToUpper(s.Signer), Reference(s.Certificate))
	if !ok {
		return Verdict{UnknownSigner, NoCertificate}
	}
	public, ok := key.(*ecdsa.PublicKey)
	if !ok {
		return Verdict{UnknownCurve, OtherCurve}
	}
	m := methodOf(public)
	if m.size == 0 {
		return Verdict{UnknownCurve, OtherCurve}
	}
	if len(s.Signature) != 2*m.size {
		return Verdict{Invalid, SignatureLength}
	}
	r, t := new(big.Int).SetBytes(s.Signature[:m.size]), new(big.Int).SetBytes(s.Signature[m.size:])
	order := public.Curve.Params().N
	if r.Sign() == 0 || t.Sign() == 0 || r.Cmp(order) >= 0 || t.Cmp(order) >= 0 {
		return Verdict{Invalid, OutOfRange}
	}
	if !ecdsa.Verify(public, m.digest(s.raw[:s.signed]), r, t) {
		return Verdict{Invalid, Forged}
	}
	return Verdict{Valid, Holds}
}

// method is how the keys of a curve sign: Doc 9303-13 takes SHA-256 for keys of up to 256 bits and SHA-384 for 384.
type method struct {
	hash crypto.Hash
	size int // of r and of s, in bytes; 0: a curve that we cannot use
}

func methodOf(key *ecdsa.PublicKey) method {
	switch key.Curve {
	case elliptic.P256(), brainpool.P256r1():
		return method{crypto.SHA256, 32}
	case elliptic.P384():
		return method{crypto.SHA384, 48}
	}
	return method{}
}

func (m method) digest(message []byte) []byte {
	h := m.hash.New()
	h.Write(message)
	return h.Sum(nil)
}
