package files

import (
	"archive/tar"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"filippo.io/age"
)

// maxManifest is the most bytes of a manifest: half a million parts and more.
const maxManifest = 256 << 20

// ReadArchive reads an archive from its first byte to its last and compares every part with the manifest. Where folder is not nil it
// writes the parts there under their names; what it wrote counts only when it returns no error. The errors are ErrForeign, ErrBroken
// and the machine's own.
func ReadArchive(ctx context.Context, path string, identity age.Identity, folder *os.Root) (Manifest, error) {
	f, err := os.Open(path) //nolint:gosec // G304: the operator names it
	if err != nil {
		return Manifest{}, fmt.Errorf("open the backup: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	plain, err := age.Decrypt(bufio.NewReaderSize(patient{ctx, f}, 1<<20), identity)
	var foreign *age.NoIdentityMatchError
	switch {
	case errors.As(err, &foreign):
		return Manifest{}, fmt.Errorf("%s: %w", path, ErrForeign)
	case ctx.Err() != nil:
		return Manifest{}, ctx.Err()
	case err != nil:
		return Manifest{}, fmt.Errorf("%s: %w: its head cannot be read", path, ErrBroken)
	}
	r := archiveReader{folder: folder, found: make(map[string]Part)}
	m, err := r.read(plain)
	switch {
	case ctx.Err() != nil:
		return Manifest{}, ctx.Err()
	case r.disk != nil:
		return Manifest{}, fmt.Errorf("unpack the backup: %w", r.disk)
	case err != nil:
		return Manifest{}, fmt.Errorf("%s: %w: %w", path, ErrBroken, err)
	}
	return m, nil
}

type archiveReader struct {
	folder *os.Root
	found  map[string]Part
	disk   error // of the machine that is written to, not of the archive
}

// read reads the stream to its very end, whose authenticity the last bytes prove.
func (r *archiveReader) read(plain io.Reader) (Manifest, error) {
	archive := tar.NewReader(plain)
	var manifest []byte
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		switch {
		case err != nil:
			return Manifest{}, err
		case manifest != nil:
			return Manifest{}, fmt.Errorf("%q stands behind the manifest", header.Name)
		case header.Name == manifestName:
			manifest, err = io.ReadAll(io.LimitReader(archive, maxManifest))
		default:
			err = r.part(header, archive)
		}
		if err != nil {
			return Manifest{}, err
		}
	}
	if _, err := io.Copy(io.Discard, plain); err != nil {
		return Manifest{}, err
	}
	if manifest == nil {
		return Manifest{}, errors.New("it has no manifest")
	}
	return r.compare(manifest)
}

// part reads one part, and writes it where a folder was given.
func (r *archiveReader) part(header *tar.Header, body io.Reader) error {
	name := header.Name
	if _, twice := r.found[name]; twice || header.Typeflag != tar.TypeReg || !filepath.IsLocal(filepath.FromSlash(name)) {
		return fmt.Errorf("%q cannot be a part", name)
	}
	sum := sha256.New()
	read := io.TeeReader(body, sum)
	var err error
	if r.folder == nil {
		_, err = io.Copy(io.Discard, read)
	} else {
		err = r.write(name, read)
	}
	r.found[name] = Part{Name: name, Size: header.Size, SHA256: hex.EncodeToString(sum.Sum(nil))}
	return err
}

func (r *archiveReader) write(name string, body io.Reader) error {
	name = filepath.FromSlash(name)
	if r.disk = r.folder.MkdirAll(filepath.Dir(name), 0o700); r.disk != nil {
		return r.disk
	}
	f, err := r.folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		r.disk = err
		return err
	}
	_, err = io.Copy(disk{f, &r.disk}, body)
	if synced := errors.Join(f.Sync(), f.Close()); synced != nil && err == nil {
		r.disk = synced
	}
	return errors.Join(err, r.disk)
}

// disk notes which errors are of writing.
type disk struct {
	io.Writer
	failed *error
}

func (d disk) Write(b []byte) (int, error) {
	n, err := d.Writer.Write(b)
	*d.failed = err
	return n, err
}

// compare holds the parts against the manifest.
func (r *archiveReader) compare(manifest []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(manifest, &m); err != nil {
		return Manifest{}, fmt.Errorf("its manifest cannot be read: %w", err)
	}
	if m.Format != ManifestFormat {
		return Manifest{}, fmt.Errorf("it is of the form %d, and this program reads %d", m.Format, ManifestFormat)
	}
	for _, want := range m.Parts {
		got, there := r.found[want.Name]
		switch {
		case !there:
			return Manifest{}, fmt.Errorf("the part %q is missing", want.Name)
		case got != want:
			return Manifest{}, fmt.Errorf("the part %q is not what was written: its sum differs", want.Name)
		}
		delete(r.found, want.Name)
	}
	if len(r.found) > 0 {
		return Manifest{}, fmt.Errorf("the part %q is not in the manifest", slices.Sorted(maps.Keys(r.found))[0])
	}
	return m, nil
}
