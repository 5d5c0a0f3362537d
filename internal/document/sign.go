package document

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/person"
)

// Key is what the office signs with.
type Key struct {
	Signer      crypto.Signer
	Certificate *x509.Certificate
	Identifier  string // of the signer, as a seal names it: the country and two letters
	Reference   string // of the certificate, as a seal names it
	Specimen    bool   // the key is for a trial: it signs specimens alone
}

// SignerCertificate is one by which seals are verified.
type SignerCertificate struct {
	ID                    string
	Identifier, Reference string
	DER                   []byte
	NotBefore, NotAfter   time.Time
	Registered            time.Time
	Retired               time.Time // zero while it signs
	Distrusted            time.Time // zero while it is believed; whoever is distrusted is retired
	Doubt                 Doubt     // "" while it is believed
}

// Doubt is why a certificate is believed no more.
type Doubt string

// ErrDistrusted says that the key's certificate is believed no more: nothing is signed with it.
var ErrDistrusted = errors.New("the certificate is distrusted")

// Trusted is ErrDistrusted for a certificate that is believed no more.
func (c SignerCertificate) Trusted() error {
	if c.Distrusted.IsZero() {
		return nil
	}
	return fmt.Errorf("%s %s, since %s: %w", c.Identifier, c.Reference, c.Distrusted.Format(time.DateOnly), ErrDistrusted)
}

// Registered is the certificate among all that a key's seals are verified with. With one that is distrusted nothing is signed.
func (k Key) Registered(all []SignerCertificate) (SignerCertificate, error) {
	for _, c := range all {
		if c.Identifier == k.Identifier && c.Reference == k.Reference {
			return c, c.Trusted()
		}
	}
	return SignerCertificate{}, fmt.Errorf("certificate %s %s is not registered", k.Identifier, k.Reference)
}

// Seal is the signature of a document.
type Seal struct {
	Document    ID
	Person      person.ID
	Raw         []byte
	Digest      string // see Digest
	Certificate string // id of the certificate that signed it
	SignedAt    time.Time
}

// Sealed is a seal with the reference of its certificate, for the record.
type Sealed struct {
	Seal
	Reference string
}

// Sealing is the port by which a desk plans a document that it signs within the same transaction.
type Sealing interface {
	Planning
	// Certificates are all that ever signed.
	Certificates(ctx context.Context) ([]SignerCertificate, error)
	// AddSigned stores a document with its seal. A second receipt of one application is a fault of kind Conflict.
	AddSigned(ctx context.Context, d Document, s Seal) error
}

// Verified is the rule of every signature, whoever asks for it: a seal that was written with a key is good when the registered, believed
// certificate of the key signs today, and verifies it as the seal of this document.
func Verified(d Document, raw []byte, key Key, all []SignerCertificate, now time.Time) (Sealed, error) {
	c, err := key.Registered(all)
	if err != nil {
		return Sealed{}, err
	}
	if !c.Retired.IsZero() || now.Before(c.NotBefore) || now.After(c.NotAfter) {
		return Sealed{}, fmt.Errorf("certificate %s of the key does not sign today", key.Reference)
	}
	if key.Certificate != nil && bytes.Equal(key.Certificate.Raw, c.DER) {
		err = verify(raw, d, published{c, key.Certificate.PublicKey}) // as it was registered, and read already
	} else {
		err = Verify(raw, d, c)
	}
	if err != nil {
		return Sealed{}, err
	}
	digest, err := Digest(raw)
	if err != nil {
		return Sealed{}, err
	}
	seal := Seal{Document: d.ID, Person: d.Person, Raw: raw, Digest: digest, Certificate: c.ID, SignedAt: now}
	return Sealed{Seal: seal, Reference: c.Reference}, nil
}

// Sign writes the seal of a planned document and verifies it; nothing is stored yet. The caller has asked whether the document may be signed.
func Sign(d Document, key Key, all []SignerCertificate, now time.Time) (Sealed, error) {
	raw, err := Write(d, key, calendar.Today(now))
	if err != nil {
		return Sealed{}, fmt.Errorf("seal document %s: %w", d.ID, err)
	}
	return Verified(d, raw, key, all, now)
}
