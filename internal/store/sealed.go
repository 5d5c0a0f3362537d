package store

import (
	"encoding/base64"
	"fmt"

	"sejur/internal/office"
)

// seal writes a value as it lies in a sealed column: base64, so that both engines keep it as text.
func (t *Tx) seal(at office.Place, plain []byte) (string, error) {
	return sealWith(t.keys, at, plain)
}

// unseal reads what seal wrote in the same place.
func (t *Tx) unseal(at office.Place, text string) ([]byte, error) {
	return unsealWith(t.keys, at, text)
}

// sealWith seals under the key of the house, or of a person.
func sealWith(vault office.Vault, at office.Place, plain []byte) (string, error) {
	sealed, err := vault.Seal(at, plain)
	if err != nil {
		return "", fmt.Errorf("seal %s.%s of %s: %w", at.Table, at.Column, at.Row, err)
	}
	return base64.RawStdEncoding.EncodeToString(sealed), nil
}

// unsealWith reads what sealWith wrote under the same key in the same place.
func unsealWith(vault office.Vault, at office.Place, text string) ([]byte, error) {
	sealed, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%s.%s of %s is no base64: %w", at.Table, at.Column, at.Row, err)
	}
	plain, err := vault.Open(at, sealed)
	if err != nil {
		return nil, fmt.Errorf("open %s.%s of %s: %w", at.Table, at.Column, at.Row, err)
	}
	return plain, nil
}
