package files

import (
	"errors"
	"syscall"
)

// FailAt lets the n-th call that changes the folder of a store fail, and every later one too when lasting; it returns a counter of the calls.
func FailAt(s *Store, n int, with syscall.Errno, lasting bool) *int {
	f := s.shelf.(*folder)
	d := &failing{drive: f.drive, at: n, with: with, lasting: lasting}
	f.drive = d
	return &d.calls
}

// Mend lets calls succeed again.
func Mend(s *Store) {
	f := s.shelf.(*folder)
	if d, ok := f.drive.(*failing); ok {
		f.drive = d.drive
	}
}

// failing is a drive whose n-th call fails, whichever it is.
type failing struct {
	drive
	at, calls int
	with      syscall.Errno
	lasting   bool
}

func (d *failing) call() error {
	d.calls++
	if d.calls == d.at || d.lasting && d.calls > d.at {
		return d.with
	}
	return nil
}

func (d *failing) mkdir(name string) error {
	if err := d.call(); err != nil {
		return err
	}
	return d.drive.mkdir(name)
}

func (d *failing) create(name string) (durable, error) {
	if err := d.call(); err != nil {
		return nil, err
	}
	out, err := d.drive.create(name)
	return &failingFile{out, d}, err
}

func (d *failing) rename(from, to string) error {
	if err := d.call(); err != nil {
		return err
	}
	return d.drive.rename(from, to)
}

func (d *failing) remove(name string) error {
	if err := d.call(); err != nil {
		return err
	}
	return d.drive.remove(name)
}

func (d *failing) sync(dir string) error {
	if err := d.call(); err != nil {
		return err
	}
	return d.drive.sync(dir)
}

type failingFile struct {
	durable
	d *failing
}

// Write writes half of what it should when it fails, as a full disk does.
func (f *failingFile) Write(b []byte) (int, error) {
	if err := f.d.call(); err != nil {
		n, _ := f.durable.Write(b[:len(b)/2])
		return n, err
	}
	return f.durable.Write(b)
}

func (f *failingFile) Sync() error {
	if err := f.d.call(); err != nil {
		return err
	}
	return f.durable.Sync()
}

func (f *failingFile) Close() error {
	return errors.Join(f.d.call(), f.durable.Close())
}
