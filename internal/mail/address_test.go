package mail

import (
	"errors"
	netmail "net/mail"
	"strings"
	"testing"

	"sejur/internal/fault"
)

func TestParseAddress(t *testing.T) {
	t.Parallel()
	local64, label63 := strings.Repeat("a", 64), strings.Repeat("d", 63)
	for _, tt := range []struct{ name, typed, want, fault string }{
		{"a plain address", "ion.popescu@example.org", "ion.popescu@example.org", ""},
		{"spaces around it", "  ion@example.org ", "ion@example.org", ""},
		{"capitals stay before the @ alone", "Ion.P@Example.ORG", "Ion.P@example.org", ""},
		{"a plus", "ion+sejur@example.org", "ion+sejur@example.org", ""},
		{"an apostrophe", "o'neil@example.org", "o'neil@example.org", ""},
		{"a domain in its own letters, as ASCII", "ion@xn--bcher-kva.example", "ion@xn--bcher-kva.example", ""},
		{"the longest local part", local64 + "@example.org", local64 + "@example.org", ""},
		{"the longest label", "ion@" + label63 + ".org", "ion@" + label63 + ".org", ""},
		{"nothing", "", "", "mail.address-missing"},
		{"spaces", "   ", "", "mail.address-missing"},
		{"255 bytes", local64 + "@" + strings.Repeat("d.", 93) + "org.", "", "mail.address-long"},
		{"a local part too long", local64 + "a@example.org", "", "mail.address-form"},
		{"a label too long", "ion@" + label63 + "d.org", "", "mail.address-form"},
		{"no @", "ion.example.org", "", "mail.address-form"},
		{"two @", "ion@popescu@example.org", "", "mail.address-form"},
		{"nothing before the @", "@example.org", "", "mail.address-form"},
		{"nothing after the @", "ion@", "", "mail.address-form"},
		{"a dot first", ".ion@example.org", "", "mail.address-form"},
		{"a dot last", "ion.@example.org", "", "mail.address-form"},
		{"two dots", "ion..p@example.org", "", "mail.address-form"},
		{"a host without a dot", "ion@localhost", "", "mail.address-form"},
		{"a domain that ends in a dot", "ion@example.org.", "", "mail.address-form"},
		{"a hyphen first in a label", "ion@-example.org", "", "mail.address-form"},
		{"a numeric host", "ion@192.0.2.1", "", "mail.address-form"},
		{"a numeric host in brackets", "ion@[192.0.2.1]", "", "mail.address-form"},
		{"a display name", "Ion <ion@example.org>", "", "mail.address-form"},
		{"angle brackets", "<ion@example.org>", "", "mail.address-form"},
		{"quotes", `"ion popescu"@example.org`, "", "mail.address-form"},
		{"a comment", "ion(popescu)@example.org", "", "mail.address-form"},
		{"two addresses", "ion@example.org,ana@example.org", "", "mail.address-form"},
		{"another header", "ion@example.org\r\nBcc: ana@example.org", "", "mail.address-form"},
		{"another line", "ion@example.org\n", "", "mail.address-form"},
		{"a zero byte", "ion@example.org\x00", "", "mail.address-form"},
		{"a tab", "ion@\texample.org", "", "mail.address-form"},
		{"bytes that are no text", "ion\xff@example.org", "", "mail.address-form"},
		{"a letter with a mark", "ștefan@example.org", "", "mail.address-letters"},
		{"a domain in other letters", "ion@приклад.укр", "", "mail.address-letters"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseAddress(tt.typed)
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if tt.fault == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var f *fault.Error
			if !errors.As(err, &f) || f.Key != tt.fault || f.Field != "email" || f.Kind != fault.Invalid {
				t.Errorf("fault %v, want %s", err, tt.fault)
			}
		})
	}
}

func TestFoldMakesOneOfTwoSpellings(t *testing.T) {
	t.Parallel()
	first, err := ParseAddress("Ion.Popescu@Example.org")
	if err != nil {
		t.Fatal(err)
	}
	second, err := ParseAddress("ion.popescu@example.ORG")
	if err != nil {
		t.Fatal(err)
	}
	if Fold(first) != Fold(second) {
		t.Errorf("%s and %s are two", Fold(first), Fold(second))
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{
		"ion@example.org", " Ion+1@EXAMPLE.org ", `"a b"@example.org`, "a@b.c\r\nBcc: d@e.f", "a@[::1]", "ș@приклад.укр", "<a@b.c>", "a@b@c.d",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := ParseAddress(typed)
		if err != nil {
			var f *fault.Error
			if !errors.As(err, &f) || got != "" {
				t.Fatalf("%q gives %q and %v", typed, got, err)
			}
			return
		}
		if again, err := ParseAddress(got); err != nil || again != got {
			t.Errorf("%q is read as %q, and that as %q, %v", typed, got, again, err)
		}
		// The standard library, which others use, must read the same address in it and no name.
		read, err := netmail.ParseAddress(got)
		if err != nil || read.Name != "" || read.Address != got {
			t.Errorf("%q is read elsewhere as %v, %v", got, read, err)
		}
		if strings.ContainsAny(got, "\r\n \t<>,;\"") || len(got) > 254 {
			t.Errorf("%q was taken", got)
		}
		if folded := Fold(got); Fold(folded) != folded {
			t.Errorf("%q folds twice", got)
		}
	})
}
