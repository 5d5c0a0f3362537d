package keys

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
)

// newTestRing is a ring in a folder of its own.
func newTestRing(t testing.TB) *Ring {
	t.Helper()
	ring, err := Create(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

func TestEveryUseHasALabelAndAKeyOfItsOwn(t *testing.T) {
	t.Parallel()
	master := bytes.Repeat([]byte{7}, keySize)
	var names, subKeys []string
	for u, label := range labels() {
		key, err := derive(master, use(u))
		if err != nil {
			t.Fatal(err)
		}
		if label == "" || len(key) != keySize || bytes.Equal(key, master) {
			t.Errorf("use %d: label %q, key of %d bytes", u, label, len(key))
		}
		names, subKeys = append(names, label), append(subKeys, string(key))
	}
	for _, list := range [][]string{names, subKeys} {
		if distinct := slices.Compact(slices.Sorted(slices.Values(list))); len(distinct) != len(list) {
			t.Error("two uses share a label or a key")
		}
	}
}

// Released labels and derivations never change: everything sealed or found by hash would be lost. The master key is
// 32 bytes of 7; the values were computed by another program, from RFC 5869, RFC 2104, RFC 7748 and BIP 173.
func TestWhatTheKeysGiveStaysTheSame(t *testing.T) {
	t.Parallel()
	ring, err := newRing(bytes.Repeat([]byte{7}, keySize), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{ring.Fingerprint(), ring.Lookup("paper", "X1"), ring.Mark("token", "X1"), ring.FilesRecipient().String()}
	want := []string{
		"4a489110947f1c2f8f4219754a151910",
		"398035b0d6c5e1ccb3de55fb3501f4897ac790329419018d21806e6c0e0212f8",
		"abe28de6a08ef484bca26e0bc9ab63cd6dc518ada43abcd8b992ee34a8f219f1",
		"age180gmu23yssdq9t8dj260vxp3z9jcr03qwldnn65s6gpfkrkm8s7se5sryy",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fingerprint, look-up, mark, recipient of files (-want +got):\n%s", diff)
	}
}

func TestHashesDifferByKindValueUseAndRing(t *testing.T) {
	t.Parallel()
	ring, other := newTestRing(t), newTestRing(t)
	seen := map[string]string{}
	for name, hash := range map[string]string{
		"look-up":                         ring.Lookup("a", "bc"),
		"look-up, the border moved":       ring.Lookup("ab", "c"),
		"look-up, one text":               ring.Lookup("abc", ""),
		"mark":                            ring.Mark("a", "bc"),
		"look-up of another ring":         other.Lookup("a", "bc"),
		"mark of another ring":            other.Mark("a", "bc"),
		"fingerprint":                     ring.Fingerprint(),
		"fingerprint of another ring":     other.Fingerprint(),
		"look-up of what the mark hashed": ring.Lookup("token", "bc"),
	} {
		if twin, taken := seen[hash]; taken {
			t.Errorf("%s is the same as %s", name, twin)
		}
		seen[hash] = name
	}
	if !ring.Matches("a", "bc", ring.Mark("a", "bc")) || ring.Matches("a", "bc", ring.Mark("a", "bd")) || ring.Matches("a", "bc", "") {
		t.Error("a mark matches another value, or not its own")
	}
}

func TestAuditHeadsVerifyUnderTheirOwnKeyAlone(t *testing.T) {
	t.Parallel()
	ring, other := newTestRing(t), newTestRing(t)
	head := []byte("head 17")
	sig := ring.SignHead(head)
	if !VerifyHead(ring.HeadPublic(), head, sig) {
		t.Fatal("a signature does not verify")
	}
	for _, tt := range []struct {
		name      string
		public    ed25519.PublicKey
		head, sig []byte
	}{
		{"another head", ring.HeadPublic(), []byte("head 18"), sig},
		{"another ring", other.HeadPublic(), head, sig},
		{"a cut signature", ring.HeadPublic(), head, sig[:63]},
		{"no signature", ring.HeadPublic(), head, nil},
		{"a cut key", ring.HeadPublic()[:31], head, sig},
		{"no key", nil, head, sig},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if VerifyHead(tt.public, tt.head, tt.sig) {
				t.Error("it verifies")
			}
		})
	}
}

func TestABackupOpensWithTheRingAndWithTheFurtherRecipient(t *testing.T) {
	t.Parallel()
	ring, other := newTestRing(t), newTestRing(t)
	safe, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	further, err := Recipients([]string{" " + safe.Recipient().String() + "\n"})
	if err != nil {
		t.Fatal(err)
	}
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, append(further, ring.Recipient())...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, "backup"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, identity := range map[string]age.Identity{"the ring": ring.Identity(), "the safe": safe} {
		r, err := age.Decrypt(bytes.NewReader(sealed.Bytes()), identity)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		plain, err := io.ReadAll(r)
		if err != nil || string(plain) != "backup" {
			t.Errorf("%s reads %q, %v", name, plain, err)
		}
	}
	if _, err := age.Decrypt(bytes.NewReader(sealed.Bytes()), other.Identity()); err == nil {
		t.Error("another ring opens the backup")
	}
}

func TestFilesOpenWithTheKeyOfFilesAndWithNoOther(t *testing.T) {
	t.Parallel()
	ring := newTestRing(t)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, ring.FilesRecipient())
	if err == nil {
		err = errors.Join(func() error { _, err := io.WriteString(w, "a scan"); return err }(), w.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		by   age.Identity
		good bool
	}{
		"of files": {ring.FilesIdentity(), true}, "of backups": {ring.Identity(), false}, "of another house": {newTestRing(t).FilesIdentity(), false},
	} {
		r, err := age.Decrypt(bytes.NewReader(file.Bytes()), tt.by)
		if (err == nil) != tt.good {
			t.Errorf("the key %s: %v", name, err)
		}
		if err != nil {
			continue
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != "a scan" {
			t.Errorf("the key %s: %q, %v", name, got, err)
		}
	}
}

func TestWhatIsNoRecipientIsRefusedAndNotRepeated(t *testing.T) {
	t.Parallel()
	secret, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	quantum, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing": "", "a secret key": secret.String(), "a post-quantum recipient": quantum.Recipient().String(), "an SSH key": "ssh-ed25519 AAAA",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Recipients([]string{text})
			if !errors.Is(err, ErrRecipient) {
				t.Fatalf("error %v, want ErrRecipient", err)
			}
			if text != "" && strings.Contains(err.Error(), text) {
				t.Errorf("the error repeats the text: %v", err)
			}
		})
	}
}

func TestNoKeyIsEverPrinted(t *testing.T) {
	t.Parallel()
	ring := newTestRing(t)
	wrapped, err := ring.NewPersonKey("p1")
	if err != nil {
		t.Fatal(err)
	}
	key, err := ring.Unwrap("p1", wrapped)
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		for want, value := range map[string][]any{"keys.Ring": {ring, *ring}, "keys.PersonKey": {key}} {
			for _, v := range value {
				if got := fmt.Sprintf(verb, v); got != want {
					t.Errorf("%s prints %d bytes, want %s", verb, len(got), want)
				}
			}
		}
	}
}
