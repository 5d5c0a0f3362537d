package store

import (
	"context"
	"errors"
	"time"

	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Persons is the port of persons and of the accounts that speak for them.
func (t *Tx) Persons() account.Register { return persons{t} }

type persons struct{ *Tx }

func (p persons) HoldAccount(ctx context.Context, id string) error {
	return there(p.q.HoldAccount(ctx, id))
}

func (p persons) Hold(ctx context.Context, by string, id person.ID) error {
	return there(p.q.HoldPerson(ctx, query.HoldPersonParams{ID: string(id), Account: by}))
}

func (p persons) Of(ctx context.Context, by string) ([]account.Kept, error) {
	rows, err := p.q.PersonsOfAccount(ctx, query.PersonsOfAccountParams{Account: by, MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	return each(rows, kept)
}

// kept reads a person as lists show them, without what lies sealed.
func kept(r query.PersonsOfAccountRow) (account.Kept, error) {
	var ds days
	var ts times
	k := account.Kept{
		Person: person.Person{
			ID: person.ID(r.ID), Names: person.Names{Surname: r.Surname, Given: r.Given}, BirthDate: ds.at(r.BirthDate),
			BirthCountry: r.BirthCountry, Sex: person.Sex(r.Sex), Nationality: r.Nationality,
		},
		Version: r.Version, Relation: person.Relation(r.Relation), Since: ts.at(r.Since), Removed: ts.at(r.Until),
	}
	return k, errors.Join(ds.err, ts.err)
}

func (p persons) Find(ctx context.Context, id person.ID) (person.Person, int64, error) {
	r, err := p.q.PersonByID(ctx, string(id))
	if err != nil {
		return person.Person{}, 0, found(err)
	}
	vault, err := p.vault(ctx, id)
	if err != nil {
		return person.Person{}, 0, err
	}
	row := sealedRow{vault: vault, table: "person", row: r.ID}
	var ds days
	out := person.Person{
		ID: id, Names: person.Names{Surname: r.Surname, Given: r.Given}, BirthDate: ds.at(r.BirthDate),
		BirthPlace: row.open("birth_place", r.BirthPlace), BirthCountry: r.BirthCountry, Sex: person.Sex(r.Sex),
		Nationality: r.Nationality, CNP: row.open("cnp", r.Cnp),
	}
	return out, r.Version, errors.Join(ds.err, row.err)
}

func (p persons) Add(ctx context.Context, by string, k account.Kept) error {
	who := k.Person
	vault, wrapped, err := p.newVault(who.ID)
	if err != nil {
		return err
	}
	row := sealedRow{vault: vault, table: "person", row: string(who.ID)}
	params := query.AddPersonParams{
		ID: string(who.ID), Surname: who.Names.Surname, Given: who.Names.Given, BirthDate: who.BirthDate.String(),
		BirthPlace: row.seal("birth_place", who.BirthPlace), BirthCountry: who.BirthCountry, Sex: string(who.Sex),
		Nationality: who.Nationality, Cnp: row.seal("cnp", who.CNP), CnpLookup: p.lookup(lookupCNP, who.CNP), CreatedAt: stamp(k.Since),
	}
	if row.err != nil {
		return row.err
	}
	if err := p.q.AddPerson(ctx, params); err != nil {
		return err
	}
	err = p.q.AddPersonKey(ctx, query.AddPersonKeyParams{Person: string(who.ID), Wrapped: wrapped, CreatedAt: stamp(k.Since)})
	if err != nil {
		return err
	}
	return p.q.AddAccountPerson(ctx, query.AddAccountPersonParams{
		Account: by, Person: string(who.ID), Relation: string(k.Relation), Since: stamp(k.Since),
	})
}

func (p persons) Change(ctx context.Context, who person.Person, version int64) error {
	vault, err := p.vault(ctx, who.ID)
	if err != nil {
		return err
	}
	row := sealedRow{vault: vault, table: "person", row: string(who.ID)}
	params := query.ChangePersonParams{
		Surname: who.Names.Surname, Given: who.Names.Given, BirthDate: who.BirthDate.String(),
		BirthPlace: row.seal("birth_place", who.BirthPlace), BirthCountry: who.BirthCountry, Sex: string(who.Sex),
		Nationality: who.Nationality, Cnp: row.seal("cnp", who.CNP), CnpLookup: p.lookup(lookupCNP, who.CNP),
		ID: string(who.ID), Version: version,
	}
	if row.err != nil {
		return row.err
	}
	return one(p.q.ChangePerson(sure(ctx), params))
}

func (p persons) HasCNP(ctx context.Context, by, cnp string, except person.ID) (bool, error) {
	n, err := p.q.CountCNPInAccount(ctx, query.CountCNPInAccountParams{
		Account: by, Lookup: p.lookup(lookupCNP, cnp), Except: string(except),
	})
	return n > 0, err
}

func (p persons) Relate(ctx context.Context, by string, id person.ID, r person.Relation) error {
	return one(p.q.ChangeRelation(ctx, query.ChangeRelationParams{Relation: string(r), Account: by, Person: string(id)}))
}

func (p persons) Remove(ctx context.Context, by string, id person.ID, now time.Time) error {
	return one(p.q.EndAccountPerson(ctx, query.EndAccountPersonParams{Until: stamp(now), Account: by, Person: string(id)}))
}

func (p persons) Restore(ctx context.Context, by string, id person.ID, removed time.Time) error {
	return one(p.q.RestoreAccountPerson(ctx, query.RestoreAccountPersonParams{Account: by, Person: string(id), Until: stamp(removed)}))
}

func (p persons) Release(ctx context.Context, by string, id person.ID, removed time.Time) (int, error) {
	err := there(p.q.RemoveAccountPerson(ctx, query.RemoveAccountPersonParams{Account: by, Person: string(id), Until: stamp(removed)}))
	if err != nil {
		return 0, err
	}
	n, err := p.q.CountAccountsOfPerson(ctx, string(id))
	return int(n), err
}

func (p persons) Sent(ctx context.Context, by string, id person.ID) (bool, error) {
	if err := p.q.HoldApplicationsOfPerson(ctx, string(id)); err != nil {
		return false, err
	}
	if by == "" {
		n, err := p.q.CountSentForPerson(ctx, string(id))
		return n > 0, err
	}
	n, err := p.q.CountSentByAccountForPerson(ctx, query.CountSentByAccountForPersonParams{Person: string(id), Account: some(by)})
	return n > 0, err
}

func (p persons) RemoveDrafts(ctx context.Context, id person.ID, now time.Time) error {
	rows, err := p.q.DraftsOfPerson(ctx, query.DraftsOfPersonParams{Person: string(id), MaxRows: limited(maxRows)})
	if err != nil {
		return err
	}
	for _, r := range rows {
		draft, err := idle(query.ThrownAwayDraftsRow(r))
		if err != nil {
			return err
		}
		if err := applications(p).Remove(ctx, draft, now); err != nil {
			return err
		}
	}
	return nil
}
