package certificate

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"sejur/internal/seal"
)

// Ring is the certificates of signers whom somebody trusts. It is what seals are verified with (seal.Keys).
type Ring struct{ bySigner map[string]Certificate }

// ErrTwice is two certificates of one signer with one number: nobody could say which a seal means.
var ErrTwice = errors.New("two certificates of one signer have the same number")

// NewRing takes certificates; those that are of no signer of seals are left out. German administrative documents name a certificate by a
// hash of it instead of its number (TR-03171); those are not found.
func NewRing(all ...Certificate) (*Ring, error) {
	r := &Ring{bySigner: map[string]Certificate{}}
	for _, c := range all {
		if c.Signer == "" {
			continue
		}
		name := c.Signer + seal.Reference(c.Reference)
		if before, ok := r.bySigner[name]; ok && !bytes.Equal(before.Raw, c.Raw) {
			return nil, fmt.Errorf("%w: %s", ErrTwice, name)
		}
		r.bySigner[name] = c
	}
	return r, nil
}

// ReadFolder takes the certificates of a folder: files that end in .pem, .crt, .cer or .der.
func ReadFolder(folder fs.FS) (*Ring, error) {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, fmt.Errorf("list the certificates: %w", err)
	}
	var all []Certificate
	for _, entry := range entries {
		switch strings.ToLower(path.Ext(entry.Name())) {
		case ".pem", ".crt", ".cer", ".der":
		default:
			continue
		}
		file, err := fs.ReadFile(folder, entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read a certificate: %w", err)
		}
		found, err := Read(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
		all = append(all, found...)
	}
	return NewRing(all...)
}

// Find returns the certificate that a seal names, both as in its header.
func (r *Ring) Find(signer, certificate string) (Certificate, bool) {
	c, ok := r.bySigner[strings.ToUpper(signer)+seal.Reference(certificate)]
	return c, ok
}

// Key returns the key of a certificate (seal.Keys).
func (r *Ring) Key(signer, certificate string) (crypto.PublicKey, bool) {
	c, ok := r.Find(signer, certificate)
	return c.Public, ok
}

// Covers says whether the seal was signed on a day on which its certificate was valid. Days are compared as they are written.
func (r *Ring) Covers(h seal.Header) bool {
	c, ok := r.Find(h.Signer, h.Certificate)
	return ok && c.From <= h.Signed && h.Signed <= c.Until
}
