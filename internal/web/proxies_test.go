package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"sejur/internal/access"
	"sejur/internal/web"
	"sejur/internal/web/page"
)

// whoAsks opens a site whose page tells the network that asks and the id of the request.
func whoAsks(t *testing.T, origin string, trusted ...string) func(peer string, header http.Header) *httptest.ResponseRecorder {
	t.Helper()
	rows := []web.Row{{http.MethodGet, "", "everybody", access.Public, func(_ context.Context, v *page.Visit) (page.Reply, error) {
		return page.SeeOther("/" + v.Client.String() + "?" + v.Request), nil
	}}}
	site := open(t, rows, func(c *web.Config) {
		c.Origin = origin
		for _, network := range trusted {
			c.Proxies = append(c.Proxies, netip.MustParsePrefix(network))
		}
	})
	return func(peer string, header http.Header) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/en", nil)
		r.RemoteAddr, r.Host = peer, strings.TrimPrefix(strings.TrimPrefix(origin, "http://"), "https://")
		for name, values := range header {
			r.Header[name] = values
		}
		return site.Do(r)
	}
}

func TestOnlyTrustedProxiesSayWhoAsks(t *testing.T) {
	t.Parallel()
	ask := whoAsks(t, "http://localhost:8080", "10.0.0.0/8", "fd00::/8", "127.0.0.1/32")
	for _, tt := range []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"nobody in between", "192.0.2.7:4711", nil, "192.0.2.7/32"},
		{"nobody in between, version 6", "[2001:db8:1:2:3:4:5:6]:4711", nil, "2001:db8:1:2::/64"},
		{"version 4 in the clothes of 6", "[::ffff:192.0.2.7]:4711", nil, "192.0.2.7/32"},
		{"a header that anybody could write", "192.0.2.7:4711", []string{"198.51.100.9"}, "192.0.2.7/32"},
		{"a proxy", "10.1.1.1:4711", []string{"198.51.100.9"}, "198.51.100.9/32"},
		{"a proxy of version 6", "[fd00::1]:4711", []string{"2001:db8::9"}, "2001:db8::/64"},
		{"what the client wrote before is hearsay", "10.1.1.1:4711", []string{"203.0.113.5, 198.51.100.9"}, "198.51.100.9/32"},
		{"the client wrote a proxy's address", "10.1.1.1:4711", []string{"10.2.2.2, 198.51.100.9"}, "198.51.100.9/32"},
		{"a proxy behind a proxy", "10.1.1.1:4711", []string{"198.51.100.9, 10.2.2.2"}, "198.51.100.9/32"},
		{"several headers", "10.1.1.1:4711", []string{"203.0.113.5", "198.51.100.9, 10.2.2.2"}, "198.51.100.9/32"},
		{"proxies alone", "10.1.1.1:4711", []string{"10.3.3.3, 10.2.2.2"}, "10.3.3.3/32"},
		{"a proxy that says nothing", "10.1.1.1:4711", nil, "10.1.1.1/32"},
		{"an empty header", "10.1.1.1:4711", []string{""}, "10.1.1.1/32"},
		{"a name", "10.1.1.1:4711", []string{"unknown"}, "10.1.1.1/32"},
		{"rubbish before the client", "10.1.1.1:4711", []string{"x'; --, 198.51.100.9"}, "198.51.100.9/32"},
		{"rubbish behind a proxy", "10.1.1.1:4711", []string{"198.51.100.9, x, 10.2.2.2"}, "10.2.2.2/32"},
		{"with ports", "10.1.1.1:4711", []string{"198.51.100.9:5000"}, "198.51.100.9/32"},
		{"in brackets", "10.1.1.1:4711", []string{"[2001:db8::9]:5000"}, "2001:db8::/64"},
		{"in brackets without a port", "10.1.1.1:4711", []string{"[2001:db8::9]"}, "2001:db8::/64"},
		{"a zone", "10.1.1.1:4711", []string{"fe80::9%eth0"}, "fe80::/64"},
		{"a thousand entries", "10.1.1.1:4711", []string{"198.51.100.9" + strings.Repeat(", 10.2.2.2", 1000)}, "10.2.2.2/32"},
		{"a peer that cannot be read", "@", []string{"198.51.100.9"}, "invalid Prefix"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, _, _ := strings.Cut(ask(tt.peer, http.Header{"X-Forwarded-For": tt.forwarded}).Header().Get("Location"), "?")
			if got != "/"+tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestRequestsHaveAnId(t *testing.T) {
	t.Parallel()
	ask := whoAsks(t, "http://localhost:8080", "10.0.0.0/8")
	given := http.Header{"X-Request-Id": {"a1B2-c3"}}
	for _, tt := range []struct {
		name, peer string
		header     http.Header
		kept       bool
	}{
		{"from a proxy", "10.1.1.1:4711", given, true},
		{"from anybody", "192.0.2.7:4711", given, false},
		{"none from a proxy", "10.1.1.1:4711", nil, false},
		{"one from a proxy that could break a log", "10.1.1.1:4711", http.Header{"X-Request-Id": {"a b"}}, false},
		{"one from a proxy that is too long", "10.1.1.1:4711", http.Header{"X-Request-Id": {strings.Repeat("a", 65)}}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ask(tt.peer, tt.header)
			id := got.Header().Get("X-Request-Id")
			_, seen, _ := strings.Cut(got.Header().Get("Location"), "?")
			if (id == "a1B2-c3") != tt.kept || (!tt.kept && len(id) != 32) || seen != id {
				t.Errorf("the id is %q, the page saw %q", id, seen)
			}
			if again := ask(tt.peer, tt.header).Header().Get("X-Request-Id"); (again == id) != tt.kept {
				t.Errorf("%q and then %q", id, again)
			}
		})
	}
}

func TestWhoComesWithoutTLSIsSentToIt(t *testing.T) {
	t.Parallel()
	ask := whoAsks(t, "https://sejur.example", "10.0.0.0/8")
	proto := func(values ...string) http.Header { return http.Header{"X-Forwarded-Proto": values} }
	for _, tt := range []struct {
		name, peer string
		header     http.Header
		sent       bool
	}{
		{"the proxy says http", "10.1.1.1:4711", proto("http"), true},
		{"in capitals", "10.1.1.1:4711", proto("HTTP"), true},
		{"the nearest of several says http", "10.1.1.1:4711", proto("https", "https, http"), true},
		{"the proxy says https", "10.1.1.1:4711", proto("https"), false},
		{"the nearest of several says https", "10.1.1.1:4711", proto("http, https"), false},
		{"the proxy says nothing", "10.1.1.1:4711", nil, false},
		{"the proxy says rubbish", "10.1.1.1:4711", proto("gopher"), false},
		{"somebody who is no proxy says http", "192.0.2.7:4711", proto("http"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ask(tt.peer, tt.header)
			if sent := got.Code == http.StatusPermanentRedirect && got.Header().Get("Location") == "https://sejur.example/en"; sent != tt.sent {
				t.Errorf("%d to %q", got.Code, got.Header().Get("Location"))
			}
		})
	}
}

func TestAFormThatCameWithoutTLSIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	site := open(t, every(), func(c *web.Config) {
		c.Origin, c.Proxies = "https://sejur.example", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	})
	for target, want := range map[string]int{"/en/my/signed-in": http.StatusBadRequest, "/healthz": http.StatusMethodNotAllowed} {
		r := as(t, "applicant", http.MethodPost, target, "")
		r.RemoteAddr, r.Host = "10.1.1.1:4711", "sejur.example"
		r.Header.Set("X-Forwarded-Proto", "http")
		if got := site.Do(r); got.Code != want {
			t.Errorf("%s: %d, want %d", target, got.Code, want)
		}
	}
}

// Whatever is written in its headers, a request from somebody who is no proxy is their own; and what a proxy says gives a whole network or
// none, and an id that breaks no log.
func FuzzForwarded(f *testing.F) {
	for _, seed := range []string{"198.51.100.9", "203.0.113.5, 10.2.2.2", "[2001:db8::9]:5000", "unknown", ",,,", "fe80::1%x"} {
		f.Add(seed, "a1-B2")
	}
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	f.Fuzz(func(t *testing.T, forwarded, id string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.Header = http.Header{"X-Forwarded-For": {forwarded}, "X-Request-Id": {id}}
		r.RemoteAddr = "192.0.2.7:4711"
		if client, own := web.ClientOf(trusted, r); client.String() != "192.0.2.7/32" || own == id {
			t.Errorf("%q, %q from a stranger give %s, %s", forwarded, id, client, own)
		}
		r.RemoteAddr = "10.1.1.1:4711"
		client, request := web.ClientOf(trusted, r)
		if !client.IsValid() || client != client.Masked() || client.Addr().Zone() != "" {
			t.Errorf("%q gives %s", forwarded, client)
		}
		if request == "" || strings.ContainsFunc(request, func(c rune) bool { return c <= ' ' || c > '~' || c == '"' }) {
			t.Errorf("%q gives the id %q", id, request)
		}
	})
}

// TestTheAPIIsToldWhoAsks: which proxies are believed stands in one place.
func TestTheAPIIsToldWhoAsks(t *testing.T) {
	t.Parallel()
	site := open(t, nil, func(c *web.Config) {
		c.Origin, c.Proxies = "http://localhost:8080", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
		c.API = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Who", r.RemoteAddr) })
	})
	for peer, want := range map[string]string{"192.0.2.7:4711": "192.0.2.7/32", "10.1.1.1:4711": "198.51.100.9/32", "nonsense": "unknown"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/persons", nil)
		r.RemoteAddr, r.Host = peer, "localhost:8080"
		r.Header.Set("X-Forwarded-For", "198.51.100.9")
		if got := site.Do(r).Header().Get("Who"); got != want {
			t.Errorf("%s: %q, want %q", peer, got, want)
		}
	}
}
