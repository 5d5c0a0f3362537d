package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Reserve is how much of a disk uploads leave to everything else that lies on it: the database, the record. Uploads are refused before
// the disk is full, so that these are not.
type Reserve struct {
	Bytes   int64 // at least so many
	Percent int64 // and at least this part of the disk, of its bytes and of its inodes
}

// UsualReserve is the reserve of an installation that names none: 1 GiB, and 5 % of the disk.
func UsualReserve() Reserve { return Reserve{Bytes: 1 << 30, Percent: 5} }

// OpenFolder opens a store in a folder, and makes the folder for its owner alone unless it is there; its parent must be. Files lie in sub-folders that are
// called as the files begin. A file system without room beyond the reserve takes no uploads.
func OpenFolder(dir string, reserve Reserve, keys Keys) (*Store, error) {
	err := os.Mkdir(dir, 0o700)
	if err == nil || errors.Is(err, fs.ErrExist) {
		err = Sync(filepath.Dir(filepath.Clean(dir)))
	}
	if err != nil {
		return nil, fmt.Errorf("folder of uploads: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("folder of uploads: %w", err)
	}
	return &Store{shelf: &folder{root: root, drive: rootDrive{root}, reserve: reserve}, keys: keys}, nil
}

// folder is a shelf on a disk: AB/ABCD…. What is being written lies beside its place, with partSuffix behind its name.
type folder struct {
	root    *os.Root // for reading
	drive   drive    // for changing
	reserve Reserve
	shards  sync.Map // sub-folders whose names are known to be on the disk
}

// partSuffix ends the name of a file that is not whole yet.
const partSuffix = ".part"

// lies is where a file lies.
func lies(name string) string { return filepath.Join(name[:2], name) }

func (f *folder) close() error { return f.root.Close() }

// check tells whether there is room and the folder may be written to.
func (f *folder) check(context.Context) error {
	dir, err := f.root.Open(".")
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }() // only looked at
	if err := syscall.Faccessat(int(dir.Fd()), ".", accessWrite, 0); err != nil {
		return fmt.Errorf("the folder of uploads cannot be written to: %w", err)
	}
	return f.room()
}

const accessWrite = 2 // W_OK of access(2)

// room is syscall.ENOSPC when less than the reserve is free.
func (f *folder) room() error {
	dir, err := f.root.Open(".")
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }() // only looked at
	var fs syscall.Statfs_t
	if err := syscall.Fstatfs(int(dir.Fd()), &fs); err != nil {
		return fmt.Errorf("ask for the free space: %w", err)
	}
	free, all := int64(fs.Bavail)*fs.Bsize, int64(fs.Blocks)*fs.Bsize //nolint:gosec // G115: the bytes of a disk are an int64
	if free < max(f.reserve.Bytes, all/100*f.reserve.Percent) {
		return fmt.Errorf("%d bytes are free, and that is the reserve: %w", free, syscall.ENOSPC)
	}
	if files := int64(fs.Files); int64(fs.Ffree) < files/100*f.reserve.Percent { //nolint:gosec // G115: nor are there more inodes
		return fmt.Errorf("%d inodes are free, and that is the reserve: %w", fs.Ffree, syscall.ENOSPC)
	}
	return nil
}

// put writes beside the place, makes that durable, and gives it its name: the name is there with the whole file or not at all.
func (f *folder) put(_ context.Context, name string, write func(io.Writer) error) (err error) {
	if err := f.room(); err != nil {
		return err
	}
	if err := f.shard(name[:2]); err != nil {
		return err
	}
	now := lies(name) + partSuffix
	out, err := f.drive.create(now)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.drive.remove(now) // what cannot be removed either is swept, or found by the scrub
		}
	}()
	err = write(&careful{to: out, room: f.room, left: askEvery})
	if err == nil {
		err = out.Sync()
	}
	if err := errors.Join(err, out.Close()); err != nil {
		return err
	}
	if err := f.drive.rename(now, lies(name)); err != nil {
		return err
	}
	now = lies(name)
	return f.drive.sync(name[:2])
}

// shard makes a sub-folder whose name survives a loss of power. Whoever finds it made by another one does not know yet whether it does.
func (f *folder) shard(name string) error {
	if _, known := f.shards.Load(name); known {
		return nil
	}
	if err := f.drive.mkdir(name); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := f.drive.sync("."); err != nil {
		return err
	}
	f.shards.Store(name, true)
	return nil
}

func (f *folder) open(_ context.Context, name string) (io.ReadCloser, error) {
	return f.root.Open(lies(name))
}

func (f *folder) remove(_ context.Context, name string) error {
	err := f.drive.remove(lies(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.drive.sync(name[:2])
}

func (f *folder) names(ctx context.Context, after string, limit int) ([]string, error) {
	var out []string
	err := f.each(ctx, after, func(_, name string) (bool, error) {
		if isPlace(name) && name > after {
			out = append(out, name)
		}
		return len(out) < limit, nil
	})
	return out, err
}

func (f *folder) sweep(ctx context.Context, before time.Time) (swept int, err error) {
	err = f.each(ctx, "", func(shard, name string) (bool, error) {
		if !strings.HasSuffix(name, partSuffix) {
			return true, nil
		}
		left := filepath.Join(shard, name)
		info, err := f.root.Lstat(left)
		if err == nil && info.ModTime().Before(before) {
			if err = f.drive.remove(left); err == nil {
				swept++
			}
		}
		if errors.Is(err, fs.ErrNotExist) { // it got its name, or was given up
			err = nil
		}
		return true, err
	})
	return swept, err
}

// each sees every file in the sub-folders, in the order of their names, from the sub-folder of after on and until see has had enough.
func (f *folder) each(ctx context.Context, after string, see func(shard, name string) (more bool, err error)) error {
	shards, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return err
	}
	from := after[:min(len(after), 2)]
	shards = slices.DeleteFunc(shards, func(d fs.DirEntry) bool { return !d.IsDir() || len(d.Name()) != 2 || d.Name() < from })
	for _, shard := range shards {
		if err := ctx.Err(); err != nil {
			return err
		}
		entries, err := fs.ReadDir(f.root.FS(), shard.Name())
		if err != nil {
			return err
		}
		for _, entry := range entries {
			if more, err := see(shard.Name(), entry.Name()); err != nil || !more {
				return err
			}
		}
	}
	return nil
}

// careful asks now and then whether there is still room.
type careful struct {
	to   io.Writer
	room func() error
	left int // bytes until it asks again
}

// askEvery is how many bytes may be written without asking.
const askEvery = 1 << 20

func (c *careful) Write(b []byte) (int, error) {
	if c.left -= len(b); c.left < 0 {
		if err := c.room(); err != nil {
			return 0, err
		}
		c.left = askEvery
	}
	return c.to.Write(b)
}
