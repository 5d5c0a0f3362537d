package verdict

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/hex"
	"math/big"
	"strings"

	"github.com/ProtonMail/go-crypto/brainpool"

	"sejur/internal/seal"
)

// Key is a published key and when it signs. It says as text what a certificate says in ASN.1, for a reader that has none.
type Key struct {
	Signer    string `json:"signer"`    // as a seal's header has it
	Reference string `json:"reference"` // of its certificate, see seal.Reference
	Curve     string `json:"curve"`     // P-256, P-384 or brainpoolP256r1
	X         string `json:"x"`         // hexadecimal
	Y         string `json:"y"`
	From      string `json:"from"` // the first day on which it signs
	Until     string `json:"until"`
	Specimen  bool   `json:"specimen,omitempty"` // of a trial
}

// NewKey writes a key down. Of one that is on no curve we know, Curve is "", and whatever it signed is of an unknown curve.
func NewKey(signer, reference string, public crypto.PublicKey, from, until string) Key {
	k := Key{Signer: strings.ToUpper(signer), Reference: seal.Reference(reference), From: from, Until: until}
	point, ok := public.(*ecdsa.PublicKey)
	if !ok {
		return k
	}
	for name, curve := range curves() {
		if point.Curve == curve {
			k.Curve, k.X, k.Y = name, point.X.Text(16), point.Y.Text(16) //nolint:staticcheck // crypto/ecdh knows no brainpool curves
		}
	}
	return k
}

func curves() map[string]elliptic.Curve {
	return map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384(), "brainpoolP256r1": brainpool.P256r1()}
}

// public is the key itself; nil for one that cannot be used.
func (k Key) public() *ecdsa.PublicKey {
	curve, ok := curves()[k.Curve]
	x, xok := number(k.X)
	y, yok := number(k.Y)
	if !ok || !xok || !yok || !curve.IsOnCurve(x, y) { //nolint:staticcheck // crypto/ecdh knows no brainpool curves
		return nil
	}
	return &ecdsa.PublicKey{Curve: curve, X: x, Y: y} //nolint:staticcheck // the ways without coordinates know no brainpool curves
}

func number(digits string) (*big.Int, bool) {
	if len(digits)%2 == 1 {
		digits = "0" + digits
	}
	raw, err := hex.DecodeString(digits)
	return new(big.Int).SetBytes(raw), err == nil
}

// Keyring are the published keys.
type Keyring []Key

// Key returns the public key of a signer's certificate, as seal.Keys wants it.
func (r Keyring) Key(signer, certificate string) (crypto.PublicKey, bool) {
	k, ok := r.find(signer, certificate)
	if !ok {
		return nil, false
	}
	if public := k.public(); public != nil {
		return public, true
	}
	return struct{}{}, true // known, and of no use
}

func (r Keyring) find(signer, certificate string) (Key, bool) {
	for _, k := range r {
		if strings.EqualFold(k.Signer, signer) && k.Reference == seal.Reference(certificate) {
			return k, true
		}
	}
	return Key{}, false
}
