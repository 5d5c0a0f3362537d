package account

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
)

// AddPerson is somebody whom an account shall keep.
type AddPerson struct {
	Relation person.Relation
	Person   person.Person // its ID is not used
}

// AddPerson adds a person to the actor's account and returns their id. Faults: Invalid about relation and the fields of person.Check;
// Invalid without a field when the account keeps as many as it may.
func (p *Persons) AddPerson(ctx context.Context, by access.Actor, asked Asked, in AddPerson) (person.ID, error) {
	return office.Do(ctx, p.office, keeping(by, asked, "person.add", in),
		func(ctx context.Context, tx PersonsTx, w *office.Work) (person.ID, error) {
			if err := tx.Persons().HoldAccount(ctx, by.ID); err != nil {
				return "", err
			}
			all, err := tx.Persons().Of(ctx, by.ID)
			if err != nil {
				return "", err
			}
			if err := room(all); err != nil {
				return "", err
			}
			k := Kept{Person: tidied(in.Person), Relation: in.Relation, Since: w.Now}
			k.ID = person.ID(office.NewID())
			if err := fits(ctx, tx, w, all, k); err != nil {
				return "", err
			}
			w.About("person", string(k.ID))
			recordPerson(w, person.Person{}, k.Person)
			w.Changed("relation", "", string(k.Relation))
			return k.ID, tx.Persons().Add(ctx, by.ID, k)
		})
}

// room refuses one more person. Removed ones count by themselves: whoever adds and removes all day must not fill the store either.
func room(all []Kept) error {
	held := len(keptOf(all))
	if held >= MaxPersons || len(all)-held >= MaxPersons {
		return fault.New(fault.Invalid, "person.too-many", fault.Num("max", MaxPersons))
	}
	return nil
}

// keptOf are the persons who were not removed.
func keptOf(all []Kept) []Kept {
	return slices.DeleteFunc(slices.Clone(all), func(k Kept) bool { return !k.Removed.IsZero() })
}

// fits refuses a person who makes no sense by themselves, or beside the others of the account.
func fits(ctx context.Context, tx PersonsTx, w *office.Work, all []Kept, k Kept) error {
	others := slices.DeleteFunc(keptOf(all), func(o Kept) bool { return o.ID == k.ID })
	faults := append(k.Relation.Check(), k.Check(today(w))...)
	faults = append(faults, beside(others, k)...)
	if k.CNP != "" {
		twice, err := tx.Persons().HasCNP(ctx, w.By().ID, k.CNP, k.ID)
		if err != nil {
			return err
		}
		if twice {
			faults = append(faults, fault.Field("cnp", "person.cnp-twice"))
		}
	}
	return faults.Err()
}

// beside reports what cannot be true beside the other persons of an account: a second self, a child older than its parent.
func beside(others []Kept, k Kept) fault.List {
	var faults fault.List
	for _, o := range others {
		switch {
		case o.Relation == person.Self && k.Relation == person.Self:
			faults = append(faults, fault.Field("relation", "person.self-twice"))
		case o.Relation == person.Self:
			faults = append(faults, k.Relation.Kin(o.BirthDate, k.BirthDate)...)
		case k.Relation == person.Self:
			faults = append(faults, o.Relation.Kin(k.BirthDate, o.BirthDate)...)
		}
	}
	return faults[:min(len(faults), 1)] // one is enough to look at both dates
}

// tidied writes what was typed in the form in which it is kept. A CNP is digits, however they were grouped.
func tidied(p person.Person) person.Person {
	p.Names.Surname, p.Names.Given = person.Tidy(p.Names.Surname), person.Tidy(p.Names.Given)
	p.BirthPlace, p.CNP = person.Tidy(p.BirthPlace), person.Canonical(p.CNP)
	return p
}

// recordPerson notes which fields of a person changed.
func recordPerson(w *office.Work, before, after person.Person) {
	w.Changed("names.surname", before.Names.Surname, after.Names.Surname)
	w.Changed("names.given", before.Names.Given, after.Names.Given)
	w.Changed("birth_date", before.BirthDate.String(), after.BirthDate.String())
	w.Changed("birth_place", before.BirthPlace, after.BirthPlace)
	w.Changed("birth_country", before.BirthCountry, after.BirthCountry)
	w.Changed("sex", string(before.Sex), string(after.Sex))
	w.Changed("nationality", before.Nationality, after.Nationality)
	w.Changed("cnp", before.CNP, after.CNP)
}
