package print

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/smallstep/pkcs7"

	"sejur/internal/document"
)

func TestASignedFileIsValidToOthersToo(t *testing.T) {
	t.Parallel()
	file, s := signed(t)
	said := judged(t, file, "pdfsig", "%s")
	for name, want := range map[string]string{
		"- Signature Type": "ETSI.CAdES.detached", "- Signing Hash Algorithm": "SHA-256", "- Signature Validation": "Signature is Valid.",
		"- Signer Certificate Common Name": "Specimen", "- Signing Time": "Nov 30 2026 09:30:00",
	} {
		if got := field(said, name); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
	if !strings.Contains(said, "Total document signed") {
		t.Error(said)
	}
	if checked := judged(t, file, "qpdf", "--check", "%s"); !strings.Contains(checked, "No syntax or stream encoding errors found") {
		t.Error(checked)
	}
	v, err := Verify(file, pool(s))
	if err != nil {
		t.Fatal(err)
	}
	if v.Status != Valid || !v.At.Equal(letter().At) || !v.Signer.Equal(s.Chain[0]) {
		t.Errorf("our own verdict: %v at %v", v.Status, v.At)
	}
}

func TestASignatureTakesNothingFromThePaper(t *testing.T) {
	t.Parallel()
	before := drawn(t)
	file, _ := signed(t)
	if !bytes.HasPrefix(file, before) {
		t.Error("what was drawn is not what the signed file begins with")
	}
	heard := judged(t, before, "pdfinfo", "-struct-text", "%s")
	now := judged(t, file, "pdfinfo", "-struct-text", "%s")
	rest, ok := strings.CutPrefix(now, heard)
	if !ok || !strings.HasPrefix(rest, "  Form") {
		t.Errorf("after the paper a reader hears %q", rest)
	}
	if field(judged(t, file, "pdfinfo", "%s"), "Tagged") != "yes" {
		t.Error("the tags are gone")
	}
}

// The library that others sign with reads ours: an implementation that shares nothing with what wrote it.
func TestAnotherReaderOfSignaturesAgrees(t *testing.T) {
	t.Parallel()
	file, s := signed(t)
	gap, end := gapOf(t, file)
	raw, err := hex.DecodeString(string(file[gap+1 : end-1]))
	if err != nil {
		t.Fatal(err)
	}
	p7, err := pkcs7.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	p7.Content = slices.Concat(file[:gap], file[end:])
	if err := p7.VerifyWithChainAtTime(pool(s), letter().At); err != nil {
		t.Error(err)
	}
	var at time.Time
	if err := p7.UnmarshalSignedAttribute(pkcs7.OIDAttributeSigningTime, &at); err == nil {
		t.Errorf("signing-time %v: PAdES forbids it", at)
	}
	var own struct{ Certificates []struct{ Hash []byte } }
	if err := p7.UnmarshalSignedAttribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}, &own); err != nil {
		t.Fatal(err)
	}
	if want := sha256.Sum256(s.Chain[0].Raw); len(own.Certificates) != len(s.Chain) || !bytes.Equal(own.Certificates[0].Hash, want[:]) {
		t.Errorf("signing-certificate-v2 is of another: %x", own)
	}
}

// gapOf is where the signature lies.
func gapOf(t *testing.T, file []byte) (gap, end int) {
	t.Helper()
	gap, end, _, ok := readRanges(file, bytes.LastIndex(file, []byte(byteRange)))
	if !ok {
		t.Fatal("no ranges")
	}
	return gap, end
}

func TestAFlippedByteIsFoundWhereverItLies(t *testing.T) {
	t.Parallel()
	file, s := signed(t)
	step := 1009
	gap, end := gapOf(t, file)
	places := []int{0, gap - 1, gap, gap + 1, gap + 40, end - 2, end - 1, end, len(file) - 1}
	for i := 0; i < len(file); i += step {
		places = append(places, i)
	}
	for _, i := range places {
		for _, bit := range []byte{1, 0x20} {
			file[i] ^= bit
			if v, err := Verify(file, pool(s)); err != nil || v.Status == Valid || v.Status == Appended {
				t.Errorf("byte %d of %d, bit %#x: %v %v", i, len(file), bit, v.Status, err)
			}
			file[i] ^= bit
		}
	}
	for _, i := range []int{500, gap / 2, bytes.LastIndex(file, []byte("/TU <feff")) + len("/TU <feff")} {
		file[i] ^= 1
		if said := judged(t, file, "pdfsig", "-nocert", "%s"); !strings.Contains(said, "Digest Mismatch") {
			t.Errorf("byte %d: %s", i, said)
		}
		file[i] ^= 1
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	file, s := signed(t)
	stranger, about := made(t, "Somebody else")
	late := about
	late.At = year(2040)
	tail := func(add string) []byte { return slices.Concat(file, []byte(add)) }
	for name, c := range map[string]struct {
		pdf  []byte
		want Status
	}{
		"as it was signed":                           {file, Valid},
		"drawn and not signed":                       {drawn(t), NotSigned},
		"nothing":                                    {nil, NotSigned},
		"signed by a stranger":                       {sign(t, drawn(t), stranger, about), UnknownSigner},
		"signed when the certificate had ended":      {sign(t, drawn(t), s, late), UnknownSigner},
		"one byte more":                              {tail("\n"), Appended},
		"one byte less":                              {file[:len(file)-1], Altered},
		"half":                                       {file[:len(file)/2], NotSigned},
		"a revision more":                            {tail(revision(t, file)), Appended},
		"ranges that cover nothing":                  {tail(ranges(0, 0, 0)), Appended},
		"a name before the first byte":               {slices.Concat([]byte("x"), file), Altered},
		"ranges that leave out more":                 {widened(t, file), Altered},
		"the signature of another file":              {transplanted(t, file, s, about), Altered},
		"a stranger's signature with our name in it": {renamed(t, file, stranger, about), Altered},
	} {
		v, err := Verify(c.pdf, pool(s))
		if err != nil || v.Status != c.want {
			t.Errorf("%s: %v (%v), not %v", name, v.Status, err, c.want)
		}
		if whole := v.Status == Valid || v.Status == Appended || v.Status == UnknownSigner; whole != (v.Signer != nil) {
			t.Errorf("%s: %v with the signer %v", name, v.Status, v.Signer)
		}
	}
	if _, err := Verify(make([]byte, MaxSize+1), pool(s)); err == nil {
		t.Error("a file that is too large is judged")
	}
	if v, err := Verify(file, nil); err != nil || v.Status != UnknownSigner {
		t.Errorf("nobody is trusted, and the verdict is %v (%v)", v.Status, err)
	}
	direct := x509.NewCertPool()
	direct.AddCert(s.Chain[0])
	if v, err := Verify(file, direct); err != nil || v.Status != Valid {
		t.Errorf("the signer's own certificate is trusted, and the verdict is %v (%v)", v.Status, err)
	}
}

// revision is what an incremental update adds that puts another title into the file.
func revision(t *testing.T, file []byte) string {
	t.Helper()
	f, err := open(file)
	if err != nil {
		t.Fatal(err)
	}
	u := &update{file: f, bodies: map[int]string{f.info: "<</Title (Forged)>>"}, next: f.size}
	return string(u.write()[len(file):])
}

// widened lets the ranges leave out a comment that lies before the signature.
func widened(t *testing.T, file []byte) []byte {
	t.Helper()
	at := bytes.LastIndex(file, []byte(byteRange))
	gap, end := gapOf(t, file)
	wide := slices.Clone(file)
	copy(wide[at:], ranges(gap-4, end, len(file)-end))
	return wide
}

// transplanted puts the signature of one paper of ours into another.
func transplanted(t *testing.T, file []byte, s Signer, about Signing) []byte {
	t.Helper()
	sheet := letter()
	sheet.Blocks[2].Text = strings.Replace(sheet.Blocks[2].Text, "îndeplinite", "neindeplini", 1)
	other := sign(t, paperOf(t, sheet), s, about)
	gap, end := gapOf(t, other)
	from, to := gapOf(t, file)
	if end-gap != to-from {
		t.Fatal("the signatures have different room")
	}
	copy(other[gap:end], file[from:to])
	return other
}

// renamed signs as a stranger and puts our certificate in the place of the stranger's.
func renamed(t *testing.T, file []byte, stranger Signer, about Signing) []byte {
	t.Helper()
	forged := sign(t, drawn(t), stranger, about)
	gap, end := gapOf(t, forged)
	from, to := gapOf(t, file)
	own, err := hex.DecodeString(string(file[from+1 : to-1]))
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := hex.DecodeString(string(forged[gap+1 : end-1]))
	if err != nil {
		t.Fatal(err)
	}
	var ours, other contentInfo
	if _, err := asn1.Unmarshal(own, &ours); err != nil {
		t.Fatal(err)
	}
	if _, err := asn1.Unmarshal(theirs, &other); err != nil {
		t.Fatal(err)
	}
	other.Content.Certificates = ours.Content.Certificates
	other.Content.Signers[0].Issuer = ours.Content.Signers[0].Issuer
	der, err := asn1.Marshal(other)
	if err != nil {
		t.Fatal(err)
	}
	copy(forged[gap+1:], fmt.Appendf(nil, "%x", der))
	return forged
}

func TestWhoMayNotSign(t *testing.T) {
	t.Parallel()
	s, about := made(t, "Specimen")
	other, _ := made(t, "Other")
	weak, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		pdf    []byte
		signer Signer
		want   error
	}{
		"a key without a certificate": {drawn(t), Signer{Key: s.Key}, ErrKey},
		"a certificate without a key": {drawn(t), Signer{Chain: s.Chain}, ErrKey},
		"somebody else's certificate": {drawn(t), Signer{s.Key, other.Chain}, ErrKey},
		"a weak curve":                {drawn(t), Signer{weak, s.Chain}, ErrKey},
		"RSA":                         {drawn(t), Signer{wrong, s.Chain}, ErrKey},
		"a file that is signed":       {sign(t, drawn(t), s, about), s, ErrSigned},
		"a file that is none of ours": {[]byte("%PDF-1.7\n"), s, errNotOurs},
	} {
		if _, err := Sign(c.pdf, c.signer, about); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnObjectEndsWhereItEndsInEveryRevision(t *testing.T) {
	t.Parallel()
	file, _ := signed(t)
	f, err := open(file)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n < f.size; n++ {
		if body, err := f.object(n); err != nil || bytes.Contains(body, []byte(" 0 obj\n")) {
			t.Errorf("object %d: %v %.200s", n, err, body)
		}
	}
}

func TestTheSealIsReadOutOfTheFile(t *testing.T) {
	t.Parallel()
	file, _ := signed(t)
	for name, pdf := range map[string][]byte{"drawn": drawn(t), "signed": file} {
		raw, ok := Seal(pdf)
		if diff := cmp.Diff(letter().Seal, raw); diff != "" || !ok {
			t.Errorf("%s: %v %s", name, ok, diff)
		}
	}
	for name, pdf := range map[string][]byte{"without a seal": paperOf(t, document.Sheet{Title: "/SejurSeal <00>"}), "no PDF": []byte("/SejurSeal <00>")} {
		if raw, ok := Seal(pdf); ok {
			t.Errorf("%s: %x", name, raw)
		}
	}
}

// tiny is a file with no more in it than a signature needs, so that fuzzing spends its time on what is read.
func tiny() []byte {
	objs := objects{1: []byte("<</Type /Pages /Kids [3 0 R] /Count 1>>"), 2: []byte("<<>>"),
		3: []byte("<</Type /Page /Annots []\n/Contents 4 0 R>>"), 4: []byte(stream("", nil)),
		5: []byte("<</Type /Catalog /Pages 1 0 R /StructTreeRoot 6 0 R>>"), 6: []byte("<</K [7 0 R] /ParentTree 8 0 R /ParentTreeNextKey 1>>"),
		7: []byte("<</S /Document /K []>>"), 8: []byte("<</Nums []>>"), 9: []byte("<</SejurSeal <0102>>>")}
	return objs.write(5, 9)
}

func FuzzVerify(f *testing.F) {
	s, about := made(f, "Specimen")
	file := sign(f, tiny(), s, about)
	f.Add(file)
	f.Add(tiny())
	f.Add([]byte(ranges(0, 0, 0)))
	trusted := pool(s)
	f.Fuzz(func(t *testing.T, pdf []byte) {
		v, err := Verify(pdf, trusted)
		if err != nil {
			t.Fatal(err)
		}
		if v.Status == Valid && !bytes.Equal(pdf, file) {
			t.Error("another file than the one signed is valid")
		}
		if raw, ok := Seal(pdf); ok != (raw != nil) {
			t.Errorf("a seal %x that is %v", raw, ok)
		}
		if f, err := open(pdf); err == nil {
			for n := range f.at {
				_, _ = f.object(n)
			}
		}
	})
}

func FuzzVerifyCMS(f *testing.F) {
	s, _ := made(f, "Specimen")
	digest, other := sha256.Sum256(nil), sha256.Sum256([]byte("x"))
	der, err := signCMS(digest[:], s)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(der)
	f.Fuzz(func(t *testing.T, der []byte) {
		_, one := verifyCMS(der, digest[:])
		if _, two := verifyCMS(der, other[:]); one && two {
			t.Error("one signature for two files")
		}
	})
}
