package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"time"
)

// Ceremony makes signing keys and their certificates. An office holds it on a machine without a network: the key of the authority lies
// in a folder of its own (AuthorityDir), which goes back into its safe.
type Ceremony struct {
	Country, Name string // of the signer, such as RO and SJ: together its identifier in a seal
	Authority     string // the name of the authority, where one is made
	Specimen      bool   // of a trial: the authority is made up, and its key lies in the signing folder
	Now           time.Time

	Passphrase Passphrase    // encrypts the key of the signer
	Token      crypto.Signer // the key of the signer where it lies in a token; nil: one is made

	AuthorityDir        string // "" in a trial
	AuthorityPassphrase Passphrase
}

// ErrCeremony is a ceremony that lacks something. The error says what.
var ErrCeremony = errors.New("the ceremony cannot begin")

// Trial is the ceremony of a trial: a made-up authority, keys that open with those of the house.
func Trial(ring *Ring, now time.Time) Ceremony {
	pass := ring.SigningPassphrase()
	return Ceremony{
		Country: "RO", Name: "SJ", Authority: "Sejur trial authority", Specimen: true, Now: now,
		Passphrase: pass, AuthorityPassphrase: pass,
	}
}

// check says what is missing. Names as in ICAO Doc 9303-13: two letters, then two letters or digits.
func (c Ceremony) check() error {
	switch {
	case !regexp.MustCompile(`^[A-Z]{2}$`).MatchString(c.Country):
		return fmt.Errorf("%w: the country is two capital letters", ErrCeremony)
	case !regexp.MustCompile(`^[A-Z0-9]{2}$`).MatchString(c.Name):
		return fmt.Errorf("%w: the name of a signer is two capital letters or digits", ErrCeremony)
	case c.Authority == "":
		return fmt.Errorf("%w: the authority has no name", ErrCeremony)
	case c.Specimen != (c.AuthorityDir == ""):
		return fmt.Errorf("%w: the authority has a folder of its own, but in a trial", ErrCeremony)
	}
	return nil
}

// Create makes the first key of a signing folder that does not exist yet (its parent must) or is empty, and the authority where its
// folder is empty or not there. It never writes over anything: a folder with anything in it is fs.ErrExist. The certificate of the signer
// comes last: a folder cut short by a crash has none, and nothing was signed with it. It returns that certificate.
func (c Ceremony) Create(dir string) (made *x509.Certificate, err error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	err = filling(dir, func(root *os.Root) error {
		empty, err := isEmpty(root)
		if err != nil {
			return err
		}
		if !empty {
			return fmt.Errorf("it is not empty: %w", fs.ErrExist)
		}
		authority, key, err := c.authority(root, filling, c.madeAuthority)
		if err != nil {
			return err
		}
		made, err = c.add(root, authority, key, nil)
		return err
	})
	return made, err
}

// Rotate makes the next key of a signing folder, by the authority that issued the last certificate, and removes the keys before it; their
// certificates stay, for what they signed is still about. Country, name and whether it is a trial are those of the folder. Its errors are
// those of OpenSigning, and ErrForeign when the authority is another one.
func (c Ceremony) Rotate(dir string) (made *x509.Certificate, err error) {
	all, err := ReadCertificates(dir)
	if err != nil {
		return nil, err
	}
	last, found := all.Newest(c.Now)
	if !found {
		last = all[len(all)-1] // its time is over; the names are the same
	}
	c.Country, c.Name, c.Specimen = strings.Join(last.Subject.Country, ""), last.Subject.CommonName, IsSpecimen(last)
	c.Authority = all[0].Subject.CommonName
	if err := c.check(); err != nil {
		return nil, err
	}
	err = writing(dir, func(root *os.Root) error {
		old, err := keyFiles(root)
		if err != nil {
			return err
		}
		authority, key, err := c.authority(root, writing, c.openAuthority)
		if err != nil {
			return err
		}
		if !authority.Equal(all[0]) {
			return fmt.Errorf("the authority did not issue the certificates of this folder: %w", ErrForeign)
		}
		if made, err = c.add(root, authority, key, all); err != nil {
			return err
		}
		if err := syncFolder(root); err != nil { // no old key goes before the new one is on the disk
			return err
		}
		for _, name := range old {
			if err := root.Remove(name); err != nil {
				return err
			}
		}
		return nil
	})
	return made, err
}

// filling opens a folder to write into it, and makes it where it is not there.
func filling(dir string, do func(*os.Root) error) error {
	err := os.Mkdir(dir, 0o700)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the signing folder: %w", err)
	}
	return writing(dir, func(root *os.Root) error {
		if err := root.Chmod(".", 0o700); err != nil { // made by somebody else, perhaps for everybody to see
			return err
		}
		return errors.Join(do(root), syncParent(dir))
	})
}

// writing opens a folder that is there to write into it.
func writing(dir string, do func(*os.Root) error) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the signing folder: %w", err)
	}
	defer func() { _ = root.Close() }() // every file was synced and closed by itself
	if err := errors.Join(do(root), syncFolder(root)); err != nil {
		return fmt.Errorf("signing folder %s: %w", dir, err)
	}
	return nil
}

// add makes a key and its certificate. The certificate comes last: a key without one is never used.
func (c Ceremony) add(root *os.Root, authority *x509.Certificate, by crypto.Signer, taken Certificates) (*x509.Certificate, error) {
	key := c.Token
	if key == nil {
		var err error
		if key, err = newKey(); err != nil {
			return nil, err
		}
	}
	certificate, err := c.issueSigner(key.Public(), authority, by, taken)
	if err == nil && c.Token == nil {
		err = writeKey(root, keyFile(certificate), key, c.Passphrase)
	}
	if err == nil {
		err = writeCertificate(root, authority)
	}
	if err == nil {
		err = writeCertificate(root, certificate)
	}
	return certificate, err
}

// authorityKeeper finds an authority in a folder.
type authorityKeeper func(*os.Root) (*x509.Certificate, crypto.Signer, error)

// authority finds the authority in its own folder, which enter opens, or in that of a trial.
func (c Ceremony) authority(
	signer *os.Root, enter func(string, func(*os.Root) error) error, find authorityKeeper,
) (certificate *x509.Certificate, key crypto.Signer, err error) {
	if c.AuthorityDir == "" {
		return find(signer)
	}
	err = enter(c.AuthorityDir, func(root *os.Root) error {
		certificate, key, err = find(root)
		return err
	})
	return certificate, key, err
}

// madeAuthority opens the authority of a folder, or makes it where the folder is empty.
func (c Ceremony) madeAuthority(root *os.Root) (*x509.Certificate, crypto.Signer, error) {
	empty, err := isEmpty(root)
	if err != nil {
		return nil, nil, err
	}
	if empty {
		return c.newAuthority(root)
	}
	return c.openAuthority(root)
}

// openAuthority opens the authority of a folder.
func (c Ceremony) openAuthority(root *os.Root) (*x509.Certificate, crypto.Signer, error) {
	if err := guarded(root.Stat(".")); err != nil {
		return nil, nil, fmt.Errorf("the folder itself: %w", err)
	}
	key, err := readKey(root, AuthorityKey, c.AuthorityPassphrase)
	if err != nil {
		return nil, nil, err
	}
	text, err := readFile(root, authorityCertificate)
	if err != nil {
		return nil, nil, err
	}
	found, err := ParseCertificates([]byte(text))
	if err != nil || len(found) != 1 || !found[0].IsCA || !samePublic(key.Public(), found[0].PublicKey) {
		return nil, nil, fmt.Errorf("%s and %s: %w", authorityCertificate, AuthorityKey, ErrForeign)
	}
	return found[0], key, nil
}

// newAuthority makes an authority.
func (c Ceremony) newAuthority(root *os.Root) (*x509.Certificate, crypto.Signer, error) {
	key, err := newKey()
	if err != nil {
		return nil, nil, err
	}
	certificate, err := c.issueAuthority(key)
	if err != nil {
		return nil, nil, err
	}
	err = writeCertificate(root, certificate)
	if err == nil {
		err = writeKey(root, AuthorityKey, key, c.AuthorityPassphrase)
	}
	return certificate, key, err
}

// newKey makes a key on P-256.
func newKey() (crypto.Signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	return key, nil
}
