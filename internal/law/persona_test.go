package law

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	data "sejur/law"

	"sejur/internal/locale"
)

// The personas of a law are its tests: each is one here too, so that a failure names the person.
func TestPersonas(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, fsys := range map[string]fs.FS{"embedded": data.Files, "small": os.DirFS(filepath.Join("testdata", "small"))} {
		l, err := Load(fsys, catalogue)
		if err != nil {
			t.Fatal(err)
		}
		personas, err := Personas(fsys)
		if err != nil {
			t.Fatal(err)
		}
		if len(personas) == 0 {
			t.Errorf("%s: nobody lives under this law", name)
		}
		for i := range personas {
			t.Run(name+"/"+personas[i].String(), func(t *testing.T) {
				t.Parallel()
				for _, difference := range l.verify(&personas[i]) {
					t.Error(difference)
				}
			})
		}
	}
}
