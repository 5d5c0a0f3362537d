package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"sejur/internal/web/offline"
	"sejur/internal/web/ui"
)

// assets are the files of every page, named by what they hold, so that they may be kept for ever.
type assets struct {
	style, script, icon string // their paths
	camera              string // of the pages that check a paper
	verifier, start     string // of the offline verifier, and of what starts it; "" = this program has none
	wasm                string
	terms               []byte // the licence that goes with it
	files               map[string]asset
}

// asset is one file, ready to send.
type asset struct {
	kind   string
	plain  []byte // nil = it is unpacked for the few who do not take it compressed
	zipped []byte
}

func newAssets() (*assets, error) {
	a := &assets{files: make(map[string]asset)}
	for _, f := range []struct {
		path            *string
		name, ext, kind string
		read            func() ([]byte, error)
	}{
		{&a.style, "sejur", ".css", "text/css; charset=utf-8", ui.Sheet},
		{&a.script, "sejur", ".js", "text/javascript; charset=utf-8", ui.Script},
		{&a.icon, "icon", ".svg", "image/svg+xml", ui.Icon},
		{&a.camera, "camera", ".js", "text/javascript; charset=utf-8", offline.Camera},
	} {
		data, err := f.read()
		if err != nil {
			return nil, fmt.Errorf("assets: %w", err)
		}
		*f.path, err = a.add(f.name, f.ext, asset{kind: f.kind, plain: data})
		if err != nil {
			return nil, err
		}
	}
	return a, a.addVerifier()
}

// addVerifier adds the offline verifier, if this program has it.
func (a *assets) addVerifier() error {
	program, there, err := offline.Load()
	if err != nil || !there {
		return err
	}
	script, err := offline.Script()
	if err != nil {
		return fmt.Errorf("assets: %w", err)
	}
	if a.verifier, err = a.add("verifier", ".js", asset{kind: "text/javascript; charset=utf-8", plain: script}); err != nil {
		return err
	}
	if a.start, err = a.add("start", ".js", asset{kind: "text/javascript; charset=utf-8", plain: program.Start}); err != nil {
		return err
	}
	a.terms = program.Terms
	a.wasm, err = a.add("verifier", ".wasm", asset{kind: "application/wasm", zipped: program.Wasm})
	return err
}

// add gives a file its name, and what it lacks of its two forms but for the plain one: see send.
func (a *assets) add(name, ext string, f asset) (path string, err error) {
	of := f.plain
	if f.zipped == nil {
		f.zipped, err = zip(f.plain)
		if err != nil {
			return "", fmt.Errorf("compress %s%s: %w", name, ext, err)
		}
	} else {
		of = f.zipped
	}
	sum := sha256.Sum256(of)
	name += "-" + hex.EncodeToString(sum[:6]) + ext
	a.files[name] = f
	return "/assets/" + name, nil
}

func zip(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unzip(data []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r) // ours, so it has an end
}

// serve sends the file that the path names. An old name is gone, not answered with new content: pages that name it
// are gone too.
func (a *assets) serve(w http.ResponseWriter, r *http.Request) {
	f, ok := a.files[r.PathValue("name")]
	if !ok {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	f.send(w, r, "public, max-age=31536000, immutable")
}

// serveIcon answers browsers that ask for an icon at the place where icons used to be.
func (a *assets) serveIcon(w http.ResponseWriter, r *http.Request) {
	a.files[a.icon[len("/assets/"):]].send(w, r, "public, max-age=86400")
}

func (f asset) send(w http.ResponseWriter, r *http.Request, cache string) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", cache)
	h.Set("Vary", "Accept-Encoding")
	data := f.plain
	switch {
	case acceptsGzip(r):
		h.Set("Content-Encoding", "gzip")
		data = f.zipped
	case data == nil:
		var err error
		data, err = unzip(f.zipped)
		if err != nil {
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // the reader has gone: nobody left to tell
	}
}
