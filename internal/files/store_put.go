package files

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"filippo.io/age"

	"sejur/internal/application"
	"sejur/internal/fault"
)

// Put takes a file as it comes, at most most bytes of it, and keeps little of it in memory (64 KiB; a bucket: 5 MiB). When it returns
// without an error a loss of power could not take the file away any more; otherwise nothing is left of it. Its faults are
// application.FileTooLarge, StoreFull and StoreDown; an error of the reader is returned as it came.
func (s *Store) Put(ctx context.Context, r io.Reader, most int64) (application.Stored, error) {
	place := rand.Text()
	from := &arriving{faithful: faithful{Reader: patient{ctx, r}}, most: most, sum: sha256.New()}
	var kept weighing
	err := s.shelf.put(ctx, place, func(w io.Writer) error {
		kept = weighing{to: w, sum: sha256.New()}
		return s.encrypt(&kept, place, from)
	})
	switch {
	case from.err != nil:
		return application.Stored{}, fmt.Errorf("read an upload: %w", from.err)
	case err != nil:
		return application.Stored{}, refused(err)
	}
	return application.Stored{
		Place: place, Size: from.size, Digest: hex.EncodeToString(from.sum.Sum(nil)),
		Kept: hex.EncodeToString(kept.sum.Sum(nil)), KeptSize: kept.size,
	}, nil
}

// encrypt writes a file as it will lie.
func (s *Store) encrypt(w io.Writer, place string, from io.Reader) error {
	sealed, err := age.Encrypt(w, s.keys.To)
	if err != nil {
		return fmt.Errorf("encrypt an upload: %w", err)
	}
	if _, err := io.WriteString(sealed, title(place)); err != nil {
		return err
	}
	if _, err := io.Copy(sealed, from); err != nil {
		return err
	}
	return sealed.Close()
}

// arriving is what comes from outside, measured on its way.
type arriving struct {
	faithful
	most, size int64
	sum        hash.Hash
}

func (a *arriving) Read(b []byte) (int, error) {
	n, err := a.faithful.Read(b)
	a.size += int64(n)
	if a.size > a.most {
		a.err = fault.New(fault.Invalid, application.FileTooLarge)
		return 0, a.err
	}
	a.sum.Write(b[:n])
	return n, err
}

// weighing measures what it passes on.
type weighing struct {
	to   io.Writer
	size int64
	sum  hash.Hash
}

func (w *weighing) Write(b []byte) (int, error) {
	n, err := w.to.Write(b)
	w.size += int64(n)
	w.sum.Write(b[:n])
	return n, err
}
