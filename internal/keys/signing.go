package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// What can be wrong with a signing folder besides ErrDamaged and ErrExposed.
var (
	// ErrPassphrase: the passphrase does not open the key.
	ErrPassphrase = errors.New("the passphrase does not open the key")
	// ErrWeak: the key is no ECDSA key of P-256 or stronger (ASVS 11.2.3).
	ErrWeak = errors.New("weaker than ECDSA with P-256")
	// ErrNotInUse: no key may sign on this day. The next one is made with sejur signer rotate.
	ErrNotInUse = errors.New("no key may sign on this day")
	// ErrForeign: certificate and key, or certificate and authority, do not belong together.
	ErrForeign = errors.New("certificate, key and authority do not belong together")
	// ErrSignature: what the key gave is no signature under its certificate.
	ErrSignature = errors.New("the key gave a signature that does not verify")
)

// Signing is an opened key that signs what the office hands out, with the certificate by which anyone checks it. OpenSigning and
// OpenToken make one; the zero Signing signs nothing. It may be used by several goroutines at once.
type Signing struct {
	key       dated
	chain     []*x509.Certificate
	published Certificates
}

// Signer signs digests (ECDSA, ASN.1 DER) and verifies each signature before it gives it away: a token that fails, or a machine that
// miscalculates, gives none (ErrSignature). Outside the days on which its key may sign it answers with ErrNotInUse.
func (s *Signing) Signer() crypto.Signer { return s.key }

// Certificate is that of the key.
func (s *Signing) Certificate() *x509.Certificate { return s.chain[0] }

// Chain leads from Certificate to the authority that issued it, both included.
func (s *Signing) Chain() []*x509.Certificate { return s.chain }

// Identifier is by what a seal's header knows the signer: country and two characters, such as ROSJ (ICAO Doc 9303-13).
func (s *Signing) Identifier() string { return Identifier(s.Certificate()) }

// Reference is by what a seal's header knows the certificate among those of its signer: its serial number, hexadecimal.
func (s *Signing) Reference() string { return Reference(s.Certificate()) }

// Published are all certificates of the folder: those of former keys too, whose documents are still about, and the authority's.
func (s *Signing) Published() Certificates { return s.published }

// Specimen tells that the authority is made up, for a trial: whatever is signed is no document of anybody.
func (s *Signing) Specimen() bool { return IsSpecimen(s.Certificate()) }

// Until is when the key stops signing.
func (s *Signing) Until() time.Time { return s.key.use.To }

// Close gives up a token; a key from a file needs nothing.
func (s *Signing) Close() error {
	if held, ok := s.key.key.(io.Closer); ok {
		return held.Close()
	}
	return nil
}

// Format prints the name of the type and never the key, whatever the verb.
func (Signing) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "keys.Signing") }

// dated is a key that signs in its own time alone.
type dated struct {
	key crypto.Signer
	use Period
	now func() time.Time
}

// Public is the public half.
func (d dated) Public() crypto.PublicKey { return d.key.Public() }

// Sign signs a digest. Its error is ErrNotInUse, ErrSignature, or the token's.
func (d dated) Sign(chance io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if !d.use.Has(d.now()) {
		return nil, ErrNotInUse
	}
	sig, err := d.key.Sign(chance, digest, opts)
	if err != nil {
		return nil, err
	}
	public, ok := d.key.Public().(*ecdsa.PublicKey)
	if !ok || !ecdsa.VerifyASN1(public, digest, sig) {
		return nil, ErrSignature
	}
	return sig, nil
}

// Format prints the name of the type and never the key, whatever the verb.
func (dated) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "keys.Signing") }

// newSigning puts a key and its certificate together. Every fault that a folder can have is found here, before the first signature.
func newSigning(key crypto.Signer, own *x509.Certificate, all Certificates, now func() time.Time) (*Signing, error) {
	if err := strong(own.PublicKey); err != nil {
		return nil, err
	}
	if !samePublic(key.Public(), own.PublicKey) {
		return nil, ErrForeign
	}
	authority, found := all.issuer(own)
	if !found {
		return nil, fmt.Errorf("nobody issued the certificate: %w", ErrForeign)
	}
	if err := strong(authority.PublicKey); err != nil {
		return nil, fmt.Errorf("the authority: %w", err)
	}
	if own.KeyUsage&x509.KeyUsageDigitalSignature == 0 || own.IsCA {
		return nil, fmt.Errorf("the certificate is not for signatures: %w", ErrForeign)
	}
	use := Use(own)
	if !use.Has(now()) {
		return nil, fmt.Errorf("its days are %s to %s: %w", use.From.Format(time.DateOnly), use.To.Format(time.DateOnly), ErrNotInUse)
	}
	return &Signing{key: dated{key, use, now}, chain: []*x509.Certificate{own, authority}, published: all}, nil
}

// minBits is the size of the weakest curve: P-256, 128 bits of strength.
const minBits = 256

// strong refuses what is no ECDSA key of P-256 or stronger.
func strong(public crypto.PublicKey) error {
	key, ok := public.(*ecdsa.PublicKey)
	if !ok || key.Curve.Params().BitSize < minBits {
		return ErrWeak
	}
	return nil
}

// samePublic tells whether two public keys are one.
func samePublic(a, b crypto.PublicKey) bool {
	key, ok := a.(*ecdsa.PublicKey)
	return ok && key.Equal(b)
}

// Identifier is the signer of a certificate as a seal's header has it: country and common name.
func Identifier(c *x509.Certificate) string {
	return strings.Join(c.Subject.Country, "") + c.Subject.CommonName
}

// Reference is a certificate as a seal's header has it: its serial number, hexadecimal in capitals.
func Reference(c *x509.Certificate) string { return fmt.Sprintf("%X", c.SerialNumber) }
