package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/files/clamav/clamavtest"
	"sejur/internal/files/filestest"
	"sejur/internal/mail/mailtest"
	"sejur/internal/office"
	"sejur/internal/store/storetest"
)

// states are the worst states of the checks that were made.
func (f *findings) states() map[string]health {
	rank := map[health]int{well: 0, warn: 1, bad: 2}
	out := make(map[string]health)
	for _, l := range f.list {
		if was, there := out[l.Check]; !there || rank[l.State] > rank[was] {
			out[l.Check] = l.State
		}
	}
	return out
}

// looked is what doctor says of an installation, apart from the world outside and the law.
func (i installation) looked(t *testing.T) map[string]health {
	t.Helper()
	var f findings
	p := placeFlags{Data: i.data, AuditHeads: i.heads}.find(&desk{getenv: func(string) string { return "" }})
	machine(&f, p, "")
	database(t.Context(), &f, p, installed{ring: keyFolder(&f, p)})
	exportedHeads(&f, p, time.Now())
	out := f.states()
	delete(out, "disk") // of the machine that the test runs on
	return out
}

func TestDoctorFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	const left health = "" // what is not looked at any more
	good := func(but map[string]health) map[string]health {
		out := make(map[string]health)
		for _, check := range []string{"program", "files", "data", "keys", "database", "schema", "fit", "record", "jobs", "letters", "documents", "heads"} {
			out[check] = well
		}
		maps.Copy(out, but)
		maps.DeleteFunc(out, func(_ string, h health) bool { return h == left })
		return out
	}
	chmod := func(name string) func(*testing.T, installation) {
		return func(t *testing.T, i installation) {
			if err := os.Chmod(filepath.Join(i.data, name), 0o755); err != nil { //nolint:gosec // G302: the fault that is tried
				t.Fatal(err)
			}
		}
	}
	spoiled := func(statement string) func(*testing.T, installation) {
		return func(t *testing.T, i installation) { i.spoiled(t, statement) }
	}
	for _, tt := range []struct {
		name  string
		spoil func(*testing.T, installation)
		want  map[string]health
	}{
		{"nothing", func(*testing.T, installation) {}, good(nil)},
		{"a data folder for everybody", chmod(""), good(map[string]health{"data": bad})},
		{"a key for everybody", chmod("keys/master.key"), good(map[string]health{"keys": bad, "fit": left})},
		{"no database", func(t *testing.T, i installation) {
			if err := os.Remove(filepath.Join(i.data, "sejur.db")); err != nil {
				t.Fatal(err)
			}
		}, good(map[string]health{"database": bad, "schema": left, "fit": left, "record": left, "jobs": left, "letters": left, "documents": left})},
		{"a schema that is behind", spoiled("DELETE FROM schema_migration WHERE name = '0002_accounts'"),
			good(map[string]health{"schema": warn, "fit": left, "record": left, "jobs": left, "letters": left, "documents": left})},
		{"a newer schema", spoiled("INSERT INTO schema_migration VALUES ('9999_later', '', '')"), good(map[string]health{"schema": bad})},
		{"an entry was changed", spoiled("UPDATE audit_entry SET actor = 'x' WHERE id = (SELECT entry FROM audit_link WHERE seq = 2)"), good(map[string]health{"record": bad})},
		{"the end was cut off", spoiled("DELETE FROM audit_link WHERE seq = 3"), good(map[string]health{"fit": bad})},
		{"other keys", spoiled("UPDATE installation SET keys = 'x'"), good(map[string]health{"fit": bad})},
		{"a job failed", spoiled("INSERT INTO job VALUES ('1', 'a', 'k', '{}', 'failed', '', 1, 1, '', 'x', '', '')"), good(map[string]health{"jobs": warn})},
		{"a signature has no document", spoiled(`INSERT INTO reconciliation VALUES ('one', '2026-11-30T12:00:00.000000Z', 1, 0, 0, '', '[{"document":"d1","what":"stray-seal"}]')`),
			good(map[string]health{"documents": bad})},
		{"nothing was compared for days", spoiled("INSERT INTO reconciliation VALUES ('one', '2020-11-30T12:00:00.000000Z', 1, 1, 1, '', '[]')"),
			good(map[string]health{"documents": warn})},
		{"a letter waits", func(t *testing.T, i installation) {
			i.spoiled(t, "INSERT INTO letter (id, address, lang, template, args, state, tries, error, created_at, sent_at) VALUES ('"+
				office.FirstID(time.Now().Add(-time.Hour))+"', 'ana@example.org', 'en', 'test', '', 'waiting', 3, 'x', '', '')")
		}, good(map[string]health{"letters": warn})},
		{"no head has left for an hour", func(t *testing.T, i installation) {
			then := time.Now().Add(-time.Hour)
			if err := os.Chtimes(filepath.Join(i.heads, "heads.jsonl"), then, then); err != nil {
				t.Fatal(err)
			}
		}, good(map[string]health{"heads": warn})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			i := newInstallation(t)
			i.works(t, 3)
			tt.spoil(t, i)
			if diff := cmp.Diff(tt.want, i.looked(t)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDoctorLooksForTheLastBackup(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		file string
		want health
	}{
		"of this morning": {"sejur-20261130T030000Z.backup", well},
		"of last week":    {"sejur-20261123T030000Z.backup", bad},
		"none":            {"notes", bad},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, tt.file), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			var f findings
			backups(&f, dir, now)
			if got := f.states()["backup"]; got != tt.want {
				t.Errorf("%s: %+v", got, f.list)
			}
		})
	}
}

func TestDoctorLooksAtACertificate(t *testing.T) {
	t.Parallel()
	now := time.Now()
	file := certificateFor(t, "sejur.example", now.Add(-time.Hour), now.Add(30*24*time.Hour))
	for name, tt := range map[string]struct {
		host  string
		after time.Duration
		want  health
	}{
		"good for a month": {"sejur.example", 0, well},
		"it ends soon":     {"sejur.example", 20 * 24 * time.Hour, warn},
		"it has ended":     {"sejur.example", 40 * 24 * time.Hour, bad},
		"of another name":  {"other.example", 0, bad},
		"not yet":          {"sejur.example", -2 * time.Hour, bad},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var f findings
			(&doctorCommand{TLSCert: file, TLSKey: file}).certificate(&f, &url.URL{Scheme: "https", Host: tt.host}, now.Add(tt.after))
			if got := f.states()["certificate"]; got != tt.want {
				t.Errorf("%s: %+v", got, f.list)
			}
		})
	}
}

// certificateFor writes a certificate that vouches for itself, with its key, into one file.
func certificateFor(t *testing.T, host string, from, until time.Time) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{host}, NotBefore: from, NotAfter: until}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	body := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...)
	file := filepath.Join(t.TempDir(), "certificate.pem")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestDoctorLooksOutside(t *testing.T) {
	t.Parallel()
	server := mailtest.Server(t, mailtest.Options{NoTLS: true})
	for name, tt := range map[string]struct {
		c    doctorCommand
		want map[string]health
	}{
		"a mail server that takes letters": {
			doctorCommand{Origin: "https://sejur.example", mailFlags: mailFlags{SMTP: "smtp://" + server.Addr + "?tls=none", MailFrom: "a@example.org"}},
			map[string]health{"origin": well, "mail": well}},
		"nothing is told":    {doctorCommand{}, map[string]health{"origin": warn, "mail": warn}},
		"a trial":            {doctorCommand{Origin: "http://localhost:8080"}, map[string]health{"origin": warn, "mail": warn}},
		"without encryption": {doctorCommand{Origin: "http://sejur.example"}, map[string]health{"origin": bad, "mail": warn}},
		"no address":         {doctorCommand{Origin: "sejur"}, map[string]health{"origin": bad, "mail": warn}},
		"nobody who writes": {doctorCommand{Origin: "https://sejur.example", mailFlags: mailFlags{SMTP: "smtp://127.0.0.1:1?tls=none"}},
			map[string]health{"origin": well, "mail": bad}},
		"no mail server there": {
			doctorCommand{Origin: "https://sejur.example", mailFlags: mailFlags{SMTP: "smtp://127.0.0.1:1?tls=none", MailFrom: "a@example.org"}},
			map[string]health{"origin": well, "mail": bad}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var f findings
			tt.c.outside(t.Context(), &f, &desk{getenv: func(string) string { return "" }, now: time.Now}, places{database: "x"})
			if diff := cmp.Diff(tt.want, f.states()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDoctorLooksAtPostgres(t *testing.T) {
	t.Parallel()
	storetest.LeaveToMakeTest(t)
	address := storetest.Postgres(t)
	role := storetest.Role(t, address)
	look := func(address string, signer ...bool) map[string]health {
		var f findings
		database(t.Context(), &f, places{database: address}, installed{signer: len(signer) > 0})
		return f.states()
	}
	want := map[string]health{"database": well, "clock": well, "server": well, "role": bad, "schema": bad}
	if diff := cmp.Diff(want, look(address)); diff != "" {
		t.Errorf("an empty database: %s", diff)
	}
	var migrated migrateAnswer
	sejur(t, &migrated, "migrate", "--database", address, "--serving-role", role.Name)
	want = map[string]health{"database": well, "clock": well, "server": well, "role": well, "schema": well, "record": well, "jobs": well, "letters": well, "documents": well}
	if diff := cmp.Diff(want, look(role.URL)); diff != "" {
		t.Errorf("as the serving role: %s", diff)
	}
	if got := look(address)["role"]; got != bad {
		t.Errorf("as its owner: %s", got)
	}
	if got := look(role.URL, true)["signer-role"]; got != warn {
		t.Errorf("another process signs, and the serving role may: %s", got)
	}
	sejur(t, &migrated, "migrate", "--database", address, "--serving-role", role.Name, "--signer-role", storetest.Role(t, address).Name)
	if got := look(role.URL, true)["signer-role"]; got != well {
		t.Errorf("the signer has its own role: %s", got)
	}
}

func TestTheEndOfTheRecordIsFollowedAlone(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	i.works(t, 5)
	h, err := i.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, n := range []int64{1, 3, 100} {
		report, err := h.store.VerifyEnd(t.Context(), n)
		if err != nil || !report.Whole() {
			t.Errorf("%+v, %v", report, err)
		}
		got = append(got, report.Links)
	}
	if diff := cmp.Diff([]int64{1, 3, 5}, got); diff != "" {
		t.Error(diff)
	}
	if err := h.close(); err != nil {
		t.Error(err)
	}
}

func TestDoctorAsksWhetherFilesWouldBeTakenAndScanned(t *testing.T) {
	t.Parallel()
	const nobody = "127.0.0.1:1"
	for name, tt := range map[string]struct {
		flags doctorCommand
		env   map[string]string
		want  map[string]health
	}{
		"as it comes":         {doctorCommand{}, nil, map[string]health{"uploads": well, "scanner": warn}},
		"no folder yet":       {doctorCommand{placeFlags: placeFlags{Files: "nowhere/files"}}, nil, map[string]health{"uploads": warn, "scanner": warn}},
		"a disk without room": {doctorCommand{}, map[string]string{"SEJUR_FILES_RESERVE": "4000000000"}, map[string]health{"uploads": bad, "scanner": warn}},
		"a reserve that is no number": {doctorCommand{filesFlags: filesFlags{FilesReserve: "much"}}, nil,
			map[string]health{"uploads": bad, "scanner": warn}},
		"a bucket that does not answer": {doctorCommand{placeFlags: placeFlags{Files: "s3://" + nobody + "/files?tls=none"}}, nil,
			map[string]health{"uploads": bad, "scanner": warn}},
		"a bucket on the way of everybody": {doctorCommand{placeFlags: placeFlags{Files: "s3://s3.example/files?tls=none"}}, nil,
			map[string]health{"uploads": bad, "scanner": warn}},
		"a scanner that does not answer": {doctorCommand{filesFlags: filesFlags{ClamAV: nobody}}, nil, map[string]health{"uploads": well, "scanner": bad}},
		"a scanner on another machine":   {doctorCommand{filesFlags: filesFlags{ClamAV: "10.0.0.7:3310"}}, nil, map[string]health{"uploads": well, "scanner": bad}},
		"a secret of the bucket is gone": {doctorCommand{placeFlags: placeFlags{Files: "s3://" + nobody + "/files?tls=none"}},
			map[string]string{"SEJUR_S3_SECRET_KEY_FILE": "nowhere"}, map[string]health{"uploads": bad, "scanner": warn}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := map[string]string{"SEJUR_FILES_RESERVE": "0"} // the machine of a test may be full
			maps.Copy(env, tt.env)
			d := &desk{getenv: func(name string) string { return env[name] }, now: time.Now}
			tt.flags.Data = t.TempDir()
			if err := os.Mkdir(filepath.Join(tt.flags.Data, "files"), 0o700); err != nil {
				t.Fatal(err)
			}
			var f findings
			tt.flags.uploads(t.Context(), &f, d, tt.flags.find(d))
			tt.flags.scan(t.Context(), &f, d)
			if diff := cmp.Diff(tt.want, f.states()); diff != "" {
				t.Errorf("%s %+v", diff, f.list)
			}
		})
	}
}

func TestDoctorTellsOfABucketAndAScannerThatAnswer(t *testing.T) {
	t.Parallel()
	scanner := clamavtest.Daemon(t)
	at, _ := filestest.NewBucket(t)
	env := map[string]string{"SEJUR_FILES": at.Address, "SEJUR_S3_ACCESS_KEY": at.AccessKey, "SEJUR_S3_SECRET_KEY": at.SecretKey, "SEJUR_CLAMAV": scanner}
	d := &desk{getenv: func(name string) string { return env[name] }, now: time.Now}
	var f findings
	var c doctorCommand
	c.uploads(t.Context(), &f, d, c.find(d))
	c.scan(t.Context(), &f, d)
	// The signatures of a test have no day.
	if diff := cmp.Diff(map[string]health{"uploads": well, "scanner": warn}, f.states()); diff != "" {
		t.Errorf("%s %+v", diff, f.list)
	}
}

func TestTheDayOfSignaturesIsReadFromAVersion(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, time.November, 30, 9, 26, 31, 0, time.UTC)
	for version, want := range map[string]time.Time{
		"ClamAV 1.4.6/27800/Mon Nov 30 09:26:31 2026": day, "ClamAV 1.4.6": {}, "ClamAV 1.4.6/27800/yesterday": {}, "": {},
	} {
		if got, known := signaturesOf(version); !got.Equal(want) || known == want.IsZero() {
			t.Errorf("%q: %s, %t", version, got, known)
		}
	}
}
