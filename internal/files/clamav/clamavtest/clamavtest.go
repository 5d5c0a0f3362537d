// Package clamavtest is the test kit of the scanner: a real ClamAV daemon on this machine that knows one made-up malware.
package clamavtest

import (
	"crypto/md5" //nolint:gosec // G501: the form of ClamAV's signatures, which protects nothing here
	_ "embed"    // the script
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"sejur/internal/parttest"
)

//go:embed clamd.sh
var script string

// Malware is the one file that the daemon knows, and Name what it calls it.
const (
	Malware = "This is no malware. The daemon of a test takes it for some.\n"
	Name    = "Sejur.Test.UNOFFICIAL"
)

// Daemon is the address of a running daemon. A machine without one (Debian: clamav-daemon) fails the test; with -short it is left to make
// test, which is said.
func Daemon(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: the scanner is left to make test, because -short was given")
	}
	d, err := shared()
	if err != nil {
		t.Fatalf("start ClamAV (scripts/setup.sh installs it): %v", err)
	}
	return "unix:" + d.socket
}

type daemon struct {
	part   *parttest.Part // holding it holds its input open, by which it lives
	socket string
}

// shared is the daemon of all tests of this process.
var shared = sync.OnceValues(func() (*daemon, error) {
	sum := md5.Sum([]byte(Malware)) //nolint:gosec // G401: as above
	cmd := exec.Command("bash", "-c", script, "clamd.sh")
	cmd.Env = append(os.Environ(), fmt.Sprintf("SIGNATURE=%x:%d:Sejur.Test", sum, len(Malware)))
	part, socket, err := parttest.Start(cmd)
	if err != nil {
		return nil, err
	}
	return &daemon{part: part, socket: socket}, nil
})
