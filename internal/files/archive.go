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
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"filippo.io/age"
	"golang.org/x/sys/unix"

	"sejur/internal/audit"
)

// An archive is one file that holds a backup: a tar stream, encrypted with age to the keys that may open it. Its last entry is the
// manifest, which has the sum of every part; so an archive without its end is none. The plain programs age and tar open it too.

// ManifestFormat is the form of manifests that this program writes and reads.
const ManifestFormat = 1

// Manifest says what an archive holds, and of which state of the house.
type Manifest struct {
	Format int        `json:"format"`
	Made   time.Time  `json:"made"`
	Engine string     `json:"engine"`
	Schema []string   `json:"schema"`          // applied migrations, in their order
	Keys   string     `json:"keys"`            // the fingerprint of the keys that its values are sealed with
	Head   audit.Head `json:"head"`            // of the record, as it is in the copy; has the epoch
	Files  string     `json:"files,omitempty"` // where what people sent lies; "" = in the archive
	Parts  []Part     `json:"parts"`
}

// Part is one file of an archive.
type Part struct {
	Name   string `json:"name"` // with slashes
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

const manifestName = "manifest.json"

// What can be wrong with an archive.
var (
	// ErrForeign: it is encrypted to other keys.
	ErrForeign = errors.New("the backup is encrypted to other keys")
	// ErrBroken: it was cut short or damaged, or is no archive at all. The error says more.
	ErrBroken = errors.New("the backup is cut short or damaged")
)

// Source is a folder with parts under their names.
type Source struct {
	Root  *os.Root
	Names []string
	Under string // the folder within the archive, "" = none
	MayGo bool   // what is removed meanwhile is left out
}

// Sources are all parts of an archive, in their order.
type Sources []Source

// WriteArchive writes the parts into a new file; the manifest gets its list of parts. When it returns, the bytes are on the disk; the
// caller reads them back (ReadArchive) and gives the file its name.
func WriteArchive(ctx context.Context, path string, to []age.Recipient, from Sources, m Manifest) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // G304: where the operator keeps backups
	if err != nil {
		return fmt.Errorf("make the backup: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buffered := bufio.NewWriterSize(f, 1<<20)
	sealed, err := age.Encrypt(buffered, to...)
	if err != nil {
		return fmt.Errorf("encrypt the backup: %w", err)
	}
	archive := tar.NewWriter(sealed)
	for _, source := range from {
		for _, name := range source.Names {
			part, err := writePart(ctx, archive, source, name, m.Made)
			if source.MayGo && errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return fmt.Errorf("write %s: %w", name, err)
			}
			m.Parts = append(m.Parts, part)
		}
	}
	body, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	err = archive.WriteHeader(entry(manifestName, int64(len(body)), m.Made))
	if err == nil {
		_, err = archive.Write(body)
	}
	if err = errors.Join(err, archive.Close(), sealed.Close(), buffered.Flush()); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	// Whoever reads it back shall read the disk, not what is left in memory. That the system may not do so is no fault.
	_ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
	return nil
}

func entry(name string, size int64, made time.Time) *tar.Header {
	return &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: made, Format: tar.FormatPAX}
}

// writePart copies one file. A file that grows meanwhile gives what it had when it was opened.
func writePart(ctx context.Context, archive *tar.Writer, from Source, name string, made time.Time) (part Part, err error) {
	f, err := from.Root.Open(filepath.FromSlash(name))
	if err != nil {
		return Part{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return Part{}, err
	}
	name = path.Join(from.Under, name)
	if err := archive.WriteHeader(entry(name, info.Size(), made)); err != nil {
		return Part{}, err
	}
	sum := sha256.New()
	if _, err := io.CopyN(io.MultiWriter(archive, sum), patient{ctx, f}, info.Size()); err != nil {
		return Part{}, err
	}
	return Part{Name: name, Size: info.Size(), SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// patient reads until its context ends.
type patient struct {
	ctx context.Context
	io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.Reader.Read(b)
}
