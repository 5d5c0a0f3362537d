package signer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	stdlog "log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"regexp"
	"syscall"

	"sejur/internal/fault"
)

// Server answers on a socket.
type Server struct {
	Desk  Desk
	About About
	Log   *slog.Logger
}

// socketMode lets the socket's own user and group connect, and nobody else on the machine.
const socketMode = 0o660

// Listen makes a socket that only its user and group can reach. A socket that a process before left behind is removed; one at which
// somebody answers is an error, and so is any other file.
func Listen(ctx context.Context, path string) (net.Listener, error) {
	if err := clear(ctx, path); err != nil {
		return nil, err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("listen for requests to sign: %w", err)
	}
	if err := os.Chmod(path, socketMode); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// clear removes a socket that nobody listens on.
func clear(ctx context.Context, path string) error {
	info, err := os.Lstat(path) //nolint:gosec // G703: the operator names it
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the socket: %w", err)
	}
	if info.Mode().Type() != os.ModeSocket {
		return fmt.Errorf("%s is no socket", path)
	}
	there, err := dial(ctx, path)
	if err == nil {
		return errors.Join(fmt.Errorf("another signer answers at %s", path), there.Close())
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("look whether a signer answers at %s: %w", path, err)
	}
	return os.Remove(path) //nolint:gosec // G703: the operator names it, and it is a socket
}

// Serve answers until ctx ends, then lets the requests under way end.
func (s Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s.handler(), ReadHeaderTimeout: headWait, ReadTimeout: headWait, WriteTimeout: answerWait, IdleTimeout: idleWait,
		MaxHeaderBytes: maxHead, DisableGeneralOptionsHandler: true, ErrorLog: stdlog.New(quiet{s.Log}, "", 0),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("answer requests to sign: %w", err)
	case <-ctx.Done():
	}
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWait)
	defer cancel()
	if err := server.Shutdown(limit); err != nil {
		return fmt.Errorf("stop answering requests to sign: %w", err)
	}
	return nil
}

// quiet takes what net/http says about connections. A panic of the desk comes this way too.
type quiet struct{ log *slog.Logger }

func (q quiet) Write(text []byte) (int, error) {
	q.log.Warn("connection to the signer failed", slog.String("cause", string(text)))
	return len(text), nil
}

// handler knows the verbs and nothing else.
func (s Server) handler() http.Handler {
	places := make(chan struct{}, maxAtOnce)
	mux := http.NewServeMux()
	verb := func(pattern string, do func(ctx context.Context, id string) error) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			select {
			case places <- struct{}{}:
				defer func() { <-places }()
			default:
				s.answer(w, r, fault.New(fault.Unavailable, busy))
				return
			}
			ctx, cancel := context.WithTimeout(r.Context(), deskWait)
			defer cancel()
			s.answer(w, r, s.asked(ctx, r, do))
		})
	}
	verb("POST /v1/documents/{id}/sign", s.Desk.Sign)
	verb("POST /v1/documents/{id}/print", s.Desk.Print)
	verb("POST /v1/revocations", func(ctx context.Context, _ string) error { return s.Desk.PublishList(ctx) })
	mux.HandleFunc("GET /v1/about", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(s.About) // whoever asked has gone
	})
	return mux
}

// Keys of the faults that are the signer's own.
const (
	away    = "signer.away"    // nobody answers at the socket
	busy    = "signer.busy"    // too many ask at once
	foreign = "signer.foreign" // a request that has more than a verb and an id
)

// isID knows the ids of documents (UUID, as office.NewID makes them).
var isID = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`).MatchString

// asked does what a request asks, unless it brings anything along.
func (s Server) asked(ctx context.Context, r *http.Request, do func(context.Context, string) error) error {
	id := r.PathValue("id")
	if r.ContentLength != 0 || r.URL.RawQuery != "" || r.URL.Path != r.URL.EscapedPath() || (r.Pattern != "POST /v1/revocations" && !isID(id)) {
		return fault.New(fault.Invalid, foreign)
	}
	return do(ctx, id)
}

// answer says how it ended. The cause of a failure stays here, in the log: the other side learns the kind alone.
func (s Server) answer(w http.ResponseWriter, r *http.Request, err error) {
	if err == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	first := fault.All(err)[0]
	s.Log.Warn("not signed", slog.String("asked", r.Pattern), slog.String("document", r.PathValue("id")), slog.String("cause", err.Error()))
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status(first.Kind))
	_ = json.NewEncoder(w).Encode(refusal{Kind: kinds()[first.Kind], Key: first.Key}) // whoever asked has gone
}

func status(kind fault.Kind) int {
	switch kind {
	case fault.Internal:
		return http.StatusInternalServerError
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
