package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sejur/internal/web/verify"
)

// How long what is published may be kept. A list that will be replaced soon is not kept beyond that; one whose time is over is asked for again
// every minute, so that the next one is found when it is there.
const (
	keptAtMost  = time.Hour
	keptAtLeast = time.Minute
)

// publish sends what anybody may have, pages of other sites too.
func (s *server) publish(w http.ResponseWriter, r *http.Request, kind string, of func(verify.Published) []byte) {
	known, err := s.papers.Desk.Published(r.Context())
	if err != nil {
		if !errors.Is(r.Context().Err(), context.Canceled) {
			s.log.LogAttrs(r.Context(), slog.LevelError, "page failed",
				slog.String("request", exchangeOf(w).request), slog.String("route", r.Pattern), slog.Any("error", err))
		}
		w.Header().Set("Retry-After", "30")
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
		return
	}
	data := of(known)
	if len(data) == 0 {
		http.Error(w, http.StatusText(http.StatusNotFound), http.StatusNotFound)
		return
	}
	kept := min(keptAtMost, max(keptAtLeast, known.Next.Sub(s.now())))
	sum := sha256.Sum256(data)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Content-Type", kind)
	h.Set("ETag", tag)
	h.Set("Cache-Control", "public, max-age="+strconv.Itoa(int(kept.Seconds())))
	if hasTag(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // the reader has gone: nobody left to tell
	}
}

// hasTag tells whether a reader has what a tag names (RFC 9110, section 13.1.2).
func hasTag(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if part == tag || part == "*" {
			return true
		}
	}
	return false
}
