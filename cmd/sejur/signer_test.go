package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/fault"
	"sejur/internal/keys"
	"sejur/internal/keys/signer"
	"sejur/internal/store/storetest"
	"sejur/internal/web"
)

// idle is a desk that nobody asks.
type idle struct{}

func (idle) Sign(context.Context, string) error  { return nil }
func (idle) Print(context.Context, string) error { return nil }
func (idle) PublishList(context.Context) error   { return nil }

// signerAt is a signing process of which there is no more than its socket.
func signerAt(t *testing.T, about signer.About) (socket string) {
	t.Helper()
	socket = filepath.Join(t.TempDir(), "s")
	l, err := signer.Listen(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- signer.Server{Desk: idle{}, About: about, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}.Serve(ctx, l)
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return socket
}

// Threat 8: whoever runs the pages has no signing key, and their process does not look for one. The folder here is one that no process
// that opens it would start with.
func TestAServiceWhoseSignerIsElsewhereNeverOpensASigningFolder(t *testing.T) {
	t.Parallel()
	storetest.LeaveToMakeTest(t)
	socket := signerAt(t, signer.About{Identifier: "ROS1", Reference: "1A2B3", Until: time.Now().AddDate(1, 0, 0)})
	i := newInstallation(t)
	dir := filepath.Join(t.TempDir(), "signer")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "authority.crt"), []byte("damaged"), 0o644); err != nil {
		t.Fatal(err)
	}
	database := storetest.Postgres(t)
	elsewhere := func(f *houseFlags) { f.Database, f.SignerDir, f.Signer = database, dir, "unix:"+socket }
	here := func(f *houseFlags) { f.Database, f.SignerDir = database, dir }
	h, err := i.open(t.Context(), elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	about, err := h.signs(t.Context())
	if h.signing != nil || err != nil || about.Identifier != "ROS1" {
		t.Errorf("%v signs, %v", about, err)
	}
	if err := h.close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(i.data, "signer")); !os.IsNotExist(err) {
		t.Errorf("a folder was made: %v", err)
	}
	if _, err := i.open(t.Context(), here); err == nil {
		t.Error("with the key of its own the damaged folder was opened, so this test would notice nothing")
	}
}

func TestAServiceWhoseSignerIsAwayIsReady(t *testing.T) {
	t.Parallel()
	storetest.LeaveToMakeTest(t)
	i := newInstallation(t)
	database := storetest.Postgres(t)
	h, err := i.open(t.Context(), func(f *houseFlags) { f.Database, f.Signer = database, "unix:"+filepath.Join(i.data, "none") })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.signs(t.Context()); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("the signer that is away: %v", err)
	}
	for _, d := range h.ready(t.Context()) {
		if d.Name != "schema" && d.State != web.OK { // nobody has migrated this database
			t.Errorf("%s is %s", d.Name, d.State)
		}
	}
	if err := h.close(); err != nil {
		t.Error(err)
	}
}

func TestASignerElsewhereIsASocketAndNeedsPostgreSQL(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"/run/signer", "unix:", "tcp:localhost:1", "unix:/run/signer"} {
		if _, err := newInstallation(t).open(t.Context(), func(f *houseFlags) { f.Signer = address }); exitCode(err) != codeUsage {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestDoctorSaysWhoSignsAndUntilWhen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)
	base := t.TempDir()
	file := filepath.Join(base, "passphrase")
	if err := os.WriteFile(file, []byte("a passphrase of a test"), 0o600); err != nil {
		t.Fatal(err)
	}
	pass, err := keys.ReadPassphrase(file)
	if err != nil {
		t.Fatal(err)
	}
	dir, safe := filepath.Join(base, "signer"), filepath.Join(base, "authority")
	_, err = keys.Ceremony{
		Country: "RO", Name: "S1", Authority: "Office of tests", Now: now, Passphrase: pass.Random(),
		AuthorityDir: safe, AuthorityPassphrase: pass.Random(),
	}.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	socket := signerAt(t, signer.About{Identifier: "ROS1", Reference: "1A2B3", Until: now.AddDate(0, 3, 0)})
	ring, err := keys.Create(filepath.Join(base, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	trial := filepath.Join(base, "trial")
	if _, err := keys.Trial(ring, now).Create(trial); err != nil {
		t.Fatal(err)
	}
	of := func(months int, c doctorCommand) health {
		var f findings
		d := &desk{getenv: func(string) string { return "" }, now: func() time.Time { return now.AddDate(0, months, 0) }}
		c.signing(t.Context(), &f, d, c.find(d))
		return f.states()["signer"]
	}
	atOffice := doctorCommand{SignerDir: dir}
	inSafe := doctorCommand{SignerDir: safe}
	atTrial := doctorCommand{SignerDir: trial}
	at := func(address string) doctorCommand { return doctorCommand{remoteFlag: remoteFlag{Signer: address}} }
	got := map[string]health{
		"an office": of(0, atOffice), "its key ends soon": of(13, atOffice), "its key has ended": of(15, atOffice),
		"the safe": of(0, inSafe), "a trial": of(0, atTrial), "no folder": of(0, doctorCommand{SignerDir: filepath.Join(base, "none")}),
		"another process": of(0, at("unix:"+socket)), "its key ends": of(2, at("unix:"+socket)), "it is away": of(0, at("unix:"+base+"/none")),
		"no address": of(0, at("tcp:1")),
	}
	want := map[string]health{
		"an office": well, "its key ends soon": warn, "its key has ended": bad,
		"the safe": bad, "a trial": warn, "no folder": warn,
		"another process": well, "its key ends": warn, "it is away": warn,
		"no address": bad,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	text, err := os.ReadFile(filepath.Join(safe, keys.AuthorityKey))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, keys.AuthorityKey), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := of(0, atOffice); got != bad {
		t.Errorf("with the key of the authority beside it: %s", got)
	}
}
