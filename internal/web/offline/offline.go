// Package offline holds the files of the offline verifier: the page's script, the worker that opens the page again without a network, and,
// when scripts/verifier.sh has built it, the verifier itself as WebAssembly.
package offline

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed built camera.js verifier.js worker.js
var files embed.FS

// Program is the verifier as this program carries it.
type Program struct {
	Wasm  []byte // compressed by gzip
	Start []byte // the script of the Go project that starts it
	Terms []byte // the licence of the Go project, which goes with every copy
}

// Load returns the verifier; false when this program was built without it.
func Load() (Program, bool, error) {
	var p Program
	for _, f := range []struct {
		name string
		to   *[]byte
	}{{"verifier.wasm.gz", &p.Wasm}, {"wasm_exec.js", &p.Start}, {"LICENSE-go.txt", &p.Terms}} {
		data, err := files.ReadFile("built/" + f.name)
		if errors.Is(err, fs.ErrNotExist) {
			return Program{}, false, nil
		}
		if err != nil {
			return Program{}, false, fmt.Errorf("offline verifier: %w", err)
		}
		*f.to = data
	}
	return p, true, nil
}

// Camera is the script of the camera, for the pages with a network too.
func Camera() ([]byte, error) { return files.ReadFile("camera.js") }

// Script is the script of the page.
func Script() ([]byte, error) { return files.ReadFile("verifier.js") }

// Worker is the script that opens the page again without a network.
func Worker() ([]byte, error) { return files.ReadFile("worker.js") }
