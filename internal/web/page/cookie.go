package page

import (
	"net/http"
	"time"
)

// Cookie is a value that the browser sends back with every request. Its flags are not the page's to choose.
type Cookie struct {
	Name  string // as the house calls it
	Value string // "" takes the cookie away
	// Life is how long the browser keeps it; 0 = until it is closed.
	Life time.Duration
}

// Cookies names and flags the cookies of the house. They are for this host alone, are never read by scripts, and are not sent with
// requests that another site began, but for links.
type Cookies struct {
	// Secure says that people reach the house over https. Then a browser takes and sends a cookie over https only, and the prefix of its
	// name makes it refuse one that another host or a plain connection tries to plant (RFC 6265bis, section 4.1.3.2).
	Secure bool
}

// name is what the browser calls a cookie.
func (c Cookies) name(name string) string {
	if c.Secure {
		return "__Host-" + name
	}
	return name
}

// Value is the value of a cookie in a request, "" if there is none.
func (c Cookies) Value(r *http.Request, name string) string {
	cookie, err := r.Cookie(c.name(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// Set adds a cookie to the headers of an answer.
func (c Cookies) Set(h http.Header, cookie Cookie) {
	out := http.Cookie{ //nolint:gosec // Secure is false on this machine alone, where there is no https
		Name: c.name(cookie.Name), Value: cookie.Value, Path: "/",
		Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	switch {
	case cookie.Value == "":
		out.MaxAge = -1
	case cookie.Life > 0:
		out.MaxAge = int(cookie.Life.Round(time.Second) / time.Second)
	}
	h.Add("Set-Cookie", out.String())
}
