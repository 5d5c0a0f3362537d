package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/files"
	"sejur/internal/jobs"
	"sejur/internal/keys"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// installation is a data folder with a folder for heads beside it.
type installation struct{ data, heads string }

func newInstallation(t *testing.T) installation {
	t.Helper()
	dir := t.TempDir()
	return installation{data: filepath.Join(dir, "data"), heads: filepath.Join(dir, "heads")}
}

// messages are read once for all tests.
var messages = sync.OnceValues(locale.Load)

// open opens the house as serve does.
func (i installation) open(ctx context.Context, change ...func(*houseFlags)) (*house, error) {
	catalogue, err := messages()
	if err != nil {
		return nil, err
	}
	flags := houseFlags{placeFlags: placeFlags{Data: i.data, AuditHeads: i.heads}}
	for _, c := range change {
		c(&flags)
	}
	d := &desk{getenv: func(string) string { return "" }, now: time.Now, stdout: io.Discard}
	return openHouse(ctx, d, flags, "http://localhost:8080", guide{catalogue: catalogue}, slog.New(slog.NewTextHandler(io.Discard, nil)))
}

// work opens the house, writes n entries into the record, links them, exports a head and closes it.
func (i installation) work(ctx context.Context, n int, change ...func(*houseFlags)) error {
	h, err := i.open(ctx, change...)
	if err != nil {
		return err
	}
	return errors.Join(h.record(ctx, n), h.close())
}

// record writes n entries, links them and exports a head.
func (h *house) record(ctx context.Context, n int) error {
	err := h.store.Change(ctx, func(ctx context.Context, tx *store.Tx) error {
		for range n {
			e := audit.Entry{ID: office.NewID(), At: h.store.Now(), Actor: "test", As: "system", Action: "test.work", Purpose: "test"}
			if err := tx.Trail().Add(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, round := range h.rounds() {
		if err := round.Run(ctx); err != nil {
			return err
		}
		if round.End != nil {
			if err := round.End(ctx); err != nil {
				return err
			}
		}
	}
	if h.heads == nil {
		return nil
	}
	head, err := jobs.Signed(ctx, h.store.Head, h.ring)
	if err != nil {
		return err
	}
	return h.heads.Append(ctx, head)
}

// works is work that must succeed.
func (i installation) works(t *testing.T, n int) {
	t.Helper()
	if err := i.work(t.Context(), n); err != nil {
		t.Fatal(err)
	}
}

// spoil runs a statement on a SQLite file behind the program's back.
func spoil(ctx context.Context, file, statement string) error {
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, statement)
	return errors.Join(err, db.Close())
}

// spoiled runs a statement on the installation's database.
func (i installation) spoiled(t *testing.T, statement string) {
	t.Helper()
	if err := spoil(t.Context(), filepath.Join(i.data, "sejur.db"), statement); err != nil {
		t.Fatal(err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	body, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, body, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAStartThatDoesNotFitIsRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		spoil func(t *testing.T, i installation)
		says  string
	}{
		{"nothing is wrong", func(*testing.T, installation) {}, ""},
		{"the keys are gone", func(t *testing.T, i installation) {
			if err := os.RemoveAll(filepath.Join(i.data, "keys")); err != nil {
				t.Fatal(err)
			}
		}, "no keys"},
		{"other keys", func(t *testing.T, i installation) {
			if err := os.RemoveAll(filepath.Join(i.data, "keys")); err != nil {
				t.Fatal(err)
			}
			if _, err := keys.Create(filepath.Join(i.data, "keys")); err != nil {
				t.Fatal(err)
			}
		}, "do not belong"},
		{"keys that others can read", func(t *testing.T, i installation) {
			if err := os.Chmod(filepath.Join(i.data, "keys", "master.key"), 0o644); err != nil { //nolint:gosec // G302: the fault that is tried
				t.Fatal(err)
			}
		}, "chmod"},
		{"a schema of a newer release", func(t *testing.T, i installation) {
			i.spoiled(t, "INSERT INTO schema_migration VALUES ('9999_later', '', '')")
		}, "9999_later"},
		{"a schema of another program", func(t *testing.T, i installation) {
			i.spoiled(t, "UPDATE schema_migration SET sum = 'other' WHERE name = '0001_ground'")
		}, "other migrations"},
		{"the end of the record is cut off", func(t *testing.T, i installation) {
			i.spoiled(t, "DELETE FROM audit_link WHERE seq = 3")
		}, "does not reach number 3"},
		{"the record was written anew", func(t *testing.T, i installation) {
			i.spoiled(t, "UPDATE audit_link SET hash = 'ffff' WHERE seq = 3")
		}, "another hash"},
		{"an old copy of a restored database", func(t *testing.T, i installation) {
			i.spoiled(t, "UPDATE installation SET epoch = 2")
			i.works(t, 1)
			i.spoiled(t, "UPDATE installation SET epoch = 1")
		}, "old copy"},
		{"a head of another house", func(t *testing.T, i installation) {
			folder, err := files.NewHeads(i.heads)
			if err != nil {
				t.Fatal(err)
			}
			err = folder.Append(t.Context(), audit.Signed{Head: audit.Head{Seq: 9, Epoch: 1}, Signature: []byte("x")})
			if err != nil {
				t.Fatal(err)
			}
		}, "not signed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			i := newInstallation(t)
			i.works(t, 3)
			tt.spoil(t, i)
			h, err := i.open(t.Context())
			if err == nil {
				err = h.close()
			}
			if (err == nil) != (tt.says == "") || err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %q", err, tt.says)
			}
		})
	}
}

func TestARestoredDatabaseStartsBehindWhatWasExportedBefore(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	i.works(t, 3)
	copyFile(t, filepath.Join(i.data, "sejur.db"), filepath.Join(i.data, "copy"))
	i.works(t, 3)
	copyFile(t, filepath.Join(i.data, "copy"), filepath.Join(i.data, "sejur.db"))
	if _, err := i.open(t.Context()); err == nil {
		t.Fatal("the old copy was served")
	}
	i.spoiled(t, "UPDATE installation SET epoch = 2")
	i.works(t, 0)
}

func TestOneStepBackIsPossibleWhenItIsAskedFor(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	i.works(t, 0)
	i.spoiled(t, "INSERT INTO schema_migration VALUES ('9999_later', '', '')")
	h, err := i.open(t.Context(), func(f *houseFlags) { f.NewerSchema = true })
	if err != nil {
		t.Fatal(err)
	}
	if err := h.close(); err != nil {
		t.Error(err)
	}
}

func TestASQLiteFileIsServedByOneProcess(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	h, err := i.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i.open(t.Context()); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("a second one: %v", err)
	}
	if err := h.close(); err != nil {
		t.Error(err)
	}
}

func TestMailNeedsASenderAndHidesItsPassword(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*houseFlags)
		says   string
	}{
		"a server and nobody who writes": {func(f *houseFlags) { f.SMTP = "smtp://mail.example.org" }, "--mail-from"},
		"a password in the address": {func(f *houseFlags) {
			f.SMTP, f.MailFrom = "smtp://me:secret@mail.example.org", "me@example.org"
		}, "does not belong"},
		"an address that is none": {func(f *houseFlags) { f.MailFrom = "office" }, "--mail-from"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newInstallation(t).open(t.Context(), tt.change)
			if err == nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v, want %q", err, tt.says)
			}
		})
	}
}

// The whole way of a letter: a use case writes it, the running service takes it out.
func TestAServingHouseDoesItsJobs(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	h, err := i.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	act := office.Act{By: access.Named("test"), Needs: access.Public, Action: "test.write", Purpose: office.PurposeUpkeep}
	_, err = office.Do(t.Context(), office.New(h.office(), h.jobStore()), act, func(_ context.Context, _ jobs.Tx, w *office.Work) (int, error) {
		w.Send(office.Letter{To: "ana@example.org", Lang: locale.EN, Template: "test", Args: map[string]string{"at": "2026-11-30T12:00:00Z"}})
		return 0, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.runner.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	letters, err := filepath.Glob(filepath.Join(i.data, "mail", "*.eml"))
	if err != nil || len(letters) != 1 {
		t.Errorf("letters: %v, %v", letters, err)
	}
	if err := h.close(); err != nil {
		t.Error(err)
	}
}

func TestServeWaitsForTheOwnerOfTheSchema(t *testing.T) {
	t.Parallel()
	storetest.LeaveToMakeTest(t)
	database := storetest.Postgres(t)
	role := storetest.Role(t, database)
	at, stop := start(t, "serve", "--addr", "127.0.0.1:0", "--database", role.URL)
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	if status := statusOf(t, at.URL+"/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("without a schema: %d", status)
	}
	if status := statusOf(t, at.URL+"/en/check"); status != http.StatusOK {
		t.Errorf("the guide needs no database, and answers %d", status)
	}
	var out bytes.Buffer
	args := []string{"migrate", "--database", database, "--serving-role", role.Name}
	if err := run(t.Context(), args, func(string) string { return "" }, strings.NewReader(""), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for statusOf(t, at.URL+"/readyz") != http.StatusOK { // it asks twice a second
		if t.Context().Err() != nil {
			t.Fatal("it never got ready")
		}
	}
}
