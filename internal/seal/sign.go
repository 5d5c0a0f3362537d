package seal

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"
)

// Content is what is to be sealed.
type Content struct {
	Kind                         string // the name of a definition
	Country, Signer, Certificate string // as in Header; the certificate's serial number without leading zeros
	Issued, Signed               string // days
	Features                     map[string]string
}

// Sign seals the content with a key on P-256 or P-384: header, features in the order of their tags, signature. Every feature is checked
// against its definition; what does not fit is an *Error that names it. An error of the key itself is returned as it is.
func Sign(c Content, key crypto.Signer) ([]byte, error) {
	public, ok := key.Public().(*ecdsa.PublicKey)
	if !ok || public.Curve != elliptic.P256() && public.Curve != elliptic.P384() {
		return nil, unfit(WrongKey, "key")
	}
	raw, err := c.write()
	if err != nil {
		return nil, err
	}
	method := methodOf(public)
	der, err := key.Sign(rand.Reader, method.digest(raw), method.hash)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	var pair struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(der, &pair); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("sign: the key's signature is not one of ECDSA: %w", err)
	}
	signature := make([]byte, 2*method.size)
	pair.R.FillBytes(signature[:method.size])
	pair.S.FillBytes(signature[method.size:])
	return appendField(raw, signatureTag, signature), nil
}

// write writes what is to be signed.
func (c Content) write() ([]byte, error) {
	all := known()
	i := slices.IndexFunc(all, func(d Definition) bool { return d.Name == c.Kind })
	if i < 0 {
		return nil, unfit(UnknownKind, c.Kind)
	}
	definition := all[i]
	if definition.Private && !ours(c.Country) {
		return nil, unfit(WrongCategory, c.Kind)
	}
	raw, err := Header{Version: version4, Country: c.Country, Signer: c.Signer, Certificate: c.Certificate, Issued: c.Issued, Signed: c.Signed,
		Definition: definition.Reference, Category: definition.Category}.write()
	if err != nil {
		return nil, err
	}
	return definition.write(raw, c.Features)
}

// write appends the features.
func (d Definition) write(out []byte, features map[string]string) ([]byte, error) {
	for name := range features {
		if !slices.ContainsFunc(d.Features, func(r Rule) bool { return r.Name == name }) {
			return nil, unfit(UnknownFeature, name)
		}
	}
	if len(d.OneOf) > 0 {
		found := 0
		for _, name := range d.OneOf {
			if _, ok := features[name]; ok {
				found++
			}
		}
		if found != 1 {
			return nil, unfit(Alternatives, d.OneOf[0])
		}
	}
	for _, rule := range d.Features {
		text, given := features[rule.Name]
		if !given {
			if rule.Required {
				return nil, unfit(Missing, rule.Name)
			}
			continue
		}
		value, ok := rule.Coding.write(text)
		if !ok {
			return nil, unfit(WrongValue, rule.Name)
		}
		if len(value) < rule.Min || len(value) > rule.Max {
			return nil, unfit(WrongSize, rule.Name)
		}
		out = appendField(out, rule.Tag, value)
	}
	return out, nil
}
