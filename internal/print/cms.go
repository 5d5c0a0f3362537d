package print

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"
)

// The signature of a PDF as PAdES B-B wants it (ETSI EN 319 142-1, 6.3; CAdES, EN 319 122-1; CMS, RFC 5652): one signer, SHA-256, ECDSA,
// the signed attributes content-type, message-digest and signing-certificate-v2 and no signing-time, which PAdES forbids beside the time
// in the PDF.
type (
	contentInfo struct {
		Type    asn1.ObjectIdentifier
		Content signedData `asn1:"explicit,tag:0"`
	}
	signedData struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Content      struct{ Type asn1.ObjectIdentifier }
		Certificates []asn1.RawValue `asn1:"set,tag:0"`
		Signers      []signerInfo    `asn1:"set"`
	}
	signerInfo struct {
		Version    int
		Issuer     issuerAndSerial
		Digest     pkix.AlgorithmIdentifier
		Attributes []attribute `asn1:"set,tag:0"`
		Algorithm  pkix.AlgorithmIdentifier
		Signature  []byte
	}
	issuerAndSerial struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}
	attribute struct {
		Type   asn1.ObjectIdentifier
		Values []asn1.RawValue `asn1:"set"`
	}
	// signingCertificate is SigningCertificateV2 (RFC 5035): for each certificate an ESSCertIDv2 with the default hash, SHA-256.
	signingCertificate struct {
		Certificates []struct{ Hash []byte }
	}
)

// oids are the names that stand in a signature.
type oids struct{ signedData, data, sha256, ecdsa, contentType, messageDigest, signingCertificate asn1.ObjectIdentifier }

func names() oids {
	return oids{
		signedData:         asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2},
		data:               asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1},
		sha256:             asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1},
		ecdsa:              asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2},
		contentType:        asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3},
		messageDigest:      asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4},
		signingCertificate: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47},
	}
}

// attributes gives what is signed: the hash of the file, and of every certificate so that no other can be put in its place.
func attributes(digest []byte, chain []*x509.Certificate) ([]attribute, error) {
	var certificates signingCertificate
	for _, c := range chain {
		hash := sha256.Sum256(c.Raw)
		certificates.Certificates = append(certificates.Certificates, struct{ Hash []byte }{hash[:]})
	}
	all := make([]attribute, 0, 3)
	for _, a := range []struct {
		name  asn1.ObjectIdentifier
		value any
	}{
		{names().contentType, names().data},
		{names().messageDigest, digest},
		{names().signingCertificate, certificates},
	} {
		der, err := asn1.Marshal(a.value)
		if err != nil {
			return nil, fmt.Errorf("write a signed attribute: %w", err)
		}
		all = append(all, attribute{a.name, []asn1.RawValue{{FullBytes: der}}})
	}
	return all, nil
}

// signCMS signs the hash of a file.
func signCMS(digest []byte, s Signer) ([]byte, error) {
	// The certificates stand in a SET, whose order DER decides; their hashes follow it, but for the signer's own, which is first.
	chain := slices.Clone(s.Chain)
	slices.SortFunc(chain[1:], func(a, b *x509.Certificate) int { return bytes.Compare(a.Raw, b.Raw) })
	attrs, err := attributes(digest, chain)
	if err != nil {
		return nil, err
	}
	signed, err := asn1.MarshalWithParams(attrs, "set")
	if err != nil {
		return nil, fmt.Errorf("write the signed attributes: %w", err)
	}
	hash := sha256.Sum256(signed)
	signature, err := s.Key.Sign(rand.Reader, hash[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return writeCMS(attrs, chain, signature)
}

// writeCMS puts a signature together.
func writeCMS(attrs []attribute, chain []*x509.Certificate, signature []byte) ([]byte, error) {
	digest := pkix.AlgorithmIdentifier{Algorithm: names().sha256}
	cms := contentInfo{Type: names().signedData}
	cms.Content = signedData{Version: 1, Digests: []pkix.AlgorithmIdentifier{digest}, Signers: []signerInfo{{
		Version: 1, Issuer: issuerAndSerial{asn1.RawValue{FullBytes: chain[0].RawIssuer}, chain[0].SerialNumber}, Digest: digest,
		Attributes: attrs, Algorithm: pkix.AlgorithmIdentifier{Algorithm: names().ecdsa}, Signature: signature,
	}}}
	cms.Content.Content.Type = names().data
	for _, c := range chain {
		cms.Content.Certificates = append(cms.Content.Certificates, asn1.RawValue{FullBytes: c.Raw})
	}
	return asn1.Marshal(cms)
}

// readCMS gives what a signature alone can know: its certificates, the signer's first, and its value. Nothing is verified.
func readCMS(der []byte) (chain []*x509.Certificate, signature []byte, ok bool) {
	var cms contentInfo
	if rest, err := asn1.Unmarshal(der, &cms); err != nil || len(rest) > 0 || len(cms.Content.Signers) != 1 {
		return nil, nil, false
	}
	info := cms.Content.Signers[0]
	var own, others []*x509.Certificate
	for _, raw := range cms.Content.Certificates {
		c, err := x509.ParseCertificate(raw.FullBytes)
		if err != nil {
			return nil, nil, false
		}
		if bytes.Equal(c.RawIssuer, info.Issuer.Issuer.FullBytes) && c.SerialNumber.Cmp(info.Issuer.Serial) == 0 {
			own = append(own, c)
		} else {
			others = append(others, c)
		}
	}
	if len(own) != 1 || !strong(own[0].PublicKey) {
		return nil, nil, false
	}
	return append(own, others...), info.Signature, true
}

// verifyCMS gives the certificates of a signature when it is the first one's over the hash of a file. Everything in it but its
// certificates and its value must be, byte for byte, what we would write.
func verifyCMS(der, digest []byte) ([]*x509.Certificate, bool) {
	chain, signature, ok := readCMS(der)
	if !ok {
		return nil, false
	}
	attrs, err := attributes(digest, chain)
	if err != nil {
		return nil, false
	}
	want, err := writeCMS(attrs, chain, signature)
	if err != nil || !bytes.Equal(want, der) {
		return nil, false
	}
	signed, err := asn1.MarshalWithParams(attrs, "set")
	return chain, err == nil && chain[0].CheckSignature(x509.ECDSAWithSHA256, signed, signature) == nil
}

// strong reports whether a key may sign: ECDSA on P-256 or P-384.
func strong(public crypto.PublicKey) bool {
	key, ok := public.(*ecdsa.PublicKey)
	return ok && (key.Curve == elliptic.P256() || key.Curve == elliptic.P384())
}
