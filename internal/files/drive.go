package files

import (
	"errors"
	"io"
	"os"
)

// drive is what changes a folder of uploads. Each of its calls can fail, and tests let each of them fail.
type drive interface {
	mkdir(name string) error // for its owner alone
	create(name string) (durable, error)
	rename(from, to string) error
	remove(name string) error
	sync(dir string) error // makes the names in a folder durable
}

// durable is a new file.
type durable interface {
	io.WriteCloser
	Sync() error
}

// rootDrive is the one that the folder lies on.
type rootDrive struct{ root *os.Root }

func (d rootDrive) mkdir(name string) error { return d.root.Mkdir(name, 0o700) }

func (d rootDrive) create(name string) (durable, error) {
	return d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

func (d rootDrive) rename(from, to string) error { return d.root.Rename(from, to) }

func (d rootDrive) remove(name string) error { return d.root.Remove(name) }

func (d rootDrive) sync(dir string) error {
	f, err := d.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
