package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sejur/internal/keys"
	"sejur/internal/keys/signer"
	"sejur/internal/keys/token"
)

// signingFlags say where the keys lie that sign what the office hands out, and what opens them.
type signingFlags struct {
	SignerDir   string   `name:"signer-dir" placeholder:"DIR" help:"The folder of the signing keys. Default: SEJUR_SIGNER_DIR, then signer in the data folder."`
	Passphrases []string `name:"signer-passphrase-file" sep:"none" placeholder:"FILE" help:"Opens the signing key. Given twice where two people have half of the passphrase each, in their order. Default: the keys of the house open it, as in a trial."`
	tokenFlags
}

// tokenFlags say in which token the signing key lies.
type tokenFlags struct {
	Module  string `name:"pkcs11-module" placeholder:"FILE" help:"The signing key lies in a token: the library of its vendor. Needs a program built with the tag pkcs11."`
	Token   string `name:"pkcs11-token" placeholder:"LABEL" help:"The label of the token."`
	Key     string `name:"pkcs11-key" placeholder:"LABEL" help:"The label of the key in it."`
	PINFile string `name:"pkcs11-pin-file" placeholder:"FILE" help:"The PIN of the token's user stands in this file."`
}

// config reads the PIN. Its error is a usageError where one of the four is missing.
func (f tokenFlags) config() (token.Config, error) {
	if f.Token == "" || f.Key == "" || f.PINFile == "" {
		return token.Config{}, usageError{errors.New("--pkcs11-module needs --pkcs11-token, --pkcs11-key and --pkcs11-pin-file")}
	}
	pin, err := keys.ReadSecret(f.PINFile)
	return token.Config{Module: f.Module, Token: f.Token, Key: f.Key, PIN: pin}, err
}

// remoteFlag says that another process signs.
type remoteFlag struct {
	Signer string `name:"signer" placeholder:"unix:PATH" help:"Another process signs (sejur signer serve), and listens on this socket: this one has no signing key. Default: SEJUR_SIGNER, then this process signs."`
}

// socket is the path of the signer's socket, "" when this process signs.
func (f remoteFlag) socket(d *desk) (string, error) {
	address := d.setting(f.Signer, "SEJUR_SIGNER")
	path, ok := strings.CutPrefix(address, "unix:")
	if address != "" && (!ok || path == "") {
		return "", usageError{errors.New("--signer: use unix: and the path of the socket, such as unix:/run/sejur-signer/socket")}
	}
	return path, nil
}

// folder is the folder of the signing keys.
func (f signingFlags) folder(d *desk, data string) string {
	if dir := d.setting(f.SignerDir, "SEJUR_SIGNER_DIR"); dir != "" {
		return dir
	}
	return filepath.Join(data, "signer")
}

// openSigner opens the signing key, or the way to the process that has it. With another process this one never looks for a folder.
func (h *house) openSigner(d *desk) error {
	socket, err := h.flags.socket(d)
	if err != nil {
		return err
	}
	if socket == "" {
		h.signing, err = h.flags.openSigning(h.flags.folder(d, h.places.data), h.ring, h.store.Now, h.log)
		return err
	}
	if !h.places.postgres() {
		return usageError{errors.New("--signer needs PostgreSQL: a SQLite file is served by one process")}
	}
	h.remote = signer.NewClient(socket)
	return nil
}

// signs says who signs for this house. Its error is fault.Unavailable when another process does and does not answer: documents wait for it.
func (h *house) signs(ctx context.Context) (signer.About, error) {
	if h.remote != nil {
		return h.remote.About(ctx)
	}
	return aboutSigning(h.signing), nil
}

func aboutSigning(s *keys.Signing) signer.About {
	return signer.About{Identifier: s.Identifier(), Reference: s.Reference(), Until: s.Until(), Specimen: s.Specimen()}
}

// openSigning opens the signing key. Where there is none yet and nobody has anything to open it with, those of a trial are made: what
// they sign says SPECIMEN.
func (f signingFlags) openSigning(dir string, ring *keys.Ring, now func() time.Time, log *slog.Logger) (*keys.Signing, error) {
	if f.Module != "" || len(f.Passphrases) > 0 {
		return f.openOffice(dir, now)
	}
	signing, err := openedSigning(dir, ring.SigningPassphrase(), now)
	if !errors.Is(err, fs.ErrNotExist) {
		return signing, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the signing folder: %w", err)
	}
	if _, err := keys.Trial(ring, now()).Create(dir); err != nil {
		return nil, err
	}
	log.Info("made signing keys for a trial; what they sign is a specimen", slog.String("folder", dir))
	return openedSigning(dir, ring.SigningPassphrase(), now)
}

// openOffice opens the signing key of an office: with what its custodians have, or in its token.
func (f signingFlags) openOffice(dir string, now func() time.Time) (*keys.Signing, error) {
	if f.Module == "" {
		pass, err := keys.ReadPassphrase(f.Passphrases...)
		if err != nil {
			return nil, err
		}
		return openedSigning(dir, pass, now)
	}
	cfg, err := f.config()
	if err != nil {
		return nil, err
	}
	key, err := token.Open(cfg)
	if err != nil {
		return nil, err
	}
	signing, err := keys.OpenToken(dir, key, now)
	if err != nil {
		return nil, errors.Join(err, key.Close())
	}
	return signing, nil
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
