//go:build pkcs11

package token

import (
	"crypto/rand"
	"encoding/asn1"
	"errors"
	"fmt"

	"github.com/miekg/pkcs11"
)

// Generate lets a token make a key on P-256 that never leaves it, and opens it. A key of that label that is there already is ErrKey.
func Generate(cfg Config) (*Key, error) {
	l, err := connect(cfg)
	if err != nil {
		return nil, err
	}
	err = l.generate(cfg.Key)
	if err := errors.Join(err, l.close()); err != nil {
		return nil, fmt.Errorf("make the key %s in token %s: %w", cfg.Key, cfg.Token, err)
	}
	return Open(cfg)
}

func (l line) generate(label string) error {
	_, err := l.find(pkcs11.CKO_PRIVATE_KEY, label)
	if !errors.Is(err, ErrNoKey) {
		return errors.Join(err, fmt.Errorf("it is there already: %w", ErrKey))
	}
	p256, err := asn1.Marshal(asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7})
	if err != nil {
		return err
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails: crypto/rand ends the program instead
	both := []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_LABEL, label), pkcs11.NewAttribute(pkcs11.CKA_ID, id),
	}
	public := append([]*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_VERIFY, true), pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, p256),
	}, both...)
	private := append([]*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_SIGN, true), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
		pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, true), pkcs11.NewAttribute(pkcs11.CKA_EXTRACTABLE, false),
	}, both...)
	mechanism := []*pkcs11.Mechanism{pkcs11.NewMechanism(pkcs11.CKM_EC_KEY_PAIR_GEN, nil)}
	_, _, err = l.ctx.GenerateKeyPair(l.session, mechanism, public, private)
	return err
}
