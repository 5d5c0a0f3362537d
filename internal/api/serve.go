package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"sejur/internal/fault"
)

// serve answers one operation.
func (s *server) serve(op operation) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-store")
		h.Set("Vary", "Accept-Language")
		c, err := s.open(op, r)
		defer s.survive(w, c)
		if op.method != "" && r.Method != op.method && (op.method != http.MethodGet || r.Method != http.MethodHead) {
			h.Set("Allow", op.allow())
			s.refuse(w, c, fault.New(fault.Invalid, "method"))
			return
		}
		if err == nil && op.in != nil {
			c.body, err = readBody(r)
		}
		var out any
		if err == nil {
			out, err = op.answer(s, c)
		}
		if err != nil {
			s.refuse(w, c, err)
			return
		}
		s.send(w, c, op, out)
	})
}

func (op operation) allow() string {
	if op.method == http.MethodGet {
		return "GET, HEAD"
	}
	return op.method
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
	body, kind, err := encode(out)
	if err != nil {
		s.refuse(w, c, fmt.Errorf("write the answer: %w", err))
		return
	}
	h := w.Header()
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
	write(w, c, http.StatusOK, kind, body)
}

// encode writes an answer as what it is.
func encode(out any) (body []byte, kind string, err error) {
	if t, ok := out.(table); ok {
		body, err = t.bytes()
		return body, "text/csv; charset=utf-8; header=present", err
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
		_, _ = w.Write(body) // the reader has gone: nobody left to tell
	}
}

// refuse answers an error as problem details (RFC 9457). An error that is no fault is ours: it is logged, and the caller gets the
// general sentence.
func (s *server) refuse(w http.ResponseWriter, c *call, err error) {
	problem := problemOf(c.printer, err)
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
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", c.printer.Lang().Tag())
	write(w, c, problem.Status, "application/problem+json; charset=utf-8", append(body, '\n'))
}
