package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sejur/internal/web/page"
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

// send writes a reply, and calls whole when it is built and only the reader is waited for. An error means that nothing was
// written yet, and that no header of the reply was set.
func (s *server) send(w http.ResponseWriter, r *http.Request, reply page.Reply, whole func()) error {
	h := w.Header()
	var data []byte
	switch {
	case reply.Location != "":
		s.about(w, reply)
		h.Set("Location", reply.Location)
		w.WriteHeader(reply.Status)
		return nil
	case reply.File != nil:
		s.about(w, reply)
		fileHeaders(h, reply.File)
		if reply.File.Stream != nil {
			return s.pass(w, r, reply, whole)
		}
		data = reply.File.Data
	default:
		page := s.render.buffer()
		defer s.render.done(page)
		// Not the request's context: a reader who has gone is no failure of the page.
		if err := reply.Body.Render(context.Background(), page); err != nil {
			return fmt.Errorf("render: %w", err)
		}
		s.about(w, reply)
		h.Set("Content-Type", "text/html; charset=utf-8")
		data = page.Bytes()
	}
	return s.body(w, r, reply.Status, data, whole)
}

// about sets the headers that say what the browser is to keep of a reply.
func (s *server) about(w http.ResponseWriter, reply page.Reply) {
	h := w.Header()
	s.keep(h, reply, exchangeOf(w).viewer)
	for _, cookie := range reply.Cookies {
		s.cookies.Set(h, cookie)
	}
	loosen(h, reply)
	if reply.Clear {
		// Not "cookies": that would take those of every host of the same domain, and others live there. Ours are taken away by name.
		h.Set("Clear-Site-Data", `"cache", "storage"`)
	}
}

// loosen lets a page do what it says that it must and no other page may.
func loosen(h http.Header, reply page.Reply) {
	if reply.Camera {
		h.Set("Permissions-Policy", strings.Replace(permissions, "camera=()", "camera=(self)", 1))
	}
	if reply.Asks {
		h.Set("Content-Security-Policy", strings.Replace(policy, "script-src 'self'", "script-src 'self'; connect-src 'self'", 1))
	}
	if reply.Wasm {
		h.Set("Content-Security-Policy", strings.Replace(policy, "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'", 1))
	}
}

// keep says who may keep an answer. Where people can sign in, the header of a public page differs for those who have.
func (s *server) keep(h http.Header, reply page.Reply, viewer page.Viewer) {
	if s.visitors != nil {
		vary(h, "Cookie")
	}
	if !reply.Private && !viewer.Actor.SignedIn() {
		h.Set("Cache-Control", "public, max-age=300")
		return
	}
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex")
}

// vary says that an answer depends on a header of the request.
func vary(h http.Header, name string) {
	if !slices.Contains(h["Vary"], name) {
		h.Add("Vary", name)
	}
}

// body sends data, compressed if the reader takes it and it pays.
func (s *server) body(w http.ResponseWriter, r *http.Request, status int, data []byte, whole func()) error {
	if status == 0 {
		status = http.StatusOK
	}
	h := w.Header()
	vary(h, "Accept-Encoding")
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
