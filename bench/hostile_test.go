package bench_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"sejur/bench/crowdtest"
	"sejur/internal/web"
)

const (
	tenGigabytes = 10 << 30
	// mostRead is how much of a body the house may read before it says no: ten files and what is on the wire.
	mostRead = 250 << 20
	// mostHeap is what one hostile sender may cost, with what they need to send.
	mostHeap = 16 << 20
)

// TestWhoSendsTooMuchIsRefusedAndCostsLittle sends bodies without an end and forms without measure through real connections. Each is refused, or
// hung up on; of each little lies in memory, and the next honest sender is served.
func TestWhoSendsTooMuchIsRefusedAndCostsLittle(t *testing.T) { //nolint:paralleltest // it measures the heap of this process
	if testing.Short() {
		t.Skip("SKIPPED: bodies without an end are left to make test, because -short was given")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	const kind = "multipart/form-data; boundary=b"
	hostile := []struct {
		name   string
		kind   string
		length int64 // announced, -1 = in chunks
		body   func(token string) io.Reader
		want   int
	}{
		{"ten gigabytes that say so", kind, tenGigabytes, func(string) io.Reader { return io.LimitReader(noise{}, tenGigabytes) }, http.StatusRequestEntityTooLarge},
		{"ten gigabytes in chunks, as one file", kind, -1, func(token string) io.Reader {
			return io.MultiReader(strings.NewReader(field(token)+part("file", "endless.pdf")), io.LimitReader(noise{}, tenGigabytes))
		}, http.StatusRequestEntityTooLarge},
		{"ten gigabytes in chunks, as one field", kind, -1, func(string) io.Reader {
			return io.MultiReader(strings.NewReader(part("token", "")), io.LimitReader(noise{}, tenGigabytes))
		}, http.StatusBadRequest},
		{"ten gigabytes in chunks, as the head of a part", kind, -1, func(string) io.Reader {
			return io.MultiReader(strings.NewReader("--b\r\nX: "), io.LimitReader(noise{}, tenGigabytes))
		}, http.StatusBadRequest},
		{"ten gigabytes in chunks, as a part of a file", "application/octet-stream", -1, func(string) io.Reader {
			return io.LimitReader(noise{}, tenGigabytes)
		}, http.StatusNotFound},
		{"ten thousand files", kind, -1, func(token string) io.Reader {
			return strings.NewReader(field(token) + strings.Repeat(part("file", "x.pdf")+"\r\n", 10_000) + "--b--\r\n")
		}, http.StatusBadRequest},
		{"ten thousand fields", kind, -1, func(string) io.Reader {
			return strings.NewReader(strings.Repeat(part("x", "")+"y\r\n", 10_000) + "--b--\r\n")
		}, http.StatusBadRequest},
		{"no boundary", "multipart/form-data", -1, func(string) io.Reader { return strings.NewReader("--b\r\n") }, http.StatusBadRequest},
	}
	m := newMailbox(t, 2*len(hostile), web.Pace{})
	for i, h := range hostile { //nolint:paralleltest // as above
		t.Run(h.name, func(t *testing.T) {
			one, next := 2*i, 2*i+1
			heap, stop := watchHeap()
			sent := &counting{r: h.body(m.tokens[one].whole)}
			status := raw{m.address, m.all[one], h.kind, h.length, sent}.send(t)
			stop()
			if status != h.want && status != 0 {
				t.Errorf("answered %d", status)
			}
			t.Logf("answered %d after %d bytes; the heap grew by %d KB", status, sent.n, heap.Load()>>10)
			if sent.n > mostRead {
				t.Errorf("%d bytes were taken", sent.n)
			}
			if heap.Load() > mostHeap {
				t.Errorf("the heap grew by %d MB", heap.Load()>>20)
			}
			if err := m.whole(t, m.all[next], m.tokens[next]); err != nil {
				t.Errorf("the next sender: %v", err)
			}
		})
	}
}

// Whoever falls below the pace is hung up on or told so, at once or when they dawdle; whoever keeps it is served meanwhile.
func TestWhoSendsTooSlowlyIsCutOff(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("SKIPPED: slow senders are left to make test, because -short was given")
	}
	m := newMailbox(t, 3, web.Pace{Step: 32 << 10, Every: 300 * time.Millisecond})
	head := field(m.tokens[0].whole) + part("file", "slow.pdf")
	for name, body := range map[string]io.Reader{
		"nothing more comes":           silent{},
		"a byte comes now and then":    &dripping{time.NewTicker(5 * time.Millisecond)},
		"it stops in the head of what": io.MultiReader(strings.NewReader("\r\n--b\r\nContent-Dis"), silent{}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status := raw{m.address, m.all[0], "multipart/form-data; boundary=b", -1, io.MultiReader(strings.NewReader(head), body)}.send(t)
			if status != 0 && (status < 400 || status >= 500) {
				t.Errorf("answered %d", status)
			}
			if err := m.whole(t, m.all[1], m.tokens[1]); err != nil {
				t.Errorf("the next sender: %v", err)
			}
		})
	}
}

// raw is a body that is sent through a connection of its own.
type raw struct {
	address string
	who     crowdtest.Applicant
	kind    string
	length  int64 // announced, -1 = in chunks
	body    io.Reader
}

// send sends until the body ends or the house has answered or hung up, and returns the status, 0 when there is none.
func (s raw) send(t *testing.T) int {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", s.address)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer func() { _ = conn.Close() }() // the house has hung up, or we do
	size := "Transfer-Encoding: chunked"
	if s.length >= 0 {
		size = fmt.Sprintf("Content-Length: %d", s.length)
	}
	path := s.who.LinePath()
	if s.kind == "application/octet-stream" {
		path += "/uploads/none/part"
	}
	_, err = fmt.Fprintf(conn, "POST %s?at=0 HTTP/1.1\r\nHost: %s\r\nCookie: session=%s\r\nSec-Fetch-Site: same-origin\r\nContent-Type: %s\r\n%s\r\n\r\n",
		path, strings.TrimPrefix(crowdtest.Origin, "http://"), s.who.Session, s.kind, size)
	if err != nil {
		t.Error(err)
		return 0
	}
	go func() {
		var to io.Writer = conn
		if s.length < 0 {
			to = chunks{conn}
		}
		_, err := io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{s.body}, make([]byte, 64<<10))
		if err == nil && s.length < 0 {
			_, _ = io.WriteString(conn, "0\r\n\r\n") // the house may have hung up
		}
	}()
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0
	}
	_ = answer.Body.Close() // its head says it
	return answer.StatusCode
}

func field(token string) string { return part("token", "") + token + "\r\n" }

func part(name, file string) string {
	if file != "" {
		file = `; filename="` + file + `"`
	}
	return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file + "\r\n\r\n"
}

// noise has no end.
type noise struct{}

func (noise) Read(b []byte) (int, error) {
	return copy(b, bytes.Repeat([]byte("x"), min(len(b), 4096))), nil
}

// silent says nothing, ever.
type silent struct{}

func (silent) Read([]byte) (int, error) { select {} }

// dripping says a byte at every tick.
type dripping struct{ tick *time.Ticker }

func (d *dripping) Read(b []byte) (int, error) {
	<-d.tick.C
	b[0] = 'x'
	return 1, nil
}

// counting counts what was read of it.
type counting struct {
	r io.Reader
	n int64
}

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// chunks writes a body in chunks.
type chunks struct{ w io.Writer }

func (c chunks) Write(b []byte) (int, error) {
	if _, err := fmt.Fprintf(c.w, "%x\r\n", len(b)); err != nil {
		return 0, err
	}
	n, err := c.w.Write(b)
	if err == nil {
		_, err = io.WriteString(c.w, "\r\n")
	}
	return n, err
}
