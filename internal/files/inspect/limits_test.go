package inspect_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sejur/internal/application"
	"sejur/internal/files/inspect"
	"sejur/internal/files/inspecttest"
)

// shell is a child that does what a script says after its greeting.
func shell(script string) []string {
	return []string{"/bin/sh", "-c", `printf 'G\0\0\0\0'; ` + script}
}

func TestAChildThatFallsOrLiesRefusesTheFileAndNothingElse(t *testing.T) {
	t.Parallel()
	limits := inspect.DefaultLimits()
	limits.Time = 5 * time.Second // what does not end is ended then; all else ends by itself
	limits.Answer = 1 << 20
	record := func(kind, body string) string {
		return fmt.Sprintf(`printf '%s\0\0\0\%03o%%s' '%s'; `, kind, len(body), body)
	}
	const end = `printf 'E\0\0\0\0'`
	clean := record("P", `{"part":"clean","type":"image/png"}`)
	for _, row := range []struct{ name, script, want string }{
		{"it does not end", "sleep 1000", inspect.TooHeavy},
		{"it takes all processor time", "kill -XCPU $$", inspect.TooHeavy},
		{"the machine has no memory left", "kill -KILL $$", inspect.TooHeavy},
		{"it has no memory left", "echo 'runtime: out of memory' >&2; exit 2", inspect.TooHeavy},
		{"it falls", "kill -SEGV $$", inspect.Broken},
		{"it says nothing", "exit 0", inspect.Broken},
		{"it panics", "echo 'panic: index out of range' >&2; exit 2", inspect.Broken},
		{"it ends without an end", record("F", `{"kind":"png","pages":1}`), inspect.Broken},
		{"it says something else", "echo hello hello hello", inspect.Broken},
		{"a record is far too long", `printf 'F\377\377\377\377'`, inspect.Broken},
		{"the findings are none", record("F", "{") + end, inspect.Broken},
		{"the kind is unknown", record("F", `{"kind":"exe","pages":1}`) + end, inspect.Broken},
		{"there are no pages", record("F", `{"kind":"pdf"}`) + end, inspect.Broken},
		{"there are too many pages", record("F", `{"kind":"pdf","pages":201}`) + end, inspect.Broken},
		{"the refusal is a key of something else", record("F", `{"refused":"error.internal"}`) + end, inspect.Broken},
		{"a piece is unknown", record("P", `{"part":"original","type":"image/png"}`) + end, inspect.Broken},
		{"a piece is of another type", record("P", `{"part":"clean","type":"text/html"}`) + end, inspect.Broken},
		{"a picture is of another type", record("P", `{"part":"picture","number":1,"type":"application/pdf"}`) + end, inspect.Broken},
		{"a picture is of no page", record("P", `{"part":"picture","number":0,"type":"image/jpeg"}`) + end, inspect.Broken},
		{"a piece is not what it is said to be", clean + record("D", "<script>alert(1)</script>") + end, inspect.Broken},
		{"a piece has no data", clean + end, inspect.Broken},
		{"it goes on for ever", clean + `printf 'D\0\0\0\010\211PNG\r\n\032\n'; while :; do printf 'D\0\0\0\144%100s' x; done`, inspect.Broken},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			limits := limits
			if row.want == inspect.Broken {
				limits.Time = time.Minute
			}
			i := inspect.New(inspect.Config{Command: shell(row.script), Limits: limits})
			got, err := inspecttest.Inspect(t.Context(), i, []byte("%PDF-1.7"))
			if err != nil || got.Findings != (application.Findings{Refused: row.want}) {
				t.Errorf("%+v, %v", got.Findings, err)
			}
		})
	}
}

func TestWithTheChildGoesWhatItStarted(t *testing.T) {
	t.Parallel()
	limits := inspect.DefaultLimits()
	limits.Time = 5 * time.Second
	pid := filepath.Join(t.TempDir(), "pid")
	i := inspect.New(inspect.Config{Command: shell("sleep 1000 & echo $! >" + pid + "; wait"), Limits: limits})
	got, err := inspecttest.Inspect(t.Context(), i, []byte("%PDF-1.7"))
	if err != nil || got.Findings.Refused != inspect.TooHeavy {
		t.Fatalf("%+v, %v", got.Findings, err)
	}
	number, err := os.ReadFile(pid)
	if err != nil {
		t.Fatal(err)
	}
	for t.Context().Err() == nil {
		status, err := os.ReadFile(filepath.Join("/proc", strings.TrimSpace(string(number)), "status"))
		if err != nil || strings.Contains(string(status), "State:\tZ") {
			return
		}
	}
	t.Error("what it started lives on")
}

func TestWhoGivesUpWaitingIsTheOneWhoEnds(t *testing.T) {
	t.Parallel()
	i := inspect.New(inspect.Config{Command: shell("read nothing; read nothing")})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := inspecttest.Inspect(ctx, i, []byte("%PDF-1.7")); err != context.Canceled { //nolint:errorlint // as it is
		t.Error(err)
	}
}

// stuck is a file that stops coming after its first bytes, until it is released.
type stuck struct {
	first   io.Reader
	reached chan struct{}
	release chan struct{}
}

func (s *stuck) Read(p []byte) (int, error) {
	if n, err := s.first.Read(p); err == nil {
		return n, nil
	}
	close(s.reached)
	<-s.release
	return 0, io.EOF
}

func (*stuck) Close() error { return nil }

func TestTheChildHasNothingButItsLimits(t *testing.T) {
	t.Parallel()
	// A copy of its own: the other tests run children of the same program.
	command := inspecttest.Command(t)
	program := filepath.Join(t.TempDir(), "parser")
	body, err := os.ReadFile(command[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, body, 0o700); err != nil {
		t.Fatal(err)
	}
	i := inspect.New(inspect.Config{Command: []string{program, "parse"}})
	file := &stuck{bytes.NewReader([]byte("%PDF-1.7")), make(chan struct{}), make(chan struct{})}
	done := make(chan error, 1)
	go func() {
		_, err := i.Inspect(context.WithoutCancel(t.Context()), application.Source{Size: 100, Open: func() (io.ReadCloser, error) { return file, nil }}, func(context.Context, application.Piece) error { return nil })
		done <- err
	}()
	<-file.reached
	at := confined(t, program)
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(at, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if env := read("environ"); env != "" {
		t.Errorf("its environment is %q", env)
	}
	said := strings.Join(strings.Fields(read("status")+read("limits")), " ")
	for _, want := range []string{
		"NoNewPrivs: 1", "Seccomp: 2", "Max cpu time 40 40", "Max data size 1610612736 1610612736", "Max file size 0 0", "Max core file size 0 0", "Max open files 32 32",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("it has not %q", want)
		}
	}
	close(file.release)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// confined waits until the program has begun its second life and returns its folder of /proc.
func confined(t *testing.T, program string) string {
	t.Helper()
	for t.Context().Err() == nil {
		all, err := filepath.Glob("/proc/[0-9]*/exe")
		if err != nil {
			t.Fatal(err)
		}
		for _, exe := range all {
			if of, err := os.Readlink(exe); err != nil || of != program {
				continue
			}
			if line, err := os.ReadFile(filepath.Join(filepath.Dir(exe), "cmdline")); err == nil && bytes.Contains(line, []byte("\x00open\x00")) {
				return filepath.Dir(exe)
			}
		}
	}
	t.Fatal("it did not begin")
	return ""
}
