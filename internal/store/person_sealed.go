package store

import (
	"context"
	"encoding/base64"
	"fmt"

	"sejur/internal/office"
	"sejur/internal/person"
)

// The kinds of numbers that are looked up.
const (
	lookupCNP   = "cnp"
	lookupPaper = "paper"
	lookupTitle = "title"
)

// lookup is the keyed hash by which a sealed number is found again, "" for none.
func (t *Tx) lookup(kind, number string) string {
	canonical := person.Canonical(number)
	if canonical == "" {
		return ""
	}
	return t.keys.Lookup(kind, canonical)
}

// newVault makes the key of a new person: the vault that it opens, and the key wrapped for the store.
func (t *Tx) newVault(id person.ID) (vault office.Vault, wrapped string, err error) {
	key, err := t.keys.NewPersonKey(string(id))
	if err != nil {
		return nil, "", fmt.Errorf("key of person %s: %w", id, err)
	}
	vault, err = t.keys.Unwrap(string(id), key)
	if err != nil {
		return nil, "", fmt.Errorf("key of person %s: %w", id, err)
	}
	return vault, base64.RawStdEncoding.EncodeToString(key), nil
}

// vault opens the key of a person, once a transaction. A person without a key is a fault of kind NotFound: they were erased.
func (t *Tx) vault(ctx context.Context, id person.ID) (office.Vault, error) {
	if vault, open := t.vaults[id]; open {
		return vault, nil
	}
	stored, err := t.q.PersonKey(ctx, string(id))
	if err != nil {
		return nil, found(err)
	}
	return t.unwrap(id, stored)
}

// unwrap opens a person's key as it was stored, and keeps it open until the transaction ends.
func (t *Tx) unwrap(id person.ID, stored string) (office.Vault, error) {
	wrapped, err := base64.RawStdEncoding.DecodeString(stored)
	if err != nil {
		return nil, fmt.Errorf("key of person %s is no base64: %w", id, err)
	}
	vault, err := t.keys.Unwrap(string(id), wrapped)
	if err != nil {
		return nil, fmt.Errorf("key of person %s: %w", id, err)
	}
	if t.vaults == nil {
		t.vaults = make(map[person.ID]office.Vault)
	}
	t.vaults[id] = vault
	return vault, nil
}

// sealedRow seals and opens the columns of one row, and remembers the first error. Nothing stays nothing: that a column is empty is
// no secret.
type sealedRow struct {
	vault      office.Vault
	table, row string
	err        error
}

func (r *sealedRow) at(column string) office.Place {
	return office.Place{Table: r.table, Column: column, Row: r.row}
}

func (r *sealedRow) seal(column, plain string) string {
	if plain == "" || r.err != nil {
		return ""
	}
	var sealed string
	sealed, r.err = sealWith(r.vault, r.at(column), []byte(plain))
	return sealed
}

func (r *sealedRow) open(column, sealed string) string {
	if sealed == "" || r.err != nil {
		return ""
	}
	var plain []byte
	plain, r.err = unsealWith(r.vault, r.at(column), sealed)
	return string(plain)
}

// sealNumber seals the column "number" of one row of a person.
func (t *Tx) sealNumber(ctx context.Context, id person.ID, table, item, number string) (string, error) {
	vault, err := t.vault(ctx, id)
	if err != nil {
		return "", err
	}
	row := sealedRow{vault: vault, table: table, row: item}
	sealed := row.seal("number", number)
	return sealed, row.err
}
