package keys

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/seal"
	"sejur/internal/verdict"
)

// ErrBundle is a text that is no bundle of certificates: something else in it, a weak key, or one reference for two keys.
var ErrBundle = errors.New("not a bundle of certificates")

// Certificates are those of signers and of the authorities that issued them, as they are published for whoever checks a document.
type Certificates []*x509.Certificate

// ParseCertificates reads PEM blocks of certificates, one after the other; text around them is skipped. The same certificate may stand
// there twice. Its error is ErrBundle. That a certificate stands there means that whoever made the bundle trusts it.
func ParseCertificates(text []byte) (Certificates, error) {
	var all Certificates
	for {
		var block *pem.Block
		block, text = pem.Decode(text)
		if block == nil {
			return all, nil
		}
		if block.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("there is a %q in it: %w", block.Type, ErrBundle)
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("certificate %d cannot be read: %w", len(all)+1, ErrBundle) // the cause may quote what it read
		}
		if err := strong(c.PublicKey); err != nil {
			return nil, fmt.Errorf("certificate %s: %w: %w", Reference(c), err, ErrBundle)
		}
		if slices.ContainsFunc(all, c.Equal) {
			continue
		}
		if _, taken := all.Signer(Identifier(c), Reference(c)); taken && !c.IsCA {
			return nil, fmt.Errorf("two certificates are %s %s: %w", Identifier(c), Reference(c), ErrBundle)
		}
		all = append(all, c)
	}
}

// PEM writes the bundle, each certificate below a line that says whose it is.
func (all Certificates) PEM() []byte {
	var b bytes.Buffer
	for _, c := range all {
		what := "authority"
		if !c.IsCA {
			what = "signer " + Identifier(c) + ", certificate " + Reference(c)
		}
		fmt.Fprintf(&b, "# %s: %s\n", what, strings.NewReplacer("\n", " ", "\r", " ").Replace(c.Subject.String()))
		_ = pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}) // a Buffer takes everything
	}
	return b.Bytes()
}

// Signer finds the certificate that a seal's header names. Zeros at the front of a reference and the case of its letters do not count.
func (all Certificates) Signer(identifier, reference string) (*x509.Certificate, bool) {
	for _, c := range all {
		if !c.IsCA && strings.EqualFold(Identifier(c), identifier) && Reference(c) == seal.Reference(reference) {
			return c, true
		}
	}
	return nil, false
}

// Keyring is what seals are verified with: the keys of signers, each with the legal days on which it signs. A seal of another day is not
// believed, whatever its signature.
func (all Certificates) Keyring() verdict.Keyring {
	var ring verdict.Keyring
	for _, c := range all {
		if c.IsCA {
			continue
		}
		use := Use(c)
		key := verdict.NewKey(Identifier(c), Reference(c), c.PublicKey, calendar.Today(use.From).String(), calendar.Today(use.To).String())
		key.Specimen = IsSpecimen(c)
		ring = append(ring, key)
	}
	return ring
}

// Newest is the certificate of a signer that began last among those whose key may sign at a time.
func (all Certificates) Newest(at time.Time) (*x509.Certificate, bool) {
	return all.newest(func(*x509.Certificate) bool { return true }, at)
}

// newest is Newest among those that fit.
func (all Certificates) newest(fits func(*x509.Certificate) bool, at time.Time) (newest *x509.Certificate, found bool) {
	for _, c := range all {
		if !c.IsCA && Use(c).Has(at) && (newest == nil || c.NotBefore.After(newest.NotBefore)) && fits(c) {
			newest = c
		}
	}
	return newest, newest != nil
}

// has tells whether a serial number is taken.
func (all Certificates) has(serial *big.Int) bool {
	for _, c := range all {
		if c.SerialNumber.Cmp(serial) == 0 {
			return true
		}
	}
	return false
}

// issuer finds the authority that issued a certificate.
func (all Certificates) issuer(of *x509.Certificate) (*x509.Certificate, bool) {
	for _, c := range all {
		if c.IsCA && of.CheckSignatureFrom(c) == nil {
			return c, true
		}
	}
	return nil, false
}
