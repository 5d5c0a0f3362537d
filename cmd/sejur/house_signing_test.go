package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"sejur/internal/keys"
)

// signerOf opens the house and says who signs there.
func (i installation) signerOf(t *testing.T, change ...func(*houseFlags)) (identifier, reference string, specimen bool) {
	t.Helper()
	h, err := i.open(t.Context(), change...)
	if err != nil {
		t.Fatal(err)
	}
	identifier, reference, specimen = h.signing.Identifier(), h.signing.Reference(), h.signing.Specimen()
	if err := h.close(); err != nil {
		t.Fatal(err)
	}
	return identifier, reference, specimen
}

func TestAFirstStartMakesASignerOfSpecimensAndKeepsIt(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	identifier, first, specimen := i.signerOf(t)
	if identifier != "ROSJ" || !specimen {
		t.Errorf("%s signs, specimen: %t", identifier, specimen)
	}
	if _, second, _ := i.signerOf(t); second != first {
		t.Errorf("another start, another key: %s and %s", first, second)
	}
	if err := os.RemoveAll(filepath.Join(i.data, "signer")); err != nil {
		t.Fatal(err)
	}
	if _, third, specimen := i.signerOf(t); third == first || !specimen {
		t.Errorf("the folder of a trial is gone, and %s signs", third)
	}
}

// custodian is the passphrase file of somebody.
func custodian(t *testing.T, half string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "custodian")
	if err := os.WriteFile(name, []byte(half+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// Threat 8: the start of a signer needs what two people have.
func TestAKeyOfAnOfficeNeedsBothCustodians(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	one, two := custodian(t, "first half of it"), custodian(t, "second half of it")
	pass, err := keys.ReadPassphrase(one, two)
	if err != nil {
		t.Fatal(err)
	}
	safe := t.TempDir()
	_, err = keys.Ceremony{
		Country: "RO", Name: "S1", Authority: "Office of tests", Now: time.Now(), Passphrase: pass.Random(),
		AuthorityDir: filepath.Join(safe, "authority"), AuthorityPassphrase: pass.Random(),
	}.Create(filepath.Join(safe, "signer"))
	if err != nil {
		t.Fatal(err)
	}
	with := func(files ...string) func(*houseFlags) {
		return func(f *houseFlags) { f.SignerDir, f.Passphrases = filepath.Join(safe, "signer"), files }
	}
	if identifier, _, specimen := i.signerOf(t, with(one, two)); identifier != "ROS1" || specimen {
		t.Errorf("%s signs, specimen: %t", identifier, specimen)
	}
	for name, files := range map[string][]string{"one": {one}, "the other": {two}, "nobody": nil} {
		if _, err := i.open(t.Context(), with(files...)); !errors.Is(err, keys.ErrPassphrase) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := os.RemoveAll(filepath.Join(safe, "signer")); err != nil {
		t.Fatal(err)
	}
	if _, err := i.open(t.Context(), with(one, two)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of an office is gone, and the start says %v", err)
	}
}

// ASVS 11.2.3.
func TestAServiceDoesNotStartWithAWeakSigningKey(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	i.signerOf(t)
	weak, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	certificates, err := filepath.Glob(filepath.Join(i.data, "signer", "signer-*.crt"))
	if err != nil || len(certificates) != 1 {
		t.Fatal(certificates, err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, weak.Public(), weak)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(certificates[0], text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := i.open(t.Context()); !errors.Is(err, keys.ErrWeak) {
		t.Errorf("the start says %v", err)
	}
}

func TestNoSigningKeyIsInABackup(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	i.works(t, 1)
	h, err := i.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m, err := h.places.backUp(t.Context(), h.ring, filepath.Join(t.TempDir(), "backup"), []age.Recipient{h.ring.Recipient()}, time.Now())
	if err == nil {
		err = h.close()
	}
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, p := range m.Parts {
		parts = append(parts, p.Name)
	}
	if diff := cmp.Diff([]string{"database"}, parts); diff != "" {
		t.Error(diff)
	}
}
