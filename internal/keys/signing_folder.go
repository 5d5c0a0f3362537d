package keys

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"
)

// AuthorityKey is the file of the authority's key. In a signing folder it lies in a trial alone; that of an office lies in a safe.
const AuthorityKey = "authority.key.age"

// The other files of a signing folder. It lies apart from the key folder, and is in no backup either.
const (
	authorityCertificate = "authority.crt"
	signerPrefix         = "signer-" // then the reference
	certificateSuffix    = ".crt"
	keySuffix            = ".key.age" // PKCS #8 in PEM, encrypted by age with a passphrase
)

// OpenSigning opens the newest key of a signing folder whose time it is. Its error is fs.ErrNotExist when there is no folder or an empty
// one, ErrDamaged, ErrExposed, ErrPassphrase, ErrWeak, ErrForeign, ErrNotInUse, or the machine's own. It never repeats what a file holds.
func OpenSigning(dir string, pass Passphrase, now func() time.Time) (*Signing, error) {
	return inFolder(dir, func(root *os.Root) (*Signing, error) {
		all, err := readCertificates(root)
		if err != nil {
			return nil, err
		}
		own, found := all.newest(func(c *x509.Certificate) bool {
			_, err := root.Stat(keyFile(c))
			return err == nil
		}, now())
		if !found {
			return nil, fmt.Errorf("no certificate in use has its key here: %w", ErrNotInUse)
		}
		key, err := readKey(root, keyFile(own), pass)
		if err != nil {
			return nil, err
		}
		return newSigning(key, own, all, now)
	})
}

// OpenToken opens a signing folder whose key lies in a token. Its errors are those of OpenSigning.
func OpenToken(dir string, key crypto.Signer, now func() time.Time) (*Signing, error) {
	return inFolder(dir, func(root *os.Root) (*Signing, error) {
		all, err := readCertificates(root)
		if err != nil {
			return nil, err
		}
		own, found := all.newest(func(c *x509.Certificate) bool { return samePublic(key.Public(), c.PublicKey) }, now())
		if !found {
			return nil, fmt.Errorf("the folder has no certificate for the key of the token: %w", ErrForeign)
		}
		return newSigning(key, own, all, now)
	})
}

// ReadCertificates reads the certificates of a signing folder and none of its keys. Its errors are those of OpenSigning.
func ReadCertificates(dir string) (Certificates, error) { return inFolder(dir, readCertificates) }

// inFolder opens a folder for look, and says which one it was.
func inFolder[T any](dir string, look func(*os.Root) (T, error)) (T, error) {
	var none T
	root, err := os.OpenRoot(dir)
	if err != nil {
		return none, fmt.Errorf("open the signing folder: %w", err)
	}
	defer func() { _ = root.Close() }() // every file was synced and closed by itself
	empty, err := isEmpty(root)
	if err != nil {
		return none, fmt.Errorf("open the signing folder: %w", err)
	}
	if empty {
		return none, fmt.Errorf("the signing folder %s is empty: %w", dir, fs.ErrNotExist)
	}
	found, err := look(root)
	if err != nil {
		return none, fmt.Errorf("signing folder %s: %w", dir, err)
	}
	return found, nil
}

func certificateFile(c *x509.Certificate) string {
	if c.IsCA {
		return authorityCertificate
	}
	return signerPrefix + Reference(c) + certificateSuffix
}

func keyFile(c *x509.Certificate) string { return signerPrefix + Reference(c) + keySuffix }

// readCertificates reads every certificate: the authority's first, then those of signers by name.
func readCertificates(root *os.Root) (Certificates, error) {
	if err := guarded(root.Stat(".")); err != nil {
		return nil, fmt.Errorf("the folder itself: %w", err)
	}
	names, err := fs.Glob(root.FS(), signerPrefix+"*"+certificateSuffix)
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	if len(names) == 0 {
		return nil, fmt.Errorf("it has no signer; if a ceremony was cut short, nothing was signed and it can be removed: %w", ErrDamaged)
	}
	var all Certificates
	for _, name := range append([]string{authorityCertificate}, names...) {
		text, err := readFile(root, name)
		if err != nil {
			return nil, err
		}
		one, err := ParseCertificates([]byte(text))
		if errors.Is(err, ErrWeak) {
			return nil, fmt.Errorf("%s: %w", name, ErrWeak)
		}
		if err != nil || len(one) != 1 || certificateFile(one[0]) != name {
			return nil, fmt.Errorf("%s is not the certificate that its name says: %w", name, ErrDamaged)
		}
		all = append(all, one[0])
	}
	return all, nil
}

// readKey reads an encrypted key.
func readKey(root *os.Root, name string, pass Passphrase) (crypto.Signer, error) {
	locked, err := readFile(root, name)
	if err != nil {
		return nil, err
	}
	text, err := pass.open([]byte(locked))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s holds no key: %w", name, ErrDamaged)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(crypto.Signer)
	if err != nil || !ok {
		return nil, fmt.Errorf("%s holds no key: %w", name, ErrDamaged)
	}
	return key, nil
}

// writeKey encrypts a key into a file that is not there yet.
func writeKey(root *os.Root, name string, key crypto.Signer, pass Passphrase) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	locked, err := pass.lock(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if err != nil {
		return err
	}
	return write(root, name, string(locked))
}

// keyFiles lists the keys of signers.
func keyFiles(root *os.Root) ([]string, error) {
	return fs.Glob(root.FS(), signerPrefix+"*"+keySuffix)
}

// writeCertificate writes a certificate under its name; one that stands there already is left.
func writeCertificate(root *os.Root, c *x509.Certificate) error {
	text := Certificates{c}.PEM()
	err := write(root, certificateFile(c), string(text))
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	there, err := readFile(root, certificateFile(c))
	if err == nil && !bytes.Equal([]byte(there), text) {
		err = fmt.Errorf("%s is another one: %w", certificateFile(c), ErrForeign)
	}
	return err
}
