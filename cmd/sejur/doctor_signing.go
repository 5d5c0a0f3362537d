package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sejur/internal/keys"
	"sejur/internal/keys/signer"
	"sejur/internal/store"
)

// rotateSoon is how long before its end the next signing key should be made: a ceremony wants people, a room and a day.
const rotateSoon = 60 * 24 * time.Hour

// signing looks at whoever signs documents. It opens no key. A signer that is away is no reason to stop: documents wait for it.
func (c *doctorCommand) signing(ctx context.Context, f *findings, d *desk, p places) {
	socket, err := c.socket(d)
	if err != nil {
		f.tell("signer", bad, "use unix: and the path of the socket", "%v", err)
		return
	}
	if socket == "" {
		signingFolder(f, signingFlags{SignerDir: c.SignerDir}.folder(d, p.data), d.now())
		return
	}
	about, err := signer.NewClient(socket).About(ctx)
	if err != nil {
		f.tell("signer", warn, "is sejur signer serve running, and may this user reach its socket? Documents wait meanwhile", "%s does not answer: %v", socket, err)
		return
	}
	signs(f, about, "", d.now())
}

// signerRole looks whether the role of the pages leaves to the signer what is the signer's alone.
func signerRole(f *findings, c store.Condition) {
	if len(c.MaySign) > 0 {
		f.tell("signer-role", warn, "give the signer a role of its own: sejur migrate --serving-role ROLE --signer-role ROLE",
			"the role of the pages can write into %s", strings.Join(c.MaySign, ", "))
		return
	}
	f.ok("signer-role", "the role of the pages can add nothing to what is signed")
}

// signingFolder looks at a folder of signing keys.
func signingFolder(f *findings, dir string, now time.Time) {
	all, err := keys.ReadCertificates(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.tell("signer", warn, "the next start of sejur serve makes one for a trial; for an office hold the ceremony (docs/signing.md)", "there are no signing keys in %s", dir)
		return
	case err != nil:
		f.tell("signer", bad, "bring the folder back from where you keep it; chmod -R go= takes others' rights away", "%v", err)
		return
	}
	own, found := all.Newest(now)
	if !found {
		f.tell("signer", bad, "make the next key with sejur signer rotate", "no key in %s may sign today", dir)
		return
	}
	about := signer.About{Identifier: keys.Identifier(own), Reference: keys.Reference(own), Until: keys.Use(own).To, Specimen: keys.IsSpecimen(own)}
	if _, err := os.Stat(filepath.Join(dir, keys.AuthorityKey)); err == nil && !about.Specimen {
		f.tell("signer", bad, "it belongs into a safe: whoever has it makes signers", "the key of the authority lies in %s", dir)
		return
	}
	signs(f, about, dir, now)
}

// signs tells about a signer that stands ready.
func signs(f *findings, a signer.About, dir string, now time.Time) {
	day := a.Until.UTC().Format(time.DateOnly)
	if dir != "" {
		dir = " in " + dir
	}
	switch {
	case a.Specimen:
		f.tell("signer", warn, "good for a trial; an office holds the ceremony (docs/signing.md)", "%s%s signs specimens, with certificate %s", a.Identifier, dir, a.Reference)
	case a.Until.Sub(now) < rotateSoon:
		f.tell("signer", warn, "make the next key with sejur signer rotate", "%s%s, certificate %s, signs until %s", a.Identifier, dir, a.Reference, day)
	default:
		f.ok("signer", "%s%s, certificate %s, signs until %s", a.Identifier, dir, a.Reference, day)
	}
}
