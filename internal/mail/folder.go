package mail

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Folder is a sender for houses without an SMTP server: each message becomes a file that mail programs open.
type Folder struct {
	dir string
}

// NewFolder makes the folder, for its owner alone, unless it is there.
func NewFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("mail folder: %w", err)
	}
	return &Folder{dir: dir}, nil
}

// Deliver writes <id>.eml, whole or not at all, and returns when a loss of power could not take it away. A letter that is sent again
// takes the place of its first sending; ids begin with their time, so names sort by it. Faults of the disk are Unavailable.
func (f *Folder) Deliver(ctx context.Context, m Message) error {
	if err := ctx.Err(); err != nil {
		return unsent(err)
	}
	if !plainID(m.letterID()) {
		return fmt.Errorf("message: its ID is no name for a file")
	}
	raw, err := m.raw()
	if err != nil {
		return err
	}
	if err := f.write(m.letterID()+".eml", raw); err != nil {
		return unsent(err)
	}
	return nil
}

// Check writes an empty file and takes it away again.
func (f *Folder) Check(context.Context) error {
	file, err := os.CreateTemp(f.dir, ".check-*")
	if err != nil {
		return unsent(err)
	}
	return unsent(errors.Join(file.Close(), os.Remove(file.Name())))
}

// write puts the bytes under a name of their own first, so that nobody ever opens half a message.
func (f *Folder) write(name string, raw []byte) error {
	file, err := os.CreateTemp(f.dir, ".letter-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }() // still there only when something went wrong
	_, err = file.Write(raw)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), filepath.Join(f.dir, name)); err != nil {
		return err
	}
	return f.sync()
}

// sync makes the name of a new file as durable as its bytes.
func (f *Folder) sync() error {
	dir, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
