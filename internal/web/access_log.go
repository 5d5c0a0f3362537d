package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// logged writes one line for each request: its id, the method, the pattern of the route, the status, the bytes of the body and the
// milliseconds it took. The pattern stands for the address, because an address may hold somebody's answers; who asked is not
// written down at all. The same is measured. A request has an end: whoever waits for a part that does not answer is told to come back while
// there is still somebody to tell.
func (s *server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, end := context.WithTimeout(r.Context(), s.patienceFor(r))
		defer end()
		r = r.WithContext(ctx)
		x := s.exchange(w, r)
		x.Header().Set("X-Request-Id", x.request)
		began := s.now()
		// Deferred, so that a connection dropped half way has its line too.
		defer func() {
			took := s.now().Sub(began)
			s.metrics.observe(s.label(r.Pattern), r.Method, x.status, took)
			s.log.LogAttrs(context.WithoutCancel(r.Context()), slog.LevelInfo, "request",
				slog.String("request", x.request), slog.String("method", methodName(r.Method)), slog.String("route", r.Pattern),
				slog.Int("status", x.status), slog.Int("bytes", x.bytes), slog.Float64("ms", float64(took)/float64(time.Millisecond)))
		}()
		next.ServeHTTP(x, r)
	})
}

// methodName is the method of a request as the log and the metrics have it: a client may send any word in its place.
func methodName(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}
