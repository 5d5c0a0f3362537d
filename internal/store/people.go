package store

import (
	"context"

	"sejur/internal/office/filing"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// People is the port of the files of persons, as far as a form reads them and writes back.
func (t *Tx) People() filing.People { return people{t} }

type people struct{ *Tx }

func (p people) Hold(ctx context.Context, by string) error { return p.Persons().HoldAccount(ctx, by) }

func (p people) Kept(ctx context.Context, by string, who person.ID) (bool, error) {
	n, err := p.q.AccountKeepsPerson(ctx, query.AccountKeepsPersonParams{Account: by, Person: string(who)})
	return n > 0, err
}

func (p people) File(ctx context.Context, who person.ID) (person.File, error) {
	var f person.File
	var err error
	if f.Person, f.Version, err = p.Persons().Find(ctx, who); err != nil {
		return person.File{}, err
	}
	if f.Papers, err = p.Papers().Of(ctx, who); err != nil {
		return person.File{}, err
	}
	f.Addresses, err = p.Addresses().Of(ctx, who)
	return f, err
}

func (p people) Titles(ctx context.Context, who person.ID) ([]person.Item[person.Title], error) {
	return titles(p).Of(ctx, who)
}

func (p people) HasCNP(ctx context.Context, by, cnp string, except person.ID) (bool, error) {
	return p.Persons().HasCNP(ctx, by, cnp, except)
}

func (p people) Change(ctx context.Context, who person.Person, version int64) error {
	return p.Persons().Change(ctx, who, version)
}

func (p people) AddPaper(ctx context.Context, who person.ID, item person.Item[person.Paper]) error {
	return p.Papers().Add(ctx, who, item)
}

func (p people) ChangePaper(ctx context.Context, who person.ID, item person.Item[person.Paper]) error {
	return p.Papers().Change(ctx, who, item)
}

func (p people) AddAddress(ctx context.Context, who person.ID, item person.Item[person.Address]) error {
	return p.Addresses().Add(ctx, who, item)
}

func (p people) ChangeAddress(ctx context.Context, who person.ID, item person.Item[person.Address]) error {
	return p.Addresses().Change(ctx, who, item)
}
