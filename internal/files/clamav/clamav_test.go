package clamav_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/files/clamav"
	"sejur/internal/files/clamav/clamavtest"
)

func client(t *testing.T, address string, patience time.Duration) *clamav.Client {
	t.Helper()
	c, err := clamav.New(address, patience)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// isDown tells whether the scanner is said to be away, and nothing else.
func isDown(err error) bool {
	all := fault.All(err)
	return err != nil && all[0].Kind == fault.Unavailable && all[0].Key == application.ScannerDown
}

func TestTheDaemonSaysWhatItFinds(t *testing.T) {
	t.Parallel()
	c := client(t, clamavtest.Daemon(t), 0)
	for name, tt := range map[string]struct{ body, found string }{
		"nothing":                        {"", ""},
		"a letter":                       {"Dear office,\n", ""},
		"malware":                        {clamavtest.Malware, clamavtest.Name},
		"almost malware":                 {clamavtest.Malware[1:], ""},
		"as large as may be sent":        {strings.Repeat("0123456789abcdef", 20<<16), ""},
		"one piece exactly":              {strings.Repeat("x", 64<<10), ""},
		"one byte more than a piece has": {strings.Repeat("x", 64<<10+1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, r := range []io.Reader{strings.NewReader(tt.body), iotest.HalfReader(strings.NewReader(tt.body)), iotest.DataErrReader(strings.NewReader(tt.body))} {
				if found, err := c.Scan(t.Context(), r); err != nil || found != tt.found {
					t.Errorf("found %q, %v", found, err)
				}
			}
		})
	}
	if version, err := c.Version(t.Context()); err != nil || !strings.HasPrefix(version, "ClamAV 1.") {
		t.Errorf("version %q, %v", version, err)
	}
}

func TestMoreThanTheDaemonTakesIsNotClean(t *testing.T) {
	t.Parallel()
	c := client(t, clamavtest.Daemon(t), 0)
	if _, err := c.Scan(t.Context(), io.LimitReader(zeros{}, 30<<20)); !isDown(err) {
		t.Errorf("got %v", err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

func TestAFileThatCannotBeReadIsNotClean(t *testing.T) {
	t.Parallel()
	c := client(t, clamavtest.Daemon(t), 0)
	for _, broken := range []error{errors.New("the disk fails"), io.ErrUnexpectedEOF} {
		_, err := c.Scan(t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || isDown(err) {
			t.Errorf("%v: got %v", broken, err)
		}
	}
}

// daemon is one that does with each connection what a test says.
func daemon(t *testing.T, do func(net.Conn)) string {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			do(conn)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	return "unix:" + socket
}

// answers is a daemon that hears everything out and then says something.
func answers(text string) func(net.Conn) {
	return func(conn net.Conn) {
		r := bufio.NewReader(conn)
		word, _ := r.ReadBytes(0)
		if bytes.Equal(word, []byte("zINSTREAM\x00")) {
			for size := []byte{1, 0, 0, 0}; !bytes.Equal(size, make([]byte, 4)); {
				if _, err := io.ReadFull(r, size); err != nil {
					return
				}
				n := int64(size[0])<<24 | int64(size[1])<<16 | int64(size[2])<<8 | int64(size[3])
				if _, err := io.CopyN(io.Discard, r, n); err != nil {
					return
				}
			}
		}
		_, _ = io.WriteString(conn, text)
	}
}

// Threat e11: a scanner that is down, slow or lying makes no file clean.
func TestOnlyTheDaemonsOwnWordMakesAFileClean(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(net.Conn){
		"it says nothing":                   answers(""),
		"half a word":                       answers("stream: OK"),
		"another word":                      answers("stream: FINE\x00"),
		"OK of another thing":               answers("OK\x00"),
		"OK and more":                       answers("stream: OK, or so\x00"),
		"OK twice":                          answers("stream: OK\x00stream: OK\x00"),
		"found without a name":              answers("stream:  FOUND\x00"),
		"an error":                          answers("stream: Can't allocate memory ERROR\x00"),
		"the limit":                         answers("INSTREAM size limit exceeded. ERROR\x00"),
		"without an end":                    answers(strings.Repeat("stream: OK", 1000)),
		"it breaks off before the word":     func(net.Conn) {},
		"it answers before it has the file": func(conn net.Conn) { _, _ = io.WriteString(conn, "stream: OK\x00") },
		"it reads nothing and stays":        func(conn net.Conn) { _, _ = io.ReadFull(conn, make([]byte, 9)); waitForEnd(conn) },
		"it never answers":                  func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := client(t, daemon(t, do), time.Second/4)
			if found, err := c.Scan(t.Context(), io.LimitReader(zeros{}, 8<<20)); !isDown(err) || found != "" {
				t.Errorf("found %q, %v", found, err)
			}
			if version, err := c.Version(t.Context()); !isDown(err) {
				t.Errorf("version %q, %v", version, err)
			}
		})
	}
}

// waitForEnd waits until the other side has gone, and takes nothing meanwhile.
func waitForEnd(conn net.Conn) {
	for {
		if _, err := conn.Write([]byte{'.'}); err != nil {
			return
		}
	}
}

func TestADaemonThatIsNotThereIsDown(t *testing.T) {
	t.Parallel()
	c := client(t, "unix:"+filepath.Join(t.TempDir(), "none"), 0)
	if _, err := c.Scan(t.Context(), strings.NewReader("x")); !isDown(err) {
		t.Errorf("got %v", err)
	}
}

func TestWhoGivesUpDoesNotWait(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	c := client(t, daemon(t, func(conn net.Conn) { cancel(); _, _ = io.Copy(io.Discard, conn) }), time.Hour)
	if _, err := c.Scan(ctx, strings.NewReader("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAScannerIsOnThisMachine(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"unix:/run/clamav/clamd.ctl": true, "localhost:3310": true, "127.0.0.1:3310": true, "[::1]:3310": true,
		"": false, "unix:relative": false, "unix:": false, "localhost": false, "10.0.0.7:3310": false, "scanner.example:3310": false, ":3310": false,
	} {
		if _, err := clamav.New(address, 0); (err == nil) != good || err != nil && !errors.Is(err, clamav.ErrAddress) {
			t.Errorf("%q: %v", address, err)
		}
	}
}
