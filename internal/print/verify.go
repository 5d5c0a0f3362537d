package print

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"time"
)

// Status is what became of a signed file.
type Status string

// What a file can be.
const (
	Valid         Status = "valid"          // signed by somebody trusted, and every byte is what was signed
	Altered       Status = "altered"        // signed, and not what was signed
	UnknownSigner Status = "unknown-signer" // unchanged since somebody signed it whom nobody here trusts
	NotSigned     Status = "not-signed"     // bears no signature in our form
	Appended      Status = "appended"       // what was signed is in it unchanged, but more was added after
)

// Verdict is what can be said of a file.
type Verdict struct {
	Status Status
	Signer *x509.Certificate // who signed; nil unless Valid, UnknownSigner or Appended
	At     time.Time         // when, as the signer says
}

// maxSignature is the most that is read of a signature, in bytes of DER: ours with a chain of three has about 2,500.
const maxSignature = 16 << 10

// maxTries is how many signatures of one file are looked at.
const maxTries = 8

// Verify judges a file that might be ours. It needs no PDF reader: a signature counts only when it covers every byte but itself. Trusted
// are the signers' certificates or those that issued them; validity is judged at the time of signing. An error means that the
// file is larger than MaxSize. A certificate's revocation is not looked up.
func Verify(pdf []byte, trusted *x509.CertPool) (Verdict, error) {
	if len(pdf) > MaxSize {
		return Verdict{}, fmt.Errorf("verify: %w", errTooLarge)
	}
	if trusted == nil {
		trusted = x509.NewCertPool() // nil would mean: whomever the system trusts with web sites
	}
	newest, end := Verdict{Status: NotSigned}, len(pdf)
	for try := range maxTries {
		at := bytes.LastIndex(pdf[:end], []byte(byteRange))
		if at < 0 {
			break
		}
		v := judge(pdf, at, trusted)
		if v.Status == Valid || v.Status == Appended {
			return v, nil
		}
		if try == 0 {
			newest = v
		}
		end = at
	}
	return newest, nil
}

// judge looks at the signature whose ranges stand at a place.
func judge(pdf []byte, at int, trusted *x509.CertPool) Verdict {
	gap, end, rest, ok := readRanges(pdf, at)
	if !ok {
		return Verdict{Status: Altered}
	}
	signed := pdf[:end+rest]
	cms, ok := readGap(pdf[gap:end])
	if !ok {
		return Verdict{Status: Altered}
	}
	chain, ok := verifyCMS(cms, covered(signed, gap, end))
	if !ok {
		return Verdict{Status: Altered}
	}
	v := Verdict{Status: Valid, Signer: chain[0], At: signingTime(pdf[:at])}
	others := x509.NewCertPool()
	for _, c := range chain[1:] {
		others.AddCert(c)
	}
	_, err := v.Signer.Verify(x509.VerifyOptions{
		Roots: trusted, Intermediates: others, CurrentTime: v.At, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	switch {
	case err != nil || v.At.IsZero():
		v.Status = UnknownSigner
	case len(signed) < len(pdf):
		v.Status = Appended
	}
	return v
}

// readRanges reads the ranges at a place, and checks that they leave out nothing but the signature that follows them.
func readRanges(pdf []byte, at int) (gap, end, rest int, ok bool) {
	const width = 10
	text := pdf[at:]
	if len(text) < len(ranges(0, 0, 0)) {
		return 0, 0, 0, false
	}
	fields := text[len(byteRange):]
	numbers := [3]int{}
	for i := range numbers {
		field := bytes.TrimLeft(fields[i*(width+1):][:width], " ")
		n, digits := number(field)
		if !digits {
			return 0, 0, 0, false
		}
		numbers[i] = n
	}
	gap, end, rest = numbers[0], numbers[1], numbers[2]
	head := at + len(ranges(0, 0, 0)) + len(" /Contents ")
	if gap != head || end < gap+2 || end-gap > 2*maxSignature+2 || end > len(pdf) || rest > len(pdf)-end {
		return 0, 0, 0, false
	}
	return gap, end, rest, ranges(gap, end, rest)+" /Contents " == string(pdf[at:gap]) && pdf[gap] == '<' && pdf[end-1] == '>'
}

// readGap reads the signature in its hex digits. After it nothing but zeros may stand.
func readGap(gap []byte) (cms []byte, ok bool) {
	digits := gap[1 : len(gap)-1]
	raw := make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(raw, digits); err != nil || hex.EncodeToString(raw) != string(digits) {
		return nil, false
	}
	var whole asn1.RawValue
	zeros, err := asn1.Unmarshal(raw, &whole)
	if err != nil || len(bytes.Trim(zeros, "\x00")) > 0 {
		return nil, false
	}
	return whole.FullBytes, true
}

// signingTime is the time that stands before the ranges in the dictionary of a signature.
func signingTime(before []byte) time.Time {
	const tail = len("(" + dateForm + ") ")
	if len(before) < tail {
		return time.Time{}
	}
	at, err := time.Parse("("+dateForm+") ", string(before[len(before)-tail:]))
	if err != nil {
		return time.Time{}
	}
	return at
}

// Seal takes the raw seal out of a file that Draw gave: the hexadecimal entry SejurSeal of the information dictionary. What it
// says counts only when the seal itself is verified.
func Seal(pdf []byte) (raw []byte, ok bool) {
	f, err := open(pdf)
	if err != nil {
		return nil, false
	}
	info, err := f.object(f.info)
	if err != nil {
		return nil, false
	}
	_, after, found := bytes.Cut(info, []byte(sealKey+" <"))
	digits, _, closed := bytes.Cut(after, []byte(">"))
	raw = make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(raw, digits); err != nil || !found || !closed {
		return nil, false
	}
	return raw, true
}
