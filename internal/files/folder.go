package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// List names every file below root, with slashes, in order, but for those that are not whole yet.
func List(root *os.Root) ([]string, error) {
	var out []string
	err := fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !strings.HasSuffix(path, partSuffix) {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the files: %w", err)
	}
	return out, nil
}

// ErrBusy says that another process is at the same work.
var ErrBusy = errors.New("another process is at it")

// Workbench is a folder for what is being made, and belongs to one process at a time. What a process that fell left in it is removed.
type Workbench struct {
	*os.Root
	dir  string
	lock *os.File
}

// NewWorkbench makes dir/.name, empty, for its owner alone. It is ErrBusy when another process has it.
func NewWorkbench(dir, name string) (*Workbench, error) {
	lock, err := os.OpenFile(filepath.Join(dir, "."+name+".lock"), os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // G304: in the data folder
	if err != nil {
		return nil, fmt.Errorf("prepare %s: %w", name, err)
	}
	err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = ErrBusy
	}
	w := &Workbench{dir: filepath.Join(dir, "."+name), lock: lock}
	if err == nil {
		err = os.RemoveAll(w.dir)
	}
	if err == nil {
		err = os.Mkdir(w.dir, 0o700)
	}
	if err == nil {
		w.Root, err = os.OpenRoot(w.dir)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare %s: %w", name, err), lock.Close())
	}
	return w, nil
}

// Dir is the folder.
func (w *Workbench) Dir() string { return w.dir }

// Clear removes the folder and all that is in it.
func (w *Workbench) Clear() error {
	return errors.Join(w.Close(), os.RemoveAll(w.dir), w.lock.Close())
}

// Sync makes the names in a folder as durable as the bytes of its files.
func Sync(dir string) error {
	f, err := os.Open(dir) //nolint:gosec // G304: a folder that the operator named
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
