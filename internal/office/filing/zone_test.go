package filing_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/form"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/store/storetest"
)

// photographed sends a photo of a passport, of which a copy is made, and has it checked.
func (m *mailroom) photographed() application.Upload {
	m.t.Helper()
	m.found = application.Findings{Kind: application.JPEG, Pages: 1}
	m.pieces = []application.Piece{{Part: application.Clean}, {Part: application.Picture, N: 1}}
	up := m.receive(scanned(1, kilo))
	if diff := cmp.Diff([]error{nil}, m.work(), cmp.Comparer(func(a, b error) bool { return errors.Is(a, b) })); diff != "" {
		m.t.Fatal(diff)
	}
	return up
}

// suggested are the fields of the page of the passport that were read on a photo.
func (m *mailroom) suggested() map[string]string {
	m.t.Helper()
	out := make(map[string]string)
	v := m.page(m.draft, "travel-document")
	for field, from := range v.Suggested {
		if from == filing.FromPhoto {
			out[field] = string(v.Answers[field])
		}
	}
	return out
}

func TestWhatIsReadOnAPhotoIsSuggestedUntilItsOwnerConfirmsIt(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		m.zone = zone(t)
		up := m.photographed()
		if got := m.suggested(); len(got) > 0 || m.line().Zones[up.ID] != filing.ZoneReading {
			t.Errorf("before it was read: %v, %q", got, m.line().Zones[up.ID])
		}
		if errs := m.read(); len(errs) != 1 || errs[0] != nil {
			t.Fatalf("reading: %v", errs)
		}
		want := map[string]string{"document_number": `"Z1234567"`, "document_issuer": `"IN"`, "document_expires": `"2031-03-01"`}
		if diff := cmp.Diff(want, m.suggested()); diff != "" {
			t.Error(diff)
		}
		if l := m.line(); l.Zones[up.ID] != filing.ZoneRead || l.ZonePage != "identity" {
			t.Errorf("the line says %v, %q", l.Zones, l.ZonePage)
		}
		if text := storetest.Dump(t, m.database)["upload_zone"]; strings.Contains(text, "Z1234567") {
			t.Error("the number lies there in clear")
		}
		v := m.page(m.draft, "travel-document")
		typed := form.Typed(v.Page, form.Answers(v.Answers))
		typed.Set("document_kind", "passport")
		m.save(m.draft, "travel-document", typed)
		after := m.page(m.draft, "travel-document")
		if got := string(after.Answers["document_number"]); got != want["document_number"] || len(m.suggested()) > 0 {
			t.Errorf("saved: %s, suggested %v", got, after.Suggested)
		}
	})
}

func TestWhatSomebodyTypedStandsBesideWhatWasRead(t *testing.T) {
	t.Parallel()
	m := mailroomOn(t, t.TempDir()+"/sejur.db")
	m.zone = zone(t)
	m.save(m.draft, "travel-document", url.Values{"document_number": {"A0000000"}})
	m.photographed()
	m.read()
	if got := m.suggested(); got["document_number"] != "" || got["document_issuer"] == "" {
		t.Errorf("suggested: %v", got)
	}
}

func TestAFileIsGoodWhetherItsZoneIsReadOrNot(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		up := m.photographed()
		m.unread = errors.New("no child can be started")
		if errs := m.read(); len(errs) != 1 || !errors.Is(errs[0], m.unread) {
			t.Errorf("nobody looked: %v", errs)
		}
		m.unread = nil
		m.forward(2 * time.Minute) // its lease is over
		if errs := m.read(); len(errs) != 1 || errs[0] != nil {
			t.Errorf("again: %v", errs)
		}
		l := m.line()
		if l.Zones[up.ID] != filing.ZoneNone || l.Line.Uploads[0].State != application.UploadReady {
			t.Errorf("%q, %s", l.Zones[up.ID], l.Line.Uploads[0].State)
		}
		if got := m.suggested(); len(got) > 0 {
			t.Errorf("suggested: %v", got)
		}
	})
}

func TestWithTheFileGoesWhatWasReadOnIt(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		m.zone = zone(t)
		up := m.photographed()
		m.read()
		kept := func() bool { return storetest.Dump(t, m.database)["upload_zone"] != "" }
		if !kept() {
			t.Fatal("it is not kept")
		}
		if err := m.RemoveUpload(t.Context(), m.mine, filing.Asked{}, m.one(up.ID)); err != nil {
			t.Fatal(err)
		}
		if kept() || len(m.suggested()) > 0 {
			t.Error("it is there without its file")
		}
		if err := m.RestoreUpload(t.Context(), m.mine, filing.Asked{}, m.one(up.ID)); err != nil {
			t.Fatal(err)
		}
		if errs := m.read(); len(errs) != 1 || errs[0] != nil || !kept() {
			t.Errorf("brought back: %v, %t", errs, kept())
		}
		if err := m.RemoveUpload(t.Context(), m.mine, filing.Asked{}, m.one(up.ID)); err != nil {
			t.Fatal(err)
		}
		if err := m.Uploads.ReadZone(t.Context(), office.Held{}, up.ID); err != nil || kept() {
			t.Errorf("read after it was removed: %v, %t", err, kept())
		}
	})
}

func TestAZoneThatNobodyReadInTimeIsSaidOfNoMore(t *testing.T) {
	t.Parallel()
	m := mailroomOn(t, t.TempDir()+"/sejur.db")
	up := m.photographed()
	m.forward(10 * time.Minute)
	if got, said := m.line().Zones[up.ID]; said {
		t.Errorf("%q", got)
	}
}

func TestNobodyLooksForTheZoneOfAnotherPaper(t *testing.T) {
	t.Parallel()
	m := mailroomOn(t, t.TempDir()+"/sejur.db")
	in := m.announce("lease.pdf")
	in.Document = "housing-proof"
	if _, err := m.Receive(t.Context(), m.mine, filing.Asked{}, in, strings.NewReader("a lease")); err != nil {
		t.Fatal(err)
	}
	m.work()
	if due := m.due(filing.ZoneJob); len(due) > 0 {
		t.Errorf("%d jobs", len(due))
	}
}
