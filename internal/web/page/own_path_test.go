package page_test

import (
	"net/url"
	"strings"
	"testing"

	"sejur/internal/web/page"
)

func TestOwnPath(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, address string
		want          bool
	}{
		{"a page", "/ro/my", true},
		{"a page with a query", "/desk/cases?state=open&after=x%2Fy", true},
		{"the start", "/", true},
		{"nothing", "", false},
		{"a name without a slash", "ro/my", false},
		{"another host", "https://evil.example/ro", false},
		{"another host without a scheme", "//evil.example/ro", false},
		{"another host, as browsers read it", `/\evil.example`, false},
		{"a backslash further on", `/ro\..\evil`, false},
		{"a line end", "/ro\r\nSet-Cookie: a=b", false},
		{"a tab that a browser drops", "/\t/evil.example", false},
		{"a blank", "/ro my", false},
		{"a script", "javascript:alert(1)", false},
		{"percent signs that mean nothing", "/%zz", false},
		{"a part of a page", "/ro/my#x", false},
		{"longer than any of ours", "/" + strings.Repeat("a", 2048), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := page.OwnPath(tt.address)
			if ok != tt.want || (ok && got != tt.address) || (!ok && got != "") {
				t.Errorf("%q gives %q, %t", tt.address, got, ok)
			}
		})
	}
}

// Whatever is let through stays at the origin when a browser joins it to the address of the page.
func FuzzOwnPath(f *testing.F) {
	for _, seed := range []string{"/ro/my", "//evil.example", `/\evil.example`, "/%2f/evil.example", "/ro?next=//evil.example"} {
		f.Add(seed)
	}
	base, err := url.Parse("https://sejur.example/ro/sign-in")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, address string) {
		own, ok := page.OwnPath(address)
		if !ok {
			return
		}
		joined, err := base.Parse(own)
		if err != nil || joined.Scheme != base.Scheme || joined.Host != base.Host {
			t.Errorf("%q leads to %v", address, joined)
		}
	})
}
