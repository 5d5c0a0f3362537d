package filing_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/office/filing"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// sentIn freezes the draft and has its case wait at the first desk.
func (m *mailroom) sentIn() {
	m.t.Helper()
	db := storetest.SQL(m.t, m.database)
	at := m.now().UTC().Format("2006-01-02T15:04:05.000000Z")
	for row, args := range map[string][]any{
		`UPDATE application SET state = 'submitted', submitted_at = $2 WHERE id = $1`:                                      {string(m.draft), at},
		`INSERT INTO casefile (id, application, state, decided_at, version) VALUES ('case-' || $1, $1, 'received', '', 1)`: {string(m.draft)},
	} {
		if _, err := db.ExecContext(m.t.Context(), row, args...); err != nil {
			m.t.Fatal(err)
		}
	}
	m.forward(time.Minute)
}

// messages are the templates of what the owner was told.
func (m *mailroom) messages() (out []string) {
	m.t.Helper()
	m.change(func(ctx context.Context, tx *store.Tx) error {
		list, err := tx.Inbox().List(ctx, m.mine.ID, "", 50)
		for _, one := range list {
			out = append(out, one.Template)
		}
		return err
	})
	return out
}

// decide writes what the office says of the line.
func (m *mailroom) decide(state application.LineState, reason string) {
	m.t.Helper()
	_, err := storetest.SQL(m.t, m.database).ExecContext(m.t.Context(),
		`UPDATE application_line SET state = $1, reason = $2, version = version + 1 WHERE application = $3`, string(state), reason, string(m.draft))
	if err != nil {
		m.t.Fatal(err)
	}
}

func TestAFileThatIsRefusedAfterItWasSentInIsReplacedByItsOwner(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		bad := m.receive(scanned(1, 3000))
		m.sentIn()
		if l := m.line(); l.Changeable {
			t.Error("it can be changed while nobody has looked into it")
		}
		m.found = application.Findings{Refused: "upload.refused.script"}
		m.work()
		if diff := cmp.Diff([]string{"filing-refused"}, m.messages()); diff != "" {
			t.Error(diff)
		}
		if l := m.line(); !l.Changeable || l.Mine(bad) {
			t.Errorf("it can be changed: %t, with the file that was judged: %t", l.Changeable, l.Mine(bad))
		}
		if err := m.RemoveUpload(t.Context(), m.mine, filing.Asked{}, m.one(bad.ID)); told(err) != filing.Frozen {
			t.Errorf("what was judged is removed: %v", err)
		}
		m.decide(application.Replace, "unreadable")
		before := m.line().Line.Version
		m.found = application.Findings{Kind: application.PDF, Pages: 1}
		good := m.receive(scanned(2, 3000))
		l := m.line()
		if l.Line.State != application.Open || l.Line.Version == before || !l.Mine(good) || !l.Changeable {
			t.Errorf("after another came the line is %s, version %d", l.Line.State, l.Line.Version)
		}
		m.work()
		if l := m.line(); l.Line.Standing() != application.Uploaded || !l.Changeable {
			t.Errorf("it stands as %s", l.Line.Standing())
		}
		if diff := cmp.Diff([]string{"filing-refused"}, m.messages()); diff != "" {
			t.Error(diff)
		}
		m.decide(application.Accepted, "")
		if err := m.RemoveUpload(t.Context(), m.mine, filing.Asked{}, m.one(good.ID)); told(err) != filing.Frozen {
			t.Errorf("what the office has accepted is removed: %v", err)
		}
		if m.line().Changeable {
			t.Error("what the office has accepted can be changed")
		}
	})
}

func TestAGoodFileBesideARefusedOneKeepsTheLineShut(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		m.receive(scanned(1, 3000))
		m.work()
		m.receive(scanned(2, 3000))
		m.sentIn()
		m.found = application.Findings{Refused: "upload.refused.script"}
		m.work()
		if m.line().Changeable {
			t.Error("it can be changed")
		}
		if diff := cmp.Diff([]string{"filing-refused"}, m.messages()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestARefusalOfADraftIsToldByItsPageAlone(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		m.found = application.Findings{Refused: "upload.refused.script"}
		m.receive(scanned(1, 3000))
		m.work()
		if got := m.messages(); len(got) != 0 {
			t.Errorf("told: %v", got)
		}
	})
}
