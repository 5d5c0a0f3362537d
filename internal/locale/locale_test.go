package locale

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNegotiate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, header string
		want         Lang
	}{
		{"no header is Romanian", "", RO},
		{"any language is Romanian", "*", RO},
		{"one language", "uk", UK},
		{"a region does not matter", "en-GB", EN},
		{"Romanian from Moldova", "ro-MD,ru;q=0.8", RO},
		{"the withdrawn code for Moldovan", "mo", RO},
		{"case does not matter", "UK-ua", UK},
		{"the first of equals", "en,ro", EN},
		{"the higher weight wins", "en;q=0.5, uk;q=0.9, ro;q=0.7", UK},
		{"a missing weight is the highest", "en;q=0.9,ro", RO},
		{"three decimals count", "en;q=0.901,ro;q=0.9", EN},
		{"ours is found among others", "ar-SY,ar;q=0.9,en;q=0.8,fr;q=0.7", EN},
		{"only strangers get English", "de-DE,de;q=0.9", EN},
		{"strangers and any language get English", "de,*;q=0.1", EN},
		{"a refused language is not chosen", "ro;q=0,uk;q=0.1", UK},
		{"a weight that cannot be read is refused", "ro;q=x,uk;q=0.1", UK},
		{"a weight above one is refused", "ro;q=2,uk;q=0.1", UK},
		{"what is no header is Romanian", ";;,,=;q", RO},
		{"a longer code is another language", "rof", EN},
		{"the pseudo-locale is never negotiated", "xx", EN},
		{"ranges beyond the bound are not read", strings.Repeat("de,", maxRanges) + "uk", EN},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Negotiate(tt.header); got != tt.want {
				t.Errorf("%q: got %s, want %s", tt.header, got, tt.want)
			}
		})
	}
}

func TestNegotiateStaff(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, header string
		want         Lang
	}{
		{"no header is Romanian", "", RO},
		{"English by wish", "en-GB,en;q=0.9", EN},
		{"the higher weight wins", "en;q=0.5,ro;q=0.7", RO},
		{"a language that the desk does not speak is passed over", "uk,en;q=0.3", EN},
		{"without any of ours it is Romanian", "uk,de;q=0.5", RO},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := NegotiateStaff(tt.header); got != tt.want {
				t.Errorf("%q: got %s, want %s", tt.header, got, tt.want)
			}
		})
	}
}

func FuzzNegotiate(f *testing.F) {
	for _, seed := range []string{"", "*", "en-GB,en;q=0.9", "ro;q=", "q=1;;,"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if _, ok := ParseLang(string(Negotiate(header))); !ok {
			t.Errorf("%q gives no language of ours", header)
		}
	})
}

func TestParseLang(t *testing.T) {
	t.Parallel()
	for _, lang := range All() {
		if got, ok := ParseLang(string(lang)); !ok || got != lang {
			t.Errorf("%s is not read back", lang)
		}
	}
	for _, s := range []string{"", "RO", "de", "ro-RO", string(Pseudo)} {
		if got, ok := ParseLang(s); ok {
			t.Errorf("%q is read as %s", s, got)
		}
	}
}

func TestLang(t *testing.T) {
	t.Parallel()
	type row struct{ Name, Dir, Tag string }
	got := make(map[Lang]row)
	for _, lang := range append(All(), Pseudo) {
		got[lang] = row{lang.Name(), lang.Dir(), lang.Tag()}
	}
	want := map[Lang]row{
		RO:     {"Română", "ltr", "ro"},
		EN:     {"English", "ltr", "en"},
		UK:     {"Українська", "ltr", "uk"},
		Pseudo: {"Pseudo", "rtl", "ar-XB"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
