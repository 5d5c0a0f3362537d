// Package caseworktest is the test kit of the first desk: cases that were sent in, row by row as the store has them, with files in memory.
package caseworktest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/reference"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// Files is a store of files in memory.
type Files struct {
	mu   sync.Mutex
	kept map[string][]byte
}

// Open opens what was put at a place.
func (f *Files) Open(_ context.Context, place string) (io.ReadCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, there := f.kept[place]
	if !there {
		return nil, fault.New(fault.NotFound, application.FileLost)
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

// Change puts something else at a place, as nobody may.
func (f *Files) Change(place string, data []byte) { f.put(place, data) }

// Lose forgets what lies at a place.
func (f *Files) Lose(place string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.kept, place)
}

func (f *Files) put(place string, data []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.kept == nil {
		f.kept = make(map[string][]byte)
	}
	f.kept[place] = data
}

// Paper is a line to which a file was sent.
type Paper struct {
	Document string
	State    application.UploadState // "" = ready
	Pages    int                     // 0 = 1
	Pictures [][]byte                // of its pages; nil = small ones
	Scanned  application.Scan        // "" = clean
	Flaw     application.Flaw        // of all that is stored of it, as it was noticed; "" = none
}

// Sent says what was sent in. What is empty is that of a student in Cluj.
type Sent struct {
	Owner     string // the account
	Person    person.ID
	Office    string // "-" = none
	Procedure string
	Facts     application.Facts
	Answers   map[string]application.Answers // by page
	Papers    []Paper
	At        time.Time
	MustBy    calendar.Date
	Law       string
	Lang      locale.Lang
}

// Student are the answers of the guide of somebody who begins to study.
func Student() application.Facts {
	return application.Facts{
		"nationality": "IN", "aim": "live", "purpose": "study", "enrolled": "true", "age": "24", "scholarship": "true",
		"first_application": "true", "title_expires": "2027-01-31", "county": "CJ",
	}
}

// Amina is made up.
func Amina() person.Person {
	return person.Person{
		ID: person.ID(office.NewID()), Names: person.Names{Surname: "Rao", Given: "Amina"}, BirthDate: calendar.On(2002, time.May, 17),
		BirthPlace: "Pune", BirthCountry: "IN", Sex: person.Female, Nationality: "IN",
	}
}

// Text is an answer that is a text.
func Text(s string) json.RawMessage {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // a text has JSON
	}
	return raw
}

// Papers are those that the law must have of Student on the day of sending, each with a file.
func Papers(t testing.TB, l *law.Law, facts application.Facts, procedure string, on calendar.Date) []Paper {
	t.Helper()
	read, faults := l.Recall(facts, on)
	if faults.Err() != nil {
		t.Fatal(faults)
	}
	plan, err := l.Plan(law.Query{On: on, Lang: locale.EN, Facts: read})
	if err != nil {
		t.Fatal(err)
	}
	var out []Paper
	for _, r := range plan.Routes {
		if r.Procedure != procedure {
			continue
		}
		for _, p := range r.Documents {
			if p.Kind != "form" && p.Grade != law.Unverified && !p.Undecided {
				out = append(out, Paper{Document: p.ID})
			}
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s asks for no papers", procedure)
	}
	return out
}

// Keep puts a person into the file of an account.
func Keep(t testing.TB, s *store.Store, owner string, p person.Person, at time.Time) person.ID {
	t.Helper()
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		return tx.Persons().Add(ctx, owner, account.Kept{Relation: person.Represented, Since: at, Person: p})
	})
	return p.ID
}

// Send sends something in.
func Send(t testing.TB, s *store.Store, database string, files *Files, in Sent) casefile.Case {
	t.Helper()
	in = whole(in)
	app := application.Application{
		ID: application.ID(office.NewID()), Person: in.Person, Account: in.Owner, State: application.Draft, Procedure: in.Procedure, Lang: in.Lang,
		Law: in.Law, Facts: in.Facts, CreatedAt: in.At, ChangedAt: in.At, Version: 1,
	}
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Applications().Add(ctx, app); err != nil {
			return err
		}
		for page, answers := range in.Answers {
			if err := tx.Pages().Put(ctx, app, application.Page{ID: page, Answers: answers, Law: in.Law, SavedAt: in.At}); err != nil {
				return err
			}
		}
		for _, p := range in.Papers {
			if err := tx.Lines().Open(ctx, app.ID, p.Document); err != nil {
				return err
			}
		}
		return nil
	})
	if len(in.Papers) > 0 {
		db := storetest.SQL(t, database)
		for _, p := range in.Papers {
			upload(t, db, files, app.ID, p, in.At)
		}
		if err := db.Close(); err != nil { // a test may send thousands
			t.Fatal(err)
		}
	}
	return submit(t, s, app, in)
}

// submit freezes an application and makes its case.
func submit(t testing.TB, s *store.Store, app application.Application, in Sent) casefile.Case {
	t.Helper()
	app.State, app.SubmittedAt, app.Reference = application.Submitted, in.At, reference.New()
	c := casefile.Case{
		ID: casefile.ID(office.NewID()), Application: string(app.ID), State: casefile.Received, Reference: app.Reference, Procedure: app.Procedure,
		Office: in.Office, ReceivedAt: in.At, MustBy: in.MustBy, Version: 1,
	}
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Applications().Submit(ctx, app); err != nil {
			return err
		}
		if err := tx.Intake().Receive(ctx, c); err != nil {
			return err
		}
		return tx.Events().Add(ctx, app.Person, casefile.Event{
			ID: office.NewID(), Case: c.ID, Kind: casefile.WasReceived, At: in.At, Side: casefile.OfApplicant, Account: in.Owner,
		})
	})
	return c
}

// whole fills in what a Sent leaves out.
func whole(in Sent) Sent {
	if in.Office == "" {
		in.Office = "igi-cj"
	}
	if in.Office == "-" {
		in.Office = ""
	}
	if in.Procedure == "" {
		in.Procedure = "study-permit"
	}
	if in.Facts == nil {
		in.Facts = Student()
	}
	if in.Law == "" {
		in.Law = "frozen"
	}
	if in.Lang == "" {
		in.Lang = locale.EN
	}
	if in.MustBy.IsZero() {
		in.MustBy = casefile.MustBy(calendar.Today(in.At), calendar.Date{}, calendar.Date{})
	}
	return in
}

// upload puts a file with its pictures behind a line.
func upload(t testing.TB, db *sql.DB, files *Files, app application.ID, p Paper, at time.Time) {
	t.Helper()
	state, scanned := cmp.Or(p.State, application.UploadReady), cmp.Or(p.Scanned, application.ScanClean)
	pictures := p.Pictures
	for n := len(pictures) + 1; p.Pictures == nil && n <= max(p.Pages, 1); n++ {
		pictures = append(pictures, Picture(n))
	}
	id, stamp := office.NewID(), at.UTC().Format("2006-01-02T15:04:05.000000Z")
	refused, removed := "", ""
	switch state {
	case application.UploadRefused:
		refused = "upload.kind"
	case application.UploadRemoved:
		removed = stamp
	case application.UploadReceiving, application.UploadChecking, application.UploadWaiting, application.UploadReady:
	}
	_, err := db.ExecContext(t.Context(), `INSERT INTO upload (id, application, document, correction, position, name, state, refused, kind, pages, size,
		expected, digest, scanned, received_at, checked_at, removed_at, version)
		VALUES ($1, $2, $3, '', 1, '', $4, $8, 'pdf', $5, 100, 0, 'd', $7, $6, $6, $9, 1)`,
		id, string(app), p.Document, string(state), len(pictures), stamp, string(scanned), refused, removed)
	if err != nil {
		t.Fatal(err)
	}
	put := func(part application.Part, n int, data []byte) {
		sum, place := sha256.Sum256(data), office.NewID()
		files.put(place, data)
		_, err := db.ExecContext(t.Context(), `INSERT INTO upload_file (place, upload, part, n, size, digest, kept_size, kept, weighed_at, fault)
			VALUES ($1, $2, $3, $4, $5, $6, $5, 'k', $7, $8)`, place, id, string(part), n, len(data), hex.EncodeToString(sum[:]), stamp, string(p.Flaw))
		if err != nil {
			t.Fatal(err)
		}
	}
	put(application.Original, 0, []byte("%PDF-1.7 of "+p.Document))
	for i, data := range pictures {
		put(application.Picture, i+1, data)
	}
}

// Picture is a small JPEG, another for each number.
func Picture(n int) []byte {
	img := image.NewGray(image.Rect(0, 0, 24, 32))
	for i := range img.Pix {
		img.Pix[i] = color.Gray{Y: uint8(i * n)}.Y //nolint:gosec // G115: any grey is fine
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err) // memory takes it
	}
	return b.Bytes()
}

// Officer works on cases in Cluj.
func Officer(id string) access.Actor {
	return access.Actor{Kind: access.Staff, ID: id, Roles: []access.Role{access.CaseOfficer}, Office: "igi-cj", Session: "s-" + id}
}

func change(t testing.TB, s *store.Store, fn func(context.Context, *store.Tx) error) {
	t.Helper()
	if err := s.Change(context.WithoutCancel(t.Context()), fn); err != nil {
		t.Fatal(err)
	}
}
