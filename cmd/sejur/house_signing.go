package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"sejur/internal/keys"
)

// signingFlags say where the keys lie that sign what the office hands out.
type signingFlags struct {
	SignerDir   string   `name:"signer-dir" placeholder:"DIR" help:"The folder of the signing keys. Default: SEJUR_SIGNER_DIR, then signer in the data folder."`
	Passphrases []string `name:"signer-passphrase-file" placeholder:"FILE" help:"Opens the signing key. Given twice where two people have half of the passphrase each, in their order. Default: the keys of the house open it, as in a trial."`
}

// folder is the folder of the signing keys.
func (f signingFlags) folder(d *desk, data string) string {
	if dir := d.setting(f.SignerDir, "SEJUR_SIGNER_DIR"); dir != "" {
		return dir
	}
	return filepath.Join(data, "signer")
}

// openSigning opens the signing key. Where there is none yet and nobody has a passphrase for it, those of a trial are made: what they
// sign says SPECIMEN.
func (f signingFlags) openSigning(dir string, ring *keys.Ring, now func() time.Time, log *slog.Logger) (*keys.Signing, error) {
	if len(f.Passphrases) > 0 {
		pass, err := keys.ReadPassphrase(f.Passphrases...)
		if err != nil {
			return nil, err
		}
		return openedSigning(dir, pass, now)
	}
	signing, err := openedSigning(dir, ring.SigningPassphrase(), now)
	if !errors.Is(err, fs.ErrNotExist) {
		return signing, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the signing folder: %w", err)
	}
	if err := keys.Trial(ring, now()).Create(dir); err != nil {
		return nil, err
	}
	log.Info("made signing keys for a trial; what they sign is a specimen", slog.String("folder", dir))
	return openedSigning(dir, ring.SigningPassphrase(), now)
}

// openedSigning opens a folder, and says what to do where that is known.
func openedSigning(dir string, pass keys.Passphrase, now func() time.Time) (*keys.Signing, error) {
	signing, err := keys.OpenSigning(dir, pass, now)
	switch {
	case errors.Is(err, keys.ErrPassphrase):
		return nil, fmt.Errorf("%w: name the file of each custodian with --signer-passphrase-file, in their order", err)
	case errors.Is(err, keys.ErrNotInUse):
		return nil, fmt.Errorf("%w: make the next one with sejur signer rotate", err)
	}
	return signing, err
}
