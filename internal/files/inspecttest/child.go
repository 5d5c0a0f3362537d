// Package inspecttest is the kit for tests of files from strangers: the child that opens them, and the files themselves, made by a program so that
// nothing hostile lies in the tree.
package inspecttest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"sejur/internal/application"
	"sejur/internal/files/inspect"
)

// Command builds the program once for this process and returns the command that opens a file. It is the real one, built as it is handed out:
// a test's own binary would carry the race detector, whose memory no limit allows.
func Command(t testing.TB) []string {
	t.Helper()
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return []string{path, "parse"}
}

// build is done once; whoever asks for it at the same time waits.
var build = sync.OnceValues(func() (string, error) {
	root, path, err := place()
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(context.Background(), "go", "build", "-trimpath", "-o", path, "./internal/files/inspecttest/parser")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the child: %w: %s", err, said)
	}
	return path, nil
})

// place is where the module is, and where the program of this process is built.
func place() (root, path string, err error) {
	out, err := exec.CommandContext(context.Background(), "go", "env", "GOMOD").Output()
	if err != nil {
		return "", "", fmt.Errorf("find the module: %w", err)
	}
	root = filepath.Dir(string(bytes.TrimSpace(out)))
	return root, filepath.Join(root, "build", "test", fmt.Sprintf("parser-%d", os.Getpid())), nil
}

// Main runs the tests of a package and removes the program that they built.
func Main(m *testing.M) {
	code := m.Run()
	if _, path, err := place(); err == nil {
		_ = os.Remove(path)
	}
	os.Exit(code)
}

// Source is a file in memory.
func Source(data []byte) application.Source {
	return application.Source{Size: int64(len(data)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// Made is what came out of a file.
type Made struct {
	Findings application.Findings
	Pieces   []Piece
}

// Piece is a piece with its bytes.
type Piece struct {
	Part application.Part
	N    int
	Type string
	Data []byte
}

// Clean is the clean copy, nil when there is none.
func (m Made) Clean() []byte {
	for _, p := range m.Pieces {
		if p.Part == application.Clean {
			return p.Data
		}
	}
	return nil
}

// Pictures are the pictures of the pages.
func (m Made) Pictures() [][]byte {
	var out [][]byte
	for _, p := range m.Pieces {
		if p.Part == application.Picture {
			out = append(out, p.Data)
		}
	}
	return out
}

// Inspect has a file opened and keeps all that is made out of it.
func Inspect(ctx context.Context, i *inspect.Inspector, data []byte) (Made, error) {
	var made Made
	found, err := i.Inspect(ctx, Source(data), func(_ context.Context, p application.Piece) error {
		body, err := io.ReadAll(p.Data)
		made.Pieces = append(made.Pieces, Piece{p.Part, p.N, p.Type, body})
		return err
	})
	made.Findings = found
	return made, err
}
