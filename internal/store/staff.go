package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/office/admin"
	"sejur/internal/store/query"
)

// Staff is the port of the people of the office.
func (t *Tx) Staff() admin.Staff { return staff{t} }

type staff struct{ *Tx }

// colleague reads a stored account without its roles. Its other columns are the business of the desk of accounts.
func colleague(r query.StaffByStateRow) (access.Account, error) {
	var ts times
	var ds days
	a := access.Account{
		ID: r.ID, Kind: access.Staff, Email: r.Email, Name: r.Name, Lang: locale.Lang(r.Lang), Office: r.Office,
		State: access.State(r.State), Absent: access.Absence{From: ds.at(r.AbsentFrom), Until: ds.at(r.AbsentUntil)},
		CreatedAt: ts.at(r.CreatedAt), EndedAt: ts.at(r.EndedAt), Version: r.Version,
	}
	if ds.err != nil {
		return a, ds.err
	}
	return a, ts.err
}

func (s staff) Find(ctx context.Context, id string) (access.Account, error) {
	r, err := s.q.StaffByID(ctx, id)
	if err != nil {
		return access.Account{}, found(err)
	}
	return s.whole(ctx, query.StaffByStateRow(r))
}

func (s staff) ByEmail(ctx context.Context, folded string) (access.Account, error) {
	r, err := s.q.StaffByEmail(ctx, folded)
	if err != nil {
		return access.Account{}, found(err)
	}
	return s.whole(ctx, query.StaffByStateRow(r))
}

// whole reads one account with its roles.
func (s staff) whole(ctx context.Context, r query.StaffByStateRow) (access.Account, error) {
	a, err := colleague(r)
	if err != nil {
		return access.Account{}, err
	}
	list := []access.Account{a}
	err = s.roles(ctx, list)
	return list[0], err
}

func (s staff) List(ctx context.Context, state access.State, before string, limit int) ([]access.Account, error) {
	rows, err := s.q.StaffByState(ctx, query.StaffByStateParams{State: string(state), Before: beforeID(before), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	out, err := each(rows, colleague)
	if err != nil {
		return nil, err
	}
	return out, s.roles(ctx, out)
}

// roles fills in the roles of accounts, in the order of access.Roles.
func (s staff) roles(ctx context.Context, accounts []access.Account) error {
	if len(accounts) == 0 {
		return nil
	}
	var args []any
	at := make(map[string]int, len(accounts))
	for i, a := range accounts {
		args = append(args, a.ID)
		at[a.ID] = i
	}
	given := "SELECT account, role FROM account_role WHERE account IN (" + placed(len(args)) + ")"
	rows, err := s.tx.QueryContext(ctx, given, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // read to the end below
	has := make(map[string]bool)
	for rows.Next() {
		var account, role string
		if err := rows.Scan(&account, &role); err != nil {
			return err
		}
		has[account+"/"+role] = true
	}
	for id, i := range at {
		for _, role := range access.Roles() {
			if has[id+"/"+string(role)] {
				accounts[i].Roles = append(accounts[i].Roles, role)
			}
		}
	}
	return rows.Err()
}

func (s staff) Count(ctx context.Context, state access.State, limit int) (int, error) {
	n, err := s.q.CountStaff(ctx, query.CountStaffParams{State: string(state), MaxRows: int32(limit)}) //nolint:gosec // G115: a small number
	return int(n), err
}

func (s staff) Change(ctx context.Context, a access.Account) error {
	return one(s.q.ChangeStaff(ctx, query.ChangeStaffParams{
		Name: a.Name, Lang: string(a.Lang), Office: a.Office, AbsentFrom: a.Absent.From.String(), AbsentUntil: a.Absent.Until.String(),
		ID: a.ID, Version: a.Version,
	}))
}

func (s staff) GiveRoles(ctx context.Context, g admin.RoleGift) error {
	if err := one(s.q.TouchStaff(ctx, query.TouchStaffParams{ID: g.Account, Version: g.Version})); err != nil {
		return err
	}
	for _, role := range g.Take {
		if err := one(s.q.RemoveStaffRole(ctx, query.RemoveStaffRoleParams{Account: g.Account, Role: string(role)})); err != nil {
			return err
		}
	}
	for _, role := range g.Add {
		err := s.q.AddStaffRole(ctx, query.AddStaffRoleParams{Account: g.Account, Role: string(role), GivenBy: g.By, GivenAt: stamp(g.At)})
		if err != nil {
			return err
		}
	}
	return nil
}

// End removes every way in. Devices go too: the browser of somebody who left is as new as any other.
func (s staff) End(ctx context.Context, id string, version int64, now time.Time) error {
	if err := one(s.q.EndStaff(ctx, query.EndStaffParams{EndedAt: stamp(now), ID: id, Version: version})); err != nil {
		return err
	}
	for _, remove := range []func(context.Context, string) (int64, error){
		s.q.RemoveStaffSessions, s.q.RemoveStaffPasskeys, s.q.RemoveStaffIdentities, s.q.RemoveStaffDevices,
	} {
		if _, err := remove(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (s staff) EndSessions(ctx context.Context, id string) (int, error) {
	n, err := s.q.RemoveStaffSessions(ctx, id)
	return int(n), err
}

func (s staff) Sessions(ctx context.Context, id string, now time.Time) (int, error) {
	n, err := s.q.CountStaffSessions(ctx, query.CountStaffSessionsParams{Account: id, Now: stamp(now)})
	return int(n), err
}

// OtherAdministrators takes the turn before it counts: the count is a statement of its own and so sees what the one before has committed.
func (s staff) OtherAdministrators(ctx context.Context, id string) (int, error) {
	if err := s.q.TakeTurn(ctx, "administrators"); err != nil {
		return 0, err
	}
	n, err := s.q.CountOtherAdministrators(ctx, id)
	return int(n), err
}

// StaffInvitations is the port of the invitations of staff.
func (t *Tx) StaffInvitations() admin.Invitations { return staffInvitations{t} }

type staffInvitations struct{ *Tx }

func (s staffInvitations) Add(ctx context.Context, mark string, i admin.Invitation) error {
	roles, err := json.Marshal(i.Roles)
	if err != nil {
		return fmt.Errorf("roles of invitation %s: %w", i.Handle, err)
	}
	return s.q.AddStaffInvitation(ctx, query.AddStaffInvitationParams{
		ID: mark, Handle: i.Handle, Email: i.Email, Name: i.Name, Office: i.Office, Roles: string(roles), Lang: string(i.Lang), MadeBy: i.MadeBy,
		CreatedAt: stamp(i.CreatedAt), ExpiresAt: stamp(i.ExpiresAt),
	})
}

// staffInvitation reads a stored invitation.
func staffInvitation(r query.Invitation) (admin.Invitation, error) {
	var ts times
	i := admin.Invitation{
		Handle: r.Handle, Email: r.Email, Name: r.Name, Office: r.Office, Lang: locale.Lang(r.Lang), MadeBy: r.MadeBy,
		CreatedAt: ts.at(r.CreatedAt), ExpiresAt: ts.at(r.ExpiresAt), UsedAt: ts.at(r.UsedAt), RevokedAt: ts.at(r.RevokedAt),
	}
	if err := json.Unmarshal([]byte(r.Roles), &i.Roles); err != nil {
		return i, fmt.Errorf("roles of invitation %s: %w", r.Handle, err)
	}
	return i, ts.err
}

func (s staffInvitations) Find(ctx context.Context, handle string) (admin.Invitation, error) {
	r, err := s.q.StaffInvitation(ctx, handle)
	if err != nil {
		return admin.Invitation{}, found(err)
	}
	return staffInvitation(r)
}

func (s staffInvitations) Open(ctx context.Context, now time.Time, before string, limit int) ([]admin.Invitation, error) {
	rows, err := s.q.OpenStaffInvitations(ctx, query.OpenStaffInvitationsParams{Now: stamp(now), Before: beforeID(before), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, staffInvitation)
}

func (s staffInvitations) Revoke(ctx context.Context, handle string, now time.Time) error {
	return one(s.q.RevokeStaffInvitation(ctx, query.RevokeStaffInvitationParams{Now: stamp(now), Handle: handle}))
}

// days reads the days of a row, and remembers the first that cannot be read.
type days struct{ err error }

func (d *days) at(s string) calendar.Date {
	if s == "" {
		return calendar.Date{}
	}
	out, err := calendar.Parse(s)
	if err != nil && d.err == nil {
		d.err = fmt.Errorf("stored day: %w", err)
	}
	return out
}

// placed are the first n placeholders, for an IN list.
func placed(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(place(i + 1))
	}
	return b.String()
}
