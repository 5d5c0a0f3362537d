package seal

import (
	"crypto/elliptic"
	"errors"
	"slices"
	"strings"
	"testing"
)

func FuzzSeal(f *testing.F) {
	for _, v := range vectors() {
		f.Add(unhex(f, v.hex))
	}
	f.Add(sealed(f, receipt(), newKey(f, elliptic.P384())))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := Parse(raw)
		if err != nil {
			if !errors.As(err, new(*Error)) {
				t.Errorf("an error of another form: %v", err)
			}
			return
		}
		if !slices.Equal(s.Raw(), raw) || len(s.Features) == 0 || len(s.Signature) == 0 {
			t.Errorf("read as %+v", s)
		}
		// What a definition can say is written again as it was; only the version that is written has one form.
		for _, feature := range s.Features {
			if out, ok := feature.Coding.write(feature.Value); !ok || !slices.Equal(out, feature.Bytes) {
				t.Errorf("%s %q is written as %x, was %x", feature.Name, feature.Value, out, feature.Bytes)
			}
		}
		header, err := s.write()
		// A reference of version 4 after the length 00 is read (see reader.signer) and never written so.
		lengthless := s.Version == version4 && len(s.Certificate) == fixed && strings.HasPrefix(s.Certificate, "00")
		if err == nil && !lengthless && !strings.HasPrefix(string(raw), string(header)) {
			t.Errorf("header %+v is written as %x", s.Header, header)
		}
		s.Verify(testSigners{})
		s.Differences(map[string]string{"MRZ": "A\nB"})
	})
}
