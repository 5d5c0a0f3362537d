package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"sejur/internal/fault"
	"sejur/internal/office/filing"
	"sejur/internal/office/issuing"
)

// serve answers the operations of one address.
func (s *server) serve(ops ...operation) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-store")
		h.Set("Vary", "Accept-Language")
		op, there := chosen(ops, r.Method)
		c, err := s.open(op, r)
		c.id = h.Get("X-Request-Id")
		defer s.survive(w, c)
		if !there {
			h.Set("Allow", allow(ops))
			s.refuse(w, c, fault.New(fault.Invalid, "method"))
			return
		}
		out, err := s.answer(w, op, c, err)
		if err != nil {
			s.refuse(w, c, err)
			return
		}
		s.send(w, c, op, out)
	})
}

// answer reads what an operation needs beyond the query, of which wrong says what is wrong with it, and carries it out. Whoever may not ask
// is told nothing else.
func (s *server) answer(w http.ResponseWriter, op operation, c *call, wrong error) (any, error) {
	if op.own {
		if err := s.enter(c); err != nil {
			return nil, err
		}
	}
	if wrong != nil {
		return nil, wrong
	}
	if err := c.conditions(op); err != nil {
		return nil, err
	}
	switch {
	case op.file:
		c.request.Body = http.MaxBytesReader(w, c.request.Body, maxFileBody)
	case op.in != nil:
		var err error
		c.body, err = readBody(c.request)
		if err != nil {
			return nil, err
		}
	}
	return op.answer(s, c)
}

// chosen is the operation that a method means; false when the address has no such method.
func chosen(ops []operation, method string) (operation, bool) {
	for _, op := range ops {
		if op.method == "" || op.method == method || op.method == http.MethodGet && method == http.MethodHead {
			return op, true
		}
	}
	return ops[0], false
}

// allow lists the methods of an address.
func allow(ops []operation) string {
	var methods []string
	for _, op := range ops {
		methods = append(methods, op.method)
		if op.method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
	}
	return strings.Join(methods, ", ")
}

// survive answers a request whose handling panicked. A cause that http itself uses to drop a connection goes on.
func (s *server) survive(w http.ResponseWriter, c *call) {
	cause := recover()
	if cause == nil {
		return
	}
	if cause == http.ErrAbortHandler { //nolint:errorlint // a panic's value is compared, not an error that came back
		panic(cause)
	}
	s.refuse(w, c, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
}

// send writes an answer. Open data carries a tag of all that it depends on and is not sent again to those who have it.
func (s *server) send(w http.ResponseWriter, c *call, op operation, out any) {
	h := w.Header()
	status := cmp.Or(op.status, http.StatusOK)
	if r, ok := out.(reply); ok {
		r.describe(h)
		if status == http.StatusNoContent {
			w.WriteHeader(status)
			return
		}
		out = r.body
	}
	if f, ok := out.(filing.OpenedFile); ok {
		pass(w, c, f)
		return
	}
	body, kind, err := encode(out)
	if err != nil {
		s.refuse(w, c, fmt.Errorf("write the answer: %w", err))
		return
	}
	h.Set("Content-Language", c.printer.Lang().Tag())
	if t, ok := out.(table); ok {
		h.Set("Content-Disposition", `attachment; filename="sejur-`+t.name+"-"+c.on.String()+"-"+string(c.printer.Lang())+`.csv"`)
	}
	if op.data {
		tag := `"` + s.law.Version() + "-" + c.on.String() + "-" + string(c.printer.Lang()) + `"`
		h.Set("ETag", tag)
		h.Set("Access-Control-Allow-Origin", "*") // the pages of anybody may read what is everybody's
		h.Set("Cache-Control", "public, max-age=300")
		if slices.Contains(strings.Split(strings.ReplaceAll(c.request.Header.Get("If-None-Match"), " ", ""), ","), tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	write(w, c, status, kind, body)
}

// passPatience is how long a file is sent: 20 MB over a line of 64 kbit/s.
const passPatience = 45 * time.Minute

// pass sends somebody's own file as it is read, to be kept and not to be opened. When it cannot be read to its end the connection is cut, so that nobody
// takes half of it for the whole.
func pass(w http.ResponseWriter, c *call, f filing.OpenedFile) {
	defer f.Close() //nolint:errcheck // it was only read
	name, kind := f.Offered()
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(passPatience)) // a connection that cannot be given more time keeps what it has
	w.WriteHeader(http.StatusOK)
	if c.request.Method == http.MethodHead {
		return
	}
	if n, err := io.Copy(w, f); err != nil || n != f.Size {
		panic(http.ErrAbortHandler)
	}
}

// encode writes an answer as what it is.
func encode(out any) (body []byte, kind string, err error) {
	switch out := out.(type) {
	case table:
		body, err = out.bytes()
		return body, "text/csv; charset=utf-8; header=present", err
	case issuing.File:
		return out.PDF, "application/pdf", nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err = e.Encode(out)
	return b.Bytes(), "application/json; charset=utf-8", err
}

func write(w http.ResponseWriter, c *call, status int, kind string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if c.request.Method != http.MethodHead {
		// When it fails the reader has gone and nobody is left to tell.
		_, _ = w.Write(body) //nolint:gosec // G705: JSON, a table or a PDF that says so, and no browser may guess otherwise (nosniff)
	}
}

// refuse answers an error as problem details (RFC 9457). An error that is no fault is ours: it is logged, and the caller gets the
// general sentence.
func (s *server) refuse(w http.ResponseWriter, c *call, err error) {
	problem := problemOf(c.printer, err)
	tellWhen(w.Header(), err, problem.Status)
	if problem.Status == http.StatusInternalServerError {
		s.log.LogAttrs(context.WithoutCancel(c.request.Context()), slog.LevelError, "request failed",
			slog.String("route", c.request.Pattern), slog.Any("error", err))
	}
	body, err := json.Marshal(problem)
	if err != nil {
		body = []byte(`{}`) // a struct of strings and numbers never fails
	}
	h := w.Header()
	h.Del("ETag")
	h.Del("Location")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", c.printer.Lang().Tag())
	write(w, c, problem.Status, "application/problem+json; charset=utf-8", append(body, '\n'))
}
