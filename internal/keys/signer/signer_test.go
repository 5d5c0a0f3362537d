package signer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/fault"
)

const id = "0198f000-0000-7000-8000-000000000001"

// desk writes down what it is asked, and ends as it is told.
type desk struct {
	mu    sync.Mutex
	asked []string
	ends  func(ctx context.Context, id string) error
}

func (d *desk) note(ctx context.Context, verb, id string) error {
	d.mu.Lock()
	d.asked = append(d.asked, strings.TrimSpace(verb+" "+id))
	ends := d.ends
	d.mu.Unlock()
	if ends == nil {
		return nil
	}
	return ends(ctx, id)
}

func (d *desk) Sign(ctx context.Context, id string) error  { return d.note(ctx, "sign", id) }
func (d *desk) Print(ctx context.Context, id string) error { return d.note(ctx, "print", id) }
func (d *desk) PublishList(ctx context.Context) error      { return d.note(ctx, "list", "") }

func (d *desk) all() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.asked...)
}

func about() About {
	return About{Identifier: "ROS1", Reference: "1A2B3", Until: time.Date(2028, 1, 30, 0, 0, 0, 0, time.UTC)}
}

// serving is a signer on a socket of its own.
func serving(t *testing.T, d *desk) (socket string) {
	t.Helper()
	socket = filepath.Join(t.TempDir(), "s") // short: the path of a socket has 108 bytes at most
	l, err := Listen(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	serveOn(t, d, l)
	return socket
}

func serveOn(t *testing.T, d *desk, l net.Listener) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- Server{Desk: d, About: about(), Log: slog.New(slog.NewTextHandler(io.Discard, nil))}.Serve(ctx, l)
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestWhatIsAskedIsDone(t *testing.T) {
	t.Parallel()
	d := &desk{}
	c := NewClient(serving(t, d))
	for _, err := range []error{c.Sign(t.Context(), id), c.Print(t.Context(), id), c.PublishList(t.Context())} {
		if err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]string{"sign " + id, "print " + id, "list"}, d.all()); diff != "" {
		t.Error(diff)
	}
	if got, err := c.About(t.Context()); err != nil || got != about() {
		t.Errorf("%v, %v", got, err)
	}
}

func TestHowItEndedIsToldWithoutItsCause(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		ends error
		want fault.Kind
		key  string
	}{
		{"too early", fault.New(fault.Conflict, "document.too-early"), fault.Conflict, "document.too-early"},
		{"no such document", fmt.Errorf("sign: %w", fault.New(fault.NotFound, "not-found")), fault.NotFound, "not-found"},
		{"its facts do not fit", fault.List{fault.Field("name", "too-long"), fault.New(fault.Invalid, "x")}, fault.Invalid, "too-long"},
		{"the actor may not", fault.New(fault.Forbidden, "forbidden"), fault.Forbidden, "forbidden"},
		{"the database is away", &fault.Error{Kind: fault.Unavailable, Key: "busy", Cause: errors.New("secret")}, fault.Unavailable, "busy"},
		{"it failed", errors.New("secret of the signer"), fault.Internal, "internal"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := NewClient(serving(t, &desk{ends: func(context.Context, string) error { return tt.ends }}))
			err := c.Sign(t.Context(), id)
			if got := fault.All(err)[0]; got.Kind != tt.want || got.Key != tt.key || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Threat 8: whoever has the pages can hand over nothing that would be signed.
func TestAForeignRequestReachesNoDesk(t *testing.T) {
	t.Parallel()
	d := &desk{}
	socket := serving(t, d)
	for name, request := range map[string]string{
		"bytes to sign":           "POST /v1/documents/" + id + "/sign HTTP/1.1\r\nHost: signer\r\nContent-Length: 4\r\n\r\nsign",
		"bytes in pieces":         "POST /v1/documents/" + id + "/sign HTTP/1.1\r\nHost: signer\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsign\r\n0\r\n\r\n",
		"a query":                 "POST /v1/documents/" + id + "/sign?digest=00 HTTP/1.1\r\nHost: signer\r\n\r\n",
		"an id that is none":      "POST /v1/documents/..%2f..%2fetc/sign HTTP/1.1\r\nHost: signer\r\n\r\n",
		"an id in capitals":       "POST /v1/documents/" + strings.ToUpper(id) + "/sign HTTP/1.1\r\nHost: signer\r\n\r\n",
		"an id and more":          "POST /v1/documents/" + id + "%20/sign HTTP/1.1\r\nHost: signer\r\n\r\n",
		"an unknown verb":         "POST /v1/documents/" + id + "/forge HTTP/1.1\r\nHost: signer\r\n\r\n",
		"a look instead of a try": "GET /v1/documents/" + id + "/sign HTTP/1.1\r\nHost: signer\r\n\r\n",
		"the key":                 "GET /signer/authority.key.age HTTP/1.1\r\nHost: signer\r\n\r\n",
		"a head without an end":   "POST /v1/revocations HTTP/1.1\r\nHost: signer\r\nX: " + strings.Repeat("x", 64<<10) + "\r\n\r\n",
		"another protocol":        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
		"garbage":                 string(bytes.Repeat([]byte{0, 255, '\n'}, 1000)) + "\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := dial(t.Context(), socket)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			_, _ = io.WriteString(conn, request) // it may be cut off before its end
			answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err == nil && answer.StatusCode < 400 {
				t.Errorf("it is answered with %s", answer.Status)
			}
		})
	}
	t.Cleanup(func() {
		if got := d.all(); len(got) > 0 {
			t.Errorf("the desk was asked: %v", got)
		}
	})
}

func TestASignerThatIsAwayIsTriedLater(t *testing.T) {
	t.Parallel()
	answers := func(text string) func(*testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			socket := filepath.Join(t.TempDir(), "s")
			l, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", socket)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = l.Close() })
			go func() {
				for {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					_, _ = io.WriteString(conn, text)
					_ = conn.Close()
				}
			}()
			return socket
		}
	}
	for name, socket := range map[string]func(*testing.T) string{
		"no socket":         func(t *testing.T) string { t.Helper(); return filepath.Join(t.TempDir(), "none") },
		"hangs up":          answers(""),
		"speaks otherwise":  answers("220 mail.example ESMTP\r\n"),
		"another server":    answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
		"leads elsewhere":   answers("HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n"),
		"refuses in pieces": answers("HTTP/1.1 409 Conflict\r\nContent-Length: 100\r\n\r\n{\"kind\":"),
		"never ends":        answers("HTTP/1.1 500 x\r\nContent-Length: 99999\r\n\r\n" + strings.Repeat("x", 99999)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := NewClient(socket(t))
			if err := c.Sign(t.Context(), id); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("got %v, want Unavailable", err)
			}
			if _, err := c.About(t.Context()); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("about: got %v, want Unavailable", err)
			}
		})
	}
}

func TestWhoeverGivesUpWaitingIsToldToComeBack(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	d := &desk{ends: func(ctx context.Context, _ string) error {
		close(asked)
		<-ctx.Done() // of whoever asked
		return ctx.Err()
	}}
	c := NewClient(serving(t, d))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	if err := c.Sign(ctx, id); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v, want Unavailable", err)
	}
}

func TestTooManyAtOnceAreToldToComeBack(t *testing.T) {
	t.Parallel()
	arrived, leave := make(chan struct{}), make(chan struct{})
	d := &desk{ends: func(context.Context, string) error {
		arrived <- struct{}{}
		<-leave
		return nil
	}}
	socket := serving(t, d)
	c := NewClient(socket)
	var wg sync.WaitGroup
	for range maxAtOnce {
		wg.Go(func() {
			if err := c.Sign(t.Context(), id); err != nil {
				t.Error(err)
			}
		})
	}
	for range maxAtOnce {
		<-arrived
	}
	if err := NewClient(socket).Sign(t.Context(), id); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v, want Unavailable", err)
	}
	close(leave)
	wg.Wait()
}

// pipes is a listener without a machine below it, so that its waits are those of the test's clock.
type pipes struct {
	calls chan net.Conn
	gone  chan struct{}
	once  sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.calls:
		return c, nil
	case <-p.gone:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.gone) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

func TestASlowPeerIsLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		l := &pipes{calls: make(chan net.Conn), gone: make(chan struct{})}
		serveOn(t, d, l)
		slow, other := net.Pipe()
		l.calls <- other
		began := time.Now()
		if _, err := io.WriteString(slow, "POST /v1/documents/"+id); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, slow); err != nil { // until the signer hangs up
			t.Fatal(err)
		}
		if waited := time.Since(began); waited != headWait {
			t.Errorf("it was waited for %v", waited)
		}
		if got := d.all(); len(got) > 0 {
			t.Errorf("the desk was asked: %v", got)
		}
	})
}

func TestASocketIsItsUsersAndGroupsAlone(t *testing.T) {
	t.Parallel()
	info, err := os.Stat(serving(t, &desk{}))
	if err != nil || info.Mode().Perm() != 0o660 || info.Mode().Type() != os.ModeSocket {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestASocketThatWasLeftBehindIsMadeAnewAndNoOtherFileIsTouched(t *testing.T) {
	t.Parallel()
	left := filepath.Join(t.TempDir(), "s")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: left, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false) // as kill -9 leaves it
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Listen(t.Context(), left)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
	if _, err := Listen(t.Context(), serving(t, &desk{})); err == nil {
		t.Error("a second signer took the socket from the first")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(t.Context(), file); err == nil {
		t.Error("a file became a socket")
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "kept" {
		t.Errorf("the file holds %q, %v", text, err)
	}
}

func TestADeskThatPanicsLeavesTheSignerStanding(t *testing.T) {
	t.Parallel()
	first := true
	d := &desk{}
	d.ends = func(context.Context, string) error {
		if first {
			first = false
			panic("of a test")
		}
		return nil
	}
	c := NewClient(serving(t, d))
	if err := c.Sign(t.Context(), id); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v, want Unavailable", err)
	}
	if err := c.Sign(t.Context(), id); err != nil {
		t.Error(err)
	}
}
