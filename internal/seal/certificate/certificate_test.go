package certificate

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"sejur/internal/seal"

	"github.com/google/go-cmp/cmp"
)

// issue makes a certificate of a signer for itself.
func issue(t testing.TB, key *ecdsa.PrivateKey, subject pkix.Name, serial int64) []byte {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: subject,
		NotBefore: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2031, 12, 31, 23, 59, 59, 0, time.UTC)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func newKey(t testing.TB, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signer(country, name string) pkix.Name {
	return pkix.Name{Country: []string{country}, CommonName: name, Organization: []string{"Made-up Office"}}
}

func TestACertificateSaysWhoseKeyItHolds(t *testing.T) {
	t.Parallel()
	key := newKey(t, elliptic.P256())
	der := issue(t, key, signer("ro", "SJ"), 0x1a)
	for name, file := range map[string][]byte{
		"DER": der,
		"PEM": append([]byte("a word before\n"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...),
	} {
		got, err := Read(file)
		if err != nil || len(got) != 1 {
			t.Fatalf("%s: %d certificates, %v", name, len(got), err)
		}
		c := got[0]
		if c.Signer != "ROSJ" || c.Reference != "1A" || c.From != "2026-01-01" || c.Until != "2031-12-31" || !bytes.Equal(c.Raw, der) {
			t.Errorf("%s: %+v", name, c)
		}
		if !key.PublicKey.Equal(c.Public) {
			t.Errorf("%s: another key", name)
		}
	}
}

func TestKeysOfCurvesThatWeCannotUseAreKnownAndUnusable(t *testing.T) {
	t.Parallel()
	for name, curve := range map[string]elliptic.Curve{"P-224": elliptic.P224(), "P-521": elliptic.P521()} {
		got, err := Read(issue(t, newKey(t, curve), signer("RO", "SJ"), 1))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := got[0].Public.(Unusable); !ok || got[0].Signer != "ROSJ" {
			t.Errorf("%s: %+v", name, got[0])
		}
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: signer("RO", "SJ")}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(der)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := got[0].Public.(Unusable); !ok {
		t.Errorf("Ed25519: %+v", got[0])
	}
}

// openssl makes what the standard library cannot: brainpool curves, and curves written out as Doc 9303-12 asks for.
func TestCertificatesOfOpensslAreRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		curve, form string
		usable      bool
	}{
		{"brainpoolP256r1", "named_curve", true}, {"brainpoolP256r1", "explicit", true}, {"prime256v1", "explicit", true},
		{"secp384r1", "explicit", true}, {"brainpoolP224r1", "named_curve", false}, {"brainpoolP384r1", "explicit", false},
		{"secp256k1", "explicit", false},
	} {
		t.Run(tt.curve+" "+tt.form, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "c.pem")
			make := exec.CommandContext(t.Context(), "openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-keyout", os.DevNull,
				"-pkeyopt", "ec_paramgen_curve:"+tt.curve, "-pkeyopt", "ec_param_enc:"+tt.form,
				"-subj", "/C=UT/CN=TS", "-set_serial", "0x5b", "-days", "30", "-out", file)
			if out, err := make.CombinedOutput(); err != nil {
				t.Fatalf("openssl: %v\n%s", err, out)
			}
			pem, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Read(pem)
			if err != nil || len(got) != 1 {
				t.Fatalf("%d certificates, %v", len(got), err)
			}
			if _, usable := got[0].Public.(*ecdsa.PublicKey); usable != tt.usable || got[0].Signer != "UTTS" || got[0].Reference != "5B" {
				t.Errorf("%+v", got[0])
			}
		})
	}
}

func TestAForeignBasePointIsNoCurveOfOurs(t *testing.T) {
	t.Parallel()
	// Field and order of P-256, and a base point that somebody chose so that they know the key to it.
	p := elliptic.P256().Params()
	for name, base := range map[string][]byte{
		"another":           append([]byte{4}, bytes.Repeat([]byte{1}, 64)...),
		"half of the right": append([]byte{4}, append(p.Gx.Bytes(), bytes.Repeat([]byte{1}, 32)...)...),
		"the other root":    append([]byte{2 + byte(1-p.Gy.Bit(0)&1)}, p.Gx.Bytes()...),
		"none":              nil,
	} {
		if isBase(p, base) {
			t.Errorf("%s is taken for the base point", name)
		}
	}
	if !isBase(p, append([]byte{2 + byte(p.Gy.Bit(0)&1)}, p.Gx.Bytes()...)) {
		t.Error("the compressed base point is not known")
	}
}

func TestAPointBesideTheCurveIsUnusable(t *testing.T) {
	t.Parallel()
	var k keyInfo
	k.Algorithm.Algorithm = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	k.Algorithm.Parameters.FullBytes, _ = asn1.Marshal(curves()[0].name)
	for name, point := range map[string][]byte{
		"beside":    append([]byte{4}, bytes.Repeat([]byte{7}, 64)...),
		"too large": append([]byte{4}, bytes.Repeat([]byte{0xff}, 64)...),
		"infinity":  {0},
		"short":     {4, 1, 2},
	} {
		k.Key = asn1.BitString{Bytes: point, BitLength: 8 * len(point)}
		if _, ok := k.public().(Unusable); !ok {
			t.Errorf("%s: usable", name)
		}
	}
}

func TestAFolderOfCertificatesVerifiesSeals(t *testing.T) {
	t.Parallel()
	key, other := newKey(t, elliptic.P256()), newKey(t, elliptic.P256())
	der := issue(t, key, signer("RO", "SJ"), 0x1a)
	neighbour := issue(t, other, signer("RO", "SJ"), 0x1b)
	authority := issue(t, other, signer("RO", "Country Signing"), 0x1a)
	ring, err := ReadFolder(fstest.MapFS{
		"sj.crt": {Data: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})},
		"SJ.DER": {Data: der}, "next.cer": {Data: neighbour}, "authority.der": {Data: authority}, "README": {Data: []byte("no certificate")},
	})
	if err != nil {
		t.Fatal(err)
	}
	content := seal.Content{Kind: seal.Receipt, Country: "ROU", Signer: "ROSJ", Certificate: "1A", Issued: "2026-03-01", Signed: "2026-03-01",
		Features: map[string]string{"CODE": "ABC", "NAME": "POPESCU<<ANA"}}
	raw, err := seal.Sign(content, key)
	if err != nil {
		t.Fatal(err)
	}
	s, verdict := seal.Check(raw, ring)
	if verdict.Status != seal.Valid || !ring.Covers(s.Header) {
		t.Errorf("%v, covered: %v", verdict, ring.Covers(s.Header))
	}
	content.Signed = "2032-01-01"
	late, err := seal.Sign(content, key)
	if err != nil {
		t.Fatal(err)
	}
	if s, verdict := seal.Check(late, ring); verdict.Status != seal.Valid || ring.Covers(s.Header) {
		t.Errorf("signed after the end: %v, covered: %v", verdict, ring.Covers(s.Header))
	}
	if c, ok := ring.Find("rosj", "0001A"); !ok || c.Reference != "1A" {
		t.Errorf("with zeros before: %+v, %v", c, ok)
	}
}

func TestWhatIsNoCertificateIsRefused(t *testing.T) {
	t.Parallel()
	key := newKey(t, elliptic.P256())
	der := issue(t, key, signer("RO", "SJ"), 1)
	if _, err := ReadFolder(fstest.MapFS{"a.crt": {Data: []byte("no")}}); !errors.Is(err, ErrCertificate) {
		t.Errorf("text: %v", err)
	}
	if all, err := Read([]byte("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n")); err != nil || len(all) != 0 {
		t.Errorf("a key beside the certificates: %d certificates, %v", len(all), err)
	}
	if _, err := Read([]byte("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n")); !errors.Is(err, ErrCertificate) {
		t.Errorf("a certificate of one byte: %v", err)
	}
	if _, err := Read(append(bytes.Clone(der), 0)); !errors.Is(err, ErrCertificate) {
		t.Errorf("a byte more: %v", err)
	}
	twin := issue(t, newKey(t, elliptic.P256()), signer("RO", "SJ"), 1)
	if _, err := ReadFolder(fstest.MapFS{"a.der": {Data: der}, "b.der": {Data: twin}}); !errors.Is(err, ErrTwice) {
		t.Errorf("two of one number: %v", err)
	}
}

func FuzzCertificate(f *testing.F) {
	key := newKey(f, elliptic.P256())
	f.Add(issue(f, key, signer("RO", "SJ"), 0x1a))
	f.Add(issue(f, newKey(f, elliptic.P224()), signer("UT", "TS"), 1))
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		all, err := Read(file)
		if err != nil {
			return
		}
		for _, c := range all {
			if key, ok := c.Public.(*ecdsa.PublicKey); ok && !key.IsOnCurve(key.X, key.Y) { //nolint:staticcheck // what is tested
				t.Error("a key beside its curve is usable")
			}
			if diff := cmp.Diff(seal.Reference(c.Reference), c.Reference); diff != "" {
				t.Errorf("the number is in another form: %s", diff)
			}
		}
	})
}
