package storetest

import (
	"bufio"
	_ "embed" // the script
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

//go:embed postgres.sh
var script string

// Options say how a Cluster differs from the one that tests share.
type Options struct {
	Settings []string // "name=value", as in postgresql.conf
	Env      []string // "NAME=value", such as LD_PRELOAD; the library is copied to where the server may read it
}

// Cluster is one PostgreSQL server of a test's own, on loopback, which the test may stop and kill. PostgreSQL calls a server's
// databases taken together a cluster.
type Cluster struct {
	t       testing.TB
	url     string
	words   io.WriteCloser
	answers *bufio.Reader
}

// Server starts a server for this test alone; it goes with the test, also when the test's process is killed. A machine without
// PostgreSQL fails the test.
func Server(t testing.TB, o Options) *Cluster {
	t.Helper()
	c, err := open(o)
	if err != nil {
		t.Fatalf("start PostgreSQL (scripts/setup.sh installs it): %v", err)
	}
	c.t = t
	t.Cleanup(func() { _ = c.words.Close() })
	return c
}

// open runs the script, whose server lives until its input ends.
func open(o Options) (*Cluster, error) {
	cmd := exec.Command("bash", append([]string{"-c", script, "postgres.sh"}, o.Settings...)...)
	cmd.Env = append(os.Environ(), o.Env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // who interrupts the tests leaves it time to tidy up
	words, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	answers, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	err = cmd.Start()
	if err != nil {
		return nil, err
	}
	c := &Cluster{words: words, answers: bufio.NewReader(answers)}
	c.url, err = c.answer()
	if err != nil {
		return nil, err
	}
	return c, nil
}

// URL is the address of the server's own database, for a user who may do everything. It stays the same when the server is started anew.
func (c *Cluster) URL() string { return c.url }

// Stop ends the server in order; connections are cut, nothing is lost.
func (c *Cluster) Stop() { c.tell("stop") }

// Kill9 ends every process of the server at once, as a failing machine would, except that the kernel still has what was written.
func (c *Cluster) Kill9() { c.tell("kill") }

// Start starts the server that was stopped or killed, and waits until it takes connections.
func (c *Cluster) Start() { c.tell("start") }

func (c *Cluster) tell(word string) {
	c.t.Helper()
	_, err := fmt.Fprintln(c.words, word)
	if err != nil {
		c.t.Fatalf("%s PostgreSQL: %v", word, err)
	}
	_, err = c.answer()
	if err != nil {
		c.t.Fatalf("%s PostgreSQL: %v", word, err)
	}
}

// answer reads one line: "ok" with what belongs to it, or what went wrong.
func (c *Cluster) answer() (string, error) {
	line, err := c.answers.ReadString('\n')
	line = strings.TrimSpace(line)
	if ok, good := strings.CutPrefix(line, "ok"); good {
		return strings.TrimSpace(ok), nil
	}
	if line != "" {
		return "", errors.New(line)
	}
	return "", fmt.Errorf("read its answer: %w", err)
}
