package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
)

// ChangePerson is what shall be different about a person. What is nil stays as it is. The version is the one that was seen.
type ChangePerson struct {
	Person      person.ID
	Version     int64
	Names       *person.Names
	Birth       *Birth
	Nationality *string
	CNP         *string // "" = they have none
	Relation    *person.Relation
}

// Birth is what a passport says beside the names.
type Birth struct {
	Date    calendar.Date
	Place   string
	Country string
	Sex     person.Sex
}

// ChangePerson changes a person of the actor's account. Faults: Invalid about relation and the fields of person.Check; Conflict when
// somebody changed the person since they were seen.
func (p *Persons) ChangePerson(ctx context.Context, by access.Actor, asked Asked, in ChangePerson) error {
	_, err := office.Do(ctx, p.office, keeping(by, asked, "person.change", in),
		func(ctx context.Context, tx PersonsTx, w *office.Work) (person.ID, error) {
			all, before, err := p.hold(ctx, tx, by.ID, in.Person)
			if err != nil {
				return "", err
			}
			w.About("person", string(in.Person))
			if before.Version != in.Version {
				return "", fault.New(fault.Conflict, "conflict")
			}
			after := in.apply(before)
			if err := fits(ctx, tx, w, all, after); err != nil {
				return "", err
			}
			recordPerson(w, before.Person, after.Person)
			w.Changed("relation", string(before.Relation), string(after.Relation))
			if after.Relation != before.Relation {
				if err := tx.Persons().Relate(ctx, by.ID, in.Person, after.Relation); err != nil {
					return "", err
				}
			}
			return in.Person, tx.Persons().Change(ctx, after.Person, in.Version)
		})
	return err
}

// hold keeps others from changing the account's persons, and reads one of them whole.
func (p *Persons) hold(ctx context.Context, tx PersonsTx, account string, id person.ID) (all []Kept, k Kept, err error) {
	if err := tx.Persons().HoldAccount(ctx, account); err != nil {
		return nil, Kept{}, err
	}
	if err := tx.Persons().Hold(ctx, account, id); err != nil {
		return nil, Kept{}, err
	}
	all, err = tx.Persons().Of(ctx, account)
	if err != nil {
		return nil, Kept{}, err
	}
	for _, k := range keptOf(all) {
		if k.ID == id {
			k.Person, k.Version, err = tx.Persons().Find(ctx, id)
			return all, k, err
		}
	}
	return nil, Kept{}, fault.New(fault.NotFound, "not-found")
}

// apply is the person with the changes.
func (c ChangePerson) apply(k Kept) Kept {
	if c.Names != nil {
		k.Names = *c.Names
	}
	if c.Birth != nil {
		k.BirthDate, k.BirthPlace, k.BirthCountry, k.Sex = c.Birth.Date, c.Birth.Place, c.Birth.Country, c.Birth.Sex
	}
	if c.Nationality != nil {
		k.Nationality = *c.Nationality
	}
	if c.CNP != nil {
		k.CNP = *c.CNP
	}
	if c.Relation != nil {
		k.Relation = *c.Relation
	}
	k.Person = tidied(k.Person)
	return k
}
