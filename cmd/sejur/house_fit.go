package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"sejur/internal/audit"
	"sejur/internal/files"
	"sejur/internal/keys"
	"sejur/internal/store"
)

// errBehind says that the schema waits for its owner.
var errBehind = errors.New("the schema of the database is behind this program: run sejur migrate --database … as its owner; " +
	"until then nobody can sign in")

// admit asks whether the database, the keys, the exported heads and this program fit each other. errBehind may pass by itself, any
// other error needs a person.
func (h *house) admit(ctx context.Context) error {
	if h.admitted.Load() {
		return nil
	}
	schema, err := h.store.Schema(ctx)
	switch {
	case errors.Is(err, store.ErrChanged):
		return fmt.Errorf("the database was made by a program with other migrations than this one: %w", err)
	case err != nil:
		return err
	case len(schema.Newer) > 0 && !h.flags.NewerSchema:
		return fmt.Errorf("the schema of the database is newer than this program (%s): start the newer program, "+
			"or go back by one release with --newer-schema", strings.Join(schema.Newer, ", "))
	case len(schema.Missing) > 0:
		return errBehind
	}
	if _, err := h.store.SetClock(ctx); err != nil {
		return err
	}
	installed, err := h.store.Install(ctx, h.ring.Fingerprint(), h.store.Now())
	if err != nil {
		return err
	}
	if err := fits(ctx, h.store, h.ring, installed, h.heads, h.log); err != nil {
		return err
	}
	h.admitted.Store(true)
	return nil
}

// migrate brings a SQLite file up to date: it has one process, and that is its owner. Nothing is applied to a file that a newer
// program has worked on.
func (h *house) migrate(ctx context.Context) error {
	schema, err := h.store.Schema(ctx)
	if err != nil || len(schema.Newer) > 0 {
		return nil // admit says so
	}
	done, err := h.store.Migrate(ctx)
	if len(done) > 0 {
		h.log.Info("brought the schema up to date", slog.Any("migrations", done))
	}
	return err
}

// fits refuses keys that are not the database's, and a database that the exported heads contradict: an old copy, or one whose record
// somebody has rewritten.
func fits(ctx context.Context, s *store.Store, ring *keys.Ring, installed store.Installation, heads *files.Heads, log *slog.Logger) error {
	if installed.Keys != ring.Fingerprint() {
		return fmt.Errorf("these keys do not belong to this database: it was made with %s, and these are %s; "+
			"name the right folder with --key-dir", installed.Keys, ring.Fingerprint())
	}
	if heads == nil {
		return nil
	}
	newest, torn, err := newestHead(heads)
	if err != nil {
		return err
	}
	if len(torn) > 0 {
		log.Warn("some lines of the exported heads cannot be read", slog.Any("lines", torn))
	}
	if newest.Epoch == 0 {
		return nil // nothing was exported yet
	}
	if err := signedBy(ring, newest); err != nil {
		return err
	}
	return reaches(ctx, s, installed.Epoch, newest.Head)
}

// newestHead is the last head that was exported; the zero value when none was.
func newestHead(heads *files.Heads) (newest audit.Signed, torn []int, err error) {
	torn, err = heads.Each(func(s audit.Signed) {
		if s.NewerThan(newest.Head) {
			newest = s
		}
	})
	return newest, torn, err
}

func signedBy(ring *keys.Ring, head audit.Signed) error {
	message, err := head.Message()
	if err != nil {
		return err
	}
	if !keys.VerifyHead(ring.HeadPublic(), message, head.Signature) {
		return fmt.Errorf("the exported head %d is not signed by this house: its folder belongs to another one, or somebody wrote into it", head.Seq)
	}
	return nil
}

// reaches compares the newest exported head with the chain. A head of an earlier epoch says nothing: the database was restored since.
func reaches(ctx context.Context, s *store.Store, epoch int64, newest audit.Head) error {
	switch {
	case newest.Epoch > epoch:
		return fmt.Errorf("this database is an old copy: it was restored %d times, and a head was exported after restore %d; "+
			"use the newer one, or restore a backup with sejur restore", epoch-1, newest.Epoch-1)
	case newest.Epoch < epoch || newest.Seq == 0:
		return nil
	}
	hash, err := s.HashAt(ctx, newest.Seq)
	switch {
	case err != nil:
		return err
	case hash == "":
		return fmt.Errorf("this database is an old copy, or the end of its record was cut off: it does not reach number %d, which was "+
			"exported at %s; use the newer one, or restore a backup with sejur restore", newest.Seq, newest.At.Format("2006-01-02 15:04:05Z07:00"))
	case hash != newest.Hash:
		return fmt.Errorf("the record of this database is not the one that was exported: at number %d stands another hash; "+
			"sejur audit verify says more", newest.Seq)
	}
	return nil
}
