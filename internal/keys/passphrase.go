package keys

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
)

// Passphrase opens a signing key. ReadPassphrase and Ring.SigningPassphrase make one; the zero Passphrase opens nothing.
type Passphrase struct {
	text string
	work int // of scrypt, as a power of two
}

// How much work a guess costs. What people think of needs much (a second and 256 MiB, as the age program asks); 256 random bits need none.
const (
	workOfPeople = 18
	workOfChance = 10
)

// minPassphrase is the fewest characters that each custodian's part has.
const minPassphrase = 12

// ErrShort is a passphrase that is too short to be one.
var ErrShort = fmt.Errorf("a passphrase has at least %d characters", minPassphrase)

// ReadPassphrase reads the files of the custodians, one or several: what stands in them, one after the other and without the ends of
// lines, is the passphrase, so that nobody has it alone. Only its own user may read such a file. Its error is ErrShort, ErrExposed or
// the machine's own; it repeats nothing of a file.
func ReadPassphrase(files ...string) (Passphrase, error) {
	var whole strings.Builder
	for _, name := range files {
		part, err := ReadSecret(name)
		if err != nil {
			return Passphrase{}, err
		}
		if len([]rune(part)) < minPassphrase {
			return Passphrase{}, fmt.Errorf("passphrase file %s: %w", name, ErrShort)
		}
		whole.WriteString(part)
	}
	if whole.Len() == 0 {
		return Passphrase{}, ErrShort
	}
	return Passphrase{text: whole.String(), work: workOfPeople}, nil
}

// ReadSecret reads what stands in a file, without the end of its line: half a passphrase, the PIN of a token. Only its own user may read
// such a file. Its error is ErrExposed or the machine's own; it repeats nothing of the file.
func ReadSecret(name string) (string, error) {
	f, err := os.Open(name) //nolint:gosec // G304: the operator names it
	if err != nil {
		return "", fmt.Errorf("read a secret: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	if err := guarded(f.Stat()); err != nil {
		return "", fmt.Errorf("secret in %s: %w", name, err)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return "", fmt.Errorf("read the secret in %s: %w", name, err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// Random is the same passphrase, of which the caller says that chance drew it (128 bits or more): what it encrypts opens at once.
func (p Passphrase) Random() Passphrase {
	p.work = workOfChance
	return p
}

// SigningPassphrase opens the signing keys of a trial: whoever has the key folder has them too.
func (r *Ring) SigningPassphrase() Passphrase {
	return Passphrase{text: hex.EncodeToString(r.signing)}.Random()
}

// Format prints the name of the type and never the passphrase, whatever the verb.
func (Passphrase) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "keys.Passphrase") }

// lock encrypts with the passphrase, as the plain age program does.
func (p Passphrase) lock(plain []byte) ([]byte, error) {
	to, err := age.NewScryptRecipient(p.text)
	if err != nil {
		return nil, ErrShort // it is empty
	}
	to.SetWorkFactor(p.work)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("encrypt a key: %w", err)
	}
	return out.Bytes(), nil
}

// open decrypts what lock made. Its error is ErrPassphrase or ErrDamaged.
func (p Passphrase) open(locked []byte) ([]byte, error) {
	by, err := age.NewScryptIdentity(p.text)
	if err != nil {
		return nil, ErrPassphrase // it is empty
	}
	by.SetMaxWorkFactor(workOfPeople) // whoever writes into the folder cannot make a start last for hours
	r, err := age.Decrypt(bytes.NewReader(locked), by)
	var wrong *age.NoIdentityMatchError
	if errors.As(err, &wrong) {
		return nil, ErrPassphrase
	}
	if err != nil {
		return nil, ErrDamaged
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, ErrDamaged
	}
	return plain, nil
}
