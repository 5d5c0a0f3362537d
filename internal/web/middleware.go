package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
)

// Limits of one request.
const (
	maxQuery = 16 << 10 // bytes of query and path together
	maxBody  = 64 << 10
)

const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; object-src 'none'"

const permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"

// secure sets the headers that every answer carries.
func (s *server) secure(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	h.Set("Permissions-Policy", permissions)
	if s.origin.Scheme == "https" {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// guard stands before every address: it survives panics, sets the headers, and refuses foreign hosts and requests
// that are too large.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if cause := recover(); cause != nil {
				s.survive(w, r, cause)
			}
		}()
		s.secure(w.Header())
		x := exchangeOf(w)
		switch {
		case !s.ours(r.Host) && !isProbe(r.URL.Path):
			s.fail(w, r, http.StatusMisdirectedRequest)
		case len(r.URL.RawQuery)+len(r.URL.Path) > maxQuery:
			s.fail(w, r, http.StatusRequestURITooLong)
		case x.plain && s.origin.Scheme == "https" && !isProbe(r.URL.Path):
			s.toTLS(w, r)
		case s.crossOrigin.Check(r) != nil:
			s.fail(w, r, http.StatusForbidden) // another site's page sent it
		case strings.HasPrefix(r.URL.Path, "/api/"):
			next.ServeHTTP(w, r) // has its own bound, and its own way of saying so
		case r.ContentLength > s.most(r):
			s.fail(w, r, http.StatusRequestEntityTooLarge)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, s.most(r))
			next.ServeHTTP(w, r)
		}
	})
}

// toTLS leads somebody whom the proxy let in without TLS to where there is some. What they have sent has been on the wire; only what
// changes nothing is asked for again.
func (s *server) toTLS(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		s.fail(w, r, http.StatusBadRequest)
		return
	}
	w.Header().Set("Location", "https://"+s.origin.Host+r.URL.RequestURI())
	w.WriteHeader(http.StatusPermanentRedirect)
}

// survive answers a request whose handler panicked. The log gets the pattern of the route, never the address: the
// address may hold somebody's answers. A cause that http itself uses to drop a connection goes on.
func (s *server) survive(w http.ResponseWriter, r *http.Request, cause any) {
	if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(cause)
	}
	s.log.LogAttrs(context.WithoutCancel(r.Context()), slog.LevelError, "handler panicked",
		slog.String("request", exchangeOf(w).request), slog.String("route", r.Pattern), slog.String("cause", fmt.Sprint(cause)), slog.String("stack", string(debug.Stack())))
	defer func() {
		if recover() != nil { // the page that says so fails in the same way
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		}
	}()
	s.fail(w, r, http.StatusInternalServerError)
}

// ours tells whether a Host header names this service. On a loopback origin every loopback name and port is ours,
// so that forwarded ports and tests work.
func (s *server) ours(host string) bool {
	if strings.EqualFold(host, s.origin.Host) {
		return true
	}
	return Loopback(s.origin.Hostname()) && Loopback(hostname(host))
}

func hostname(host string) string {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		return strings.Trim(host, "[]")
	}
	return name
}

// Loopback tells whether a host name or address, without a port, is this machine as only this machine can reach it.
func Loopback(name string) bool {
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}
