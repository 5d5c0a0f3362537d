package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"

	"sejur/internal/web/page"
)

// Visitors knows who makes a request.
type Visitors interface {
	// Visitor resolves the session that the request carries. Without one, or with one that has ended, it is the zero Viewer and no
	// error: nobody is told why. An error means that it could not be looked up.
	Visitor(r *http.Request) (page.Viewer, error)
}

// exchange is one request and what was found out about it. It is the ResponseWriter that every handler of the house gets, so that
// nothing has to be hidden in a context.
type exchange struct {
	http.ResponseWriter
	status  int // of the answer; 0 = nothing was sent
	bytes   int
	request string       // the id, as the log has it
	client  netip.Prefix // the network that asks; not valid when it is not known
	plain   bool         // a trusted proxy says that it was reached without TLS

	asked  bool // viewer and lost are set
	viewer page.Viewer
	lost   error // why the viewer could not be looked up
}

// exchange opens the exchange of a request.
func (s *server) exchange(w http.ResponseWriter, r *http.Request) *exchange {
	x := &exchange{ResponseWriter: w}
	peer, trusted := s.proxies.peer(r)
	x.client = network(peer)
	if trusted {
		x.client = network(s.proxies.client(peer, r.Header))
		x.plain = saysPlain(r.Header)
		x.request = givenID(r.Header.Get("X-Request-Id"))
	}
	if x.request == "" {
		x.request = newID()
	}
	return x
}

// exchangeOf is the exchange that a handler of the house was called with. One that was called without (there is none) gets an
// exchange of nobody.
func exchangeOf(w http.ResponseWriter) *exchange {
	if x, ok := w.(*exchange); ok {
		return x
	}
	return &exchange{ResponseWriter: w, asked: true}
}

func (x *exchange) WriteHeader(status int) {
	if x.status == 0 {
		x.status = status
	}
	x.ResponseWriter.WriteHeader(status)
}

func (x *exchange) Write(data []byte) (int, error) {
	if x.status == 0 {
		x.status = http.StatusOK
	}
	n, err := x.ResponseWriter.Write(data)
	x.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

// visitor looks up who makes the request, once. An error is logged here; who then goes on takes the visitor for nobody.
func (s *server) visitor(x *exchange, r *http.Request) (page.Viewer, error) {
	if x.asked || s.visitors == nil {
		return x.viewer, x.lost
	}
	x.asked = true // before the look-up: a page that says that it failed must not try again
	// What is for everybody goes on without an answer.
	ctx, end := context.WithTimeout(r.Context(), s.patience/4)
	defer end()
	viewer, err := s.visitors.Visitor(r.WithContext(ctx))
	if err != nil {
		x.lost = fmt.Errorf("look up the visitor: %w", err)
		s.log.LogAttrs(context.WithoutCancel(r.Context()), slog.LevelError, "visitor unknown",
			slog.String("request", x.request), slog.String("route", r.Pattern), slog.Any("error", x.lost))
		return page.Viewer{}, x.lost
	}
	x.viewer = viewer
	return viewer, nil
}

// newID is 128 random bits: nobody guesses the id of somebody else's request.
func newID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails (crypto/rand)
	return hex.EncodeToString(id[:])
}

// givenID is the id that a proxy has given a request, "" if it is none that may stand in a log.
func givenID(id string) string {
	if len(id) > 64 {
		return ""
	}
	for _, r := range []byte(id) {
		letter := 'a' <= r|0x20 && r|0x20 <= 'z'
		digit := '0' <= r && r <= '9'
		if !letter && !digit && r != '-' {
			return ""
		}
	}
	return id
}
