// Package filestest is the test kit of the store of files: fresh stores in a folder and in a bucket of a real S3 server, whose files a test
// can reach behind the store's back.
package filestest

import (
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"sejur/internal/files"
)

// Shelf is a fresh store, and where its files lie.
type Shelf struct {
	*files.Store
	Keys files.Keys
	Dir  string                    // what lies below it are files of the store
	Path func(place string) string // of one of them
}

// Keys are fresh keys.
func Keys(t testing.TB) files.Keys {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return files.Keys{To: id.Recipient(), By: id}
}

// Folder is a fresh store in a folder, without a reserve.
func Folder(t testing.TB) Shelf {
	t.Helper()
	dir, keys := filepath.Join(t.TempDir(), "files"), Keys(t)
	s, err := files.OpenFolder(dir, files.Reserve{}, keys)
	if err != nil {
		t.Fatal(err)
	}
	closing(t, s)
	return Shelf{Store: s, Keys: keys, Dir: dir, Path: func(place string) string { return filepath.Join(dir, place[:2], place) }}
}

func closing(t testing.TB, s *files.Store) {
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// Each runs a test on a fresh store of each kind. With -short it leaves the bucket to make test, and says so.
func Each(t *testing.T, test func(t *testing.T, s Shelf)) {
	t.Helper()
	t.Run("folder", func(t *testing.T) {
		t.Parallel()
		test(t, Folder(t))
	})
	t.Run("bucket", func(t *testing.T) {
		t.Parallel()
		if testing.Short() {
			t.Skip("SKIPPED: the S3 server is left to make test, because -short was given")
		}
		test(t, InBucket(t))
	})
}

// Lying are the names of all files below Dir: those of the store, and what uploads have left behind.
func (s Shelf) Lying(t testing.TB) (names []string) {
	t.Helper()
	err := filepath.WalkDir(s.Dir, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
