// Package certificate reads the certificates of those who sign seals, and finds the key that a seal names.
//
// It reads what a seal's verification needs and nothing else: whose key it is, its number, from when until when. It does not build chains;
// whoever fills a Ring decides whom to trust. The standard library cannot take certificates on brainpool curves, nor those with the
// curve written out in full, which Doc 9303-12 asks for.
package certificate

import (
	"bytes"
	"crypto"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// Certificate is what a certificate says of a signer of seals.
type Certificate struct {
	Signer      string           // country and common name of the subject, "ROSJ"; "" when it is none of a signer
	Reference   string           // its serial number in hexadecimal digits, as seal.Reference has it
	Public      crypto.PublicKey // *ecdsa.PublicKey on a curve that seals are verified with, or an Unusable
	From, Until string           // days of its validity, "YYYY-MM-DD"
	Raw         []byte           // as it was read, in DER
}

// Unusable is a key with which no seal can be verified.
type Unusable struct{ Why string }

// ErrCertificate is what is no certificate.
var ErrCertificate = errors.New("not a certificate")

// signed is what we take of the part of a certificate that is signed (RFC 5280, 4.1).
type signed struct {
	Serial   *big.Int
	Validity struct{ From, Until time.Time }
	Subject  pkix.RDNSequence
	Key      keyInfo
}

// Read reads the certificates in a file: one in DER, or any number in PEM, none too; other blocks of PEM, such as keys, are left out.
func Read(file []byte) ([]Certificate, error) {
	if !bytes.Contains(file, []byte("-----BEGIN ")) {
		c, err := parse(file)
		if err != nil {
			return nil, err
		}
		return []Certificate{c}, nil
	}
	var all []Certificate
	for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := parse(block.Bytes)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func parse(der []byte) (Certificate, error) {
	var outer struct {
		Signed    asn1.RawValue
		Algorithm asn1.RawValue
		Signature asn1.BitString
	}
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || len(rest) > 0 {
		return Certificate{}, fmt.Errorf("%w: %w", ErrCertificate, errors.Join(err, trailing(rest)))
	}
	inner, err := readSigned(outer.Signed.FullBytes)
	if err != nil {
		return Certificate{}, err
	}
	return Certificate{
		Signer:    signerOf(inner.Subject),
		Reference: strings.ToUpper(inner.Serial.Text(16)),
		Public:    inner.Key.public(),
		From:      inner.Validity.From.UTC().Format(time.DateOnly),
		Until:     inner.Validity.Until.UTC().Format(time.DateOnly),
		Raw:       bytes.Clone(der),
	}, nil
}

// readSigned reads what is signed. Extensions and the like, which follow the key, are of no matter here.
func readSigned(der []byte) (signed, error) {
	var sequence []asn1.RawValue
	if _, err := asn1.Unmarshal(der, &sequence); err != nil {
		return signed{}, fmt.Errorf("%w: %w", ErrCertificate, err)
	}
	if len(sequence) > 0 && sequence[0].Class == asn1.ClassContextSpecific && sequence[0].Tag == 0 {
		sequence = sequence[1:] // the version
	}
	const needed = 6 // serial number, algorithm, issuer, validity, subject, key
	if len(sequence) < needed {
		return signed{}, fmt.Errorf("%w: a part is missing", ErrCertificate)
	}
	var out signed
	for at, into := range map[int]any{0: &out.Serial, 3: &out.Validity, 4: &out.Subject, 5: &out.Key} {
		if rest, err := asn1.Unmarshal(sequence[at].FullBytes, into); err != nil || len(rest) > 0 {
			return signed{}, fmt.Errorf("%w: part %d: %w", ErrCertificate, at, errors.Join(err, trailing(rest)))
		}
	}
	if out.Serial.Sign() < 0 {
		return signed{}, fmt.Errorf("%w: its number is below 0", ErrCertificate)
	}
	return out, nil
}

func trailing(rest []byte) error {
	if len(rest) == 0 {
		return nil
	}
	return errors.New("something follows")
}

// signerOf is country and common name, two characters each (Doc 9303-13).
func signerOf(subject pkix.RDNSequence) string {
	var name pkix.Name
	name.FillFromRDNSequence(&subject)
	if len(name.Country) != 1 || len(name.Country[0]) != 2 || len(name.CommonName) != 2 {
		return ""
	}
	return strings.ToUpper(name.Country[0] + name.CommonName)
}
