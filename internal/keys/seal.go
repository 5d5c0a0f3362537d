package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"sejur/internal/office"
)

// version is the first byte of everything sealed: AES-256-GCM, a random nonce of 96 bits, then the ciphertext with its tag of 128 bits.
const version = 1

// Overhead is how many bytes a sealed value is longer than the plain one: version, nonce, tag.
const Overhead = 1 + 12 + 16

// ErrNotOpened is all that is said of a sealed value that does not open: another key, another place, another person, a changed or cut
// value, a version nobody knows.
var ErrNotOpened = errors.New("does not open with this key in this place")

// ErrNoPlace is a place with an empty part, or a person without an id: what is sealed must belong somewhere.
var ErrNoPlace = errors.New("no place to bind to")

// Place is where a sealed value lies. A value opens in its own place alone, so that whoever can write to the database cannot move
// one person's number into another's row. No part may be empty.
type Place = office.Place

// sealer seals under one key for one purpose.
type sealer struct {
	gcm     cipher.AEAD
	purpose string
}

func newSealer(key []byte, purpose string) (sealer, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealer{}, fmt.Errorf("make the cipher of a %s: %w", purpose, err)
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return sealer{}, fmt.Errorf("make the cipher of a %s: %w", purpose, err)
	}
	return sealer{gcm: gcm, purpose: purpose}, nil
}

// bound is the data that is authenticated beside the value: the version, the purpose, and where the value belongs.
func (s sealer) bound(where []string) ([]byte, error) {
	if s.gcm == nil {
		return nil, errors.New("no key: the zero value cannot seal or open")
	}
	for _, part := range where {
		if part == "" {
			return nil, ErrNoPlace
		}
	}
	return append([]byte{version}, joined(append([]string{s.purpose}, where...)...)...), nil
}

func (s sealer) seal(plain []byte, where ...string) ([]byte, error) {
	bound, err := s.bound(where)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 1, Overhead+len(plain))
	out[0] = version
	return s.gcm.Seal(out, nil, plain, bound), nil //nolint:gosec // G407: nil, because this cipher draws its nonce itself
}

func (s sealer) open(sealed []byte, where ...string) ([]byte, error) {
	bound, err := s.bound(where)
	if err != nil {
		return nil, err
	}
	if len(sealed) < Overhead || sealed[0] != version {
		return nil, ErrNotOpened
	}
	plain, err := s.gcm.Open(nil, nil, sealed[1:], bound)
	if err != nil {
		return nil, ErrNotOpened // the cause says no more, by design
	}
	return plain, nil
}

// joined writes texts one after the other, each with its length in four bytes before it: no two lists of texts give the same bytes.
func joined(parts ...string) []byte {
	var out []byte
	for _, part := range parts {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part))) //nolint:gosec // G115: ids, names of columns and short values, never 4 GiB
		out = append(out, part...)
	}
	return out
}

// Seal encrypts a secret of the office that belongs to no person. Its error is ErrNoPlace.
func (r *Ring) Seal(place Place, plain []byte) ([]byte, error) {
	return r.values.seal(plain, place.Table, place.Column, place.Row)
}

// Open decrypts what Seal made for the same place. Its error is ErrNotOpened or ErrNoPlace.
func (r *Ring) Open(place Place, sealed []byte) ([]byte, error) {
	return r.values.open(sealed, place.Table, place.Column, place.Row)
}

// NewPersonKey makes a random key for a person, wrapped for the database. The person's id is bound to it: wrapped keys cannot be
// exchanged between two persons. Its error is ErrNoPlace when there is no id.
func (r *Ring) NewPersonKey(person string) ([]byte, error) {
	key := make([]byte, keySize)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return r.personKeys.seal(key, person)
}

// Unwrap opens a person's key. Its error is ErrNotOpened or ErrNoPlace.
func (r *Ring) Unwrap(person string, wrapped []byte) (office.Vault, error) {
	key, err := r.personKeys.open(wrapped, person)
	if err != nil {
		return nil, err
	}
	s, err := newSealer(key, "person value")
	if err != nil {
		return nil, err
	}
	return PersonKey{s}, nil
}

// PersonKey seals what is known of one person. Unwrap makes one; the zero PersonKey refuses to do anything.
type PersonKey struct{ s sealer }

// Seal encrypts a value for its place. Its error is ErrNoPlace.
func (k PersonKey) Seal(place Place, plain []byte) ([]byte, error) {
	return k.s.seal(plain, place.Table, place.Column, place.Row)
}

// Open decrypts what Seal made for the same place under the same person's key. Its error is ErrNotOpened or ErrNoPlace.
func (k PersonKey) Open(place Place, sealed []byte) ([]byte, error) {
	return k.s.open(sealed, place.Table, place.Column, place.Row)
}

// Format prints the name of the type and never the key, whatever the verb.
func (PersonKey) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "keys.PersonKey") }
