package admin_test

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/mail"
	"sejur/internal/office"
	"sejur/internal/office/admin"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	lawdata "sejur/law"
)

// The clock stands still: a Monday, at noon in Greenwich.
var noon = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

// theLaw is read once.
var theLaw = sync.OnceValues(func() (*law.Law, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, err
	}
	return law.Load(lawdata.Files, catalogue)
})

// house is a desk on a fresh store, with two administrators.
type house struct {
	*admin.Desk
	t           *testing.T
	store       *store.Store
	boss, other access.Account
	bells       int
	keys        office.Marker
	status      admin.Status
}

// opens makes a house on a store.
func opens(t *testing.T, s *store.Store, keys office.Marker) *house {
	t.Helper()
	h := &house{t: t, store: s, keys: keys}
	h.reopen()
	h.boss = storetest.Hire(t, s, noon, "Bogdan Rus", access.Administrator)
	h.other = storetest.Hire(t, s, noon, "Oana Ene", access.Administrator)
	return h
}

// reopen opens the desk, with what the house says of its status.
func (h *house) reopen() {
	h.t.Helper()
	l, err := theLaw()
	if err != nil {
		h.t.Fatal(err)
	}
	h.Desk = admin.New(admin.Config{
		House: office.House{
			Now: func() time.Time { return noon }, Mark: h.keys, Bell: func() { h.bells++ }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		},
		Store: store.Desk(h.store, func(tx *store.Tx) admin.Tx { return tx }), Law: l,
		ParseAddress: mail.ParseAddress, FoldAddress: mail.Fold,
		Settings: []admin.Setting{{Name: "origin", Value: "https://example.org", Source: admin.FromFlag}}, Status: h.status,
	})
}

// newHouse makes a house on SQLite.
func newHouse(t *testing.T) *house {
	t.Helper()
	keys := storetest.Keys(t)
	return opens(t, storetest.Open(t, store.Config{Database: t.TempDir() + "/sejur.db", Keys: keys}), keys)
}

// as is somebody in a session.
func as(a access.Account) access.Actor { return a.Actor("session", noon) }

// hire adds a colleague.
func (h *house) hire(name string, roles ...access.Role) access.Account {
	h.t.Helper()
	return storetest.Hire(h.t, h.store, noon, name, roles...)
}

// read asks the store.
func read[T any](h *house, fn func(context.Context, *store.Tx) (T, error)) T {
	h.t.Helper()
	var out T
	err := h.store.Read(h.t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = fn(ctx, tx)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// record is what was written down, the latest first, as "action subject: fields".
func (h *house) record() []string {
	h.t.Helper()
	entries := read(h, func(ctx context.Context, tx *store.Tx) ([]audit.Entry, error) {
		return tx.Record().Search(ctx, admin.RecordQuery{Limit: 100})
	})
	var out []string
	for _, e := range entries {
		line := e.Action + " " + e.Subject + ":"
		for _, f := range e.Fields {
			line += " " + f.Name
		}
		out = append(out, line)
	}
	return out
}

// letters are the templates of letters that wait, by address.
func (h *house) letters() map[string]string {
	h.t.Helper()
	rows := read(h, func(ctx context.Context, tx *store.Tx) ([]office.Posted, error) {
		return tx.Outbox().List(ctx, office.LetterWaiting, "", 100)
	})
	out := make(map[string]string)
	for _, p := range rows {
		out[p.To] = p.Template
	}
	return out
}

// wrong are the fields and keys of what is wrong.
func wrong(err error) []string {
	if err == nil {
		return nil
	}
	var out []string
	for _, f := range fault.All(err) {
		out = append(out, strings.TrimPrefix(f.Field+" "+f.Key, " "))
	}
	return out
}

// same wants two values to be equal.
func same(t *testing.T, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, dates); diff != "" {
		t.Error(diff)
	}
}

// Every verb of the desk is closed to everybody whose roles do not open it.
func TestTheDeskIsClosedToOthers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	var actors []access.Actor
	for _, r := range access.Roles() {
		if r != access.Administrator {
			actors = append(actors, as(h.hire("N"+string(r)+" Pop", r)))
		}
	}
	ended := h.other
	ended.State = access.Ended
	actors = append(actors, access.Actor{}, as(ended), access.Actor{Kind: access.Applicant, ID: "a", Roles: []access.Role{access.Administrator}})
	for _, by := range actors {
		for name, verb := range h.verbs(ctx, by) {
			if name == "search audit" && by.Has(access.Auditor) {
				continue
			}
			if err := verb(); err == nil || fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s by %v: %v", name, by.Roles, err)
			}
		}
	}
	if got := h.record(); len(got) > 0 {
		t.Errorf("written down: %v", got)
	}
}

// verbs calls each verb with an input that says as little as it may.
func (h *house) verbs(ctx context.Context, by access.Actor) map[string]func() error {
	id := h.other.ID
	call := func(fn func() (any, error)) func() error {
		return func() error {
			_, err := fn()
			return err
		}
	}
	return map[string]func() error{
		"list staff":        call(func() (any, error) { return h.ListStaff(ctx, by, "", admin.StaffQuery{}) }),
		"open staff":        call(func() (any, error) { return h.OpenStaff(ctx, by, "", id) }),
		"invite staff":      call(func() (any, error) { return h.InviteStaff(ctx, by, admin.InviteStaff{}) }),
		"list invitations":  call(func() (any, error) { return h.ListInvitations(ctx, by, "", "") }),
		"open invitation":   call(func() (any, error) { return h.OpenInvitation(ctx, by, "", "x") }),
		"revoke invitation": call(func() (any, error) { return h.RevokeInvitation(ctx, by, admin.RevokeInvitation{}) }),
		"change roles":      call(func() (any, error) { return h.ChangeRoles(ctx, by, admin.ChangeRoles{ID: id}) }),
		"change staff":      call(func() (any, error) { return h.ChangeStaff(ctx, by, admin.ChangeStaff{ID: id}) }),
		"set absence":       call(func() (any, error) { return h.SetAbsence(ctx, by, admin.SetAbsence{ID: id}) }),
		"end access":        call(func() (any, error) { return h.EndAccess(ctx, by, admin.EndAccess{ID: id, Version: 1}) }),
		"end sessions":      call(func() (any, error) { return h.EndSessions(ctx, by, admin.EndSessions{ID: id}) }),
		"list offices":      call(func() (any, error) { return h.ListOffices(ctx, by, locale.EN) }),
		"office names":      call(func() (any, error) { return h.OfficeNames(ctx, by, locale.EN) }),
		"open office":       call(func() (any, error) { return h.OpenOffice(ctx, by, "igi-cj", locale.EN, on(11, 30)) }),
		"put office":        call(func() (any, error) { return h.PutOffice(ctx, by, admin.PutOffice{ID: "igi-cj"}) }),
		"put service":       call(func() (any, error) { return h.PutService(ctx, by, admin.PutService{}) }),
		"put desk":          call(func() (any, error) { return h.PutDesk(ctx, by, admin.PutDesk{}) }),
		"put hours":         call(func() (any, error) { return h.PutHours(ctx, by, admin.PutHours{}) }),
		"put closure":       call(func() (any, error) { return h.PutClosure(ctx, by, admin.PutClosure{}) }),
		"list jobs":         call(func() (any, error) { return h.ListJobs(ctx, by, office.JobFailed, "") }),
		"open job":          call(func() (any, error) { return h.OpenJob(ctx, by, "x") }),
		"restart job":       call(func() (any, error) { return h.RestartJob(ctx, by, admin.RestartJob{ID: "x"}) }),
		"list letters":      call(func() (any, error) { return h.ListLetters(ctx, by, "", office.LetterWaiting, "") }),
		"open letter":       call(func() (any, error) { return h.OpenLetter(ctx, by, "", "x") }),
		"send test mail":    call(func() (any, error) { return h.SendTestMail(ctx, by, admin.Slip{}) }),
		"settings":          call(func() (any, error) { return h.Settings(ctx, by) }),
		"check law":         call(func() (any, error) { return h.CheckLaw(ctx, by) }),
		"overview":          call(func() (any, error) { return h.Overview(ctx, by) }),
		"search audit":      call(func() (any, error) { return h.SearchAudit(ctx, by, admin.SearchAudit{}) }),
	}
}

func TestManyAreToldAsMoreThanAThousand(t *testing.T) {
	t.Parallel()
	got := []admin.Count{admin.Counted(0), admin.Counted(1000), admin.Counted(1001)}
	same(t, []admin.Count{{N: 0}, {N: 1000}, {N: 1000, More: true}}, got)
}
