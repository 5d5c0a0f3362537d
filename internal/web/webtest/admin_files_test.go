package webtest_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/reference"
	"sejur/internal/store"
	"sejur/internal/web/webtest"
)

// lost is the place of a stored file that is lost, and whose the reference of its application.
const lost = "LOSTPLACE"

var whose = reference.New()

// damage puts an application into the house of which one file is lost and another waits for the scanner.
func (h *house) damage() {
	h.t.Helper()
	now := webtest.Now().Add(-time.Hour)
	who, id := person.ID(office.NewID()), application.ID(office.NewID())
	err := h.store.Change(h.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		err := tx.Persons().Add(ctx, h.boss.ID, account.Kept{Relation: person.Represented, Since: now, Person: person.Person{
			ID: who, Names: person.Names{Surname: "Verde", Given: "Ion"}, BirthDate: calendar.On(1990, time.May, 17), Sex: person.Male, Nationality: "MD",
		}})
		if err != nil {
			return err
		}
		a := application.Application{
			ID: id, Person: who, Account: h.boss.ID, State: application.Draft, Procedure: "study-permit", Lang: locale.EN, Law: "test", CreatedAt: now, Version: 1,
		}
		if err := tx.Applications().Add(ctx, a); err != nil {
			return err
		}
		if err := tx.Lines().Open(ctx, id, "passport"); err != nil {
			return err
		}
		a.State, a.SubmittedAt, a.Reference = application.Submitted, now, whose
		if err := tx.Applications().Submit(ctx, a); err != nil {
			return err
		}
		for _, state := range []application.UploadState{application.UploadReady, application.UploadWaiting} {
			up := application.Upload{
				ID: application.UploadID(office.NewID()), Application: id, Document: "passport", Position: 1, Name: "scan.pdf", State: state, Size: 1, Digest: "d", ReceivedAt: now,
			}
			if err := tx.Uploads().Add(ctx, up); err != nil {
				return err
			}
			if state != application.UploadReady {
				continue
			}
			f := application.File{Upload: up.ID, Part: application.Original, Stored: application.Stored{Place: lost, Size: 1, Digest: "d", Kept: "k", KeptSize: 3 << 20}}
			if err := tx.StoredFiles().Add(ctx, f, now); err != nil {
				return err
			}
			if err := tx.StoredFiles().Weighed(ctx, lost, application.Lost, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestAdministratorsSeeWhichFilesAreLostAndNotWhose(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	got := h.ask("boss-en", http.MethodGet, "/admin/files", nil).Body.String()
	for _, want := range []string{lost, whose.Masked()} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	for _, not := range []string{string(whose), whose.String(), "Verde", "scan.pdf", "passport"} {
		if strings.Contains(got, not) {
			t.Errorf("the page says %s", not)
		}
	}
	p := h.site.Catalogue.For(locale.EN)
	for _, key := range []string{"admin.files.alarm_text", "admin.files.late_text", "admin.flaw.lost"} {
		if !strings.Contains(got, p.T(key)) {
			t.Errorf("the page does not say %s", key)
		}
	}
}
