package seal

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"maps"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// oneKey is the key of one signer.
type oneKey struct{ public crypto.PublicKey }

func (k oneKey) Key(signer, certificate string) (crypto.PublicKey, bool) {
	return k.public, signer == "ROSJ" && certificate == "1A"
}

func newKey(t testing.TB, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func permit() Content {
	return Content{Kind: "RESIDENCE_PERMIT", Country: "ROU", Signer: "ROSJ", Certificate: "1A", Issued: "2026-03-01", Signed: "2026-03-02",
		Features: map[string]string{
			"MRZ":             "IRROUPOPESCU<<ANA<MARIA<<<<<<<<<<<<<\nAB12345671IND9001011F3103010<<<<<<<4",
			"PASSPORT_NUMBER": "X12345678",
		}}
}

func receipt() Content {
	return Content{Kind: Receipt, Country: "ROU", Signer: "ROSJ", Certificate: "1A", Issued: "2026-03-01", Signed: "2026-03-01",
		Features: map[string]string{
			"CODE": "7K3MW9QZ2B4HX", "NUMBER": "2026 000123", "NAME": "POPESCU<<ANA<MARIA", "BIRTH_DATE": "1990-xx-xx",
			"KIND": "ltr-permit", "VALID_UNTIL": "2026-05-30", "NATIONALITY": "IND",
			"FACTS_HASH": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
		}}
}

func sealed(t testing.TB, c Content, key crypto.Signer) []byte {
	t.Helper()
	raw, err := Sign(c, key)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestWhatIsSealedIsReadAndValid(t *testing.T) {
	t.Parallel()
	for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384()} {
		for _, content := range []Content{permit(), receipt()} {
			t.Run(curve.Params().Name+" "+content.Kind, func(t *testing.T) {
				t.Parallel()
				key := newKey(t, curve)
				raw := sealed(t, content, key)
				got, verdict := Check(raw, oneKey{key.Public()})
				if verdict != (Verdict{Valid, Holds}) {
					t.Fatalf("verdict %v", verdict)
				}
				features := map[string]string{}
				for _, f := range got.Features {
					features[f.Name] = f.Value
				}
				if diff := cmp.Diff(content.Features, features); diff != "" {
					t.Errorf("features (-sealed +read):\n%s", diff)
				}
				if got.Version != version4 || got.Kind() != content.Kind || got.Country != content.Country ||
					got.Signer != content.Signer || got.Certificate != content.Certificate || got.Issued != content.Issued ||
					got.Header.Signed != content.Signed {
					t.Errorf("header %+v", got.Header)
				}
			})
		}
	}
}

func TestOneFlippedBitIsNeverValid(t *testing.T) {
	t.Parallel()
	for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384()} {
		t.Run(curve.Params().Name, func(t *testing.T) {
			t.Parallel()
			key := newKey(t, curve)
			for _, content := range []Content{permit(), receipt()} {
				raw := sealed(t, content, key)
				for bit := range len(raw) * 8 {
					raw[bit/8] ^= 1 << (bit % 8)
					if _, verdict := Check(raw, oneKey{key.Public()}); verdict.Status == Valid {
						t.Errorf("%s: bit %d flipped and still valid", content.Kind, bit)
					}
					raw[bit/8] ^= 1 << (bit % 8)
				}
			}
		})
	}
}

func TestASealCutAnywhereIsRefused(t *testing.T) {
	t.Parallel()
	for _, v := range vectors() {
		raw := unhex(t, v.hex)
		for n := range raw {
			var refused *Error
			if _, err := Parse(raw[:n]); !errors.As(err, &refused) {
				t.Errorf("%s: %d of %d bytes: %v", v.name, n, len(raw), err)
			}
		}
		if _, err := Parse(append(raw, 0)); !errors.As(err, new(*Error)) {
			t.Errorf("%s: a byte more is not refused", v.name)
		}
	}
}

// Documented: (r, n−s) is another signature of the same facts. It changes none of them, so it is not refused.
func TestTheOtherSignatureOfECDSASaysTheSame(t *testing.T) {
	t.Parallel()
	key := newKey(t, elliptic.P256())
	raw := sealed(t, permit(), key)
	half := raw[len(raw)-32:]
	other := new(big.Int).Sub(key.Params().N, new(big.Int).SetBytes(half))
	other.FillBytes(half)
	got, verdict := Check(raw, oneKey{key.Public()})
	if verdict.Status != Valid || got.MRZ() != permit().Features["MRZ"] {
		t.Errorf("verdict %v, MRZ %q", verdict, got.MRZ())
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	key := newKey(t, elliptic.P256())
	edwards, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := sealed(t, permit(), key)
	with := func(change func(raw []byte)) []byte {
		raw := append([]byte{}, good...)
		change(raw)
		return raw
	}
	stranger := permit()
	stranger.Signer = "ROXX"
	renewed := permit()
	renewed.Certificate = "1B"
	tests := map[string]struct {
		raw  []byte
		keys Keys
		want Verdict
	}{
		"right":                           {good, oneKey{key.Public()}, Verdict{Valid, Holds}},
		"a key of the signer's neighbour": {good, oneKey{newKey(t, elliptic.P256()).Public()}, Verdict{Invalid, Forged}},
		"a key of a longer curve":         {good, oneKey{newKey(t, elliptic.P384()).Public()}, Verdict{Invalid, SignatureLength}},
		"P-224":                           {good, oneKey{newKey(t, elliptic.P224()).Public()}, Verdict{UnknownCurve, OtherCurve}},
		"P-521":                           {good, oneKey{newKey(t, elliptic.P521()).Public()}, Verdict{UnknownCurve, OtherCurve}},
		"no ECDSA key":                    {good, oneKey{edwards}, Verdict{UnknownCurve, OtherCurve}},
		"another signer":                  {sealed(t, stranger, key), oneKey{key.Public()}, Verdict{UnknownSigner, NoCertificate}},
		"another certificate":             {sealed(t, renewed, key), oneKey{key.Public()}, Verdict{UnknownSigner, NoCertificate}},
		"r is 0":                          {with(func(raw []byte) { clear(raw[len(raw)-64 : len(raw)-32]) }), oneKey{key.Public()}, Verdict{Invalid, OutOfRange}},
		"s is 0":                          {with(func(raw []byte) { clear(raw[len(raw)-32:]) }), oneKey{key.Public()}, Verdict{Invalid, OutOfRange}},
		"s is the order": {with(func(raw []byte) { key.Params().N.FillBytes(raw[len(raw)-32:]) }), oneKey{key.Public()},
			Verdict{Invalid, OutOfRange}},
		"no seal":     {[]byte("https://example.org"), oneKey{key.Public()}, Verdict{Invalid, Magic}},
		"nothing":     {nil, oneKey{key.Public()}, Verdict{Invalid, Cut}},
		"version 5":   {with(func(raw []byte) { raw[1] = 4 }), oneKey{key.Public()}, Verdict{Invalid, WrongVersion}},
		"too long":    {make([]byte, maxBytes+1), oneKey{key.Public()}, Verdict{Invalid, TooLong}},
		"a byte more": {append(with(func([]byte) {}), 0), oneKey{key.Public()}, Verdict{Invalid, After}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, got := Check(tt.raw, tt.keys); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWhatDoesNotFitIsNotSealed(t *testing.T) {
	t.Parallel()
	key := newKey(t, elliptic.P256())
	feature := func(base func() Content, name, value string) Content {
		c := base()
		c.Features = maps.Clone(c.Features)
		c.Features[name] = value
		return c
	}
	without := func(name string) Content {
		c := permit()
		delete(c.Features, name)
		return c
	}
	head := func(change func(c *Content)) Content {
		c := permit()
		change(&c)
		return c
	}
	visa := func() Content {
		return Content{Kind: "VISA", Country: "ROU", Signer: "ROSJ", Certificate: "1A", Issued: "2026-03-01", Signed: "2026-03-01",
			Features: map[string]string{"DURATION_OF_STAY": "5a0000", "PASSPORT_NUMBER": "X12345678"}}
	}
	mrva := "VDROUPOPESCU<<ANA<MARIA<<<<<<<<<<<<<<<<<<<<<\nAB12345671IND9001011F3103010<<<<<<<<<<<<<<<<"
	both := feature(visa, "MRZ_MRVA", mrva)
	both.Features["MRZ_MRVB"] = "VDROUPOPESCU<<ANA<MARIA<<<<<<<<<<<<<\nAB12345671IND9001011F3103010<<<<<<<<"
	tests := map[string]struct {
		content Content
		want    Error
	}{
		"no such kind":              {head(func(c *Content) { c.Kind = "PASSPORT" }), Error{Problem: UnknownKind, Feature: "PASSPORT"}},
		"no such feature":           {feature(permit, "SHOE_SIZE", "42"), Error{Problem: UnknownFeature, Feature: "SHOE_SIZE"}},
		"a required one is missing": {without("PASSPORT_NUMBER"), Error{Problem: Missing, Feature: "PASSPORT_NUMBER"}},
		"lower case in C40":         {feature(permit, "PASSPORT_NUMBER", "x12345678"), Error{Problem: WrongValue, Feature: "PASSPORT_NUMBER"}},
		"a letter with a mark":      {feature(permit, "PASSPORT_NUMBER", "Ș1234567"), Error{Problem: WrongValue, Feature: "PASSPORT_NUMBER"}},
		"a number too long":         {feature(permit, "PASSPORT_NUMBER", "X123456789"), Error{Problem: WrongSize, Feature: "PASSPORT_NUMBER"}},
		"an MRZ of one line":        {feature(permit, "MRZ", "IRROUPOPESCU<<ANA"), Error{Problem: WrongSize, Feature: "MRZ"}},
		"an MRZ with a short line":  {feature(permit, "MRZ", mrva[:35]+"\n"+mrva[:37]), Error{Problem: WrongValue, Feature: "MRZ"}},
		"no such birth date":        {feature(receipt, "BIRTH_DATE", "1990-02-30"), Error{Problem: WrongValue, Feature: "BIRTH_DATE"}},
		"no such last day":          {feature(receipt, "VALID_UNTIL", "2026-02-29"), Error{Problem: WrongValue, Feature: "VALID_UNTIL"}},
		"half a hash":               {feature(receipt, "FACTS_HASH", "0011"), Error{Problem: WrongSize, Feature: "FACTS_HASH"}},
		"a receipt of another state": {func() Content { c := receipt(); c.Country = "D<<"; return c }(),
			Error{Problem: WrongCategory, Feature: Receipt}},
		"country":               {head(func(c *Content) { c.Country = "RO" }), Error{Problem: WrongHeader, Feature: "country"}},
		"signer":                {head(func(c *Content) { c.Signer = "ROS" }), Error{Problem: WrongHeader, Feature: "signer"}},
		"no certificate":        {head(func(c *Content) { c.Certificate = "" }), Error{Problem: WrongHeader, Feature: "certificate"}},
		"certificate":           {head(func(c *Content) { c.Certificate = "1G" }), Error{Problem: WrongHeader, Feature: "certificate"}},
		"issued":                {head(func(c *Content) { c.Issued = "2026-02-30" }), Error{Problem: NoSuchDay, Feature: "issued"}},
		"signed":                {head(func(c *Content) { c.Signed = "" }), Error{Problem: NoSuchDay, Feature: "signed"}},
		"a visa with no MRZ":    {visa(), Error{Problem: Alternatives, Feature: "MRZ_MRVA"}},
		"a visa with two":       {both, Error{Problem: Alternatives, Feature: "MRZ_MRVA"}},
		"more entries than 255": {feature(func() Content { return feature(visa, "MRZ_MRVA", mrva) }, "NUMBER_OF_ENTRIES", "256"), Error{Problem: WrongValue, Feature: "NUMBER_OF_ENTRIES"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Sign(tt.content, key)
			var got *Error
			if !errors.As(err, &got) {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff(tt.want, *got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOnlyTheCurvesOfTheOfficeSign(t *testing.T) {
	t.Parallel()
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []crypto.Signer{newKey(t, elliptic.P224()), newKey(t, elliptic.P521()), edwards} {
		var got *Error
		if _, err := Sign(permit(), key); !errors.As(err, &got) || got.Problem != WrongKey {
			t.Errorf("%T: %v", key, err)
		}
	}
}

func TestAVisaSealsTheFirst28CharactersOfItsSecondLine(t *testing.T) {
	t.Parallel()
	key := newKey(t, elliptic.P256())
	c := Content{Kind: "VISA", Country: "ROU", Signer: "ROSJ", Certificate: "1A", Issued: "2026-03-01", Signed: "2026-03-01",
		Features: map[string]string{
			"MRZ_MRVA":         "VDROUPOPESCU<<ANA<MARIA<<<<<<<<<<<<<<<<<<<<<\nAB12345671IND9001011F3103010<OPTIONAL<<<<<<<",
			"DURATION_OF_STAY": "5a0000", "PASSPORT_NUMBER": "X12345678",
		}}
	got, err := Parse(sealed(t, c, key))
	if err != nil {
		t.Fatal(err)
	}
	if want := "VDROUPOPESCU<<ANA<MARIA<<<<<<<<<<<<<<<<<<<<<\nAB12345671IND9001011F3103010"; got.MRZ() != want {
		t.Errorf("MRZ %q", got.MRZ())
	}
}

func TestLengthsStandInTheirShortestForm(t *testing.T) {
	t.Parallel()
	header := unhex(t, "dc036abc6d32c8a72cb10f7134b79815fc04")
	for name, tt := range map[string]struct {
		field string
		want  Problem
	}{
		"long form of a short length": {"01810141", WrongLength},
		"three bytes for one":         {"01820081", WrongLength},
		"three bytes of length":       {"0183010000", WrongLength},
		"longer than the seal":        {"018141", WrongLength},
		"cut":                         {"018181", Cut},
		"cut within the length":       {"0182", Cut},
		"the same tag twice":          {"04014104014100", Twice},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse(append(append([]byte{}, header...), unhex(t, tt.field)...))
			var got *Error
			if !errors.As(err, &got) || got.Problem != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	for _, n := range []int{0, 1, 127, 128, 200, 255, 256, 300, 2000} {
		value := make([]byte, n)
		out := appendField(nil, 7, value)
		if n == 128 {
			out = append([]byte{7, 0x80}, value...) // one plain byte, as an older text has it
		}
		tag, got, next, err := readField(out, 0)
		if err != nil || tag != 7 || len(got) != n || next != len(out) {
			t.Errorf("length %d: tag %d, %d bytes, next %d, %v", n, tag, len(got), next, err)
		}
	}
}

func TestC40AndDaysOfTheStandards(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		coding   Coding
		text     string
		hex      string
		readback string
		from     string
	}{
		{C40, "XK<CD", "eb0466a9", "XK CD", "TR-03137 part 1, annex B, example 1"},
		{C40, "XKCD", "eb11fe45", "XKCD", "TR-03137 part 1, annex B, example 2"},
		{C40, "BSI01", "62d719c9", "BSI01", "TR-03137 part 1, 3.2.3"},
		{C40, "DETS32", "6d32c91f", "DETS32", "published test"},
		{Date, "1957-03-25", "319ef5", "1957-03-25", "TR-03137 part 1, 3.2.3"},
		{Masked, "19xx-xx-01", "c3002e7c", "19xx-xx-01", "ICAO Datastructure for Barcode, published test"},
		{Masked, "201x-04-XX", "313d10da", "201x-04-xx", "ICAO Datastructure for Barcode, published test"},
		{Masked, "1900-xx-xx", "f000076c", "1900-xx-xx", "ICAO Datastructure for Barcode, published test"},
		{Masked, "1999-12-31", "00bbddbf", "1999-12-31", "ICAO Datastructure for Barcode, published test"},
		{Masked, "xxxx-xx-xx", "ff000000", "xxxx-xx-xx", "ICAO Datastructure for Barcode, published test"},
	} {
		t.Run(tt.from+" "+tt.text, func(t *testing.T) {
			t.Parallel()
			out, ok := tt.coding.write(tt.text)
			if diff := cmp.Diff(unhex(t, tt.hex), out); !ok || diff != "" {
				t.Errorf("written (-want +got):\n%s", diff)
			}
			if back, ok := tt.coding.read(out); !ok || back != tt.readback {
				t.Errorf("read back %q, %v", back, ok)
			}
		})
	}
}

func TestTextOfC40ComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[A-Z0-9 ]{0,40}`).Draw(t, "text")
		out, ok := writeC40(text)
		if !ok || len(out) != (len(text)+2)/3*2 {
			t.Fatalf("%d bytes, %v", len(out), ok)
		}
		if back, ok := readC40(out); !ok || back != text {
			t.Fatalf("read back %q, %v", back, ok)
		}
	})
}

func TestBytesThatAreReadAsC40AreWrittenAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOfN(rapid.Byte(), 0, 12).Draw(t, "in")
		text, ok := readC40(in)
		if !ok {
			return
		}
		if out, ok := writeC40(text); !ok || !cmp.Equal(out, in) && len(in) > 0 {
			t.Fatalf("%x is read as %q and written as %x", in, text, out)
		}
	})
}
