package page_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"sejur/internal/web/page"
)

func TestTheFlagsOfACookie(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		secure bool
		cookie page.Cookie
		want   string
	}{
		"over https": {true, page.Cookie{Name: "session", Value: "v"}, "__Host-session=v; Path=/; HttpOnly; Secure; SameSite=Lax"},
		"with a life": {true, page.Cookie{Name: "session", Value: "v", Life: time.Hour},
			"__Host-session=v; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax"},
		"taken away":      {true, page.Cookie{Name: "session"}, "__Host-session=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"},
		"on this machine": {false, page.Cookie{Name: "session", Value: "v"}, "session=v; Path=/; HttpOnly; SameSite=Lax"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := http.Header{}
			page.Cookies{Secure: tt.secure}.Set(h, tt.cookie)
			if got := h.Get("Set-Cookie"); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestACookieIsReadByTheNameItWasGiven(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		secure bool
		sent   string
		want   string
	}{
		"over https":                          {true, "__Host-session=v", "v"},
		"on this machine":                     {false, "session=v", "v"},
		"planted by a plain connection":       {true, "session=evil", ""},
		"nothing was sent":                    {true, "", ""},
		"the planted one beside the true one": {true, "session=evil; __Host-session=v", "v"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
			r.Header.Set("Cookie", tt.sent)
			if got := (page.Cookies{Secure: tt.secure}).Value(r, "session"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
