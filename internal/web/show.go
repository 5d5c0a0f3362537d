package web

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/web/public"
)

// render writes replies. Pages are written into a buffer first and sent whole, so that a page that fails half way
// becomes an error page and not half a page.
type render struct {
	zippers zippers
	buffers sync.Pool
}

func (rd *render) buffer() *bytes.Buffer {
	b, ok := rd.buffers.Get().(*bytes.Buffer)
	if !ok {
		return bytes.NewBuffer(make([]byte, 0, 64<<10))
	}
	b.Reset()
	return b
}

// maxKept is the largest buffer that is kept for the next page.
const maxKept = 1 << 20

func (rd *render) done(b *bytes.Buffer) {
	if b.Cap() <= maxKept {
		rd.buffers.Put(b)
	}
}

// show answers requests with a page in a language.
func (s *server) show(lang locale.Lang, page public.Page) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		whole, ok := s.turns.wait(r.Context())
		if !ok {
			return // the reader has gone
		}
		defer whole()
		visit := s.visit(r, lang, r.URL.Path[1+len(lang):])
		reply, err := page(s.pages, visit)
		if err == nil {
			err = s.send(w, r, reply, whole)
		}
		if err != nil {
			whole()
			s.failed(w, r, err)
		}
	}
}

// failed shows the page for an error. What is not the reader's doing is logged with the pattern of the route.
func (s *server) failed(w http.ResponseWriter, r *http.Request, err error) {
	if fault.KindOf(err) == fault.NotFound {
		s.fail(w, r, http.StatusNotFound)
		return
	}
	s.log.LogAttrs(r.Context(), slog.LevelError, "page failed", slog.String("route", r.Pattern), slog.Any("error", err))
	s.fail(w, r, http.StatusInternalServerError)
}

// send writes a reply, and calls whole when it is built and only the reader is waited for. An error means that nothing was
// written yet.
func (s *server) send(w http.ResponseWriter, r *http.Request, reply public.Reply, whole func()) error {
	h := w.Header()
	if reply.Private {
		h.Set("Cache-Control", "no-store")
		h.Set("X-Robots-Tag", "noindex")
	} else {
		h.Set("Cache-Control", "public, max-age=300")
	}
	if reply.Location != "" {
		h.Set("Location", reply.Location)
		w.WriteHeader(reply.Status)
		return nil
	}
	if reply.File != nil {
		h.Set("Content-Type", reply.File.Type)
		h.Set("Content-Disposition", `attachment; filename="`+reply.File.Name+`"`)
		return s.body(w, r, reply.Status, reply.File.Data, whole)
	}
	page := s.render.buffer()
	defer s.render.done(page)
	// Not the request's context: a reader who has gone is no failure of the page.
	if err := reply.Body.Render(context.Background(), page); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	return s.body(w, r, reply.Status, page.Bytes(), whole)
}

// body sends data, compressed if the reader takes it and it pays.
func (s *server) body(w http.ResponseWriter, r *http.Request, status int, data []byte, whole func()) error {
	if status == 0 {
		status = http.StatusOK
	}
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	if len(data) >= minZipped && acceptsGzip(r) {
		zipped := s.render.buffer()
		defer s.render.done(zipped)
		if err := s.render.zippers.write(zipped, data); err != nil {
			return fmt.Errorf("compress: %w", err)
		}
		h.Set("Content-Encoding", "gzip")
		data = zipped.Bytes()
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	whole()
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // the reader has gone: nobody left to tell
	}
	return nil
}

// dropSlash leads from /en/ to /en.
func dropSlash(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Location", strings.TrimSuffix(r.URL.Path, "/"))
	w.WriteHeader(http.StatusPermanentRedirect)
}
