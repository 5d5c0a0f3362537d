//go:build pkcs11

package token

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/asn1"
	"errors"
	"fmt"
	"sync"

	"github.com/miekg/pkcs11"
)

// line is a connection to a token on which its user is logged in.
type line struct {
	ctx     *pkcs11.Ctx
	session pkcs11.SessionHandle
}

// starting lets one start a module at a time. A module belongs to the process and not to a key, and SoftHSM tells a second starter that it
// is started before it is.
var starting sync.Mutex

// load loads and starts a module, which a process does once.
func load(module string) (*pkcs11.Ctx, error) {
	starting.Lock()
	defer starting.Unlock()
	ctx := pkcs11.New(module)
	if ctx == nil {
		return nil, fmt.Errorf("load the module %s: %w", module, ErrNoToken)
	}
	err := ctx.Initialize()
	if err != nil && !errors.Is(err, pkcs11.Error(pkcs11.CKR_CRYPTOKI_ALREADY_INITIALIZED)) {
		return nil, fmt.Errorf("start the module %s: %w", module, err)
	}
	return ctx, nil
}

// connect loads the module and logs in.
func connect(cfg Config) (line, error) {
	ctx, err := load(cfg.Module)
	if err != nil {
		return line{}, err
	}
	slot, err := slotOf(ctx, cfg.Token)
	if err != nil {
		return line{}, fmt.Errorf("token %s: %w", cfg.Token, err)
	}
	session, err := ctx.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	if err != nil {
		return line{}, fmt.Errorf("open token %s: %w", cfg.Token, err)
	}
	l := line{ctx, session}
	if err := ctx.Login(session, pkcs11.CKU_USER, cfg.PIN); err != nil && !errors.Is(err, pkcs11.Error(pkcs11.CKR_USER_ALREADY_LOGGED_IN)) {
		return line{}, errors.Join(fmt.Errorf("log in to token %s: %w", cfg.Token, err), l.close())
	}
	return l, nil
}

// close ends the session. The module stays: to stop it would take it from under every other key of the process.
func (l line) close() error {
	err := l.ctx.CloseSession(l.session)
	if errors.Is(err, pkcs11.Error(pkcs11.CKR_SESSION_HANDLE_INVALID)) {
		return nil
	}
	return err
}

func slotOf(ctx *pkcs11.Ctx, label string) (uint, error) {
	slots, err := ctx.GetSlotList(true)
	if err != nil {
		return 0, err
	}
	for _, slot := range slots {
		info, err := ctx.GetTokenInfo(slot)
		if err == nil && info.Label == label {
			return slot, nil
		}
	}
	return 0, ErrNoToken
}

// find finds the one key of a class and label.
func (l line) find(class uint, label string) (pkcs11.ObjectHandle, error) {
	wanted := []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_CLASS, class), pkcs11.NewAttribute(pkcs11.CKA_LABEL, label)}
	if err := l.ctx.FindObjectsInit(l.session, wanted); err != nil {
		return 0, err
	}
	found, _, err := l.ctx.FindObjects(l.session, 2)
	err = errors.Join(err, l.ctx.FindObjectsFinal(l.session))
	switch {
	case err != nil:
		return 0, err
	case len(found) == 0:
		return 0, ErrNoKey
	case len(found) > 1:
		return 0, fmt.Errorf("there are several of that label: %w", ErrKey)
	}
	return found[0], nil
}

// curves are those of NIST by their names in CKA_EC_PARAMS (RFC 5480).
func curves() map[string]elliptic.Curve {
	return map[string]elliptic.Curve{
		"1.3.132.0.33": elliptic.P224(), "1.2.840.10045.3.1.7": elliptic.P256(), "1.3.132.0.34": elliptic.P384(), "1.3.132.0.35": elliptic.P521(),
	}
}

// public reads the public half of a key.
func (l line) public(label string) (*ecdsa.PublicKey, error) {
	object, err := l.find(pkcs11.CKO_PUBLIC_KEY, label)
	if err != nil {
		return nil, err
	}
	said, err := l.ctx.GetAttributeValue(l.session, object, []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, nil), pkcs11.NewAttribute(pkcs11.CKA_EC_POINT, nil),
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	var name asn1.ObjectIdentifier
	var point []byte
	if _, err := asn1.Unmarshal(said[0].Value, &name); err != nil {
		return nil, ErrKey
	}
	if _, err := asn1.Unmarshal(said[1].Value, &point); err != nil {
		point = said[1].Value // some tokens give the point alone
	}
	curve, known := curves()[name.String()]
	if !known {
		return nil, ErrKey
	}
	public, err := ecdsa.ParseUncompressedPublicKey(curve, point)
	if err != nil {
		return nil, ErrKey
	}
	return public, nil
}
