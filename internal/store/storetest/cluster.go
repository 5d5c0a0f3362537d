package storetest

import (
	_ "embed" // the script
	"os"
	"os/exec"
	"testing"

	"sejur/internal/parttest"
)

//go:embed postgres.sh
var script string

// Options say how a Cluster differs from the one that tests share.
type Options struct {
	Settings []string // "name=value", as in postgresql.conf
	Env      []string // "NAME=value", such as LD_PRELOAD; the library is copied to where the server may read it
}

// Cluster is one PostgreSQL server of a test's own, on loopback, which the test may stop and kill. PostgreSQL calls a server with its
// databases a cluster.
type Cluster struct {
	t    testing.TB
	part *parttest.Part
	url  string
}

// Server starts a server for this test alone; it goes with the test. A machine without PostgreSQL fails the test.
func Server(t testing.TB, o Options) *Cluster {
	t.Helper()
	c, err := open(o)
	if err != nil {
		t.Fatalf("start PostgreSQL (scripts/setup.sh installs it): %v", err)
	}
	c.t = t
	t.Cleanup(func() {
		err := c.part.Close()
		if err != nil {
			t.Errorf("end PostgreSQL: %v", err)
		}
	})
	return c
}

func open(o Options) (*Cluster, error) {
	cmd := exec.Command("bash", append([]string{"-c", script, "postgres.sh"}, o.Settings...)...)
	cmd.Env = append(os.Environ(), o.Env...)
	part, url, err := parttest.Start(cmd)
	if err != nil {
		return nil, err
	}
	return &Cluster{part: part, url: url}, nil
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
	_, err := c.part.Ask(word)
	if err != nil {
		c.t.Fatalf("PostgreSQL: %v", err)
	}
}
