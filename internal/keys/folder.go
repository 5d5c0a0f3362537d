package keys

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
)

// The files of a key folder.
const (
	masterFile = "master.key" // 64 hexadecimal digits
	auditFile  = "audit.key"  // Ed25519, PKCS #8 in PEM
	backupFile = "backup.key" // an age identity, as age-keygen writes it
)

// maxFile is the most bytes that a file of the folder may have.
const maxFile = 4 << 10

// What can be wrong with a key folder that exists. A folder that does not exist, or has nothing in it, is fs.ErrNotExist.
var (
	// ErrDamaged: a file is missing, or does not hold what it should. The error names the file.
	ErrDamaged = errors.New("the folder is damaged")
	// ErrExposed: the folder or a file can be read or changed by others on this machine. The error names it.
	ErrExposed = errors.New("others on this machine can reach the keys")
)

// Open reads a key folder. Its error is fs.ErrNotExist when there is none (or an empty one), ErrDamaged, ErrExposed, or the machine's
// own. It never repeats what a file holds.
func Open(dir string) (*Ring, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the key folder: %w", err)
	}
	defer func() { _ = root.Close() }() // nothing was written through it
	empty, err := isEmpty(root)
	if err != nil {
		return nil, fmt.Errorf("open the key folder: %w", err)
	}
	if empty {
		return nil, fmt.Errorf("the key folder %s is empty: %w", dir, fs.ErrNotExist)
	}
	ring, err := read(root)
	if err != nil {
		return nil, fmt.Errorf("key folder %s: %w", dir, err)
	}
	return ring, nil
}

// Create makes new keys in a folder that does not exist yet (its parent must) or is empty, and opens it. When it returns, files and
// folders are on the disk. It never writes over anything: a folder with anything in it is fs.ErrExist.
func Create(dir string) (*Ring, error) {
	err := os.Mkdir(dir, 0o700)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("create the key folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("create the key folder: %w", err)
	}
	defer func() { _ = root.Close() }() // every file was synced and closed by itself
	if err := fill(root); err != nil {
		return nil, fmt.Errorf("create the key folder %s: %w", dir, err)
	}
	if err := syncParent(dir); err != nil {
		return nil, fmt.Errorf("create the key folder %s: %w", dir, err)
	}
	return Open(dir) // what counts is what can be read back
}

// fill writes new keys into an empty folder. The master key comes last: a folder cut short by a crash has none, so nothing can have
// been sealed with it.
func fill(root *os.Root) error {
	empty, err := isEmpty(root)
	if err != nil {
		return err
	}
	if !empty {
		return fmt.Errorf("it is not empty: %w", fs.ErrExist)
	}
	if err := root.Chmod(".", 0o700); err != nil { // made by somebody else, perhaps for everybody to see
		return err
	}
	_, head, err := ed25519.GenerateKey(nil)
	if err != nil {
		return fmt.Errorf("make the audit key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(head)
	if err != nil {
		return fmt.Errorf("write the audit key: %w", err)
	}
	backup, err := age.GenerateX25519Identity()
	if err != nil {
		return fmt.Errorf("make the backup key: %w", err)
	}
	master := make([]byte, keySize)
	_, _ = rand.Read(master) // never fails: crypto/rand ends the program instead
	for _, file := range []struct{ name, text string }{
		{auditFile, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))},
		{backupFile, "# public key: " + backup.Recipient().String() + "\n" + backup.String() + "\n"},
		{masterFile, hex.EncodeToString(master) + "\n"},
	} {
		if err := write(root, file.name, file.text); err != nil {
			return err
		}
	}
	return syncFolder(root)
}

func write(root *os.Root, name, text string) error {
	f, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, text)
	return errors.Join(err, f.Sync(), f.Close())
}

func isEmpty(root *os.Root) (bool, error) {
	folder, err := root.Open(".")
	if err != nil {
		return false, err
	}
	defer func() { _ = folder.Close() }() // only read
	_, err = folder.ReadDir(1)
	if errors.Is(err, io.EOF) {
		return true, nil
	}
	return false, err
}

// syncFolder puts the names in a folder on the disk: a synced file whose name is lost is lost.
func syncFolder(root *os.Root) error {
	folder, err := root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func syncParent(dir string) error {
	parent, err := os.OpenRoot(filepath.Dir(filepath.Clean(dir)))
	if err != nil {
		return err
	}
	return errors.Join(syncFolder(parent), parent.Close())
}

// read reads the three files. The order is that of the inventory, so that the master key is missed first.
func read(root *os.Root) (*Ring, error) {
	if err := guarded(root.Stat(".")); err != nil {
		return nil, fmt.Errorf("the folder itself: %w", err)
	}
	var texts []string
	for _, name := range []string{masterFile, auditFile, backupFile} {
		text, err := readFile(root, name)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	master, err := hex.DecodeString(strings.TrimSpace(texts[0]))
	if err != nil || len(master) != keySize {
		return nil, fmt.Errorf("%s holds no key: %w", masterFile, ErrDamaged)
	}
	head, ok := headKey(texts[1])
	if !ok {
		return nil, fmt.Errorf("%s holds no key: %w", auditFile, ErrDamaged)
	}
	backup, ok := backupKey(texts[2])
	if !ok {
		return nil, fmt.Errorf("%s holds no key: %w", backupFile, ErrDamaged)
	}
	return newRing(master, head, backup)
}

func readFile(root *os.Root, name string) (string, error) {
	f, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s is missing: %w", name, ErrDamaged)
	}
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()          // only read
	if err := guarded(f.Stat()); err != nil { // of the opened file, which nobody can exchange any more
		return "", fmt.Errorf("%s: %w", name, err)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return "", fmt.Errorf("read %s: %w", name, err)
	}
	return string(text), nil
}

// guarded refuses what anybody but its owner may read, write or enter.
func guarded(info fs.FileInfo, err error) error {
	if err != nil {
		return err
	}
	if open := info.Mode().Perm() & 0o077; open != 0 {
		return fmt.Errorf("%w: its mode is %04o; take the rights of group and others away (chmod go=)", ErrExposed, info.Mode().Perm())
	}
	return nil
}

// headKey reads an Ed25519 key; ok is false when the text is anything else.
func headKey(text string) (key ed25519.PrivateKey, ok bool) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, false
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, false
	}
	key, ok = parsed.(ed25519.PrivateKey)
	return key, ok
}

// backupKey reads one X25519 identity; ok is false when the text is anything else.
func backupKey(text string) (key *age.X25519Identity, ok bool) {
	all, err := age.ParseIdentities(strings.NewReader(text))
	if err != nil || len(all) != 1 {
		return nil, false
	}
	key, ok = all[0].(*age.X25519Identity)
	return key, ok
}
