package keys

import "crypto/ed25519"

// SignHead signs a head of the audit chain (Ed25519, RFC 8032). The key signs nothing else.
func (r *Ring) SignHead(head []byte) []byte { return ed25519.Sign(r.head, head) }

// HeadPublic is the public half of the key that signs audit heads. Whoever checks a chain keeps it outside the data folder.
func (r *Ring) HeadPublic() ed25519.PublicKey {
	return r.head.Public().(ed25519.PublicKey)
}

// VerifyHead reports whether sig is a signature of head under public. A key or signature of the wrong length is no signature.
func VerifyHead(public ed25519.PublicKey, head, sig []byte) bool {
	return len(public) == ed25519.PublicKeySize && ed25519.Verify(public, head, sig)
}
