package kill

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// house is the house as a process of its own.
type house struct {
	cmd     *exec.Cmd
	address string
}

// start starts a house and waits until it takes writes.
func start(t *testing.T, p place) *house {
	t.Helper()
	return startChild(t, childEnv, p)
}

// startChild starts this program as what stands under a name of the environment, and waits until it says its address.
func startChild(t *testing.T, env string, what any) *house {
	t.Helper()
	text, err := json.Marshal(what)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), env+"="+string(text))
	cmd.Stderr = os.Stderr
	if _, err := cmd.StdinPipe(); err != nil { // held open as long as this process lives
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the house did not start: %v", err)
	}
	return &house{cmd: cmd, address: strings.TrimSpace(line)}
}

// kill ends the house with the power of kill -9.
func (h *house) kill(t *testing.T) {
	t.Helper()
	if err := h.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = h.cmd.Wait() // killed
}

// gate tells writers where the house is, and keeps them waiting while it is gone.
type gate struct {
	mu      sync.Mutex
	address string
	back    chan struct{} // closed when the address is there
}

func newGate() *gate { return &gate{back: make(chan struct{})} }

func (g *gate) open(address string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.address = address
	close(g.back)
}

func (g *gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.address, g.back = "", make(chan struct{})
}

// where waits until the gate is open.
func (g *gate) where(ctx context.Context) (string, error) {
	for {
		g.mu.Lock()
		address, back := g.address, g.back
		g.mu.Unlock()
		if address != "" {
			return address, nil
		}
		select {
		case <-back:
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// write lets all writers write through some gates, in turn, until stop is closed. What it returns waits for the last answer.
func write(t *testing.T, l *Ledger, g *gate, stop <-chan struct{}) (done func()) {
	t.Helper()
	failed := make(chan error, writers)
	var wait sync.WaitGroup
	for i := range writers {
		w := writer{number: i, ledger: l, client: &http.Client{Transport: &http.Transport{}}, where: g.where}
		wait.Go(func() {
			defer w.client.CloseIdleConnections()
			if err := w.write(t.Context(), stop); err != nil {
				failed <- err
			}
		})
	}
	return func() {
		t.Helper()
		wait.Wait()
		close(failed)
		for err := range failed {
			t.Error(err)
		}
	}
}
