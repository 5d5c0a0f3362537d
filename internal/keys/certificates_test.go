package keys

import (
	"bytes"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestABundleIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	c, dir := created(t)
	c.Now = later(6)()
	if _, err := c.Rotate(dir); err != nil {
		t.Fatal(err)
	}
	published := opened(t, dir, later(6)).Published()
	text := append(published.PEM(), published.PEM()...) // from two nodes
	read, err := ParseCertificates(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(published.PEM()), string(read.PEM())); diff != "" {
		t.Error(diff)
	}
	for _, signer := range read[1:] {
		for _, reference := range []string{Reference(signer), strings.ToLower(Reference(signer)), "00" + Reference(signer)} {
			if found, ok := read.Signer("ROS1", reference); !ok || !found.Equal(signer) {
				t.Errorf("%s is not found", reference)
			}
		}
		if _, ok := read.Signer("DES1", Reference(signer)); ok {
			t.Error("somebody else's certificate is found")
		}
	}
	if _, ok := read.Signer(Identifier(read[0]), Reference(read[0])); ok {
		t.Error("an authority is found as a signer")
	}
}

func TestWhatIsNoBundleIsRefused(t *testing.T) {
	t.Parallel()
	c, dir := created(t)
	authority, key, err := c.authority(nil, writing, c.openAuthority)
	if err != nil {
		t.Fatal(err)
	}
	one := opened(t, dir, ceremonyDay).Certificate()
	other, err := newKey()
	if err != nil {
		t.Fatal(err)
	}
	template := *one
	template.SerialNumber, template.PublicKey = new(big.Int).Set(one.SerialNumber), nil
	twin, err := issue(&template, authority, other.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"one reference for two keys": string(Certificates{one, twin}.PEM()),
		"a private key":              ecKey(t),
		"a damaged certificate":      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
	} {
		if all, err := ParseCertificates([]byte(text)); !errors.Is(err, ErrBundle) || all != nil {
			t.Errorf("%s: %d certificates, %v", name, len(all), err)
		}
	}
}

func FuzzParseCertificates(f *testing.F) {
	ring := newTestRing(f)
	dir := f.TempDir()
	if _, err := Trial(ring, ceremonyDay()).Create(dir); err != nil {
		f.Fatal(err)
	}
	all, err := ReadCertificates(dir)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(all.PEM())
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		all, err := ParseCertificates(text)
		if err != nil {
			return
		}
		again, err := ParseCertificates(all.PEM())
		if err != nil || !bytes.Equal(again.PEM(), all.PEM()) {
			t.Errorf("a bundle is not read as it was written: %v", err)
		}
		for _, c := range all {
			_ = Use(c)
		}
	})
}
