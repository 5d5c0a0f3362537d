package admin_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/office/admin"
	"sejur/internal/store"
)

// change changes the store.
func (h *house) change(fn func(context.Context, *store.Tx) error) {
	h.t.Helper()
	if err := h.store.Change(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// failedJob is a job that was given up.
func (h *house) failedJob(cause string) string {
	h.t.Helper()
	id := office.NewID()
	h.change(func(ctx context.Context, tx *store.Tx) error {
		err := tx.Queue().Enqueue(ctx, office.Ticket{ID: id, Kind: "a", Body: json.RawMessage(`{"secret":1}`), RunAt: noon, CreatedAt: noon})
		if err != nil {
			return err
		}
		held, err := tx.Queue().Claim(ctx, []string{"a"}, noon, noon.Add(time.Minute), 1)
		if err != nil {
			return err
		}
		return tx.Queue().GiveBack(ctx, office.Held{ID: id, Token: held[0].Token}, cause, noon, time.Time{})
	})
	return id
}

func TestAFailedJobIsStartedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.failedJob("550 <ana.pop@example.org>: no such user")
	list, err := h.ListJobs(t.Context(), as(h.boss), office.JobFailed, "")
	if err != nil || len(list.Rows) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	job := list.Rows[0]
	same(t, []any{id, "550 <a…@example.org>: no such user", json.RawMessage(nil)}, []any{job.ID, job.Error, job.Body})
	same(t, map[office.JobState]admin.Count{office.JobFailed: {N: 1}}, list.Counts)
	if _, err := h.RestartJob(t.Context(), as(h.boss), admin.RestartJob{ID: id, Slip: admin.Slip{Key: "k"}}); err != nil {
		t.Fatal(err)
	}
	if h.bells != 1 {
		t.Errorf("the bell rang %d times", h.bells)
	}
	if _, err := h.RestartJob(t.Context(), as(h.boss), admin.RestartJob{ID: id, Slip: admin.Slip{Key: "k"}}); err != nil {
		t.Errorf("the same form again: %v", err)
	}
	_, err = h.RestartJob(t.Context(), as(h.boss), admin.RestartJob{ID: id})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("started twice: %v", err)
	}
	same(t, []string{"admin.restart-job job/" + id + ": state"}, h.record())
}

func TestLettersAreShownMasked(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	to, err := h.SendTestMail(t.Context(), as(h.boss), admin.Slip{Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "b…@example.org", to)
	list, err := h.ListLetters(t.Context(), as(h.boss), "", office.LetterWaiting, "")
	if err != nil || len(list.Rows) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	id := list.Rows[0].ID
	h.change(func(ctx context.Context, tx *store.Tx) error {
		return tx.Outbox().Tried(ctx, id, office.LetterRefused, "bogdan.rus@example.org refused", noon)
	})
	view, err := h.OpenLetter(t.Context(), as(h.boss), "", id)
	if err != nil {
		t.Fatal(err)
	}
	same(t, admin.LetterView{
		Posted: office.Posted{
			Letter: office.Letter{ID: id, To: "b…@example.org", Lang: "ro", Template: "test"},
			State:  office.LetterRefused, CreatedAt: noon, Tries: 1, Error: "b…@example.org refused",
		},
		Log: []admin.Try{{Number: 1, At: noon, Outcome: office.LetterRefused, Cause: "b…@example.org refused"}},
	}, view)
	same(t, []string{
		"admin.open-letter letter/" + id + ":", "admin.list-letters list/letters: ids", "admin.send-test-mail account/" + h.boss.ID + ":",
	}, h.record())
}

func TestHowTheServiceIsDoing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.failedJob("x")
	got, err := h.Overview(t.Context(), as(h.boss))
	if err != nil {
		t.Fatal(err)
	}
	if got.Law == "" {
		t.Error("which law?")
	}
	got.Law = ""
	same(t, admin.Overview{
		Jobs: map[office.JobState]admin.Count{office.JobFailed: {N: 1}}, Letters: map[office.LetterState]admin.Count{}, Staff: admin.Count{N: 2},
	}, got)
}

func TestWhatCannotBeReadIsToldAndKeepsNobodyFromTheRest(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.status.LastHead = func(context.Context) (audit.Head, error) { return audit.Head{}, errors.New("planted") }
	h.status.Schema = func(context.Context) (admin.SchemaReport, error) {
		return admin.SchemaReport{Missing: []string{"x"}}, nil
	}
	h.status.CheckLaw = func(context.Context) (admin.LawReport, error) { return admin.LawReport{Version: "1"}, nil }
	h.reopen()
	got, err := h.Overview(t.Context(), as(h.boss))
	if err != nil {
		t.Fatal(err)
	}
	same(t, []admin.Knowledge{admin.Unreadable, admin.Known}, []admin.Knowledge{got.Chain.HeadState, got.SchemaState})
	report, err := h.CheckLaw(t.Context(), as(h.boss))
	if err != nil || report.Version != "1" {
		t.Errorf("%+v, %v", report, err)
	}
	settings, err := h.Settings(t.Context(), as(h.boss))
	if err != nil || len(settings) != 1 {
		t.Errorf("%+v, %v", settings, err)
	}
}

// search is a search that is allowed.
func search() admin.SearchAudit {
	return admin.SearchAudit{Request: "r", Reason: admin.Complaint, Words: "complaint 12 of 3 May", SubjectKind: "account", SubjectID: "x"}
}

func TestASearchOfTheRecordIsItselfWrittenDown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	auditor := h.hire("Ada Ion", access.Auditor)
	if _, err := h.OpenStaff(t.Context(), as(h.boss), "", h.other.ID); err != nil {
		t.Fatal(err)
	}
	in := search()
	in.SubjectID = h.other.ID
	found, err := h.SearchAudit(t.Context(), as(auditor), in)
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Rows) != 1 || found.Rows[0].Action != "admin.open-staff" {
		t.Fatalf("found %+v", found.Rows)
	}
	same(t, map[string]string{h.boss.ID: h.boss.Name}, found.Names)
	again, err := h.SearchAudit(t.Context(), as(auditor), in)
	if err != nil {
		t.Fatal(err)
	}
	look := again.Rows[0]
	same(t,
		[]string{"admin.search-audit", "account/" + h.other.ID, auditor.ID, office.PurposeOversight, "complaint: complaint 12 of 3 May", "r"},
		[]string{look.Action, look.Subject, look.Actor, look.Purpose, look.Reason, look.Request})
	var fields []string
	for _, f := range look.Fields {
		fields = append(fields, f.Name)
	}
	same(t, []string{"ids"}, fields)
}

func TestTheRecordIsSearchedByAColleaguesAddress(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if _, err := h.OpenStaff(t.Context(), as(h.boss), "", h.other.ID); err != nil {
		t.Fatal(err)
	}
	in := admin.SearchAudit{Reason: admin.Control, Words: "monthly control", Actor: " Bogdan.Rus@Example.org"}
	found, err := h.SearchAudit(t.Context(), as(h.boss), in)
	if err != nil || len(found.Rows) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	in.Actor = "nobody@example.org"
	_, err = h.SearchAudit(t.Context(), as(h.boss), in)
	same(t, []string{"actor admin.actor-unknown"}, wrong(err))
}

func TestSearchesThatAreRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for name, row := range map[string]struct {
		change func(*admin.SearchAudit)
		want   []string
	}{
		"no reason":            {func(in *admin.SearchAudit) { in.Reason = "" }, []string{"reason admin.reason"}},
		"a word for a reason":  {func(in *admin.SearchAudit) { in.Words = " why \n not  " }, []string{"words admin.words"}},
		"a kind without an id": {func(in *admin.SearchAudit) { in.SubjectID = "" }, []string{"subject_id admin.subject-half", "subject_id admin.search-nothing"}},
		"a name for an id":     {func(in *admin.SearchAudit) { in.SubjectID = "Ana Pop" }, []string{"subject_id invalid"}},
		"a kind that is none":  {func(in *admin.SearchAudit) { in.SubjectKind = "Ana" }, []string{"subject_id invalid"}},
		"everything at all":    {func(in *admin.SearchAudit) { in.SubjectID, in.SubjectKind, in.From = "", "", on(1, 1) }, []string{"subject_id admin.search-nothing"}},
		"days backwards":       {func(in *admin.SearchAudit) { in.From, in.Until = on(2, 1), on(1, 1) }, []string{"until appointment.until-before-from"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := search()
			row.change(&in)
			_, err := h.SearchAudit(t.Context(), as(h.boss), in)
			same(t, row.want, wrong(err))
		})
	}
}

func TestTheRecordComesPageByPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.change(func(ctx context.Context, tx *store.Tx) error {
		for range admin.PageSize + 3 {
			err := tx.Trail().Add(ctx, audit.Entry{ID: office.NewID(), At: noon, Actor: "job", As: "system", Action: "x", Purpose: office.PurposeUpkeep})
			if err != nil {
				return err
			}
		}
		return nil
	})
	in := admin.SearchAudit{Reason: admin.Control, Words: "monthly control", Action: "x"}
	var sizes []int
	for {
		found, err := h.SearchAudit(t.Context(), as(h.boss), in)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(found.Rows))
		if in.Before = found.Next; in.Before == "" {
			break
		}
	}
	same(t, []int{admin.PageSize, 3}, sizes)
}
