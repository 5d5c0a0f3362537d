package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"sejur/internal/keys/signer"
	"sejur/internal/locale"
	"sejur/internal/store"
)

// signerServe is the process that signs, apart from the one that shows pages.
type signerServe struct {
	placeFlags
	signingFlags
	Socket string `name:"socket" required:"" placeholder:"PATH" help:"The Unix socket on which sejur serve --signer unix:PATH asks."`
	Origin string `name:"origin" required:"" placeholder:"URL" help:"The address under which people reach the pages: it stands on every paper."`
}

// Help is the long help of the command.
func (*signerServe) Help() string {
	return "Run it as another user than the pages, with a copy of the key folder. Whoever asks names a document, and hands over nothing to sign. " +
		"Example: sejur signer serve --socket /run/sejur-signer/socket --database 'postgres://sejur_signer@db.example/sejur?sslmode=verify-full' " +
		"--key-dir keys --signer-dir signer --signer-passphrase-file s1 --signer-passphrase-file s2 --origin https://sejur.example"
}

// Run signs what it is asked for until ctx ends.
func (c *signerServe) Run(ctx context.Context, d *desk) error {
	h := &house{
		flags: houseFlags{placeFlags: c.placeFlags, signingFlags: c.signingFlags}, places: c.find(d), log: newLog(d.stderr),
		origin: strings.TrimSuffix(c.Origin, "/"), stdout: d.stdout,
	}
	switch {
	case !h.places.postgres():
		return usageError{errors.New("signer serve needs PostgreSQL: a SQLite file is served by one process, which signs by itself")}
	case c.Module == "" && len(c.Passphrases) == 0:
		return usageError{errors.New("signer serve needs --signer-passphrase-file or --pkcs11-module: a trial is signed by sejur serve itself")}
	}
	var err error
	if h.ring, err = h.places.ring(); err != nil {
		return err
	}
	if h.store, err = store.Open(ctx, h.places.config(h.ring)); err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	err = h.openToSign(ctx, c.folder(d, h.places.data))
	if err == nil {
		err = h.sign(ctx, c.Socket)
	}
	return errors.Join(err, h.close())
}

// openToSign opens what signing needs, and publishes the certificate.
func (h *house) openToSign(ctx context.Context, dir string) error {
	if err := h.admit(ctx); err != nil {
		return err
	}
	var err error
	if h.signing, err = h.flags.openOffice(dir, h.store.Now); err != nil {
		return err
	}
	catalogue, err := locale.Load()
	if err != nil {
		return err
	}
	if err := h.openIssuing(catalogue); err != nil {
		return err
	}
	return h.register(ctx)
}

// sign answers on the socket until ctx ends.
func (h *house) sign(ctx context.Context, socket string) error {
	l, err := signer.Listen(ctx, socket)
	if err != nil {
		return err
	}
	about := aboutSigning(h.signing)
	h.log.LogAttrs(ctx, slog.LevelInfo, "signing", slog.String("socket", socket), slog.String("signer", about.Identifier),
		slog.String("certificate", about.Reference), slog.Time("until", about.Until))
	debug.FreeOSMemory() // what opening the key took
	go h.keepTime(ctx)
	return signer.Server{Desk: papers{h.desks.issuing}, About: about, Log: h.log}.Serve(ctx, l)
}

// keepTime asks the database for the time now and then, which counts for all nodes, until ctx ends. The runner of a service does it there.
func (h *house) keepTime(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(clockEvery):
		}
		if _, err := h.store.SetClock(ctx); err != nil && ctx.Err() == nil {
			h.log.Warn("the time of the database is not known", slog.Any("cause", err))
		}
	}
}
