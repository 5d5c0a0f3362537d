package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"syscall"
	"time"

	"filippo.io/age"

	"sejur/internal/application"
	"sejur/internal/fault"
)

// Store keeps what people send, each file under a random name and encrypted with age. The names say nothing; a file that is changed, cut
// short or lies under the name of another one is noticed by whoever opens it. OpenFolder and OpenBucket make one. It may be used by many at
// once.
//
// Its faults are those of application.Stored. What went wrong with the reader of an upload is returned as it came.
type Store struct {
	shelf shelf
	keys  Keys
}

// Keys are those of the files. Whoever only stores needs no By.
type Keys struct {
	To age.Recipient
	By age.Identity
}

// shelf is where a store keeps bytes under names. A name that is not there is fs.ErrNotExist, a shelf that is full syscall.ENOSPC.
type shelf interface {
	// put keeps under a new name what write writes. When it returns nil the bytes survive a loss of power; otherwise nothing of them is left
	// that places would tell of.
	put(ctx context.Context, name string, write func(io.Writer) error) error
	// open reads what lies under a name. The context counts until the reader is closed.
	open(ctx context.Context, name string) (io.ReadCloser, error)
	// remove takes a name away; one that is gone already is fine.
	remove(ctx context.Context, name string) error
	// names are those behind after, in byte order, at most limit of them.
	names(ctx context.Context, after string, limit int) ([]string, error)
	// sweep removes what uploads that were cut off before a moment have left behind, and says how many.
	sweep(ctx context.Context, before time.Time) (int, error)
	// check tells whether a small file could be put now. It changes nothing.
	check(ctx context.Context) error
	close() error
}

// Close gives up what the store holds open.
func (s *Store) Close() error { return s.shelf.close() }

// Check tells whether an upload would be taken now. Its error is the fault that the upload would meet. It writes nothing.
func (s *Store) Check(ctx context.Context) error { return refused(s.shelf.check(ctx)) }

// Remove takes a file away for good. One that is gone already is fine.
func (s *Store) Remove(ctx context.Context, place string) error {
	if !isPlace(place) {
		return nil // nothing ever lay there
	}
	return refused(s.shelf.remove(ctx, place))
}

// Weigh reads what lies at a place, without a key, and gives the SHA-256 (64 hexadecimal digits) and the number of the bytes: those of
// Stored.Kept and Stored.KeptSize, unless somebody or something has changed them.
func (s *Store) Weigh(ctx context.Context, place string) (kept string, size int64, err error) {
	lying, err := s.lying(ctx, place)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = lying.Close() }() // only read
	sum := sha256.New()
	size, err = io.Copy(sum, patient{ctx, lying})
	if err != nil {
		return "", 0, refused(err)
	}
	return hex.EncodeToString(sum.Sum(nil)), size, nil
}

// Places are the places behind after, in byte order, at most limit of them; "" is before the first.
func (s *Store) Places(ctx context.Context, after string, limit int) ([]string, error) {
	names, err := s.shelf.names(ctx, after, limit)
	return names, refused(err)
}

// Sweep removes what uploads that began before a moment and never came to their end have left behind, and says how many these were. Files
// that were stored are never among them.
func (s *Store) Sweep(ctx context.Context, before time.Time) (int, error) {
	n, err := s.shelf.sweep(ctx, before)
	return n, refused(err)
}

// lying opens the bytes as they lie at a place.
func (s *Store) lying(ctx context.Context, place string) (io.ReadCloser, error) {
	if !isPlace(place) {
		return nil, fault.New(fault.NotFound, application.FileLost)
	}
	lying, err := s.shelf.open(ctx, place)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &fault.Error{Kind: fault.NotFound, Key: application.FileLost, Cause: err}
	}
	if err != nil {
		return nil, refused(err)
	}
	return lying, nil
}

// isPlace tells whether a text has the form of rand.Text, of which every name is made: no path, and nothing that a store could take for one.
func isPlace(text string) bool { return regexp.MustCompile(`^[A-Z2-7]{26}$`).MatchString(text) }

// refused makes the fault of an error of a shelf. That somebody gave up waiting is none.
func refused(err error) error {
	var known *fault.Error
	switch {
	case err == nil, errors.As(err, &known), errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return &fault.Error{Kind: fault.Unavailable, Key: application.StoreFull, Cause: err}
	}
	return &fault.Error{Kind: fault.Unavailable, Key: application.StoreDown, Cause: err}
}

// title is the first line of what is encrypted: the file knows where it lies, so that two that were exchanged are noticed.
func title(place string) string { return fmt.Sprintf("sejur 1 %s\n", place) }
