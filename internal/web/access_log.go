package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// logged writes one line for each request: the method, the pattern of the route, the status, the bytes of the body and the
// milliseconds it took. The pattern stands for the address, because an address may hold somebody's answers; who asked is not
// written down at all.
func (s *server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent := &counted{ResponseWriter: w}
		began := s.now()
		// Deferred, so that a connection dropped half way has its line too.
		defer func() {
			s.log.LogAttrs(context.WithoutCancel(r.Context()), slog.LevelInfo, "request",
				slog.String("method", methodName(r.Method)), slog.String("route", r.Pattern), slog.Int("status", sent.status),
				slog.Int("bytes", sent.bytes), slog.Float64("ms", float64(s.now().Sub(began))/float64(time.Millisecond)))
		}()
		next.ServeHTTP(sent, r)
	})
}

// methodName is the method of a request as the log has it: a client may send any word in its place.
func methodName(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

// counted is an answer that knows what was sent of it.
type counted struct {
	http.ResponseWriter
	status int // 0 = nothing was sent
	bytes  int
}

func (c *counted) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counted) Write(data []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(data)
	c.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }
