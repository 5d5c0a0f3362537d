//go:build pkcs11

package token

import (
	"crypto"
	"crypto/ecdsa"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"sync"

	"github.com/miekg/pkcs11"
)

// Key is a key in a token. It signs digests with ECDSA (ASN.1 DER), one after the other. A connection to the token that was lost is made
// again once for each signature.
type Key struct {
	cfg    Config
	public *ecdsa.PublicKey

	mu      sync.Mutex
	line    line
	private pkcs11.ObjectHandle
}

// Open logs in to a token and finds a key. Its error is ErrNoToken, ErrNoKey, ErrKey or the token's own (pkcs11.Error).
func Open(cfg Config) (*Key, error) {
	l, err := connect(cfg)
	if err != nil {
		return nil, err
	}
	k := &Key{cfg: cfg, line: l}
	if k.private, err = l.find(pkcs11.CKO_PRIVATE_KEY, cfg.Key); err == nil {
		k.public, err = l.public(cfg.Key)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("key %s of token %s: %w", cfg.Key, cfg.Token, err), l.close())
	}
	return k, nil
}

// Format prints the name of the type and never the PIN, whatever the verb.
func (*Key) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "token.Key") }

// Public is the public half, an *ecdsa.PublicKey.
func (k *Key) Public() crypto.PublicKey { return k.public }

// Sign lets the token sign a digest. Chance is the token's own.
func (k *Key) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if len(digest) != opts.HashFunc().Size() {
		return nil, errors.New("the digest is not of the hash that was named")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	raw, err := k.sign(digest)
	if lost(err) {
		if err := k.again(); err != nil {
			return nil, fmt.Errorf("reach the token again: %w", err)
		}
		raw, err = k.sign(digest)
	}
	if err != nil {
		return nil, fmt.Errorf("sign with the token: %w", err)
	}
	return inDER(raw)
}

func (k *Key) sign(digest []byte) ([]byte, error) {
	mechanism := []*pkcs11.Mechanism{pkcs11.NewMechanism(pkcs11.CKM_ECDSA, nil)}
	if err := k.line.ctx.SignInit(k.line.session, mechanism, k.private); err != nil {
		return nil, err
	}
	return k.line.ctx.Sign(k.line.session, digest)
}

// lost tells whether an answer means that the connection is gone and another one may do.
func lost(err error) bool {
	return slices.ContainsFunc([]pkcs11.Error{
		pkcs11.CKR_SESSION_HANDLE_INVALID, pkcs11.CKR_SESSION_CLOSED, pkcs11.CKR_USER_NOT_LOGGED_IN, pkcs11.CKR_TOKEN_NOT_PRESENT,
		pkcs11.CKR_DEVICE_REMOVED, pkcs11.CKR_OBJECT_HANDLE_INVALID, pkcs11.CKR_KEY_HANDLE_INVALID,
	}, func(e pkcs11.Error) bool { return errors.Is(err, e) })
}

// again connects anew. The key must be the same: a token that was exchanged for another is refused.
func (k *Key) again() error {
	_ = k.line.close() // it is broken
	l, err := connect(k.cfg)
	if err != nil {
		return err
	}
	private, err := l.find(pkcs11.CKO_PRIVATE_KEY, k.cfg.Key)
	if err != nil {
		return errors.Join(err, l.close())
	}
	public, err := l.public(k.cfg.Key)
	if err == nil && !public.Equal(k.public) {
		err = fmt.Errorf("it is another one now: %w", ErrKey)
	}
	if err != nil {
		return errors.Join(err, l.close())
	}
	k.line, k.private = l, private
	return nil
}

// Close ends the connection to the token.
func (k *Key) Close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.line.close()
}

// inDER writes what PKCS #11 gives, r and s one after the other, as everybody else reads it.
func inDER(raw []byte) ([]byte, error) {
	if len(raw) == 0 || len(raw)%2 != 0 {
		return nil, errors.New("the token gave no signature")
	}
	half := len(raw) / 2
	return asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(raw[:half]), new(big.Int).SetBytes(raw[half:])})
}
