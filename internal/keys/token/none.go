//go:build !pkcs11

package token

import (
	"crypto"
	"io"
)

// Key is a key in a token.
type Key struct {
	crypto.Signer
	io.Closer
}

// Open answers with ErrNotBuilt.
func Open(Config) (*Key, error) { return nil, ErrNotBuilt }

// Generate answers with ErrNotBuilt.
func Generate(Config) (*Key, error) { return nil, ErrNotBuilt }
