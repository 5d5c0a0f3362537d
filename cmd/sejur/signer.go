package main

import (
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"sejur/internal/keys"
	"sejur/internal/keys/token"
)

// signerCommands are about the keys that sign what the office hands out.
type signerCommands struct {
	Init         signerInit         `cmd:"" help:"The key ceremony: make the authority and the first signer."`
	Rotate       signerRotate       `cmd:"" help:"Make the next signing key, and remove the one before it."`
	Serve        signerServe        `cmd:"" help:"Sign what the pages ask for, as a process of its own."`
	Certificates signerCertificates `cmd:"" help:"Print the certificates by which anyone checks what was signed."`
	Distrust     signerDistrust     `cmd:"" help:"Take back the certificate of a key that somebody else may have."`
}

// dataFlag names the data folder, for commands that need nothing else of it.
type dataFlag struct {
	Data string `name:"data" placeholder:"DIR" help:"The data folder. Default: SEJUR_DATA, then ./data."`
}

func (f dataFlag) find(d *desk) string { return placeFlags{Data: f.Data}.find(d).data }

// ceremonyFlags are those of every ceremony.
type ceremonyFlags struct {
	jsonFlag
	dataFlag
	signingFlags
	AuthorityDir         string   `name:"authority-dir" placeholder:"DIR" help:"The folder of the authority, which lies in a safe the rest of the time."`
	AuthorityPassphrases []string `name:"authority-passphrase-file" sep:"none" placeholder:"FILE" help:"Opens the key of the authority. May be given twice, as --signer-passphrase-file."`
}

// ceremony reads what opens the keys, and finds or makes that of the token.
func (f ceremonyFlags) ceremony(d *desk) (c keys.Ceremony, ended func() error, err error) {
	c = keys.Ceremony{Now: d.now(), AuthorityDir: f.AuthorityDir}
	ended = func() error { return nil }
	switch {
	case f.AuthorityDir == "" || len(f.AuthorityPassphrases) == 0:
		return c, ended, usageError{errors.New("--authority-dir and --authority-passphrase-file are needed")}
	case (f.Module == "") == (len(f.Passphrases) == 0):
		return c, ended, usageError{errors.New("the key lies in a file or in a token: give --signer-passphrase-file or --pkcs11-module")}
	}
	if c.AuthorityPassphrase, err = keys.ReadPassphrase(f.AuthorityPassphrases...); err != nil {
		return c, ended, err
	}
	if f.Module == "" {
		c.Passphrase, err = keys.ReadPassphrase(f.Passphrases...)
		return c, ended, err
	}
	cfg, err := f.config()
	if err != nil {
		return c, ended, err
	}
	key, err := token.Open(cfg)
	if errors.Is(err, token.ErrNoKey) {
		key, err = token.Generate(cfg)
	}
	if err != nil {
		return c, ended, err
	}
	c.Token = crypto.Signer(key)
	return c, key.Close, nil
}

// signerAnswer is what a ceremony prints as JSON.
type signerAnswer struct {
	certificateAnswer
	Folder string `json:"folder"`
}

// tell says who signs from now on.
func (f ceremonyFlags) tell(d *desk, dir string, own *x509.Certificate) error {
	answer := signerAnswer{newCertificateAnswer(own), dir}
	if f.JSON {
		return d.printJSON(answer)
	}
	return d.print(fmt.Sprintf("%s signs with certificate %s until %s.\nThe signing folder is %s; put %s back into its safe.\n",
		answer.Identifier, answer.Reference, answer.Until.Format(time.DateOnly), dir, f.AuthorityDir))
}

// signerInit is the key ceremony.
type signerInit struct {
	ceremonyFlags
	Country   string `name:"country" default:"RO" help:"The country of the signer, two letters."`
	Name      string `name:"name" required:"" placeholder:"XX" help:"The signer within its country, two letters or digits: with the country it stands in every seal."`
	Authority string `name:"authority" placeholder:"NAME" help:"The name of the authority, where one is made."`
}

// Help is the long help of the command.
func (*signerInit) Help() string {
	return "It is held on a machine without a network. The authority is made where its folder is empty or not there. " +
		"Example: sejur signer init --name SJ --authority 'Office of Example' --authority-dir /media/safe/authority " +
		"--authority-passphrase-file a1 --authority-passphrase-file a2 --signer-dir /media/signer --signer-passphrase-file s1 --signer-passphrase-file s2"
}

// Run makes the folders.
func (c *signerInit) Run(d *desk) (err error) {
	ceremony, ended, err := c.ceremony(d)
	defer func() { err = errors.Join(err, ended()) }()
	if err != nil {
		return err
	}
	ceremony.Country, ceremony.Name, ceremony.Authority = c.Country, c.Name, c.Authority
	dir := c.folder(d, c.find(d))
	own, err := ceremony.Create(dir)
	switch {
	case errors.Is(err, keys.ErrCeremony):
		return usageError{err}
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%w: for the next key there is sejur signer rotate", err)
	case err != nil:
		return err
	}
	return c.tell(d, dir, own)
}

// signerRotate makes the next key.
type signerRotate struct{ ceremonyFlags }

// Help is the long help of the command.
func (*signerRotate) Help() string {
	return "The certificates before it stay published, for what they signed is still about. Start the signer anew afterwards. " +
		"Example: sejur signer rotate --authority-dir /media/safe/authority --authority-passphrase-file a1 --authority-passphrase-file a2 " +
		"--signer-dir /media/signer --signer-passphrase-file s1 --signer-passphrase-file s2"
}

// Run makes the key.
func (c *signerRotate) Run(d *desk) (err error) {
	ceremony, ended, err := c.ceremony(d)
	defer func() { err = errors.Join(err, ended()) }()
	if err != nil {
		return err
	}
	dir := c.folder(d, c.find(d))
	own, err := ceremony.Rotate(dir)
	if errors.Is(err, keys.ErrCeremony) {
		return fmt.Errorf("%w; the keys of a trial are not changed: hold the ceremony of an office with sejur signer init", err)
	}
	if err != nil {
		return err
	}
	return c.tell(d, dir, own)
}
