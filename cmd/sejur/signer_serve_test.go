package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/keys"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/issuing"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/verdict"
)

// signingProcess runs sejur signer serve until the test ends.
func signingProcess(t *testing.T, args ...string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	log, stderr := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, append([]string{"signer", "serve"}, args...), func(string) string { return "" }, strings.NewReader(""), io.Discard, stderr)
		_ = stderr.Close() // the reader below ends with it
	}()
	var line struct{ Msg string }
	for lines := bufio.NewScanner(log); line.Msg != "signing" && lines.Scan(); {
		_ = json.Unmarshal(lines.Bytes(), &line) // a line of another form says nothing of this
	}
	if line.Msg != "signing" {
		stop()
		t.Fatalf("it ended: %v", <-ended)
	}
	go func() { _, _ = io.Copy(io.Discard, log) }() // keep taking what it says
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// apart is a house whose pages and whose signer are two processes, each with its own role in the database.
type apart struct {
	*house
	certificates keys.Certificates
	signerFlags  []string // the database and the keys, as the signer names them
}

func newApart(t *testing.T) apart {
	t.Helper()
	storetest.LeaveToMakeTest(t)
	database := storetest.Postgres(t)
	serving, signing := storetest.Role(t, database), storetest.Role(t, database)
	var out bytes.Buffer
	err := run(t.Context(), []string{"migrate", "--database", database, "--serving-role", serving.Name, "--signer-role", signing.Name},
		func(string) string { return "" }, strings.NewReader(""), &out, io.Discard)
	if err != nil || !strings.Contains(out.String(), signing.Name+" alone may sign") {
		t.Fatal(out.String(), err)
	}
	base, i := t.TempDir(), newInstallation(t)
	socket := filepath.Join(t.TempDir(), "s")
	h, err := i.open(t.Context(), func(f *houseFlags) { f.Database, f.Signer = serving.URL, "unix:"+socket })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.close(); err != nil {
			t.Error(err)
		}
	})
	half, other := custodian(t, "first half of it"), custodian(t, "second half of it")
	pass, err := keys.ReadPassphrase(half, other)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(base, "signer")
	_, err = keys.Ceremony{
		Country: "RO", Name: "S1", Authority: "Office of tests", Now: time.Now(), Passphrase: pass.Random(),
		AuthorityDir: filepath.Join(base, "authority"), AuthorityPassphrase: pass.Random(),
	}.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	certificates, err := keys.ReadCertificates(dir)
	if err != nil {
		t.Fatal(err)
	}
	flags := []string{"--database", signing.URL, "--key-dir", filepath.Join(i.data, "keys")}
	signingProcess(t, append([]string{
		"--socket", socket, "--signer-dir", dir, "--signer-passphrase-file", half, "--signer-passphrase-file", other, "--origin", "https://sejur.example",
	}, flags...)...)
	return apart{h, certificates, flags}
}

// change changes something in the database of the house.
func (a apart) change(t *testing.T, do func(context.Context, *store.Tx) error) {
	t.Helper()
	if err := a.store.Change(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// receipt plans the receipt of an application that is a draft still.
func (a apart) receipt(t *testing.T) (document.ID, application.ID) {
	t.Helper()
	who, of := person.ID(office.NewID()), application.ID(office.NewID())
	owner := storetest.Account(t, a.places.database)
	now := a.store.Now()
	a.change(t, func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.Persons().Add(ctx, owner, account.Kept{Relation: person.Represented, Since: now, Person: person.Person{
				ID: who, Names: person.Names{Surname: "Al-Sayed", Given: "Amina"}, BirthDate: calendar.On(1985, time.May, 17),
				Sex: person.Female, Nationality: "SY",
			}}),
			tx.Grounds().AddApplication(ctx, of, who, application.Draft, time.Time{}))
	})
	today := calendar.Today(now)
	officer := access.Actor{Kind: access.Staff, ID: "officer", Roles: []access.Role{access.CaseOfficer}, Office: "igi-cj"}
	id, err := a.desks.issuing.Plan(t.Context(), officer, issuing.Asked{}, document.New{
		Kind: document.Receipt, Basis: document.Basis{Kind: document.OfApplication, ID: string(of)}, Person: who, Procedure: "eu-registration",
		Lang: locale.EN, IssuedOn: today, ValidUntil: today.AddYears(1), Facts: []document.Fact{
			{Name: document.Surname, Value: "Al-Sayed"}, {Name: document.Given, Value: "Amina"}, {Name: document.BirthDate, Value: "1985-05-17"},
			{Name: document.Procedure, Value: "Înregistrarea rezidenței", Other: "Registration of residence"},
			{Name: document.Law, Value: "OUG nr. 102/2005, art. 15", Other: "GEO 102/2005, art. 15"},
			{Name: document.Application, Value: "7K3MQ-2W9FD-X4N8T"}, {Name: document.FiledOn, Value: today.String()}, {Name: document.Office, Value: "IGI Cluj"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return id, of
}

// Threat 8, from end to end: the pages have no key, the signer signs what is ready and nothing else, and what it signed is genuine to
// whoever has its certificate.
func TestASignerOfItsOwnSignsWhatIsReadyAndNothingElse(t *testing.T) {
	t.Parallel()
	a := newApart(t)
	ask, ctx := a.remote, t.Context()
	id, of := a.receipt(t)
	if err := a.desks.issuing.Sign(ctx, id); err == nil {
		t.Error("the pages signed by themselves")
	}
	if err := ask.Sign(ctx, string(id)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the receipt of a draft: %v, want Conflict", err)
	}
	if err := ask.Print(ctx, string(id)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a paper without a seal: %v, want Conflict", err)
	}
	a.change(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Grounds().ChangeApplication(ctx, of, application.Submitted, a.store.Now(), 1)
	})
	for range 2 { // a second time it changes nothing
		if err := errors.Join(ask.Sign(ctx, string(id)), ask.Print(ctx, string(id)), ask.PublishList(ctx)); err != nil {
			t.Fatal(err)
		}
	}
	a.change(t, func(ctx context.Context, tx *store.Tx) error {
		doc, err := tx.Documents().Find(ctx, id)
		if err != nil {
			return err
		}
		sealed, err := tx.Signatures().Of(ctx, id)
		if err != nil {
			return err
		}
		kept, err := tx.Copies().Of(ctx, id)
		if err != nil {
			return err
		}
		got := verdict.Judge{Keys: a.certificates.Keyring(), Today: calendar.Today(a.store.Now()).String()}.Seal(sealed.Raw)
		if doc.State != document.Released || got.Status != verdict.Genuine || got.Signer != "ROS1" || !bytes.HasPrefix(kept.PDF, []byte("%PDF-")) {
			t.Errorf("the document is %s, its seal %s (%s) by %s, its copy of %d bytes", doc.State, got.Status, got.Why, got.Signer, len(kept.PDF))
		}
		return nil
	})
	if err := ask.Sign(ctx, office.NewID()); err != nil {
		t.Errorf("a document that there is not, as one that was erased: %v", err)
	}
}

// The pages' role changes nothing that the signer publishes, and the signer goes on until the operator, as its role, takes its key back.
func TestTheKeyOfASignerOfItsOwnIsTakenBackByItsRole(t *testing.T) {
	t.Parallel()
	a := newApart(t)
	id, of := a.receipt(t)
	a.change(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Grounds().ChangeApplication(ctx, of, application.Submitted, a.store.Now(), 1)
	})
	if err := errors.Join(a.remote.Sign(t.Context(), string(id)), a.remote.Print(t.Context(), string(id)), a.remote.PublishList(t.Context())); err != nil {
		t.Fatal(err)
	}
	about, err := a.remote.About(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	args := []string{about.Reference, "--signer", about.Identifier, "--reason", "lost-control"}
	_, err = distrusting(t.Context(), append(args, "--database", a.places.database, "--key-dir", a.places.keys)...)
	if err == nil {
		t.Error("the role of the pages took it back")
	}
	got, err := distrusting(t.Context(), append(args, a.signerFlags...)...)
	if err != nil || got.Seals != 1 || got.Signing != 0 || got.Before {
		t.Fatalf("%+v, %v", got, err)
	}
	next, of := a.receipt(t)
	a.change(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Grounds().ChangeApplication(ctx, of, application.Submitted, a.store.Now(), 1)
	})
	if err := a.remote.Sign(t.Context(), string(next)); err == nil {
		t.Error("the process that runs signs with it")
	}
	known, err := checker{desk: a.desks.issuing, now: a.store.Now}.Published(t.Context())
	if err != nil || len(known.Keys) > 0 || known.List != "" {
		t.Errorf("it is published: %v, %v", known.Keys, err)
	}
	a.change(t, func(ctx context.Context, tx *store.Tx) error {
		doc, err := tx.Documents().Find(ctx, id)
		if err == nil {
			err = tx.Persons().Erase(ctx, doc.Person)
		}
		return err
	})
}

func TestASignerOfItsOwnIsRefusedWhatWouldNotBeOne(t *testing.T) {
	t.Parallel()
	half := custodian(t, "a passphrase of a test")
	here := t.TempDir()
	for name, tt := range map[string]struct {
		args []string
		code int
	}{
		"a SQLite file":     {[]string{"--socket", here + "/s", "--origin", "https://x.example", "--data", here, "--signer-passphrase-file", half}, codeUsage},
		"keys of a trial":   {[]string{"--socket", here + "/s", "--origin", "https://x.example", "--database", "postgres://localhost:1/x"}, codeUsage},
		"nowhere to listen": {[]string{"--origin", "https://x.example", "--database", "postgres://localhost:1/x"}, codeUsage},
		"no keys of the house": {[]string{
			"--socket", here + "/s", "--origin", "https://x.example", "--database", "postgres://localhost:1/x", "--key-dir", here + "/none",
			"--signer-passphrase-file", half,
		}, codeFailed},
	} {
		err := run(t.Context(), append([]string{"signer", "serve"}, tt.args...), func(string) string { return "" }, strings.NewReader(""), io.Discard, io.Discard)
		if got := exitCode(err); got != tt.code {
			t.Errorf("%s: ends with %d, %v", name, got, err)
		}
	}
	if _, err := os.Stat(here + "/s"); !os.IsNotExist(err) {
		t.Errorf("a socket was made: %v", err)
	}
}
