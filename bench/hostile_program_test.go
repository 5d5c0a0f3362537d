//go:build prove

package bench_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sejur/bench/crowdtest"
)

// mostOfHostile is what hostile senders may make the server take, with all that it has already: less than twenty photos at once may.
const mostOfHostile = 250 << 20

// TestWhoSendsToTheProgramTakesLittleOfIt sends to the program as it is handed out what no browser sends, many at once, while somebody else asks for
// other pages at a steady rate. Every sender is refused or hung up on, every page is given meanwhile, and the kernel says what the server took.
func TestWhoSendsToTheProgramTakesLittleOfIt(t *testing.T) { //nolint:paralleltest // it measures
	p := newProgram(t)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, h := range p.hostile(t) {
		p.withstands(t, client, h)
	}
}

// hostile is one way to send, for many at once.
type hostile struct {
	name string
	many int
	send func(crowdtest.Applicant, string) outcome
	want int   // the status, or they are hung up on
	most int64 // how many bytes are taken of one
}

func (p *program) hostile(t *testing.T) []hostile {
	t.Helper()
	begins := "GET /en HTTP/1.1\r\nHost: " + strings.TrimPrefix(crowdtest.Origin, "http://") + "\r\n"
	body := func(head func(token string) string, rest func() io.Reader) func(crowdtest.Applicant, string) outcome {
		return func(a crowdtest.Applicant, token string) outcome {
			sent := &counting{r: io.MultiReader(strings.NewReader(head(token)), rest())}
			return outcome{raw{p.address, a, "multipart/form-data; boundary=b", -1, sent}.send(t), sent.n}
		}
	}
	file := func(token string) string { return field(token) + part("file", "some.pdf") }
	endless := func() io.Reader { return io.LimitReader(noise{}, tenGigabytes) }
	return []hostile{
		{"a header of a megabyte", 200, func(crowdtest.Applicant, string) outcome {
			return p.say(t, begins, strings.NewReader("X-Long: "+strings.Repeat("x", 1<<20)+"\r\n\r\n"))
		}, http.StatusRequestHeaderFieldsTooLarge, 1 << 21},
		{"a byte of a header now and then", 1000, func(crowdtest.Applicant, string) outcome {
			return p.say(t, begins+"X-Slow: ", drops())
		}, 0, 1 << 10},
		{"a byte of a file now and then", 200, body(file, drops), http.StatusUnprocessableEntity, 1 << 20},
		{"ten gigabytes in chunks, as the head of a part", 20, body(func(string) string { return "--b\r\nX: " }, endless), http.StatusBadRequest, mostRead},
		{"ten gigabytes in chunks, as one file", 4, body(file, endless), http.StatusRequestEntityTooLarge, mostRead},
	}
}

// withstands has many send at once, and others ask meanwhile.
func (p *program) withstands(t *testing.T, client *http.Client, h hostile) {
	t.Helper()
	tokens := make([]string, photos)
	for i := range tokens {
		var err error
		if tokens[i], _, err = p.crowd[i].Tokens(t.Context(), client, p.address); err != nil {
			t.Fatal(err)
		}
	}
	p.most(t)
	before, began := p.resident(t, "VmRSS"), time.Now()
	said, over := tally{statuses: make(map[int]int)}, make(chan time.Time)
	go func() {
		defer close(over)
		var all sync.WaitGroup
		for i := range h.many {
			all.Go(func() { said.add(h.send(p.crowd[i%photos], tokens[i%photos])) })
		}
		all.Wait()
	}()
	pages := 0
	for _, took := range steadily(t, client, p.address, p.pages(), over) {
		pages += len(took)
	}
	most := p.resident(t, "VmHWM")
	t.Logf("%s, %d at once: over after %.1f s; the server had %d MB, at most %d MB; answered %v, at most %d bytes sent by one; %d other pages meanwhile",
		h.name, h.many, time.Since(began).Seconds(), before>>20, most>>20, said.statuses, said.most, pages)
	for status := range said.statuses {
		if status != h.want && status != 0 {
			t.Errorf("%s: answered %d", h.name, status)
		}
	}
	if said.most > h.most {
		t.Errorf("%s: %d bytes were taken of one", h.name, said.most)
	}
	if most > mostOfHostile {
		t.Errorf("%s: the server took %d MB", h.name, most>>20)
	}
}

// outcome is the status with which a sender was answered, 0 when they were hung up on, and how much of theirs was taken.
type outcome struct {
	status int
	sent   int64
}

// tally counts outcomes.
type tally struct {
	mu       sync.Mutex
	statuses map[int]int
	most     int64
}

func (t *tally) add(o outcome) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.statuses[o.status]++
	t.most = max(t.most, o.sent)
}

// drops are bytes that come now and then, without an end.
func drops() io.Reader { return &dripping{time.NewTicker(200 * time.Millisecond)} }

// say says something through a connection of its own, and goes on with more until the server has answered or hung up. Whoever is waited for longer
// than a minute is held by the server, which is wrong.
func (p *program) say(t *testing.T, first string, more io.Reader) outcome {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", p.address)
	if err == nil {
		err = conn.SetReadDeadline(time.Now().Add(time.Minute))
	}
	if err != nil {
		t.Error(err)
		return outcome{}
	}
	var sent atomic.Int64
	var writer sync.WaitGroup
	writer.Go(func() {
		_, _ = io.WriteString(conn, first)               // the server may hang up at any byte
		n, _ := io.Copy(struct{ io.Writer }{conn}, more) // as above
		sent.Store(n)
	})
	said, err := io.ReadAll(conn)
	_ = conn.Close() // which ends the writer
	writer.Wait()
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("a sender was held for a minute")
	}
	var status int
	_, _ = fmt.Sscanf(string(said), "HTTP/1.1 %d", &status) // 0 when nothing was said
	return outcome{status, sent.Load()}
}
