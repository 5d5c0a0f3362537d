// Package files keeps what lies as files outside the database.
package files

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"sejur/internal/audit"
)

// headsFile is the file of a Heads folder: one signed head a line, as JSON, oldest first.
const headsFile = "heads.jsonl"

// Heads is a folder of signed heads of the audit chain. It lies outside the data folder, best on another machine: whoever can
// change the database and this file can rewrite what happened. Lines are added and never changed.
type Heads struct{ dir string }

// NewHeads uses a folder, and makes it for its owner alone unless it is there.
func NewHeads(dir string) (*Heads, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("folder of audit heads: %w", err)
	}
	return &Heads{dir: dir}, nil
}

// OpenHeads uses a folder that is there.
func OpenHeads(dir string) (*Heads, error) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = errors.New("it is no folder")
	}
	if err != nil {
		return nil, fmt.Errorf("folder of audit heads: %w", err)
	}
	return &Heads{dir: dir}, nil
}

// Dir is the folder.
func (h *Heads) Dir() string { return h.dir }

// Append adds a head, and returns when a loss of power could not take it away. Several nodes may share a folder whose file system
// has locks.
func (h *Heads) Append(ctx context.Context, s audit.Signed) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	line, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write head %d: %w", s.Seq, err)
	}
	f, err := os.OpenFile(filepath.Join(h.dir, headsFile), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open the audit heads: %w", err)
	}
	if err := errors.Join(add(f, line), f.Close()); err != nil {
		return fmt.Errorf("add head %d: %w", s.Seq, err)
	}
	return Sync(h.dir)
}

// add writes one line. A line that a crash cut short stays as it is and gets its end, so that the new one stands on its own.
func add(f *os.File, line []byte) error {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if end > 0 {
		last := make([]byte, 1)
		if _, err := f.ReadAt(last, end-1); err != nil {
			return err
		}
		if last[0] != '\n' {
			line = append([]byte("\n"), line...)
		}
	}
	if _, err := f.Write(append(line, '\n')); err != nil {
		return err
	}
	return f.Sync()
}

// maxLine is the most bytes of one line; a head has some 300.
const maxLine = 64 << 10

// Each reads every head in the order in which they were added; nobody has checked their signatures. A folder without heads has none.
// It returns the numbers of the lines that are no head: a line cut short in a crash is harmless, and only a person can tell it from one
// that somebody damaged.
func (h *Heads) Each(see func(audit.Signed)) (torn []int, err error) {
	f, err := os.Open(filepath.Join(h.dir, headsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the audit heads: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	return each(f, see)
}

func each(r io.Reader, see func(audit.Signed)) (torn []int, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		var s audit.Signed
		if err := json.Unmarshal(bytes.TrimSpace(lines.Bytes()), &s); err != nil || len(s.Signature) == 0 {
			torn = append(torn, n)
			continue
		}
		see(s)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the audit heads: %w", err)
	}
	return torn, nil
}

// Newest is the newest of the heads that were added last; the zero value when there is none. It reads the end of the file alone, which
// grows for years.
func (h *Heads) Newest() (newest audit.Signed, err error) {
	f, err := os.Open(filepath.Join(h.dir, headsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return audit.Signed{}, nil
	}
	if err != nil {
		return audit.Signed{}, fmt.Errorf("open the audit heads: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return audit.Signed{}, fmt.Errorf("read the audit heads: %w", err)
	}
	end := io.NewSectionReader(f, max(0, info.Size()-maxLine), maxLine)
	_, err = each(end, func(s audit.Signed) { // the first line may be half a one, and is then none
		if s.NewerThan(newest.Head) {
			newest = s
		}
	})
	return newest, err
}

// Last is when something was added last; the zero time when nothing ever was.
func (h *Heads) Last() (time.Time, error) {
	info, err := os.Stat(filepath.Join(h.dir, headsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("look at the audit heads: %w", err)
	}
	return info.ModTime(), nil
}
