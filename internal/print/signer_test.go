package print

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"
)

// year is the first moment of a year.
func year(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }

// made makes a signer below an authority, both good from 2026 to 2036, and what a signature says.
func made(t testing.TB, name string) (Signer, Signing) {
	t.Helper()
	root, rootKey := certified(t, &x509.Certificate{Subject: pkix.Name{CommonName: name + " authority"}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, nil, nil)
	own, key := certified(t, &x509.Certificate{Subject: pkix.Name{CommonName: name}, KeyUsage: x509.KeyUsageDigitalSignature}, root, rootKey)
	return Signer{key, []*x509.Certificate{own, root}}, Signing{At: letter().At, Field: "Semnătura electronică a biroului", Reason: "Emitere"}
}

func certified(t testing.TB, c, issuer *x509.Certificate, by *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if issuer == nil {
		issuer, by = c, key
	}
	c.SerialNumber, c.NotBefore, c.NotAfter = big.NewInt(4711), year(2026), year(2036)
	if issuer != c {
		c.SerialNumber.SetInt64(4712)
	}
	der, err := x509.CreateCertificate(rand.Reader, c, issuer, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return c, key
}

// signed is the letter with a signature.
func signed(t testing.TB) ([]byte, Signer) {
	t.Helper()
	s, about := made(t, "Specimen")
	return sign(t, drawn(t), s, about), s
}

func sign(t testing.TB, pdf []byte, s Signer, about Signing) []byte {
	t.Helper()
	file, err := Sign(pdf, s, about)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func drawn(t testing.TB) []byte { return paperOf(t, letter()) }

// pool trusts the authority of a signer.
func pool(s Signer) *x509.CertPool {
	trusted := x509.NewCertPool()
	trusted.AddCert(s.Chain[len(s.Chain)-1])
	return trusted
}
