package files_test

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"sejur/internal/audit"
	"sejur/internal/files"
)

func identity(t *testing.T) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func folder(t *testing.T, parts map[string]string) *os.Root {
	t.Helper()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range parts {
		if err := root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := root.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if err := root.Close(); err != nil {
			t.Error(err)
		}
	})
	return root
}

var parts = map[string]string{"database": "rows and rows", "files/ab/cd": "a scan", "files/empty": ""}

// archive writes the parts into an archive.
func archive(t *testing.T, to ...age.Recipient) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "backup")
	m := files.Manifest{Format: files.ManifestFormat, Made: noon, Engine: "sqlite", Keys: "fp", Head: audit.Head{Seq: 7, Epoch: 1, At: noon}}
	err := files.WriteArchive(t.Context(), path, to, files.Sources{{Root: folder(t, parts), Names: []string{"database", "files/ab/cd", "files/empty"}}}, m)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAnArchiveGivesBackWhatWasPutIn(t *testing.T) {
	t.Parallel()
	id, safe := identity(t), identity(t)
	path := archive(t, id.Recipient(), safe.Recipient())
	for name, key := range map[string]age.Identity{"the house's key": id, "the key in the safe": safe} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := folder(t, nil)
			m, err := files.ReadArchive(t.Context(), path, key, out)
			if err != nil {
				t.Fatal(err)
			}
			got := make(map[string]string)
			for _, p := range m.Parts {
				text, err := out.ReadFile(p.Name)
				if err != nil {
					t.Fatal(err)
				}
				got[p.Name] = string(text)
			}
			if diff := cmp.Diff(parts, got); diff != "" || m.Head.Seq != 7 || m.Keys != "fp" {
				t.Errorf("%+v %s", m, diff)
			}
		})
	}
}

func TestAnArchiveHidesWhatIsInIt(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile(archive(t, identity(t).Recipient()))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"rows", "database", "scan", "manifest"} {
		if bytes.Contains(whole, []byte(word)) {
			t.Errorf("%q can be read", word)
		}
	}
}

func TestAnArchiveToOtherKeysIsTold(t *testing.T) {
	t.Parallel()
	_, err := files.ReadArchive(t.Context(), archive(t, identity(t).Recipient()), identity(t), nil)
	if !errors.Is(err, files.ErrForeign) {
		t.Errorf("got %v", err)
	}
}

func TestAnArchiveWithoutItsEndIsNone(t *testing.T) {
	t.Parallel()
	id := identity(t)
	whole, err := os.ReadFile(archive(t, id.Recipient()))
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(whole); n += 97 {
		broken(t, id, whole[:n])
	}
	broken(t, id, whole[:len(whole)-1])
	broken(t, id, append(bytes.Clone(whole), 'x'))
}

func TestOneFlippedBitIsNoticed(t *testing.T) {
	t.Parallel()
	id := identity(t)
	whole, err := os.ReadFile(archive(t, id.Recipient()))
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(whole); n += 61 {
		bad := bytes.Clone(whole)
		bad[n] ^= 4
		path := filepath.Join(t.TempDir(), "bad")
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := files.ReadArchive(t.Context(), path, id, nil); err == nil {
			t.Errorf("byte %d", n)
		}
	}
}

// broken reads bytes that are no whole archive.
func broken(t *testing.T, id age.Identity, body []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "broken")
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := files.ReadArchive(t.Context(), path, id, nil); !errors.Is(err, files.ErrBroken) {
		t.Errorf("%d bytes: %v", len(body), err)
	}
}

// part is an entry of an archive that the house did not write.
type part struct {
	name, text string
	kind       byte
}

func TestAnArchiveMustHoldWhatItsManifestSays(t *testing.T) {
	t.Parallel()
	id := identity(t)
	const sumOfA = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
	manifest := func(format int, parts ...files.Part) part {
		body, err := json.Marshal(files.Manifest{Format: format, Parts: parts})
		if err != nil {
			t.Fatal(err)
		}
		return part{"manifest.json", string(body), tar.TypeReg}
	}
	a, of := part{"a", "a", tar.TypeReg}, files.Part{Name: "a", Size: 1, SHA256: sumOfA}
	for _, tt := range []struct {
		name  string
		good  bool
		parts []part
	}{
		{"it does", true, []part{a, manifest(1, of)}},
		{"nothing at all", false, nil},
		{"no manifest", false, []part{a}},
		{"a part is missing", false, []part{manifest(1, of)}},
		{"a part too many", false, []part{a, {"b", "", tar.TypeReg}, manifest(1, of)}},
		{"a part twice", false, []part{a, a, manifest(1, of)}},
		{"another text", false, []part{{"a", "b", tar.TypeReg}, manifest(1, of)}},
		{"a part behind the manifest", false, []part{manifest(1, of), a}},
		{"another form", false, []part{a, manifest(2, of)}},
		{"a manifest that is none", false, []part{a, {"manifest.json", "[", tar.TypeReg}}},
		{"a way out of the folder", false, []part{{"../a", "a", tar.TypeReg}, manifest(1, files.Part{Name: "../a", Size: 1, SHA256: sumOfA})}},
		{"a link", false, []part{{"a", "", tar.TypeSymlink}, manifest(1, of)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var body bytes.Buffer
			sealed, err := age.Encrypt(&body, id.Recipient())
			if err != nil {
				t.Fatal(err)
			}
			w := tar.NewWriter(sealed)
			for _, p := range tt.parts {
				header := &tar.Header{Name: p.name, Typeflag: p.kind, Size: int64(len(p.text)), Linkname: map[byte]string{tar.TypeSymlink: "x"}[p.kind]}
				if err := w.WriteHeader(header); err != nil {
					t.Fatal(err)
				}
				if _, err := w.Write([]byte(p.text)); err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(w.Close(), sealed.Close()); err != nil {
				t.Fatal(err)
			}
			if tt.good {
				path := filepath.Join(t.TempDir(), "good")
				if err := os.WriteFile(path, body.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
				if _, err := files.ReadArchive(t.Context(), path, id, nil); err != nil {
					t.Error(err)
				}
				return
			}
			broken(t, id, body.Bytes())
		})
	}
}

func TestWhatIsRemovedDuringABackupIsLeftOutWhereItMayGo(t *testing.T) {
	t.Parallel()
	id := identity(t)
	for name, tt := range map[string]struct {
		may  bool
		want []string
	}{"it may": {true, []string{"files/a"}}, "it may not": {false, nil}} {
		from := files.Sources{{Root: folder(t, map[string]string{"a": "a scan"}), Names: []string{"a", "gone"}, Under: "files", MayGo: tt.may}}
		path := filepath.Join(t.TempDir(), "backup")
		err := files.WriteArchive(t.Context(), path, []age.Recipient{id.Recipient()}, from, files.Manifest{Format: files.ManifestFormat})
		if (err == nil) != tt.may {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil {
			continue
		}
		m, err := files.ReadArchive(t.Context(), path, id, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range m.Parts {
			got = append(got, p.Name)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatIsNotWholeYetIsNotListed(t *testing.T) {
	t.Parallel()
	root := folder(t, map[string]string{"AB/ABCD": "a scan", "AB/ABCE.part": "half a", "note": "x"})
	got, err := files.List(root)
	if diff := cmp.Diff([]string{"AB/ABCD", "note"}, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}
