// Package keys holds the keys of the house and everything that is done with them.
//
// # Inventory
//
// The key folder (data/keys or --key-dir) has three files, readable by the service's own user alone and never part of a backup:
//
//   - master.key: 32 random bytes. It encrypts nothing itself: each use has a sub-key of its own, derived with HKDF-SHA256 (RFC 5869)
//     under a label (labels). Whoever loses it loses every encrypted column; whoever steals it with the database reads them all.
//   - audit.key: Ed25519, signs the heads of the audit chain.
//   - backup.key: an age identity; backups are encrypted to it. The plain age program reads the file, so a backup can be opened
//     without Sejur.
//
// The files that people send are encrypted to an age identity that is derived from the master key as the sub-keys are: a copy of the folder
// that was put into a safe before there were files opens them too, and every node has the same.
//
// Each person has a random key of their own. It lies in the database, wrapped by a sub-key of the master; deleting that row
// makes everything sealed under it unreadable for good, in every copy that the row has left. The random nonces of AES-GCM are safe
// for 2^32 values under one key (NIST SP 800-38D, 8.3); neither a country's persons nor one person's values come near that.
//
// The keys that sign what the office hands out lie apart, in a signing folder (data/signer or --signer-dir) or in a token, each with the
// certificate by which anyone checks what it signed: see Signing and Ceremony, and docs/signing.md. The package signer lets that key lie in a
// process of its own.
//
// # What comes out
//
// Sealed values begin with a version byte, so that a later way of sealing can stand beside this one. Everything here may be used by
// several goroutines at once. No value of this package prints its secret.
package keys

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"filippo.io/age"
)

// keySize is the length in bytes of the master key, of every sub-key and of a person's key: AES-256.
const keySize = 32

// use is what a sub-key is for. One sub-key has one use: what is learned from one says nothing of the others.
type use int

const (
	forFingerprint use = iota
	forPersonKeys
	forValues
	forLookups
	forMarks
	forSigning
	forFiles
)

// labels are the HKDF labels by use. A released label never changes: what was sealed or hashed under it could not be found again.
func labels() []string {
	return []string{
		forFingerprint: "sejur/keys/1/fingerprint",
		forPersonKeys:  "sejur/keys/1/person-keys",
		forValues:      "sejur/keys/1/values",
		forLookups:     "sejur/keys/1/lookups",
		forMarks:       "sejur/keys/1/marks",
		forSigning:     "sejur/keys/1/signing",
		forFiles:       "sejur/keys/1/files",
	}
}

// derive gives the sub-key of one use.
func derive(master []byte, u use) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, master, nil, labels()[u], keySize)
	if err != nil {
		return nil, fmt.Errorf("derive the sub-key %s: %w", labels()[u], err)
	}
	return key, nil
}

// Ring is the opened key folder. Open and Create make one; the zero Ring has no keys and must not be used.
type Ring struct {
	fingerprint string
	personKeys  sealer // wraps the keys of persons
	values      sealer // seals what belongs to the office and to no person
	lookups     []byte
	marks       []byte
	signing     []byte // opens the signing keys of a trial
	files       *age.X25519Identity
	head        ed25519.PrivateKey
	backup      *age.X25519Identity
}

// newRing derives what the ring needs from what the folder holds.
func newRing(master []byte, head ed25519.PrivateKey, backup *age.X25519Identity) (*Ring, error) {
	var sub [][]byte
	for u := range labels() {
		key, err := derive(master, use(u))
		if err != nil {
			return nil, err
		}
		sub = append(sub, key)
	}
	personKeys, err := newSealer(sub[forPersonKeys], "person key")
	if err != nil {
		return nil, err
	}
	values, err := newSealer(sub[forValues], "office value")
	if err != nil {
		return nil, err
	}
	files, err := newFilesKey(sub[forFiles])
	if err != nil {
		return nil, err
	}
	return &Ring{
		fingerprint: hex.EncodeToString(hashOf(sub[forFingerprint], "sejur key ring")[:16]),
		personKeys:  personKeys,
		values:      values,
		lookups:     sub[forLookups],
		marks:       sub[forMarks],
		signing:     sub[forSigning],
		files:       files,
		head:        head,
		backup:      backup,
	}, nil
}

// Fingerprint is the same for the same master key and another for any other, 32 hexadecimal digits. It is no secret: the database
// keeps it, so that a start with the wrong key folder is refused before anything is written. It says nothing of the audit and backup
// keys, which are known by their public halves.
func (r *Ring) Fingerprint() string { return r.fingerprint }

// Format prints the name of the type and never a key, whatever the verb.
func (Ring) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "keys.Ring") }

// hashOf is the HMAC-SHA256 of the parts, each with its length before it: ("ab", "c") and ("a", "bc") differ.
func hashOf(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(joined(parts...))
	return h.Sum(nil)
}
