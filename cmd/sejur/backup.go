package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"sejur/internal/files"
	"sejur/internal/keys"
	"sejur/internal/store"
)

// backupCommand writes one encrypted file that holds everything but the keys. The service may run meanwhile.
type backupCommand struct {
	Dir string `arg:"" placeholder:"DIR" help:"The folder for backups, outside the data folder and best on another machine."`
	jsonFlag
	placeFlags
	Recipients []string `name:"recipient" placeholder:"age1…" help:"Who may open the backup besides the house's own backup key, such as a key that lies in a safe. May be given several times."`
}

// Help is the long help of the command.
func (*backupCommand) Help() string {
	return "The key folder is in no backup: keep a copy of it elsewhere. Example: sejur backup /mnt/backups --recipient age1…"
}

// backupAnswer is what backup prints as JSON.
type backupAnswer struct {
	File  string         `json:"file"`
	Size  int64          `json:"size"`
	Took  float64        `json:"seconds"`
	About files.Manifest `json:"manifest"`
}

// The name of a backup: its time in UTC, so that names sort as backups do.
const (
	backupPrefix = "sejur-"
	backupSuffix = ".backup"
	backupTime   = "20060102T150405Z"
)

// filesFolder is where files lie within the data folder, unless they lie elsewhere, and within an archive.
const filesFolder = "files"

// Run makes a backup, reads it back, and only then gives it its name.
func (c *backupCommand) Run(ctx context.Context, d *desk) error {
	began := d.now()
	p := c.find(d)
	if err := outside(p.data, c.Dir); err != nil {
		return err
	}
	ring, err := p.ring()
	if err != nil {
		return err
	}
	to, err := keys.Recipients(c.Recipients)
	if err != nil {
		return usageError{err}
	}
	path := filepath.Join(c.Dir, backupPrefix+began.UTC().Format(backupTime)+backupSuffix)
	m, err := p.backUp(ctx, ring, path, append(to, ring.Recipient()), began)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	answer := backupAnswer{File: path, Size: info.Size(), Took: d.now().Sub(began).Seconds(), About: m}
	if c.JSON {
		return d.printJSON(answer)
	}
	return d.print(fmt.Sprintf("%s: %d bytes, %d parts, the record up to number %d, written and read back in %.1f s.\n"+
		"The keys are not in it; they lie in %s.\n%s", path, answer.Size, len(m.Parts), m.Head.Seq, answer.Took, p.keys, elsewhere(m)))
}

// outside refuses a folder for backups that is not there, or goes when the data goes.
func outside(data, dir string) error {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return fmt.Errorf("backup: there is no folder %s; is its disk there?", dir)
	}
	in, err := within(data, dir)
	if err == nil && in {
		err = fmt.Errorf("backup: %s is in the data folder, and would be lost with it", dir)
	}
	return err
}

// within tells whether a path lies in a folder or is it.
func within(folder, path string) (bool, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return false, err
	}
	path, err = filepath.Abs(path)
	if err != nil {
		return false, err
	}
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)), nil
}

// backUp copies the database first and the files after it: each file that a copied row names lies there already.
func (p places) backUp(ctx context.Context, ring *keys.Ring, path string, to []age.Recipient, now time.Time) (m files.Manifest, err error) {
	s, err := p.reading(ctx, ring)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := os.MkdirAll(p.data, 0o700); err != nil {
		return m, err
	}
	bench, err := files.NewWorkbench(p.data, "backup")
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, bench.Clear()) }()
	copied, err := s.CopyTo(ctx, bench.Dir(), p.database)
	if err != nil {
		return m, err
	}
	if copied.Keys != ring.Fingerprint() {
		return m, errors.New("the keys do not belong to this database")
	}
	m = files.Manifest{
		Format: files.ManifestFormat, Made: now.UTC().Truncate(time.Second), Engine: copied.Engine, Schema: copied.Schema.Applied,
		Keys: copied.Keys, Head: copied.Head,
	}
	sources := files.Sources{{Root: bench.Root, Names: []string{store.CopyName}}}
	if files.IsBucket(p.files) {
		m.Files = p.files
		return archived(ctx, path, to, ring, sources, m)
	}
	lying, err := p.lying()
	if err != nil {
		return m, err
	}
	if lying.Root != nil {
		defer func() { err = errors.Join(err, lying.Root.Close()) }()
	}
	return archived(ctx, path, to, ring, append(sources, lying), m)
}

// lying are the files of the folder; none where it is not there yet. They are encrypted, and go into the backup as they lie.
func (p places) lying() (files.Source, error) {
	root, err := os.OpenRoot(p.files)
	if errors.Is(err, fs.ErrNotExist) {
		return files.Source{}, nil
	}
	if err != nil {
		return files.Source{}, err
	}
	names, err := files.List(root)
	if err != nil {
		return files.Source{}, errors.Join(err, root.Close())
	}
	return files.Source{Root: root, Names: names, Under: filesFolder, MayGo: true}, nil
}

// elsewhere warns of files that a backup does not hold.
func elsewhere(m files.Manifest) string {
	if m.Files == "" {
		return ""
	}
	return fmt.Sprintf("What people sent is not in it: it lies in %s, which needs a backup of its own.\n", m.Files)
}

// archived writes the archive, reads it back whole, and gives it its name.
func archived(ctx context.Context, path string, to []age.Recipient, ring *keys.Ring, from files.Sources, m files.Manifest) (files.Manifest, error) {
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return m, err
	}
	err := files.WriteArchive(ctx, part, to, from, m)
	if err == nil {
		m, err = files.ReadArchive(ctx, part, ring.Identity(), nil)
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return m, errors.Join(err, removed(part))
	}
	return m, files.Sync(filepath.Dir(path))
}

// removed takes a file away that may not be there.
func removed(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
