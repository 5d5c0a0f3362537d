package keys

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"sejur/internal/seal"
	"sejur/internal/verdict"
)

// ceremonyDay is when the keys of these tests are made.
func ceremonyDay() time.Time { return time.Date(2026, time.November, 30, 10, 0, 0, 0, time.UTC) }

// later is a clock that stands still some months after it.
func later(months int) func() time.Time {
	return func() time.Time { return ceremonyDay().AddDate(0, months, 0) }
}

// phrase is a passphrase whose guesses cost little.
func phrase(text string) Passphrase { return Passphrase{text: text, work: 2} }

// planned is a ceremony of an office, whose authority lies in a folder of its own.
func planned(t *testing.T) (c Ceremony, dir string) {
	t.Helper()
	base := t.TempDir()
	return Ceremony{
		Country: "RO", Name: "S1", Authority: "Office of tests", Now: ceremonyDay(), Passphrase: phrase("signer"),
		AuthorityDir: filepath.Join(base, "authority"), AuthorityPassphrase: phrase("authority"),
	}, filepath.Join(base, "signer")
}

// created is a signing folder after its ceremony.
func created(t *testing.T) (c Ceremony, dir string) {
	t.Helper()
	c, dir = planned(t)
	if _, err := c.Create(dir); err != nil {
		t.Fatal(err)
	}
	return c, dir
}

func opened(t *testing.T, dir string, now func() time.Time) *Signing {
	t.Helper()
	s, err := OpenSigning(dir, phrase("signer"), now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// signs signs with s and verifies under its certificate.
func signs(t *testing.T, s *Signing) {
	t.Helper()
	digest := sha256.Sum256([]byte("a paper"))
	sig, err := s.Signer().Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	if !ecdsa.VerifyASN1(s.Certificate().PublicKey.(*ecdsa.PublicKey), digest[:], sig) {
		t.Error("a signature does not verify")
	}
}

func TestACeremonyMakesAKeyThatSignsAndACertificateThatSaysSo(t *testing.T) {
	t.Parallel()
	_, dir := created(t)
	s := opened(t, dir, ceremonyDay)
	signs(t, s)
	own, authority := s.Certificate(), s.Chain()[1]
	got := []any{
		s.Identifier(), own.Subject.String(), authority.Subject.String(), own.KeyUsage, own.IsCA, authority.IsCA, authority.MaxPathLenZero,
		own.PublicKey.(*ecdsa.PublicKey).Curve, s.Specimen(), own.NotBefore, s.Until(), own.NotAfter, len(own.UnhandledCriticalExtensions),
		Reference(own) == s.Reference(), regexp.MustCompile(`^[1-9A-F][0-9A-F]{4}$`).MatchString(s.Reference()), len(s.Published()),
	}
	want := []any{
		"ROS1", "CN=S1,C=RO", "CN=Office of tests,C=RO", x509.KeyUsageDigitalSignature, false, true, true,
		elliptic.P256(), false, ceremonyDay().Add(-early), ceremonyDay().AddDate(0, 14, 0), ceremonyDay().AddDate(10, 14, 0), 0,
		true, true, 2,
	}
	if diff := cmp.Diff(fmt.Sprint(want), fmt.Sprint(got)); diff != "" {
		t.Error(diff)
	}
	roots := x509.NewCertPool()
	roots.AddCert(authority)
	if _, err := own.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: ceremonyDay(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
		t.Error(err)
	}
}

func TestATrialSaysThatItIsASpecimenAndOpensWithTheKeysOfTheHouse(t *testing.T) {
	t.Parallel()
	ring, other := newTestRing(t), newTestRing(t)
	dir := filepath.Join(t.TempDir(), "signer")
	if _, err := Trial(ring, ceremonyDay()).Create(dir); err != nil {
		t.Fatal(err)
	}
	s, err := OpenSigning(dir, ring.SigningPassphrase(), later(110))
	if err != nil {
		t.Fatal(err)
	}
	signs(t, s)
	if s.Identifier() != "ROSJ" || !s.Specimen() || !IsSpecimen(s.Chain()[1]) {
		t.Errorf("it signs as %s, specimen: %t", s.Identifier(), s.Specimen())
	}
	if _, err := OpenSigning(dir, other.SigningPassphrase(), ceremonyDay); !errors.Is(err, ErrPassphrase) {
		t.Errorf("with other keys: %v", err)
	}
	if _, err := Trial(ring, ceremonyDay()).Rotate(dir); err != nil {
		t.Error(err)
	}
}

func TestASigningFolderIsItsOwnersAloneAndTheAuthorityLiesElsewhere(t *testing.T) {
	t.Parallel()
	_, dir := created(t)
	reference := opened(t, dir, ceremonyDay).Reference()
	want := []string{"authority.crt", "signer-" + reference + ".crt", "signer-" + reference + ".key.age"}
	if diff := cmp.Diff(want, names(t, dir)); diff != "" {
		t.Error(diff)
	}
	for _, name := range append(names(t, dir), ".") {
		path := filepath.Join(dir, name)
		for _, more := range []fs.FileMode{0o040, 0o004} {
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Fatalf("%s: %v, %v", name, info.Mode(), err)
			}
			if err := os.Chmod(path, info.Mode().Perm()|more); err != nil {
				t.Fatal(err)
			}
			if _, err := OpenSigning(dir, phrase("signer"), ceremonyDay); !errors.Is(err, ErrExposed) {
				t.Errorf("%s with %04o: %v, want ErrExposed", name, more, err)
			}
			if err := os.Chmod(path, info.Mode().Perm()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestThePlainAgeProgramReadsAKey(t *testing.T) {
	t.Parallel()
	_, dir := created(t)
	text, err := os.ReadFile(filepath.Join(dir, "signer-"+opened(t, dir, ceremonyDay).Reference()+".key.age"))
	if err != nil {
		t.Fatal(err)
	}
	by, err := age.NewScryptIdentity("signer")
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(text), by)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil || !bytes.HasPrefix(plain, []byte("-----BEGIN PRIVATE KEY-----\n")) {
		t.Errorf("%d bytes, %v", len(plain), err)
	}
}

func TestAKeyAndItsCertificateArePutTogetherOnlyWhenTheyBelong(t *testing.T) {
	t.Parallel()
	key := func(file string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			t.Helper()
			files, err := filepath.Glob(filepath.Join(dir, "signer-*"+file))
			if err != nil || len(files) != 1 {
				t.Fatal(files, err)
			}
			if err := os.Remove(files[0]); err != nil {
				t.Fatal(err)
			}
		}
	}
	other := func(from, to string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			t.Helper()
			_, twin := created(t)
			files, err := filepath.Glob(filepath.Join(twin, from))
			if err != nil || len(files) != 1 {
				t.Fatal(files, err)
			}
			targets, err := filepath.Glob(filepath.Join(dir, to))
			if err != nil || len(targets) != 1 {
				t.Fatal(targets, err)
			}
			text, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(targets[0], text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, tt := range map[string]struct {
		spoil func(*testing.T, string)
		pass  string
		now   func() time.Time
		want  error
	}{
		"nothing is wrong":                      {func(*testing.T, string) {}, "signer", ceremonyDay, nil},
		"another passphrase":                    {func(*testing.T, string) {}, "another", ceremonyDay, ErrPassphrase},
		"no passphrase":                         {func(*testing.T, string) {}, "", ceremonyDay, ErrPassphrase},
		"the key is gone":                       {key(".key.age"), "signer", ceremonyDay, ErrNotInUse},
		"the certificate is gone":               {key(".crt"), "signer", ceremonyDay, ErrDamaged},
		"the key of another":                    {other("signer-*.key.age", "signer-*.key.age"), "signer", ceremonyDay, ErrForeign},
		"the certificate of another":            {other("signer-*.crt", "signer-*.crt"), "signer", ceremonyDay, ErrDamaged},
		"another authority":                     {other("authority.crt", "authority.crt"), "signer", ceremonyDay, ErrForeign},
		"a certificate in place of a key":       {other("authority.crt", "signer-*.key.age"), "signer", ceremonyDay, ErrDamaged},
		"the last day":                          {func(*testing.T, string) {}, "signer", later(14), nil},
		"a day later":                           {func(*testing.T, string) {}, "signer", func() time.Time { return later(14)().Add(time.Second) }, ErrNotInUse},
		"before the ceremony, by another clock": {func(*testing.T, string) {}, "signer", func() time.Time { return ceremonyDay().Add(-time.Hour) }, nil},
		"a day before":                          {func(*testing.T, string) {}, "signer", func() time.Time { return ceremonyDay().AddDate(0, 0, -1) }, ErrNotInUse},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, dir := created(t)
			tt.spoil(t, dir)
			if _, err := OpenSigning(dir, phrase(tt.pass), tt.now); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestAnAbsentSigningFolderIsToldFromADamagedOne(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none")} {
		if _, err := OpenSigning(dir, phrase("x"), ceremonyDay); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("error %v, want fs.ErrNotExist", err)
		}
	}
	_, dir := created(t)
	if err := os.Remove(filepath.Join(dir, authorityCertificate)); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenSigning(dir, phrase("signer"), ceremonyDay); errors.Is(err, fs.ErrNotExist) || !errors.Is(err, ErrDamaged) {
		t.Errorf("error %v, want ErrDamaged alone", err)
	}
}

// ASVS 11.2.3.
func TestAStartWithAWeakKeyFails(t *testing.T) {
	t.Parallel()
	weak, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c, dir := planned(t)
	c.Token = weak
	if _, err := c.Create(dir); !errors.Is(err, ErrWeak) {
		t.Errorf("a ceremony: %v", err)
	}
	// By somebody who has the authority and other tools.
	c, dir = created(t)
	authority, key, err := c.authority(nil, writing, c.openAuthority)
	if err != nil {
		t.Fatal(err)
	}
	template := *opened(t, dir, ceremonyDay).Certificate()
	template.PublicKey = nil
	certificate, err := issue(&template, authority, weak.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, certificateFile(certificate)), Certificates{certificate}.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenSigning(dir, phrase("signer"), ceremonyDay); !errors.Is(err, ErrWeak) {
		t.Errorf("a start: %v", err)
	}
	if _, err := newSigning(weak, certificate, Certificates{authority, certificate}, ceremonyDay); !errors.Is(err, ErrWeak) {
		t.Errorf("a token: %v", err)
	}
	if _, err := ParseCertificates(Certificates{certificate}.PEM()); !errors.Is(err, ErrWeak) {
		t.Errorf("a bundle: %v", err)
	}
}

func TestANewKeyTakesThePlaceOfTheOldOneWhoseCertificateStays(t *testing.T) {
	t.Parallel()
	c, dir := created(t)
	before := opened(t, dir, ceremonyDay)
	c.Now = later(12)()
	c.Country, c.Name, c.Authority = "", "", "" // the folder's
	if _, err := c.Rotate(dir); err != nil {
		t.Fatal(err)
	}
	after := opened(t, dir, later(12))
	signs(t, after)
	if after.Reference() == before.Reference() || after.Identifier() != before.Identifier() || samePublic(after.Signer().Public(), before.Signer().Public()) {
		t.Errorf("before %s %s, after %s %s", before.Identifier(), before.Reference(), after.Identifier(), after.Reference())
	}
	if !after.Chain()[1].Equal(before.Chain()[1]) {
		t.Error("the authority changed")
	}
	if found, ok := after.Published().Signer(before.Identifier(), before.Reference()); !ok || !found.Equal(before.Certificate()) {
		t.Error("the old certificate is not published any more")
	}
	left := slices.DeleteFunc(names(t, dir), func(name string) bool { return !strings.HasSuffix(name, keySuffix) })
	if diff := cmp.Diff([]string{"signer-" + after.Reference() + keySuffix}, left); diff != "" {
		t.Errorf("keys: %s", diff)
	}
}

func TestOnlyItsOwnAuthorityRotatesAFolder(t *testing.T) {
	t.Parallel()
	c, dir := created(t)
	stranger, _ := created(t)
	for name, tt := range map[string]struct {
		change func(*Ceremony)
		want   error
	}{
		"another authority":              {func(r *Ceremony) { r.AuthorityDir = stranger.AuthorityDir }, ErrForeign},
		"no authority":                   {func(r *Ceremony) { r.AuthorityDir = filepath.Join(t.TempDir(), "none") }, fs.ErrNotExist},
		"the passphrase of the signer":   {func(r *Ceremony) { r.AuthorityPassphrase = r.Passphrase }, ErrPassphrase},
		"an authority as old as that":    {func(r *Ceremony) { r.Now = later(37)() }, ErrNotInUse},
		"the folder itself as a trial's": {func(r *Ceremony) { r.AuthorityDir = "" }, ErrCeremony},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := c
			tt.change(&r)
			if _, err := r.Rotate(dir); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if got := len(names(t, dir)); got != 3 {
				t.Errorf("the folder has %d files", got)
			}
		})
	}
}

func TestTwoSignersHaveOneAuthority(t *testing.T) {
	t.Parallel()
	c, dir := created(t)
	second := filepath.Join(t.TempDir(), "second")
	c.Name = "S2"
	if _, err := c.Create(second); err != nil {
		t.Fatal(err)
	}
	a, b := opened(t, dir, ceremonyDay), opened(t, second, ceremonyDay)
	if !a.Chain()[1].Equal(b.Chain()[1]) || a.Identifier() != "ROS1" || b.Identifier() != "ROS2" {
		t.Errorf("%s and %s", a.Identifier(), b.Identifier())
	}
}

func TestACeremonyWritesOverNothingAndWantsItsNames(t *testing.T) {
	t.Parallel()
	c, dir := created(t)
	if _, err := c.Create(dir); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second time: %v", err)
	}
	for name, change := range map[string]func(*Ceremony){
		"no country": func(c *Ceremony) { c.Country = "" }, "a long one": func(c *Ceremony) { c.Country = "ROU" },
		"a long name": func(c *Ceremony) { c.Name = "SJ1" }, "a name of other letters": func(c *Ceremony) { c.Name = "șj" },
		"no authority": func(c *Ceremony) { c.Authority = "" }, "the authority beside its signer": func(c *Ceremony) { c.AuthorityDir = "" },
		"a trial with an authority elsewhere": func(c *Ceremony) { c.Specimen = true },
	} {
		c, dir := planned(t)
		change(&c)
		if _, err := c.Create(dir); !errors.Is(err, ErrCeremony) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAKeySignsInItsTimeAlone(t *testing.T) {
	t.Parallel()
	_, dir := created(t)
	now := ceremonyDay()
	s := opened(t, dir, func() time.Time { return now })
	signs(t, s)
	now = later(15)()
	digest := sha256.Sum256(nil)
	if _, err := s.Signer().Sign(rand.Reader, digest[:], crypto.SHA256); !errors.Is(err, ErrNotInUse) {
		t.Errorf("after its time: %v", err)
	}
}

// A seal of a day on which its key did not sign is refused, although the signature is that of the key.
func TestASealIsBelievedForTheDaysOfItsKeyAlone(t *testing.T) {
	t.Parallel()
	_, dir := created(t)
	s := opened(t, dir, ceremonyDay)
	other := opened(t, func() string { _, dir := created(t); return dir }(), ceremonyDay)
	for day, want := range map[string]verdict.Verdict{
		"2026-11-29": {Status: verdict.Altered, Why: verdict.KeyNotInUse}, "2026-11-30": {Status: verdict.Genuine},
		"2028-01-30": {Status: verdict.Genuine}, "2028-01-31": {Status: verdict.Altered, Why: verdict.KeyNotInUse},
	} {
		raw, err := seal.Sign(seal.Content{
			Kind: seal.Letter, Country: "ROU", Signer: s.Identifier(), Certificate: s.Reference(), Issued: day, Signed: day,
			Features: map[string]string{
				"CODE": "7K3MW9QZ2B4HX", "NUMBER": "2026 000123", "NAME": "POPESCU<<ANA", "BIRTH_DATE": "1990-xx-xx", "FACTS_HASH": strings.Repeat("00", sha256.Size),
			},
		}, s.Signer())
		if err != nil {
			t.Fatal(err)
		}
		got := verdict.Judge{Keys: s.Published().Keyring(), Today: day}.Seal(raw)
		if got.Status != want.Status || got.Why != want.Why {
			t.Errorf("%s: %s, %s", day, got.Status, got.Why)
		}
		if got := (verdict.Judge{Keys: other.Published().Keyring(), Today: day}).Seal(raw); got.Why != verdict.UnknownSigner {
			t.Errorf("without its certificate: %s, %s", got.Status, got.Why)
		}
	}
}

// faulty is a key whose signatures are those of another.
type faulty struct{ crypto.Signer }

func (f faulty) Sign(chance io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	other := sha256.Sum256(digest)
	return f.Signer.Sign(chance, other[:], opts)
}

func TestASignatureThatDoesNotVerifyIsNotGivenAway(t *testing.T) {
	t.Parallel()
	c, dir := planned(t)
	key, err := newKey()
	if err != nil {
		t.Fatal(err)
	}
	c.Token = faulty{key}
	if _, err := c.Create(dir); err != nil {
		t.Fatal(err)
	}
	s, err := OpenToken(dir, c.Token, ceremonyDay)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(nil)
	if sig, err := s.Signer().Sign(rand.Reader, digest[:], crypto.SHA256); !errors.Is(err, ErrSignature) || sig != nil {
		t.Errorf("%d bytes, %v", len(sig), err)
	}
}

func TestWhatCustodiansHaveIsAPassphraseOnlyTogether(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, text string, mode fs.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, two := file("one", "correct horse\n", 0o600), file("two", "battery staple\r\n", 0o400)
	both, err := ReadPassphrase(one, two)
	if err != nil || both.text != "correct horsebattery staple" || both.work != workOfPeople {
		t.Fatalf("%q, %v", both.text, err)
	}
	locked, err := phrase(both.text).lock([]byte("key"))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := both.open(locked); err != nil || string(plain) != "key" {
		t.Errorf("both: %q, %v", plain, err)
	}
	for name, files := range map[string][]string{"one": {one}, "the other": {two}, "the other way round": {two, one}} {
		half, err := ReadPassphrase(files...)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := half.open(locked); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, tt := range map[string]struct {
		files []string
		want  error
	}{
		"nobody":          {nil, ErrShort},
		"a short half":    {[]string{one, file("short", "short\n", 0o600)}, ErrShort},
		"an exposed half": {[]string{one, file("exposed", "long enough for all", 0o640)}, ErrExposed},
		"a missing half":  {[]string{one, filepath.Join(dir, "none")}, fs.ErrNotExist},
	} {
		if _, err := ReadPassphrase(tt.files...); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNoSigningKeyIsEverPrinted(t *testing.T) {
	t.Parallel()
	_, dir := created(t)
	s := opened(t, dir, ceremonyDay)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		for _, v := range []any{s, *s, s.Signer()} {
			if got := fmt.Sprintf(verb, v); got != "keys.Signing" {
				t.Errorf("%s prints %d bytes", verb, len(got))
			}
		}
		if got := fmt.Sprintf(verb, phrase("secret")); got != "keys.Passphrase" {
			t.Errorf("%s prints %q", verb, got)
		}
	}
}

// How many signatures a key from a file gives in a second, each verified; a token is measured beside its own.
func BenchmarkSigning(b *testing.B) {
	ring, dir := newTestRing(b), filepath.Join(b.TempDir(), "signer")
	if _, err := Trial(ring, ceremonyDay()).Create(dir); err != nil {
		b.Fatal(err)
	}
	s, err := OpenSigning(dir, ring.SigningPassphrase(), ceremonyDay)
	if err != nil {
		b.Fatal(err)
	}
	digest := sha256.Sum256([]byte("a paper"))
	for b.Loop() {
		if _, err := s.Signer().Sign(rand.Reader, digest[:], crypto.SHA256); err != nil {
			b.Fatal(err)
		}
	}
}
