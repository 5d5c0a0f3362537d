// Package token reaches a signing key that lies in a hardware token or another box that speaks PKCS #11 and never leaves it.
//
// The modules of such boxes are C libraries, which a program without C cannot load. A program built with the tag pkcs11 (and a C
// compiler) has this; in any other, Open and Generate answer with ErrNotBuilt.
package token

import (
	"errors"
	"fmt"
	"io"
)

// Config says which key of which token.
type Config struct {
	Module string // the path of the vendor's library
	Token  string // label of the token
	Key    string // label of the key, private and public half alike
	PIN    string // of the token's user
}

// Format prints the name of the type and never the PIN, whatever the verb.
func (Config) Format(s fmt.State, _ rune) {
	_, _ = io.WriteString(s, "token.Config")
}

// What keeps a key from being opened, besides the token's own errors.
var (
	// ErrNotBuilt: this program was built without the tag pkcs11.
	ErrNotBuilt = errors.New("this program was built without PKCS #11: build it with the tag pkcs11")
	// ErrNoToken: the module has no token of that label.
	ErrNoToken = errors.New("there is no such token")
	// ErrNoKey: the token has no key of that label.
	ErrNoKey = errors.New("the token has no such key")
	// ErrKey: what the token has under that label is not one ECDSA key on a curve of NIST, or there are several.
	ErrKey = errors.New("not one ECDSA key")
)
