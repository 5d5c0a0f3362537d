package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// State is how something that the service depends on is doing.
type State string

// The states.
const (
	OK     State = "ok"
	Behind State = "behind" // it answers, and has not done yet what it must
	Down   State = "down"
)

// Dependency is something without which the service cannot do its work. All of it is told to whoever asks, so it names no place, no
// account and no error of a library: Detail is a key such as "migrations".
type Dependency struct {
	Name   string
	State  State
	Detail string
}

// readyTimeout is how long the dependencies together may take to answer.
const readyTimeout = 2 * time.Second

// serveReady tells a balancer whether requests may be sent here: 200, or 503 with a line for each dependency that is behind or down.
func (s *server) serveReady(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	text := s.notReady(r.Context())
	if text == "" {
		text = "ready\n"
	} else {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_, _ = io.WriteString(w, text) // the reader has gone: nobody left to tell
}

// notReady has a line for each dependency that is behind or down; "" when the service is ready.
func (s *server) notReady(ctx context.Context) string {
	if s.ready == nil {
		return "" // the law is loaded before the first request, and nothing else is needed
	}
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	var b strings.Builder
	for _, d := range s.ready(ctx) {
		if d.State == OK {
			continue
		}
		fmt.Fprintf(&b, "%s: %s", keyOnly(d.Name), keyOnly(string(d.State)))
		if d.Detail != "" {
			fmt.Fprintf(&b, " (%s)", keyOnly(d.Detail))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// keyOnly keeps what a key is made of, so that a message that was passed by mistake tells nothing: it becomes "unknown".
func keyOnly(s string) string {
	if s == "" {
		return "unknown"
	}
	for _, r := range []byte(s) {
		if (r < 'a' || 'z' < r) && (r < '0' || '9' < r) && r != '-' && r != '_' && r != '.' && r != '/' {
			return "unknown"
		}
	}
	return s
}
