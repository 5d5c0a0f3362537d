package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"sejur/internal/audit"
	"sejur/internal/files"
	"sejur/internal/jobs"
	"sejur/internal/keys"
	"sejur/internal/store"
)

// restoring is a restore whose backup was read and judged.
type restoring struct {
	places
	ring   *keys.Ring
	bench  *files.Workbench
	heads  []audit.Head // exported
	answer *restoreAnswer
}

// sqlite checks and prepares the copy on the bench, and moves it into its place last of all.
func (r restoring) sqlite(ctx context.Context) error {
	file := filepath.Join(r.bench.Dir(), store.CopyName)
	copied, err := store.CheckCopy(ctx, file)
	if err != nil {
		return err
	}
	r.answer.Integrity = "every page and every reference is whole"
	if err := r.same(copied.Head); err != nil {
		return err
	}
	made := r.places
	made.database = file
	if err := r.follow(ctx, made); err != nil {
		return err
	}
	if info, err := os.Stat(file + "-wal"); err == nil && info.Size() > 0 {
		return errors.New("the copy could not be closed: something else has it open")
	}
	if err := r.move(filesFolder, r.filesPlace()); err != nil {
		return err
	}
	if err := r.move(store.CopyName, r.database); err != nil {
		return err
	}
	return r.export(ctx)
}

// move takes something from the bench into its place, which holds nothing.
func (r restoring) move(name, to string) error {
	err := os.Remove(to) // an empty folder
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	err = os.Rename(filepath.Join(r.bench.Dir(), name), to)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // a backup without uploads
	case errors.Is(err, syscall.EXDEV):
		return fmt.Errorf("%s is on another disk than the data folder: restore without --database and --files, then move it", to)
	case err != nil:
		return err
	}
	return files.Sync(filepath.Dir(to))
}

// postgres fills the database in one transaction. What is found wrong after it is said; the database is then not to be served.
func (r restoring) postgres(ctx context.Context) error {
	if err := store.Restore(ctx, r.database, r.bench.Dir()); err != nil {
		return err
	}
	r.answer.Integrity = "every row and every reference was taken"
	err := r.follow(ctx, r.places)
	if err == nil {
		err = r.move(filesFolder, r.filesPlace())
	}
	if err == nil {
		err = r.export(ctx)
	}
	if err != nil {
		return fmt.Errorf("%w; do not serve this database, drop it and begin again", err)
	}
	return nil
}

// same compares the head in a copy with the manifest's.
func (r restoring) same(head audit.Head) error {
	want := r.answer.About.Head
	if head.Seq != want.Seq || head.Hash != want.Hash || head.Epoch != want.Epoch {
		return fmt.Errorf("the backup's record ends at number %d, and its manifest says %d", head.Seq, want.Seq)
	}
	return nil
}

// follow begins the new epoch and follows the whole record.
func (r restoring) follow(ctx context.Context, made places) error {
	s, err := store.Open(ctx, made.config(r.ring))
	if err != nil {
		return err
	}
	head, err := s.Head(ctx)
	if err == nil {
		err = r.same(head)
	}
	if err == nil {
		err = s.RaiseEpoch(ctx, r.answer.Epoch)
	}
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	head.Epoch = r.answer.Epoch
	r.answer.Record, err = verify(ctx, made, exported{heads: r.heads, begins: []audit.Head{head}})
	return err
}

// export lets the first head of the new epoch leave the house: it says where the restored record goes on, and makes every older copy
// an old one.
func (r restoring) export(ctx context.Context) error {
	if r.places.heads == "" {
		return nil
	}
	folder, err := r.folder()
	if err != nil {
		return err
	}
	s, err := r.reading(ctx, r.ring)
	if err != nil {
		return err
	}
	signed, err := jobs.Signed(ctx, s.Head, r.ring)
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	return folder.Append(ctx, signed)
}
