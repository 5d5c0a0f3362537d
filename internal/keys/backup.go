package keys

import (
	"errors"
	"fmt"
	"strings"

	"filippo.io/age"
)

// ErrRecipient is a text that names no recipient of backups.
var ErrRecipient = errors.New("not an age recipient (age1…, X25519)")

// Recipient is whom a backup is encrypted to, so that this key folder can open it.
func (r *Ring) Recipient() *age.X25519Recipient { return r.backup.Recipient() }

// Identity opens what was encrypted to Recipient.
func (r *Ring) Identity() *age.X25519Identity { return r.backup }

// Recipients reads further recipients of backups, such as a key that lies in a safe. They must be of the ring's own kind: age refuses
// to mix it with post-quantum recipients (age1pq…), whose promise the weaker one would break. Its error is ErrRecipient.
func Recipients(texts []string) ([]age.Recipient, error) {
	var out []age.Recipient
	for i, text := range texts {
		one, err := age.ParseX25519Recipient(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("recipient %d: %w", i+1, ErrRecipient) // the text may be a secret key given by mistake
		}
		out = append(out, one)
	}
	return out, nil
}
