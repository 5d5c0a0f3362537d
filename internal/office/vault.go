package office

// Place is where a sealed value lies: the table, the column, and the id of the row. No part may be empty.
type Place struct{ Table, Column, Row string }

// Vault seals what lies encrypted in the store. A value opens in its own place and nowhere else.
type Vault interface {
	Seal(at Place, plain []byte) ([]byte, error)
	Open(at Place, sealed []byte) ([]byte, error)
}

// Keyring is the vault of the house, and makes one for each person.
type Keyring interface {
	Vault
	// NewPersonKey makes a key for a person, wrapped for the store.
	NewPersonKey(person string) (wrapped []byte, err error)
	// Unwrap opens a person's key. Without the wrapped key nothing that it sealed can be read again.
	Unwrap(person string, wrapped []byte) (Vault, error)
	// Lookup is a keyed hash by which a sealed number is found again.
	Lookup(kind, value string) string
}
