package filing_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/files/filestest"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// mailroom is the receipt of files beside the desk of applicants, on a real store of files, with a draft of somebody made up.
type mailroom struct {
	*counter
	*filing.Uploads
	files filestest.Shelf
	mine  access.Actor
	draft application.ID

	points  func(string)
	found   application.Findings
	pieces  []application.Piece
	inspect error
	scan    error
	malware string
	zone    []string // that is read
	unread  error    // why none is
}

// passport is a paper that is asked of everybody.
const passport = "passport"

func eachMailroom(t *testing.T, test func(t *testing.T, m *mailroom)) {
	t.Helper()
	storetest.EachDatabase(t, func(t *testing.T, database string) { test(t, mailroomOn(t, database)) })
}

func mailroomOn(t *testing.T, database string) *mailroom {
	t.Helper()
	m := &mailroom{counter: counterOn(t, database), files: filestest.Folder(t), found: application.Findings{Kind: application.PDF, Pages: 1}}
	m.mine = m.owner
	var err error
	m.Uploads, err = filing.NewUploads(filing.UploadsConfig{
		House: m.house, Store: store.Desk(m.store, func(tx *store.Tx) filing.UploadTx { return tx }), Files: m.files.Store, Scanner: m, Inspector: m, Zones: m,
		Desk: m.Desk, At: m.point,
	})
	if err != nil {
		t.Fatal(err)
	}
	m.draft = m.start()
	return m
}

// submit freezes the draft, and with a correction opens the line again.
func (m *mailroom) submit(correction bool) {
	m.t.Helper()
	db := storetest.SQL(m.t, m.database)
	rows := []string{
		`UPDATE application SET state = 'submitted', submitted_at = '2026-11-30T12:00:00.000000Z' WHERE id = $1`,
		`INSERT INTO casefile (id, application, state, decided_at, version) VALUES ('case-' || $1, $1, 'returned', '', 1)`,
	}
	if correction {
		rows = append(rows,
			`INSERT INTO correction (id, casefile, state, until, opened_at, sent_at, version) VALUES ('correction-' || $1, 'case-' || $1, 'open', '2026-12-20', 't', '', 1)`,
			`INSERT INTO correction_item (correction, kind, ref, reason, note) VALUES ('correction-' || $1, 'document', 'passport', 'unreadable', '')`)
	}
	for _, row := range rows {
		if _, err := db.ExecContext(m.t.Context(), row, string(m.draft)); err != nil {
			m.t.Fatal(err)
		}
	}
}

func (m *mailroom) point(name string) {
	if m.points != nil {
		m.points(name)
	}
}

// Scan is a scanner that says what the test wants.
func (m *mailroom) Scan(_ context.Context, r io.Reader) (string, error) {
	if _, err := io.Copy(io.Discard, r); err != nil {
		return "", err
	}
	return m.malware, m.scan
}

// Version is that of the scanner.
func (m *mailroom) Version(context.Context) (string, error) { return "ClamAV", m.scan }

// Inspect is an inspector that finds what the test wants.
func (m *mailroom) Inspect(
	ctx context.Context, src application.Source, keep func(context.Context, application.Piece) error,
) (application.Findings, error) {
	r, err := src.Open()
	if err != nil {
		return application.Findings{}, err
	}
	_, err = io.Copy(io.Discard, r)
	if err := errors.Join(err, r.Close()); err != nil {
		return application.Findings{}, err
	}
	for _, p := range m.pieces {
		p.Data = bytes.NewReader([]byte("made of it " + string(p.Part)))
		if err := keep(ctx, p); err != nil {
			return application.Findings{}, err
		}
	}
	return m.found, m.inspect
}

// ReadZone is somebody who reads what the test wants, on a copy.
func (m *mailroom) ReadZone(_ context.Context, src application.Source) ([]string, error) {
	r, err := src.Open()
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, r)
	return m.zone, errors.Join(err, r.Close(), m.unread)
}

// announce announces a file of the draft.
func (m *mailroom) announce(name string) filing.NewUpload {
	return filing.NewUpload{Application: m.draft, Document: passport, Name: name, From: "192.0.2.0/24"}
}

// receive sends a whole file.
func (m *mailroom) receive(body []byte) application.Upload {
	m.t.Helper()
	up, err := m.Receive(m.t.Context(), m.mine, filing.Asked{}, m.announce("scan.pdf"), bytes.NewReader(body))
	if err != nil {
		m.t.Fatal(err)
	}
	return up
}

// one names a file of the draft.
func (m *mailroom) one(id application.UploadID) filing.OneUpload {
	return filing.OneUpload{Application: m.draft, Document: passport, Upload: id}
}

// line is the line as it stands.
func (m *mailroom) line() filing.UploadLine {
	m.t.Helper()
	out, err := m.OpenLine(m.t.Context(), m.mine, m.draft, passport, "en")
	if err != nil {
		m.t.Fatal(err)
	}
	return out
}

// work does the jobs of a kind that are due, as a runner would, and says how many.
func (m *mailroom) work() (errs []error) {
	m.t.Helper()
	for _, j := range m.due(filing.CheckJob) {
		errs = append(errs, m.check(j))
	}
	return errs
}

// read does the jobs that read zones.
func (m *mailroom) read() (errs []error) {
	m.t.Helper()
	for _, j := range m.due(filing.ZoneJob) {
		var body filing.CheckBody
		if err := json.Unmarshal(j.Body, &body); err != nil {
			m.t.Fatal(err)
		}
		errs = append(errs, m.Uploads.ReadZone(m.t.Context(), office.Held{ID: j.ID, Token: j.Token}, body.Upload))
	}
	return errs
}

// due claims the jobs of a kind.
func (m *mailroom) due(kind string) []office.Ticket {
	m.t.Helper()
	var due []office.Ticket
	m.change(func(ctx context.Context, tx *store.Tx) error {
		var err error
		due, err = tx.Queue().Claim(ctx, []string{kind}, m.now(), m.now().Add(time.Minute), 100)
		return err
	})
	return due
}

func (m *mailroom) check(j office.Ticket) error {
	m.t.Helper()
	var body filing.CheckBody
	if err := json.Unmarshal(j.Body, &body); err != nil {
		m.t.Fatal(err)
	}
	return m.CheckUpload(m.t.Context(), office.Held{ID: j.ID, Token: j.Token}, body.Upload)
}

// audit compares rows and files: each file has a row or is noted to go, and each row has its file, with the right weight.
func (m *mailroom) audit() {
	m.t.Helper()
	db := storetest.SQL(m.t, m.database)
	rows, err := db.QueryContext(m.t.Context(), `SELECT place, kept FROM upload_file`)
	if err != nil {
		m.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	named := map[string]bool{}
	for rows.Next() {
		var place, kept string
		if err := rows.Scan(&place, &kept); err != nil {
			m.t.Fatal(err)
		}
		named[place] = true
		got, _, err := m.files.Weigh(m.t.Context(), place)
		if err != nil || got != kept {
			m.t.Errorf("a row has no file as it was stored: %v", err)
		}
	}
	if rows.Err() != nil {
		m.t.Fatal(rows.Err())
	}
	places, err := m.files.Places(m.t.Context(), "", 1000)
	if err != nil {
		m.t.Fatal(err)
	}
	for _, place := range places {
		if !named[place] {
			m.t.Errorf("a file has no row")
		}
	}
	if left := len(m.files.Lying(m.t)); left != len(places) {
		m.t.Errorf("%d files lie there, %d of them stored", left, len(places))
	}
}

// swept sweeps twice, an hour apart, after which only what has a row is there.
func (m *mailroom) swept() {
	m.t.Helper()
	for range 2 {
		if _, err := m.SweepFiles(m.t.Context()); err != nil {
			m.t.Fatal(err)
		}
		m.forward(time.Hour + time.Minute)
	}
	if _, err := m.SweepFiles(m.t.Context()); err != nil {
		m.t.Fatal(err)
	}
	m.audit()
}

// told is the fault of an error: kind, field and key.
func told(err error) string {
	if err == nil {
		return ""
	}
	e := fault.All(err)[0]
	if e.Field != "" {
		return e.Field + ": " + e.Key
	}
	return e.Key
}

// operator is somebody who runs the house.
func operator() access.Actor {
	return access.Actor{Kind: access.Staff, ID: "operator", Session: "s", Roles: []access.Role{access.Administrator}}
}
