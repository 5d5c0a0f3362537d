package files

import (
	"context"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"

	"sejur/internal/application"
	"sejur/internal/fault"
)

// Open reads a file as it was sent. Every byte was authenticated before it is handed out, and the whole is what was stored only when
// io.EOF comes: a file that was cut short ends in application.FileAltered, after its first bytes were good. The other faults are
// FileLost and StoreDown. The context counts until the reader is closed.
func (s *Store) Open(ctx context.Context, place string) (io.ReadCloser, error) {
	lying, err := s.lying(ctx, place)
	if err != nil {
		return nil, err
	}
	file := &opened{lying: lying, from: &faithful{Reader: patient{ctx, lying}}}
	if err := file.begin(s.keys.By, place); err != nil {
		return nil, errors.Join(file.refused(err), lying.Close())
	}
	return file, nil
}

// opened is a file that is being read.
type opened struct {
	lying io.Closer
	from  *faithful
	plain io.Reader
}

// begin reads up to the end of the title.
func (o *opened) begin(by age.Identity, place string) (err error) {
	o.plain, err = age.Decrypt(o.from, by)
	if err != nil {
		return err
	}
	want := title(place)
	got := make([]byte, len(want))
	if _, err := io.ReadFull(o.plain, got); err != nil {
		return fmt.Errorf("it has no title: %w", err)
	}
	if string(got) != want {
		return errors.New("it was stored at another place")
	}
	return nil
}

func (o *opened) Read(b []byte) (int, error) {
	n, err := o.plain.Read(b)
	if err == nil || err == io.EOF {
		return n, err
	}
	return n, o.refused(err)
}

func (o *opened) Close() error { return o.lying.Close() }

// refused tells what a store could not read from what it should not have read.
func (o *opened) refused(err error) error {
	if o.from.err != nil {
		return refused(o.from.err)
	}
	return &fault.Error{Kind: fault.Internal, Key: application.FileAltered, Cause: err}
}

// faithful remembers an error of its reader, which is not the error of whoever reads through it.
type faithful struct {
	io.Reader
	err error
}

func (f *faithful) Read(b []byte) (int, error) {
	n, err := f.Reader.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}
