package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"sejur/internal/audit"
	"sejur/internal/store/storetest"
)

// sejur runs a command that must succeed, and reads its JSON.
func sejur(t *testing.T, out any, args ...string) {
	t.Helper()
	var printed bytes.Buffer
	if err := run(t.Context(), append(args, "--json"), func(string) string { return "" }, strings.NewReader(""), &printed, io.Discard); err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	if err := json.Unmarshal(printed.Bytes(), out); err != nil {
		t.Fatal(err)
	}
}

// refused runs a command that must not succeed.
func refused(t *testing.T, says string, args ...string) {
	t.Helper()
	err := run(t.Context(), args, func(string) string { return "" }, strings.NewReader(""), io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%v: %v, want %q", args, err, says)
	}
}

// keysTo copies the key folder, as an operator does by hand.
func keysTo(t *testing.T, from, to installation) {
	t.Helper()
	if err := os.MkdirAll(to.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "cp", "-r", filepath.Join(from.data, "keys"), to.data).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func TestABackupIsMadeWhileTheHouseServesAndOpensWithTheKeyInTheSafe(t *testing.T) {
	t.Parallel()
	i, other, backups := newInstallation(t), newInstallation(t), t.TempDir()
	safe, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	h, err := i.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.record(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	var made backupAnswer
	sejur(t, &made, "backup", backups, "--data", i.data, "--recipient", safe.Recipient().String())
	if err := h.record(t.Context(), 2); err != nil {
		t.Errorf("after the backup: %v", err)
	}
	if err := h.close(); err != nil {
		t.Fatal(err)
	}
	keysTo(t, i, other)
	file := filepath.Join(t.TempDir(), "safe.key")
	if err := os.WriteFile(file, []byte(safe.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var restored restoreAnswer
	sejur(t, &restored, "restore", made.File, "--data", other.data, "--identity", file)
	if diff := cmp.Diff(made.About, restored.About); diff != "" || restored.Record.Links != 3 || !restored.Record.Whole {
		t.Errorf("%+v %s", restored, diff)
	}
	if left, err := filepath.Glob(filepath.Join(backups, "*.part")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestABackupOfPostgresComesBackInAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	storetest.LeaveToMakeTest(t)
	i, other, backups := newInstallation(t), newInstallation(t), t.TempDir()
	database, target := storetest.Postgres(t), storetest.Postgres(t)
	role := storetest.Role(t, database)
	var migrated migrateAnswer
	sejur(t, &migrated, "migrate", "--database", database, "--serving-role", role.Name)
	serve := func(f *houseFlags) { f.Database = role.URL }
	if err := i.work(t.Context(), 3, serve); err != nil {
		t.Fatal(err)
	}
	var made backupAnswer
	sejur(t, &made, "backup", backups, "--data", i.data, "--database", role.URL)
	if err := i.work(t.Context(), 2, serve); err != nil {
		t.Fatal(err)
	}
	keysTo(t, i, other)
	refused(t, "not empty", "restore", backups, "--data", other.data, "--database", database)
	refused(t, "--accept-loss-up-to 5", "restore", backups, "--data", other.data, "--database", target, "--audit-heads", i.heads)
	var restored restoreAnswer
	sejur(t, &restored, "restore", backups, "--data", other.data, "--database", target, "--audit-heads", i.heads, "--accept-loss-up-to", "5")
	want := auditAnswer{Report: audit.Report{Links: 3, Heads: 1, Vouched: 3, Findings: []audit.Finding{}}, Whole: true, Torn: []int{}, Lost: 1}
	if diff := cmp.Diff(want, restored.Record); diff != "" || restored.Epoch != 2 || restored.LostUpTo != 5 || made.About.Engine != "postgres" {
		t.Errorf("%+v %s", restored, diff)
	}
	refused(t, "old copy", "serve", "--addr", "127.0.0.1:0", "--data", i.data, "--database", role.URL, "--audit-heads", i.heads)
}

// What people sent goes into the backup as it lies, and comes back so that it opens; a bucket needs a backup of its own, and both commands
// say so.
func TestABackupHoldsTheFilesOfTheFolderAndNamesTheBucket(t *testing.T) {
	t.Parallel()
	i, backups := newInstallation(t), t.TempDir()
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	for name, place := range map[string]string{"in the data folder": "", "in a folder of their own": elsewhere} {
		h, err := i.open(t.Context(), func(f *houseFlags) { f.Files, f.FilesReserve = place, "0" })
		if err != nil {
			t.Fatal(err)
		}
		stored, err := h.files.Put(t.Context(), strings.NewReader("a scan"), 100)
		if err := errors.Join(err, h.close()); err != nil {
			t.Fatal(err)
		}
		var made backupAnswer
		args := []string{"backup", backups, "--data", i.data}
		if place != "" {
			args = append(args, "--files", place)
		}
		sejur(t, &made, args...)
		other := newInstallation(t)
		keysTo(t, i, other)
		refused(t, "names a bucket", "restore", made.File, "--data", other.data, "--files", "s3://s3.example/files")
		var restored restoreAnswer
		target := filepath.Join(t.TempDir(), "not", "there", "yet")
		sejur(t, &restored, "restore", made.File, "--data", other.data, "--files", target)
		h, err = other.open(t.Context(), func(f *houseFlags) { f.Files, f.FilesReserve = target, "0" })
		if err != nil {
			t.Fatal(err)
		}
		r, err := h.files.Open(t.Context(), stored.Place)
		if err != nil {
			t.Fatal(name, err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != "a scan" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if err := errors.Join(r.Close(), h.close(), os.Remove(made.File)); err != nil {
			t.Error(err)
		}
	}
	const bucket = "s3://s3.example/files"
	var made backupAnswer
	sejur(t, &made, "backup", backups, "--data", i.data, "--files", bucket)
	other := newInstallation(t)
	keysTo(t, i, other)
	var restored restoreAnswer
	sejur(t, &restored, "restore", made.File, "--data", other.data, "--files", bucket)
	if restored.About.Files != bucket || len(restored.About.Parts) != 1 || !strings.Contains(restored.text(), bucket) {
		t.Errorf("%+v", restored.About)
	}
}
