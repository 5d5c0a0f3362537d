package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/audit"
	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// recorded writes n entries into the record and links them.
func recorded(t *testing.T, s *store.Store, n int) {
	t.Helper()
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		for range n {
			if err := tx.Trail().Add(ctx, audit.Entry{ID: office.NewID(), At: noon, As: "staff", Action: "x", Purpose: "test"}); err != nil {
				return err
			}
		}
		return nil
	})
	if _, err := office.Seal(t.Context(), s.Seals(), "test", s.Now()); err != nil {
		t.Fatal(err)
	}
}

// sqliteFile opens a store whose file the test knows.
func sqliteFile(t *testing.T) (s *store.Store, file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "sejur.db")
	s = storetest.Open(t, store.Config{Database: file, Keys: storetest.Keys(t)})
	if _, err := s.Install(t.Context(), "fingerprint", noon); err != nil {
		t.Fatal(err)
	}
	return s, file
}

func TestACopyIsMadeBesideTheOneWhoWrites(t *testing.T) {
	t.Parallel()
	serving, file := sqliteFile(t)
	recorded(t, serving, 3)
	beside, err := store.OpenReadOnly(t.Context(), store.Config{Database: file})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	copied, err := beside.CopyTo(t.Context(), dir, file)
	if err != nil {
		t.Fatal(err)
	}
	recorded(t, serving, 2)
	again, err := store.CheckCopy(t.Context(), filepath.Join(dir, store.CopyName))
	if err != nil {
		t.Fatal(err)
	}
	again.Head.At = copied.Head.At
	if diff := cmp.Diff(copied, again); diff != "" || copied.Head.Seq != 3 || copied.Keys != "fingerprint" || copied.Head.Epoch != 1 {
		t.Errorf("%+v %s", copied, diff)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("in the copy's folder: %v, %v", files, err)
	}
	if err := beside.Close(); err != nil {
		t.Error(err)
	}
}

func TestWhoOnlyReadsChangesNothing(t *testing.T) {
	t.Parallel()
	_, file := sqliteFile(t)
	beside, err := store.OpenReadOnly(t.Context(), store.Config{Database: file})
	if err != nil {
		t.Fatal(err)
	}
	if err := beside.RaiseEpoch(t.Context(), 9); err == nil {
		t.Error("it was changed")
	}
	if err := beside.Close(); err != nil {
		t.Error(err)
	}
}

func TestACopyThatIsDamagedIsNoticed(t *testing.T) {
	t.Parallel()
	serving, file := sqliteFile(t)
	recorded(t, serving, 200)
	dir := t.TempDir()
	if _, err := serving.CopyTo(t.Context(), dir, file); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, store.CopyName))
	if err != nil {
		t.Fatal(err)
	}
	noticed := 0
	const page = 4096
	for i := 1; i < len(whole)/page; i += 5 {
		bad := append([]byte{}, whole...)
		for j := range 512 {
			bad[i*page+j] ^= 0xff
		}
		file := filepath.Join(t.TempDir(), "bad")
		if err := os.WriteFile(file, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.CheckCopy(t.Context(), file); err != nil {
			noticed++
		}
	}
	if noticed < len(whole)/page/5 {
		t.Errorf("%d of %d damaged copies were noticed", noticed, len(whole)/page/5)
	}
}
