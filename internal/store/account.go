package store

import (
	"context"
	"errors"
	"time"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/store/query"
)

// Accounts is the desk of accounts' port of accounts.
func (t *Tx) Accounts() account.Accounts { return accounts{t} }

type accounts struct{ *Tx }

// taken turns the refusal of a second row of what may be there once into the fault that says so. Where the statement waits, that is what the
// transaction will end with.
func (t *Tx) taken(err error, key string) error {
	return t.twice(err, fault.Error{Kind: fault.Conflict, Key: key})
}

// twice is taken for a fault that says more.
func (t *Tx) twice(err error, is fault.Error) error {
	if err == nil && t.waits != nil {
		t.waits.name(is)
	}
	if err != nil && t.dialect.duplicate(err) {
		return because(is, err)
	}
	return err
}

func (a accounts) Add(ctx context.Context, who access.Account, folded, by string) error {
	err := a.taken(a.q.AddAccount(ctx, query.AddAccountParams{
		ID: who.ID, Kind: string(who.Kind), Email: who.Email, EmailFolded: folded, Name: who.Name, Lang: string(who.Lang),
		Office: who.Office, CreatedAt: stamp(who.CreatedAt),
	}), account.EmailTaken)
	if err != nil {
		return err
	}
	for _, role := range who.Roles {
		err := a.q.AddAccountRole(ctx, query.AddAccountRoleParams{
			Account: who.ID, Role: string(role), GivenBy: by, GivenAt: stamp(who.CreatedAt),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a accounts) Find(ctx context.Context, id string) (access.Account, error) {
	r, err := a.q.AccountByID(ctx, id)
	if err != nil {
		return access.Account{}, found(err)
	}
	return a.whole(ctx, r)
}

func (a accounts) ByEmail(ctx context.Context, kind access.Kind, folded string) (access.Account, error) {
	r, err := a.q.AccountByEmail(ctx, query.AccountByEmailParams{Kind: string(kind), EmailFolded: folded})
	if err != nil {
		return access.Account{}, found(err)
	}
	return a.whole(ctx, r)
}

// whole reads an account with its roles, which only people of the office have.
func (a accounts) whole(ctx context.Context, r query.Account) (access.Account, error) {
	out, err := readAccount(r)
	if err != nil || out.Kind != access.Staff {
		return out, err
	}
	list := []access.Account{out}
	err = staff(a).roles(ctx, list)
	return list[0], err
}

// readAccount reads a row without its roles.
func readAccount(r query.Account) (access.Account, error) {
	var ts times
	var ds days
	out := access.Account{
		ID: r.ID, Kind: access.Kind(r.Kind), Email: r.Email, Name: r.Name, Lang: locale.Lang(r.Lang), Office: r.Office,
		State: access.State(r.State), Absent: access.Absence{From: ds.at(r.AbsentFrom), Until: ds.at(r.AbsentUntil)},
		CreatedAt: ts.at(r.CreatedAt), EndedAt: ts.at(r.EndedAt), CoolingUntil: ts.at(r.CoolingUntil), Version: r.Version,
	}
	return out, errors.Join(ts.err, ds.err)
}

func (a accounts) SetEmail(ctx context.Context, who access.Account, folded string) error {
	n, err := a.q.SetAccountEmail(ctx, query.SetAccountEmailParams{
		Email: who.Email, EmailFolded: folded, CoolingUntil: stamp(who.CoolingUntil), ID: who.ID, Version: who.Version,
	})
	return one(n, a.taken(err, account.EmailTaken))
}

func (a accounts) SetLang(ctx context.Context, who access.Account) error {
	return one(a.q.SetAccountLang(ctx, query.SetAccountLangParams{Lang: string(who.Lang), ID: who.ID, Version: who.Version}))
}

func (a accounts) End(ctx context.Context, who access.Account, now time.Time) error {
	return one(a.q.EndAccount(ctx, query.EndAccountParams{EndedAt: stamp(now), ID: who.ID, Version: who.Version}))
}

func (a accounts) Hold(ctx context.Context, id string) error {
	return there(a.q.HoldAccount(ctx, id))
}

func (a accounts) Administrators(ctx context.Context) (int, error) {
	n, err := a.q.CountActiveAdministrators(ctx)
	return int(n), err
}
