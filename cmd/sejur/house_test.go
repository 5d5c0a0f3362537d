package main

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
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

func (i installation) flags() houseFlags {
	return houseFlags{placeFlags: placeFlags{Data: i.data, AuditHeads: i.heads}}
}

// open opens the house as serve does.
func (i installation) open(t *testing.T, change ...func(*houseFlags)) (*house, error) {
	t.Helper()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	flags := i.flags()
	for _, c := range change {
		c(&flags)
	}
	d := &desk{getenv: func(string) string { return "" }, now: time.Now}
	return openHouse(t.Context(), d, flags, "http://localhost:8080", catalogue, slog.New(slog.NewTextHandler(io.Discard, nil)))
}

// opened opens a house that must open, and runs fn with it before it is closed.
func (i installation) opened(t *testing.T, fn func(h *house)) {
	t.Helper()
	h, err := i.open(t)
	if err != nil {
		t.Fatal(err)
	}
	fn(h)
	if err := h.close(); err != nil {
		t.Fatal(err)
	}
}

// works writes n entries into the record, links them and exports a head.
func works(t *testing.T, h *house, n int) {
	t.Helper()
	change(t, h.store, func(ctx context.Context, tx *store.Tx) error {
		for range n {
			e := audit.Entry{ID: office.NewID(), At: h.store.Now(), Actor: "test", As: "system", Action: "test.work", Purpose: "test"}
			if err := tx.Trail().Add(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	for _, round := range h.rounds() {
		if err := round.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if round.End == nil {
			continue
		}
		if err := round.End(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if h.heads == nil {
		return
	}
	head, err := jobs.Signed(t.Context(), h.store.Head, h.ring)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.heads.Append(t.Context(), head); err != nil {
		t.Fatal(err)
	}
}

func change(t *testing.T, s *store.Store, fn func(context.Context, *store.Tx) error) {
	t.Helper()
	if err := s.Change(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// spoil runs statements on a SQLite file behind the program's back.
func spoil(t *testing.T, file string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
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
			spoil(t, filepath.Join(i.data, "sejur.db"), "INSERT INTO schema_migration VALUES ('9999_later', '', '')")
		}, "9999_later"},
		{"a schema of another program", func(t *testing.T, i installation) {
			spoil(t, filepath.Join(i.data, "sejur.db"), "UPDATE schema_migration SET sum = 'other' WHERE name = '0001_ground'")
		}, "other migrations"},
		{"the end of the record is cut off", func(t *testing.T, i installation) {
			spoil(t, filepath.Join(i.data, "sejur.db"), "DELETE FROM audit_link WHERE seq = 3")
		}, "does not reach number 3"},
		{"the record was written anew", func(t *testing.T, i installation) {
			spoil(t, filepath.Join(i.data, "sejur.db"), "UPDATE audit_link SET hash = 'ffff' WHERE seq = 3")
		}, "another hash"},
		{"an old copy of a restored database", func(t *testing.T, i installation) {
			i.opened(t, func(h *house) {
				if err := h.store.RaiseEpoch(t.Context(), 2); err != nil {
					t.Fatal(err)
				}
				works(t, h, 1)
			})
			spoil(t, filepath.Join(i.data, "sejur.db"), "UPDATE installation SET epoch = 1")
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
			i.opened(t, func(h *house) { works(t, h, 3) })
			tt.spoil(t, i)
			h, err := i.open(t)
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
	i.opened(t, func(h *house) { works(t, h, 3) })
	copyFile(t, filepath.Join(i.data, "sejur.db"), filepath.Join(i.data, "copy"))
	i.opened(t, func(h *house) { works(t, h, 3) })
	copyFile(t, filepath.Join(i.data, "copy"), filepath.Join(i.data, "sejur.db"))
	if _, err := i.open(t); err == nil {
		t.Fatal("the old copy was served")
	}
	spoil(t, filepath.Join(i.data, "sejur.db"), "UPDATE installation SET epoch = 2")
	i.opened(t, func(*house) {})
}

func TestOneStepBackIsPossibleWhenItIsAskedFor(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	i.opened(t, func(*house) {})
	spoil(t, filepath.Join(i.data, "sejur.db"), "INSERT INTO schema_migration VALUES ('9999_later', '', '')")
	h, err := i.open(t, func(f *houseFlags) { f.NewerSchema = true })
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
	i.opened(t, func(*house) {
		if _, err := i.open(t); !errors.Is(err, store.ErrHeld) && (err == nil || !strings.Contains(err.Error(), "another process")) {
			t.Errorf("a second one: %v", err)
		}
	})
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
			_, err := newInstallation(t).open(t, tt.change)
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
	h, err := i.open(t)
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
	if testing.Short() {
		t.Skip("SKIPPED: PostgreSQL is left to make test, because -short was given")
	}
	database := storetest.Postgres(t)
	at, stop := start(t, "serve", "--addr", "127.0.0.1:0", "--database", database)
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
	owner, err := store.Open(t.Context(), store.Config{Database: database})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := owner.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for statusOf(t, at.URL+"/readyz") != http.StatusOK { // it asks twice a second
		if t.Context().Err() != nil {
			t.Fatal("it never got ready")
		}
	}
	if err := owner.Close(); err != nil {
		t.Error(err)
	}
}
