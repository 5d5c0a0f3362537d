package admin_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/admin"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// dates compares days, whose inside is their own business.
var dates = cmpopts.EquateComparable(calendar.Date{})

// on is a day of 2026.
func on(month time.Month, day int) calendar.Date { return calendar.On(2026, month, day) }

// ana is invited.
func ana() admin.InviteStaff {
	return admin.InviteStaff{
		Slip:  admin.Slip{Key: "k1"},
		Email: "Ana.Pop@Example.org", Name: " Ana  Pop ", Office: "igi-cj", Roles: []access.Role{access.Head, access.FrontDesk}, Lang: locale.EN,
	}
}

func TestAnInvitationIsAOneTimeLinkThatNobodyElseKnows(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	made, err := h.InviteStaff(t.Context(), as(h.boss), ana())
	if err != nil {
		t.Fatal(err)
	}
	if len(made.Token) < 26 || made.ExpiresAt != noon.Add(72*time.Hour) {
		t.Errorf("made %d characters until %s", len(made.Token), made.ExpiresAt)
	}
	page, err := h.ListInvitations(t.Context(), as(h.boss), "", "")
	if err != nil {
		t.Fatal(err)
	}
	same(t, []admin.Invitation{{
		Handle: made.Handle, Email: "Ana.Pop@example.org", Name: "Ana Pop", Office: "igi-cj", Roles: []access.Role{access.FrontDesk, access.Head},
		Lang: locale.EN, MadeBy: h.boss.ID, CreatedAt: noon, ExpiresAt: noon.Add(72 * time.Hour),
	}}, page.Rows)
	same(t, map[string]string{"Ana.Pop@example.org": "staff-invitation"}, h.letters())
	same(t, []string{
		"admin.list-invitations list/invitations: ids",
		"admin.invite-staff invitation/" + made.Handle + ": email name office roles lang",
	}, h.record())
}

func TestTheSameFormAgainMakesNoSecondLinkAndShowsNone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first, err := h.InviteStaff(t.Context(), as(h.boss), ana())
	if err != nil {
		t.Fatal(err)
	}
	second, err := h.InviteStaff(t.Context(), as(h.boss), ana())
	if err != nil {
		t.Fatal(err)
	}
	first.Token = ""
	same(t, first, second)
	other := ana()
	other.Name = "Somebody Else"
	_, err = h.InviteStaff(t.Context(), as(h.boss), other)
	same(t, []string{"repeat/other-input"}, wrong(err))
}

func TestANewLinkEndsTheOldOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var handles []string
	for _, key := range []string{"k1", "k2"} {
		in := ana()
		in.Key = key
		made, err := h.InviteStaff(t.Context(), as(h.boss), in)
		if err != nil {
			t.Fatal(err)
		}
		handles = append(handles, made.Handle)
	}
	page, err := h.ListInvitations(t.Context(), as(h.boss), "", "")
	if err != nil || len(page.Rows) != 1 || page.Rows[0].Handle != handles[1] {
		t.Errorf("open are %+v (%v), want %s", page.Rows, err, handles[1])
	}
	_, err = h.RevokeInvitation(t.Context(), as(h.boss), admin.RevokeInvitation{Handle: handles[1]})
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.RevokeInvitation(t.Context(), as(h.boss), admin.RevokeInvitation{Handle: handles[1]})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("revoked twice: %v", err)
	}
}

func TestAnInvitationThatCannotBeRead(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for name, row := range map[string]struct {
		change func(*admin.InviteStaff)
		want   []string
	}{
		"nothing": {func(in *admin.InviteStaff) { *in = admin.InviteStaff{} },
			[]string{"email admin.email-missing", "name admin.name-missing", "roles admin.roles-missing", "lang admin.lang"}},
		"a role and an office that are none": {func(in *admin.InviteStaff) { in.Roles, in.Office = []access.Role{"king"}, "moon" },
			[]string{"office admin.office-unknown", "roles admin.role-unknown"}},
		"a language of applicants": {func(in *admin.InviteStaff) { in.Lang = locale.UK }, []string{"lang admin.lang"}},
		"somebody who is here":     {func(in *admin.InviteStaff) { in.Email = "OANA.ENE@example.org" }, []string{"email admin.already-staff"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := ana()
			in.Key = ""
			row.change(&in)
			_, err := h.InviteStaff(t.Context(), as(h.boss), in)
			same(t, row.want, wrong(err))
		})
	}
}

func TestColleaguesAreFoundByWhatIsKnownOfThem(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	stefan := h.hire("Ștefan Pop", access.FrontDesk)
	h.hire("Ana Popescu", access.FrontDesk, access.Head)
	for name, row := range map[string]struct {
		q    admin.StaffQuery
		want []string
	}{
		"everybody, latest first":          {admin.StaffQuery{}, []string{"Ana Popescu", "Ștefan Pop", "Oana Ene", "Bogdan Rus"}},
		"the beginning of a word":          {admin.StaffQuery{Words: "POP"}, []string{"Ana Popescu", "Ștefan Pop"}},
		"without marks, in any order":      {admin.StaffQuery{Words: "pop stef"}, []string{"Ștefan Pop"}},
		"a role":                           {admin.StaffQuery{Role: access.Administrator}, []string{"Oana Ene", "Bogdan Rus"}},
		"an office where nobody works":     {admin.StaffQuery{Office: "igi-cj"}, nil},
		"those who left":                   {admin.StaffQuery{State: access.Ended}, nil},
		"after somebody, with their state": {admin.StaffQuery{Before: stefan.ID, State: access.Active}, []string{"Oana Ene", "Bogdan Rus"}},
	} {
		page, err := h.ListStaff(t.Context(), as(h.boss), "", row.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range page.Rows {
			got = append(got, a.Name)
		}
		same(t, row.want, got)
		if want := (admin.Count{N: 4}); row.q.State != access.Ended && page.All != want {
			t.Errorf("%s: counted %+v", name, page.All)
		}
	}
}

func TestTheLookAtAListIsWrittenDownWithoutWhatWasTyped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, err := h.ListStaff(t.Context(), as(h.boss), "r1", admin.StaffQuery{Words: "ene", Role: access.Administrator})
	if err != nil {
		t.Fatal(err)
	}
	found, err := h.SearchAudit(t.Context(), as(h.boss), admin.SearchAudit{Reason: admin.Control, Words: "monthly control", Action: "admin.list-staff"})
	if err != nil {
		t.Fatal(err)
	}
	e := found.Rows[0]
	same(t, []string{"list/staff", "state=active role words; rows=1", "r1", office.PurposeOffice}, []string{e.Subject, e.Reason, e.Request, e.Purpose})
}

func TestOpeningAColleagueIsALook(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	got, err := h.OpenStaff(t.Context(), as(h.boss), "r1", h.boss.ID)
	if err != nil {
		t.Fatal(err)
	}
	same(t, admin.Colleague{Account: h.boss, Self: true}, got)
	same(t, []string{"admin.open-staff account/" + h.boss.ID + ":"}, h.record())
	_, err = h.OpenStaff(t.Context(), as(h.boss), "r1", "nobody")
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("opened nobody: %v", err)
	}
}

func TestRolesAreChanged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.hire("Ana Pop", access.FrontDesk, access.Auditor)
	got, err := h.ChangeRoles(t.Context(), as(h.boss), admin.ChangeRoles{
		ID: a.ID, Version: a.Version, Roles: []access.Role{access.Head, access.FrontDesk}, Slip: admin.Slip{Key: "k", Request: "r"},
	})
	if err != nil {
		t.Fatal(err)
	}
	before := a.Roles
	a.Roles, a.Version = []access.Role{access.FrontDesk, access.Head}, 2
	same(t, admin.RolesChanged{Account: a, Before: before}, got)
	stored := read(h, func(ctx context.Context, tx *store.Tx) (access.Account, error) { return tx.Staff().Find(ctx, a.ID) })
	same(t, a, stored)
	same(t, []string{"admin.change-roles account/" + a.ID + ": roles"}, h.record())
}

func TestChangesOfAColleagueThatAreRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.hire("Ana Pop", access.FrontDesk)
	front := []access.Role{access.FrontDesk}
	for name, row := range map[string]struct {
		verb func(context.Context, access.Actor) error
		want []string
	}{
		"one's own roles": {func(ctx context.Context, by access.Actor) error {
			_, err := h.ChangeRoles(ctx, by, admin.ChangeRoles{ID: h.boss.ID, Version: 1, Roles: front})
			return err
		}, []string{"admin.own-role"}},
		"oneself": {func(ctx context.Context, by access.Actor) error {
			_, err := h.EndAccess(ctx, by, admin.EndAccess{ID: h.boss.ID, Version: 1})
			return err
		}, []string{"admin.own-role"}},
		"no roles at all": {func(ctx context.Context, by access.Actor) error {
			_, err := h.ChangeRoles(ctx, by, admin.ChangeRoles{ID: a.ID, Version: 1})
			return err
		}, []string{"roles admin.roles-missing"}},
		"somebody who changed meanwhile": {func(ctx context.Context, by access.Actor) error {
			_, err := h.ChangeRoles(ctx, by, admin.ChangeRoles{ID: a.ID, Version: 7, Roles: front})
			return err
		}, []string{"conflict"}},
		"an account that changed meanwhile": {func(ctx context.Context, by access.Actor) error {
			_, err := h.ChangeStaff(ctx, by, admin.ChangeStaff{ID: a.ID, Version: 7, Name: "Ana", Lang: locale.RO})
			return err
		}, []string{"conflict"}},
		"nobody": {func(ctx context.Context, by access.Actor) error {
			_, err := h.EndAccess(ctx, by, admin.EndAccess{ID: "nobody", Version: 1})
			return err
		}, []string{"not-found"}},
		"half an absence": {func(ctx context.Context, by access.Actor) error {
			_, err := h.SetAbsence(ctx, by, admin.SetAbsence{ID: a.ID, Version: 1, From: on(12, 1)})
			return err
		}, []string{"until admin.absence-half"}},
		"an absence backwards": {func(ctx context.Context, by access.Actor) error {
			_, err := h.SetAbsence(ctx, by, admin.SetAbsence{ID: a.ID, Version: 1, From: on(12, 2), Until: on(12, 1)})
			return err
		}, []string{"until appointment.until-before-from"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			same(t, row.want, wrong(row.verb(t.Context(), as(h.boss))))
		})
	}
}

func TestWhatAnAccountSaysIsChanged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.hire("Ana Pop", access.FrontDesk)
	_, err := h.ChangeStaff(t.Context(), as(h.boss), admin.ChangeStaff{ID: a.ID, Version: 1, Name: "Ana Popa", Lang: locale.EN, Office: "igi-cj"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := h.SetAbsence(t.Context(), as(h.boss), admin.SetAbsence{ID: a.ID, Version: 2, From: on(12, 1), Until: on(12, 9)})
	if err != nil {
		t.Fatal(err)
	}
	a.Name, a.Lang, a.Office, a.Absent, a.Version = "Ana Popa", locale.EN, "igi-cj", access.Absence{From: on(12, 1), Until: on(12, 9)}, 3
	same(t, a, got)
	got, err = h.SetAbsence(t.Context(), as(h.boss), admin.SetAbsence{ID: a.ID, Version: 3})
	if err != nil {
		t.Fatal(err)
	}
	a.Absent, a.Version = access.Absence{}, 4
	same(t, a, got)
	who := "account/" + a.ID
	same(t, []string{
		"admin.set-absence " + who + ": absence", "admin.set-absence " + who + ": absence", "admin.change-staff " + who + ": name lang office",
	}, h.record())
}

func TestWhoEndsIsToldAndComesBackByAnInvitation(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.hire("Ana Pop", access.FrontDesk)
	got, err := h.EndAccess(t.Context(), as(h.boss), admin.EndAccess{ID: a.ID, Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	a.State, a.EndedAt, a.Version = access.Ended, noon, 2
	same(t, a, got)
	same(t, map[string]string{a.Email: "account-ended"}, h.letters())
	same(t, []string{"admin.end-access account/" + a.ID + ": state"}, h.record())
	if h.bells != 1 {
		t.Errorf("the bell rang %d times", h.bells)
	}
	_, err = h.EndAccess(t.Context(), as(h.boss), admin.EndAccess{ID: a.ID, Version: 2})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("ended twice: %v", err)
	}
	in := ana()
	in.Email = a.Email
	if _, err := h.InviteStaff(t.Context(), as(h.boss), in); err != nil {
		t.Errorf("invited again: %v", err)
	}
}

func TestRightsAreGivenAndTakenByWhoHasJustProvedWhoTheyAre(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for name, at := range map[string]time.Time{"never": {}, "too long ago": noon.Add(-6 * time.Minute)} {
		by := h.boss.Actor("session", at)
		_, invite := h.InviteStaff(t.Context(), by, ana())
		_, roles := h.ChangeRoles(t.Context(), by, admin.ChangeRoles{ID: h.other.ID, Version: 1, Roles: []access.Role{access.Head}})
		_, end := h.EndAccess(t.Context(), by, admin.EndAccess{ID: h.other.ID, Version: 1})
		for verb, err := range map[string]error{"invite": invite, "change roles": roles, "end": end} {
			if got := wrong(err); len(got) != 1 || got[0] != admin.ConfirmFirst {
				t.Errorf("%s, proved %s: %v", verb, name, got)
			}
		}
	}
}

// Whoever loses the role, or leaves, must not come back through a link of their own making.
func TestTheInvitationsOfWhoIsNoAdministratorAnyMoreEnd(t *testing.T) {
	t.Parallel()
	for name, remove := range map[string]func(*house) error{
		"left": func(h *house) error {
			_, err := h.EndAccess(h.t.Context(), as(h.boss), admin.EndAccess{ID: h.other.ID, Version: 1})
			return err
		},
		"another role": func(h *house) error {
			_, err := h.ChangeRoles(h.t.Context(), as(h.boss), admin.ChangeRoles{ID: h.other.ID, Version: 1, Roles: []access.Role{access.Head}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			for email, by := range map[string]access.Account{"a@example.org": h.other, "b@example.org": h.boss} {
				in := ana()
				in.Email = email
				if _, err := h.InviteStaff(t.Context(), as(by), in); err != nil {
					t.Fatal(err)
				}
			}
			if err := remove(h); err != nil {
				t.Fatal(err)
			}
			page, err := h.ListInvitations(t.Context(), as(h.boss), "", "")
			if err != nil || len(page.Rows) != 1 || page.Rows[0].MadeBy != h.boss.ID {
				t.Errorf("open are %+v, %v", page.Rows, err)
			}
		})
	}
}

// Each of two administrators ends the other at the same moment, on either engine: one is told that they would be the last.
func TestTwoAdministratorsWhoRemoveEachOther(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := opens(t, s, storetest.Keys(t))
		begin := make(chan struct{})
		failed := make([]error, 2)
		var wait sync.WaitGroup
		for i, pair := range [][2]access.Account{{h.boss, h.other}, {h.other, h.boss}} {
			wait.Go(func() {
				<-begin
				if i == 0 {
					_, failed[i] = h.EndAccess(t.Context(), as(pair[0]), admin.EndAccess{ID: pair[1].ID, Version: 1})
					return
				}
				_, failed[i] = h.ChangeRoles(t.Context(), as(pair[0]), admin.ChangeRoles{ID: pair[1].ID, Version: 1, Roles: []access.Role{access.Head}})
			})
		}
		close(begin)
		wait.Wait()
		if (failed[0] == nil) == (failed[1] == nil) {
			t.Fatalf("of two one succeeds: %v", failed)
		}
		same(t, []string{"admin.last-administrator"}, wrong(errors.Join(failed...)))
	})
}
