//go:build pkcs11

package token

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/pkcs11"

	"sejur/internal/keys"
)

// softhsm is where Debian's package softhsm2 puts its module.
const softhsm = "/usr/lib/softhsm/libsofthsm2.so"

// TestMain makes two tokens of SoftHSM for all tests: the module reads its configuration once for a process.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "softhsm")
	if err == nil {
		err = tokens(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "make tokens (scripts/setup.sh installs softhsm2):", err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir) // of a test
	os.Exit(code)
}

func tokens(dir string) error {
	conf := filepath.Join(dir, "softhsm2.conf")
	if err := os.WriteFile(conf, []byte("directories.tokendir = "+dir+"\nlog.level = ERROR\n"), 0o600); err != nil {
		return err
	}
	if err := os.Setenv("SOFTHSM2_CONF", conf); err != nil {
		return err
	}
	for _, label := range []string{"office", "other"} {
		said, err := exec.Command("softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "87654321", "--pin", "1234").CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, said)
		}
	}
	return nil
}

// config is for a key of its own for each test.
func config(t *testing.T) Config {
	t.Helper()
	return Config{Module: softhsm, Token: "office", Key: t.Name(), PIN: "1234"}
}

// generated is a new key in the token.
func generated(t testing.TB, cfg Config) *Key {
	t.Helper()
	key, err := Generate(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := key.Close(); err != nil {
			t.Error(err)
		}
	})
	return key
}

// signs lets a key sign, and verifies.
func signs(t *testing.T, key crypto.Signer, text string) {
	t.Helper()
	digest := sha256.Sum256([]byte(text))
	sig, err := key.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		t.Error(err)
		return
	}
	if !ecdsa.VerifyASN1(key.Public().(*ecdsa.PublicKey), digest[:], sig) {
		t.Error("a signature does not verify")
	}
}

// ASVS 13.3.3: the whole way of a key in a token, from the ceremony to a signature.
func TestAKeyInATokenSignsWithItsCertificateAndNeverLeavesIt(t *testing.T) {
	t.Parallel()
	cfg := config(t)
	key := generated(t, cfg)
	base := t.TempDir()
	pass := filepath.Join(base, "pass")
	if err := os.WriteFile(pass, []byte("a passphrase of a test"), 0o600); err != nil {
		t.Fatal(err)
	}
	safe, err := keys.ReadPassphrase(pass)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(base, "signer")
	_, err = keys.Ceremony{
		Country: "RO", Name: "S1", Authority: "Office of tests", Now: time.Now(), Token: key,
		AuthorityDir: filepath.Join(base, "authority"), AuthorityPassphrase: safe,
	}.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Open(cfg) // as the next start does
	if err != nil {
		t.Fatal(err)
	}
	signing, err := keys.OpenToken(dir, again, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	signs(t, signing.Signer(), "a paper")
	if !again.public.Equal(signing.Certificate().PublicKey) || again.public.Curve != elliptic.P256() || signing.Identifier() != "ROS1" {
		t.Error("the certificate is not that of the key in the token")
	}
	if files, err := filepath.Glob(filepath.Join(dir, "*.key.age")); err != nil || len(files) > 0 {
		t.Errorf("a key lies in the folder: %v, %v", files, err)
	}
	said, err := again.line.ctx.GetAttributeValue(again.line.session, again.private, []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_EXTRACTABLE, nil), pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, nil),
	})
	if err != nil || said[0].Value[0] != 0 || said[1].Value[0] != 1 {
		t.Errorf("the key can be taken out: %v, %v", said, err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
	if _, err := keys.OpenToken(dir, generated(t, Config{softhsm, "office", t.Name() + " another", "1234"}), time.Now); !errors.Is(err, keys.ErrForeign) {
		t.Errorf("another key of the token: %v", err)
	}
}

func TestATokenIsRefusedForAReason(t *testing.T) {
	t.Parallel()
	cfg := config(t)
	generated(t, cfg)
	for name, tt := range map[string]struct {
		change func(*Config)
		want   error
	}{
		"no module":    {func(c *Config) { c.Module = "/nowhere.so" }, ErrNoToken},
		"no token":     {func(c *Config) { c.Token = "none" }, ErrNoToken},
		"no key":       {func(c *Config) { c.Key = "none" }, ErrNoKey},
		"another box":  {func(c *Config) { c.Token = "other" }, ErrNoKey},
		"nothing else": {func(*Config) {}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := cfg
			tt.change(&c)
			key, err := Open(c)
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if err == nil {
				err = key.Close()
			}
			if err != nil && strings.Contains(err.Error(), cfg.PIN) {
				t.Error("the error repeats the PIN")
			}
		})
	}
	if _, err := Generate(cfg); !errors.Is(err, ErrKey) {
		t.Errorf("a second key of that label: %v", err)
	}
}

func TestAConnectionThatWasLostIsMadeAgain(t *testing.T) {
	t.Parallel()
	key := generated(t, config(t))
	signs(t, key, "before")
	if err := key.line.ctx.CloseSession(key.line.session); err != nil { // as a box does that was switched off and on
		t.Fatal(err)
	}
	signs(t, key, "after")
	key.cfg.Token = "other" // somebody put another token into the box
	if err := key.line.ctx.CloseSession(key.line.session); err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(nil)
	if _, err := key.Sign(nil, digest[:], crypto.SHA256); !errors.Is(err, ErrNoKey) {
		t.Errorf("another token: %v", err)
	}
}

func TestManySignAtOnce(t *testing.T) {
	t.Parallel()
	key := generated(t, config(t))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 8 {
				signs(t, key, fmt.Sprint(i, j))
			}
		})
	}
	wg.Wait()
}

func TestWhatIsNoDigestIsNotSigned(t *testing.T) {
	t.Parallel()
	key := generated(t, config(t))
	if _, err := key.Sign(nil, []byte("too short"), crypto.SHA256); err == nil {
		t.Error("it was signed")
	}
}

func TestNoPINIsEverPrinted(t *testing.T) {
	t.Parallel()
	key := generated(t, config(t))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		if got := fmt.Sprintf(verb+" "+verb, key, key.cfg); got != "token.Key token.Config" {
			t.Errorf("%s prints %q", verb, got)
		}
	}
}

// How many signatures a token gives in a second; the file's key is measured in bench.
func BenchmarkToken(b *testing.B) {
	key := generated(b, Config{softhsm, "office", b.Name() + time.Now().String(), "1234"})
	digest := sha256.Sum256([]byte("a paper"))
	for b.Loop() {
		if _, err := key.Sign(nil, digest[:], crypto.SHA256); err != nil {
			b.Fatal(err)
		}
	}
}
