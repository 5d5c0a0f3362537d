package keys

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
)

// folder is a new key folder, and where it is.
func folder(t *testing.T) (*Ring, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "keys")
	ring, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	return ring, dir
}

func TestAFolderGivesTheSameRingEachTime(t *testing.T) {
	t.Parallel()
	made, dir := folder(t)
	wrapped, err := made.NewPersonKey("p1")
	if err != nil {
		t.Fatal(err)
	}
	opened, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := opened.Unwrap("p1", wrapped); err != nil {
		t.Errorf("a person's key: %v", err)
	}
	facts := func(r *Ring) []string {
		return []string{r.Fingerprint(), string(r.HeadPublic()), r.Recipient().String(), r.Identity().String(), r.Mark("a", "b"), r.Lookup("a", "b")}
	}
	if diff := cmp.Diff(facts(made), facts(opened)); diff != "" {
		t.Errorf("made and opened differ:\n%s", diff)
	}
}

func TestOnlyItsOwnerMayEnterTheFolder(t *testing.T) {
	t.Parallel()
	_, dir := folder(t)
	got := map[string]fs.FileMode{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		got[filepath.Base(name)] = info.Mode().Perm()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]fs.FileMode{"keys": 0o700, masterFile: 0o600, auditFile: 0o600, backupFile: 0o600}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("modes (-want +got):\n%s", diff)
	}
}

func TestAnExposedFolderIsRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{".", masterFile, auditFile, backupFile} {
		for _, more := range []fs.FileMode{0o040, 0o004, 0o020, 0o002, 0o001} {
			_, dir := folder(t)
			path := filepath.Join(dir, name)
			if err := os.Chmod(path, 0o700|more); err != nil {
				t.Fatal(err)
			}
			_, err := Open(dir)
			if !errors.Is(err, ErrExposed) || name != "." && !strings.Contains(err.Error(), name) {
				t.Errorf("%s with %04o: %v, want ErrExposed with its name", name, 0o700|more, err)
			}
		}
	}
}

func TestAnAbsentFolderIsToldFromADamagedOne(t *testing.T) {
	t.Parallel()
	t.Run("no folder", func(t *testing.T) {
		t.Parallel()
		_, err := Open(filepath.Join(t.TempDir(), "keys"))
		if !errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrDamaged) {
			t.Errorf("error %v, want fs.ErrNotExist", err)
		}
	})
	t.Run("an empty folder", func(t *testing.T) {
		t.Parallel()
		_, err := Open(t.TempDir())
		if !errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrDamaged) {
			t.Errorf("error %v, want fs.ErrNotExist", err)
		}
	})
	quantum, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	content := map[string][]string{
		masterFile: {"", "00", strings.Repeat("zz", keySize), strings.Repeat("00", keySize+1), strings.Repeat("00", maxFile)},
		auditFile:  {"", "no PEM", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", ecKey(t)},
		backupFile: {"", "# nothing but a comment\n", "AGE-SECRET-KEY-1", quantum.String()},
	}
	for name, texts := range content {
		t.Run(name+" is missing", func(t *testing.T) {
			t.Parallel()
			_, dir := folder(t)
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
			wantDamaged(t, dir, name)
		})
		for _, text := range texts {
			t.Run(name+" holds no key", func(t *testing.T) {
				t.Parallel()
				_, dir := folder(t)
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				wantDamaged(t, dir, name)
			})
		}
	}
}

// wantDamaged opens a damaged folder; the error names the file, and nobody may take it for an absent folder and make new keys.
func wantDamaged(t *testing.T, dir, file string) {
	t.Helper()
	_, err := Open(dir)
	if !errors.Is(err, ErrDamaged) || errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), file) {
		t.Errorf("error %v, want ErrDamaged with %s", err, file)
	}
}

// ecKey is a private key that cannot sign as Ed25519 does.
func ecKey(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func TestCreateWritesOverNothing(t *testing.T) {
	t.Parallel()
	t.Run("a whole folder", func(t *testing.T) {
		t.Parallel()
		ring, dir := folder(t)
		if _, err := Create(dir); !errors.Is(err, fs.ErrExist) {
			t.Errorf("error %v, want fs.ErrExist", err)
		}
		if again, err := Open(dir); err != nil || again.Fingerprint() != ring.Fingerprint() {
			t.Errorf("the keys changed: %v", err)
		}
	})
	t.Run("a folder with something else in it", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "notes"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Create(dir); !errors.Is(err, fs.ErrExist) {
			t.Errorf("error %v, want fs.ErrExist", err)
		}
		if names := names(t, dir); !slices.Equal(names, []string{"notes"}) {
			t.Errorf("the folder holds %v", names)
		}
	})
	t.Run("a file of that name", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "keys")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_, created := Create(path)
		_, opened := Open(path)
		if created == nil || opened == nil || errors.Is(opened, fs.ErrNotExist) {
			t.Errorf("create: %v; open: %v", created, opened)
		}
	})
	t.Run("no folder above", func(t *testing.T) {
		t.Parallel()
		if _, err := Create(filepath.Join(t.TempDir(), "none", "keys")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("error %v, want fs.ErrNotExist", err)
		}
	})
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestAnEmptyFolderIsFilledAndClosedToOthers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // G302: the mode that a folder gets by itself
		t.Fatal(err)
	}
	if _, err := Create(dir); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestOfTwoThatCreateAtOnceOneWins(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	results := make(chan error)
	for range 8 {
		go func() {
			_, err := Create(dir)
			results <- err
		}()
	}
	won := 0
	for range 8 {
		err := <-results
		if err == nil {
			won++
		} else if !errors.Is(err, fs.ErrExist) {
			t.Errorf("a loser is told %v, want fs.ErrExist", err)
		}
	}
	if won != 1 {
		t.Errorf("%d made the folder, want 1", won)
	}
	if _, err := Open(dir); err != nil {
		t.Error(err)
	}
}
