package filing_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office/filing"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

const kilo, mega = 1 << 10, 1 << 20

// scanned is a made-up file: bytes that no two seeds share.
func scanned(seed byte, size int) []byte {
	b := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{seed}).Read(b) // never fails
	return b
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func states(l filing.UploadLine) (out []application.UploadState) {
	for _, up := range l.Line.Uploads {
		out = append(out, up.State)
	}
	return out
}

func TestAFileThatIsSentIsHereAndThenLookedInto(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		body := scanned(1, 300*kilo)
		m.found, m.pieces = application.Findings{Kind: application.JPEG, Pages: 1}, []application.Piece{{Part: application.Clean}, {Part: application.Picture, N: 1}}
		up := m.receive(body)
		want := application.Upload{
			ID: up.ID, Application: m.draft, Document: passport, Position: 1, Name: "scan.pdf", State: application.UploadChecking, Size: 300 * kilo,
			Expected: 300 * kilo, Digest: digest(body), ReceivedAt: m.now(), Version: 1,
		}
		if diff := cmp.Diff(want, up); diff != "" {
			t.Error(diff)
		}
		m.audit()
		if got := m.line().Line.Standing(); got != application.Checking {
			t.Errorf("the line stands %s", got)
		}
		if errs := m.work(); len(errs) != 1 || errs[0] != nil {
			t.Errorf("the check: %v", errs)
		}
		want.State, want.Kind, want.Pages, want.Scanned, want.CheckedAt, want.Version = application.UploadReady, application.JPEG, 1, application.ScanClean, m.now(), 2
		line := m.line()
		if diff := cmp.Diff([]application.Upload{want}, line.Line.Uploads); diff != "" {
			t.Error(diff)
		}
		if line.Pictures[up.ID] != 1 {
			t.Errorf("%d pictures", line.Pictures[up.ID])
		}
		for part, want := range map[application.Part]string{application.Picture: "made of it picture", application.Original: string(body)} {
			open := func() (filing.OpenedFile, error) { return m.Original(t.Context(), m.mine, m.one(up.ID)) }
			if part == application.Picture {
				open = func() (filing.OpenedFile, error) { return m.Picture(t.Context(), m.mine, m.one(up.ID), 1) }
			}
			f, err := open()
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(f)
			if err := errors.Join(err, f.Close()); err != nil || string(got) != want {
				t.Errorf("%s: %d bytes, %v", part, len(got), err)
			}
		}
		m.swept()
	})
}

func TestTheSameBytesAreOneFileOfALine(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		first := m.receive(scanned(1, kilo))
		again := m.receive(scanned(1, kilo))
		if again.ID != first.ID || len(m.line().Line.Uploads) != 1 {
			t.Errorf("sent twice, there are %d", len(m.line().Line.Uploads))
		}
		asked := filing.Asked{Key: "form-1"}
		for range 2 { // the button is pressed twice
			if _, err := m.Receive(t.Context(), m.mine, asked, m.announce("b.pdf"), bytes.NewReader(scanned(2, kilo))); err != nil {
				t.Fatal(err)
			}
		}
		_, err := m.Receive(t.Context(), m.mine, asked, m.announce("b.pdf"), bytes.NewReader(scanned(3, kilo)))
		if told(err) != "repeat/other-input" {
			t.Errorf("another file under one key: %v", err)
		}
		if n := len(m.line().Line.Uploads); n != 2 {
			t.Errorf("%d files", n)
		}
		m.audit()
	})
}

func TestWhatIsNotTakenLeavesNothing(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		cut := errors.New("cut")
		tryAs := func(by access.Actor, in filing.NewUpload, r io.Reader) error {
			_, err := m.Receive(t.Context(), by, filing.Asked{}, in, r)
			return err
		}
		try := func(in filing.NewUpload, r io.Reader) error { return tryAs(m.mine, in, r) }
		small := func() io.Reader { return bytes.NewReader(scanned(1, kilo)) }
		unasked := m.announce("a")
		unasked.Document = "no-such-paper"
		huge := m.announce("a")
		huge.Size = application.MaxUpload + 1
		endless := struct{ io.Reader }{readers(func(b []byte) (int, error) { return len(b), nil })}
		for name, got := range map[string]string{
			"of somebody else":     told(tryAs(m.stranger, m.announce("a"), small())),
			"for what nobody asks": told(try(unasked, small())),
			"announced too large":  told(try(huge, small())),
			"without an end":       told(try(m.announce("a"), endless)),
			"empty":                told(try(m.announce("a"), strings.NewReader(""))),
		} {
			want := map[string]string{
				"of somebody else": "not-found", "for what nobody asks": "not-found", "announced too large": "file: upload.too-large",
				"without an end": "file: upload.too-large", "empty": "file: upload.nothing",
			}[name]
			if got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if err := try(m.announce("a"), io.MultiReader(small(), iotest.ErrReader(cut))); !errors.Is(err, cut) {
			t.Errorf("cut: %v", err)
		}
		if left := m.files.Lying(t); len(left) != 0 {
			t.Errorf("%v lie there", left)
		}
		if n := len(m.line().Line.Uploads); n != 0 {
			t.Errorf("%d rows", n)
		}
	})
}

type readers func([]byte) (int, error)

func (f readers) Read(b []byte) (int, error) { return f(b) }

func TestALineHoldsAsManyFilesAsItMay(t *testing.T) {
	t.Parallel()
	m := mailroomOn(t, t.TempDir()+"/sejur.db")
	for i := range application.MaxOfLine {
		m.receive(scanned(byte(i), 10))
	}
	_, err := m.Receive(t.Context(), m.mine, filing.Asked{}, m.announce("a"), bytes.NewReader(scanned(99, 10)))
	if told(err) != "file: upload.too-many-of-line" {
		t.Errorf("one more: %v", err)
	}
	if err := m.RemoveUpload(t.Context(), m.mine, filing.Asked{}, m.one(m.line().Line.Uploads[0].ID)); err != nil {
		t.Fatal(err)
	}
	m.receive(scanned(99, 10))
	if err := m.RestoreUpload(t.Context(), m.mine, filing.Asked{}, m.one(m.line().Removed[0].ID)); told(err) != "file: upload.too-many-of-line" {
		t.Errorf("brought back to a full line: %v", err)
	}
	m.audit()
}

// A file comes in parts, from two devices, over a line that is cut again and again.
func TestAFileInPartsGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		body := scanned(1, 3*mega+17)
		in := m.announce("photo.jpg")
		in.Size, in.Digest = int64(len(body)), digest(body)
		begin := func() application.Upload {
			up, err := m.Begin(t.Context(), m.mine, filing.Asked{}, in)
			if err != nil {
				t.Fatal(err)
			}
			return up
		}
		up := begin()
		lost := errors.New("lost")
		appendAt := func(offset int64, r io.Reader) (application.Upload, error) {
			return m.Append(t.Context(), m.mine, filing.Asked{}, m.one(up.ID), offset, r)
		}
		for step := 0; begin().Size < in.Size; step++ {
			at := begin().Size
			end := min(at+mega, in.Size)
			if _, err := appendAt(at, io.MultiReader(bytes.NewReader(body[at:end-1]), iotest.ErrReader(lost))); !errors.Is(err, lost) {
				t.Fatalf("cut off: %v", err)
			}
			if begin().Size != at {
				t.Fatal("half a part counts")
			}
			if _, err := appendAt(at+5, bytes.NewReader(body[at:end])); err != nil || begin().Size != at {
				t.Fatalf("a gap was taken: %v", err)
			}
			for range 2 { // the answer was lost, so it is sent again
				got, err := appendAt(at, bytes.NewReader(body[at:end]))
				if err != nil || got.Size != end {
					t.Fatalf("part at %d: %d are here, %v", at, got.Size, err)
				}
			}
			if end < in.Size {
				if _, err := m.Finish(t.Context(), m.mine, filing.Asked{}, m.one(up.ID)); told(err) != filing.NotWhole {
					t.Fatalf("ended early: %v", err)
				}
			}
			m.audit()
		}
		for range 2 {
			got, err := m.Finish(t.Context(), m.mine, filing.Asked{}, m.one(up.ID))
			if err != nil || got.State != application.UploadChecking || got.Digest != in.Digest || got.ID != up.ID {
				t.Fatalf("ended: %+v, %v", got, err)
			}
		}
		if got := begin(); got.ID != up.ID || got.State != application.UploadChecking {
			t.Errorf("begun again, it is %s", got.State)
		}
		m.work()
		f, err := m.Original(t.Context(), m.mine, m.one(up.ID))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f)
		if err := errors.Join(err, f.Close()); err != nil || !bytes.Equal(got, body) {
			t.Errorf("%d bytes come back: %v", len(got), err)
		}
		m.swept()
	})
}

func TestPartsThatAreNotWhatWasAnnouncedAreGivenUp(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		in := m.announce("photo.jpg")
		in.Size, in.Digest = 300*kilo, digest(scanned(1, 300*kilo))
		up, err := m.Begin(t.Context(), m.mine, filing.Asked{}, in)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Append(t.Context(), m.mine, filing.Asked{}, m.one(up.ID), 0, bytes.NewReader(scanned(2, 10))); told(err) != "file: upload.nothing" {
			t.Errorf("a part of ten bytes: %v", err)
		}
		if _, err := m.Append(t.Context(), m.mine, filing.Asked{}, m.one(up.ID), 0, bytes.NewReader(scanned(2, 300*kilo+1))); told(err) != "file: upload.too-large" {
			t.Errorf("more than was announced: %v", err)
		}
		if _, err := m.Append(t.Context(), m.mine, filing.Asked{}, m.one(up.ID), 0, bytes.NewReader(scanned(2, 300*kilo))); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Finish(t.Context(), m.mine, filing.Asked{}, m.one(up.ID)); told(err) != "file: upload.start-over" {
			t.Errorf("other bytes: %v", err)
		}
		if n := len(m.line().Line.Uploads); n != 0 {
			t.Errorf("%d files", n)
		}
		m.swept()
	})
}

func TestARemovedFileComesBackForAWhile(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		up := m.receive(scanned(1, kilo))
		m.work()
		do := func(verb func(context.Context, filing.OneUpload) error) {
			t.Helper()
			for range 2 {
				if err := verb(t.Context(), m.one(up.ID)); err != nil {
					t.Fatal(err)
				}
			}
		}
		remove := func(ctx context.Context, in filing.OneUpload) error {
			return m.RemoveUpload(ctx, m.mine, filing.Asked{}, in)
		}
		restore := func(ctx context.Context, in filing.OneUpload) error {
			return m.RestoreUpload(ctx, m.mine, filing.Asked{}, in)
		}
		do(remove)
		if l := m.line(); len(l.Line.Uploads) != 0 || len(l.Removed) != 1 {
			t.Errorf("removed: %d and %d", len(l.Line.Uploads), len(l.Removed))
		}
		do(restore)
		if diff := cmp.Diff([]application.UploadState{application.UploadReady}, states(m.line())); diff != "" {
			t.Error(diff)
		}
		do(remove)
		m.forward(filing.UndoUpload)
		if err := restore(t.Context(), m.one(up.ID)); told(err) != "not-found" {
			t.Errorf("too late: %v", err)
		}
		m.forward(time.Second)
		m.swept()
		if left := m.files.Lying(t); len(left) != 0 {
			t.Errorf("%v lie there", left)
		}
	})
}

func TestFilesAreInTheOrderInWhichTheyWerePut(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		a, b, d := m.receive(scanned(1, kilo)).ID, m.receive(scanned(2, kilo)).ID, m.receive(scanned(3, kilo)).ID
		move := func(id application.UploadID, up bool, want ...application.UploadID) {
			t.Helper()
			if err := m.MoveUpload(t.Context(), m.mine, filing.Asked{}, m.one(id), up); err != nil {
				t.Fatal(err)
			}
			var got []application.UploadID
			for _, u := range m.line().Line.Uploads {
				got = append(got, u.ID)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		}
		move(a, true, a, b, d)
		move(d, true, a, d, b)
		move(d, true, d, a, b)
		move(d, false, a, d, b)
		move(b, false, a, d, b)
	})
}

func TestWhatWasSubmittedIsFrozenUntilACorrectionNamesIt(t *testing.T) {
	t.Parallel()
	for name, correction := range map[string]bool{"without": false, "with": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachMailroom(t, func(t *testing.T, m *mailroom) {
				old := m.receive(scanned(1, kilo))
				m.work()
				m.submit(correction)
				_, err := m.Receive(t.Context(), m.mine, filing.Asked{}, m.announce("b"), bytes.NewReader(scanned(2, kilo)))
				if frozen := told(err) == filing.Frozen; frozen == correction {
					t.Errorf("correction %t: %v", correction, err)
				}
				if err := m.RemoveUpload(t.Context(), m.mine, filing.Asked{}, m.one(old.ID)); told(err) != filing.Frozen {
					t.Errorf("what was judged was removed: %v", err)
				}
				l := m.line()
				if l.Changeable != correction || (l.Correction != "") != correction {
					t.Errorf("the page says %t", l.Changeable)
				}
				m.audit()
			})
		})
	}
}

func TestTheDayOfIssueIsKeptOverTheVersionThatWasSeen(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		today := calendar.Today(m.now())
		set := func(in filing.SetIssued) error {
			in.Application, in.Document = m.draft, passport
			return m.SetIssued(t.Context(), m.mine, filing.Asked{}, in)
		}
		if err := set(filing.SetIssued{Day: today.AddDays(1), Version: 1}); told(err) != "issued: "+filing.IssuedInFuture {
			t.Errorf("tomorrow: %v", err)
		}
		if err := set(filing.SetIssued{Day: today.AddDays(-3), Version: 1}); err != nil {
			t.Fatal(err)
		}
		if err := set(filing.SetIssued{Day: today, Version: 1}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("over another version: %v", err)
		}
		if got := m.line().Line.IssuedOn; got != today.AddDays(-3) {
			t.Errorf("it says %s", got)
		}
	})
}

func TestAFilesNameIsOnlyAName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"pașaport față.jpg":            "pașaport față.jpg",
		"../../etc/passwd":             "passwd",
		`C:\Users\a\scan.pdf`:          "scan.pdf",
		"a\x00b\r\nc.pdf":              "abc.pdf",
		"photo\u202Egpj.exe":           "photogpj.exe",
		"  many   spaces  .pdf ":       "many spaces .pdf",
		"":                             "-",
		"..":                           "-",
		"/":                            "-",
		"\xff\xfe.pdf":                 ".pdf",
		"$(id).pdf":                    "$(id).pdf",
		strings.Repeat("щ", 300):       strings.Repeat("щ", application.MaxName),
		"<script>alert(1)</script>.pn": "script>.pn",
	} {
		if got := filing.CleanName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestASendersNameIsReadByNobodyWithoutTheKey(t *testing.T) {
	t.Parallel()
	m := mailroomOn(t, t.TempDir()+"/sejur.db")
	if _, err := m.Receive(t.Context(), m.mine, filing.Asked{}, m.announce("canary-name.pdf"), bytes.NewReader(scanned(1, kilo))); err != nil {
		t.Fatal(err)
	}
	var name string
	if err := storetest.SQL(t, m.database).QueryRowContext(t.Context(), `SELECT name FROM upload`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(name, "canary") || name == "" {
		t.Errorf("the name lies as %q", name)
	}
}

func TestWhoSendsTooOftenWaits(t *testing.T) {
	t.Parallel()
	m := mailroomOn(t, t.TempDir()+"/sejur.db")
	var err error
	n := 0
	for ; err == nil && n < 1000; n++ {
		_, err = m.Receive(t.Context(), m.mine, filing.Asked{}, m.announce("a"), bytes.NewReader(scanned(1, 10)))
	}
	if told(err) != filing.TooOften || n != 401 {
		t.Errorf("after %d: %v", n, err)
	}
	m.forward(time.Hour)
	m.receive(scanned(1, 10))
}

func TestAnErasedPersonsFilesGo(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		m.receive(scanned(1, kilo))
		m.work()
		m.change(func(ctx context.Context, tx *store.Tx) error {
			a, err := tx.Applications().Find(ctx, m.mine.ID, m.draft)
			if err != nil {
				return err
			}
			return tx.Persons().Erase(ctx, a.Person)
		})
		if _, err := m.SweepFiles(t.Context()); err != nil {
			t.Fatal(err)
		}
		if left := m.files.Lying(t); len(left) != 0 {
			t.Errorf("%v lie there", left)
		}
	})
}

func TestTheRecordSaysWhatWasSentWithoutItsName(t *testing.T) {
	t.Parallel()
	m := mailroomOn(t, t.TempDir()+"/sejur.db")
	m.receive(scanned(1, kilo))
	m.work()
	want := []string{"application.start", "upload.receive", "upload.check"}
	if diff := cmp.Diff(want, m.actions(m.draft)); diff != "" {
		t.Error(diff)
	}
	for _, e := range m.entries("application/" + string(m.draft)) {
		if strings.Contains(fmt.Sprint(e), "scan.pdf") {
			t.Errorf("%s has the name", e.Action)
		}
	}
}
