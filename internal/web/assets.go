package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"

	"sejur/internal/web/ui"
)

// assets are the files of every page, named by what they hold, so that they may be kept for ever.
type assets struct {
	style, script, icon string // their paths
	files               map[string]asset
}

// asset is one file, ready to send.
type asset struct {
	kind   string
	plain  []byte
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
	} {
		data, err := f.read()
		if err != nil {
			return nil, fmt.Errorf("assets: %w", err)
		}
		zipped, err := zip(data)
		if err != nil {
			return nil, fmt.Errorf("compress %s%s: %w", f.name, f.ext, err)
		}
		sum := sha256.Sum256(data)
		name := f.name + "-" + hex.EncodeToString(sum[:6]) + f.ext
		a.files[name] = asset{kind: f.kind, plain: data, zipped: zipped}
		*f.path = "/assets/" + name
	}
	return a, nil
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
	if acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		data = f.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // the reader has gone: nobody left to tell
	}
}
