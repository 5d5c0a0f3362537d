package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"sejur/internal/files"
	"sejur/internal/files/clamav"
	"sejur/internal/jobs"
	"sejur/internal/keys"
	"sejur/internal/keys/signer"
	"sejur/internal/mail"
	"sejur/internal/office"
	"sejur/internal/office/admin"
	"sejur/internal/store"
)

// houseFlags say with what the house is run.
type houseFlags struct {
	placeFlags
	mailFlags
	providerFlags
	filesFlags
	signingFlags
	remoteFlag
	Settings    []admin.Setting `kong:"-"` // as administrators see them
	NewerSchema bool            `name:"newer-schema" help:"Serve a database whose schema a newer release has changed: for going back by one release, which can work on it."`
}

// house is all that serving people with accounts needs. It is opened once and closed when everything else has ended.
type house struct {
	flags    houseFlags
	places   places
	store    *store.Store
	ring     *keys.Ring
	signing  *keys.Signing  // nil = another process signs
	remote   *signer.Client // the way to it
	heads    *files.Heads   // nil = not exported from here
	files    *files.Store
	scanner  *clamav.Client // nil = files are not scanned
	post     *mail.Post
	desks    desks
	runner   *jobs.Runner
	origin   string    // of the pages, without a slash at the end
	stdout   io.Writer // for what is the operator's alone
	log      *slog.Logger
	admitted atomic.Bool // the database and the keys fit each other and this program
}

// openHouse opens everything and makes what a first start finds missing. A database of PostgreSQL whose schema is behind is waited
// for; whatever else does not fit is refused.
func openHouse(ctx context.Context, d *desk, flags houseFlags, origin string, guide guide, log *slog.Logger) (*house, error) {
	h := &house{flags: flags, places: flags.find(d), log: log, origin: strings.TrimSuffix(origin, "/"), stdout: d.stdout}
	if err := os.MkdirAll(h.places.data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	var err error
	if h.ring, err = h.openRing(ctx); err != nil {
		return nil, err
	}
	if h.heads, err = h.places.folder(); err != nil {
		return nil, err
	}
	h.store, err = store.Open(ctx, h.places.config(h.ring))
	if errors.Is(err, store.ErrHeld) {
		return nil, fmt.Errorf("%s is being served by another process, and a SQLite file has one: stop it, or use PostgreSQL for several", h.places.database)
	}
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	err = h.prepare(ctx, d, guide)
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

// prepare asks whether everything fits, and sets up mail and jobs.
func (h *house) prepare(ctx context.Context, d *desk, guide guide) error {
	if h.store.Engine() == "sqlite" {
		if err := h.migrate(ctx); err != nil {
			return err
		}
	}
	if err := h.admit(ctx); err != nil && !errors.Is(err, errBehind) {
		return err
	}
	var err error
	if h.post, err = h.flags.open(d, h.places, h.origin, guide.catalogue, h.store.Now, h.log); err != nil {
		return err
	}
	provider, err := h.flags.provider(d, h.origin)
	if err != nil {
		return err
	}
	if h.files, err = h.flags.store(d, h.places, h.ring); err != nil {
		return err
	}
	if h.scanner, err = h.flags.scanner(d); err != nil {
		return err
	}
	if err := h.openSigner(d); err != nil {
		return err
	}
	if err := h.openDesks(guide, provider); err != nil {
		return err
	}
	h.runner, err = jobs.New(jobs.Config{Store: h.jobStore(), Kinds: h.kinds(), Rounds: h.rounds(), Now: h.store.Now, Log: h.log})
	return err
}

// openRing opens the keys. They are made at the very first start alone: a database that is there was sealed with others.
func (h *house) openRing(ctx context.Context) (*keys.Ring, error) {
	ring, err := keys.Open(h.places.keys)
	if !errors.Is(err, fs.ErrNotExist) {
		return ring, err
	}
	first, err := h.places.first(ctx)
	if err != nil {
		return nil, err
	}
	if !first {
		return h.places.ring() // says what is missing
	}
	if err := os.MkdirAll(h.places.keys, 0o700); err != nil {
		return nil, fmt.Errorf("make the key folder: %w", err)
	}
	h.log.Info("made the keys; keep a copy of the folder in a safe place, for it is in no backup", slog.String("folder", h.places.keys))
	return keys.Create(h.places.keys)
}

// first tells whether the database has never been served.
func (p places) first(ctx context.Context) (bool, error) {
	if !p.postgres() {
		there, err := p.exists()
		return !there, err
	}
	s, err := store.OpenReadOnly(ctx, store.Config{Database: p.database})
	if err != nil {
		return false, fmt.Errorf("open the database: %w", err)
	}
	installed, err := s.Installed(ctx)
	return !installed, errors.Join(err, s.Close())
}

// office is what every desk shares.
func (h *house) office() office.House {
	return office.House{Now: h.store.Now, Mark: h.ring, Bell: h.ringBell, Log: h.log}
}

// ringBell tells the runner that there is something to do. The process that signs has none: the nodes look by themselves.
func (h *house) ringBell() {
	if h.runner != nil {
		h.runner.Ring()
	}
}

// serve answers on the faces and does the jobs until ctx ends or one of the two cannot go on. It closes the house.
func (h *house) serve(ctx context.Context, faces faces) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	worked := make(chan error, 1)
	go func() {
		defer stop()
		worked <- h.work(ctx)
	}()
	err := faces.serve(ctx, h.log)
	stop() // also when a face failed
	return errors.Join(err, <-worked, h.close())
}

// waitForSchema is how often a database whose schema is behind is asked again.
const waitForSchema = time.Second / 2

// work does the jobs until ctx ends. Where the schema is behind it first waits until somebody has brought it up to date.
func (h *house) work(ctx context.Context) error {
	for told := false; ; {
		err := h.admit(ctx)
		if err == nil || ctx.Err() != nil {
			break
		}
		if !errors.Is(err, errBehind) {
			return err
		}
		if !told {
			h.log.Error(err.Error())
			told = true
		}
		select {
		case <-ctx.Done():
		case <-time.After(waitForSchema):
		}
	}
	if ctx.Err() != nil {
		return nil
	}
	if err := h.resume(ctx); err != nil { // papers wait; people are served all the same
		h.log.Error("documents were not taken up", slog.Any("cause", err))
	}
	h.welcome(ctx)
	return h.runner.Run(ctx)
}

// close gives up the files, the signing key and the database.
func (h *house) close() (err error) {
	if h.files != nil {
		err = h.files.Close()
	}
	if h.signing != nil {
		err = errors.Join(err, h.signing.Close())
	}
	return errors.Join(err, h.store.Close())
}
