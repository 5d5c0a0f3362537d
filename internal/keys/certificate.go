package keys

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// The times of keys and certificates (BSI TR-03137-1, 6.4.3). A key signs for a year and two months more, for a smooth change; its
// certificate is good for as long as what was signed on the last day may be shown.
const (
	signerMonths    = 14
	authorityMonths = 36
	trialMonths     = 120 // nobody changes the keys of a trial
	paperYears      = 10  // the longest validity of a document
)

// specimen is the organisation of whoever is made up.
const specimen = "SPECIMEN"

// IsSpecimen tells whether a certificate is one of a trial.
func IsSpecimen(c *x509.Certificate) bool { return slices.Contains(c.Subject.Organization, specimen) }

// Period is a time of use, both ends included.
type Period struct{ From, To time.Time }

// Has tells whether the period has an instant.
func (p Period) Has(at time.Time) bool { return !at.Before(p.From) && !at.After(p.To) }

// usageOID is the extension PrivateKeyUsagePeriod (2.5.29.16), which ICAO Doc 9303-12 wants and crypto/x509 does not read.
func usageOID() asn1.ObjectIdentifier { return asn1.ObjectIdentifier{2, 5, 29, 16} }

// usagePeriod is its value.
type usagePeriod struct {
	NotBefore time.Time `asn1:"generalized,optional,tag:0"`
	NotAfter  time.Time `asn1:"generalized,optional,tag:1"`
}

// Use is when the key of a certificate signs: what its PrivateKeyUsagePeriod says, within its validity.
func Use(c *x509.Certificate) Period {
	use := Period{c.NotBefore, c.NotAfter}
	for _, e := range c.Extensions {
		var said usagePeriod
		if !e.Id.Equal(usageOID()) {
			continue
		}
		if rest, err := asn1.Unmarshal(e.Value, &said); err != nil || len(rest) > 0 {
			return Period{From: c.NotAfter, To: c.NotBefore} // never: what cannot be read is not believed
		}
		if said.NotBefore.After(use.From) {
			use.From = said.NotBefore
		}
		if !said.NotAfter.IsZero() && said.NotAfter.Before(use.To) {
			use.To = said.NotAfter
		}
	}
	return use
}

// profile is what the certificates of authorities and signers have in common.
func profile(subject pkix.Name, serial *big.Int, use Period, until time.Time) (*x509.Certificate, error) {
	period, err := asn1.Marshal(usagePeriod{use.From, use.To})
	if err != nil {
		return nil, fmt.Errorf("write the time of use: %w", err)
	}
	return &x509.Certificate{
		Subject: subject, SerialNumber: serial, NotBefore: use.From, NotAfter: until,
		SignatureAlgorithm: x509.ECDSAWithSHA256,
		ExtraExtensions:    []pkix.Extension{{Id: usageOID(), Value: period}},
	}, nil
}

// issueAuthority makes the certificate of an authority, signed by itself.
func (c Ceremony) issueAuthority(key crypto.Signer) (*x509.Certificate, error) {
	use := c.period(authorityMonths)
	subject := pkix.Name{Country: []string{c.Country}, CommonName: c.Authority}
	if c.Specimen {
		subject.Organization = []string{specimen}
	}
	template, err := profile(subject, serialNumber(authoritySerial), use, use.To.AddDate(paperYears, c.months(signerMonths), 0))
	if err != nil {
		return nil, err
	}
	template.BasicConstraintsValid, template.IsCA, template.MaxPathLenZero = true, true, true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	return issue(template, template, key.Public(), key)
}

// issueSigner makes the certificate of a signer. Country and common name are its identifier in a header, and nothing else may stand in
// its subject (TR-03137-1, 8.5.1); that of a trial says so all the same.
func (c Ceremony) issueSigner(public crypto.PublicKey, authority *x509.Certificate, key crypto.Signer, taken Certificates) (*x509.Certificate, error) {
	if !Use(authority).Has(c.Now) {
		return nil, fmt.Errorf("the authority issues nothing any more, a new one is needed: %w", ErrNotInUse)
	}
	if err := strong(public); err != nil {
		return nil, err
	}
	subject := pkix.Name{Country: []string{c.Country}, CommonName: c.Name}
	if IsSpecimen(authority) {
		subject.Organization = []string{specimen}
	}
	serial := serialNumber(signerSerial)
	for taken.has(serial) {
		serial = serialNumber(signerSerial)
	}
	use := c.period(signerMonths)
	template, err := profile(subject, serial, use, use.To.AddDate(paperYears, 0, 0))
	if err != nil {
		return nil, err
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	return issue(template, authority, public, key)
}

func issue(template, parent *x509.Certificate, public crypto.PublicKey, key crypto.Signer) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, key)
	if err != nil {
		return nil, fmt.Errorf("issue a certificate: %w", err)
	}
	return x509.ParseCertificate(der)
}

// early is how long before its ceremony a key may sign already: the clocks of two machines differ.
const early = time.Hour

// period is the time of use of what is made now.
func (c Ceremony) period(months int) Period {
	now := c.Now.UTC().Truncate(time.Second)
	return Period{now.Add(-early), now.AddDate(0, c.months(months), 0)}
}

func (c Ceremony) months(usual int) int {
	if c.Specimen {
		return trialMonths
	}
	return usual
}

// How many bits a serial number has. That of a signer is its reference in a seal: five hexadecimal digits, as version 3 of the
// header wants and version 4 allows, the first of them no zero. Chance keeps apart what two authorities of one name issue.
const (
	signerSerial    = 20
	authoritySerial = 64
)

func serialNumber(bits uint) *big.Int {
	first := new(big.Int).Lsh(big.NewInt(1), bits-4)
	many := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), bits), first)
	n, _ := rand.Int(rand.Reader, many) // never fails: crypto/rand ends the program instead
	return n.Add(n, first)
}
