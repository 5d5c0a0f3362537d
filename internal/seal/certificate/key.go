package certificate

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/asn1"
	"math/big"

	"github.com/ProtonMail/go-crypto/brainpool"
)

// keyInfo is a SubjectPublicKeyInfo (RFC 5480).
type keyInfo struct {
	Algorithm struct {
		Algorithm  asn1.ObjectIdentifier
		Parameters asn1.RawValue `asn1:"optional"`
	}
	Key asn1.BitString
}

// known is a curve that seals are verified with.
type known struct {
	curve elliptic.Curve
	name  asn1.ObjectIdentifier
}

func curves() []known {
	return []known{
		{elliptic.P256(), asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}},
		{elliptic.P384(), asn1.ObjectIdentifier{1, 3, 132, 0, 34}},
		{brainpool.P256r1(), asn1.ObjectIdentifier{1, 3, 36, 3, 3, 2, 8, 1, 1, 7}},
	}
}

// public is the key, or why it is of no use.
func (k keyInfo) public() crypto.PublicKey {
	if !k.Algorithm.Algorithm.Equal(asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}) {
		return Unusable{"not a key on an elliptic curve: " + k.Algorithm.Algorithm.String()}
	}
	curve, why := k.curve()
	if curve == nil {
		return Unusable{why}
	}
	size := (curve.Params().BitSize + 7) / 8
	point := k.Key.RightAlign()
	const uncompressed = 4
	if len(point) != 1+2*size || point[0] != uncompressed {
		return Unusable{"the point is not written out"}
	}
	x, y := new(big.Int).SetBytes(point[1:1+size]), new(big.Int).SetBytes(point[1+size:])
	prime := curve.Params().P
	if x.Cmp(prime) >= 0 || y.Cmp(prime) >= 0 || !curve.IsOnCurve(x, y) { //nolint:staticcheck // the one form that all of the curves have
		return Unusable{"the point is not on its curve"}
	}
	return &ecdsa.PublicKey{Curve: curve, X: x, Y: y} //nolint:staticcheck // the one form that all of the curves have
}

// curve finds the curve by its name, or by what it is: then field, base point and order must be those of a curve we know, and only the
// constants that we know are used.
func (k keyInfo) curve() (elliptic.Curve, string) {
	var name asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(k.Algorithm.Parameters.FullBytes, &name); err == nil {
		for _, c := range curves() {
			if c.name.Equal(name) {
				return c.curve, ""
			}
		}
		return nil, "curve " + name.String()
	}
	var full struct {
		Version int
		Field   struct {
			Type  asn1.ObjectIdentifier
			Prime *big.Int
		}
		Curve asn1.RawValue
		Base  []byte
		Order *big.Int
		More  asn1.RawValue `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(k.Algorithm.Parameters.FullBytes, &full); err != nil {
		return nil, "a curve in a form that we do not know"
	}
	for _, c := range curves() {
		p := c.curve.Params()
		if p.P.Cmp(full.Field.Prime) == 0 && p.N.Cmp(full.Order) == 0 && isBase(p, full.Base) {
			return c.curve, ""
		}
	}
	return nil, "a curve that we do not know, written out"
}

// isBase says whether a point, compressed or not, is the base point.
func isBase(p *elliptic.CurveParams, point []byte) bool {
	size := (p.BitSize + 7) / 8
	if len(point) < 1+size || !bytes.Equal(p.Gx.FillBytes(make([]byte, size)), point[1:1+size]) {
		return false
	}
	switch point[0] {
	case 2, 3:
		return len(point) == 1+size && uint(point[0]&1) == p.Gy.Bit(0)
	case 4:
		return bytes.Equal(p.Gy.FillBytes(make([]byte, size)), point[1+size:])
	}
	return false
}
